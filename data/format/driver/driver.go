// Package driver knows every format of data/format: it finds the one of a file, and reads and writes any by its name.
//
// It models a [Driver], a format with its reader and its writer. [Of] finds that of a file from its first bytes, whatever its
// name; [ByName] and [ByExtension] find that of a file to be written.
//
// Invariants:
//
//  1. A file that no driver knows is an error that lists the formats.
//  2. Every driver passes the conformance suite of formattest, in the package of its format.
//
// It reads nothing but first bytes: the packages of the formats do. Archives are opened by data/source.
package driver

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"perimetre/data/format"
	"perimetre/data/format/flatgeobuf"
	"perimetre/data/format/geojson"
	"perimetre/data/format/geopackage"
	"perimetre/data/format/kml"
	"perimetre/data/format/parquet"
	"perimetre/data/format/shapefile"
	"perimetre/data/format/topojson"
	"perimetre/geo"
)

// Driver is a format of files of features.
type Driver struct {
	Name       string // on the command line: geojson, shapefile…
	Title      string // as people write it
	Extensions []string
	Several    bool // whether a file may have several layers
	Layers     func(in format.Input) ([]format.Layer, error)
	Read       func(in format.Input, o format.Options) geo.Features
	Create     func(path string, s format.Schema) (format.Writer, error)

	is func(head []byte) bool // whether a file that begins so is of the format
}

// Drivers gives every driver, the likeliest first.
func Drivers() []Driver {
	begins := func(magic string) func([]byte) bool {
		return func(head []byte) bool { return bytes.HasPrefix(head, []byte(magic)) }
	}
	return []Driver{
		{"topojson", "TopoJSON", []string{".topojson"}, true, topojson.Layers, topojson.Read, topojson.Create, isTopoJSON},
		{"geojson", "GeoJSON", []string{".geojson", ".json"}, false, geojson.Layers, geojson.ReadInput, geojson.Create, isJSON},
		{
			"geojsonseq", "GeoJSON sequence",
			[]string{".geojsonl", ".geojsons", ".ndjson", ".jsonl"},
			false,
			geojson.Layers, geojson.ReadInput, geojson.Create, isNothing, // the reader of GeoJSON reads both
		},
		{"geopackage", "GeoPackage", []string{".gpkg"}, true, geopackage.Layers, geopackage.Read, geopackage.Create, begins("SQLite format 3\x00")},
		{"shapefile", "Shapefile", []string{".shp"}, false, shapefile.Layers, shapefile.Read, shapefile.Create, begins("\x00\x00\x27\x0a")},
		{"flatgeobuf", "FlatGeobuf", []string{".fgb"}, false, flatgeobuf.Layers, flatgeobuf.Read, flatgeobuf.Create, begins("fgb")},
		{"geoparquet", "GeoParquet", []string{".parquet", ".geoparquet"}, false, parquet.Layers, parquet.Read, parquet.Create, begins("PAR1")},
		{"kml", "KML", []string{".kml"}, false, kml.Layers, kml.Read, kml.Create, isXML},
	}
}

func isNothing([]byte) bool { return false }

// headSize is how many first bytes are looked at: enough for the first members of a topology.
const headSize = 1 << 12

// Of finds the driver of a file. The file may be of no format that is known.
func Of(in format.Input) (Driver, error) {
	head, err := headOf(in)
	if err != nil {
		return Driver{}, fmt.Errorf("%s: %w", in.Name(), err)
	}
	for _, d := range Drivers() {
		if d.is(head) {
			return d, nil
		}
	}
	return Driver{}, fmt.Errorf("%s: the file is of no format that is known: give %s", in.Name(), strings.Join(Titles(), ", "))
}

func headOf(in format.Input) ([]byte, error) {
	r, err := in.Open()
	if err != nil {
		return nil, err
	}
	head := make([]byte, headSize)
	n, err := io.ReadFull(r, head)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil
	}
	return head[:n], errors.Join(err, r.Close())
}

// trimmed takes off a byte order mark, a record separator and white space.
func trimmed(head []byte) []byte {
	return bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\ufeff")), "\x1e \t\r\n")
}

func isJSON(head []byte) bool { return bytes.HasPrefix(trimmed(head), []byte("{")) }

// isTopoJSON looks for the type of a topology, which comes first in practice, or for members that come before it where they are
// sorted. What features hold is not looked at.
func isTopoJSON(head []byte) bool {
	compact := bytes.Map(func(r rune) rune {
		if strings.ContainsRune(" \t\r\n", r) {
			return -1
		}
		return r
	}, trimmed(head))
	first := regexp.MustCompile(`^\{("bbox":\[[^\]]*\],)?"(arcs|objects|transform)":`)
	ours, _, _ := bytes.Cut(compact, []byte(`"features":`))
	return first.Match(compact) || isJSON(ours) && bytes.Contains(ours, []byte(`"type":"Topology"`))
}

func isXML(head []byte) bool {
	return bytes.HasPrefix(trimmed(head), []byte("<")) && bytes.Contains(head, []byte("kml"))
}

// ByName finds the driver of that name, or the one of files with that extension.
func ByName(name string) (Driver, error) {
	for _, d := range Drivers() {
		if d.Name == name {
			return d, nil
		}
	}
	return Driver{}, fmt.Errorf("there is no format %q: one of %s", name, strings.Join(Names(), ", "))
}

// ByExtension finds the driver of files whose name ends as a path does.
func ByExtension(path string) (Driver, error) {
	extension := strings.ToLower(filepath.Ext(path))
	for _, d := range Drivers() {
		if slices.Contains(d.Extensions, extension) {
			return d, nil
		}
	}
	return Driver{}, fmt.Errorf("%s: no format has files that end in %q: name one of %s", path, extension, strings.Join(Names(), ", "))
}

// Names gives the names of the drivers.
func Names() []string {
	var names []string
	for _, d := range Drivers() {
		names = append(names, d.Name)
	}
	return names
}

// Titles gives the names of the formats as people write them.
func Titles() []string {
	var titles []string
	for _, d := range Drivers() {
		titles = append(titles, d.Title)
	}
	return titles
}
