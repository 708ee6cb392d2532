package parquet

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"perimetre/data/format"
	"perimetre/data/format/geojson"
	"perimetre/data/format/wkb"
	"perimetre/geo"
	"perimetre/geo/crs"
)

const plainGeo = `{"version":"1.1.0","primary_column":"geometry","columns":{"geometry":{"encoding":"WKB","geometry_types":[]}}}`

// foreign writes a file that Create would not: of columns beside one of geometries, and rows of their values.
func foreign(t testing.TB, geo string, columns parquet.Group, rows []parquet.Row, options ...parquet.WriterOption) []byte {
	t.Helper()
	var out bytes.Buffer
	options = append([]parquet.WriterOption{parquet.NewSchema("test", columns)}, options...)
	w := parquet.NewGenericWriter[any](&out, options...)
	if geo != "" {
		w.SetKeyValueMetadata("geo", geo)
	}
	if _, err := w.WriteRows(rows); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// place is the geometry of the foreign rows.
func place() []byte {
	return wkb.Append(nil, geo.MultiPoint{{X: 10_000_000, Y: 20_000_000}}, crs.System{})
}

// outcome gives what the features of a file are: one text each, and the texts of errors.
func outcome(data []byte, o format.Options) (texts []string) {
	f, err := read(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return []string{err.Error()}
	}
	f.name = "f.parquet"
	err = f.features(o, func(f geo.Feature, err error) bool {
		if err != nil {
			texts = append(texts, err.Error())
		} else {
			texts = append(texts, string(geojson.AppendFeature(nil, f)))
		}
		return true
	})
	if err != nil {
		texts = append(texts, err.Error())
	}
	return texts
}

// simple writes a file with one geometry of those bytes.
func simple(t testing.TB, geo string, geometry []byte) []byte {
	t.Helper()
	return foreign(t, geo, parquet.Group{"geometry": parquet.Optional(parquet.Leaf(parquet.ByteArrayType))},
		[]parquet.Row{{parquet.ByteArrayValue(geometry).Level(0, 1, 0)}}, plainPages())
}

// plainPages are the encodings that other writers choose.
func plainPages() parquet.WriterOption {
	return parquet.DefaultEncodingFor(parquet.ByteArray, &parquet.Plain)
}

func TestReadSaysWhyAFileIsNone(t *testing.T) {
	good := simple(t, plainGeo, place())
	with := func(from, to string) []byte {
		if len(from) != len(to) {
			t.Fatal("another length")
		}
		return []byte(strings.Replace(string(good), from, to, 1))
	}
	long := bytes.Clone(good)
	copy(long[len(long)-8:], "\xff\xff\xff\x03")
	for _, test := range []struct {
		name string
		data []byte
		want string
	}{
		{"nothing", nil, "it is no Parquet file: it has 0 bytes"},
		{"GeoJSON", []byte(`{"type":"FeatureCollection"}`), "it is no Parquet file: it does not begin with PAR1"},
		{"an encrypted file", append([]byte("PARE"), good[4:]...), "it is encrypted: get one that is not"},
		{"the magic word alone", []byte("PAR1PAR1"), "it is cut short: it has 8 bytes: get the file again"},
		{"a file cut short", good[:len(good)-1], "it is cut short: it does not end with PAR1: get the file again"},
		{"a footer longer than the file", long, fmt.Sprintf("its footer is said to have 67108863 bytes, of %d: get the file again", len(good))},
		{"no metadata of GeoParquet", simple(t, "", place()), "it is no GeoParquet file: its metadata have no key geo: write it again with GDAL or GeoPandas"},
		{"metadata that are no JSON", simple(t, "{", place()), "its metadata of GeoParquet cannot be read: unexpected end of JSON input: mend the JSON under the key geo"},
		{"GeoArrow", with(`"WKB"`, `"box"`), `its geometries are encoded as "box" (GeoArrow): write it again with the encoding WKB`},
		{"a version to come", with(`1.1.0`, `2.0.0`), `it follows version "2.0.0" of GeoParquet: write it again with version 1.1`},
		{
			"a primary column that is not described", with(`"primary_column":"geometry"`, `"primary_column":"geometrx"`),
			`its primary column of geometries is "geometrx", of which its metadata say nothing: mend the key geo`,
		},
		{
			"a primary column that is not there", []byte(strings.ReplaceAll(string(good), `"geometry"`, `"geometrx"`)),
			"its schema has no column of geometries geometrx: mend the key geo",
		},
		{
			"a primary column of numbers",
			foreign(t, plainGeo, parquet.Group{"geometry": parquet.Leaf(parquet.Int64Type)}, []parquet.Row{{parquet.Int64Value(1).Level(0, 0, 0)}}),
			"its column of geometries geometry is not one of BYTE_ARRAY: mend the key geo",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff([]string{test.want}, outcome(test.data, format.Options{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAFileCutAnywhereIsAnError(t *testing.T) {
	good := simple(t, plainGeo, place())
	for n := range good {
		if got := outcome(good[:n], format.Options{}); len(got) != 1 || strings.HasPrefix(got[0], "{") {
			t.Fatalf("%d bytes of %d give %q", n, len(good), got)
		}
	}
}

func TestReadNamesABadGeometryAndGoesOn(t *testing.T) {
	rows := func(geometry []byte) []parquet.Row {
		var rows []parquet.Row
		for i, g := range [][]byte{geometry, place()} {
			rows = append(rows, parquet.Row{
				parquet.ByteArrayValue(g).Level(0, 0, 0), parquet.ByteArrayValue(fmt.Appendf(nil, "0100%d", i+1)).Level(0, 0, 1),
			})
		}
		return rows
	}
	columns := parquet.Group{"geometry": parquet.Leaf(parquet.ByteArrayType), "insee": parquet.String()}
	for _, test := range []struct {
		name     string
		geometry []byte
		want     string
		cause    any
	}{
		{"no WKB", []byte("POINT(1 2)"), "byte 0 of its WKB: byte order 80 is neither 0 nor 1: mend its WKB", nil},
		{
			"a collection", []byte("\x01\x07\x00\x00\x00\x00\x00\x00\x00"),
			`geometry of type "GeometryCollection": keep one kind of geometry, polygons for a unit`, new(*format.GeometryError),
		},
		{
			"metres", append([]byte("\x01\x01\x00\x00\x00"), bytes.Repeat([]byte("\x00\x00\x00\x00\x80\x84\x2e\x41"), 2)...),
			"position (1e+06 1e+06) is outside longitudes -180…180 and latitudes -90…90: coordinates look like metres: name their system with --crs",
			new(*format.CoordinateError),
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			data := foreign(t, plainGeo, columns, rows(test.geometry), plainPages())
			want := []string{
				"f.parquet: feature 1 (01001): " + test.want,
				`{"type":"Feature","properties":{"insee":"01002"},"geometry":{"type":"MultiPoint","coordinates":[[1,2]]}}`,
			}
			if diff := cmp.Diff(want, outcome(data, format.Options{})); diff != "" {
				t.Error(diff)
			}
			path := filepath.Join(t.TempDir(), "f.parquet")
			if err := os.WriteFile(path, data, 0o600); err != nil {
				t.Fatal(err)
			}
			for _, err := range Read(format.File(path), format.Options{}) {
				if test.cause != nil && !errors.As(err, test.cause) {
					t.Errorf("%v has not the cause %T", err, test.cause)
				}
				break
			}
		})
	}
}

func TestTheFileSaysItsSystemUnlessItIsGiven(t *testing.T) {
	in := func(crs string) []byte {
		return simple(t, strings.Replace(plainGeo, `"geometry_types"`, crs+`"geometry_types"`, 1), place())
	}
	one := []string{`{"type":"Feature","properties":{},"geometry":{"type":"MultiPoint","coordinates":[[1,2]]}}`}
	for _, test := range []struct {
		name, crs string
		given     crs.Code
		want      []string
	}{
		{"no member: longitude and latitude", "", 0, one},
		{"null: not known, read as longitude and latitude", `"crs":null,`, 0, one},
		{"a system that nobody knows", `"crs":{"type":"EngineeringCRS","name":"x"},`, 0, nil},
		{"one that is given instead", `"crs":{"type":"EngineeringCRS","name":"x"},`, 4326, one},
		{"in metres when it is given", "", 3857, []string{
			`{"type":"Feature","properties":{},"geometry":{"type":"MultiPoint","coordinates":[[0.000009,0.000018]]}}`,
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := outcome(in(test.crs), format.Options{CRS: test.given})
			if test.want == nil {
				if len(got) != 1 || !strings.HasPrefix(got[0], "column geometry: ") {
					t.Errorf("got %q", got)
				}
				return
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestOnlyTheLayerOfTheFileIsThere(t *testing.T) {
	path := filepath.Join(t.TempDir(), "communes.v2.parquet")
	if err := os.WriteFile(path, simple(t, strings.Replace(plainGeo, `"geometry_types"`, `"crs":null,"geometry_types"`, 1), place()), 0o600); err != nil {
		t.Fatal(err)
	}
	layers, err := Layers(format.File(path))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]format.Layer{{Name: "communes.v2", Features: 1, Fields: []string{}}}, layers); diff != "" {
		t.Error(diff)
	}
	for _, err := range Read(format.File(path), format.Options{Layer: "epci"}) {
		if want := `communes.v2.parquet: it has no layer "epci": its only one is "communes.v2"`; err == nil || err.Error() != want {
			t.Errorf("got  %v\nwant %s", err, want)
		}
	}
}
