package geojson

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"unicode/utf8"

	"perimetre/geo"
	"perimetre/geo/crs"
)

// Writer writes features one after the other: in one FeatureCollection, a feature a line, where [NewWriter] makes it. It is for
// one goroutine.
type Writer struct {
	w      io.Writer
	frame  frame
	system crs.System // projected, or longitude and latitude
	text   []byte     // what is not written yet
	count  int
	err    error // the first of w: nothing is written after it
}

// frame is what stands around features.
type frame struct{ opening, before, between, after, closing string }

// writtenAtOnce is how many bytes are gathered before they are written.
const writtenAtOnce = 1 << 16

// NewWriter gives a writer to w, which needs no buffer of its own. Nothing is whole before [Writer.Close].
func NewWriter(w io.Writer) *Writer { return &Writer{w: w, frame: collection("")} }

// collection frames a FeatureCollection that has these members more.
func collection(members string) frame {
	return frame{opening: `{"type":"FeatureCollection",` + members + `"features":[` + "\n", between: ",\n", closing: "\n]}\n"}
}

// Write adds a feature.
func (w *Writer) Write(f geo.Feature) (err error) {
	before := len(w.text)
	if w.count == 0 {
		w.text = append(w.text, w.frame.opening...)
	} else {
		w.text = append(w.text, w.frame.between...)
	}
	w.text = append(w.text, w.frame.before...)
	if projected(w.system) {
		if w.text, err = appendMetres(appendHead(w.text, f), f.Geometry, w.system); err != nil {
			w.text = w.text[:before]
			return fmt.Errorf("write feature %d: %w", w.count+1, err)
		}
		w.text = append(w.text, '}')
	} else {
		w.text = AppendFeature(w.text, f)
	}
	w.count++
	w.text = append(w.text, w.frame.after...)
	if len(w.text) >= writtenAtOnce {
		w.flush()
	}
	if w.err != nil {
		return fmt.Errorf("write feature %d: %w", w.count, w.err)
	}
	return nil
}

// Close ends the collection and writes what is left of it. It does not close the writer below.
func (w *Writer) Close() error {
	if w.count == 0 {
		w.text = append(w.text, w.frame.opening...)
	}
	w.text = append(w.text, w.frame.closing...)
	if w.flush(); w.err != nil {
		return fmt.Errorf("end of features: %w", w.err)
	}
	return nil
}

func (w *Writer) flush() {
	if w.err == nil {
		_, w.err = w.w.Write(w.text)
	}
	w.text = w.text[:0]
}

// AppendFeature appends a feature as a GeoJSON object on one line (RFC 7946, section 3.2): the id as a string, absent
// when empty; properties in their order; the geometry as [geo.AppendGeoJSON] writes it.
func AppendFeature(dst []byte, f geo.Feature) []byte {
	return append(geo.AppendGeoJSON(appendHead(dst, f), f.Geometry), '}')
}

// appendHead appends a feature up to the value of its geometry.
func appendHead(dst []byte, f geo.Feature) []byte {
	dst = append(dst, `{"type":"Feature",`...)
	if f.ID != "" {
		dst = append(appendString(append(dst, `"id":`...), f.ID), ',')
	}
	dst = append(dst, `"properties":{`...)
	for i, p := range f.Properties {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendValue(append(appendString(dst, p.Name), ':'), p.Value)
	}
	return append(dst, `},"geometry":`...)
}

// appendValue appends a value of a [geo.Property].
func appendValue(dst []byte, value any) []byte {
	switch v := value.(type) {
	case nil:
		return append(dst, "null"...)
	case string:
		return appendString(dst, v)
	case bool:
		return strconv.AppendBool(dst, v)
	case int64:
		return strconv.AppendInt(dst, v, 10)
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return append(dst, "null"...)
		}
		if v == 0 {
			v = 0 // not -0, which would be read back as an integer
		}
		return strconv.AppendFloat(dst, v, 'f', -1, 64)
	case []string:
		dst = append(dst, '[')
		for i, s := range v {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = appendString(dst, s)
		}
		return append(dst, ']')
	default:
		return appendString(dst, fmt.Sprint(v))
	}
}

// appendString appends a JSON string (RFC 8259, section 7). Malformed UTF-8 becomes U+FFFD.
func appendString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			dst = append(dst, '\\', byte(r))
		case r < ' ':
			dst = fmt.Appendf(dst, `\u%04x`, r)
		default:
			dst = utf8.AppendRune(dst, r)
		}
	}
	return append(dst, '"')
}
