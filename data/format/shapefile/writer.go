package shapefile

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"perimetre/data/format"
	"perimetre/geo"
	"perimetre/geo/crs"
)

// Writing says how a Shapefile is written. The zero value refuses a text that the format cannot hold.
type Writing struct {
	Cut bool // texts longer than 254 bytes are cut, between two characters
}

// Create writes the files of a Shapefile whose texts all fit; see [Writing.Create].
func Create(path string, s format.Schema) (format.Writer, error) { return Writing{}.Create(path, s) }

// Create begins a Shapefile, given the path of its .shp, in place of the one at that path and of its indexes. Nothing of it can be
// used before Close, and a failure leaves what was written so far: who wants the former one until the new one is whole writes
// beside it (see [format.Replace]).
//
// Points are written as multipoints. A layer without a geometry type has that of its first geometry: a Shapefile holds one. The
// ID of a feature is not written. A feature that does not fit is a [*format.RecordError], and the others can still be written.
func (w Writing) Create(path string, s format.Schema) (format.Writer, error) {
	name := filepath.Base(path)
	if !strings.EqualFold(filepath.Ext(name), ".shp") {
		return nil, fmt.Errorf("%s: give the path of a .shp", name)
	}
	system, err := crs.New(s.CRS)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	out := &writer{
		Writing: w, path: path, stem: strings.TrimSuffix(path, filepath.Ext(path)), name: name, schema: s, system: system,
		kind: kindOf(s.Geometry), size: headerSize,
	}
	if err := out.open(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return out, nil
}

// writer is a Shapefile that is being written. It is for one goroutine.
type writer struct {
	Writing
	path, stem, name string // of the .shp, without its extension, without its folder
	schema           format.Schema
	system           crs.System
	kind             uint32 // of shapes; that of null until the first geometry tells
	shp, shx         *output
	table            *tableWriter
	size             int64 // of the .shp
	bounds           format.Bounds
	count            int
	values           []any
	content          []byte
	parts            parts
	err              error // the first of a file: nothing is written after it
}

// output is a file whose header is written last.
type output struct {
	*bufio.Writer
	file *os.File
}

func create(path string) (*output, error) {
	file, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	o := &output{bufio.NewWriterSize(file, readAtOnce), file}
	if _, err := o.Write(make([]byte, headerSize)); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return o, nil
}

// close writes the header.
func (o *output) close(header []byte) error {
	err := o.Flush()
	if err == nil {
		_, err = o.file.WriteAt(header, 0)
	}
	return errors.Join(err, o.file.Close())
}

// RemoveIndexes removes the indexes that other programs made of a Shapefile, which would be wrong of another in its place.
func RemoveIndexes(path string) error { return remove(path, ".qix", ".sbn", ".sbx") }

// remove removes files beside a .shp that have its very name: in another case they may be of another Shapefile.
func remove(path string, extensions ...string) error {
	stem := strings.TrimSuffix(path, filepath.Ext(path))
	for _, extension := range extensions {
		for _, former := range [...]string{stem + extension, stem + strings.ToUpper(extension)} {
			if err := os.Remove(former); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
	}
	return nil
}

// open begins the files. Those of a former Shapefile and its indexes are removed.
func (w *writer) open() error {
	err := errors.Join(remove(w.path, ".shp", ".shx", ".dbf", ".prj", ".cpg"), RemoveIndexes(w.path))
	if err != nil {
		return err
	}
	w.schema = w.schema.WithoutLists()
	if w.table, err = newTable(filepath.Dir(w.path), w.schema.Fields); err != nil {
		return err
	}
	if w.shp, err = create(w.path); err != nil {
		return errors.Join(err, w.table.discard())
	}
	if w.shx, err = create(w.stem + ".shx"); err != nil {
		return errors.Join(err, w.table.discard(), w.shp.file.Close())
	}
	return nil
}

// kindOf gives the type of the shapes of a layer.
func kindOf(t format.GeometryType) uint32 {
	switch t {
	case format.MultiPoint:
		return multiPoint
	case format.MultiLine:
		return polyLine
	case format.MultiPolygon:
		return polygon
	}
	return nullShape
}

// Write implements [format.Writer].
func (w *writer) Write(f geo.Feature) error {
	if w.err != nil {
		return w.err
	}
	if mend, err := w.take(f); err != nil {
		return &format.RecordError{
			File: w.name, Kind: format.Feature, Record: w.count + 1, Code: format.Code(f), Problem: err.Error(), Mend: mend,
		}
	}
	if err := w.write(); err != nil {
		w.err = fmt.Errorf("%s: feature %d: %w", w.name, w.count+1, err)
	}
	return w.err
}

// take makes the record of a feature. It fails when the feature does not fit; then nothing of it is written.
func (w *writer) take(f geo.Feature) (mend string, err error) {
	if w.values, err = w.schema.Values(w.values[:0], f); err != nil {
		return "give all features the attributes of the layer", err
	}
	if err := w.table.take(w.values, w.Cut); err != nil {
		return "shorten it, have it cut, or write a GeoPackage", err
	}
	w.parts.take(f.Geometry, w.system)
	if !w.parts.bounds.Finite() {
		return "leave it out, or write another system", fmt.Errorf("it has no coordinates in %s", w.system.Code())
	}
	if kind := kindOf(format.GeometryTypeOf(f.Geometry)); kind != nullShape {
		if w.kind != nullShape && kind != w.kind {
			return "write it to another file", errors.New("its geometry is of another kind than those before, and a Shapefile holds one")
		}
		w.kind = kind
	}
	w.content = w.parts.append(w.content[:0], w.kind)
	return "", nil
}

// write writes the record that was taken.
func (w *writer) write() error {
	length := int64(len(w.content))
	if w.size+recordHeaderSize+length > maxSize {
		return errors.New("the .shp would be larger than 2 GB, which is all that a Shapefile holds: write a GeoPackage, or several files")
	}
	var entry [8]byte
	binary.BigEndian.PutUint32(entry[:], uint32(w.size/2))
	binary.BigEndian.PutUint32(entry[4:], uint32(length/2))
	if _, err := w.shx.Write(entry[:]); err != nil {
		return err
	}
	w.count++
	binary.BigEndian.PutUint32(entry[:], uint32(w.count))
	if _, err := w.shp.Write(entry[:]); err != nil {
		return err
	}
	if _, err := w.shp.Write(w.content); err != nil {
		return err
	}
	w.size += recordHeaderSize + length
	w.bounds.Join(w.parts.bounds)
	return w.table.write()
}

// Close implements [format.Writer].
func (w *writer) Close() error {
	indexSize := int64(headerSize + 8*w.count)
	err := errors.Join(
		w.err,
		w.shp.close(header(w.size, w.kind, w.bounds)),
		w.shx.close(header(indexSize, w.kind, w.bounds)),
		w.table.close(w.stem+".dbf", time.Now()),
		os.WriteFile(w.stem+".prj", []byte(w.system.Code().ESRI()), 0o666),
		os.WriteFile(w.stem+".cpg", []byte("UTF-8"), 0o666),
	)
	if err != nil {
		return fmt.Errorf("%s: %w", w.name, err)
	}
	return nil
}
