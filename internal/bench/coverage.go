package main

import (
	"cmp"
	"slices"

	"perimetre/data/format/geojson"
	"perimetre/data/source"
	"perimetre/geo"
	"perimetre/geo/topo"
)

// communes are the records of a file: unit i of their coverage is record i.
type communes struct {
	pieces []topo.Piece
	codes  []string
	groups []*grouping
}

// readCommunes reads a file of communes, and groups them by columns.
func readCommunes(path string, columns ...string) (*communes, error) {
	file, err := source.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	c := &communes{}
	for _, column := range columns {
		c.groups = append(c.groups, &grouping{column: column, index: map[string]int32{}})
	}
	for feature, err := range geojson.Read(file, file.Name()) {
		if err != nil {
			return nil, err
		}
		c.pieces = append(c.pieces, topo.Piece{Unit: int32(len(c.pieces)), Geometry: feature.Geometry.(geo.MultiPolygon)})
		c.codes = append(c.codes, feature.Property("insee").(string))
		for _, g := range c.groups {
			g.add(feature.Property(g.column))
		}
	}
	return c, nil
}

// build makes the coverage, which the files of a bench are too clean for a tolerance to change.
func (c *communes) build() *topo.Coverage {
	coverage, _ := topo.Build(len(c.pieces), c.pieces, topo.Tolerance{})
	return coverage
}

// grouping numbers the groups of units by their names.
type grouping struct {
	column string
	names  []string
	index  map[string]int32
	of     []int32 // by unit
}

func (g *grouping) add(value any) {
	name, ok := value.(string)
	if !ok {
		g.of = append(g.of, topo.None)
		return
	}
	group, ok := g.index[name]
	if !ok {
		group = int32(len(g.names))
		g.names = append(g.names, name)
		g.index[name] = group
	}
	g.of = append(g.of, group)
}

// units gives the units of a group.
func (g *grouping) units(name string) []int32 {
	group := g.index[name]
	var units []int32
	for unit, of := range g.of {
		if of == group {
			units = append(units, int32(unit))
		}
	}
	return units
}

// bySize gives the names of the groups of median and of most units.
func (g *grouping) bySize() (median, most string) {
	sizes := make([]int, len(g.names))
	for _, group := range g.of {
		if group != topo.None {
			sizes[group]++
		}
	}
	sorted := slices.SortedFunc(slices.Values(g.names), func(a, b string) int {
		return cmp.Or(cmp.Compare(sizes[g.index[a]], sizes[g.index[b]]), cmp.Compare(a, b))
	})
	return sorted[len(sorted)/2], sorted[len(sorted)-1]
}
