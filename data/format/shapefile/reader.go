package shapefile

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strings"

	"perimetre/data/format"
	"perimetre/geo"
	"perimetre/geo/crs"
)

// Layers describes the one layer of a Shapefile, given by its .shp. Its name is that of the file; its features are those that the
// header of the .dbf tells, deleted ones among them.
func Layers(in format.Input) ([]format.Layer, error) {
	s, err := open(in, format.Options{})
	if err != nil {
		return nil, err
	}
	defer s.close()
	layer := format.Layer{Name: s.layer, CRS: s.code, Features: -1}
	if s.table != nil {
		layer.Features, layer.Fields = s.table.told, s.table.names()
	}
	return []format.Layer{layer}, nil
}

// Read gives the features of a Shapefile, given by its .shp, in its order. Without a .dbf they have no attribute, without a .prj
// they are in longitude and latitude unless the options say otherwise. Records that were deleted are left out.
//
// Values are those of [geo.Property]: text without white space at its ends, an int64 where a number has no decimals, a float64
// where it has, a bool, and a date as the text 2024-01-31. A code that is text stays text, with its leading zeros.
func Read(in format.Input, o format.Options) geo.Features {
	return func(yield func(geo.Feature, error) bool) {
		s, err := open(in, o)
		if err != nil {
			yield(geo.Feature{}, err)
			return
		}
		defer s.close()
		if err := s.read(yield); err != nil {
			yield(geo.Feature{}, err)
		}
	}
}

// source is a Shapefile that is open for reading.
type source struct {
	name, dbfName string // of files, for errors
	layer         string
	code          crs.Code // 0 when nothing says it, or what says it is not known
	system        crs.System
	unknown       error // why there is no system
	shapes        records
	table         *dbf // nil when there is none
	files         []io.Closer
}

const (
	readAtOnce  = 1 << 18
	longestText = 1 << 16 // bytes of a .prj or a .cpg
)

// open opens the files of a Shapefile.
func open(in format.Input, o format.Options) (*source, error) {
	s := &source{name: in.Name(), layer: format.Stem(in.Name())}
	if err := s.open(in, o); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

func (s *source) open(in format.Input, o format.Options) error {
	if o.Layer != "" && !strings.EqualFold(o.Layer, s.layer) {
		return fmt.Errorf("%s: there is no layer %q: its only one is %s", s.name, o.Layer, s.layer)
	}
	shp, err := s.reader(in)
	if err != nil {
		return err
	}
	if _, err := readHeader(shp); err != nil {
		return fmt.Errorf("%s: %w", s.name, err)
	}
	s.shapes = records{r: shp, at: headerSize, limit: format.LongestRecord, move: s.mover(in)}
	if err := s.openIndex(in); err != nil {
		return err
	}
	if err := s.openSystem(in, o.CRS); err != nil {
		return err
	}
	return s.openTable(in, o.Encoding)
}

func (s *source) reader(in format.Input) (io.Reader, error) {
	file, err := in.Open()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", in.Name(), err)
	}
	s.files = append(s.files, file)
	return bufio.NewReaderSize(file, readAtOnce), nil
}

// openIndex opens the .shx, if there is one.
func (s *source) openIndex(in format.Input) error {
	beside, ok := in.Sibling(".shx")
	if !ok {
		return nil
	}
	shx, err := s.reader(beside)
	if err != nil {
		return err
	}
	if s.shapes.index, err = openIndex(shx); err != nil {
		return fmt.Errorf("%s: %w", beside.Name(), err)
	}
	return nil
}

// mover gives what reads the .shp from any byte on, which is opened again when that is first asked for.
func (s *source) mover(in format.Input) func(offset int64) (io.Reader, error) {
	var file *os.File
	return func(offset int64) (io.Reader, error) {
		if file == nil {
			path, err := in.Path()
			if err != nil {
				return nil, err
			}
			if file, err = os.Open(path); err != nil {
				return nil, err
			}
			s.files = append(s.files, file)
		}
		const readAtOnce = 1 << 13 // the next record may be elsewhere again
		return bufio.NewReaderSize(io.NewSectionReader(file, offset, math.MaxInt64-offset), readAtOnce), nil
	}
}

// text reads a small file beside the .shp; ok is false when there is none.
func (s *source) text(in format.Input, extension string) (text string, name string, ok bool, err error) {
	beside, ok := in.Sibling(extension)
	if !ok {
		return "", "", false, nil
	}
	file, err := beside.Open()
	if err != nil {
		return "", "", false, fmt.Errorf("%s: %w", beside.Name(), err)
	}
	defer file.Close()
	raw, err := io.ReadAll(io.LimitReader(file, longestText))
	if err != nil {
		return "", "", false, fmt.Errorf("%s: %w", beside.Name(), err)
	}
	return strings.TrimSpace(strings.TrimPrefix(string(raw), "\ufeff")), beside.Name(), true, nil
}

