package topojson

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"perimetre/data/format"
	"perimetre/data/format/geojson"
	"perimetre/geo"
	"perimetre/geo/topo"
	"perimetre/internal/gdal"
	"perimetre/internal/race"
	"perimetre/internal/shared"
)

// real gives the features of a file of real data that keep takes.
func real(t *testing.T, name string, keep func(geo.Feature) bool) (features []geo.Feature) {
	t.Helper()
	race.LeaveOut(t)
	file, err := os.Open(shared.File(t, name))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	plain, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	for f, err := range geojson.Read(plain, name) {
		if err != nil {
			t.Fatal(err)
		}
		if keep(f) {
			f.ID = format.Code(f)
			features = append(features, f)
		}
	}
	return features
}

// coverages are the real coverages of these tests.
func coverages(t *testing.T) map[string][]geo.Feature {
	t.Helper()
	all := func(geo.Feature) bool { return true }
	communes := real(t, "communes-2018.geojsonl.gz", all)
	of := func(departement string) (features []geo.Feature) {
		for _, f := range communes {
			if strings.HasPrefix(f.ID, departement) {
				features = append(features, f)
			}
		}
		return features
	}
	return map[string][]geo.Feature{
		"Ille-et-Vilaine": of("35"), "Corse-du-Sud": of("2A"), "Guyane": of("973"),
		"EPCI of the east of Bretagne": real(t, "epci-bretagne-est-fullres.geojsonl.gz", all),
	}
}

func coverageOf(features []geo.Feature) *topo.Coverage {
	pieces := make([]topo.Piece, len(features))
	for i, f := range features {
		pieces[i] = topo.Piece{Unit: int32(i), Geometry: f.Geometry.(geo.MultiPolygon)}
	}
	c, _ := topo.Build(len(features), pieces, topo.Tolerance{})
	return c
}

func arcsOf(c *topo.Coverage) []topo.Arc {
	arcs := make([]topo.Arc, c.NumArcs())
	for i := range arcs {
		arcs[i] = c.Arc(i)
	}
	return arcs
}

// startingAtTheLeast gives a feature whose closed rings start at their least point.
func startingAtTheLeast(f geo.Feature) geo.Feature {
	polygons, ok := f.Geometry.(geo.MultiPolygon)
	if !ok {
		return f
	}
	g := slices.Clone(polygons)
	for i, polygon := range g {
		g[i] = slices.Clone(polygon)
		for k, ring := range polygon {
			if len(ring) > 1 && ring[0] == ring[len(ring)-1] {
				points := fromLeast(ring)
				g[i][k] = append(points, points[0])
			}
		}
	}
	f.Geometry = g
	return f
}

func TestRealCoverages(t *testing.T) {
	for name, features := range coverages(t) {
		t.Run(name+", written feature by feature", func(t *testing.T) { comeBackFromSharedArcs(t, features) })
		t.Run(name+", written from its coverage", func(t *testing.T) { comeBackFromTheCoverage(t, features) })
	}
}

func comeBackFromSharedArcs(t *testing.T, features []geo.Feature) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "communes.json")
	w, err := Create(path, format.SchemaOf("communes", features))
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
	var back []geo.Feature
	for f, err := range Read(format.File(path), format.Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		back = append(back, f)
	}
	if len(back) != len(features) {
		t.Fatalf("%d features of %d", len(back), len(features))
	}
	for i := range features {
		if diff := cmp.Diff(startingAtTheLeast(features[i]), startingAtTheLeast(back[i]), cmp.Comparer(slices.Equal[geo.Ring])); diff != "" {
			t.Fatal(diff)
		}
	}
	coverage := coverageOf(features)
	if diff := cmp.Diff(arcsOf(coverage), arcsOf(coverageOf(back)), cmp.Comparer(slices.Equal[[]geo.Point])); diff != "" {
		t.Error(diff)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := arcsIn(t, data); got != coverage.NumArcs() {
		t.Errorf("%d arcs are written, the coverage has %d", got, coverage.NumArcs())
	}
}

// arcsIn counts the arcs of a topology.
func arcsIn(t *testing.T, data []byte) int {
	t.Helper()
	var topology struct{ Arcs []json.RawMessage }
	if err := json.Unmarshal(data, &topology); err != nil {
		t.Fatal(err)
	}
	return len(topology.Arcs)
}

func comeBackFromTheCoverage(t *testing.T, features []geo.Feature) {
	t.Helper()
	coverage := coverageOf(features)
	units, groups := make([]int32, len(features)), make([]int32, len(features))
	for i := range features {
		units[i], groups[i] = int32(i), int32(i%5)
	}
	fine, coarse := coverage.Dissolve(units, len(units)), coverage.Dissolve(groups, 5)
	objects := []Object{{Name: "communes"}, {Name: "groupes"}}
	for i, shape := range fine {
		objects[0].Features = append(objects[0].Features, Feature{features[i].ID, features[i].Properties, shape})
	}
	for i, shape := range coarse {
		objects[1].Features = append(objects[1].Features, Feature{"", []geo.Property{{Name: "groupe", Value: int64(i)}}, shape})
	}
	var out, again bytes.Buffer
	for _, w := range []*bytes.Buffer{&out, &again} {
		if err := Write(w, coverage, objects...); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(out.Bytes(), again.Bytes()) {
		t.Error("the same objects give other bytes")
	}
	if got := arcsIn(t, out.Bytes()); got != coverage.NumArcs() {
		t.Errorf("%d arcs are written, the coverage has %d", got, coverage.NumArcs())
	}

	path := filepath.Join(t.TempDir(), "communes.json")
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := gdal.Run(t, "ogrinfo", "-al", "-so", path); !strings.Contains(got, fmt.Sprintf("Layer name: communes\nGeometry: Multi Polygon\nFeature Count: %d\n", len(features))) ||
		!strings.Contains(got, "Layer name: groupes\nGeometry: Multi Polygon\nFeature Count: 5\n") {
		t.Errorf("ogrinfo says %s", got)
	}
	for _, o := range objects {
		i := 0
		var back []geo.Feature
		for f, err := range Read(format.File(path), format.Options{Layer: o.Name}) {
			if err != nil {
				t.Fatal(err)
			}
			want := o.Features[i]
			i++
			if diff := cmp.Diff(geo.Feature{
				ID: want.ID, Properties: want.Properties, Geometry: coverage.Geometry(want.Shape),
			}, f, cmp.Comparer(slices.Equal[geo.Ring])); diff != "" {
				t.Fatal(diff)
			}
			back = append(back, f)
		}
		if i != len(o.Features) {
			t.Fatalf("%s: %d features of %d", o.Name, i, len(o.Features))
		}
		if o.Name == "communes" {
			if diff := cmp.Diff(arcsOf(coverage), arcsOf(coverageOf(back)), cmp.Comparer(slices.Equal[[]geo.Point])); diff != "" {
				t.Error(diff)
			}
		}
	}
}
