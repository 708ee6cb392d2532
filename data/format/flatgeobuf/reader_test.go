package flatgeobuf

import (
	"errors"
	"math"
	"strings"
	"testing"

	"perimetre/data/format"
	"perimetre/geo"
	"perimetre/geo/crs"

	"github.com/gogama/flatgeobuf/flatgeobuf/flat"
	flatbuffers "github.com/google/flatbuffers/go"
	"github.com/google/go-cmp/cmp"
)

// sample is a file of one feature, made table by table.
type sample struct {
	columns    []column
	ofFeature  bool // the feature has the columns, not the header
	properties []byte
	kind       flat.GeometryType // of the header
	own        flat.GeometryType // of the geometry
	xy         []float64
	code       int32
	org, text  string
	wkt        string
}

func (s sample) file() memory {
	b := flatbuffers.NewBuilder(0)
	columns := s.vector(b)
	org, text, wkt := b.CreateString(s.org), b.CreateString(s.text), b.CreateString(s.wkt)
	flat.CrsStart(b)
	flat.CrsAddOrg(b, org)
	flat.CrsAddCode(b, s.code)
	flat.CrsAddCodeString(b, text)
	flat.CrsAddWkt(b, wkt)
	system := flat.CrsEnd(b)
	flat.HeaderStart(b)
	if !s.ofFeature {
		flat.HeaderAddColumns(b, columns)
	}
	flat.HeaderAddGeometryType(b, s.kind)
	flat.HeaderAddIndexNodeSize(b, 0)
	flat.HeaderAddCrs(b, system)
	b.FinishSizePrefixed(flat.HeaderEnd(b))
	file := append([]byte(magic), b.FinishedBytes()...)

	b = flatbuffers.NewBuilder(0)
	columns = s.vector(b)
	properties := b.CreateByteVector(s.properties)
	flat.GeometryStartXyVector(b, len(s.xy))
	for i := len(s.xy) - 1; i >= 0; i-- {
		b.PrependFloat64(s.xy[i])
	}
	xy := b.EndVector(len(s.xy))
	flat.GeometryStart(b)
	flat.GeometryAddType(b, s.own)
	flat.GeometryAddXy(b, xy)
	geometry := flat.GeometryEnd(b)
	flat.FeatureStart(b)
	flat.FeatureAddProperties(b, properties)
	flat.FeatureAddGeometry(b, geometry)
	if s.ofFeature {
		flat.FeatureAddColumns(b, columns)
	}
	b.FinishSizePrefixed(flat.FeatureEnd(b))
	return append(file, b.FinishedBytes()...)
}

func (s sample) vector(b *flatbuffers.Builder) flatbuffers.UOffsetT {
	columns := make([]flatbuffers.UOffsetT, len(s.columns))
	for i, c := range s.columns {
		name := b.CreateString(c.name)
		flat.ColumnStart(b)
		flat.ColumnAddName(b, name)
		flat.ColumnAddType(b, c.kind)
		columns[i] = flat.ColumnEnd(b)
	}
	return b.CreateVectorOfTables(columns)
}

// only gives the one feature of a file.
func only(t *testing.T, m memory, o format.Options) (geo.Feature, error) {
	t.Helper()
	for f, err := range Read(m, o) {
		return f, err
	}
	t.Fatal("no feature")
	return geo.Feature{}, nil
}

func TestValuesOfEveryColumnType(t *testing.T) {
	eight := strings.Repeat("\xff", 8)
	for _, test := range []struct {
		kind  flat.ColumnType
		bytes string
		want  any
	}{
		{flat.ColumnTypeByte, "\xff", int64(-1)},
		{flat.ColumnTypeUByte, "\xff", int64(255)},
		{flat.ColumnTypeBool, "\x01", true},
		{flat.ColumnTypeShort, "\xfe\xff", int64(-2)},
		{flat.ColumnTypeUShort, "\xfe\xff", int64(65534)},
		{flat.ColumnTypeInt, "\xfd\xff\xff\xff", int64(-3)},
		{flat.ColumnTypeUInt, "\xfd\xff\xff\xff", int64(4294967293)},
		{flat.ColumnTypeLong, eight, int64(-1)},
		{flat.ColumnTypeULong, "\x01\x00\x00\x00\x00\x00\x00\x00", int64(1)},
		{flat.ColumnTypeULong, eight, float64(math.MaxUint64)},
		{flat.ColumnTypeFloat, "\x00\x00\xc0\x3f", 1.5},
		{flat.ColumnTypeDouble, "\x00\x00\x00\x00\x00\x00\xf8\xbf", -1.5},
		{flat.ColumnTypeString, "\x03\x00\x00\x00\xc3\xa9\xff", "é\ufffd"},
		{flat.ColumnTypeString, "\x00\x00\x00\x00", ""},
		{flat.ColumnTypeDateTime, "\x0a\x00\x00\x002025-01-31", "2025-01-31"},
		{flat.ColumnTypeJson, "\x09\x00\x00\x00[\"a\",\"b\"]", []string{"a", "b"}},
		{flat.ColumnTypeJson, "\x02\x00\x00\x00{}", "{}"},
		{flat.ColumnTypeJson, "\x03\x00\x00\x00[1]", "[1]"},
	} {
		s := sample{columns: []column{{"before", flat.ColumnTypeBinary}, {"v", test.kind}, {"after", flat.ColumnTypeString}}, kind: flat.GeometryTypePoint}
		s.properties = []byte("\x00\x00\x02\x00\x00\x00\xff\xff\x01\x00" + test.bytes + "\x02\x00\x01\x00\x00\x00z")
		for _, s.ofFeature = range []bool{false, true} {
			f, err := only(t, s.file(), format.Options{})
			want := []geo.Property{{Name: "v", Value: test.want}, {Name: "after", Value: "z"}}
			if diff := cmp.Diff(want, f.Properties); diff != "" || err != nil {
				t.Errorf("%s %q: %v %s", test.kind, test.bytes, err, diff)
			}
		}
		s.properties = s.properties[:len(s.properties)-8]
		if _, err := only(t, s.file(), format.Options{}); !errors.As(err, new(*format.RecordError)) {
			t.Errorf("%s without its last byte gives %v", test.kind, err)
		}
	}
}

