package table

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"

	"perimetre/data/format"
)

// openCSV reads the header of a CSV file, its first line.
func openCSV(raw []byte, file string, columns columnsOf) (*Table, error) {
	text, err := decode(raw)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if len(bytes.TrimSpace(text)) == 0 {
		return nil, fmt.Errorf("%s: the file is empty: give one with a header and a line a record", file)
	}
	above := 0
	comma, rest, ok := told(text)
	if ok {
		text, above = rest, 1
	} else {
		comma = separator(text)
	}
	rows := csv.NewReader(bytes.NewReader(text))
	rows.Comma = comma
	rows.FieldsPerRecord = -1 // a ragged line is ours to report
	rows.LazyQuotes = true    // for ="…"
	header, err := rows.Read()
	if err != nil {
		return nil, fmt.Errorf("%s: header: %w", file, err)
	}
	t := &Table{file: file, kind: format.Line, lines: &csvLines{file, rows, above}, Header: clean(header)}
	if columns != nil {
		t.Columns, err = columns(file, t.Header)
	}
	return t, err
}

// csvLines are the lines of a CSV file.
type csvLines struct {
	file  string
	rows  *csv.Reader
	above int // lines over the header
}

func (c *csvLines) next() line {
	cells, err := c.rows.Read()
	if parse := (*csv.ParseError)(nil); errors.As(err, &parse) {
		return line{err: &format.RecordError{
			File: c.file, Kind: format.Line, Record: c.above + parse.StartLine, Problem: parse.Err.Error(), Mend: "mend the line",
		}}
	}
	if err != nil {
		return line{err: io.EOF} // the text is in memory: nothing else can fail
	}
	number, _ := c.rows.FieldPos(0)
	return line{cells: cells, number: c.above + number}
}

// told takes the separator from the line above the header by which Excel is told it: sep=; and no more. ok is false when there is none.
func told(text []byte) (comma rune, rest []byte, ok bool) {
	first, rest, _ := bytes.Cut(text, []byte("\n"))
	first = bytes.ToLower(bytes.Trim(first, "\"\r"))
	switch string(first) {
	case "sep=;", "sep=,", "sep=\t", "sep=|":
		return rune(first[len(first)-1]), rest, true
	}
	return 0, nil, false
}

// separator gives the separator that occurs most in the header, outside quotes.
func separator(text []byte) rune {
	counts := map[rune]int{}
	quoted := false
	for _, c := range string(text) {
		if c == '\n' && !quoted {
			break
		}
		if c == '"' {
			quoted = !quoted
		}
		if !quoted {
			counts[c]++
		}
	}
	best := ','
	for _, c := range []rune{';', '\t'} {
		if counts[c] > counts[best] {
			best = c
		}
	}
	return best
}
