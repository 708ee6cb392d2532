package glyph

import (
	"crypto/sha256"
	"fmt"
	"iter"
	"math"
	"slices"
	"strings"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goitalic"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"google.golang.org/protobuf/encoding/protowire"
)

// Names of fonts, as styles have them.
const (
	Regular = "Go Regular"
	Bold    = "Go Bold"
	Italic  = "Go Italic"
)

// Set is the fonts that there are. New makes one; it is safe for concurrent use.
type Set struct {
	faces  []*face
	digest func() string
}

// New makes the set of all fonts. Nothing is drawn yet.
func New() *Set {
	s := new(Set)
	for _, known := range []struct {
		name string
		ttf  []byte
	}{{Regular, goregular.TTF}, {Bold, gobold.TTF}, {Italic, goitalic.TTF}} {
		parsed, err := sfnt.Parse(known.ttf)
		if err != nil {
			panic(fmt.Sprintf("%s is a font, and yet: %v", known.name, err))
		}
		s.faces = append(s.faces, &face{name: known.name, font: parsed})
	}
	s.digest = sync.OnceValue(func() string {
		digest := sha256.New()
		for _, f := range s.faces {
			digest.Write(message([]*face{f}, 0))
			digest.Write(message([]*face{f}, 1))
		}
		return fmt.Sprintf("%x", digest.Sum(nil)[:4])
	})
	return s
}

// Names gives the names of fonts.
func (s *Set) Names() []string {
	var names []string
	for _, f := range s.faces {
		names = append(names, f.name)
	}
	return names
}

// UnknownFontError tells that a stack names a font that is not in the set.
type UnknownFontError struct {
	Font  string
	Known []string
}

// Error implements error.
func (e *UnknownFontError) Error() string {
	return fmt.Sprintf("there is no font %q: write one of %s, or several with commas between them", e.Font, strings.Join(e.Known, ", "))
}

// Glyphs gives the file of a range for a stack of fonts, whose names have commas between them: each glyph is that of the
// first font that has it. A range of which they have nothing gives a file without glyphs. It fails, with an
// [UnknownFontError], when it does not know a font.
func (s *Set) Glyphs(stack string, r Range) ([]byte, error) {
	var faces []*face
	for name := range strings.SplitSeq(stack, ",") {
		name = strings.TrimSpace(name)
		i := slices.IndexFunc(s.faces, func(f *face) bool { return f.name == name })
		if i < 0 {
			return nil, &UnknownFontError{name, s.Names()}
		}
		if !slices.Contains(faces, s.faces[i]) {
			faces = append(faces, s.faces[i])
		}
	}
	return message(faces, r), nil
}

// Files gives the files of the fonts, each alone, by their addresses below a folder of fonts: "Go Regular/0-255.pbf". Ranges
// without a glyph are left out: MapLibre draws a letter itself when it finds no file.
func (s *Set) Files() iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		for _, f := range s.faces {
			for n := range size {
				r := Range(n)
				if len(f.glyphs(r)) > 0 && !yield(f.name+"/"+r.String()+".pbf", message([]*face{f}, r)) {
					return
				}
			}
		}
	}
}

// Digest names what the set draws, in eight digits: another drawing has another digest. It is that of the Latin letters,
// which are drawn for it when it is first asked for.
func (s *Set) Digest() string { return s.digest() }

// face is one font. It is safe for concurrent use.
type face struct {
	name   string
	font   *sfnt.Font
	ranges [size]struct {
		once  sync.Once
		drawn []glyph
	}
}

// glyph is a letter of a face, as a file holds it.
type glyph struct {
	letter  rune
	message []byte
}

// glyphs gives what the face has of a range, by code point.
func (f *face) glyphs(r Range) []glyph {
	kept := &f.ranges[r]
	kept.once.Do(func() {
		var buffer sfnt.Buffer
		for letter := r.first(); letter < r.first()+size; letter++ {
			if index := f.index(&buffer, letter); index != 0 {
				kept.drawn = append(kept.drawn, glyph{letter, f.draw(&buffer, letter, index)})
			}
		}
	})
	return kept.drawn
}

// index finds the glyph of a letter; 0 when there is none. These fonts are made for programs: their plain hyphen is a minus
// sign, twice as wide as their soft one, which names are drawn with instead. A no-break hyphen and a narrow no-break space,
// which they do not have, look like those that they have.
func (f *face) index(buffer *sfnt.Buffer, letter rune) sfnt.GlyphIndex {
	switch letter {
	case '-', '\u2010', '\u2011':
		letter = '\u00AD'
	case '\u202F':
		letter = '\u00A0'
	}
	index, err := f.font.GlyphIndex(buffer, letter)
	if err != nil {
		panic(fmt.Sprintf("%s was parsed, and yet, letter %U: %v", f.name, letter, err))
	}
	return index
}

// baseline is how far, in pixels, the baseline lies below the origin that tops are counted from. Clients take the middle of
// a line for 17 pixels below that origin (SHAPING_DEFAULT_OFFSET of MapLibre): capitals, 17.7 pixels high in these fonts,
// are then centred on the place of the label.
const baseline = 26

// draw writes the message of a glyph (message glyph of glyphs.proto).
func (f *face) draw(buffer *sfnt.Buffer, letter rune, index sfnt.GlyphIndex) []byte {
	units := fixed.I(int(f.font.UnitsPerEm()))
	scale := em / float64(f.font.UnitsPerEm())
	curves, err := f.font.LoadGlyph(buffer, index, units, nil)
	if err != nil {
		panic(fmt.Sprintf("%s was parsed, and yet, letter %U: %v", f.name, letter, err))
	}
	drawn := newOutline(curves, scale).draw()
	advance, err := f.font.GlyphAdvance(buffer, index, units, font.HintingNone)
	if err != nil {
		panic(fmt.Sprintf("%s was parsed, and yet, letter %U: %v", f.name, letter, err))
	}
	m := appendNumber(nil, 1, uint64(letter))
	if drawn.data != nil {
		m = appendBytes(m, 2, drawn.data)
	}
	m = appendNumber(m, 3, uint64(drawn.width))
	m = appendNumber(m, 4, uint64(drawn.height))
	m = appendNumber(m, 5, protowire.EncodeZigZag(int64(drawn.left)))
	m = appendNumber(m, 6, protowire.EncodeZigZag(int64(drawn.top-baseline)))
	return appendNumber(m, 7, uint64(math.Round(float64(advance)/64*scale)))
}
