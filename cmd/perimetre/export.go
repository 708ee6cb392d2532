package main

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"slices"

	"perimetre/data/format"
	"perimetre/data/format/topojson"
	"perimetre/geo"
	"perimetre/geo/atlas"
	"perimetre/geo/check"
)

type exportCmd struct {
	editionFlags
	Collection string `required:"" enum:"territoires,epci,communes,departements,regions,constats,all" help:"One of territoires, epci, communes, departements, regions, constats (findings), or all of them as layers of one geopackage or topojson."`
	outFlags
}

// Names of collections that are no level.
const (
	findingsCollection = "constats"
	allCollections     = "all"
)

// Run implements the verb.
func (c *exportCmd) Run(ctx context.Context, log *slog.Logger, out output) error {
	d, err := c.destination(log, out)
	if err != nil {
		return err
	}
	if err := c.fits(d.format); err != nil {
		return err
	}
	a, err := c.open(ctx, log)
	if err != nil {
		return err
	}
	if d.format.name == "topojson" && c.Collection != findingsCollection {
		return d.writeTopology(a, levels(c.Collection))
	}
	var collections []collection
	for _, level := range levels(c.Collection) {
		collections = append(collections, unitsOf(a, level))
	}
	if c.Collection == findingsCollection || c.Collection == allCollections {
		collections = append(collections, findingsOf(a, d.format.name == "geopackage")...)
	}
	return d.write(collections...)
}

// fits fails when the format cannot hold the collection, and when the file is the store.
func (c *exportCmd) fits(f outFormat) error {
	switch {
	case c.Collection == allCollections && f.name != "geopackage" && f.name != "topojson":
		return fmt.Errorf("%s holds one collection: give --format geopackage or topojson, or one collection", f.name)
	case c.Collection == findingsCollection && f.name == "shapefile":
		return errors.New("findings are polygons, lines and points, and a shapefile holds one kind: give --format geopackage")
	}
	return c.spares(c.Output)
}

// levels gives the levels of a collection, in the order in which a list of layers shows them.
func levels(collection string) []geo.Level {
	every := []geo.Level{geo.Territoires, geo.EPCI, geo.Communes, geo.Departements, geo.Regions}
	if collection == allCollections {
		return every
	}
	if level, err := geo.ParseLevel(collection); err == nil {
		return []geo.Level{level}
	}
	return nil
}

// unitsOf gives the collection of a level.
func unitsOf(a *atlas.Atlas, level geo.Level) collection {
	return collection{
		name: level.String(), geometry: format.MultiPolygon, numbers: []string{"population"}, style: style(level.String()),
		features: func(yield func(geo.Feature) bool) {
			for i := range a.Units(level) {
				if !yield(a.Feature(level, i)) {
					return
				}
			}
		},
	}
}

// findingsOf gives the collection of all findings; parted by kind of geometry for programs that draw a layer with one kind of
// symbol. Those without a place are with the polygons.
func findingsOf(a *atlas.Atlas, parted bool) []collection {
	found := func(yield func(string, []check.Finding) bool) {
		going := yield("", a.Findings)
		for i := 0; going && i < len(a.Territories); i++ {
			going = yield(a.Territories[i].ID, a.Territories[i].Findings)
		}
	}
	of := func(kinds ...format.GeometryType) iter.Seq[geo.Feature] {
		return func(yield func(geo.Feature) bool) {
			for f := range findingFeatures(found) {
				if slices.Contains(kinds, format.GeometryTypeOf(f.Geometry)) && !yield(f) {
					return
				}
			}
		}
	}
	if !parted {
		return []collection{{name: findingsCollection, features: findingFeatures(found)}}
	}
	const lines, points = findingsCollection + "_lignes", findingsCollection + "_points"
	return []collection{
		{name: findingsCollection, geometry: format.MultiPolygon, style: style(findingsCollection), features: of(format.MultiPolygon, format.AnyGeometry)},
		{name: lines, geometry: format.MultiLine, style: style(lines), features: of(format.MultiLine)},
		{name: points, geometry: format.MultiPoint, style: style(points), features: of(format.MultiPoint)},
	}
}

// writeTopology writes levels as objects over the arcs of the edition.
func (d destination) writeTopology(a *atlas.Atlas, levels []geo.Level) error {
	var objects []topojson.Object
	for _, level := range levels {
		o := topojson.Object{Name: level.String()}
		for i, unit := range a.Units(level) {
			f := a.Feature(level, i)
			o.Features = append(o.Features, topojson.Feature{ID: f.ID, Properties: f.Properties, Shape: unit.Shape})
		}
		objects = append(objects, o)
	}
	return d.writeTo(func(w io.Writer) error { return topojson.Write(w, a.Ground.Coverage, objects...) })
}

//go:embed style/*.qml
var styles embed.FS

// style gives the style of a layer; empty when there is none.
func style(layer string) string {
	qml, _ := styles.ReadFile("style/" + layer + ".qml")
	return string(qml)
}
