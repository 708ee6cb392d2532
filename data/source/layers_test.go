package source

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"perimetre/data/format"
	"perimetre/data/format/driver"
	"perimetre/data/format/geopackage"
	"perimetre/geo"
	"perimetre/geo/crs"
	"perimetre/internal/archives"
)

// unit is a feature that is known by its code.
func unit(code string) geo.Feature {
	return geo.Feature{
		Properties: []geo.Property{{Name: "insee", Value: code}},
		Geometry:   geo.MultiPolygon{geo.Box{Min: geo.Point{X: 5e7, Y: 46e7}, Max: geo.Point{X: 51e6, Y: 461e6}}.Polygon()},
	}
}

// written gives the files that a driver makes of one feature, in a folder of an archive.
func written(t *testing.T, folder, name string, system crs.Code, code string) (entries []archives.Entry) {
	t.Helper()
	d, err := driver.ByExtension(name)
	if err != nil {
		t.Fatal(err)
	}
	in := t.TempDir()
	s := format.SchemaOf(strings.TrimSuffix(name, filepath.Ext(name)), []geo.Feature{unit(code)})
	s.CRS = system
	w, err := d.Create(filepath.Join(in, name), s)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Write(unit(code)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return entriesOf(t, in, folder)
}

func entriesOf(t *testing.T, in, folder string) (entries []archives.Entry) {
	t.Helper()
	files, err := os.ReadDir(in)
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		content, err := os.ReadFile(filepath.Join(in, file.Name()))
		if err != nil {
			t.Fatal(err)
		}
		entries = append(entries, archives.Entry{Name: folder + file.Name(), Bytes: content})
	}
	return entries
}

