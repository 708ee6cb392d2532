package topo_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"perimetre/geo"
	"perimetre/geo/topo"
	"perimetre/internal/pgtest"
	"perimetre/internal/wkt"
)

// The drawn cases as PostGIS sees them, on the plane of the drawing.
//
//	given  one row a piece: its text, the same with rings closed and without what has no ground, and how ST_MakeValid is to read
//	       it; by "structure" it takes holes from shells as we do, by "linework" it counts lines as we do
//	built  one row a unit: the shape that we read out; one with the name "" for all of them
//	fault  one row a gap, an overlap…: its ground in degrees, our area in m²
const oracleOfCases = `
CREATE TABLE given (file text, unit text, text text, geom geometry, method text DEFAULT 'structure');
CREATE TABLE built (file text, unit text, geom geometry);
CREATE TABLE fault (file text, area float, geom geometry);

CREATE FUNCTION reason(text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	RETURN ST_IsValidReason($1::geometry);
EXCEPTION WHEN OTHERS THEN
	RETURN SQLERRM;
END $$;
`

// A gap is ground inside the outlines of the union that the union has not. PostGIS knows no other hole.
const answersOfCases = `
WITH unit AS (
	SELECT file, unit, ST_Union(ST_MakeValid(geom, 'method=' || method)) AS geom FROM given GROUP BY file, unit
), whole AS (
	SELECT file, ST_Union(geom) AS geom FROM unit GROUP BY file
), filled AS (
	SELECT file, ST_Union(ST_MakePolygon(ST_ExteriorRing(part))) AS geom
	FROM (SELECT file, (ST_Dump(geom)).geom AS part FROM whole) AS parts GROUP BY file
), gap AS (
	SELECT file, (ST_Dump(ST_Difference(filled.geom, whole.geom))).geom AS geom FROM filled JOIN whole USING (file)
), shared AS (
	SELECT a.file, ST_Intersection(a.geom, b.geom) AS geom FROM unit AS a JOIN unit AS b ON a.file = b.file AND a.unit < b.unit
)
SELECT file || ': ' || concat_ws(', ',
	'union ' || round(ST_Area(geom)::numeric, 6),
	'shared ' || round((SELECT coalesce(sum(ST_Area(geom)), 0) FROM shared WHERE shared.file = whole.file)::numeric, 6),
	'gaps ' || (SELECT count(*) FROM gap WHERE gap.file = whole.file AND NOT ST_IsEmpty(geom))
	|| ' of ' || round((SELECT coalesce(sum(ST_Area(geom)), 0) FROM gap WHERE gap.file = whole.file)::numeric, 6))
FROM whole`

func TestDrawnCasesAreWhatPostGISSays(t *testing.T) {
	database := pgtest.Database(t)
	var script strings.Builder
	script.WriteString(oracleOfCases)
	var reasons, answers []string
	for _, c := range drawnCases(t) {
		coverage, defects := topo.Build(len(c.units), c.pieces, c.tolerance(t))
		for i, line := range c.input {
			fmt.Fprintf(&script, "INSERT INTO given VALUES ('%s', '%s', '%s', '%s');\n",
				c.name(), line.name, line.text, wkt.Drawing.Format(closed(c.pieces[i].Geometry)))
		}
		all := make([]int32, len(c.units))
		for unit := range all {
			all[unit] = int32(unit)
			writeBuilt(&script, c, c.units[unit], coverage.Geometry(coverage.Union(all[unit:unit+1])))
		}
		writeBuilt(&script, c, "", coverage.Geometry(coverage.Union(all)))
		answer := figuresOf(coverage, defects, all)
		for _, d := range defects {
			if d.Ground != nil {
				fmt.Fprintf(&script, "INSERT INTO fault VALUES ('%s', %v, 'SRID=4326;%s');\n", c.name(), d.Area, wkt.Degrees.Format(d.Ground))
			}
		}
		for _, line := range c.lines("postgis.txt") {
			switch line.name {
			case "method":
				fmt.Fprintf(&script, "UPDATE given SET method = '%s' WHERE file = '%s';\n", line.text, c.name())
			case "reason":
				unit, reason, _ := strings.Cut(line.text, " ")
				reasons = append(reasons, c.name()+" "+unit+": "+reason)
			case "union", "shared", "gaps":
				answer[line.name] = line.text
			default:
				t.Fatalf("%s: PostGIS is asked for no %q", c.file, line.name)
			}
		}
		answers = append(answers, fmt.Sprintf("%s: union %s, shared %s, gaps %s", c.name(), answer["union"], answer["shared"], answer["gaps"]))
	}
	pgtest.Query(t, database, script.String())
	compare := func(what string, want []string, query string) {
		t.Helper()
		var got []string
		if rows := pgtest.Query(t, database, query); rows != "" {
			got = strings.Split(rows, "\n")
		}
		slices.Sort(want)
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-ours +PostGIS):\n%s", what, diff)
		}
	}
	compare("areas", answers, answersOfCases)
	compare("reasons that inputs are invalid", reasons, `
		SELECT file || ' ' || unit || ': ' || regexp_replace(reason(text), '\[.*', '') FROM given
		WHERE reason(text) <> 'Valid Geometry'`)
	compare("invalid shapes", nil, `
		SELECT file || ' ' || unit || ': ' || ST_IsValidReason(geom) FROM built WHERE NOT ST_IsValid(geom)`)
	compare("areas on the ellipsoid", nil, `
		SELECT file || ': ' || area || ' ' || ST_Area(geom::geography) FROM fault WHERE abs(ST_Area(geom::geography) / area - 1) > 1e-6`)
}

func writeBuilt(script *strings.Builder, c drawnCase, unit string, shape geo.MultiPolygon) {
	fmt.Fprintf(script, "INSERT INTO built VALUES ('%s', '%s', '%s');\n", c.name(), unit, wkt.Drawing.Format(shape))
}

// figuresOf gives what is compared, in squares: the area of the union; the ground that pairs of units share, which is what two
// have less than the sum of each; the number of gaps and their area.
func figuresOf(c *topo.Coverage, defects []topo.Defect, units []int32) map[string]string {
	size := func(units ...int32) float64 { return squares(c.Geometry(c.Union(units))) }
	shared, gaps, gap := 0.0, 0, 0.0
	for i, a := range units {
		for _, b := range units[i+1:] {
			shared += size(a) + size(b) - size(a, b)
		}
	}
	for _, d := range defects {
		if d.Claims == 0 {
			gaps++
			gap += squares(d.Ground)
		}
	}
	return map[string]string{
		"union":  fmt.Sprintf("%.6f", size(units...)),
		"shared": fmt.Sprintf("%.6f", math.Abs(shared)),
		"gaps":   fmt.Sprintf("%d of %.6f", gaps, gap),
	}
}

// closed gives polygons that PostGIS reads: rings closed, those of fewer than four points left out.
func closed(polygons geo.MultiPolygon) (made geo.MultiPolygon) {
	for _, polygon := range polygons {
		var rings geo.Polygon
		for _, ring := range polygon {
			if ring[0] != ring[len(ring)-1] {
				ring = append(slices.Clip(ring), ring[0])
			}
			if len(ring) >= 4 {
				rings = append(rings, ring)
			}
		}
		if len(rings) > 0 {
			made = append(made, rings)
		}
	}
	return made
}
