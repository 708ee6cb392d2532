package flatgeobuf

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"perimetre/data/format"
	"perimetre/geo"
	"perimetre/geo/crs"
)

// limit is the largest header or feature in bytes.
const limit = format.LongestRecord

// Layers gives the one layer of a file, as its header tells it.
func Layers(in format.Input) ([]format.Layer, error) {
	s, err := begin(in)
	if err != nil {
		return nil, err
	}
	defer s.file.Close()
	layer := s.layer()
	if layer.CRS, err = s.header.system.crs(); err != nil {
		layer.CRS = 0
	}
	return []format.Layer{layer}, nil
}

// Read gives the features of a file in its order, once for each time that it is ranged over. A feature that cannot be decoded
// gives a [*format.RecordError], its number counted from 1, and the reading goes on; any other error is the last thing given.
//
// Polygons come with their rings as they are written. Values are those of the columns: numbers as int64 or float64, dates and
// JSON as text but for an array of strings, which is a []string.
func Read(in format.Input, o format.Options) geo.Features {
	return func(yield func(geo.Feature, error) bool) {
		s, err := begin(in)
		if err != nil {
			yield(geo.Feature{}, err)
			return
		}
		defer s.file.Close()
		if err := s.read(o, yield); err != nil {
			yield(geo.Feature{}, fmt.Errorf("%s: %w", s.name, err))
		}
	}
}

// stream is a file that is read from start to end.
type stream struct {
	name   string
	file   io.ReadCloser
	in     *bufio.Reader
	header header
	record bytes.Buffer
}

// begin opens a file and reads its header.
func begin(in format.Input) (*stream, error) {
	file, err := in.Open()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", in.Name(), err)
	}
	s := &stream{name: in.Name(), file: file, in: bufio.NewReaderSize(file, 1<<16)}
	if s.header, err = s.start(); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", s.name, err), file.Close())
	}
	return s, nil
}

func (s *stream) start() (header, error) {
	begin := make([]byte, len(magic))
	n, err := io.ReadFull(s.in, begin)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return header{}, err
	}
	if err := checkMagic(begin[:n]); err != nil {
		return header{}, err
	}
	data, err := s.sized()
	if err != nil {
		return header{}, fmt.Errorf("the header: %w", cut(err))
	}
	return headerOf(data)
}

func (s *stream) layer() format.Layer {
	layer := format.Layer{Name: s.header.name, Features: s.header.features, Fields: s.header.columns.names()}
	if layer.Name == "" {
		layer.Name = format.Stem(s.name)
	}
	if layer.Features == 0 {
		layer.Features = -1
	}
	return layer
}

// sized reads what comes next with its size before it. It fails with io.EOF when nothing does. What it gives holds until it
// is called again.
func (s *stream) sized() ([]byte, error) {
	var prefix [4]byte
	if _, err := io.ReadFull(s.in, prefix[:]); err != nil {
		return nil, err
	}
	size := binary.LittleEndian.Uint32(prefix[:])
	if size > limit {
		return nil, fmt.Errorf("its size is said to be %d bytes, over %d MiB: export the file again", size, limit>>20)
	}
	if s.record.Reset(); s.record.Cap() > 1<<24 {
		s.record = bytes.Buffer{} // not kept for the small features to come
	}
	n, err := io.CopyN(&s.record, s.in, int64(size)) // grows with what is there
	if errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%w: %d of its %d bytes are there", io.ErrUnexpectedEOF, n, size)
	}
	return s.record.Bytes(), err
}

// cut says what to do about a file that ends too early.
func cut(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("the file is cut short (%w): download or export the file again", err)
	}
	return err
}

// read yields the features.
func (s *stream) read(o format.Options, yield func(geo.Feature, error) bool) error {
	if layer := s.layer(); o.Layer != "" && o.Layer != layer.Name {
		return fmt.Errorf("no layer %q: the file has %q", o.Layer, layer.Name)
	}
	system, err := s.header.open(o)
	if err != nil {
		return err
	}
	index, err := s.header.indexSize()
	if err != nil {
		return err
	}
	if _, err := io.CopyN(io.Discard, s.in, index); err != nil {
		return fmt.Errorf("the index: %w", cut(err))
	}
	for number := 1; s.header.features == 0 || number <= s.header.features; number++ {
		data, err := s.sized()
		if errors.Is(err, io.EOF) && s.header.features == 0 {
			return nil
		}
		if err != nil {
			return fmt.Errorf("feature %d: %w", number, cut(err))
		}
		f, err := s.header.feature(data, system)
		if err != nil {
			err = format.Fault(s.name, number, f, err, "export the file again")
			f = geo.Feature{}
		}
		if !yield(f, err) {
			return nil
		}
	}
	return nil
}

// feature reads a feature table (feature.fbs). When it fails, the feature holds what could be read, to name it.
func (h header) feature(data []byte, system crs.System) (f geo.Feature, err error) {
	t := rootOf(data)
	columns := h.columns
	if own := schemaOf(t.tables(2)); len(own) > 0 {
		columns = own
	}
	properties, _ := t.vector(1, 1)
	f.Properties, err = columns.properties(properties)
	if err == nil && t.field(0) > 0 {
		f.Geometry, err = geometry(t.table(0), h.geometry, system)
	}
	if t.in.err != nil {
		err = t.in.err
	}
	return f, err
}
