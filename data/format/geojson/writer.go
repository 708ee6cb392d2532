package geojson

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"unicode/utf8"

	"perimetre/geo"
)

// Writer writes one FeatureCollection, a feature a line. [NewWriter] makes one; it is for one goroutine.
type Writer struct {
	w     io.Writer
	text  []byte // what is not written yet
	count int
	err   error // the first of w: nothing is written after it
}

// writtenAtOnce is how many bytes are gathered before they are written.
const writtenAtOnce = 1 << 16

// NewWriter gives a writer to w, which needs no buffer of its own. Nothing is whole before [Writer.Close].
func NewWriter(w io.Writer) *Writer { return &Writer{w: w} }

// Write adds a feature.
func (w *Writer) Write(f geo.Feature) error {
	if w.count == 0 {
		w.text = append(w.text, opening...)
	} else {
		w.text = append(w.text, ",\n"...)
	}
	w.count++
	w.text = AppendFeature(w.text, f)
	if len(w.text) >= writtenAtOnce {
		w.flush()
	}
	if w.err != nil {
		return fmt.Errorf("write feature %d: %w", w.count, w.err)
	}
	return nil
}

const opening = `{"type":"FeatureCollection","features":[` + "\n"

// Close ends the collection and writes what is left of it. It does not close the writer below.
func (w *Writer) Close() error {
	if w.count == 0 {
		w.text = append(w.text, opening...)
	}
	w.text = append(w.text, "\n]}\n"...)
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
	dst = append(dst, `},"geometry":`...)
	return append(geo.AppendGeoJSON(dst, f.Geometry), '}')
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
