package topo_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"perimetre/data/format/geojson"
	"perimetre/data/source"
	"perimetre/geo"
	"perimetre/geo/topo"
	"perimetre/internal/pgtest"
	"perimetre/internal/race"
	"perimetre/internal/shared"
	"perimetre/internal/wkt"
)

// records reads polygons of real data, each with the value of a property.
func records(t testing.TB, file, property string) (codes []string, pieces []topo.Piece) {
	t.Helper()
	in, err := source.Open(shared.File(t, file))
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	for feature, err := range geojson.Read(in, file) {
		if err != nil {
			t.Fatal(err)
		}
		codes = append(codes, fmt.Sprint(feature.Property(property)))
		pieces = append(pieces, topo.Piece{Unit: int32(len(pieces)), Geometry: feature.Geometry.(geo.MultiPolygon)})
	}
	return codes, pieces
}

// dirt is what gaps and overlaps amount to, by us or by PostGIS.
type dirt struct {
	pairs   int
	overlap float64 // m², an overlap of three in its three pairs
	largest float64 // m² of the pair that overlaps most
	worst   [2]int32
	gaps    int
	gap     float64 // m²
	noise   int     // of the gaps, those under a square centimetre: where floating-point lines that should meet do not
}

func (d dirt) String() string {
	return fmt.Sprintf("overlaps of %d pairs, %.2f ha, the largest %.2f ha; %d gaps, %.2f ha",
		d.pairs, d.overlap/1e4, d.largest/1e4, d.gaps, d.gap/1e4)
}

func ours(defects []topo.Defect) (d dirt) {
	pairs := map[[2]int32]float64{}
	for _, defect := range defects {
		switch {
		case defect.Claims == 0:
			d.gaps++
			d.gap += defect.Area
		case defect.Claims > 0:
			for i, unit := range defect.Units {
				for _, other := range defect.Units[i+1:] {
					pairs[[2]int32{unit, other}] += defect.Area
				}
			}
		}
	}
	d.pairs = len(pairs)
	for pair, area := range pairs {
		d.overlap += area
		if area > d.largest {
			d.largest, d.worst = area, pair
		}
	}
	return d
}

// byPostGIS measures the same polygons: pairwise ST_Intersection, and the holes of ST_Union.
func byPostGIS(t testing.TB, pieces []topo.Piece) (d dirt) {
	t.Helper()
	database := pgtest.Database(t)
	var script strings.Builder
	script.WriteString("CREATE TABLE piece (id int, geom geometry);\nCOPY piece FROM STDIN;\n")
	for _, piece := range pieces {
		fmt.Fprintf(&script, "%d\tSRID=4326;%s\n", piece.Unit, wkt.Degrees.Format(piece.Geometry))
	}
	script.WriteString("\\.\nCREATE INDEX ON piece USING gist (geom);\nUPDATE piece SET geom = ST_MakeValid(geom);\nANALYZE piece;\n")
	pgtest.Query(t, database, script.String())
	row := pgtest.Query(t, database, `
		WITH pair AS (
			SELECT ST_Area(ST_CollectionExtract(ST_Intersection(a.geom, b.geom), 3)::geography) AS area
			FROM piece a JOIN piece b ON a.id < b.id AND ST_Intersects(a.geom, b.geom)
		), gap AS (
			SELECT ST_Area(ST_MakePolygon(ST_InteriorRingN(part, i))::geography) AS area
			FROM (SELECT (ST_Dump(ST_Union(geom))).geom AS part FROM piece) AS parts,
				generate_series(1, ST_NumInteriorRings(part)) AS i
		)
		SELECT (SELECT count(*) FROM pair WHERE area > 0), (SELECT coalesce(sum(area), 0) FROM pair), (SELECT coalesce(max(area), 0) FROM pair),
			(SELECT count(*) FROM gap), (SELECT coalesce(sum(area), 0) FROM gap), (SELECT count(*) FROM gap WHERE area < 1e-4)`)
	if _, err := fmt.Sscanf(strings.ReplaceAll(row, "|", " "), "%d %g %g %d %g %d",
		&d.pairs, &d.overlap, &d.largest, &d.gaps, &d.gap, &d.noise); err != nil {
		t.Fatalf("PostGIS says %q: %v", row, err)
	}
	return d
}

// near tells whether two figures are equal within 0.05 %.
func near(a, b float64) bool { return math.Abs(a-b) <= 0.0005*max(a, b) }

func compareAreas(t *testing.T, mine, theirs dirt) {
	t.Helper()
	t.Logf("ours:    %v", mine)
	t.Logf("PostGIS: %v, %d of them rounding noise", theirs, theirs.noise)
	if !near(mine.overlap, theirs.overlap) || !near(mine.largest, theirs.largest) || !near(mine.gap, theirs.gap) {
		t.Errorf("areas differ: ours %v, PostGIS %v", mine, theirs)
	}
}

