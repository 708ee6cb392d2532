package shapefile

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"perimetre/data/format"
)

// Limits of a table.
const (
	maxText   = 254 // bytes of a text
	maxNumber = 24  // bytes of a number: the longest float64
	maxFields = 255
	maxSize   = 1<<31 - 1 // bytes of a file: other programs hold offsets as signed integers
)

// tableWriter writes a .dbf. How wide its fields are only the last record tells: until then records lie in a file of their own.
type tableWriter struct {
	fields []field
	types  []format.AttributeType
	spool  *os.File
	out    *bufio.Writer
	count  int
	texts  [][]byte // values of a record, kept from one to the next
}

// newTable begins a table whose records wait in a folder.
func newTable(folder string, attributes []format.Attribute) (*tableWriter, error) {
	if len(attributes) > maxFields {
		return nil, fmt.Errorf("there are %d attributes, a Shapefile holds %d: leave some out", len(attributes), maxFields)
	}
	spool, err := os.CreateTemp(folder, ".*.dbf.part")
	if err != nil {
		return nil, err
	}
	t := &tableWriter{spool: spool, out: bufio.NewWriterSize(spool, readAtOnce), texts: make([][]byte, len(attributes))}
	names := fieldNames(attributes)
	for i, a := range attributes {
		f := field{name: names[i], kind: 'C', width: 1}
		switch a.Type {
		case format.Bool:
			f.kind = 'L'
		case format.Int64:
			f.kind = 'N'
		case format.Float64:
			f.kind, f.decimals, f.width = 'N', 1, 3
		}
		t.fields = append(t.fields, f)
		t.types = append(t.types, a.Type)
	}
	return t, nil
}

// take puts values into the texts of the next record, which [tableWriter.write] writes. It fails when a text is too long, unless
// it may be cut.
func (t *tableWriter) take(values []any, mayCut bool) error {
	for i, value := range values {
		text := t.texts[i][:0]
		switch v := value.(type) {
		case string:
			if len(v) > maxText && !mayCut {
				return fmt.Errorf("attribute %s has %d bytes, a Shapefile holds %d", t.fields[i].name, len(v), maxText)
			}
			text = append(text, cut(v, maxText)...)
		case int64:
			text = strconv.AppendInt(text, v, 10)
		case float64:
			text = appendNumber(text, v)
		case bool:
			text = append(text, "FT"[index(v)])
		}
		t.texts[i] = text
	}
	return nil
}

func index(truth bool) int {
	if truth {
		return 1
	}
	return 0
}

// appendNumber writes the shortest decimals that are read back as the same number, nothing for what is none.
func appendNumber(dst []byte, x float64) []byte {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return dst
	}
	start := len(dst)
	if dst = strconv.AppendFloat(dst, x, 'f', -1, 64); len(dst)-start > maxNumber {
		dst = strconv.AppendFloat(dst[:start], x, 'e', -1, 64)
	}
	return dst
}

// write writes the record that was taken, and widens fields for it.
func (t *tableWriter) write() error {
	t.count++
	var length [binary.MaxVarintLen64]byte
	for i, text := range t.texts {
		f := &t.fields[i]
		if t.types[i] == format.Float64 {
			if _, decimals, ok := strings.Cut(string(text), "."); ok && !strings.Contains(decimals, "e") {
				f.decimals = min(max(f.decimals, len(decimals)), 15)
			}
			f.width = max(f.width, f.decimals+2)
		}
		f.width = max(f.width, len(text))
		if _, err := t.out.Write(length[:binary.PutUvarint(length[:], uint64(len(text)))]); err != nil {
			return err
		}
		if _, err := t.out.Write(text); err != nil {
			return err
		}
	}
	return nil
}

// close writes the table to its place, and removes what lay aside.
func (t *tableWriter) close(path string, today time.Time) error {
	err := t.out.Flush()
	if err == nil {
		_, err = t.spool.Seek(0, io.SeekStart)
	}
	if err == nil {
		err = t.writeTo(path, today)
	}
	return errors.Join(err, t.discard())
}

func (t *tableWriter) discard() error { return errors.Join(t.spool.Close(), os.Remove(t.spool.Name())) }

func (t *tableWriter) writeTo(path string, today time.Time) error {
	numbered := len(t.fields) == 0 // a table without fields is none: one numbers the records, as GDAL does
	if numbered {
		t.fields = []field{{name: "FID", kind: 'N', width: len(strconv.Itoa(t.count))}}
	}
	header, width := t.header(today)
	if size := int64(len(header)) + int64(width)*int64(t.count) + 1; size > maxSize || width > math.MaxUint16 {
		return fmt.Errorf("%s would be %d MB with records of %d bytes: a Shapefile holds 2 GB and records of 64 KB: "+
			"leave attributes out, or write a GeoPackage", filepath.Base(path), size/1e6, width)
	}
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(file, readAtOnce)
	_, err = out.Write(header)
	spooled := bufio.NewReaderSize(t.spool, readAtOnce)
	record := make([]byte, 0, width)
	for i := 0; err == nil && i < t.count; i++ {
		record = append(record[:0], ' ') // not deleted
		if numbered {
			record = t.fields[0].append(record, []byte(strconv.Itoa(i)))
		} else {
			record, err = t.next(spooled, record)
		}
		if err == nil {
			_, err = out.Write(record)
		}
	}
	if err == nil {
		err = out.WriteByte(endOfRecords)
	}
	return errors.Join(err, out.Flush(), file.Close())
}

// next appends the fields of the next record that lies aside.
func (t *tableWriter) next(spooled *bufio.Reader, record []byte) ([]byte, error) {
	var text [max(maxText, maxNumber)]byte
	for _, f := range t.fields {
		n, err := binary.ReadUvarint(spooled)
		if err != nil {
			return nil, err
		}
		if _, err := io.ReadFull(spooled, text[:n]); err != nil {
			return nil, err
		}
		record = f.append(record, text[:n])
	}
	return record, nil
}

// append appends a value as wide as the field: a text from its left, a number to its right. No text is null.
func (f field) append(record, text []byte) []byte {
	blanks := slices.Repeat([]byte(" "), f.width-len(text))
	switch {
	case f.kind == 'L' && len(text) == 0:
		return append(record, '?')
	case f.kind == 'N':
		return append(append(record, blanks...), text...)
	}
	return append(append(record, text...), blanks...)
}

// header gives the header of the table, and the width of its records.
func (t *tableWriter) header(today time.Time) (header []byte, width int) {
	width = 1
	for _, f := range t.fields {
		width += f.width
	}
	const dBase3 = 3
	header = make([]byte, tableHeaderSize, tableHeaderSize+len(t.fields)*fieldSize+1)
	header[0], header[1], header[2], header[3] = dBase3, byte(today.Year()-1900), byte(today.Month()), byte(today.Day())
	binary.LittleEndian.PutUint32(header[4:], uint32(t.count))
	binary.LittleEndian.PutUint16(header[8:], uint16(cap(header)))
	binary.LittleEndian.PutUint16(header[10:], uint16(width))
	for _, f := range t.fields {
		var described [fieldSize]byte
		copy(described[:], f.name)
		described[11], described[16], described[17] = f.kind, byte(f.width), byte(f.decimals)
		header = append(header, described[:]...)
	}
	return append(header, endOfFields), width
}
