package main

import (
	"bytes"
	"compress/gzip"
	"database/sql"
	bits "encoding/binary"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"

	_ "modernc.org/sqlite"

	"perimetre/data/format"
	"perimetre/data/format/driver"
	"perimetre/geo"
	"perimetre/internal/archives"
)

// writeHostile writes files that lie about themselves into a folder.
func writeHostile(t testing.TB, folder string) {
	t.Helper()
	at := func(name string) string { return filepath.Join(folder, name) }
	bomb := append([]byte(`{"type":"FeatureCollection","features":[`), bytes.Repeat([]byte(" "), 100<<20)...)
	header, feature := twoUnits(t, at("header.fgb")), twoUnits(t, at("feature.fgb"))
	const length = 3 << 30
	bits.LittleEndian.PutUint32(header[8:], length) // of the header, after the magic number
	last := len(feature) - 4
	for int(bits.LittleEndian.Uint32(feature[last:])) != len(feature)-last-4 {
		last--
	}
	bits.LittleEndian.PutUint32(feature[last:], length)
	parquet := twoUnits(t, at("truncated.parquet"))
	for name, content := range map[string][]byte{
		"bomb.zip":          archives.Zip(t, archives.Entry{Name: "communes.geojson", Bytes: bomb}),
		"bomb.geojson.gz":   gzipped(t, bomb),
		"climbing.7z":       archives.SevenZip(archives.Entry{Name: "../../communes.geojson", Bytes: bomb[:40]}),
		"header.fgb":        header,
		"feature.fgb":       feature,
		"truncated.parquet": parquet[:len(parquet)/2],
		"text.gpkg":         []byte("this is no GeoPackage\n"),
		"noise.gpkg":        append([]byte("SQLite format 3\x00"), bytes.Repeat([]byte{0xa5}, 4096)...),
		"arcs.topojson": []byte(`{"type":"Topology","objects":{"communes":{"type":"GeometryCollection","geometries":[` +
			`{"type":"Polygon","arcs":[[7]],"properties":{"insee":"01001","nom":"A"}}]}},"arcs":[[[5,46],[5.1,46],[5.1,46.1],[5,46]]]}`),
	} {
		write(t, at(name), content)
	}
	for _, name := range []string{"short", "cut"} {
		twoUnits(t, at(name+".shp"))
		table, err := os.ReadFile(at(name + ".dbf"))
		if err != nil {
			t.Fatal(err)
		}
		record, end := int(bits.LittleEndian.Uint16(table[10:])), len(table)-1
		if name == "short" { // it says so
			bits.LittleEndian.PutUint32(table[4:], 1)
			table = append(table[:end-record], table[end])
		} else {
			table = table[:end-record/2]
		}
		write(t, at(name+".dbf"), table)
	}
	db, err := sql.Open("sqlite", at("other.gpkg"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("CREATE TABLE communes (insee TEXT, geom BLOB)"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func write(t testing.TB, path string, content []byte) {
	t.Helper()
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

func gzipped(t testing.TB, content []byte) []byte {
	t.Helper()
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := w.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return packed.Bytes()
}

// twoUnits writes a file of two polygons, and gives its bytes.
func twoUnits(t testing.TB, path string) []byte {
	t.Helper()
	d, err := driver.ByExtension(path)
	if err != nil {
		t.Fatal(err)
	}
	var features []geo.Feature
	for i := range int32(2) {
		box := geo.Box{Min: geo.Point{X: 5e7 + i*1e6, Y: 46e7}, Max: geo.Point{X: 51e6 + i*1e6, Y: 461e6}}
		features = append(features, geo.Feature{
			Properties: []geo.Property{{Name: "insee", Value: fmt.Sprintf("0100%d", i+1)}, {Name: "nom", Value: "A"}},
			Geometry:   geo.MultiPolygon{box.Polygon()},
		})
	}
	w, err := d.Create(path, format.SchemaOf("communes", features))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range features {
		if err := w.Write(f); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// peak runs a command, peak MIB STATUS COMMAND…, and fails unless it ends with that status and took less than so much memory. It is a
// process of its own: what one takes is counted from that of the process which starts it.
func peak() {
	limit, err := strconv.ParseInt(os.Args[1], 10, 64)
	if err != nil {
		fmt.Fprintln(os.Stderr, "peak:", err)
		os.Exit(1)
	}
	cmd := exec.Command(os.Args[3], os.Args[4:]...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	_ = cmd.Run()
	status, taken := strconv.Itoa(cmd.ProcessState.ExitCode()), cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss>>10
	fmt.Fprintf(os.Stderr, "peak: status %s, %d MiB\n", status, taken)
	if status != os.Args[2] || taken >= limit {
		os.Exit(1)
	}
}
