package ingest_test

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"perimetre/data/policy"
	"perimetre/geo"
	"perimetre/geo/check"
	"perimetre/geo/perimeter"
	"perimetre/internal/pgtest"
	"perimetre/internal/race"
	"perimetre/internal/shared"
	"perimetre/internal/wkt"
)

// foundIn gives the territories of an edition that have a finding of a rule.
func foundIn(i ingested, code string) (territories []string) {
	for _, territory := range i.atlas.Territories {
		for _, f := range territory.Findings {
			if f.Code == code {
				territories = append(territories, territory.ID)
				break
			}
		}
	}
	return territories
}

func TestFrance2025HoldsTogetherInKnownGrades(t *testing.T) {
	france := france2025(t)
	got := map[string][]string{}
	for _, territory := range france.atlas.Territories {
		grade := territory.Perimeter.Contiguity().String()
		got[grade] = append(got[grade], territory.ID)
	}
	delete(got, "by-edge")
	want := map[string][]string{
		"by-sea":        {"ti-0101", "ti-0102", "ti-0103", "ti-0601", "ti-5304", "ti-5307", "ti-5308", "ti-7515"},
		"split-on-land": {"ti-2410", "ti-2702", "ti-2703", "ti-3202", "ti-3207", "ti-7504", "ti-7608"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("territories by grade (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want["by-sea"], foundIn(france, "G03")); diff != "" {
		t.Errorf("territories that the sea parts (-want +got):\n%s", diff)
	}
	if found := foundIn(france, "G07"); found != nil {
		t.Errorf("G07 is found in %v, want in none", found)
	}
	if diff := cmp.Diff([]string{"ti-2803", "ti-5203", "ti-7603"}, foundIn(france, "G08")); diff != "" {
		t.Errorf("territories whose member has a commune without a polygon (-want +got):\n%s", diff)
	}
}

func TestTheTwoHolesOfFranceAreKnownAbsences(t *testing.T) {
	ground, policy := france2025(t).atlas.Ground, policy.France()
	var names []string
	for _, defect := range ground.Defects {
		if absence, known := check.PlaceIn(defect.Ground, policy.KnownAbsences); known {
			names = append(names, absence.Name)
		}
	}
	if diff := cmp.Diff([]string{"Llívia", "étang de Berre"}, names); diff != "" || len(ground.Defects) != 2 {
		t.Errorf("%d holes, those that are known (-want +got):\n%s", len(ground.Defects), diff)
	}
}

// The polygons of 2024 are at full resolution, the communes of 2018 generalised: their borders are some 15 m apart.
func TestDeclaredPolygonsOfBretagneDifferWhereTheirCommunesDo(t *testing.T) {
	race.LeaveOut(t)
	files := files2025(t)
	files.EPCIPolygons = shared.File(t, "epci-bretagne-est-fullres.geojsonl.gz")
	bretagne, err := read(files)
	if err != nil {
		t.Fatal(err)
	}
	declared, units := 0, map[string]string{}
	for _, grouping := range bretagne.atlas.Edition.Groupings {
		if grouping.Declared != nil {
			declared++
		}
	}
	for _, territory := range bretagne.atlas.Territories {
		for _, f := range territory.Findings {
			if f.Code == "G08" {
				units[f.Units[0]] = territory.ID
			}
		}
	}
	if declared != 30 || bretagne.report.UnknownEPCI != nil {
		t.Errorf("%d polygons kept, those of no register %v, want 30 and none", declared, bretagne.report.UnknownEPCI)
	}
	want := map[string]string{
		"200068989": "ti-5303",
		"200065597": "ti-2803", "200066637": "ti-7603", "200071918": "ti-5203", // of which a commune has no polygon
	}
	if diff := cmp.Diff(want, units); diff != "" {
		t.Errorf("EPCI that differ, and their territories (-want +got):\n%s", diff)
	}
	compareDifferences(t, bretagne)
}

// compareDifferences asks PostGIS how far declared polygons are from the union of their communes. Crossings are rounded to
// the grid here and not there.
func compareDifferences(t *testing.T, i ingested) {
	t.Helper()
	ground := i.atlas.Ground
	var script strings.Builder
	script.WriteString("CREATE TABLE polygon (code text, geom geometry);\nCOPY polygon FROM STDIN;\n")
	got := map[string]float64{}
	for _, grouping := range i.atlas.Edition.Groupings {
		if grouping.Declared != nil {
			union := ground.Coverage.Geometry(ground.Coverage.Union(ground.Grouping(grouping.SIREN).Communes))
			fmt.Fprintf(&script, "%sa\tSRID=4326;%s\n", grouping.SIREN, wkt.Degrees.Format(grouping.Declared))
			fmt.Fprintf(&script, "%sb\tSRID=4326;%s\n", grouping.SIREN, wkt.Degrees.Format(union))
			got[string(grouping.SIREN)] = perimeter.Area(perimeter.Difference(union, grouping.Declared))
		}
	}
	script.WriteString("\\.\n")
	database := pgtest.Database(t)
	pgtest.Query(t, database, script.String())
	differences := pgtest.Query(t, database, `
		SELECT left(a.code, 9), ST_Area(ST_SymDifference(a.geom, b.geom)::geography)
		FROM polygon a JOIN polygon b ON b.code = left(a.code, 9) || 'b' WHERE a.code LIKE '%a'`)
	for line := range strings.Lines(differences) {
		code, text, _ := strings.Cut(strings.TrimSpace(line), "|")
		want, err := strconv.ParseFloat(text, 64)
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(got[code]/want-1) > 1e-4 {
			t.Errorf("the polygon of %s differs by %.1f m², want %.1f", code, got[code], want)
		}
	}
}

// PostGIS measures what two outlines have in common, and what lies in the holes of a commune.
func TestBordersAndEnclavesAreThoseThatPostGISFinds(t *testing.T) {
	race.LeaveOut(t)
	a := france2025(t).atlas
	database := pgtest.Database(t)
	var script strings.Builder
	script.WriteString("CREATE TABLE epci (code text, geom geometry);\nCOPY epci FROM STDIN;\n")
	epci := map[string][]int32{}
	for _, unit := range a.Units(geo.EPCI) {
		if region := a.Edition.Communes[unit.Communes[0]].Region; region == "53" {
			epci[unit.Code] = unit.Communes
			fmt.Fprintf(&script, "%s\tSRID=4326;%s\n", unit.Code, wkt.Degrees.Format(a.Ground.Coverage.Geometry(unit.Shape)))
		}
	}
	script.WriteString("\\.\nCREATE TABLE commune (code text, geom geometry);\nCOPY commune FROM STDIN;\n")
	for _, commune := range a.Edition.Communes {
		fmt.Fprintf(&script, "%s\tSRID=4326;%s\n", string(commune.Code), wkt.Degrees.Format(commune.Geometry))
	}
	script.WriteString("\\.\nCREATE INDEX ON commune USING gist (geom);\n")
	pgtest.Query(t, database, script.String())

	pairs := pgtest.Query(t, database, `
		SELECT a.code, b.code, ST_Length(ST_Intersection(ST_Boundary(a.geom), ST_Boundary(b.geom))::geography)
		FROM epci a JOIN epci b ON a.code < b.code AND a.geom && b.geom AND ST_Intersects(a.geom, b.geom)`)
	n := 0
	for line := range strings.Lines(pairs) {
		fields := strings.Split(strings.TrimSpace(line), "|")
		want, err := strconv.ParseFloat(fields[2], 64)
		if err != nil {
			t.Fatal(err)
		}
		if got := a.Ground.SharedBorder(epci[fields[0]], epci[fields[1]]); math.Abs(got-want) > 0.01 {
			t.Errorf("EPCI %s and %s share %.3f m, want %.3f", fields[0], fields[1], got, want)
		}
		n++
	}
	if n < 100 {
		t.Errorf("%d pairs of EPCI compared, want more", n)
	}

	var got []string
	for i, commune := range a.Edition.Communes {
		for _, enclave := range a.Ground.EnclavesOf(int32(i)) {
			for _, inner := range enclave.Communes {
				if len(enclave.Partly) == 0 {
					got = append(got, fmt.Sprint(commune.Code, "|", a.Edition.Communes[inner].Code))
				}
			}
		}
	}
	want := pgtest.Query(t, database, `
		SELECT outer_.code, inner_.code
		FROM commune outer_ CROSS JOIN LATERAL ST_Dump(outer_.geom) AS part CROSS JOIN LATERAL ST_DumpRings(part.geom) AS ring
		JOIN commune inner_ ON ring.path[1] > 0 AND inner_.geom @ ring.geom AND ST_CoveredBy(inner_.geom, ring.geom)
		ORDER BY 1, 2`)
	if diff := cmp.Diff(strings.Split(want, "\n"), got); diff != "" {
		t.Errorf("communes that one other surrounds (-PostGIS +got):\n%s", diff)
	}
	t.Logf("%d pairs of EPCI, %d communes that one other surrounds", n, len(got))
}
