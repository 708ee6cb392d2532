package kml

import (
	"bufio"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math/bits"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"perimetre/data/format"
	"perimetre/geo"
	"perimetre/geo/crs"
)

// writer is a file that is written. It is for one goroutine.
type writer struct {
	path   string
	file   *os.File
	out    *bufio.Writer
	schema format.Schema
	types  []int64 // where the type of each integer is written, 0 of another attribute
	wide   []int   // of each integer, bits of the widest value
	values []any
	text   []byte // of a Placemark
	count  int
}

// schemaID is what SchemaData refers to; one file has one schema.
const schemaID = "attributs"

// Create makes a KML file with a Schema for the attributes and a Placemark for each feature, whose name is that of the feature or
// its code. It takes no reference system but longitude and latitude. A list of strings is written as JSON; IDs are not written, for
// those of KML may not begin with a digit. A feature that does not fit the schema is a [*format.RecordError], and the others can still
// be written.
//
// An int of KML has 32 bits (XML Schema, section 3.3.17): integers of which one is wider are of type double, as GDAL has them, or
// string where a double does not hold them all.
func Create(path string, s format.Schema) (format.Writer, error) {
	if s.CRS != 0 && s.CRS != crs.WGS84 && s.CRS != crs.CRS84 {
		return nil, fmt.Errorf("create %s: KML holds longitudes and latitudes, not %s: write it in EPSG:4326", path, s.CRS)
	}
	file, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	w := &writer{path: path, file: file, out: bufio.NewWriterSize(file, 1<<16), schema: s.WithoutLists()}
	layer := s.Layer
	if layer == "" {
		layer = format.Stem(path)
	}
	w.begin(layer)
	return w, nil
}

func (w *writer) begin(layer string) {
	head := xml.Header + `<kml xmlns="http://www.opengis.net/kml/2.2"><Document>` + "\n<name>" + escaped(layer) + "</name>\n" +
		`<Schema name="` + escaped(layer) + `" id="` + schemaID + `">` + "\n"
	w.types, w.wide = make([]int64, len(w.schema.Fields)), make([]int, len(w.schema.Fields))
	for i, a := range w.schema.Fields {
		head += `<SimpleField name="` + escaped(a.Name) + `" `
		if a.Type == format.Int64 {
			w.types[i] = int64(len(head))
		}
		head += fieldType(a.Type) + ">\n"
	}
	_, _ = io.WriteString(w.out, head+"</Schema>\n") // told by Close
}

// Types of a SimpleField (OGC 07-147r2, section 9.9). That of integers has room for the others.
const (
	typeBool   = `type="bool"/`
	typeInt    = `type="int"   /`
	typeDouble = `type="double"/`
	typeString = `type="string"/`
)

func fieldType(t format.AttributeType) string {
	switch t {
	case format.Bool:
		return typeBool
	case format.Int64:
		return typeInt
	case format.Float64:
		return typeDouble
	}
	return typeString
}

// widen writes the type of integers again that an int does not hold.
func (w *writer) widen() error {
	const bitsOfInt, bitsOfDouble = 31, 53
	for i, at := range w.types {
		var err error
		switch {
		case w.wide[i] > bitsOfDouble:
			_, err = w.file.WriteAt([]byte(typeString), at)
		case w.wide[i] > bitsOfInt:
			_, err = w.file.WriteAt([]byte(typeDouble), at)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Write implements [format.Writer].
func (w *writer) Write(f geo.Feature) error {
	var err error
	if w.values, err = w.schema.Row(w.values[:0], f, filepath.Base(w.path), w.count+1); err != nil {
		return err
	}
	w.count++
	w.text = append(w.text[:0], "<Placemark>"...)
	name := format.Name(f)
	if name == "" {
		name = format.Code(f)
	}
	if name != "" {
		w.text = append(w.text, "<name>"+escaped(name)+"</name>"...)
	}
	w.text = append(w.text, `<ExtendedData><SchemaData schemaUrl="#`+schemaID+`">`...)
	for i, value := range w.values {
		if n, ok := value.(int64); ok {
			w.wide[i] = max(w.wide[i], bits.Len64(uint64(max(n, -n-1))))
		}
		if text, ok := text(value); ok {
			w.text = append(w.text, `<SimpleData name="`+escaped(w.schema.Fields[i].Name)+`">`+escaped(text)+"</SimpleData>"...)
		}
	}
	w.text = append(w.text, "</SchemaData></ExtendedData>"...)
	w.text = append(appendGeometry(w.text, f.Geometry), "</Placemark>\n"...)
	if _, err := w.out.Write(w.text); err != nil {
		return fmt.Errorf("write feature %d to %s: %w", w.count, w.path, err)
	}
	return nil
}

// Close implements [format.Writer].
func (w *writer) Close() error {
	_, err := io.WriteString(w.out, "</Document></kml>\n")
	if err == nil {
		err = w.out.Flush()
	}
	if err == nil {
		err = w.widen()
	}
	if err = errors.Join(err, w.file.Close()); err != nil {
		return fmt.Errorf("write %s: %w", w.path, err)
	}
	return nil
}

// escaped gives a text as XML takes it. Characters that XML cannot hold become U+FFFD.
func escaped(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a builder takes all
	return b.String()
}

// text gives the text of a value; ok is false for null.
func text(value any) (text string, ok bool) {
	switch v := value.(type) {
	case nil:
		return "", false
	case string:
		return v, true
	case bool:
		if v {
			return "1", true
		}
		return "0", true
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64), true
	}
	return fmt.Sprint(value), true
}

// appendGeometry appends a geometry, a MultiGeometry where it has several parts.
func appendGeometry(dst []byte, g geo.Geometry) []byte {
	switch g := g.(type) {
	case geo.MultiPoint:
		return appendParts(dst, g, func(dst []byte, p geo.Point) []byte {
			return append(appendCoordinates(append(dst, "<Point>"...), []geo.Point{p}), "</Point>"...)
		})
	case geo.MultiLine:
		return appendParts(dst, g, func(dst []byte, line []geo.Point) []byte {
			return append(appendCoordinates(append(dst, "<LineString>"...), line), "</LineString>"...)
		})
	case geo.MultiPolygon:
		return appendParts(dst, g, appendPolygon)
	}
	return dst
}

func appendParts[T any](dst []byte, parts []T, appendPart func([]byte, T) []byte) []byte {
	if len(parts) > 1 {
		dst = append(dst, "<MultiGeometry>"...)
	}
	for _, part := range parts {
		dst = appendPart(dst, part)
	}
	if len(parts) > 1 {
		dst = append(dst, "</MultiGeometry>"...)
	}
	return dst
}

func appendPolygon(dst []byte, p geo.Polygon) []byte {
	dst = append(dst, "<Polygon>"...)
	for i, ring := range p {
		boundary := "innerBoundaryIs>"
		if i == 0 {
			boundary = "outerBoundaryIs>"
		}
		dst = append(append(append(dst, '<'), boundary...), "<LinearRing>"...)
		dst = append(appendCoordinates(dst, ring), "</LinearRing></"...)
		dst = append(dst, boundary...)
	}
	return append(dst, "</Polygon>"...)
}

func appendCoordinates(dst []byte, points []geo.Point) []byte {
	dst = append(dst, "<coordinates>"...)
	for i, p := range points {
		if i > 0 {
			dst = append(dst, ' ')
		}
		dst = geo.AppendDegrees(append(geo.AppendDegrees(dst, p.X), ','), p.Y)
	}
	return append(dst, "</coordinates>"...)
}