// packaged gives a GeoPackage of one feature in each of some layers.
func packaged(t *testing.T, name string, layers ...string) []archives.Entry {
	t.Helper()
	in := t.TempDir()
	file, err := geopackage.CreateFile(filepath.Join(in, name))
	if err != nil {
		t.Fatal(err)
	}
	for _, layer := range layers {
		w, err := file.Layer(format.SchemaOf(layer, []geo.Feature{unit(layer)}))
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Write(unit(layer)); err != nil {
			t.Fatal(err)
		}
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	return entriesOf(t, in, "")
}

func joined(lists ...[]archives.Entry) (all []archives.Entry) {
	for _, list := range lists {
		all = append(all, list...)
	}
	return all
}

// told gives the codes of the features of layers, after their files.
func told(t *testing.T, layers []Layer) (list []string) {
	t.Helper()
	for _, l := range layers {
		text := l.File + " " + l.Called()
		for f, err := range l.Read(format.Options{}) {
			if err != nil {
				t.Fatal(err)
			}
			text += " " + format.Code(f)
		}
		list = append(list, text)
	}
	return list
}

func TestTheLayersOfAnArchiveAreChosen(t *testing.T) {
	fxx := written(t, "ADE/SHP_LAMB93_FXX/", "COMMUNE.shp", 2154, "01001")
	glp := written(t, "ADE/SHP_WGS84_GLP/", "COMMUNE.shp", 4326, "97105")
	epci := written(t, "ADE/SHP_LAMB93_FXX/", "EPCI.shp", 2154, "200000172")
	gpkg := packaged(t, "ADE.gpkg", "commune", "epci", "region")
	text := []archives.Entry{{Name: "ADE/LISEZ-MOI.txt", Bytes: []byte("Licence Ouverte")}, {Name: "ADE/bad.kml", Bytes: []byte("no KML")}}
	aside := []archives.Entry{
		{Name: "metadata.json", Bytes: []byte("[1]")}, {Name: "broken.json", Bytes: []byte(`{"type"`)}, {Name: "none.json"},
	}
	empty := []archives.Entry{{Name: "empty.geojson"}}
	topology := []archives.Entry{{Name: "france.json", Bytes: written(t, "", "region.topojson", 0, "region")[0].Bytes}}
	short := written(t, "", "communes.json", 0, "01001")
	for _, test := range []struct {
		name    string
		entries []archives.Entry
		named   string // by the user
		want    []string
		err     string
	}{
		{
			"one for each part of the country", joined(text, fxx, epci, glp), "",
			[]string{"SHP_LAMB93_FXX/COMMUNE.shp COMMUNE 01001", "SHP_WGS84_GLP/COMMUNE.shp COMMUNE 97105"},
			"",
		},
		{"one of a GeoPackage", joined(text, gpkg), "", []string{"ADE.gpkg commune commune"}, ""},
		{"another, by its name", joined(text, gpkg), "REGION", []string{"ADE.gpkg region region"}, ""},
		{"another, by its name, of a Shapefile", joined(gpkg[:0], fxx, epci), "epci", []string{"EPCI.shp EPCI 200000172"}, ""},
		{"one part, by its folder", joined(fxx, glp), "*_GLP/*.shp/commune", []string{"COMMUNE.shp COMMUNE 97105"}, ""},
		{"one of two formats, by its file", joined(fxx, gpkg, glp), "*.gpkg/commune", []string{"ADE.gpkg commune commune"}, ""},
		{
			"the other of two formats, by its file", joined(fxx, gpkg, glp), ".shp/COMMUNE",
			[]string{"SHP_LAMB93_FXX/COMMUNE.shp COMMUNE 01001", "SHP_WGS84_GLP/COMMUNE.shp COMMUNE 97105"},
			"",
		},
		{"the only one, whatever its name", joined(text[:1], epci), "", []string{"EPCI.shp EPCI 200000172"}, ""},
		{
			"the same in two formats", joined(fxx, gpkg, glp), "", nil,
			": which of the layers SHP_LAMB93_FXX/COMMUNE.shp/COMMUNE, ADE.gpkg/commune, SHP_WGS84_GLP/COMMUNE.shp/COMMUNE is meant: name one with --layer, as FILE/LAYER",
		},
		{
			"two names in one file", packaged(t, "ADE.gpkg", "communes", "commune"), "", nil,
			": which of the layers ADE.gpkg/commune, ADE.gpkg/communes is meant: name one with --layer",
		},
		{
			"none of the names", joined(epci, packaged(t, "b.gpkg", "region", "canton")), "", nil,
			": no layer communes, nor commune: it has EPCI, canton, region: name one with --layer",
		},
		{"a name that there is not", joined(fxx, epci), "canton", nil, ": no layer canton: it has COMMUNE, EPCI: name one with --layer"},
		{"a name that the only one has not", epci, "canton", nil, ": no layer canton: it has EPCI: name one with --layer"},
		{"a pattern that is none", epci, "[/EPCI", nil, `: layer "[/EPCI": syntax error in pattern: close its brackets`},
		{"no layer at all", text[:1], "", nil, ": there is no layer in it: it holds ADE/LISEZ-MOI.txt: give a file of TopoJSON, GeoJSON, "},
		{
			"archives in an archive", joined(text[:1], []archives.Entry{{Name: "ADE/FXX.7z", Bytes: []byte("7z")}, {Name: "ADE/GLP.ZIP", Bytes: []byte("PK")}}), "", nil,
			": there is no layer in it, but archives, ADE/FXX.7z, ADE/GLP.ZIP: unpack it and give one of them",
		},
		{"a file that is not what its name says", text, "", nil, "bad.kml: the file is of no format that is known: give "},
		{"such a file beside the one that is meant", joined(text, aside, empty, fxx), "", []string{"COMMUNE.shp COMMUNE 01001"}, ""},
		{"such a file beside the only one, whatever its name", joined(aside, epci), "", []string{"EPCI.shp EPCI 200000172"}, ""},
		{"such a file that is asked for", joined(text, aside, fxx), "metadata", nil, "metadata.json: the file is of no format that is known: give "},
		{"such a file beside others", joined(text, aside, empty, epci), "region", nil, ": no layer region: it has EPCI, bad, empty: name one with --layer"},
		{
			"such a file that any layer may lie in", joined(fxx, []archives.Entry{{Name: "ADE.gpkg"}}), "", nil,
			"ADE.gpkg: the file is of no format that is known: give ",
		},
		{"no files but such", aside, "", nil, "metadata.json: the file is of no format that is known"},
		{"no files but such, and a name", aside, "region", nil, ": there is no layer in it: it holds metadata.json, "},
		{"one object of a topology", joined(aside, topology), "region", []string{"france.json region region"}, ""},
		{"GeoJSON by its short extension", joined(aside, short), "", []string{"communes.json communes 01001"}, ""},
	} {
		for kind, path := range containers(t, test.entries...) {
			t.Run(kind+" with "+test.name, func(t *testing.T) {
				b := openBundle(t, path, Limits{})
				var layers []Layer
				var err error
				if test.named == "" {
					layers, err = b.Choose("communes", "commune")
				} else {
					layers, err = b.Named(test.named)
				}
				if diff := cmp.Diff(test.want, told(t, layers)); diff != "" && test.err == "" {
					t.Errorf("%v (-want +got):\n%s", err, diff)
				}
				if test.err == "" && err != nil || test.err != "" && (err == nil || !strings.Contains(err.Error(), test.err)) {
					t.Errorf("error %v, want %q", err, test.err)
				}
			})
		}
	}
}

func TestTheLayersOfAFileAreChosen(t *testing.T) {
	file := func(entries []archives.Entry) string {
		return write(t, filepath.Base(entries[0].Name), entries[0].Bytes)
	}
	several := file(packaged(t, "ADE.gpkg", "commune", "epci"))
	for _, test := range []struct {
		name, path string
		names      []string
		want       []string
		err        string
	}{
		{"the one of that name", several, []string{"communes", "Commune"}, []string{"ADE.gpkg commune commune"}, ""},
		{"the only one", file(packaged(t, "a.gpkg", "x")), []string{"communes"}, []string{"a.gpkg x x"}, ""},
		{"the only one of a packed text", write(t, "a.geojson.gz", pack(t, written(t, "", "a.geojson", 0, "01001")[0].Bytes)), []string{"communes"}, []string{"a.geojson.gz a 01001"}, ""},
		{
			"the only one of a packed text that does not name it",
			write(t, "communes.geojson.gz", pack(t, []byte(`{"type":"FeatureCollection","features":[]}`))),
			nil,
			[]string{"communes.geojson.gz communes"},
			"",
		},
		{
			"of a Shapefile that is packed alone", write(t, "COMMUNE.shp.gz", pack(t, written(t, "", "COMMUNE.shp", 0, "01001")[3].Bytes)), nil, nil,
			"COMMUNE.shp.gz: a Shapefile that is packed alone has no .dbf, .prj and .cpg beside it: put all its files into one zip archive",
		},
		{"none of several", several, []string{"region"}, nil, "ADE.gpkg: no layer region: it has commune, epci: name one with --layer"},
		{"none asked for of several", several, nil, nil, "ADE.gpkg: which layer is meant: it has commune, epci: name one with --layer"},
		{"of a text", write(t, "epci.csv", []byte("siren,nom\n")), nil, nil, "epci.csv: the file is of no format that is known"},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := openBundle(t, test.path, Limits{})
			layers, err := b.Choose(test.names...)
			if test.err == "" && err != nil || test.err != "" && (err == nil || !strings.Contains(err.Error(), test.err)) {
				t.Errorf("error %v, want %q", err, test.err)
			}
			if diff := cmp.Diff(test.want, told(t, layers)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// piped gives the path of a pipe that bytes come through.
func piped(t *testing.T, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	go func() {
		w, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			t.Error(err)
			return
		}
		_, _ = w.Write(content) // a reader may leave
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	}()
	return path
}

func TestAPipeHoldsAnyFormat(t *testing.T) {
	geojson := written(t, "", "communes.geojson", 0, "01001")[0].Bytes
	for name, content := range map[string][]byte{
		"GeoJSON": geojson, "gzip": pack(t, geojson), "a GeoPackage": packaged(t, "a.gpkg", "01001")[0].Bytes,
		"an archive": archives.Zip(t, written(t, "", "COMMUNE.shp", 2154, "01001")...),
	} {
		t.Run(name, func(t *testing.T) {
			b := openBundle(t, piped(t, content), Limits{})
			layers, err := b.Choose("commune")
			if err != nil {
				t.Fatal(err)
			}
			if got := told(t, layers); len(got) != 1 || !strings.HasSuffix(got[0], " 01001") || b.Name() != "pipe" {
				t.Errorf("%q of %s", got, b.Name())
			}
			of := openBundle(t, write(t, "file", content), Limits{})
			want, err := of.SHA256()
			if err != nil {
				t.Fatal(err)
			}
			if got, err := b.SHA256(); err != nil || got != want {
				t.Errorf("hash %s, %v, want %s", got, err, want)
			}
		})
	}
	t.Run("more than there is room for", func(t *testing.T) {
		t.Setenv("TMPDIR", t.TempDir())
		_, err := OpenBundle(piped(t, make([]byte, 1<<20)), Limits{Member: 1 << 10})
		if err == nil || !strings.Contains(err.Error(), "pipe: the pipe gives more than 1 KiB: save it to a file and give that") {
			t.Errorf("error %v", err)
		}
		if left, _ := os.ReadDir(os.TempDir()); len(left) > 0 {
			t.Errorf("%v is left", left)
		}
	})
	t.Run("a device", func(t *testing.T) {
		if _, err := OpenBundle(os.DevNull, Limits{}); err == nil || !strings.Contains(err.Error(), "is a device: give the path of a file") {
			t.Errorf("error %v", err)
		}
	})
}

func TestThePartsOfACountryAreUnpackedInOnePass(t *testing.T) {
	entries := joined(written(t, "a/", "COMMUNE.shp", 0, "01001"), written(t, "b/", "COMMUNE.shp", 0, "01002"), written(t, "b/", "EPCI.shp", 0, "x"))
	b := openBundle(t, write(t, "ADE.7z", archives.SevenZip(entries...)), Limits{})
	passes := &counted{archive: b.archive}
	b.archive = passes
	layers, err := b.Layers("commune")
	if err != nil {
		t.Fatal(err)
	}
	if got := told(t, layers); len(got) != 2 || passes.passes != 1 || len(b.raw) != 10 {
		t.Errorf("%v in %d passes, %d members unpacked, want 2 in 1, 10", got, passes.passes, len(b.raw))
	}
}

// counted counts the passes over an archive.
type counted struct {
	archive
	passes int
}

func (c *counted) unpack(wanted func(int) bool, give func(int, io.Reader) error) error {
	c.passes++
	return c.archive.unpack(wanted, give)
}
