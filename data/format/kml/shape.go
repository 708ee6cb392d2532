package kml

import (
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"

	"perimetre/data/format"
	"perimetre/geo"
	"perimetre/geo/crs"
)

// fault is right XML that cannot be taken as it is.
type fault struct{ problem, mend string }

func (f *fault) Error() string { return f.problem + ": " + f.mend }

// shape gathers the geometries of a Placemark: points, lines and polygons, from a MultiGeometry or not.
type shape struct {
	system   crs.System
	points   geo.MultiPoint
	lines    geo.MultiLine
	polygons geo.MultiPolygon
	err      error // the first that its geometries give
}

// isGeometry tells whether an element is a geometry, of KML or of the extensions of Google.
func isGeometry(name string) bool {
	switch name {
	case "Point", "LineString", "LinearRing", "Polygon", "MultiGeometry", "Model", "Track", "MultiTrack":
		return true
	}
	return false
}

// add reads the geometry whose element was opened last. Its error is that of the text; what is wrong with the geometry stays in the
// shape.
func (s *shape) add(in *stream, kind string) error {
	switch kind {
	case "Point":
		points, err := s.coordinates(in)
		s.points = append(s.points, points...)
		return err
	case "LineString", "LinearRing":
		points, err := s.coordinates(in)
		switch {
		case len(points) == 1:
			s.fail(&fault{"a line of 1 point", "give it at least 2 or remove it"})
		case len(points) > 1:
			s.lines = append(s.lines, points)
		}
		return err
	case "Polygon":
		return s.polygon(in)
	case "MultiGeometry":
		return in.children(func(e xml.StartElement) error {
			if !isGeometry(e.Name.Local) {
				return in.skip()
			}
			return s.add(in, e.Name.Local)
		})
	}
	s.fail(&format.GeometryError{Type: kind})
	return in.skip()
}

func (s *shape) fail(err error) {
	if s.err == nil {
		s.err = err
	}
}

// polygon reads a Polygon. One without a boundary is none.
func (s *shape) polygon(in *stream) error {
	var outer, inner geo.Polygon
	err := in.children(func(e xml.StartElement) error {
		rings := &inner
		switch e.Name.Local {
		case "outerBoundaryIs":
			rings = &outer
		case "innerBoundaryIs":
		default:
			return in.skip()
		}
		return in.children(func(e xml.StartElement) error {
			if e.Name.Local != "LinearRing" {
				return in.skip()
			}
			points, err := s.coordinates(in)
			*rings = append(*rings, points)
			return err
		})
	})
	switch {
	case len(outer) == 1:
		s.polygons = append(s.polygons, append(outer, inner...))
	case len(outer)+len(inner) > 0:
		s.fail(&fault{fmt.Sprintf("a polygon with %d outer boundaries", len(outer)), "give it one"})
	}
	return err
}

// coordinates reads the coordinates of the element that was opened last.
func (s *shape) coordinates(in *stream) (points []geo.Point, err error) {
	err = in.children(func(e xml.StartElement) error {
		if e.Name.Local != "coordinates" {
			return in.skip()
		}
		text, err := in.text()
		if err != nil {
			return err
		}
		read, fault := positions(text, s.system)
		if fault != nil {
			s.fail(fault)
		}
		points = append(points, read...)
		return nil
	})
	return points, err
}

// positions reads longitudes, latitudes and heights with a comma between them and white space after (OGC 07-147r2, section 16.10). White
// space after a comma too, which the standard forbids, is read as GDAL does.
func positions(text string, system crs.System) ([]geo.Point, error) {
	var points []geo.Point
	begun, height := "", false // a longitude whose latitude is to come; a height that may come
	for position := range strings.FieldsSeq(text) {
		if commas := strings.Count(position, ","); height && commas == 0 {
			height = false
			continue
		} else if begun == "" && commas == 1 && strings.HasSuffix(position, ",") {
			begun = position
			continue
		}
		position, begun = begun+position, ""
		height = strings.HasSuffix(position, ",")
		x, rest, _ := strings.Cut(position, ",")
		y, _, _ := strings.Cut(rest, ",")
		lon, errX := strconv.ParseFloat(x, 64)
		lat, errY := strconv.ParseFloat(y, 64)
		if errX != nil || errY != nil {
			return nil, &fault{fmt.Sprintf("position %.40q", position), "write a longitude and a latitude with a comma between them"}
		}
		point, err := format.Place(system, lon, lat)
		if err != nil {
			return nil, err
		}
		points = append(points, point)
	}
	if begun != "" {
		return nil, &fault{fmt.Sprintf("position %.40q", begun), "write a longitude and a latitude with a comma between them"}
	}
	return points, nil
}

// geometry gives what was gathered: nil when there is nothing, and an error when it is of several kinds. Points beside polygons are
// where their labels stand, and are left out.
func (s *shape) geometry() (geo.Geometry, error) {
	if len(s.polygons) > 0 {
		s.points = nil
	}
	kinds := 0
	var geometry geo.Geometry
	if len(s.points) > 0 {
		geometry = s.points
		kinds++
	}
	if len(s.lines) > 0 {
		geometry = s.lines
		kinds++
	}
	if len(s.polygons) > 0 {
		geometry = s.polygons
		kinds++
	}
	switch {
	case s.err != nil:
		return nil, s.err
	case kinds > 1:
		return nil, &format.GeometryError{Type: "MultiGeometry"}
	}
	return geometry, nil
}