// openSystem finds the reference system, from the .prj unless the user gave one. A system that is not known hinders reading only.
func (s *source) openSystem(in format.Input, given crs.Code) error {
	s.code = given
	if given == 0 {
		text, name, ok, err := s.text(in, ".prj")
		if err != nil {
			return err
		}
		if ok && text != "" {
			if s.code, err = crs.Parse(text); err != nil {
				s.unknown = fmt.Errorf("%s: %w", name, err)
				return nil
			}
		}
	}
	system, err := crs.New(s.code)
	if err != nil {
		s.unknown = fmt.Errorf("%s: %w", s.name, err)
	}
	s.system = system
	return nil
}

// openTable opens the .dbf, if there is one, and finds its encoding.
func (s *source) openTable(in format.Input, encoding string) error {
	beside, ok := in.Sibling(".dbf")
	if !ok {
		return nil
	}
	s.dbfName = beside.Name()
	r, err := s.reader(beside)
	if err != nil {
		return err
	}
	if s.table, err = openTable(r); err != nil {
		return fmt.Errorf("%s: %w", s.dbfName, err)
	}
	decode, err := s.decoder(in, encoding)
	if err == nil {
		err = s.table.decodeNames(decode)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", s.dbfName, err)
	}
	return nil
}

// decoder gives the decoder of texts: of the encoding that the user names, or the .cpg, or the driver byte, or the texts themselves. A
// .cpg of an encoding that is not known says nothing, but in the errors of texts that cannot be read.
func (s *source) decoder(in format.Input, given string) (decoder, error) {
	if given != "" {
		return decoderOf(given)
	}
	said, name, _, err := s.text(in, ".cpg")
	if err != nil {
		return nil, err
	}
	var unknown error
	if said != "" {
		decode, err := decoderOf(said)
		if err == nil {
			return decode, nil
		}
		unknown = fmt.Errorf("%s: %w", name, err)
	}
	decode := driver(s.table.driver)
	if decode == nil {
		decode = guess
	}
	if unknown == nil {
		return decode, nil
	}
	return func(raw []byte, full bool) (string, error) {
		text, err := decode(raw, full)
		if err != nil {
			err = fmt.Errorf("%w; %w", err, unknown)
		}
		return text, err
	}, nil
}

func (s *source) close() {
	for _, file := range s.files {
		file.Close()
	}
}

// read gives the features.
func (s *source) read(yield func(geo.Feature, error) bool) error {
	if s.unknown != nil {
		return s.unknown
	}
	for {
		content, err := s.shapes.next()
		if errors.Is(err, io.EOF) {
			return s.checkEnd()
		}
		if err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		var f geo.Feature
		var fault error
		if s.table != nil {
			if err := s.table.next(); err != nil {
				return s.tableError(err)
			}
			if s.table.deleted() {
				continue
			}
			f.Properties, fault = s.table.properties()
		}
		geometry, misplaced := decode(content, s.system)
		switch f.Geometry = geometry; {
		case misplaced != nil:
			fault = format.Fault(s.name, s.shapes.count, f, misplaced, "export the file again")
		case fault != nil:
			fault = format.Fault(s.name, s.shapes.count, f, fault, "mend the value, or name the encoding of texts in a .cpg beside it")
		}
		if !yield(f, fault) {
			return nil
		}
	}
}

// tableError is what it means that no record of the table could be read for a shape.
func (s *source) tableError(err error) error {
	if !errors.Is(err, io.EOF) {
		return fmt.Errorf("%s: record %d: %w", s.dbfName, s.table.count+1, err)
	}
	for { // count the shapes that are left
		if _, err := s.shapes.next(); err != nil {
			return s.countError()
		}
	}
}

// checkEnd looks whether the table goes on after the last shape, as its header tells: else more bytes are no records.
func (s *source) checkEnd() error {
	if s.table == nil || s.table.told <= s.shapes.count {
		return nil
	}
	for s.table.next() == nil {
	}
	if s.table.count > s.shapes.count {
		return s.countError()
	}
	return nil
}

func (s *source) countError() error {
	return fmt.Errorf("%s has %d records, %s %d: take both from one export", s.dbfName, s.table.count, s.name, s.shapes.count)
}
