package main

import (
	"archive/zip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"perimetre/data/format"
	"perimetre/data/format/driver"
	"perimetre/data/format/geojson"
	"perimetre/data/format/table"
	"perimetre/geo"
	"perimetre/geo/crs"
)

// convert writes the features of a GeoJSON file in the format that another name tells, and in a reference system: their attributes
// alone in a workbook.
func convert(script *testscript.TestScript, _ bool, args []string) {
	if len(args) != 3 {
		script.Fatalf("usage: convert FROM TO CRS")
	}
	from, to := script.MkAbs(args[0]), script.MkAbs(args[1])
	code, err := crs.Parse(args[2])
	script.Check(err)
	file, err := os.Open(from)
	script.Check(err)
	defer file.Close()
	var features []geo.Feature
	for f, err := range geojson.Read(file, args[0]) {
		script.Check(err)
		features = append(features, f)
	}
	create := table.Create
	if filepath.Ext(to) != ".xlsx" {
		d, err := driver.ByExtension(to)
		script.Check(err)
		create = d.Create
	}
	script.Check(os.MkdirAll(filepath.Dir(to), 0o700))
	schema := format.SchemaOf(strings.TrimSuffix(filepath.Base(to), filepath.Ext(to)), features)
	schema.CRS = code
	w, err := create(to, schema)
	script.Check(err)
	for _, f := range features {
		script.Check(w.Write(f))
	}
	script.Check(w.Close())
}

// pack makes a zip archive of the files of some folders, which it keeps.
func pack(script *testscript.TestScript, _ bool, args []string) {
	if len(args) < 2 {
		script.Fatalf("usage: pack ARCHIVE FOLDER...")
	}
	file, err := os.Create(script.MkAbs(args[0]))
	script.Check(err)
	archive := zip.NewWriter(file)
	for _, folder := range args[1:] {
		entries, err := os.ReadDir(script.MkAbs(folder))
		script.Check(err)
		for _, e := range entries {
			member, err := archive.Create(folder + "/" + e.Name())
			script.Check(err)
			content, err := os.Open(filepath.Join(script.MkAbs(folder), e.Name()))
			script.Check(err)
			_, err = io.Copy(member, content)
			script.Check(errors.Join(err, content.Close()))
		}
	}
	script.Check(errors.Join(archive.Close(), file.Close()))
}
