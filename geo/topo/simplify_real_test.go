package topo_test

import (
	"compress/gzip"
	"encoding/csv"
	"os"
	"slices"
	"sync"
	"testing"

	"perimetre/data/format/geojson"
	"perimetre/geo"
	"perimetre/geo/topo"
	"perimetre/internal/race"
	"perimetre/internal/shared"
)

// france is read once for all tests of this process: its communes, and the EPCI of 2019 that group them.
var france struct {
	sync.Once
	communes *topo.Coverage
	epci     []int32
	n        int
}

func readFrance(t testing.TB) (communes *topo.Coverage, epci []int32, n int) {
	t.Helper()
	polygons, register := shared.File(t, "communes-2018.geojsonl.gz"), shared.File(t, "epci-2019.csv.gz")
	france.Do(func() {
		var pieces []topo.Piece
		var codes []string
		for feature, err := range geojson.Read(unzip(t, polygons), polygons) {
			if err != nil {
				t.Fatal(err)
			}
			code, _ := feature.Property("insee").(string)
			codes = append(codes, code)
			pieces = append(pieces, topo.Piece{Unit: int32(len(pieces)), Geometry: feature.Geometry.(geo.MultiPolygon)})
		}
		rows, err := csv.NewReader(unzip(t, register)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		bySIREN, byCommune := map[string]int32{}, map[string]int32{}
		for _, row := range rows[1:] {
			if _, ok := bySIREN[row[0]]; !ok {
				bySIREN[row[0]] = int32(len(bySIREN))
			}
			byCommune[row[3]] = bySIREN[row[0]]
		}
		for _, code := range codes {
			group, ok := byCommune[code]
			if !ok {
				group = topo.None
			}
			france.epci = append(france.epci, group)
		}
		france.n = len(bySIREN)
		france.communes, _ = topo.Build(len(pieces), pieces, topo.Tolerance{})
	})
	return france.communes, france.epci, france.n
}

func unzip(t testing.TB, path string) *gzip.Reader {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { file.Close() })
	r, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestFranceStaysACoverageAtEveryThreshold(t *testing.T) {
	race.LeaveOut(t)
	communes, epci, n := readFrance(t)
	for _, level := range []struct {
		name     string
		coverage *topo.Coverage
	}{{"communes", communes}, {"EPCI", communes.Regroup(epci, n)}} {
		gaps, _ := rebuilt(level.coverage)
		w := level.coverage.Weigh()
		for _, share := range []float64{0.3, 0} {
			simple := level.coverage.Simplify(w, w.Threshold(share))
			if got, others := rebuilt(simple); got != gaps || others > 0 {
				t.Errorf("%s at %v: %d gaps and %d other defects, want %d and none", level.name, share, got, others, gaps)
			}
			for unit := range int32(simple.NumUnits()) {
				if len(simple.ArcsOf(unit)) == 0 {
					t.Errorf("%s at %v: unit %d is gone", level.name, share, unit)
				}
				if want, got := level.coverage.Neighbours(unit), simple.Neighbours(unit); !slices.Equal(got, want) {
					t.Errorf("%s at %v: unit %d has the neighbours %v, want %v", level.name, share, unit, got, want)
				}
			}
		}
	}
}

// rebuilt counts the defects of the shapes of a coverage.
func rebuilt(c *topo.Coverage) (gaps, others int) {
	identity := make([]int32, c.NumUnits())
	for unit := range identity {
		identity[unit] = int32(unit)
	}
	var pieces []topo.Piece
	for unit, shape := range c.Dissolve(identity, len(identity)) {
		pieces = append(pieces, topo.Piece{Unit: int32(unit), Geometry: c.Geometry(shape)})
	}
	_, defects := topo.Build(len(pieces), pieces, topo.Tolerance{})
	for _, d := range defects {
		if d.Claims == 0 {
			gaps++
		} else {
			others++
		}
	}
	return gaps, others
}

func BenchmarkWeigh(b *testing.B) {
	communes, epci, n := readFrance(b)
	for _, level := range []struct {
		name     string
		coverage *topo.Coverage
	}{{"communes", communes}, {"epci", communes.Regroup(epci, n)}} {
		b.Run(level.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				level.coverage.Weigh()
			}
		})
	}
}

func BenchmarkRegroup(b *testing.B) {
	communes, epci, n := readFrance(b)
	for b.Loop() {
		communes.Regroup(epci, n)
	}
}

func BenchmarkSimplify(b *testing.B) {
	communes, epci, n := readFrance(b)
	for _, level := range []struct {
		name     string
		coverage *topo.Coverage
	}{{"epci", communes.Regroup(epci, n)}, {"communes", communes}} {
		w := level.coverage.Weigh()
		for _, share := range []struct {
			name  string
			share float64
		}{{"100%", 1}, {"50%", 0.5}, {"10%", 0.1}, {"2%", 0.02}} {
			b.Run(level.name+"/"+share.name, func(b *testing.B) {
				threshold := w.Threshold(share.share)
				for b.Loop() {
					level.coverage.Simplify(w, threshold)
				}
				b.ReportMetric(float64(w.Kept(threshold)), "vertices")
			})
		}
	}
}
