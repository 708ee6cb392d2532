package geojson

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"perimetre/data/format"
	"perimetre/geo"
	"perimetre/geo/crs"
)

// Layers gives the one layer of a file: its name is that of the collection, else that of the file. How many features it has, and
// which attributes, only reading tells.
func Layers(in format.Input) ([]format.Layer, error) {
	file, err := in.Open()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", in.Name(), err)
	}
	defer file.Close()
	l := usual()
	texts := newFramer(file, 1<<16, l.limit)
	texts.fixed = true // a system that is not known does not hide the layer
	if err := texts.fill(newBatch()); err != nil && !errors.Is(err, io.EOF) {
		return nil, l.textError(in.Name(), texts.count, err)
	}
	layer := format.Layer{Name: texts.name, CRS: texts.crs.code, Features: -1}
	if layer.Name == "" {
		layer.Name = format.Stem(in.Name())
	}
	if !texts.crs.told {
		layer.CRS = crs.WGS84 // RFC 7946, section 4
	}
	return []format.Layer{layer}, nil
}

// ReadInput is [Read] for a file and options, once for each time that it is ranged over. A reference system of the options wins over
// what the file says. Text is in UTF-8 (RFC 8259, section 8.1), whatever the options say.
func ReadInput(in format.Input, o format.Options) geo.Features {
	return func(yield func(geo.Feature, error) bool) {
		l := usual()
		if err := l.choose(in, o); err != nil {
			yield(geo.Feature{}, err)
			return
		}
		file, err := in.Open()
		if err != nil {
			yield(geo.Feature{}, fmt.Errorf("%s: %w", in.Name(), err))
			return
		}
		defer file.Close()
		l.features(file, in.Name())(yield)
	}
}

// choose takes options.
func (l *reading) choose(in format.Input, o format.Options) (err error) {
	if l.system, err = crs.New(o.CRS); err != nil {
		return fmt.Errorf("%s: %w", in.Name(), err)
	}
	l.fixed = o.CRS != 0
	if o.Layer == "" {
		return nil
	}
	layers, err := Layers(in)
	if err == nil && layers[0].Name != o.Layer {
		err = fmt.Errorf("%s: no layer %q: the file has %q", in.Name(), o.Layer, layers[0].Name)
	}
	return err
}

// Create makes a GeoJSON file of the kind that its extension tells: .geojsonl, .ndjson and .jsonl a feature a line, .geojsons a
// sequence with record separators (RFC 8142), any other one FeatureCollection; see [NewLayer] and [NewSequence].
func Create(path string, s format.Schema) (format.Writer, error) {
	w, err := newWriter(path, s)
	if err != nil {
		return nil, fmt.Errorf("create %s: %w", path, err)
	}
	file, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	w.w = file
	return &fileWriter{w, file}, nil
}

func newWriter(path string, s format.Schema) (*Writer, error) {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".geojsonl", ".ndjson", ".jsonl":
		return NewSequence(nil, s, false)
	case ".geojsons":
		return NewSequence(nil, s, true)
	}
	return NewLayer(nil, s)
}

// NewLayer is [NewWriter] for a layer: its name is a member of the collection, and so is its reference system where that is
// another than WGS 84, as in GeoJSON 2008, for clients that agree on it (RFC 7946, section 4).
func NewLayer(w io.Writer, s format.Schema) (*Writer, error) {
	system, err := crs.New(s.CRS)
	if err != nil {
		return nil, err
	}
	var members []byte
	if s.Layer != "" {
		members = append(appendString(append(members, `"name":`...), s.Layer), ',')
	}
	if !isWGS84(system) {
		members = fmt.Appendf(members, `"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::%d"}},`, system.Code())
	}
	return &Writer{w: w, system: system, frame: collection(string(members))}, nil
}

// NewSequence gives a writer to w of a feature a line, each after a record separator where separated is set (RFC 8142). A
// sequence holds coordinates of WGS 84 alone.
func NewSequence(w io.Writer, s format.Schema, separated bool) (*Writer, error) {
	system, err := crs.New(s.CRS)
	if err == nil && !isWGS84(system) {
		err = fmt.Errorf("a sequence holds coordinates of WGS 84, not %s: write it in EPSG:4326, or a .geojson", s.CRS)
	}
	if err != nil {
		return nil, err
	}
	lines := &Writer{w: w, system: system, frame: frame{after: "\n"}}
	if separated {
		lines.frame.before = "\x1e"
	}
	return lines, nil
}

func isWGS84(system crs.System) bool { return system.Code() == crs.WGS84 || system.Code() == crs.CRS84 }

// fileWriter is a [Writer] that closes its file.
type fileWriter struct {
	*Writer
	file *os.File
}

// Close implements [format.Writer].
func (w *fileWriter) Close() error { return errors.Join(w.Writer.Close(), w.file.Close()) }
