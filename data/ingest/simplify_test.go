package ingest_test

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"

	"perimetre/geo"
	"perimetre/geo/topo"
	"perimetre/internal/pgtest"
	"perimetre/internal/race"
	"perimetre/internal/wkt"
)

// PostGIS measures the simplified coverage of the EPCI: the ground that two of them claim, the holes of their union, the
// polygons that are not valid, the pairs that have a border in common. Beside it are the two functions of PostGIS, which
// take each polygon by itself, at the tolerance that leaves as many vertices, where that is seen: with -v.
func TestSimplifiedEPCIAreACoverageForPostGIS(t *testing.T) {
	race.LeaveOut(t)
	c := epciCoverage(t)
	w := c.Weigh()
	database := pgtest.Database(t)
	load(t, database, "epci", c)
	before := measure(t, database, "epci")
	t.Logf("%-30s %s", "EPCI", before)

	for _, percent := range []float64{10, 2} {
		table := fmt.Sprintf("epci_%.0f", percent)
		load(t, database, table, c.Simplify(w, w.Threshold(percent/100)))
		got := measure(t, database, table)
		t.Logf("%-30s %s", fmt.Sprintf("%.0f %% of the vertices", percent), got)
		want := before
		want.Points, want.GapArea = got.Points, got.GapArea
		if got != want {
			t.Errorf("at %.0f %%:\n%s, want\n%s", percent, got, want)
		}
		if !testing.Verbose() {
			continue
		}
		for _, function := range []string{"ST_Simplify", "ST_SimplifyPreserveTopology"} {
			tolerance := toleranceFor(t, database, function, got.Points)
			peer := strings.ToLower(fmt.Sprintf("%s_%.0f", function, percent))
			pgtest.Query(t, database, fmt.Sprintf(
				`CREATE TABLE %s AS SELECT id, %s(geom, %v) AS geom FROM epci`, peer, function, tolerance))
			t.Logf("%-30s %s", function, measure(t, database, peer))
		}
	}
}

// epciCoverage is the coverage of the 1,255 EPCI of 2025.
func epciCoverage(t *testing.T) *topo.Coverage {
	a := france2025(t).atlas
	number := map[string]int32{}
	for i, unit := range a.Units(geo.EPCI) {
		number[unit.Code] = int32(i)
	}
	communes := a.Units(geo.Communes)
	group := make([]int32, len(communes))
	for i, unit := range communes {
		var ok bool
		if group[i], ok = number[unit.EPCI]; !ok {
			group[i] = topo.None
		}
	}
	return a.Ground.Coverage.Regroup(group, len(number))
}

// load writes the units of a coverage into a new table.
func load(t *testing.T, database, table string, c *topo.Coverage) {
	t.Helper()
	var script strings.Builder
	fmt.Fprintf(&script, "CREATE TABLE %s (id integer, geom geometry);\nCOPY %[1]s FROM STDIN;\n", table)
	for unit := range int32(c.NumUnits()) {
		fmt.Fprintf(&script, "%s\tSRID=4326;%s\n", strconv.Itoa(int(unit)), wkt.Degrees.Format(c.Geometry(c.Union([]int32{unit}))))
	}
	script.WriteString("\\.\n")
	pgtest.Query(t, database, script.String())
}

// measures is what PostGIS finds in a table of polygons that should be a coverage.
type measures struct {
	Points, Units, Invalid int
	Borders                string  // a digest of the pairs that have a border in common and no ground
	Pairs                  int     // of them
	Overlap                float64 // km²
	Gaps                   int     // holes of the union
	GapArea                float64 // km²
}

func (m measures) String() string {
	return fmt.Sprintf("%7d points, %4d EPCI, %3d invalid, %4d borders, overlaps %8.2f km², %4d gaps %8.2f km²",
		m.Points, m.Units, m.Invalid, m.Pairs, m.Overlap, m.Gaps, m.GapArea)
}

func measure(t *testing.T, database, table string) (m measures) {
	t.Helper()
	row := pgtest.Query(t, database, strings.ReplaceAll(`
		SET client_min_messages = warning;
		CREATE TEMPORARY TABLE mended AS
			SELECT id, CASE WHEN ST_IsValid(geom) THEN geom ELSE ST_CollectionExtract(ST_MakeValid(geom), 3) END AS geom
			FROM @ WHERE NOT ST_IsEmpty(geom);
		CREATE INDEX ON mended USING gist (geom);
		ANALYZE mended;
		WITH pair AS (
			SELECT a.id, b.id AS other, ST_Intersection(a.geom, b.geom) AS common
			FROM mended AS a JOIN mended AS b ON a.geom && b.geom AND a.id < b.id
		), border AS (
			SELECT id, other FROM pair WHERE ST_Dimension(common) = 1
		), hole AS (
			SELECT ST_MakePolygon(ST_InteriorRingN(geom, n)) AS geom
			FROM (SELECT (ST_Dump(ST_Union(geom))).geom FROM mended) AS land, generate_series(1, ST_NumInteriorRings(geom)) AS n
		)
		SELECT
			(SELECT sum(ST_NPoints(geom)) FROM @),
			(SELECT count(*) FROM mended),
			(SELECT count(*) FROM @ WHERE NOT ST_IsValid(geom)),
			(SELECT md5(string_agg(id || '-' || other, ' ' ORDER BY id, other)) FROM border),
			(SELECT count(*) FROM border),
			(SELECT sum(ST_Area(ST_CollectionExtract(common, 3)::geography)) / 1e6 FROM pair),
			(SELECT count(*) FROM hole),
			(SELECT coalesce(sum(ST_Area(geom::geography)) / 1e6, 0) FROM hole);
		DROP TABLE mended`, "@", table))
	_, err := fmt.Sscan(strings.ReplaceAll(row, "|", " "),
		&m.Points, &m.Units, &m.Invalid, &m.Borders, &m.Pairs, &m.Overlap, &m.Gaps, &m.GapArea)
	if err != nil {
		t.Fatalf("%q: %v", row, err)
	}
	return m
}

// toleranceFor finds the tolerance, in degrees, at which a function leaves a number of points, within half a percent.
func toleranceFor(t *testing.T, database, function string, points int) float64 {
	t.Helper()
	low, high := 1e-4, 1.0
	for range 12 {
		middle := math.Sqrt(low * high)
		answer := pgtest.Query(t, database, fmt.Sprintf(`SELECT sum(ST_NPoints(%s(geom, %v))) FROM epci`, function, middle))
		left, err := strconv.Atoi(answer)
		switch {
		case err != nil:
			t.Fatal(err)
		case math.Abs(float64(left-points)) < 0.005*float64(points):
			return middle
		case left > points:
			low = middle
		default:
			high = middle
		}
	}
	return high
}
