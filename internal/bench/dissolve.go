package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"perimetre/data/format/geojson"
	"perimetre/geo"
	"perimetre/geo/topo"
)

// dissolveComparison is the work of a cartographer: from a file to two.
func dissolveComparison() comparison {
	return comparison{
		name:  "dissolve",
		title: "Read, build, dissolve into EPCI and départements, write both",
		setting: "Whole processes that read one GeoJSON file of 47 MB and write two. PostGIS only runs `ST_Union` over a table that is\n" +
			"loaded already.",
		memory:  peak,
		postgis: true,
		ways: func(_ context.Context, b *bench) ([]*way, error) {
			ways, err := b.dissolving(b.input(), "", 7)
			return append(ways, &way{name: "PostGIS ST_Union", runs: 2, work: b.postgis.queries(
				union("epci", "epci <> ''"), union("departement", "true"))}), err
		},
		targets: []target{faster("perimetre", mapshaperName, 6), lighter("perimetre", mapshaperName)},
		bound:   buildBound,
	}
}

// buildBound is what a profile of the national file tells of reading and building.
const buildBound = "building takes some 240 ms, reading 60, writing 50. Of building, 60 ms go to numbering two million vertices, 45 to cutting\n" +
	"rings into lines, 60 to the sweep that looks for crossings, which mapshaper does not do here, 30 to faces and 35 to arcs. A\n" +
	"fifth of the whole is the system handing out fresh pages. Two runs of this page differ by a tenth."

// dissolving gives the two programs that dissolve a file, their names followed by that of the file's size.
func (b *bench) dissolving(input, size string, runs int) ([]*way, error) {
	ours, err := b.output("perimetre")
	if err != nil {
		return nil, err
	}
	theirs, err := b.output("mapshaper")
	return []*way{
		{name: "perimetre" + size, group: size, runs: runs, work: b.process(b.self, "do", "dissolve", input, ours)},
		{name: mapshaperName + size, group: size, runs: runs, work: b.mapshaper(input,
			"-rename-layers", "communes", "-dissolve", "epci", "+", "name=epci",
			"-target", "communes", "-dissolve", "departement", "name=departements",
			"-o", theirs, "format=geojson", "force", "target=epci,departements")},
	}, err
}

// dissolve reads a file of communes and writes epci.json and departement.json into a folder: the arguments.
func dissolve(_ context.Context, args []string) error {
	c, err := readCommunes(args[0], "epci", "departement")
	if err != nil {
		return err
	}
	coverage := c.build()
	for _, g := range c.groups {
		shapes := coverage.Dissolve(g.of, len(g.names))
		if err := write(filepath.Join(args[1], g.column+".json"), g, coverage, shapes); err != nil {
			return err
		}
	}
	return nil
}

func write(path string, g *grouping, coverage *topo.Coverage, shapes []topo.Shape) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	w := geojson.NewWriter(file)
	for i, shape := range shapes {
		err := w.Write(geo.Feature{
			Properties: []geo.Property{{Name: g.column, Value: g.names[i]}},
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
