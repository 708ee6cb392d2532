package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"perimetre/data/format"
	"perimetre/data/format/driver"
	"perimetre/data/source"
	"perimetre/geo"
)

// formatsComparison is a full scan of the same communes in every format: all attributes, all vertices.
func formatsComparison() comparison {
	return comparison{
		name:  "formats",
		title: "Reading of each format",
		setting: "Whole processes that read every attribute and every vertex of the 35,357 communes of 2018. GDAL sums the areas of all\n" +
			"polygons (`ogrinfo -sql`), which has it read them; perimetre also brings every vertex to its grid. Files are those that\n" +
			"perimetre writes, in degrees; the last one is in Lambert-93, out of which perimetre\n" +
			"converts them. Where GDAL has no driver, as for GeoParquet in Debian 12, it has no line.",
		memory: peak,
		ways: func(ctx context.Context, b *bench) ([]*way, error) {
			readable, err := output(ctx, "ogrinfo", "--formats")
			if err != nil {
				return nil, err
			}
			var ways []*way
			for _, f := range formatFiles() {
				if !exists(b.path(f.file)) {
					if _, err := output(ctx, b.self, "do", "write", b.path(f.file), f.crs); err != nil {
						return nil, err
					}
				}
				ways = append(ways, &way{name: f.title, group: f.title, runs: 3, work: b.process(b.self, "do", "read", b.path(f.file))})
				if reads(readable, f.gdal) {
					ways = append(ways, &way{name: "GDAL, " + f.title, group: f.title, runs: 3, work: b.process("ogrinfo", "-q", "-ro", b.path(f.file),
						"-dialect", "OGRSQL", "-sql", "SELECT SUM(OGR_GEOM_AREA) FROM communes")})
				}
			}
			return ways, nil
		},
		targets: rates(),
	}
}

// reads tells whether a driver for vectors is among those that GDAL lists, one a line: "  GPKG -raster,vector- (rw+vs): GeoPackage".
func reads(formats, driver string) bool {
	for line := range strings.Lines(formats) {
		name, kinds, _ := strings.Cut(strings.TrimSpace(line), " -")
		if kinds, _, _ = strings.Cut(kinds, "-"); name == driver && strings.Contains(kinds, "vector") {
			return true
		}
	}
	return false
}

// formatFile is a file of the bench.
type formatFile struct{ title, file, gdal, crs string }

func formatFiles() []formatFile {
	return []formatFile{
		{"GeoJSON", "communes/communes.geojson", "GeoJSON", ""},
		{"GeoJSON sequence", "communes/communes.geojsonl", "GeoJSONSeq", ""},
		{"TopoJSON", "communes/communes.topojson", "TopoJSON", ""},
		{"GeoPackage", "communes/communes.gpkg", "GPKG", ""},
		{"Shapefile", "communes/communes.shp", "ESRI Shapefile", ""},
		{"FlatGeobuf", "communes/communes.fgb", "FlatGeobuf", ""},
		{"GeoParquet", "communes/communes.parquet", "Parquet", ""},
		{"KML", "communes/communes.kml", "KML", ""},
		{"Shapefile in Lambert-93", "lambert93/communes.shp", "ESRI Shapefile", "EPSG:2154"},
	}
}

// rates tells the speed of each format.
func rates() []target {
	var targets []target
	for _, f := range formatFiles() {
		targets = append(targets, target{
			text: f.title, fact: true,
			measure: func(named func(string) *way) (string, bool) {
				took := named(f.title).median()
				var size, features int64
				if _, err := fmt.Sscan(named(f.title).samples[0].said, &size, &features); err != nil {
					return err.Error(), false
				}
				return fmt.Sprintf("%s in %s: %.0f MB/s, %.0f features/s", bytes(size), duration(took),
					float64(size)/1e6/took.Seconds(), float64(features)/took.Seconds()), true
			},
		})
	}
	return targets
}

// writeFormat writes the communes of 2018 into a file, its first argument, in the system of the second.
func writeFormat(_ context.Context, args []string) error {
	path := args[0]
	d, err := driver.ByExtension(path)
	if err != nil {
		return err
	}
	bundle, err := source.OpenBundle(france().Communes, source.Limits{})
	if err != nil {
		return err
	}
	defer bundle.Close()
	layers, err := bundle.Choose()
	if err != nil {
		return err
	}
	var features []geo.Feature
	for feature, err := range layers[0].Read(format.Options{}) {
		if err != nil {
			return err
		}
		features = append(features, feature)
	}
	schema := format.SchemaOf("communes", features)
	if args[1] != "" {
		features, schema.CRS = inFrance(features), 2154
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	w, err := d.Create(path, schema)
	if err != nil {
		return err
	}
	for _, feature := range features {
		if err := w.Write(feature); err != nil {
			return err
		}
	}
	return w.Close()
}

// inFrance leaves out what lies overseas.
func inFrance(features []geo.Feature) (kept []geo.Feature) {
	for _, f := range features {
		if !strings.HasPrefix(fmt.Sprint(f.Property("insee")), "97") {
			kept = append(kept, f)
		}
	}
	return kept
}

// readFormat reads every feature of a file, its argument, and prints the bytes of the file and the number of features.
func readFormat(_ context.Context, args []string) error {
	in := format.File(args[0])
	d, err := driver.Of(in)
	if err != nil {
		return err
	}
	features := 0
	for _, err := range d.Read(in, format.Options{}) {
		if err != nil {
			return err
		}
		features++
	}
	size, err := sizeOf(args[0])
	fmt.Println(size, features)
	return err
}

// sizeOf sums the bytes of a file and of those beside it that have the same name, but for the extension.
func sizeOf(path string) (size int64, err error) {
	parts := []string{path}
	if filepath.Ext(path) == ".shp" {
		parts = append(parts, strings.TrimSuffix(path, ".shp")+".dbf")
	}
	for _, part := range parts {
		info, err := os.Stat(part)
		if err != nil {
			return 0, err
		}
		size += info.Size()
	}
	return size, nil
}
