package ingest_test

import (
	"context"
	"math"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"perimetre/data/ingest"
	"perimetre/data/policy"
	"perimetre/geo"
	"perimetre/geo/atlas"
	"perimetre/internal/race"
	"perimetre/internal/shared"
)

// files2019 are the polygons of 2018 with the registers of 2019: their codes are the same.
func files2019(t testing.TB) ingest.Files {
	return ingest.Files{
		Communes:    shared.File(t, "communes-2018.geojsonl.gz"),
		EPCI:        shared.File(t, "epci-2019.csv.gz"),
		Territoires: shared.File(t, "territoires-industrie-183-2024.csv"),
		Vintage:     2019,
		Now:         time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC),
	}
}

// files2025 are the same polygons with every register of 2025.
func files2025(t testing.TB) ingest.Files {
	files := files2019(t)
	files.EPCI = shared.File(t, "epci-2025.csv.gz")
	files.EPT = shared.File(t, "ept-2025.csv.gz")
	files.CommunesSIREN = shared.File(t, "communes-siren-2025.csv.gz")
	files.Passage = shared.File(t, "passage-communes-2018-2025.csv.gz")
	files.Vintage = 2025
	return files
}

// ingested is an edition of real files.
type ingested struct {
	atlas  *atlas.Atlas
	report *ingest.Report
}

func read(files ingest.Files) (ingested, error) {
	edition, report, err := ingest.Read(context.Background(), files, func(string, int64, int64) {})
	if err != nil {
		return ingested{}, err
	}
	a, _ := atlas.Build(edition, policy.France())
	return ingested{a, report}, nil
}

// france2025 is read once for all tests of this process.
var once struct {
	sync.Once
	ingested
	err error
}

func france2025(t testing.TB) ingested {
	t.Helper()
	files := files2025(t)
	once.Do(func() { once.ingested, once.err = read(files) })
	if once.err != nil {
		t.Fatal(once.err)
	}
	return once.ingested
}

func TestFrance2025IsReadWhole(t *testing.T) {
	r := france2025(t).report
	if r.Features != 35357 || r.FeaturesInEPCI != 35353 || r.EPCI != 1255 {
		t.Errorf("%d features, %d of them in %d EPCI, want 35357, 35353, 1255", r.Features, r.FeaturesInEPCI, r.EPCI)
	}
	if want := []geo.Code{"22016", "29083", "29155", "85113"}; !slices.Equal(r.WithoutEPCI, want) {
		t.Errorf("communes without an EPCI: %v, want the four islands %v", r.WithoutEPCI, want)
	}
}

func TestFrance2025HasOneSelfTouchAndTwoKnownHoles(t *testing.T) {
	var got []string
	for _, d := range france2025(t).report.Defects {
		got = append(got, d.Rule+" "+d.Code+" "+d.At.String())
	}
	want := []string{
		"G07 ring-self-touch -0.56932 48.89639", // commune 14174
		"G05 known-absence 4.99804 43.5009",     // étang de Berre
		"G05 known-absence 1.95618 42.4577",     // Llívia
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("defects (-want +got):\n%s", diff)
	}
}

func TestFrance2025DissolvesIntoTheKnownFigures(t *testing.T) {
	a := france2025(t).atlas
	for _, want := range []struct {
		level                            geo.Level
		units, polygons, rings, vertices int
	}{
		{geo.EPCI, 1255, 1504, 1521, 569404},
		{geo.Departements, 101, 352, 367, 187410},
	} {
		got := want
		got.units, got.polygons, got.rings, got.vertices = len(a.Units(want.level)), 0, 0, 0
		for _, unit := range a.Units(want.level) {
			polygons := a.Ground.Coverage.Geometry(unit.Shape)
			got.polygons += len(polygons)
			got.rings += len(polygons) + polygons.Holes()
			got.vertices += polygons.Vertices()
		}
		if got != want {
			t.Errorf("got %+v, want %+v", got, want)
		}
	}
}

func TestFrance2025HasTheKnownPerimeters(t *testing.T) {
	a := france2025(t).atlas
	polygons, holes, area := 0, 0, 0.0
	var unknown, undrawn, split, several []string
	for _, territory := range a.Territories {
		polygons += len(territory.Perimeter.Shape)
		holes += len(territory.Perimeter.Enclaves)
		area += territory.Perimeter.Area / 1e6
		for _, f := range territory.Findings {
			switch f.Code {
			case "M01", "M02", "M03":
				unknown = append(unknown, territory.ID+" "+f.Units[0])
			case "G08":
				undrawn = append(undrawn, territory.ID+" "+f.Units[0])
			case "G01":
				split = append(split, territory.ID)
			case "A01":
				several = append(several, territory.ID)
			}
		}
	}
	if polygons != 335 || holes != 9 {
		t.Errorf("%d polygons and %d holes, want 335 and 9", polygons, holes)
	}
	if math.Abs(area/338373-1) > 1e-4 {
		t.Errorf("%.1f km² in all, want 338373 within 0.01 %%", area)
	}
	if len(unknown) > 0 {
		t.Errorf("unknown members: %v", unknown)
	}
	// EPCI of which some communes were re-established since the polygons were drawn.
	want := []string{"ti-2803 200065597", "ti-5203 200071918", "ti-7603 200066637"}
	if !slices.Equal(undrawn, want) {
		t.Errorf("members of which a commune has no polygon: %v, want %v", undrawn, want)
	}
	want = []string{"ti-2410", "ti-2702", "ti-2703", "ti-3202", "ti-3207", "ti-7504", "ti-7608"}
	if !slices.Equal(split, want) {
		t.Errorf("split on land: %v, want %v", split, want)
	}
	if len(several) != 15 {
		t.Errorf("%d territories over several Regions, want 15: %v", len(several), several)
	}
}

func TestTheListOf2024HasUnknownMembersIn2019(t *testing.T) {
	race.LeaveOut(t)
	alone := files2019(t)
	all := alone
	all.EPT, all.CommunesSIREN = files2025(t).EPT, files2025(t).CommunesSIREN
	for _, test := range []struct {
		name  string
		files ingest.Files
		want  int
	}{
		{"with the register of EPCI alone", alone, 26},
		{"with EPT and the SIREN of communes", all, 11},
	} {
		t.Run(test.name, func(t *testing.T) {
			edition, err := read(test.files)
			if err != nil {
				t.Fatal(err)
			}
			got := 0
			for _, territory := range edition.atlas.Territories {
				for _, f := range territory.Findings {
					if f.Code == "M02" {
						got++
					}
				}
			}
			if got != test.want {
				t.Errorf("%d unknown members, want %d", got, test.want)
			}
		})
	}
}
