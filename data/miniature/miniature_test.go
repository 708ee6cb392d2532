package miniature

import (
	"bufio"
	"cmp"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"perimetre/data/ingest"
	"perimetre/data/policy"
	"perimetre/geo"
	"perimetre/geo/atlas"
	"perimetre/geo/cog"
	"perimetre/geo/topo"
	"perimetre/internal/race"
	"perimetre/internal/shared"
)

func TestTheSameSeedGivesTheSameCountry(t *testing.T) {
	if !reflect.DeepEqual(Country(3), Country(3)) {
		t.Error("two countries of one seed differ")
	}
	if reflect.DeepEqual(Country(3).Communes, Country(4).Communes) {
		t.Error("two seeds give the same communes")
	}
}

// TestACountryIsTheSameOnEveryMachine holds the sum of one country: a change of the generator changes it.
func TestACountryIsTheSameOnEveryMachine(t *testing.T) {
	const want = "fd57c8c7269ddb46de69c46205eef9e92c7733b27bb1fba8ca5afbb445acdace"
	written, err := json.Marshal(Country(1).Communes)
	if err != nil {
		t.Fatal(err)
	}
	if sum := sha256.Sum256(written); hex.EncodeToString(sum[:]) != want {
		t.Errorf("the communes of seed 1 have the sum %x, want %s", sum, want)
	}
}

func TestEveryTerritoryTellsItsStory(t *testing.T) {
	want := map[string][]string{
		"L'Île et le Rivage":   {"G03"},
		"Autour du Lac":        {"G05"},
		"Autour du Caillou":    {"G04"},
		"Les Deux Morceaux":    {"M01", "G01"},
		"Le Point de Contact":  {"M02", "G02"},
		"Par-delà la Limite":   {"A01", "A02"},
		"La Métropole voisine": {"M03"},
		"La Moitié du Bocage":  {"M03", "M05"},
	}
	for seed := range uint64(8) {
		a, defects := atlas.Build(Country(seed), policy.France())
		if len(defects) != 1 || defects[0].Kind != topo.Gap {
			t.Errorf("seed %d: defects %v, want the gap of the lake only", seed, defects)
		}
		if len(a.Territories) != len(want) {
			t.Errorf("seed %d: %d territories, want %d", seed, len(a.Territories), len(want))
		}
		for _, territory := range a.Territories {
			var codes []string
			for _, finding := range territory.Findings {
				codes = append(codes, finding.Code)
			}
			expected := want[territory.Name]
			for _, code := range expected {
				if !slices.Contains(codes, code) {
					t.Errorf("seed %d: %q has findings %v, want %s among them", seed, territory.Name, codes, code)
				}
			}
			// Several départements or régions are no fault of the story: an EPCI is where it is.
			for _, code := range codes {
				if !slices.Contains(expected, code) && (len(expected) == 0 || code[0] != 'A') {
					t.Errorf("seed %d: %q has a finding %s that its story does not tell", seed, territory.Name, code)
				}
			}
		}
	}
}

func TestACountryHasTheLevelsOfARealOne(t *testing.T) {
	e := Country(1)
	counts := map[string]int{"regions": len(e.Regions), "departements": len(e.Departements)}
	for _, g := range e.Groupings {
		counts[g.Nature]++
		if !g.SIREN.Valid() {
			t.Errorf("SIREN %s of %s is not valid", g.SIREN, g.Name)
		}
	}
	counts["EPCI"] = counts["CC"] + counts["CA"] + counts["METRO"]
	for kind, want := range map[string]int{"EPCI": 40, "EPT": 2, "METRO": 1, "departements": 8, "regions": 3} {
		if counts[kind] != want {
			t.Errorf("%d %s, want %d", counts[kind], kind, want)
		}
	}
	if n := len(e.Communes); n != 599 {
		t.Errorf("%d communes, want 600 less the drowned one", n)
	}
	parts := 0
	for _, c := range e.Communes {
		parts = max(parts, len(c.Geometry))
		if !c.SIREN.Valid() || !c.Code.Valid() || c.Code.Departement() != c.Departement {
			t.Errorf("commune %s (SIREN %s) of %s: code, SIREN and département disagree", c.Code, c.SIREN, c.Departement)
		}
	}
	if parts != 2 {
		t.Errorf("a commune has %d parts, want 2: one has the islet", parts)
	}
	for name, sorted := range map[string]bool{
		"communes":     slices.IsSortedFunc(e.Communes, func(a, b geo.Commune) int { return cmp.Compare(a.Code, b.Code) }),
		"groupings":    slices.IsSortedFunc(e.Groupings, func(a, b geo.Grouping) int { return cmp.Compare(a.SIREN, b.SIREN) }),
		"departements": slices.IsSortedFunc(e.Departements, func(a, b geo.Division) int { return cmp.Compare(a.Code, b.Code) }),
		"territories":  slices.IsSortedFunc(e.Territories, func(a, b geo.Territory) int { return cmp.Compare(a.ID, b.ID) }),
	} {
		if !sorted {
			t.Errorf("%s are not sorted", name)
		}
	}
}

func TestNoDivisionIsOneOfFrance(t *testing.T) {
	e, france := Country(1), cog.France()
	for _, d := range e.Departements {
		if region, real := france.RegionOf[d.Code]; real {
			t.Errorf("département %s exists, in région %s", d.Code, region)
		}
	}
	for _, r := range e.Regions {
		if slices.ContainsFunc(france.Regions, func(real geo.Division) bool { return real.Code == r.Code }) {
			t.Errorf("région %s exists", r.Code)
		}
	}
}

