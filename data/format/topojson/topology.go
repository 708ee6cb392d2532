package topojson

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"perimetre/data/format/geojson"
	"perimetre/geo"
)

// topology is what is written: arcs, and objects that refer to them.
type topology struct {
	arcs    [][]geo.Point
	objects []object
}

// object is a named collection of features.
type object struct {
	name     string
	features []feature
}

// feature is one geometry object. Its ID and properties are those of a feature whose Geometry is not looked at.
type feature struct {
	geo.Feature
	points   geo.MultiPoint
	lines    [][]int   // as references to arcs: i, or ^i for arc i backwards
	polygons [][][]int // rings of references
	kind     string    // as TopoJSON has it; empty when there is no geometry
}

// write writes the topology as one JSON text.
func (t *topology) write(w io.Writer) error {
	out := bufio.NewWriterSize(w, 1<<16)
	text := append([]byte(nil), `{"type":"Topology","transform":{"scale":[1e-7,1e-7],"translate":[0,0]}`...)
	text = append(t.appendBounds(text), `,"objects":{`...)
	for i, o := range t.objects {
		if i > 0 {
			text = append(text, ',')
		}
		text = append(appendName(text, o.name), `:{"type":"GeometryCollection","geometries":[`...)
		for j, f := range o.features {
			if j > 0 {
				text = append(text, ',')
			}
			text = appendFeature(append(text, '\n'), f)
			if _, err := out.Write(text); err != nil {
				return err
			}
			text = text[:0]
		}
		text = append(text, "\n]}"...)
	}
	text = append(text, `},"arcs":[`...)
	for i, arc := range t.arcs {
		if i > 0 {
			text = append(text, ',')
		}
		text = appendArc(append(text, '\n'), arc)
		if _, err := out.Write(text); err != nil {
			return err
		}
		text = text[:0]
	}
	if _, err := out.Write(append(text, "\n]}\n"...)); err != nil {
		return err
	}
	return out.Flush()
}

// appendBounds appends the member bbox, unless there is no point.
func (t *topology) appendBounds(dst []byte) []byte {
	all := make(geo.MultiLine, 0, len(t.arcs))
	for _, arc := range t.arcs {
		all = append(all, arc)
	}
	for _, o := range t.objects {
		for _, f := range o.features {
			all = append(all, f.points)
		}
	}
	box, ok := all.Bounds()
	if !ok {
		return dst
	}
	dst = append(dst, `,"bbox":[`...)
	for i, side := range []int32{box.Min.X, box.Min.Y, box.Max.X, box.Max.Y} {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = geo.AppendDegrees(dst, side)
	}
	return append(dst, ']')
}

func appendName(dst []byte, name string) []byte {
	text, _ := json.Marshal(name) // a string always has one
	return append(dst, text...)
}

// appendFeature appends a geometry object. Its id and properties are written as in GeoJSON.
func appendFeature(dst []byte, f feature) []byte {
	if f.kind == "" {
		dst = append(dst, `{"type":null`...)
	} else {
		dst = append(append(append(dst, `{"type":"`...), f.kind...), '"')
	}
	described := string(geojson.AppendFeature(nil, geo.Feature{ID: f.ID, Properties: f.Properties}))
	described = strings.TrimPrefix(described, `{"type":"Feature"`)
	dst = append(dst, strings.TrimSuffix(described, `,"geometry":null}`)...)
	switch {
	case f.points != nil:
		dst = append(dst, `,"coordinates":`...)
		dst = geo.AppendArray(dst, f.points, appendPosition)
	case f.lines != nil:
		dst = geo.AppendArray(append(dst, `,"arcs":`...), f.lines, appendReferences)
	case f.polygons != nil:
		dst = geo.AppendArray(append(dst, `,"arcs":`...), f.polygons, func(dst []byte, rings [][]int) []byte {
			return geo.AppendArray(dst, rings, appendReferences)
		})
	}
	return append(dst, '}')
}

func appendReferences(dst []byte, arcs []int) []byte {
	return geo.AppendArray(dst, arcs, func(dst []byte, arc int) []byte { return strconv.AppendInt(dst, int64(arc), 10) })
}

// appendArc appends an arc: its first position, then how far each is from the one before (section 2.1.4).
func appendArc(dst []byte, points []geo.Point) []byte {
	var before geo.Point
	return geo.AppendArray(dst, points, func(dst []byte, p geo.Point) []byte {
		dst = appendPair(dst, int64(p.X)-int64(before.X), int64(p.Y)-int64(before.Y))
		before = p
		return dst
	})
}

func appendPosition(dst []byte, p geo.Point) []byte { return appendPair(dst, int64(p.X), int64(p.Y)) }

func appendPair(dst []byte, x, y int64) []byte {
	dst = strconv.AppendInt(append(dst, '['), x, 10)
	return append(strconv.AppendInt(append(dst, ','), y, 10), ']')
}

// distinct fails when two objects have one name.
func (t *topology) distinct() error {
	seen := map[string]bool{}
	for _, o := range t.objects {
		if seen[o.name] {
			return fmt.Errorf("two objects are called %q: give each a name of its own", o.name)
		}
		seen[o.name] = true
	}
	return nil
}
