package shapefile

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// decoder turns the bytes of a text into UTF-8. It fails when they are not in its encoding. A text that fills its field may have
// been cut within a character.
type decoder func(raw []byte, full bool) (string, error)

// decoderOf gives the decoder of an encoding by the name that a user or a .cpg gives it: of a standard, or the number of a code
// page. Names are compared without case nor signs: UTF-8, utf8, 65001; ISO-8859-1, 8859_1, ANSI 1252. ISO-8859-1 is read as
// Windows-1252, which holds it, as https://encoding.spec.whatwg.org says.
func decoderOf(name string) (decoder, error) {
	key := strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' || 'A' <= r && r <= 'Z' {
			return r
		}
		return -1
	}, strings.ToUpper(name))
	for _, prefix := range [...]string{"ANSI", "WINDOWS", "CP", "IBM", "OEM", "ISO", "LDID"} {
		key = strings.TrimPrefix(key, prefix)
	}
	switch key {
	case "UTF8", "65001":
		return decodeUTF8, nil
	case "88591", "LATIN1", "1252", "28591", "ASCII", "USASCII", "87", "":
		return table(charmap.Windows1252), nil
	case "885915", "LATIN9", "28605":
		return table(charmap.ISO8859_15), nil
	case "850":
		return table(charmap.CodePage850), nil
	case "437":
		return table(charmap.CodePage437), nil
	case "MACINTOSH", "MACROMAN", "10000":
		return table(charmap.Macintosh), nil
	}
	return nil, fmt.Errorf("encoding %q is not known: name one of UTF-8, ISO-8859-1, Windows-1252, ISO-8859-15, CP850, CP437", name)
}

// driver gives the decoder of the language driver byte of a table, nil when it says nothing that is known: dBase's list, as in
// https://support.esri.com/en-us/knowledge-base/read-and-write-shapefile-and-dbase-files-encoded-in-var-000013192.
func driver(id byte) decoder {
	switch id {
	case 0x01, 0x09, 0x0b, 0x0d, 0x0f, 0x11, 0x15, 0x18, 0x19, 0x1b:
		return table(charmap.CodePage437)
	case 0x02, 0x08, 0x0a, 0x0e, 0x10, 0x12, 0x14, 0x16, 0x1a, 0x1d, 0x25, 0x37:
		return table(charmap.CodePage850)
	case 0x03, 0x57, 0x58, 0x59:
		return table(charmap.Windows1252)
	case 0x04:
		return table(charmap.Macintosh)
	}
	return nil
}

// table decodes an encoding of one byte a character that holds ASCII.
func table(e *charmap.Charmap) decoder {
	return func(raw []byte, _ bool) (string, error) {
		text := make([]byte, 0, len(raw)+len(raw)/4)
		for _, b := range raw {
			r := e.DecodeByte(b)
			if r == utf8.RuneError {
				return "", fmt.Errorf("byte %#x of %q is no character in the encoding of the file", b, raw)
			}
			text = utf8.AppendRune(text, r)
		}
		return string(text), nil
	}
}

// decodeUTF8 leaves out a last character of which the width of the field left a part only.
func decodeUTF8(raw []byte, full bool) (string, error) {
	if full {
		raw = withoutPart(raw)
	}
	if !utf8.Valid(raw) {
		return "", fmt.Errorf("%q is not UTF-8", raw)
	}
	return string(raw), nil
}

// guess decodes UTF-8 where it is, and Windows-1252 where it is not: a text that has characters beside ASCII is hardly ever both.
func guess(raw []byte, full bool) (string, error) {
	if text, err := decodeUTF8(raw, false); err == nil {
		return text, nil
	}
	if cut := withoutPart(raw); full && utf8.Valid(cut) && utf8.RuneCount(cut) < len(cut) {
		return string(cut), nil
	}
	return table(charmap.Windows1252)(raw, full)
}

// withoutPart gives bytes without the beginning of a character of UTF-8 at their end.
func withoutPart(raw []byte) []byte {
	for i := len(raw) - 1; i >= 0 && i > len(raw)-utf8.UTFMax; i-- {
		if utf8.RuneStart(raw[i]) {
			if !utf8.FullRune(raw[i:]) {
				return raw[:i]
			}
			break
		}
	}
	return raw
}
