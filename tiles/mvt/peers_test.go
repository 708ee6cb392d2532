package mvt_test

import (
	"encoding/hex"
	"fmt"
	"math"
	"strings"
	"testing"
	"text/tabwriter"

	"perimetre/geo"
	"perimetre/geo/atlas"
	"perimetre/geo/parallel"
	"perimetre/internal/mvtcheck"
	"perimetre/internal/pgtest"
	"perimetre/internal/race"
	"perimetre/tiles"
	"perimetre/tiles/mvt"
)

// loadEPCI puts the exact polygons of all EPCI into a table in EPSG:3857, to the centimetre.
func loadEPCI(t *testing.T, a *atlas.Atlas, db string) {
	t.Helper()
	side := 2 * math.Pi * 6378137.0 // of the world
	var out strings.Builder
	out.WriteString(`CREATE TABLE exact (id int, siren text, nom text, geom geometry(MultiPolygon, 3857));
COPY exact FROM STDIN;
`)
	for i, unit := range a.Units(geo.EPCI) {
		fmt.Fprintf(&out, "%d\t%s\t%s\tSRID=3857;MULTIPOLYGON(", i+1, unit.Code, unit.Name)
		for j, polygon := range unit.Shape {
			separate(&out, j, "(")
			for k, ring := range polygon {
				separate(&out, k, "(")
				for l, at := range a.Ground.Coverage.RingPoints(ring) {
					p := pixels(at, 0)
					separate(&out, l, "")
					fmt.Fprintf(&out, "%.2f %.2f", (p[0]/mvt.Extent-0.5)*side, (0.5-p[1]/mvt.Extent)*side)
				}
				out.WriteString(")")
			}
			out.WriteString(")")
		}
		out.WriteString(")\n")
	}
	out.WriteString("\\.\nCREATE INDEX ON exact USING gist (geom); ANALYZE exact;")
	pgtest.Query(t, db, out.String())
}

// separate writes a comma before all but the first of a list, then an opening.
func separate(out *strings.Builder, i int, opening string) {
	if i > 0 {
		out.WriteString(",")
	}
	out.WriteString(opening)
}

// cutTiles is the query that servers of PostGIS use, for several tiles at once: it is given the geometry that is cut, and
// the tiles.
const cutTiles = `
SELECT z, x, y, encode(ST_AsMVT(f, 'epci', 4096, 'geom', 'id'), 'hex')
FROM (VALUES %[2]s) AS wanted (z, x, y) CROSS JOIN LATERAL (
	SELECT id, siren, nom, ST_AsMVTGeom(%[1]s, ST_TileEnvelope(z, x, y), 4096, 64, true) AS geom
	FROM exact WHERE geom && ST_TileEnvelope(z, x, y, margin => 64.0 / 4096)
) f WHERE geom IS NOT NULL GROUP BY z, x, y ORDER BY z, x, y`

// peerTiles gives the EPCI of some tiles as PostGIS cuts them.
func peerTiles(t *testing.T, db string, ids []tiles.ID, geometry string) (all []drawn) {
	t.Helper()
	wanted := make([]string, len(ids))
	for i, id := range ids {
		wanted[i] = fmt.Sprintf("(%d, %d, %d)", id.Z, id.X, id.Y)
	}
	for line := range strings.Lines(pgtest.Query(t, db, fmt.Sprintf(cutTiles, geometry, strings.Join(wanted, ", ")))) {
		fields := strings.Split(strings.TrimSpace(line), "|")
		var id tiles.ID
		if _, err := fmt.Sscan(strings.Join(fields[:3], " "), &id.Z, &id.X, &id.Y); err != nil {
			t.Fatal(err)
		}
		tile, err := hex.DecodeString(fields[3])
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, read(id, tile, "epci"))
	}
	return all
}

func vertices(all []drawn) (n int) {
	for _, d := range all {
		n += d.layer.Vertices()
	}
	return n
}

// simplified gives the tiles of polygons that were simplified one by one, to a number of vertices within 1 %.
func simplified(t *testing.T, db string, ids []tiles.ID, number int) (all []drawn, tolerance float64) {
	t.Helper()
	pixel := 2 * math.Pi * 6378137.0 / mvt.Extent / float64(uint64(1)<<ids[0].Z)
	for low, high := 0.0, 16*pixel; ; {
		tolerance = (low + high) / 2
		all = peerTiles(t, db, ids, fmt.Sprintf("ST_Simplify(geom, %.3f)", tolerance))
		n := vertices(all)
		switch {
		case math.Abs(float64(n-number)) < 0.01*float64(number) || high-low < 0.001*pixel:
			return all, tolerance / pixel
		case n > number:
			low = tolerance
		default:
			high = tolerance
		}
	}
}

