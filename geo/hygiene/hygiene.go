// Package hygiene mends names that typing and copying spoiled.
//
// It models one function, [Mend], which gives a name as its author meant it: without what no reader sees, and without the traces
// of a text read in the wrong encoding.
//
// Invariants:
//
//  1. A mended name is left as it is: Mend of it changes nothing.
//  2. Words never change: letters are only composed (Unicode NFC), or read again in UTF-8 when every one of them allows it.
//  3. Spaces that French typography asks for stay: a no-break one before ; : ! ? % » and after «.
//
// It is not a speller, and it does not choose between the two good apostrophes: ' as registers type it and ’ as printers
// set it both stay, unless one name mixes them.
package hygiene

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// Mend gives a name without white space at its ends, and with
//
//   - one space for any run of white space, no-break spaces among it but for those of typography;
//   - no character of no width: soft hyphen, joiners, byte order mark;
//   - ’ for an acute or grave accent, or an opening quote, that stands between two letters, and for ' where the name has ’ too;
//   - composed letters: é for e and a combining accent;
//   - é for Ã©, when the whole name is UTF-8 that was read as Windows-1252.
//
// changed tells whether the name differs. A name that is not UTF-8 is left as it is.
func Mend(name string) (mended string, changed bool) {
	mended = name
	if utf8.ValidString(name) {
		for {
			next := apostrophes(spaces(norm.NFC.String(decoded(mended))))
			if next == mended {
				break
			}
			mended = next
		}
	}
	return mended, mended != name
}

// decoded reads again in UTF-8 a name that was read as Windows-1252, or as Latin-1, once or several times, when the result is a
// plausible one: made of Latin letters and of the punctuation of names. No good name is one of these: an Ã or Â in it stands
// before a letter, which is no continuation of UTF-8 (RFC 3629, section 3).
func decoded(name string) string {
	raw := make([]byte, 0, len(name))
	for _, r := range name {
		b, ok := charmap.Windows1252.EncodeRune(r)
		if r >= 0x80 && r < 0xa0 { // the control characters of Latin-1
			b, ok = byte(r), true
		}
		if !ok {
			return name
		}
		raw = append(raw, b)
	}
	text := string(raw)
	if text == name || !utf8.ValidString(text) {
		return name
	}
	if text = decoded(text); plausible(text) {
		return text
	}
	return name
}

func plausible(name string) bool {
	for _, r := range name {
		if r >= utf8.RuneSelf && !unicode.In(r, unicode.Latin) && !strings.ContainsRune("’‘“”«»–—…°·\u00a0\u202f\u00ad", r) {
			return false
		}
	}
	return true
}

// spaces puts white space in order, and takes off what has no width.
func spaces(name string) string {
	runes := []rune(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, name))
	var out strings.Builder
	for i := 0; i < len(runes); {
		if !blank(runes[i]) {
			out.WriteRune(runes[i])
			i++
			continue
		}
		first := i
		tied := rune(0) // the no-break space of the run
		for ; i < len(runes) && blank(runes[i]); i++ {
			if tied == 0 && (runes[i] == '\u00a0' || runes[i] == '\u202f') {
				tied = runes[i]
			}
		}
		switch {
		case first == 0 || i == len(runes):
		case tied != 0 && (strings.ContainsRune(";:!?%»", runes[i]) || runes[first-1] == '«'):
			out.WriteRune(tied)
		default:
			out.WriteByte(' ')
		}
	}
	return out.String()
}

// blank tells whether a character is white space, or a control character.
func blank(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Zs, r)
}

// apostrophes puts the right sign between two letters. After Ã or Â, a sign is half of a letter that was read in the wrong
// encoding, Ã´ for ô: it stays, for whoever reads the name again.
func apostrophes(name string) string {
	runes := []rune(name)
	between := func(i int) bool {
		return i > 0 && i+1 < len(runes) && unicode.IsLetter(runes[i-1]) && unicode.IsLetter(runes[i+1]) &&
			runes[i-1] != 'Ã' && runes[i-1] != 'Â'
	}
	for i, r := range runes {
		if strings.ContainsRune("´`‘‛ʼ′", r) && between(i) {
			runes[i] = '’'
		}
	}
	if !strings.ContainsRune(string(runes), '’') {
		return string(runes)
	}
	for i, r := range runes {
		if r == '\'' && between(i) {
			runes[i] = '’'
		}
	}
	return string(runes)
}
