package table

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"perimetre/data/format"
)

// The size of a sheet (Excel specifications and limits).
const (
	mostRows    = 1 << 20
	mostColumns = 1 << 14
)

// sheet gives the rows of a sheet as they are unpacked.
type sheet struct {
	book  *workbook
	name  string
	xml   *xml.Decoder
	row   int // the last one that was read
	ended bool
}

func (w *workbook) open(entry sheetEntry) (*sheet, error) {
	d, err := w.part(entry.part)
	return &sheet{book: w, name: entry.Name, xml: d}, err
}

// next implements lines. Beyond XML that cannot be read there is nothing.
func (s *sheet) next() line {
	for !s.ended {
		token, err := s.xml.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return s.damaged(err)
		}
		if start, ok := token.(xml.StartElement); ok && start.Name.Local == "row" {
			return s.read(start)
		}
	}
	s.ended = true
	return line{err: io.EOF}
}

// damaged ends the sheet with an error at the row that was to be read.
func (s *sheet) damaged(err error) line {
	s.ended = true
	fault := s.fault(err.Error(), "save the workbook again with a spreadsheet program: nothing is read beyond")
	fault.Cause = err
	return line{number: s.row, err: fault}
}

func (s *sheet) fault(problem, mend string) *format.RecordError {
	return &format.RecordError{
		File: s.book.file, Sheet: s.name, Kind: format.Row, Record: max(s.row, 1), Problem: problem, Mend: mend,
	}
}

// read reads a row (ECMA-376, part 1, section 18.3.1.73).
func (s *sheet) read(start xml.StartElement) line {
	number := s.row + 1
	if r := attribute(start, "r"); r != "" {
		n, err := strconv.Atoi(r)
		if err != nil || n <= s.row {
			return s.damaged(fmt.Errorf("a row numbered %q after it", r))
		}
		number = n
	}
	if number > mostRows {
		return s.damaged(fmt.Errorf("a row beyond %d", mostRows))
	}
	s.row = number
	var cells []string
	var fault error // of the row, which its other cells do not mend
	next := 0       // column of the next cell that does not say its own
	for {
		token, err := s.xml.Token()
		if err != nil {
			return s.damaged(truncated(err))
		}
		switch token := token.(type) {
		case xml.EndElement: // of the row: those of cells are read with them
			return line{cells: cells, number: number, err: fault}
		case xml.StartElement:
			if token.Name.Local != "c" {
				if err := s.xml.Skip(); err != nil {
					return s.damaged(truncated(err))
				}
				continue
			}
			column := next
			if ref := attribute(token, "r"); ref != "" {
				column = columnOf(ref)
			}
			if column < 0 || column >= mostColumns {
				return s.damaged(fmt.Errorf("a cell of no column, %q", attribute(token, "r")))
			}
			next = column + 1
			c, err := readCell(s.xml)
			if err != nil {
				return s.damaged(truncated(err))
			}
			value, ok := s.value(attribute(token, "t"), c)
			if !ok && fault == nil {
				fault = s.fault(fmt.Sprintf("cell %s names a text that the workbook does not have", attribute(token, "r")),
					"type the cell again")
			}
			if value != "" {
				for len(cells) <= column {
					cells = append(cells, "")
				}
				cells[column] = value
			}
		}
	}
}

// truncated says that XML ends where it should not.
func truncated(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}

// columnOf gives the column of a reference, from 0: 27 for AB12; -1 when it has none.
func columnOf(ref string) int {
	column := 0
	for i := 0; i < len(ref) && i < 4; i++ {
		c := ref[i] &^ 0x20 // in capitals
		if c < 'A' || c > 'Z' {
			break
		}
		column = column*26 + int(c-'A') + 1
	}
	return column - 1
}

// cell is what stands in a cell, or in a shared string.
type cell struct {
	value string // of v
	text  string // of all t, pronunciations left out
}

// readCell reads to the end of an element whose start was read.
func readCell(d *xml.Decoder) (cell, error) {
	var value, text []byte
	var to *[]byte
	for depth := 1; depth > 0; {
		token, err := d.Token()
		if err != nil {
			return cell{}, truncated(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			switch token.Name.Local {
			case "v":
				to = &value
			case "t":
				to = &text
			case "f", "rPh", "extLst":
				if err := d.Skip(); err != nil {
					return cell{}, truncated(err)
				}
				continue
			}
			depth++
		case xml.EndElement:
			to = nil
			depth--
		case xml.CharData:
			if to != nil {
				*to = append(*to, token...)
			}
		}
	}
	return cell{string(value), string(text)}, nil
}

// value gives the text of a cell of a type (ECMA-376, part 1, section 18.18.11); ok is false when it names a shared string that
// there is not.
func (s *sheet) value(kind string, c cell) (text string, ok bool) {
	switch kind {
	case "s":
		if c.value == "" {
			return "", true
		}
		i, err := strconv.Atoi(strings.TrimSpace(c.value))
		if err != nil || i < 0 || i >= len(s.book.shared) {
			return "", false
		}
		return s.book.shared[i], true
	case "inlineStr":
		return unescape(c.text), true
	case "str":
		return unescape(c.value), true
	case "", "n":
		return numeral(c.value), true
	}
	return c.value, true // a date in ISO 8601, a boolean as 0 or 1, an error as #N/A
}

// numeral writes a number that is whole as its digits. Spreadsheets save 200054781 as 2.00054781E8 or 200054781.0 too.
func numeral(value string) string {
	if !strings.ContainsAny(value, ".eE") {
		return value
	}
	const exact = 1 << 53 // up to which float64 holds every whole number
	f, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	if err != nil || f != math.Trunc(f) || math.Abs(f) > exact {
		return value
	}
	return strconv.FormatFloat(f, 'f', 0, 64)
}

// unescape reads the _xHHHH_ by which a workbook writes characters that XML cannot hold (ECMA-376, part 1, section 22.9.2.19).
func unescape(text string) string {
	const length = len("_x000D_")
	i := strings.Index(text, "_x")
	if i < 0 {
		return text
	}
	var out strings.Builder
	for ; i >= 0; i = strings.Index(text, "_x") {
		out.WriteString(text[:i])
		text = text[i:]
		if len(text) >= length && text[length-1] == '_' {
			if code, err := strconv.ParseUint(text[2:length-1], 16, 16); err == nil && utf8.ValidRune(rune(code)) {
				out.WriteRune(rune(code))
				text = text[length:]
				continue
			}
		}
		out.WriteString("_x")
		text = text[2:]
	}
	return out.String() + text
}
