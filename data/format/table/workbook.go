package table

import (
	"archive/zip"
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"perimetre/data/format"
)

// workbook is the parts of an XLSX file (ECMA-376, part 1, section 12.3).
type workbook struct {
	file   string
	parts  map[string]*zip.File
	sheets []sheetEntry
	shared []string // strings that cells name by their index
}

// sheetEntry is one sheet of the workbook.
type sheetEntry struct {
	Name  string `xml:"name,attr"`
	State string `xml:"state,attr"` // hidden, veryHidden; else it is shown
	ID    string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
	// The same attribute in a file of the strict variant.
	StrictID string `xml:"http://purl.oclc.org/ooxml/officeDocument/relationships id,attr"`

	part string
}

// relationships say by which parts a part is completed (ECMA-376, part 2, section 6.5).
type relationships struct {
	List []struct {
		ID     string `xml:"Id,attr"`
		Type   string `xml:"Type,attr"`
		Target string `xml:"Target,attr"`
	} `xml:"Relationship"`
}

// mostRowsToHeader is how far below the top of a sheet its header is looked for.
const mostRowsToHeader = 30

// openWorkbook finds the sheet and the row that hold the header of a table.
func openWorkbook(raw []byte, file string, columns columnsOf) (*Table, error) {
	w, err := parseWorkbook(raw, file)
	if err != nil {
		return nil, err
	}
	best, most := error(nil), 0 // of the row that has most cells
	for _, entry := range w.sheets {
		if entry.State != "" && entry.State != "visible" {
			continue
		}
		rows, err := w.open(entry)
		if err != nil {
			return nil, err
		}
		top := &buffered{rows: rows}
		for len(top.lines) < mostRowsToHeader {
			read := rows.next()
			if errors.Is(read.err, io.EOF) {
				break
			}
			top.lines = append(top.lines, read)
		}
		t := &Table{file: file, Sheet: entry.Name, kind: format.Row, lines: top}
		if columns == nil {
			if t.Header = top.header(); t.Header == nil {
				continue
			}
			return t, nil
		}
		for len(top.lines) > 0 {
			read := top.next()
			if read.err != nil {
				best, most = cmp.Or(best, read.err), max(most, 1)
				continue
			}
			t.Header = headerOf(read.cells)
			if t.Columns, err = columns(t.where(), t.Header); err == nil {
				return t, nil
			}
			if cells := filled(t.Header); cells > most {
				best, most = err, cells
			}
		}
	}
	if best != nil {
		return nil, best
	}
	return nil, fmt.Errorf("%s: no sheet of the workbook holds a table: give one with a header and a row a record", file)
}

// buffered is rows of which some were read already.
type buffered struct {
	lines []line
	rows  *sheet
}

func (b *buffered) next() line {
	if len(b.lines) == 0 {
		return b.rows.next()
	}
	first := b.lines[0]
	b.lines = b.lines[1:]
	return first
}

// header takes the first row that has two cells at least, else the first that has one; nil when there is none.
func (b *buffered) header() []string {
	for _, least := range []int{2, 1} {
		for i, read := range b.lines {
			if header := headerOf(read.cells); read.err == nil && filled(header) >= least {
				b.lines = b.lines[i+1:]
				return header
			}
		}
	}
	return nil
}

// headerOf gives the names of columns: on one line each, none of them empty at the end.
func headerOf(cells []string) []string {
	header := clean(cells)
	for i, name := range header {
		header[i] = strings.Join(strings.Fields(name), " ")
	}
	for len(header) > 0 && header[len(header)-1] == "" {
		header = header[:len(header)-1]
	}
	return header
}

func filled(cells []string) (n int) {
	for _, cell := range cells {
		if cell != "" {
			n++
		}
	}
	return n
}

