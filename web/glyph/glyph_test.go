package glyph_test

import (
	"bytes"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"google.golang.org/protobuf/encoding/protowire"

	"perimetre/web/glyph"
)

// file is what a client reads from a file of glyphs.
type file struct {
	name, letters string
	glyphs        map[rune]letter
}

type letter struct {
	bitmap                            []byte
	width, height, left, top, advance int
}

// at is the byte of a pixel, counted from the top left one of the glyph without its border.
func (l letter) at(column, row int) byte { return l.bitmap[(row+3)*(l.width+6)+column+3] }

// fields gives the fields of a message in their order: numbers as they are, bytes with 0.
func fields(t *testing.T, message []byte, visit func(field protowire.Number, number uint64, content []byte)) {
	t.Helper()
	for len(message) > 0 {
		field, kind, n := protowire.ConsumeTag(message)
		if n < 0 {
			t.Fatal(protowire.ParseError(n))
		}
		message = message[n:]
		var number uint64
		var content []byte
		if kind == protowire.VarintType {
			number, n = protowire.ConsumeVarint(message)
		} else {
			content, n = protowire.ConsumeBytes(message)
		}
		if n < 0 {
			t.Fatal(protowire.ParseError(n))
		}
		message = message[n:]
		visit(field, number, content)
	}
}

// read gives the only stack of a file.
func read(t *testing.T, data []byte) file {
	t.Helper()
	f, stacks := file{glyphs: map[rune]letter{}}, 0
	fields(t, data, func(_ protowire.Number, _ uint64, stack []byte) {
		stacks++
		fields(t, stack, func(field protowire.Number, _ uint64, content []byte) {
			switch field {
			case 1:
				f.name = string(content)
			case 2:
				f.letters = string(content)
			case 3:
				var r rune
				var l letter
				fields(t, content, func(field protowire.Number, number uint64, content []byte) {
					switch field {
					case 1:
						r = rune(number)
					case 2:
						l.bitmap = content
					case 3:
						l.width = int(number)
					case 4:
						l.height = int(number)
					case 5:
						l.left = int(protowire.DecodeZigZag(number))
					case 6:
						l.top = int(protowire.DecodeZigZag(number))
					case 7:
						l.advance = int(number)
					}
				})
				if _, twice := f.glyphs[r]; twice {
					t.Errorf("letter %q is twice in %s of %s", r, f.letters, f.name)
				}
				f.glyphs[r] = l
			}
		})
	})
	if stacks != 1 {
		t.Errorf("%d stacks", stacks)
	}
	return f
}

func glyphs(t *testing.T, s *glyph.Set, stack string, r glyph.Range) file {
	t.Helper()
	data, err := s.Glyphs(stack, r)
	if err != nil {
		t.Fatal(err)
	}
	return read(t, data)
}

func TestEveryFontHasTheLettersOfFrenchNames(t *testing.T) {
	s := glyph.New()
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -'’.,()/&«»–—…·°" +
		"àâäæçéèêëîïôöœùûüÿñÀÂÄÆÇÉÈÊËÎÏÔÖŒÙÛÜŸÑ\u00A0\u202F\u2011"
	for _, font := range s.Names() {
		for _, r := range letters {
			if _, ok := glyphs(t, s, font, glyph.Range(r/256)).glyphs[r]; !ok {
				t.Errorf("%s has no %q", font, r)
			}
		}
	}
}

func TestABitmapHoldsTheGlyphAndItsBorder(t *testing.T) {
	s := glyph.New()
	for _, font := range s.Names() {
		for _, r := range []glyph.Range{0, 1, 32} {
			for letter, g := range glyphs(t, s, font, r).glyphs {
				if (g.width == 0) != (g.bitmap == nil) || g.bitmap != nil && len(g.bitmap) != (g.width+6)*(g.height+6) {
					t.Errorf("%s, %q: %d bytes for %d × %d pixels", font, letter, len(g.bitmap), g.width, g.height)
				}
			}
		}
	}
}

// An H has straight sides: its metrics can be read from the tables of the font. Go Regular has 2048 units an em; H is 1480 of
// them high, its stems go from 165 to 375 and from 1104 to 1313, its advance is 1479.
func TestMetricsAreThoseOfTheFont(t *testing.T) {
	s := glyph.New()
	f := glyphs(t, s, glyph.Regular, 0)
	h := f.glyphs['H']
	if h.width != 15 || h.height != 18 || h.left != 1 || h.advance != 17 {
		t.Errorf("H is %+v", letter{nil, h.width, h.height, h.left, h.top, h.advance})
	}
	// The middle of its height is 17 pixels below the origin that tops are counted from: there is the middle of a line.
	if middle := h.top - h.height/2; middle != -17 {
		t.Errorf("the middle of H is at %d", middle)
	}
	// Its left stem begins 165/2048×24 = 1.93 pixels from the origin: the centre of the pixel from 1 to 2 is 0.43 outside, that
	// of the next 0.57 inside; 32 steps a pixel.
	for _, test := range []struct {
		column int
		want   byte
	}{{-1, 191 - 46}, {0, 191 - 14}, {1, 191 + 18}} {
		if got := h.at(test.column, 9); got+1 < test.want || got > test.want+1 {
			t.Errorf("pixel %d of H is %d, want about %d", test.column, got, test.want)
		}
	}
	if space := f.glyphs[' ']; space.bitmap != nil || space.advance == 0 {
		t.Errorf("a space is %+v", space)
	}
}

