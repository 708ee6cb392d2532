package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"perimetre/data/format"
	"perimetre/geo"
	"perimetre/geo/inspection"
)

type dissolveCmd struct {
	File     string   `arg:"" placeholder:"FILE" help:"Polygons: ${polygons}."`
	By       string   `required:"" placeholder:"TABLE" help:"Which polygon goes to which group: CSV or XLSX."`
	Key      string   `required:"" placeholder:"COLUMN" help:"Column of the table that names a polygon. The features have it under the same name, or under any other that publishers give it."`
	Group    string   `required:"" placeholder:"COLUMN" help:"Column of the table that names a group."`
	Output   string   `short:"o" required:"" placeholder:"FILE|-" help:"File to write, or - for standard output, which takes geojson, geojsonseq, topojson and csv."`
	Format   string   `enum:",${outformats}" default:"" placeholder:"FORMAT" help:"One of ${outformats}; by default the one of the extension of the file, else geojson."`
	OutCRS   string   `name:"out-crs" env:"PERIMETRE_OUT_CRS" placeholder:"EPSG:N" help:"Reference system of what is written; by default longitude and latitude."`
	Simplify *float64 `placeholder:"PERCENT" help:"Keep that percentage of the vertices of the merged borders; neighbours stay joined, and every group keeps its largest ring."`
	layerFlags
	policyFlag
}

// Run implements the verb.
func (c *dissolveCmd) Run(ctx context.Context, log *slog.Logger, out output) error {
	if c.Simplify != nil && !(*c.Simplify >= 0 && *c.Simplify <= 100) {
		return errors.New("simplify: give a percentage from 0 to 100")
	}
	to, err := outFlags{Format: c.Format, CRS: c.OutCRS, Output: c.Output}.destination(log, out)
	if err != nil {
		return err
	}
	policy, err := c.read()
	if err != nil {
		return err
	}
	groups, err := readGroups(c.By, c.Key, c.Group)
	if err != nil {
		return err
	}
	file, err := readPolygons(ctx, c.File, c.layerFlags)
	if err != nil {
		return err
	}
	property, err := keyProperty(c.File, file.features, c.Key)
	if err != nil {
		return err
	}
	report := inspection.Inspect(file.records, file.units, policy)
	if faults := report.Errors(); len(faults) > 0 {
		return fmt.Errorf("%s: the coverage is not sound: see its %d error(s) with perimetre inspect %s%s, and mend the file: the first is %v",
			c.File, len(faults), c.File, c.written(), faults[0])
	}
	group := groups.assign(file, property, log)
	if groups.matched() == 0 {
		return fmt.Errorf("no value of property %s of %s is in column %s of %s: give the columns that hold the same codes with --key",
			property, c.File, c.Key, c.By)
	}
	merged := report.Coverage.Regroup(group, len(groups.list))
	if c.Simplify != nil {
		weights := merged.Weigh()
		merged = merged.Simplify(weights, weights.Threshold(*c.Simplify/100))
	}
	faces := merged.Faces()
	return to.write(collection{name: groups.column, geometry: format.MultiPolygon, features: func(yield func(geo.Feature) bool) {
		for i, g := range groups.list {
			if g.members == 0 {
				continue
			}
			f := geo.Feature{Properties: groups.properties(g), Geometry: merged.Geometry(faces.Shape(int32(i)))}
			if !yield(f) {
				return
			}
		}
	}})
}
