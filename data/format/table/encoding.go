package table

import (
	"bytes"
	"errors"
	"fmt"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// decode gives the text of a file in UTF-8, without a byte order mark.
//
// Text that is not UTF-8 is Windows-1252, which holds Latin-1. One that is UTF-8 in some places only was glued from
// two files: it is refused, for either reading would spoil some of its names.
func decode(raw []byte) ([]byte, error) {
	if bytes.HasPrefix(raw, []byte{0xff, 0xfe}) || bytes.HasPrefix(raw, []byte{0xfe, 0xff}) {
		return nil, errors.New("the text is in UTF-16: save it as UTF-8")
	}
	text := bytes.TrimPrefix(raw, []byte("\ufeff"))
	if utf8.Valid(text) {
		return text, nil
	}

	var line, badLine, accents int // accents are characters that UTF-8 writes in several bytes
	line = 1
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		switch {
		case r == utf8.RuneError && size == 1 && badLine == 0:
			badLine = line
		case size > 1:
			accents++
		case r == '\n':
			line++
		}
		i += size
	}
	if accents > 0 {
		return nil, fmt.Errorf("line %d is not UTF-8 though others are: save the file as UTF-8", badLine)
	}
	return charmap.Windows1252.NewDecoder().Bytes(text)
}
