package main

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"perimetre/data/format"
	"perimetre/data/format/driver"
	"perimetre/data/format/geojson"
	"perimetre/data/format/table"
	"perimetre/data/format/topojson"
	"perimetre/geo"
)

// outFormat is a format of files that are written, and what it holds of features.
type outFormat struct {
	name       string
	extensions []string
	projected  bool // coordinates of any known system, not of longitude and latitude alone
	lists      bool // lists of texts, which elsewhere are one text: items with a space between
	table      bool // attributes alone, no geometry
	short      bool // names of attributes of ten bytes at most

	create func(path string, s format.Schema) (format.Writer, error)
	// stream writes to anything from front to back; nil where only a file serves.
	stream func(w io.Writer, s format.Schema) (format.Writer, error)
}

// outFormats gives every format, under the names that the flags have.
func outFormats() []outFormat {
	formats := []outFormat{
		{name: "geojson", projected: true, lists: true, stream: func(w io.Writer, s format.Schema) (format.Writer, error) {
			return geojson.NewLayer(w, s)
		}},
		{name: "geojsonseq", lists: true, stream: func(w io.Writer, s format.Schema) (format.Writer, error) {
			return geojson.NewSequence(w, s, false)
		}},
		{name: "geopackage", projected: true},
		{name: "shapefile", projected: true, short: true},
		{name: "flatgeobuf", projected: true, lists: true},
		{name: "geoparquet", projected: true, lists: true},
		{name: "topojson", lists: true, stream: func(w io.Writer, s format.Schema) (format.Writer, error) {
			return topojson.NewWriter(w, s)
		}},
		{name: "kml"},
		{name: "csv", table: true, extensions: []string{".csv"}, create: table.Create, stream: table.NewAttributes},
		{name: "xlsx", table: true, extensions: []string{".xlsx"}, create: table.Create},
	}
	for i := range formats {
		if d, err := driver.ByName(formats[i].name); err == nil {
			formats[i].extensions, formats[i].create = d.Extensions, d.Create
		}
	}
	return formats
}

func outFormatNames() []string {
	var names []string
	for _, f := range outFormats() {
		names = append(names, f.name)
	}
	return names
}

// chooseFormat finds a format by its name, or by the extension of a path where no name is given: GeoJSON where there is none.
func chooseFormat(name, path string) (outFormat, error) {
	formats, extension := outFormats(), strings.ToLower(filepath.Ext(path))
	i := slices.IndexFunc(formats, func(f outFormat) bool {
		switch {
		case name != "":
			return f.name == name
		case extension != "":
			return slices.Contains(f.extensions, extension)
		}
		return f.name == "geojson"
	})
	if i < 0 {
		return outFormat{}, fmt.Errorf("%s: no format has files that end in %q: give --format, one of %s",
			path, extension, strings.Join(outFormatNames(), ", "))
	}
	f := formats[i]
	if f.stream == nil && !slices.Contains(f.extensions, extension) {
		if isStandard(path) {
			return f, fmt.Errorf("%s is written to a file, not to standard output: give the path of one with -o", f.name)
		}
		return f, fmt.Errorf("%s: a file of %s has a name that ends in %s", path, f.name, f.extensions[0])
	}
	return f, nil
}

// isStandard tells whether a path stands for standard output, whose name may lead to a file that is not to be replaced.
func isStandard(path string) bool { return path == "-" || path == "/dev/stdout" }

// record gives a feature as the format holds it.
func (o outFormat) record(f geo.Feature) geo.Feature {
	f.Properties = slices.Clone(f.Properties)
	for i, p := range f.Properties {
		if list, ok := p.Value.([]string); ok && !o.lists {
			f.Properties[i].Value = strings.Join(list, " ")
		}
		if o.short {
			f.Properties[i].Name = shortName(p.Name)
		}
	}
	if o.table {
		f.Geometry = nil
	}
	return f
}

// shortName gives an attribute a name of ten bytes at most where a cut one would read badly. Others keep theirs: the Shapefile
// cuts them.
func shortName(name string) string {
	switch name {
	case "superficie_km2":
		return "superf_km2"
	case "perimetre_km":
		return "perim_km"
	case "departement":
		return "dept"
	case "departements":
		return "depts"
	}
	return name
}
