package main

import (
	"fmt"
	"os"
	"path/filepath"

	"perimetre/data/format/geojson"
	"perimetre/data/source"
	"perimetre/geo"
	"perimetre/geo/topo"
)

// dissolve reads a GeoJSON file of communes and writes epci.json and departements.json into a folder.
func dissolve(input, folder string) error {
	file, err := source.Open(input)
	if err != nil {
		return err
	}
	defer file.Close()
	var pieces []topo.Piece
	columns := []string{"epci", "departement"}
	groups := make([]grouping, len(columns))
	for feature, err := range geojson.Read(file, file.Name()) {
		if err != nil {
			return err
		}
		pieces = append(pieces, topo.Piece{Unit: int32(len(pieces)), Geometry: feature.Geometry.(geo.MultiPolygon)})
		for i, column := range columns {
			groups[i].add(feature.Property(column))
		}
	}
	coverage, _ := topo.Build(len(pieces), pieces, topo.Tolerance{})
	for i, column := range columns {
		shapes := coverage.Dissolve(groups[i].of, len(groups[i].names))
		if err := write(filepath.Join(folder, column+".json"), column, groups[i].names, coverage, shapes); err != nil {
			return err
		}
	}
	return nil
}

// grouping numbers the groups of units by their names.
type grouping struct {
	names []string
	index map[string]int32
	of    []int32 // by unit
}

func (g *grouping) add(value any) {
	name, ok := value.(string)
	if !ok {
		g.of = append(g.of, topo.None)
		return
	}
	if g.index == nil {
		g.index = map[string]int32{}
	}
	group, ok := g.index[name]
	if !ok {
		group = int32(len(g.names))
		g.names = append(g.names, name)
		g.index[name] = group
	}
	g.of = append(g.of, group)
}

func write(path, column string, names []string, coverage *topo.Coverage, shapes []topo.Shape) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	w := geojson.NewWriter(file)
	for i, shape := range shapes {
		err := w.Write(geo.Feature{
			Properties: []geo.Property{{Name: column, Value: names[i]}},
			Geometry:   coverage.Geometry(shape),
		})
		if err != nil {
			return fmt.Errorf("write %s: %w", path, err)
		}
	}
	if err := w.Close(); err != nil {
		return err
	}
	return file.Close()
}