func TestHyphensAreNotAsWideAsDashes(t *testing.T) {
	s := glyph.New()
	for _, font := range s.Names() {
		hyphen, dash := glyphs(t, s, font, 0).glyphs['-'], glyphs(t, s, font, 32).glyphs['–']
		if noBreak := glyphs(t, s, font, 32).glyphs['\u2011']; hyphen.advance >= dash.advance || !bytes.Equal(hyphen.bitmap, noBreak.bitmap) {
			t.Errorf("%s: a hyphen is %d wide, a dash %d", font, hyphen.advance, dash.advance)
		}
	}
}

func TestLettersStandOnOneBaseline(t *testing.T) {
	s := glyph.New()
	for _, font := range s.Names() {
		f := glyphs(t, s, font, 0)
		for _, r := range "AEHIMNTXZhikmnrx1247" {
			if bottom := f.glyphs[r].top - f.glyphs[r].height; bottom != -26 {
				t.Errorf("%s: %q stands at %d", font, r, bottom)
			}
		}
	}
}

func TestAStackTakesEachLetterFromTheFirstFontThatHasIt(t *testing.T) {
	s := glyph.New()
	alone, stack := glyphs(t, s, glyph.Bold, 0), glyphs(t, s, "Go Bold,Go Regular, Go Bold", 0)
	if stack.name != "Go Bold, Go Regular" || stack.letters != "0-255" {
		t.Errorf("stack %q, range %q", stack.name, stack.letters)
	}
	if len(stack.glyphs) != len(alone.glyphs) {
		t.Errorf("%d glyphs, %d in the first font", len(stack.glyphs), len(alone.glyphs))
	}
	for r, g := range alone.glyphs {
		if !bytes.Equal(g.bitmap, stack.glyphs[r].bitmap) {
			t.Errorf("%q is not that of the first font", r)
		}
	}
}

func TestAnUnknownFontIsNamedWithThoseThatAreKnown(t *testing.T) {
	s := glyph.New()
	for _, stack := range []string{"", "Open Sans Regular", "Go Regular,", "go regular", strings.Repeat("Go Regular,", 50) + "x"} {
		_, err := s.Glyphs(stack, 0)
		var unknown *glyph.UnknownFontError
		if !errors.As(err, &unknown) || !slices.Equal(unknown.Known, s.Names()) || !strings.Contains(err.Error(), "Go Regular, Go Bold") {
			t.Errorf("stack %q: error %v", stack, err)
		}
	}
}

func TestARangeWithoutALetterIsAFileWithoutGlyphs(t *testing.T) {
	s := glyph.New()
	if f := glyphs(t, s, glyph.Regular, 0x4E); len(f.glyphs) != 0 || f.letters != "19968-20223" {
		t.Errorf("range %q has %d glyphs", f.letters, len(f.glyphs))
	}
}

func TestRanges(t *testing.T) {
	for _, test := range []struct {
		text string
		want glyph.Range
		ok   bool
	}{
		{"0-255", 0, true},
		{"256-511", 1, true},
		{"8192-8447", 32, true},
		{"65280-65535", 255, true},
		{"65536-65791", 0, false},
		{"0-256", 0, false},
		{"1-256", 0, false},
		{"00-255", 0, false},
		{"+0-255", 0, false},
		{"-256--1", 0, false},
		{"0", 0, false},
		{"", 0, false},
		{"99999999999999999999-255", 0, false},
	} {
		got, err := glyph.ParseRange(test.text)
		if got != test.want || (err == nil) != test.ok {
			t.Errorf("range %q: %v, %v", test.text, got, err)
		}
		if test.ok && got.String() != test.text {
			t.Errorf("range %q is written %q", test.text, got)
		}
	}
}

func FuzzParseRange(f *testing.F) {
	f.Add("0-255")
	f.Add("65280-65535")
	f.Fuzz(func(t *testing.T, text string) {
		if r, err := glyph.ParseRange(text); err == nil && r.String() != text {
			t.Errorf("%q is read as %v", text, r)
		}
	})
}

func TestFilesAreThoseOfEachFont(t *testing.T) {
	s := glyph.New()
	files := maps.Collect(s.Files())
	for _, name := range []string{"Go Regular/0-255.pbf", "Go Bold/8192-8447.pbf", "Go Italic/256-511.pbf"} {
		if len(files[name]) == 0 {
			t.Errorf("no file %s", name)
		}
	}
	total := 0
	for name, data := range files {
		total += len(data)
		if len(read(t, data).glyphs) == 0 {
			t.Errorf("%s is empty", name)
		}
	}
	if len(files) != 45 || total > 5<<20 {
		t.Errorf("%d files of %d bytes", len(files), total)
	}
}

func TestTheSameFontsGiveTheSameBytes(t *testing.T) {
	first, second := glyph.New(), glyph.New()
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if _, err := first.Glyphs(glyph.Italic, 0); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	one, _ := first.Glyphs(glyph.Italic, 0)
	two, _ := second.Glyphs(glyph.Italic, 0)
	if !bytes.Equal(one, two) || first.Digest() != second.Digest() {
		t.Error("two sets differ")
	}
	if len(first.Digest()) != 8 {
		t.Errorf("digest %q", first.Digest())
	}
}

func BenchmarkGlyphs(b *testing.B) {
	for b.Loop() {
		if _, err := glyph.New().Glyphs(glyph.Regular, 0); err != nil {
			b.Fatal(err)
		}
	}
}
