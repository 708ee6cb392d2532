// Package table reads tables of text: CSV as registers and lists are published.
//
// It models a [Table]: a header, then one [Row] a line. [Read] finds the columns of a role by [format.Role.Columns], and a
// row gives the cell of a field; [Open] takes any table, and a row gives the cell of a [Column], which the header names.
//
// Invariants:
//
//  1. The separator (comma, semicolon or tabulation) and the encoding (UTF-8 with or without a mark, Windows-1252)
//     are found from the file itself.
//  2. A cell has no white space at its ends, no-break spaces included, and no ="…" around it.
//  3. A row has as many cells as the header, none of them over two lines; any other line is a [format.RecordError],
//     and the lines after it are still read.
//
// It is not a spreadsheet reader, and it gives text only: what a cell means is for data/ingest to say.
package table

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"perimetre/data/format"
)

// Table is a file whose header was read. It is read once.
type Table struct {
	file   string
	rows   *csv.Reader
	text   []byte               // that rows reads
	width  int                  // cells of the header
	index  map[format.Field]int // the column of each field
	Header []string             // names of the columns, trimmed
}

// Read reads the header of a table given for a role. The file is named in every error; given, which may be nil,
// holds the columns that the user named. The whole text is held in memory: registers have a few megabytes.
func Read(r io.Reader, file string, role format.Role, given format.Columns) (*Table, error) {
	t, err := open(r, file)
	if err != nil {
		return nil, err
	}
	columns, err := role.Columns(file, t.Header, given)
	if err != nil {
		return nil, err
	}
	for i, name := range t.Header {
		for field, column := range columns {
			if column == name {
				t.index[field] = i
			}
		}
	}
	return t, t.hasLines()
}

// Open reads the header of a table that has no role: its cells are got by [Row.Cell]. The file is named in every error.
func Open(r io.Reader, file string) (*Table, error) {
	t, err := open(r, file)
	if err != nil {
		return nil, err
	}
	return t, t.hasLines()
}

func open(r io.Reader, file string) (*Table, error) {
	raw, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	text, err := decode(raw)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if len(bytes.TrimSpace(text)) == 0 {
		return nil, fmt.Errorf("%s: the file is empty: give one with a header and a line a record", file)
	}

	rows := csv.NewReader(bytes.NewReader(text))
	rows.Comma = separator(text)
	rows.FieldsPerRecord = -1 // a ragged line is ours to report
	rows.LazyQuotes = true    // for ="…"
	header, err := rows.Read()
	if err != nil {
		return nil, fmt.Errorf("%s: header: %w", file, err)
	}
	clean(header)
	return &Table{
		file: file, rows: rows, text: text, width: len(header), index: map[format.Field]int{}, Header: header,
	}, nil
}

func (t *Table) hasLines() error {
	if len(bytes.TrimSpace(t.text[t.rows.InputOffset():])) == 0 {
		return fmt.Errorf("%s: there is no line under the header: give a file with a line a record", t.file)
	}
	return nil
}

// Column is the place of a column in the rows of one table.
type Column int

// Column finds a column by its name, whatever its case. It fails when there is none, or two.
func (t *Table) Column(name string) (Column, error) {
	found := -1
	for i, column := range t.Header {
		if !strings.EqualFold(column, name) {
			continue
		}
		if found >= 0 {
			return 0, fmt.Errorf("%s: column %s occurs twice: rename one of the two", t.file, column)
		}
		found = i
	}
	if found < 0 {
		return 0, fmt.Errorf("%s: no column %q: the file has %s: give one of them", t.file, name, strings.Join(t.Header, ", "))
	}
	return Column(found), nil
}

// Has tells whether the file has a column for that field.
func (t *Table) Has(field format.Field) bool {
	_, ok := t.index[field]
	return ok
}

// Name gives the name of the column that holds a field, and nothing when the file has none.
func (t *Table) Name(field format.Field) string {
	if i, ok := t.index[field]; ok {
		return t.Header[i]
	}
	return ""
}

// Rows gives the lines under the header, once. A line that cannot be read gives a [*format.RecordError] and the
// reading goes on. A line whose cells are all empty is not a row.
func (t *Table) Rows() iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		for {
			cells, err := t.rows.Read()
			if errors.Is(err, io.EOF) {
				return
			}
			row, err := t.row(cells, err)
			if err == nil && strings.Join(row.cells, "") == "" {
				continue
			}
			if !yield(row, err) {
				return
			}
		}
	}
}

func (t *Table) row(cells []string, err error) (Row, error) {
	if parse := (*csv.ParseError)(nil); errors.As(err, &parse) {
		return Row{}, Row{table: t, line: parse.StartLine}.Fault(parse.Err.Error(), "mend the line")
	}
	line, _ := t.rows.FieldPos(0)
	row := Row{table: t, cells: cells, line: line}
	for _, cell := range cells {
		if strings.ContainsAny(cell, "\n\r") {
			return Row{}, row.Fault("a cell goes on over the next line", "look for a quote that is not closed")
		}
		if strings.ContainsRune(cell, 0) {
			return Row{}, row.Fault("a cell holds a NUL character", "remove it")
		}
	}
	if len(cells) != t.width {
		return Row{}, row.Fault(fmt.Sprintf("%d cells where the header has %d", len(cells), t.width),
			"mend the line, or put quotes around a cell that holds the separator")
	}
	clean(cells)
	return row, nil
}

// Row is one line of a table. It is immutable.
type Row struct {
	table *Table
	cells []string
	line  int
}

// Get gives the cell of a field, and nothing when the file has no such column.
func (r Row) Get(field format.Field) string {
	if i, ok := r.table.index[field]; ok {
		return r.cells[i]
	}
	return ""
}

// Cell gives the cell of a column.
func (r Row) Cell(c Column) string { return r.cells[c] }

// Line is the number of the line in the file, from 1; the header is the first.
func (r Row) Line() int { return r.line }

// Fault is an error about this row: what is wrong with it and how to mend it.
func (r Row) Fault(problem, mend string) *format.RecordError {
	return &format.RecordError{File: r.table.file, Kind: format.Line, Record: r.line, Problem: problem, Mend: mend}
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

// clean takes off white space and the ="…" by which spreadsheets keep leading zeros.
func clean(cells []string) {
	for i, cell := range cells {
		cell = strings.TrimSpace(cell)
		if inner, ok := strings.CutPrefix(cell, `="`); ok {
			if inner, ok = strings.CutSuffix(inner, `"`); ok {
				cell = strings.TrimSpace(inner)
			}
		}
		cells[i] = cell
	}
}