// PostGIS counts 837 gaps and 75 pairs: it keeps what is thinner than a step of our grid, 104 gaps under 2 mm among them,
// and three overlaps of 0.003 m² at most. On the grid some of these close.
func TestTheLandRegistryIsAsDirtyAsPostGISMeasures(t *testing.T) {
	codes, pieces := records(t, "sicoval-cadastre-36.geojsonl.gz", "insee")
	_, defects := topo.Build(len(pieces), pieces, topo.Tolerance{})
	mine, theirs := ours(defects), byPostGIS(t, pieces)
	compareAreas(t, mine, theirs)
	if theirs.pairs != 75 || theirs.gaps != 837 || mine.pairs != 73 || mine.gaps != 765 {
		t.Errorf("counts: ours %v, PostGIS %v", mine, theirs)
	}
	if got := codes[mine.worst[0]] + "/" + codes[mine.worst[1]]; got != "31429/31161" {
		t.Errorf("%s overlap most, want 31429/31161", got)
	}
}

func TestMixedVintagesAreAsDirtyAsPostGISMeasures(t *testing.T) {
	race.LeaveOut(t)
	codes, pieces := records(t, "communes-2018.geojsonl.gz", "insee")
	var mixed []topo.Piece
	for i, piece := range pieces {
		switch codes[i][:2] {
		case "35":
		case "22", "44", "49", "50", "53", "56":
			piece.Geometry = rounded(piece.Geometry, 4)
		default:
			continue
		}
		piece.Unit = int32(len(mixed))
		mixed = append(mixed, piece)
	}
	_, defects := topo.Build(len(mixed), mixed, topo.Tolerance{})
	mine, theirs := ours(defects), byPostGIS(t, mixed)
	compareAreas(t, mine, theirs)
	if mine.pairs != theirs.pairs || mine.gaps != theirs.gaps-theirs.noise {
		t.Errorf("counts differ: ours %v, PostGIS %v", mine, theirs)
	}
}

func TestFullResolutionEPCIStayCleanOnTheGrid(t *testing.T) {
	_, pieces := records(t, "epci-bretagne-est-fullres.geojsonl.gz", "siren")
	c, defects := topo.Build(len(pieces), pieces, topo.Tolerance{Sliver: 1, Vertex: 0.05})
	if len(defects) > 0 {
		t.Errorf("%d defects, the first %v", len(defects), defects[0])
	}
	if theirs := byPostGIS(t, pieces); theirs.pairs > 0 || theirs.gaps > 0 {
		t.Errorf("PostGIS finds %v", theirs)
	}
	t.Logf("%d arcs, %d points", c.NumArcs(), c.NumPoints())
}

func TestFranceHasNoFaultButASelfTouch(t *testing.T) {
	race.LeaveOut(t)
	codes, pieces := records(t, "communes-2018.geojsonl.gz", "insee")
	c, defects := topo.Build(len(pieces), pieces, topo.Tolerance{Sliver: 1, Vertex: 0.05})
	var got []string
	for _, d := range defects {
		units := ""
		if d.Claims < 0 {
			units = " " + codes[d.Units[0]]
		}
		got = append(got, fmt.Sprintf("%v%s at %v: %.1f km²", d.Kind, units, d.At, d.Area/1e6))
	}
	want := []string{
		"ring-self-touch 14174 at -0.56932 48.89639: 0.0 km²",
		"gap at 1.95618 42.4577: 13.0 km²",  // Llívia
		"gap at 4.99804 43.5009: 154.9 km²", // étang de Berre
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("defects (-want +got):\n%s", diff)
	}
	// Golden figures, counted by a program that shares no line with this one.
	if c.NumArcs() != 105541 || c.NumPoints() != 1208805 {
		t.Errorf("%d arcs of %d points, want 105541 of 1208805", c.NumArcs(), c.NumPoints())
	}
	if whole := c.Dissolve(make([]int32, len(pieces)), 1)[0]; len(whole) != 243 || c.Geometry(whole).Holes() != 2 {
		t.Errorf("all of France is %d polygons with %d holes, want 243 with 2", len(whole), c.Geometry(whole).Holes())
	}
}

// rounded drops some of the seven decimals of every coordinate.
func rounded(polygons geo.MultiPolygon, decimals int) geo.MultiPolygon {
	step := int32(math.Pow10(decimals))
	round := func(v int32) int32 { return int32(math.Round(float64(v)/float64(step))) * step }
	var made geo.MultiPolygon
	for _, polygon := range polygons {
		var rings geo.Polygon
		for _, ring := range polygon {
			points := make(geo.Ring, len(ring))
			for i, p := range ring {
				points[i] = geo.Point{X: round(p.X), Y: round(p.Y)}
			}
			rings = append(rings, points)
		}
		made = append(made, rings)
	}
	return made
}
