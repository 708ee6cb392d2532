package shapefile

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"perimetre/data/format"
	"perimetre/geo"
	"perimetre/geo/crs"
)

// record gives a record of a .shp: its number, its length, a type, and what is to follow.
func record(kind uint32, content ...byte) []byte {
	data := binary.BigEndian.AppendUint32(nil, 1)
	data = binary.BigEndian.AppendUint32(data, uint32(4+len(content))/2)
	data = binary.LittleEndian.AppendUint32(data, kind)
	return append(data, content...)
}

// shapes gives a .shp of records, which it numbers.
func shapes(records ...[]byte) []byte {
	data := header(100, polygon, format.Bounds{})
	for i, r := range records {
		data = binary.BigEndian.AppendUint32(data, uint32(i+1))
		data = append(data, r[4:]...)
	}
	return data
}

// testIndex gives a .shx that tells so many entries, and has those.
func testIndex(told int, offsets ...uint32) []byte {
	data := header(int64(headerSize+8*told), point, format.Bounds{})
	for _, offset := range offsets {
		data = binary.BigEndian.AppendUint32(data, offset/2)
		data = binary.BigEndian.AppendUint32(data, 10)
	}
	return data
}

// content gives the content of a line or a polygon after its type: the numbers of parts and of points that it tells, the starts
// of parts, and points.
func content(parts, points uint32, starts []uint32, coordinates ...float64) []byte {
	data := make([]byte, 32)
	data = binary.LittleEndian.AppendUint32(data, parts)
	data = binary.LittleEndian.AppendUint32(data, points)
	for _, start := range starts {
		data = binary.LittleEndian.AppendUint32(data, start)
	}
	for _, x := range coordinates {
		data = appendFloat(data, x)
	}
	return data
}

func TestRecordsThatCannotBeRead(t *testing.T) {
	const again = ": export the file again"
	place := &format.CoordinateError{X: 1e6, Y: 7e6}
	for _, test := range []struct {
		name   string
		record []byte
		want   string
	}{
		{"no type", append(binary.BigEndian.AppendUint32(nil, 1), 0, 0, 0, 0), "its shape has no type" + again},
		{"a type that nobody knows", record(4), `geometry of type "4": keep one kind of geometry, polygons for a unit`},
		{"patches", record(multiPatch), `geometry of type "MultiPatch": keep one kind of geometry, polygons for a unit`},
		{"a point cut short", record(point, 0, 0), "its shape is cut short" + again},
		{"points cut short", record(multiPoint, 0, 0), "its shape is cut short" + again},
		{"a polygon cut short", record(polygon, 0, 0), "its shape is cut short" + again},
		{"more parts than bytes", record(polygon, content(math.MaxUint32, 0, nil)...), "it tells 4294967295 parts where 0 bytes are left" + again},
		{"more points than bytes", record(polygon, content(1, 3, []uint32{0}, 0, 0)...), "it tells 3 points where 16 bytes are left" + again},
		{"a first part that is not at the start", record(polygon, content(1, 1, []uint32{1}, 0, 0)...), "part 1 of 1 goes from point 1 to 1, of 1" + again},
		{"parts that go back", record(polyLine, content(3, 2, []uint32{0, 2, 1}, 0, 0, 0, 0)...), "part 2 of 3 goes from point 2 to 1, of 2" + again},
		{"a part after the end", record(polyLine, content(2, 1, []uint32{0, 9}, 0, 0)...), "part 1 of 2 goes from point 0 to 9, of 1" + again},
		{"points in no part", record(polygon, content(0, 1, nil, 0, 0)...), "its 1 points are in no part" + again},
		{"a line of one point", record(polyLine, content(1, 1, []uint32{0}, 0, 0)...), "one of its lines has 1 point" + again},
		{"metres", record(polygon, content(1, 1, []uint32{0}, 1e6, 7e6)...), place.Error() + ": " + place.Mend()},
		{
			"no number", record(polygon, content(1, 1, []uint32{0}, math.NaN(), 7)...),
			"position (NaN 7) is outside longitudes -180…180 and latitudes -90…90: mend the point",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			shp := shapes(test.record, record(polygon, content(1, 1, []uint32{0}, 1, 2)...))
			features, errs := read(memory{".shp": shp}, format.Options{})
			if want := []string{"communes.shp: feature 1: " + test.want}; !cmp.Equal(errs, want) {
				t.Errorf("got  %q\nwant %q", errs, want)
			}
			want := []geo.Feature{{Geometry: geo.MultiPolygon{{{{X: 1e7, Y: 2e7}}}}}}
			if diff := cmp.Diff(want, features); diff != "" {
				t.Errorf("after it: %s", diff)
			}
		})
	}
}

