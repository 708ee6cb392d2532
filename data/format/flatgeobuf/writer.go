package flatgeobuf

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"perimetre/data/format"
	"perimetre/geo"
	"perimetre/geo/crs"

	"github.com/gogama/flatgeobuf/flatgeobuf/flat"
	"github.com/gogama/flatgeobuf/packedrtree"
	flatbuffers "github.com/google/flatbuffers/go"
)

// writer is a file that is written. It is for one goroutine.
type writer struct {
	path    string
	file    *os.File
	scratch *os.File // the draft, beside the file until it is closed
	ahead   *bufio.Writer
	schema  format.Schema
	rows    format.Schema // the same, with JSON in the place of lists
	values  []any
	encoder encoder
	draft   draft
}

// Create makes a FlatGeobuf file. Its features are encoded into a temporary file beside it; Close sorts them, writes the file and
// removes the other. Memory holds 56 bytes a feature, and the index.
func Create(path string, s format.Schema) (format.Writer, error) {
	system, err := crs.New(s.CRS)
	if err != nil {
		return nil, fmt.Errorf("create %s: %w", path, err)
	}
	if len(s.Fields) > 1<<16 {
		return nil, fmt.Errorf("create %s: %d attributes, over %d", path, len(s.Fields), 1<<16)
	}
	file, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	scratch, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.tmp")
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return &writer{
		path: path, file: file, scratch: scratch, ahead: bufio.NewWriterSize(scratch, 1<<16),
		schema: s, rows: s.WithoutLists(),
		encoder: encoder{system: system, builder: flatbuffers.NewBuilder(1 << 16)},
		draft:   draft{file: scratch, bounds: packedrtree.EmptyBox},
	}, nil
}

// Write implements [format.Writer].
func (w *writer) Write(f geo.Feature) error {
	var err error
	if w.values, err = w.rows.Row(w.values[:0], f, filepath.Base(w.path), len(w.draft.features)+1); err != nil {
		return err
	}
	data, box, err := w.encoder.feature(f, w.values)
	if err == nil {
		_, err = w.ahead.Write(data)
	}
	if err != nil {
		return fmt.Errorf("write feature %d (%s) to %s: %w", len(w.draft.features)+1, format.Code(f), w.path, err)
	}
	w.draft.add(len(data), box)
	return nil
}

// Close implements [format.Writer].
func (w *writer) Close() error {
	err := w.ahead.Flush()
	if err == nil {
		out := bufio.NewWriterSize(w.file, 1<<16)
		if err = w.finish(out); err == nil {
			err = out.Flush()
		}
	}
	if err = errors.Join(err, w.file.Close(), w.scratch.Close(), os.Remove(w.scratch.Name())); err != nil {
		return fmt.Errorf("write %s: %w", w.path, err)
	}
	return nil
}

// finish writes the whole file.
func (w *writer) finish(out io.Writer) error {
	w.draft.sort()
	if _, err := out.Write(append([]byte(magic), w.header()...)); err != nil {
		return err
	}
	if len(w.draft.features) > 0 {
		index, err := w.draft.index()
		if err != nil {
			return err
		}
		if _, err := index.Marshal(out); err != nil {
			return err
		}
	}
	return w.draft.writeTo(out)
}

// header gives the header table, with its size before it. There is no index without a feature: a count of 0 means unknown.
func (w *writer) header() []byte {
	s, b := w.schema, flatbuffers.NewBuilder(1<<12)
	columns := make([]flatbuffers.UOffsetT, len(s.Fields))
	for i, a := range s.Fields {
		name := b.CreateString(a.Name)
		flat.ColumnStart(b)
		flat.ColumnAddName(b, name)
		flat.ColumnAddType(b, columnType(a.Type))
		columns[i] = flat.ColumnEnd(b)
	}
	fields := b.CreateVectorOfTables(columns)
	system := w.reference(b)
	layer := s.Layer
	if layer == "" {
		layer = format.Stem(w.path)
	}
	name := b.CreateString(layer)
	bounds := w.draft.bounds
	flat.HeaderStartEnvelopeVector(b, 4)
	for _, side := range []float64{bounds.YMax, bounds.XMax, bounds.YMin, bounds.XMin} {
		b.PrependFloat64(side)
	}
	envelope := b.EndVector(4)
	flat.HeaderStart(b)
	flat.HeaderAddName(b, name)
	if !w.draft.empty() {
		flat.HeaderAddEnvelope(b, envelope)
	}
	flat.HeaderAddGeometryType(b, kindOfLayer(s.Geometry))
	flat.HeaderAddColumns(b, fields)
	flat.HeaderAddFeaturesCount(b, uint64(len(w.draft.features)))
	if len(w.draft.features) == 0 {
		flat.HeaderAddIndexNodeSize(b, 0)
	} else {
		flat.HeaderAddIndexNodeSize(b, nodeSize)
	}
	flat.HeaderAddCrs(b, system)
	flat.FinishSizePrefixedHeaderBuffer(b, flat.HeaderEnd(b))
	return b.FinishedBytes()
}

// reference writes the table of the reference system.
func (w *writer) reference(b *flatbuffers.Builder) flatbuffers.UOffsetT {
	code := w.encoder.system.Code()
	if code == crs.CRS84 { // a register has EPSG:4326 with its axes the other way, files have not
		code = crs.WGS84
	}
	org := b.CreateString("EPSG")
	var wkt flatbuffers.UOffsetT
	if text := code.WKT(); text != "" {
		wkt = b.CreateString(text)
	}
	flat.CrsStart(b)
	flat.CrsAddOrg(b, org)
	flat.CrsAddCode(b, int32(code))
	if wkt > 0 {
		flat.CrsAddWkt(b, wkt)
	}
	return flat.CrsEnd(b)
}
