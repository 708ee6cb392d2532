package shapefile

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"perimetre/geo"
)

// A dBase III table: a header of 32 bytes, as many for each field, a return; then records of one length, each after a byte that
// tells whether it was deleted. https://www.dbase.com/KnowledgeBase/int/db7_file_fmt.htm has version 7; dBase III and FoxPro
// differ in what is not read here.
const (
	tableHeaderSize = 32
	fieldSize       = 32
	endOfFields     = 0x0d
	endOfRecords    = 0x1a
	deleted         = '*'
)

// field is an attribute of a table.
type field struct {
	name     string
	kind     byte // C text, N and F numbers, L truths, D dates; others are not read
	width    int  // bytes
	decimals int
}

// dbf reads a table record by record.
type dbf struct {
	r      io.Reader
	fields []field
	told   int  // records, as the header has it
	driver byte // of its language
	decode decoder
	record []byte
	count  int // of records that were read
}

// openTable reads the header of a table.
func openTable(r io.Reader) (*dbf, error) {
	header := make([]byte, tableHeaderSize)
	if _, err := io.ReadFull(r, header); err != nil {
		return nil, short(err)
	}
	t := &dbf{
		r: r, told: int(binary.LittleEndian.Uint32(header[4:])), driver: header[29],
		record: make([]byte, binary.LittleEndian.Uint16(header[10:])),
	}
	rest := int(binary.LittleEndian.Uint16(header[8:])) - tableHeaderSize
	if rest < 1 {
		return nil, errNoTable
	}
	fields := make([]byte, rest)
	if _, err := io.ReadFull(r, fields); err != nil {
		return nil, short(err)
	}
	width, narrow := 1, 1
	for ; len(fields) >= fieldSize && fields[0] != endOfFields; fields = fields[fieldSize:] {
		name, _, _ := bytes.Cut(fields[:11], []byte{0})
		f := field{name: string(bytes.TrimSpace(name)), kind: fields[11], width: int(fields[16]), decimals: int(fields[17])}
		narrow += f.width
		if f.kind == 'C' { // FoxPro and Clipper have longer texts
			f.width, f.decimals = f.width+f.decimals<<8, 0
		}
		width += f.width
		t.fields = append(t.fields, f)
	}
	if width > len(t.record) && narrow <= len(t.record) { // others leave what they like in the byte of decimals
		for i, f := range t.fields {
			t.fields[i].width = f.width & 0xff
		}
		width = narrow
	}
	if width > len(t.record) {
		return nil, fmt.Errorf("its fields take %d bytes, its records %d: export the file again", width, len(t.record))
	}
	return t, nil
}

var errNoTable = errors.New("it is no dBase table: take all files of the Shapefile from one export")

// short says what it means that a header is cut short.
func short(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errNoTable
	}
	return err
}

// decodeNames turns the names of fields, and from then on texts, into UTF-8.
func (t *dbf) decodeNames(decode decoder) error {
	t.decode = decode
	for i := range t.fields {
		name, err := decode([]byte(t.fields[i].name), len(t.fields[i].name) >= maxName)
		if err != nil {
			return fmt.Errorf("the name of field %d: %w: name the encoding of texts in a .cpg beside it", i+1, err)
		}
		t.fields[i].name = name
	}
	return nil
}

// names gives the names of the attributes that are read.
func (t *dbf) names() []string {
	names := make([]string, 0, len(t.fields))
	for _, f := range t.fields {
		if f.read() {
			names = append(names, f.name)
		}
	}
	return names
}

// next reads the next record. It fails with io.EOF after the last one; a record that is cut short is none.
func (t *dbf) next() error {
	if len(t.record) == 0 {
		return io.EOF
	}
	if _, err := io.ReadFull(t.r, t.record[:1]); err != nil {
		return err
	}
	if t.record[0] == endOfRecords {
		return io.EOF
	}
	if _, err := io.ReadFull(t.r, t.record[1:]); err != nil {
		if errors.Is(err, io.ErrUnexpectedEOF) {
			return io.EOF
		}
		return err
	}
	t.count++
	return nil
}

func (t *dbf) deleted() bool { return t.record[0] == deleted }

// properties reads the attributes of the record at hand. When one cannot be read, it is nil, and the first error is given with
// the others.
func (t *dbf) properties() (properties []geo.Property, err error) {
	at := 1
	for _, f := range t.fields {
		raw := t.record[at : at+f.width]
		at += f.width
		if !f.read() {
			continue
		}
		value, fault := f.value(raw, t.decode)
		if fault != nil && err == nil {
			err = fmt.Errorf("attribute %s: %w", f.name, fault)
		}
		if properties == nil {
			properties = make([]geo.Property, 0, len(t.fields))
		}
		properties = append(properties, geo.Property{Name: f.name, Value: value})
	}
	return properties, err
}

// read tells whether values of the field are read.
func (f field) read() bool { return strings.IndexByte("CNFLD", f.kind) >= 0 }

// value reads a value: nil when it is blank, or what stands for null.
func (f field) value(raw []byte, decode decoder) (any, error) {
	raw, _, _ = bytes.Cut(raw, []byte{0})
	switch f.kind {
	case 'C':
		text, err := decode(bytes.TrimRight(raw, " "), len(raw) == f.width && !bytes.HasSuffix(raw, []byte(" ")))
		if text = strings.TrimSpace(text); err != nil || text == "" {
			return nil, err
		}
		return text, nil
	case 'L':
		return truth(raw), nil
	}
	text := strings.Trim(string(raw), " ")
	if text == "" || strings.Trim(text, "*") == "" {
		return nil, nil
	}
	if f.kind == 'D' {
		return date(text), nil
	}
	return f.number(text)
}

// number reads a number: an int64 where the field has no decimals, unless it has some all the same or is larger than any.
func (f field) number(text string) (any, error) {
	if f.decimals == 0 {
		if n, err := strconv.ParseInt(text, 10, 64); err == nil {
			return n, nil
		}
	}
	x, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return nil, fmt.Errorf("%q is no number", text)
	}
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return nil, nil // what some programs write for null
	}
	return x, nil
}

func truth(raw []byte) any {
	switch string(bytes.TrimSpace(raw)) {
	case "T", "t", "Y", "y", "1":
		return true
	case "F", "f", "N", "n", "0":
		return false
	}
	return nil // ?, or blank
}

// date writes 20240131 as 2024-01-31, and leaves what is not written so as it is.
func date(text string) any {
	if strings.Trim(text, "0") == "" {
		return nil
	}
	if len(text) != 8 || strings.Trim(text, "0123456789") != "" {
		return strings.ToValidUTF8(text, "\ufffd")
	}
	return text[:4] + "-" + text[4:6] + "-" + text[6:]
}