// TestPeers prints the EPCI of the same tiles as the pyramid gives them, as ST_AsMVT does of full geometry, and as ST_AsMVT
// does of polygons that were simplified one by one to as many vertices, where the table is seen: with -v. Ours weigh half of
// the former at most.
func TestPeers(t *testing.T) {
	race.LeaveOut(t)
	a := france2025(t)
	db := pgtest.Database(t)
	loadEPCI(t, a, db)
	p := served(t)
	var table strings.Builder
	w := tabwriter.NewWriter(&table, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "tiles\twhose\tEPCI\tvertices\tbytes a tile\tgzipped a tile\tcracks\toverlap\tfaults\tbroken\t")
	four := []tiles.ID{{Z: 5, X: 15, Y: 10}, {Z: 5, X: 15, Y: 11}, {Z: 5, X: 16, Y: 10}, {Z: 5, X: 16, Y: 11}}
	for _, sample := range []struct {
		name string
		ids  []tiles.ID
	}{{"the four of z5", four}, {"z5", tilesOf(a, 5)}, {"z6", tilesOf(a, 6)}} {
		coasts := exactLines(a, sample.ids[0].Z, coast)
		total := func(whose string, all []drawn) (sum tally) {
			tallies := make([]tally, len(all))
			parallel.Each(len(all), func(i int) { tallies[i] = all[i].tally("siren", coasts) })
			for _, s := range tallies {
				sum.add(s)
			}
			fmt.Fprintf(w, "%s\t%s\t%d\t%d\t%d\t%d\t%.4g\t%.4g\t%d\t%d\t\n", sample.name, whose, len(sum.units), sum.vertices,
				sum.bytes/sum.tiles, sum.gzipped/sum.tiles, sum.cracks, sum.overlap, sum.faults, sum.broken)
			return sum
		}
		var mine []drawn
		for _, id := range sample.ids {
			tile, err := p.Tile(t.Context(), id, []string{"epci"})
			if err != nil {
				t.Fatal(err)
			}
			mine = append(mine, read(id, tile, "epci"))
		}
		ours := total("perimetre", mine)
		full := total("ST_AsMVT", peerTiles(t, db, sample.ids, "geom"))
		if testing.Verbose() {
			torn, tolerance := simplified(t, db, sample.ids, ours.vertices)
			total(fmt.Sprintf("ST_Simplify %.2f", tolerance), torn)
		}
		if ours.cracks+ours.overlap > 0 {
			t.Errorf("%s: cracks of %g, overlaps of %g", sample.name, ours.cracks, ours.overlap)
		}
		if 2*ours.bytes > full.bytes || 2*ours.gzipped > full.gzipped {
			t.Errorf("%s: %d bytes, %d gzipped, more than half of %d and %d",
				sample.name, ours.bytes, ours.gzipped, full.bytes, full.gzipped)
		}
		if len(ours.units) < len(full.units) {
			t.Errorf("%s: %d EPCI, %d in those of ST_AsMVT", sample.name, len(ours.units), len(full.units))
		}
	}
	w.Flush()
	t.Logf("cracks and overlaps in square tile units\n%s", table.String())
}

// TestPostGISFindsNoFault asks PostGIS about the polygons of tiles: whether each is valid, and what is covered twice: the
// areas of all, less that of their union; and what is closed in by that union and not in it, which seam.Measure has too.
func TestPostGISFindsNoFault(t *testing.T) {
	race.LeaveOut(t)
	a := france2025(t)
	db := pgtest.Database(t)
	pgtest.Query(t, db, `CREATE TABLE drawn (tile text, layer text, id bigint, geom geometry(MultiPolygon, 0))`)
	for _, zoom := range []uint8{4, 5, 6, 8, 10, 12} {
		stride := 1
		if zoom >= 10 && !everyTile() { // PostGIS would take two minutes
			stride = 1 << (2*zoom - 14)
		}
		ids := tilesOf(a, zoom)
		coasts := exactLines(a, zoom, coast)
		for _, layer := range []struct {
			name, key string
			from      *mvt.Pyramid
		}{{"epci", "siren", served(t)}, {"communes", "insee", crowded(t, zoom)}} {
			var out strings.Builder
			out.WriteString("COPY drawn FROM STDIN;\n")
			var sum tally
			for i := 0; i < len(ids); i += stride {
				tile, err := layer.from.Tile(t.Context(), ids[i], []string{layer.name})
				if err != nil {
					t.Fatal(err)
				}
				d := read(ids[i], tile, layer.name)
				for _, f := range d.layer.Features {
					fmt.Fprintf(&out, "%v\t%s\t%d\t%s\n", d.id, layer.name, f.ID, wellKnown(f.Polygons))
				}
				sum.add(d.tally(layer.key, coasts))
			}
			out.WriteString("\\.\n")
			pgtest.Query(t, db, out.String())
			got := pgtest.Query(t, db, `
				SET client_min_messages = warning;
				WITH judged AS MATERIALIZED (SELECT tile, geom, ST_IsValid(geom) AS valid FROM drawn),
				united AS MATERIALIZED (
					SELECT tile, sum(ST_Area(geom)) AS area, ST_Union(geom) AS geom FROM judged WHERE valid GROUP BY tile
				), enclosed AS (
					SELECT ST_Area(geom) AS land, ST_Area(ST_Polygonize(ST_UnaryUnion(ST_Boundary(geom)))) AS "all"
					FROM united GROUP BY tile, geom
				)
				SELECT (SELECT count(*) FROM judged), (SELECT count(*) FROM judged WHERE NOT valid),
					(SELECT abs(round((sum(area) - sum(ST_Area(geom)))::numeric, 3)) FROM united),
					(SELECT round(sum("all" - land)::numeric, 1) FROM enclosed)`)
			pgtest.Query(t, db, `TRUNCATE drawn`)
			if want := fmt.Sprintf("%d|0|0.000|%.1f", sum.features, sum.closed); got != want {
				t.Errorf("zoom %d, %s: polygons, invalid ones, overlap, ground that they close in: %s, want %s",
					zoom, layer.name, got, want)
			}
		}
	}
}

// wellKnown writes polygons as well-known text.
func wellKnown(polygons []mvtcheck.Polygon) string {
	var out strings.Builder
	out.WriteString("MULTIPOLYGON(")
	for i, polygon := range polygons {
		separate(&out, i, "(")
		for j, ring := range polygon {
			separate(&out, j, "(")
			for _, p := range ring {
				fmt.Fprintf(&out, "%d %d,", p.X, p.Y)
			}
			fmt.Fprintf(&out, "%d %d)", ring[0].X, ring[0].Y)
		}
		out.WriteString(")")
	}
	out.WriteString(")")
	return out.String()
}