func TestProblemsThatProgramsKnow(t *testing.T) {
	shp := shapes(record(multiPatch), record(polygon, content(1, 1, []uint32{0}, 1e6, 7e6)...))
	var causes []string
	for _, err := range Read(memory{".shp": shp}, format.Options{}) {
		var kind *format.GeometryError
		var place *format.CoordinateError
		switch {
		case errors.As(err, &kind):
			causes = append(causes, kind.Type)
		case errors.As(err, &place):
			causes = append(causes, fmt.Sprint(place.X))
		}
	}
	if want := []string{"MultiPatch", "1e+06"}; !cmp.Equal(causes, want) {
		t.Errorf("got %q, want %q", causes, want)
	}
}

func TestShapesWithoutAPointAreNil(t *testing.T) {
	shp := shapes(
		record(nullShape), record(polygon, content(0, 0, nil)...), record(polyLine, content(1, 0, []uint32{0})...),
		record(multiPoint, make([]byte, 36)...),
	)
	features, errs := read(memory{".shp": shp}, format.Options{})
	if diff := cmp.Diff(make([]geo.Feature, 4), features); diff != "" || errs != nil {
		t.Error(errs, diff)
	}
}

func TestFilesThatCannotBeRead(t *testing.T) {
	one := []field{{name: "a", kind: 'N', width: 1}}
	two := testTable(0, one, " 1", " 2")
	wide := testTable(0, one)
	wide[10] = 1
	huge := record(polygon)
	binary.BigEndian.PutUint32(huge[4:], math.MaxUint32)
	long := record(polygon)
	binary.BigEndian.PutUint32(long[4:], format.LongestRecord/2)
	for _, test := range []struct {
		name  string
		files memory
		o     format.Options
		want  string
	}{
		{"no Shapefile", memory{".shp": []byte(strings.Repeat("insee;nom\n", 20))}, format.Options{}, "communes.shp: it is no Shapefile: give the .shp of one"},
		{"an empty file", memory{".shp": nil}, format.Options{}, "communes.shp: it is no Shapefile: give the .shp of one"},
		{
			"fewer attributes than shapes",
			memory{".shp": testShapes(5), ".dbf": two},
			format.Options{},
			"communes.dbf has 2 records, communes.shp 5: take both from one export",
		},
		{
			"more attributes than shapes",
			memory{".shp": testShapes(1), ".dbf": two},
			format.Options{},
			"communes.dbf has 2 records, communes.shp 1: take both from one export",
		},
		{
			"a table cut within a record",
			memory{".shp": testShapes(2), ".dbf": two[:len(two)-2]},
			format.Options{},
			"communes.dbf has 1 records, communes.shp 2: take both from one export",
		},
		{"a table cut within its header", memory{".shp": testShapes(2), ".dbf": two[:40]}, format.Options{}, "communes.dbf: it is no dBase table: take all files of the Shapefile from one export"},
		{"an empty table", memory{".shp": testShapes(2), ".dbf": nil}, format.Options{}, "communes.dbf: it is no dBase table: take all files of the Shapefile from one export"},
		{"fields wider than records", memory{".shp": testShapes(0), ".dbf": wide}, format.Options{}, "communes.dbf: its fields take 2 bytes, its records 1: export the file again"},
		{"shapes cut within a record", memory{".shp": testShapes(2)[:150]}, format.Options{}, "communes.shp: record 2 is cut short: download or export the file again"},
		{"shapes cut within the header of a record", memory{".shp": testShapes(2)[:130]}, format.Options{}, "communes.shp: record 2 is cut short: download or export the file again"},
		{"a record that tells the largest length", memory{".shp": append(testShapes(0), huge...)}, format.Options{}, "communes.shp: record 1 is 8191 MiB long, over 512: export the file again"},
		{"a record that tells the largest length that is read", memory{".shp": append(testShapes(0), long...)}, format.Options{}, "communes.shp: record 1 is cut short: download or export the file again"},
		{
			"a record of another number",
			memory{".shp": append(testShapes(1), record(nullShape)...)},
			format.Options{},
			"communes.shp: record 2 has the number 1: give the .shx beside it, which says where records are, or export the file again",
		},
		{
			"an index that is none",
			memory{".shp": testShapes(1), ".shx": []byte("none")},
			format.Options{},
			"communes.shx: it is no index of a Shapefile: take all files from one export, or remove it",
		},
		{
			"an index of fewer entries than it tells",
			memory{".shp": testShapes(2), ".shx": testIndex(2, 100)},
			format.Options{},
			"communes.shp: its .shx is cut short: take all files from one export, or remove it",
		},
		{
			"an index of more records than there are",
			memory{".shp": testShapes(1), ".shx": testIndex(2, 100, 128)},
			format.Options{},
			"communes.shp: record 2 is cut short: download or export the file again",
		},
		{"another layer", memory{".shp": testShapes(0)}, format.Options{Layer: "epci"}, `communes.shp: there is no layer "epci": its only one is communes`},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, errs := read(test.files, test.o)
			if want := []string{test.want}; !cmp.Equal(errs, want) {
				t.Errorf("got  %q\nwant %q", errs, want)
			}
		})
	}
}

