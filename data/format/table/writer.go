package table

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"perimetre/data/format"
	"perimetre/geo"
)

// Writer writes one table. Nothing is whole before Close, which must be called once; it does not close what is below.
// It is for one goroutine.
//
// A cell is nil, a string, a bool, an int64, a float64 or a []string, as the value of a [geo.Property] is. Of a []string the items
// stand in one cell, with " ; " between them. What is no number becomes text, so that codes keep their zeros.
type Writer interface {
	Write(cells []any) error
	Close() error
}

// NewCSV gives a writer of CSV (RFC 4180): commas, UTF-8 without a mark, lines that end with a line feed. A cell that begins
// with =, +, - or @ is written as it is, though a spreadsheet may take it for a formula: a sign before it would change what is
// read back, and a workbook of [NewXLSX] has no such doubt.
func NewCSV(w io.Writer, header []string) (Writer, error) {
	c := &csvWriter{csv.NewWriter(w)}
	return c, c.csv.Write(header)
}

type csvWriter struct{ csv *csv.Writer }

func (c *csvWriter) Write(cells []any) error {
	texts := make([]string, len(cells))
	for i, cell := range cells {
		texts[i] = textOf(cell)
	}
	return c.csv.Write(texts)
}

func (c *csvWriter) Close() error {
	c.csv.Flush()
	return c.csv.Error()
}

// textOf writes a cell on one line, as [Table.Rows] asks of a line.
func textOf(cell any) string {
	switch v := cell.(type) {
	case nil:
		return ""
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case []string:
		return oneLine(strings.Join(v, " ; "))
	}
	return oneLine(fmt.Sprint(cell))
}

func oneLine(text string) string {
	if !strings.ContainsAny(text, "\r\n\x00") {
		return text
	}
	return strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ", "\x00", "").Replace(text)
}

// NewXLSX gives a writer of a workbook of one sheet, whose first row is the header. Texts are cells of text whatever they look
// like: no code loses its zeros and none is a formula. A sheet takes 1,048,575 rows under its header, and texts of 32,767
// characters; more is an error.
func NewXLSX(w io.Writer, sheet string, header []string) (Writer, error) {
	book := excelize.NewFile()
	sheet = sheetName(sheet)
	if err := book.SetSheetName(book.GetSheetName(0), sheet); err != nil {
		return nil, errors.Join(err, book.Close())
	}
	rows, err := book.NewStreamWriter(sheet)
	if err != nil {
		return nil, errors.Join(err, book.Close())
	}
	x := &xlsxWriter{out: w, book: book, rows: rows}
	cells := make([]any, len(header))
	for i, name := range header {
		cells[i] = name
	}
	return x, x.Write(cells)
}

type xlsxWriter struct {
	out  io.Writer
	book *excelize.File
	rows *excelize.StreamWriter
	row  int
}

func (x *xlsxWriter) Write(cells []any) error {
	x.row++
	if x.row > mostRows {
		return fmt.Errorf("row %d: a sheet has %d: write CSV", x.row, mostRows)
	}
	values := make([]any, len(cells))
	for i, cell := range cells {
		values[i] = cell
		switch v := cell.(type) {
		case nil, int64, bool:
		case float64:
			if math.IsNaN(v) || math.IsInf(v, 0) { // which a cell cannot hold
				values[i] = nil
			}
		default:
			text := textOf(v)
			if len([]rune(text)) > excelize.TotalCellChars {
				return fmt.Errorf("row %d: a text is longer than the %d characters of a cell: write CSV", x.row, excelize.TotalCellChars)
			}
			values[i] = text
		}
	}
	first, err := excelize.CoordinatesToCellName(1, x.row)
	if err != nil {
		return err
	}
	return x.rows.SetRow(first, values)
}

func (x *xlsxWriter) Close() error {
	err := x.rows.Flush()
	if err == nil {
		err = x.book.Write(x.out)
	}
	return errors.Join(err, x.book.Close())
}

// sheetName makes a name that a sheet may have: 31 characters at most, none of : \ / ? * [ ], no apostrophe at its ends.
func sheetName(name string) string {
	name = strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`:\/?*[]`, r) {
			return '_'
		}
		return r
	}, strings.ToValidUTF8(name, "_"))
	name = strings.Trim(name, "' ")
	if runes := []rune(name); len(runes) > 31 {
		name = strings.Trim(string(runes[:31]), "' ")
	}
	if name == "" {
		return "Table"
	}
	return name
}

// Create makes a file for the attributes of features, without their geometry: an XLSX file when its path ends so, else CSV. A
// feature need not have every attribute of the schema; what it has more is left out.
func Create(path string, s format.Schema) (format.Writer, error) {
	file, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	var w Writer
	if strings.EqualFold(filepath.Ext(path), ".xlsx") {
		w, err = NewXLSX(file, s.Layer, header(s))
	} else {
		w, err = NewCSV(file, header(s))
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("write %s: %w", path, err), file.Close())
	}
	return &attributesFile{attributes{w, header(s)}, file}, nil
}

// NewAttributes is [Create] of CSV for a writer, which it does not close.
func NewAttributes(w io.Writer, s format.Schema) (format.Writer, error) {
	c, err := NewCSV(w, header(s))
	return attributes{c, header(s)}, err
}

func header(s format.Schema) []string {
	header := make([]string, len(s.Fields))
	for i, field := range s.Fields {
		header[i] = field.Name
	}
	return header
}

// attributes writes the attributes of features as rows.
type attributes struct {
	w      Writer
	header []string
}

// Write implements [format.Writer].
func (a attributes) Write(f geo.Feature) error {
	cells := make([]any, len(a.header))
	for i, name := range a.header {
		cells[i] = f.Property(name)
	}
	return a.w.Write(cells)
}

// Close implements [format.Writer].
func (a attributes) Close() error { return a.w.Close() }

// attributesFile names its file in errors, and closes it.
type attributesFile struct {
	attributes
	file *os.File
}

// Write implements [format.Writer].
func (a *attributesFile) Write(f geo.Feature) error {
	if err := a.attributes.Write(f); err != nil {
		return fmt.Errorf("write %s: %w", a.file.Name(), err)
	}
	return nil
}

// Close implements [format.Writer].
func (a *attributesFile) Close() error {
	if err := errors.Join(a.attributes.Close(), a.file.Close()); err != nil {
		return fmt.Errorf("write %s: %w", a.file.Name(), err)
	}
	return nil
}
