package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"log/slog"
	"os"
	"slices"

	"perimetre/data/format"
	"perimetre/data/format/geopackage"
	"perimetre/data/format/shapefile"
	"perimetre/geo"
	"perimetre/geo/crs"
)

// outFlags say where features are written, and how.
type outFlags struct {
	Format string `enum:",${outformats}" default:"" placeholder:"FORMAT" help:"One of ${outformats}; by default the one of the extension of the file, else geojson."`
	CRS    string `placeholder:"EPSG:N" help:"Reference system of the coordinates, EPSG:2154 for one; by default longitude and latitude. What lies outside its area of use is left out."`
	Output string `short:"o" required:"" placeholder:"FILE|-" help:"File to write, or - for standard output, which takes geojson, geojsonseq, topojson and csv."`
}

// destination is where features are written, and how. It is whole or not at all.
type destination struct {
	path   string
	format outFormat
	crs    crs.Code
	out    io.Writer // standard output
	log    *slog.Logger
}

// destination checks the flags, before anything long is done.
func (f outFlags) destination(log *slog.Logger, out output) (destination, error) {
	chosen, err := chooseFormat(f.Format, f.Output)
	if err != nil {
		return destination{}, err
	}
	d := destination{f.Output, chosen, crs.WGS84, out, log}
	if f.CRS == "" {
		return d, nil
	}
	if d.crs, err = crs.Parse(f.CRS); err != nil {
		return destination{}, err
	}
	if d.crs == crs.CRS84 {
		d.crs = crs.WGS84 // in files the longitude comes first
	}
	switch {
	case chosen.table:
		err = fmt.Errorf("%s has no coordinates: leave --crs out", chosen.name)
	case !chosen.projected && d.crs != crs.WGS84:
		err = fmt.Errorf("%s holds longitudes and latitudes, not %s: leave --crs out, or choose another format", chosen.name, d.crs)
	}
	return d, err
}

// collection is features to be written as one layer.
type collection struct {
	name     string
	geometry format.GeometryType
	numbers  []string // attributes that hold integers even where all are null
	style    string   // of QGIS, as QML; empty for none
	features iter.Seq[geo.Feature]
}

// write writes collections, each as a layer; only a GeoPackage takes several.
func (d destination) write(collections ...collection) error {
	if d.format.name == "geopackage" {
		return d.writeFiles(func(path string) error { return d.writePackage(path, collections) })
	}
	if len(collections) != 1 {
		return fmt.Errorf("%s holds one layer, not %d: write a geopackage", d.format.name, len(collections))
	}
	c := collections[0]
	if d.format.stream == nil {
		return d.writeFiles(func(path string) error {
			w, err := d.format.create(path, d.schema(c))
			if err != nil {
				return err
			}
			var t tally
			return errors.Join(d.fill(w, c, &t), w.Close(), t.check(d.crs))
		})
	}
	return d.writeTo(func(out io.Writer) error {
		w, err := d.format.stream(out, d.schema(c))
		if err != nil {
			return err
		}
		var t tally
		if err := errors.Join(d.fill(w, c, &t), t.check(d.crs)); err != nil {
			return err
		}
		return w.Close()
	})
}

// writeTo writes to standard output, or to a file.
func (d destination) writeTo(write func(io.Writer) error) error {
	if isStandard(d.path) {
		return write(d.out)
	}
	return writeFile(d.path, write)
}

// writeFiles writes a file that other programs may have made others beside: those go with the former one.
func (d destination) writeFiles(write func(path string) error) error {
	place := target(d.path)
	if d.format.name == "geopackage" {
		for _, journal := range []string{place + "-wal", place + "-journal"} {
			if _, err := os.Stat(journal); !errors.Is(err, fs.ErrNotExist) {
				return fmt.Errorf("%s lies there: another program has the GeoPackage open: close it, or write another file", journal)
			}
		}
	}
	return writeFiles(d.path, func(path string) error {
		err := write(path)
		if err == nil && d.format.name == "shapefile" {
			err = shapefile.RemoveIndexes(place)
		}
		return err
	})
}

// writePackage writes a GeoPackage.
func (d destination) writePackage(path string, collections []collection) error {
	file, err := geopackage.CreateFile(path)
	if err != nil {
		return err
	}
	var t tally
	layer := func(c collection) error {
		l, err := file.Layer(d.schema(c))
		if err == nil && c.style != "" {
			err = l.Style(c.name, c.style)
		}
		if err == nil {
			err = d.fill(l, c, &t)
		}
		return err
	}
	for _, c := range collections {
		if err := layer(c); err != nil {
			return errors.Join(err, file.Close())
		}
	}
	return errors.Join(file.Close(), t.check(d.crs))
}

// schema gives the schema of a collection as the format holds it.
func (d destination) schema(c collection) format.Schema {
	var records []geo.Feature
	known := map[string]bool{}
	for f := range c.features {
		f = d.format.record(f)
		f.Geometry = nil // only attributes are held
		records = append(records, f)
		for _, p := range f.Properties {
			known[p.Name] = known[p.Name] || p.Value != nil
		}
	}
	s := format.SchemaOf(c.name, records)
	s.CRS, s.Geometry = d.crs, c.geometry
	for i, a := range s.Fields {
		if !known[a.Name] && slices.Contains(c.numbers, a.Name) {
			s.Fields[i].Type = format.Int64
		}
	}
	return s
}

// tally counts features that have a place.
type tally struct{ within, outside int }

// check fails when all lie outside the area of use of a reference system.
func (t *tally) check(system crs.Code) error {
	if t.outside > 0 && t.within == 0 {
		return fmt.Errorf("nothing lies where %s is used: give another reference system with --crs", system)
	}
	return nil
}

// fill writes the features of a collection that lie where the reference system is used, and tells of the others.
func (d destination) fill(w format.Writer, c collection, t *tally) error {
	const most = 5
	outside, examples := 0, []string{}
	for f := range c.features {
		f = d.format.record(f)
		if box, ok := boundsOf(f); ok {
			if !d.crs.Covers(box.Min.Lon(), box.Min.Lat(), box.Max.Lon(), box.Max.Lat()) {
				if code := format.Code(f); code != "" && outside < most {
					examples = append(examples, code)
				}
				outside++
				continue
			}
			t.within++
		}
		if err := w.Write(f); err != nil {
			return err
		}
	}
	if t.outside += outside; outside > 0 {
		d.log.Warn("outside the area of use of the reference system: left out", "crs", d.crs.String(), "collection", c.name,
			"count", outside, "examples", examples)
	}
	return nil
}

// boundsOf gives the box of a feature that has a place.
func boundsOf(f geo.Feature) (box geo.Box, ok bool) {
	if f.Geometry == nil {
		return geo.Box{}, false
	}
	return f.Geometry.Bounds()
}
