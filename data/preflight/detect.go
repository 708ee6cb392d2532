package preflight

import (
	"bytes"
	"errors"
	"io"

	"perimetre/data/format"
)

// The first bytes of a workbook: of an XLSX file (PKWARE APPNOTE 6.3.10, section 4.3.7), and of one of Excel before 2007, which is
// told by its reader (MS-CFB, section 2.2).
const (
	zipMagic = "PK\x03\x04"
	oleMagic = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
)

// Detect tells whether a file is a table, by its first bytes: a workbook, or text with a separator in its first line that is neither
// JSON nor XML. A file that cannot be opened is none.
func Detect(in format.Input) bool {
	const headSize = 1 << 12
	r, err := in.Open()
	if err != nil {
		return false
	}
	defer r.Close()
	head := make([]byte, headSize)
	n, err := io.ReadFull(r, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return false
	}
	return isWorkbook(head[:n]) || isCSV(head[:n])
}

func isWorkbook(head []byte) bool {
	return bytes.HasPrefix(head, []byte(zipMagic)) || bytes.HasPrefix(head, []byte(oleMagic))
}

// isCSV looks at text in any encoding of one byte, in UTF-8, or in UTF-16, which its reader tells how to mend.
func isCSV(head []byte) bool {
	if bytes.HasPrefix(head, []byte{0xff, 0xfe}) || bytes.HasPrefix(head, []byte{0xfe, 0xff}) {
		return true
	}
	text := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\ufeff")), " \r\n")
	binary := func(r rune) bool { return r < ' ' && r != '\t' && r != '\r' && r != '\n' && r != '\f' }
	if len(text) == 0 || bytes.ContainsFunc(head, binary) || bytes.ContainsAny(text[:1], "{[<") {
		return false
	}
	first, _, _ := bytes.Cut(text, []byte("\n"))
	return bytes.ContainsAny(first, ",;\t")
}

func formatOf(raw []byte) string {
	if isWorkbook(raw) {
		return "xlsx"
	}
	return "csv"
}