func TestGeometriesOfEveryType(t *testing.T) {
	triangle := []float64{0, 0, 1, 0, 1, 1, 0, 0}
	points := []geo.Point{{}, {X: geo.GridPerDegree}, {X: geo.GridPerDegree, Y: geo.GridPerDegree}, {}}
	for _, test := range []struct {
		name      string
		kind, own flat.GeometryType
		xy        []float64
		want      geo.Geometry
		err       string
	}{
		{"a point", flat.GeometryTypePoint, 0, []float64{1, 1}, geo.MultiPoint{points[2]}, ""},
		{"an empty point", flat.GeometryTypePoint, 0, []float64{math.NaN(), math.NaN()}, nil, ""},
		{"points", flat.GeometryTypeMultiPoint, 0, triangle, geo.MultiPoint(points), ""},
		{"a line", flat.GeometryTypeLineString, 0, triangle, geo.MultiLine{points}, ""},
		{"lines without ends", flat.GeometryTypeMultiLineString, 0, triangle, geo.MultiLine{points}, ""},
		{"a polygon", flat.GeometryTypePolygon, 0, triangle, geo.MultiPolygon{{points}}, ""},
		{"an empty polygon", flat.GeometryTypePolygon, 0, nil, nil, ""},
		{"a polygon among others", flat.GeometryTypeUnknown, flat.GeometryTypePolygon, triangle, geo.MultiPolygon{{points}}, ""},
		{"the type of the header wins", flat.GeometryTypePoint, flat.GeometryTypePolygon, []float64{1, 1}, geo.MultiPoint{points[2]}, ""},
		{
			"a curve", flat.GeometryTypeCircularString, 0, triangle, nil,
			`f.fgb: feature 1: geometry of type "CircularString": keep one kind of geometry, polygons for a unit`,
		},
		{
			"a collection", flat.GeometryTypeUnknown, flat.GeometryTypeGeometryCollection, triangle, nil,
			`f.fgb: feature 1: geometry of type "GeometryCollection": keep one kind of geometry, polygons for a unit`,
		},
		{"half a position", flat.GeometryTypePoint, 0, []float64{1}, nil, "f.fgb: feature 1: its FlatBuffer is broken: export the file again"},
		{
			"metres", flat.GeometryTypePoint, 0,
			[]float64{652469, 6862035},
			nil,
			"f.fgb: feature 1: position (652469 6.862035e+06) is outside longitudes -180…180 and latitudes -90…90: " +
				"coordinates look like metres of EPSG:2154 (RGF93 / Lambert-93): name their system with --crs",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			f, err := only(t, sample{kind: test.kind, own: test.own, xy: test.xy}.file(), format.Options{})
			if err != nil && err.Error() != test.err || err == nil && test.err != "" {
				t.Errorf("got  %v\nwant %s", err, test.err)
			}
			if diff := cmp.Diff(test.want, f.Geometry); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestReferenceSystems(t *testing.T) {
	const metres, degrees = 111319.49079327358, 1
	unknown := "f.fgb: EPSG:1 is not a known reference system: use one of "
	for _, test := range []struct {
		name   string
		file   sample
		option format.Options
		want   string // an error
		told   int    // the code of the layer
	}{
		{"longitude and latitude", sample{org: "EPSG", code: 4326, xy: []float64{degrees, 0}}, format.Options{}, "", 4326},
		{"none", sample{xy: []float64{degrees, 0}}, format.Options{}, "", 0},
		{"CRS84", sample{org: "OGC", text: "CRS84", xy: []float64{degrees, 0}}, format.Options{}, "", int(crs.CRS84)},
		{"Pseudo-Mercator", sample{org: "epsg", code: 3857, xy: []float64{metres, 0}}, format.Options{}, "", 3857},
		{"one that is given", sample{org: "EPSG", code: 4326, xy: []float64{metres, 0}}, format.Options{CRS: 3857}, "", 4326},
		{"one that is given for an unknown one", sample{org: "EPSG", code: 1, xy: []float64{metres, 0}}, format.Options{CRS: 3857}, "", 1},
		{"by its definition", sample{wkt: crs.Code(3857).WKT(), xy: []float64{metres, 0}}, format.Options{}, "", 3857},
		{"by its definition, under a number that is not known", sample{org: "EPSG", code: 1, wkt: crs.Code(3857).WKT(), xy: []float64{metres, 0}}, format.Options{}, "", 3857},
		{"with heights, by the number of its own", sample{org: "EPSG", code: 4979, xy: []float64{degrees, 0}}, format.Options{}, "", 4326},
		{"an unknown one", sample{org: "EPSG", code: 1, xy: []float64{metres, 0}}, format.Options{}, unknown, 1},
		{
			"an unknown one of another register",
			sample{org: "IGNF", text: "LAMBE", xy: []float64{metres, 0}},
			format.Options{},
			`f.fgb: reference system "IGNF:LAMBE" is not known: convert to one of `, 0,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.file.kind = flat.GeometryTypePoint
			f, err := only(t, test.file.file(), test.option)
			if err != nil && (test.want == "" || !strings.HasPrefix(err.Error(), test.want)) || err == nil && test.want != "" {
				t.Errorf("got  %v\nwant %s", err, test.want)
			}
			if diff := cmp.Diff(geo.Geometry(geo.MultiPoint{{X: geo.GridPerDegree}}), f.Geometry); test.want == "" && diff != "" {
				t.Error(diff)
			}
			layers, err := Layers(test.file.file())
			if err != nil || layers[0].CRS != crs.Code(test.told) {
				t.Errorf("the layer is in %v, want %d: %v", layers, test.told, err)
			}
		})
	}
}

func TestLayersTellTheHeader(t *testing.T) {
	features := squares("a", "b")
	got, err := Layers(written(t, format.SchemaOf("communes", features), features...))
	want := []format.Layer{{Name: "communes", CRS: 4326, Features: 2, Fields: []string{"insee", "population", "nom"}}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(err, diff)
	}
	got, err = Layers(sample{columns: []column{{"b", flat.ColumnTypeBinary}}}.file())
	if diff := cmp.Diff([]format.Layer{{Name: "f", Features: -1}}, got); diff != "" || err != nil {
		t.Error(err, diff)
	}
	_, err = only(t, written(t, format.SchemaOf("communes", features), features...), format.Options{Layer: "epci"})
	if err == nil || err.Error() != `f.fgb: no layer "epci": the file has "communes"` {
		t.Errorf("got %v", err)
	}
}

func TestWhatASchemaDoesNotHoldIsRefused(t *testing.T) {
	const mend = ": give all features the attributes of the layer, values of their types and one kind of geometry"
	for _, test := range []struct {
		name    string
		feature geo.Feature
		want    string
	}{
		{
			"another geometry",
			geo.Feature{Geometry: geo.MultiPoint{{}}},
			"f.fgb: feature 1: its geometry is a MultiPoint, those of the layer are MultiPolygon" + mend,
		},
		{
			"another type",
			geo.Feature{Properties: []geo.Property{{Name: "insee", Value: "01004"}, {Name: "n", Value: "x"}}},
			`f.fgb: feature 1 (01004): attribute "n" holds x, a string` + mend,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := t.TempDir() + "/f.fgb"
			w, err := Create(path, format.Schema{Geometry: format.MultiPolygon, Fields: []format.Attribute{{Name: "n", Type: format.Int64}}})
			if err != nil {
				t.Fatal(err)
			}
			if err := w.Write(test.feature); err == nil || err.Error() != test.want {
				t.Errorf("got  %v\nwant %s", err, test.want)
			}
			if err := w.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	w, err := Create(t.TempDir()+"/f.fgb", format.Schema{CRS: 3035})
	if err != nil {
		t.Fatal(err)
	}
	err = w.Write(geo.Feature{Geometry: geo.MultiPoint{{X: -170 * geo.GridPerDegree, Y: -52 * geo.GridPerDegree}}})
	if err == nil || !strings.Contains(err.Error(), "EPSG:3035 has no place for the point -170 -52: write it in EPSG:4326") {
		t.Errorf("the antipode of the centre of the projection gives %v", err)
	}
	if err := w.Close(); err != nil {
		t.Error(err)
	}
	if _, err := Create(t.TempDir()+"/f.fgb", format.Schema{CRS: 1}); err == nil || !strings.Contains(err.Error(), "EPSG:1 is not a known reference system") {
		t.Errorf("an unknown system gives %v", err)
	}
}