func TestNoCommuneHasTheNameOfARealOne(t *testing.T) {
	race.LeaveOut(t)
	file, err := os.Open(shared.File(t, "communes-2018.geojsonl.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	plain, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	real := map[string]bool{}
	lines := bufio.NewScanner(plain)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var feature struct {
			Properties struct {
				Nom string `json:"nom"`
			} `json:"properties"`
		}
		if err := json.Unmarshal(lines.Bytes(), &feature); err != nil {
			t.Fatal(err)
		}
		real[feature.Properties.Nom] = true
	}
	if err := lines.Err(); err != nil || len(real) < 30_000 {
		t.Fatalf("%d names read: %v", len(real), err)
	}
	for _, c := range Country(1).Communes {
		if real[c.Name] {
			t.Errorf("there is a commune %q in France", c.Name)
		}
	}
}

// TestBordersNeverCross looks at every pair of segments that are near each other: they may meet at common ends only.
func TestBordersNeverCross(t *testing.T) {
	type segment struct{ a, b geo.Point }
	for seed := range uint64(4) {
		a, _ := atlas.Build(Country(seed), policy.France())
		const size = 20_000 // grid steps: about 2 km
		squares := map[geo.Point][]segment{}
		for i := range a.Ground.Coverage.NumArcs() {
			points := a.Ground.Coverage.Arc(i).Points
			for k := 1; k < len(points); k++ {
				p, q := points[k-1], points[k]
				for x := min(p.X, q.X) / size; x <= max(p.X, q.X)/size; x++ {
					for y := min(p.Y, q.Y) / size; y <= max(p.Y, q.Y)/size; y++ {
						square := geo.Point{X: x, Y: y}
						squares[square] = append(squares[square], segment{p, q})
					}
				}
			}
		}
		side := func(s segment, p geo.Point) int {
			return cmp.Compare(
				int64(s.b.X-s.a.X)*int64(p.Y-s.a.Y),
				int64(s.b.Y-s.a.Y)*int64(p.X-s.a.X))
		}
		for _, segments := range squares {
			for i, s := range segments {
				for _, u := range segments[i+1:] {
					if s.a == u.a || s.a == u.b || s.b == u.a || s.b == u.b {
						continue
					}
					if side(s, u.a)*side(s, u.b) <= 0 && side(u, s.a)*side(u, s.b) <= 0 {
						t.Errorf("seed %d: segments %v and %v meet", seed, s, u)
					}
				}
			}
		}
	}
}

func TestTheFilesAreThoseOfTheSources(t *testing.T) {
	dir, e := t.TempDir(), Country(1)
	if err := Write(dir, e); err != nil {
		t.Fatal(err)
	}
	if len(e.Sources) != 6 {
		t.Errorf("%d sources, want 6", len(e.Sources))
	}
	for _, source := range e.Sources {
		content, err := os.ReadFile(filepath.Join(dir, source.File))
		if err != nil {
			t.Fatal(err)
		}
		if sum := sha256.Sum256(content); hex.EncodeToString(sum[:]) != source.SHA256 {
			t.Errorf("%s is not the file of its source", source.File)
		}
	}
}

func TestAnIngestOfTheFilesGivesTheCountryBack(t *testing.T) {
	dir, want := t.TempDir(), Country(1)
	if err := Write(dir, want); err != nil {
		t.Fatal(err)
	}
	path := func(name string) string { return filepath.Join(dir, name) }
	file, err := os.Open(path("policy.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rules, err := policy.Read(file, "policy.yaml")
	if err != nil {
		t.Fatal(err)
	}
	got, report, err := ingest.Read(t.Context(), ingest.Files{
		Communes: path("communes.geojson"), EPCI: path("epci.csv"), EPT: path("ept.csv"),
		CommunesSIREN: path("communes-siren.csv"), Regions: path("regions.csv"), Territoires: path("territoires.csv"),
		Vintage: Vintage, Licence: want.Sources[0].Licence, Now: want.Sources[0].ReadAt, Policy: &rules,
	}, func(string, int64, int64) {})
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Defects) != 1 || report.Defects[0].Code != "known-absence" {
		t.Errorf("defects %v, want the lake as a known absence", report.Defects)
	}
	// Rings may start elsewhere: the coverage tells whether they are the same.
	if wanted, read := borders(want), borders(got); !slices.Equal(wanted, read) {
		t.Errorf("%d points of borders were made, %d read, and they differ", len(wanted), len(read))
	}
	for _, e := range []*geo.Edition{want, got} {
		for i := range e.Communes {
			e.Communes[i].Geometry = nil
		}
		slices.SortFunc(e.Sources, func(a, b geo.Provenance) int { return cmp.Compare(a.Role, b.Role) })
	}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("edition (-made +read):\n%s", diff)
	}
}

// borders gives the points of every arc of a country's coverage.
func borders(e *geo.Edition) []geo.Point {
	a, _ := atlas.Build(e, policy.France())
	var points []geo.Point
	for i := range a.Ground.Coverage.NumArcs() {
		points = append(points, a.Ground.Coverage.Arc(i).Points...)
	}
	return points
}

func TestWritingIntoAMissingFolderIsAnError(t *testing.T) {
	if err := Write(filepath.Join(t.TempDir(), "missing"), Country(1)); err == nil {
		t.Error("no error")
	}
}

func BenchmarkCountry(b *testing.B) {
	for b.Loop() {
		Country(1)
	}
}
