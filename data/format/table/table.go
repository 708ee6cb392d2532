// Package table reads and writes tables of text: CSV and XLSX, as registers and lists are published.
//
// It models a [Table]: a header, then one [Row] a line. [Read] finds the columns of a role by [format.Role.Columns], and a
// row gives the cell of a field; [Open] takes any table, and a row gives the cell of a [Column], which the header names. What
// a file is, its first bytes say. A [Writer] writes a table; [Create] writes the attributes of features as one.
//
// Invariants:
//
//  1. The separator (comma, semicolon or tabulation) and the encoding (UTF-8 with or without a mark, Windows-1252)
//     are found from the file itself; so are the sheet of a workbook and the row of its header, below any title.
//  2. A cell has no white space at its ends, no-break spaces included, and no ="…" around it.
//  3. A row of a CSV file has as many cells as the header, none of them over two lines; a row of a sheet has no cell beyond
//     the header. Any other is a [format.RecordError], and those after it are still read.
//  4. A number of a sheet that is whole is given as its digits, whatever its format: 2.00054781E8 is 200054781.
//  5. What an XLSX file claims never decides how much is allocated, and no part of it is read past its limit.
//  6. What a [Writer] wrote is read back the same, but for white space at the ends of cells.
//
// It computes no formula: a cell has the value that was saved. It gives text only: what a cell means is for data/ingest to say.
package table

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"perimetre/data/format"
)

// Table is a file whose header was read. It is read once.
type Table struct {
	Sheet   string         // where the table is in a workbook; empty for CSV
	Header  []string       // names of the columns, trimmed
	Columns format.Columns // of the role that it was read for; nil after [Open]

	file  string
	kind  format.Kind // what its errors count
	lines lines
	index map[format.Field]int // the column of each field
	first line                 // under the header
}

// lines is what a table is read from.
type lines interface {
	// next gives the next line, at the end io.EOF. A line that cannot be read has a *format.RecordError.
	next() line
}

// line is the cells of one line as they are written.
type line struct {
	cells  []string
	number int // in the file, from 1
	err    error
}

// zipMagic begins every archive (PKWARE APPNOTE 6.3.10, section 4.3.7), and so every XLSX file. oleMagic begins the files of
// Excel before 2007, and those under a password (MS-CFB, section 2.2).
const (
	zipMagic = "PK\x03\x04"
	oleMagic = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
)

// Read reads the header of a table given for a role. The file is named in every error; given, which may be nil,
// holds the columns that the user named. The whole file is held in memory: registers have a few megabytes.
func Read(r io.Reader, file string, role format.Role, given format.Columns) (*Table, error) {
	return open(r, file, func(where string, header []string) (columns format.Columns, err error) {
		return role.Columns(where, header, given)
	})
}

// Open reads the header of a table that has no role: its cells are got by [Row.Cell]. The file is named in every error. The
// header of a sheet is the first row that has two cells at least, else the first row.
func Open(r io.Reader, file string) (*Table, error) { return open(r, file, nil) }

// columnsOf finds the columns of a role in a header; where names the file, and its sheet.
type columnsOf func(where string, header []string) (format.Columns, error)

func open(r io.Reader, file string, columns columnsOf) (*Table, error) {
	raw, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	var t *Table
	switch {
	case bytes.HasPrefix(raw, []byte(zipMagic)):
		t, err = openWorkbook(raw, file, columns)
	case bytes.HasPrefix(raw, []byte(oleMagic)):
		err = fmt.Errorf("%s: this is a workbook of Excel before 2007, or one under a password: save it as XLSX or CSV", file)
	default:
		t, err = openCSV(raw, file, columns)
	}
	if err != nil {
		return nil, err
	}
	t.index = map[format.Field]int{}
	for i, name := range t.Header {
		for field, column := range t.Columns {
			if column == name {
				t.index[field] = i
			}
		}
	}
	if t.first = t.lines.next(); errors.Is(t.first.err, io.EOF) {
		return nil, fmt.Errorf("%s: there is no %s under the header: give a file with a %[2]s a record", t.where(), t.kind)
	}
	return t, nil
}

// File is the base name of the file.
func (t *Table) File() string { return t.file }

// where names the file, and its sheet.
func (t *Table) where() string { return whereOf(t.file, t.Sheet) }