func TestBytesAfterTheTableAreNoRecords(t *testing.T) {
	table := testTable(0, []field{{name: "a", kind: 'N', width: 1}}, " 1")
	padded := slices.Concat(table[:len(table)-1], make([]byte, 100)) // instead of the mark of the end
	features, errs := read(memory{".shp": testShapes(1), ".dbf": padded}, format.Options{})
	if len(features) != 1 || errs != nil {
		t.Errorf("%v, %q", features, errs)
	}
}

func TestReferenceSystems(t *testing.T) {
	lambert := crs.Code(2154).ESRI()
	shp := header(100, point, format.Bounds{})
	shp = append(shp, record(point, appendFloat(appendFloat(nil, 700_000), 6_600_000)...)...)
	metres := (&format.CoordinateError{X: 7e5, Y: 6.6e6})
	for _, test := range []struct {
		name, prj string
		given     crs.Code
		layer     crs.Code
		want      string
	}{
		{"a .prj of Lambert-93", lambert, 0, 2154, "3 46.5"}, // where Lambert-93 has its false origin: IOGP Guidance Note 7-2
		{"a .prj that the user overrides", crs.Code(3857).ESRI(), 2154, 3857, "3 46.5"},
		{"no .prj, but given", "", 2154, 0, "3 46.5"},
		{"an empty .prj", " ", 2154, 0, "3 46.5"},
		{"no .prj", "", 0, 0, "communes.shp: feature 1: " + metres.Error() + ": " + metres.Mend()},
		{"a .prj that nobody knows, but given", "LOCAL_CS[]", 2154, 0, "3 46.5"},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := memory{".shp": shp}
			if test.prj != "" {
				m[".prj"] = []byte(test.prj)
			}
			layers, err := Layers(m)
			if err != nil || layers[0].CRS != test.layer {
				t.Errorf("%v, %v, want %v", layers, err, test.layer)
			}
			for f, err := range Read(m, format.Options{CRS: test.given}) {
				got := fmt.Sprint(err)
				if err == nil {
					got = f.Geometry.(geo.MultiPoint)[0].String()
				}
				if got != test.want {
					t.Errorf("got  %s\nwant %s", got, test.want)
				}
			}
		})
	}
	_, errs := read(memory{".shp": shp, ".prj": []byte("LOCAL_CS[]")}, format.Options{})
	if len(errs) != 1 || !strings.HasPrefix(errs[0], "communes.prj: ") {
		t.Errorf("got %q", errs)
	}
}

// Squares in the order of the .shx, whatever the order of the .shp: the second was written again at the end.
func TestRecordsAreWhereTheIndexSays(t *testing.T) {
	path := write(t, format.Schema{}, geo.Feature{Geometry: square(0, 0, 5)}, geo.Feature{Geometry: square(9, 9, 5)}, geo.Feature{Geometry: square(20, 20, 5)})
	other := write(t, format.Schema{}, geo.Feature{}, geo.Feature{Geometry: square(7, 7, 7)}, geo.Feature{Geometry: square(30, 30, 5)})
	shp, shx, from := bytesOf(t, path), bytesOf(t, strings.TrimSuffix(path, ".shp")+".shx"), bytesOf(t, other)
	const nullSize, squareSize = 12, 8 + 44 + 4 + 5*16
	binary.BigEndian.PutUint32(shx[headerSize+8:], uint32(len(shp)/2))
	shp = append(shp, from[headerSize+nullSize:headerSize+nullSize+squareSize]...)
	for name, data := range map[string][]byte{path: shp, strings.TrimSuffix(path, ".shp") + ".shx": shx} {
		if err := os.WriteFile(name, data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	features, errs := read(format.File(path), format.Options{})
	want := []geo.MultiPolygon{square(0, 0, 5), square(7, 7, 7), square(20, 20, 5)}
	var got []geo.MultiPolygon
	for _, f := range features {
		got = append(got, f.Geometry.(geo.MultiPolygon))
	}
	if diff := cmp.Diff(want, got); diff != "" || errs != nil {
		t.Error(errs, diff)
	}

	binary.BigEndian.PutUint32(shx[headerSize+8:], headerSize/2)
	if err := os.WriteFile(strings.TrimSuffix(path, ".shp")+".shx", shx, 0o666); err != nil {
		t.Fatal(err)
	}
	_, errs = read(format.File(path), format.Options{})
	if want := []string{"communes.shp: record 2 has the number 1: its .shx is of another file: take all files from one export"}; !cmp.Equal(errs, want) {
		t.Errorf("got  %q\nwant %q", errs, want)
	}
}

func bytesOf(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
