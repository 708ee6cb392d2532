package topojson

import (
	"encoding/json"
	"errors"
	"fmt"

	"perimetre/data/format"
	"perimetre/geo"
)

// geometry gives the points of a geometry object: nil when there are none.
func (r *reader) geometry(g geometry) (geo.Geometry, error) {
	if g.Type == nil {
		return nil, nil
	}
	b := builder{reader: r, left: r.most}
	switch *g.Type {
	case "Point", "MultiPoint":
		return r.points(g)
	case "LineString":
		var refs []int
		if err := unmarshal(g, &refs); err != nil {
			return nil, err
		}
		return b.lines([][]int{refs})
	case "MultiLineString":
		var refs [][]int
		if err := unmarshal(g, &refs); err != nil {
			return nil, err
		}
		return b.lines(refs)
	case "Polygon":
		var refs [][]int
		if err := unmarshal(g, &refs); err != nil {
			return nil, err
		}
		return b.polygons([][][]int{refs})
	case "MultiPolygon":
		var refs [][][]int
		if err := unmarshal(g, &refs); err != nil {
			return nil, err
		}
		return b.polygons(refs)
	}
	return nil, &format.GeometryError{Type: *g.Type}
}

// unmarshal reads the references of a geometry to arcs.
func unmarshal(g geometry, refs any) error {
	if g.Arcs == nil {
		return fmt.Errorf("its geometry, of type %s, has no arcs", *g.Type)
	}
	if err := json.Unmarshal(g.Arcs, refs); err != nil {
		return fmt.Errorf("its arcs are not those of a %s", *g.Type)
	}
	return nil
}

// points gives points, whose positions are not relative to each other (section 2.2.1).
func (r *reader) points(g geometry) (geo.Geometry, error) {
	if g.Coordinates == nil {
		return nil, fmt.Errorf("its geometry, of type %s, has no coordinates", *g.Type)
	}
	s := scanner{text: g.Coordinates}
	var points geo.MultiPoint
	take := func() error {
		x, y, err := s.position()
		if err != nil {
			return err
		}
		p, err := r.place(x, y)
		points = append(points, p)
		return err
	}
	var err error
	if *g.Type == "Point" {
		err = take()
	} else {
		err = s.items(take)
	}
	if err != nil {
		return nil, err
	}
	if len(points) == 0 {
		return nil, nil
	}
	return points, nil
}

// builder puts arcs together for one geometry.
type builder struct {
	*reader
	left int // points that the geometry may still have
}

func (b *builder) lines(refs [][]int) (geo.Geometry, error) {
	var lines geo.MultiLine
	for _, arcs := range refs {
		line, err := b.join(arcs)
		if err != nil {
			return nil, err
		}
		switch len(line) {
		case 0:
			continue
		case 1:
			return nil, errors.New("a line of 1 point")
		}
		lines = append(lines, line)
	}
	if len(lines) == 0 {
		return nil, nil
	}
	return lines, nil
}

func (b *builder) polygons(refs [][][]int) (geo.Geometry, error) {
	var polygons geo.MultiPolygon
	for _, rings := range refs {
		points := 0
		polygon := make(geo.Polygon, len(rings))
		for i, arcs := range rings {
			ring, err := b.join(arcs)
			if err != nil {
				return nil, err
			}
			polygon[i] = ring
			points += len(ring)
		}
		if points > 0 {
			polygons = append(polygons, polygon)
		}
	}
	if len(polygons) == 0 {
		return nil, nil
	}
	return polygons, nil
}

// join puts arcs one after the other; the end of one and the start of the next are the same point, which is kept once
// (section 2.1.4).
func (b *builder) join(refs []int) ([]geo.Point, error) {
	length := 0
	for _, ref := range refs {
		if i := max(ref, ^ref); i >= len(b.arcs) {
			return nil, fmt.Errorf("arc %d is not there: the topology has %d", i, len(b.arcs))
		} else if b.arcs[i].fault != nil {
			return nil, fmt.Errorf("arc %d: %w", i, b.arcs[i].fault)
		} else if length += len(b.arcs[i].points); length > b.left {
			return nil, errors.New("its arcs occur more often than twice each")
		}
	}
	b.left -= length
	line := make([]geo.Point, 0, length)
	for k, ref := range refs {
		points := b.arcs[max(ref, ^ref)].points
		if len(points) == 0 {
			continue
		}
		at := len(line)
		if ref >= 0 {
			line = append(line, points...)
		} else {
			for i := len(points) - 1; i >= 0; i-- {
				line = append(line, points[i])
			}
		}
		if at == 0 {
			continue
		}
		if line[at-1] != line[at] {
			return nil, fmt.Errorf("arc %d begins at %v where arc %d ends at %v", ref, line[at], refs[k-1], line[at-1])
		}
		line = append(line[:at], line[at+1:]...)
	}
	return line, nil
}