func whereOf(file, sheet string) string {
	if sheet == "" {
		return file
	}
	return file + ": sheet " + sheet
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
			return 0, fmt.Errorf("%s: column %s occurs twice: rename one of the two", t.where(), column)
		}
		found = i
	}
	if found < 0 {
		return 0, fmt.Errorf("%s: no column %q: the file has %s: give one of them", t.where(), name, strings.Join(t.Header, ", "))
	}
	return Column(found), nil
}

// Has tells whether the file has a column for that field.
func (t *Table) Has(field format.Field) bool {
	_, ok := t.index[field]
	return ok
}

// Rows gives the lines under the header, once. A line that cannot be read gives a [*format.RecordError] and the
// reading goes on. A line whose cells are all empty is not a row.
func (t *Table) Rows() iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		for read := t.first; !errors.Is(read.err, io.EOF); read = t.lines.next() {
			row, err := t.row(read)
			if err == nil && strings.Join(row.cells, "") == "" {
				continue
			}
			if !yield(row, err) {
				return
			}
		}
	}
}

func (t *Table) row(read line) (Row, error) {
	row := Row{table: t, written: read.cells, line: read.number}
	if read.err != nil {
		return Row{}, read.err
	}
	for _, cell := range read.cells {
		if t.kind == format.Line && strings.ContainsAny(cell, "\n\r") {
			return Row{}, row.Fault("a cell goes on over the next line", "look for a quote that is not closed")
		}
		if strings.ContainsRune(cell, 0) {
			return Row{}, row.Fault("a cell holds a NUL character", "remove it")
		}
	}
	row.cells = clean(read.cells)
	if t.kind == format.Row { // a sheet keeps no empty cell at the end of a row
		for len(row.cells) > len(t.Header) && row.cells[len(row.cells)-1] == "" {
			row.cells = row.cells[:len(row.cells)-1]
		}
		missing := make([]string, max(len(t.Header)-len(row.cells), 0))
		row.cells, row.written = append(row.cells, missing...), slices.Concat(row.written, missing)
	}
	if len(row.cells) != len(t.Header) {
		mend := "mend the line, or put quotes around a cell that holds the separator"
		if t.kind == format.Row {
			mend = "name the column of each cell in the header, or remove the cells beyond it"
		}
		return Row{}, row.Fault(fmt.Sprintf("%d cells where the header has %d", len(row.cells), len(t.Header)), mend)
	}
	return row, nil
}

// Row is one line of a table. It is immutable.
type Row struct {
	table   *Table
	cells   []string // cleaned
	written []string
	line    int
}

// Get gives the cell of a field, and nothing when the file has no such column.
func (r Row) Get(field format.Field) string {
	if i, ok := r.table.index[field]; ok {
		return r.cells[i]
	}
	return ""
}

// Written gives the cell of a field as it is written, white space at its ends and ="…" included.
func (r Row) Written(field format.Field) string {
	if i, ok := r.table.index[field]; ok {
		return r.written[i]
	}
	return ""
}

// Cell gives the cell of a column.
func (r Row) Cell(c Column) string { return r.cells[c] }

// Line is the number of the line in the file, or of the row in its sheet, from 1.
func (r Row) Line() int { return r.line }

// String says where the row is in its file: "line 12", "row 12 of sheet Epcicom2025".
func (r Row) String() string {
	if r.table.Sheet != "" {
		return fmt.Sprintf("%s %d of sheet %s", r.table.kind, r.line, r.table.Sheet)
	}
	return fmt.Sprintf("%s %d", r.table.kind, r.line)
}

// File is the base name of the file.
func (r Row) File() string { return r.table.file }

// Fault is an error about this row: what is wrong with it and how to mend it.
func (r Row) Fault(problem, mend string) *format.RecordError {
	return &format.RecordError{
		File: r.table.file, Sheet: r.table.Sheet, Kind: r.table.kind, Record: r.line, Problem: problem, Mend: mend,
	}
}

// clean gives cells without white space at their ends, nor the ="…" by which spreadsheets keep leading zeros.
func clean(cells []string) []string {
	cleaned := make([]string, len(cells))
	for i, cell := range cells {
		cell = strings.TrimSpace(cell)
		if inner, ok := strings.CutPrefix(cell, `="`); ok {
			if inner, ok = strings.CutSuffix(inner, `"`); ok {
				cell = strings.TrimSpace(inner)
			}
		}
		cleaned[i] = cell
	}
	return cleaned
}
