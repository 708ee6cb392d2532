package topojson

import (
	"fmt"
	"io"

	"perimetre/geo"
	"perimetre/geo/topo"
)

// Object is a named collection of a topology: communes, EPCI… Tools call it a layer.
type Object struct {
	Name     string
	Features []Feature
}

// Feature is some ground of a coverage with what is known of it: a unit, or a group of units as [topo.Coverage.Dissolve] and
// [topo.Coverage.Union] give them.
type Feature struct {
	ID         string // empty when it has none
	Properties []geo.Property
	Shape      topo.Shape // empty when it has no ground
}

// Write writes objects over the arcs of a coverage as one topology. Each arc that a shape has is written once, whatever the
// number of objects; the others are left out. It fails when two objects have one name, or when w does.
func Write(w io.Writer, c *topo.Coverage, objects ...Object) error {
	number := make([]int, c.NumArcs()) // of each arc in the topology
	for _, o := range objects {
		for _, f := range o.Features {
			for _, polygon := range f.Shape {
				for _, ring := range polygon {
					for _, ref := range ring {
						number[ref.Index()] = 1
					}
				}
			}
		}
	}
	t := topology{}
	for i, used := range number {
		if used > 0 {
			number[i] = len(t.arcs)
			t.arcs = append(t.arcs, c.Arc(i).Points)
		}
	}
	for _, o := range objects {
		written := object{name: o.Name}
		for _, f := range o.Features {
			written.features = append(written.features, featureOf(f, number))
		}
		t.objects = append(t.objects, written)
	}
	err := t.distinct()
	if err == nil {
		err = t.write(w)
	}
	if err != nil {
		return fmt.Errorf("write a topology: %w", err)
	}
	return nil
}

func featureOf(f Feature, number []int) feature {
	written := feature{Feature: geo.Feature{ID: f.ID, Properties: f.Properties}}
	if len(f.Shape) == 0 {
		return written
	}
	written.kind = "MultiPolygon"
	for _, polygon := range f.Shape {
		rings := make([][]int, len(polygon))
		for i, ring := range polygon {
			rings[i] = references(ring, number)
		}
		written.polygons = append(written.polygons, rings)
	}
	return written
}

// references gives a ring by the numbers of its arcs in the topology.
func references(ring topo.Ring, number []int) []int {
	refs := make([]int, len(ring))
	for i, ref := range ring {
		if refs[i] = number[ref.Index()]; ref < 0 {
			refs[i] = ^refs[i]
		}
	}
	return refs
}