func parseWorkbook(raw []byte, file string) (*workbook, error) {
	archive, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return nil, fmt.Errorf("%s: the archive is damaged: download the file again: %w", file, err)
	}
	w := &workbook{file: file, parts: map[string]*zip.File{}}
	for _, part := range archive.File {
		w.parts[strings.ToLower(path.Clean(part.Name))] = part
	}
	main, _, err := w.related("", "/officeDocument")
	if err != nil {
		return nil, err
	}
	if main == "" {
		return nil, fmt.Errorf("%s: the archive holds no workbook: give an XLSX or a CSV file", file)
	}
	var document struct {
		Properties struct {
			Date1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []sheetEntry `xml:"sheets>sheet"`
	}
	if err := w.unmarshal(main, &document); err != nil {
		return nil, err
	}
	if since1904 := document.Properties.Date1904; since1904 == "1" || since1904 == "true" {
		// A cell says only by its style that its number is a day (ECMA-376, part 1, section 18.17.4.1).
		return nil, fmt.Errorf("%s: the workbook counts days from 1904: save it with days from 1900, or as CSV", file)
	}
	strings, parts, err := w.related(main, "/sharedStrings")
	if err != nil {
		return nil, err
	}
	if strings != "" {
		if err := w.readShared(strings); err != nil {
			return nil, err
		}
	}
	for _, entry := range document.Sheets {
		if entry.part = parts[entry.ID+entry.StrictID]; entry.part != "" {
			w.sheets = append(w.sheets, entry)
		}
	}
	return w, nil
}

// related gives the parts that complete a part, by their IDs, and that of a type.
func (w *workbook) related(part, kind string) (ofKind string, byID map[string]string, err error) {
	var list relationships
	where := path.Join(path.Dir(part), "_rels", path.Base(part)+".rels")
	if part == "" {
		where = "_rels/.rels"
	}
	byID = map[string]string{}
	if w.parts[strings.ToLower(where)] == nil {
		return "", byID, nil
	}
	if err := w.unmarshal(where, &list); err != nil {
		return "", nil, err
	}
	for _, r := range list.List {
		target := strings.TrimPrefix(r.Target, "/")
		if target == r.Target {
			target = path.Join(path.Dir(part), r.Target)
		}
		byID[r.ID] = target
		if strings.HasSuffix(r.Type, kind) {
			ofKind = target
		}
	}
	return ofKind, byID, nil
}

// mostUnpacked is how many bytes of one part are read: ten times those of the register of EPCI.
const mostUnpacked = 256 << 20

// part opens a part of the workbook.
func (w *workbook) part(name string) (*xml.Decoder, error) {
	part := w.parts[strings.ToLower(name)]
	if part == nil {
		return nil, fmt.Errorf("%s: the workbook has no part %s: save it again with a spreadsheet program", w.file, name)
	}
	r, err := part.Open()
	if err != nil {
		return nil, w.damaged(name, err)
	}
	return xml.NewDecoder(&limited{r, mostUnpacked}), nil
}

func (w *workbook) unmarshal(name string, to any) error {
	d, err := w.part(name)
	if err != nil {
		return err
	}
	if err := d.Decode(to); err != nil {
		return w.damaged(name, err)
	}
	return nil
}

func (w *workbook) damaged(part string, err error) error {
	return fmt.Errorf("%s: part %s cannot be read: save the workbook again with a spreadsheet program: %w", w.file, part, err)
}

// limited reads no more than some bytes, and fails beyond them.
type limited struct {
	r    io.Reader
	left int
}

func (l *limited) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, fmt.Errorf("it is larger than %d MB once unpacked", mostUnpacked>>20)
	}
	n, err := l.r.Read(p[:min(len(p), l.left)])
	l.left -= n
	return n, err
}

// readShared reads the table of shared strings (ECMA-376, part 1, section 18.4).
func (w *workbook) readShared(part string) error {
	d, err := w.part(part)
	if err != nil {
		return err
	}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return w.damaged(part, err)
		}
		if start, ok := token.(xml.StartElement); ok && start.Name.Local == "si" {
			item, err := readCell(d)
			if err != nil {
				return w.damaged(part, err)
			}
			w.shared = append(w.shared, unescape(item.text))
		}
	}
}
