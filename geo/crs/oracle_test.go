package crs

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"perimetre/internal/pgtest"
	"perimetre/internal/race"
)

// zone is bounds in degrees.
type zone struct{ west, south, east, north float64 }

// zoneOf gives where a system is used: its area in the register, or half as much again as a zone of UTM.
func zoneOf(c Code) zone {
	switch c {
	case 2154:
		return zone{-9.86, 41.15, 10.38, 51.56}
	case 3035:
		return zone{-35.58, 24.6, 44.83, 84.73}
	case 3857:
		return zone{-180, -85.06, 180, 85.06}
	case 5490, 32620:
		return zone{-67.5, 0, -58.5, 20}
	case 2972, 32622:
		return zone{-55.5, 0, -46.5, 10}
	case 2975, 32740:
		return zone{52.5, -25, 61.5, 0}
	case 4471, 32738:
		return zone{40.5, -20, 49.5, 0}
	case 4467, 32621:
		return zone{-61.5, 40, -52.5, 50}
	}
	return zone{-180, -90, 180, 90}
}

// grid gives points on all sides and corners of a zone and between them.
func (z zone) grid() (points [][2]float64) {
	const steps = 30
	for i := range steps + 1 {
		for j := range steps + 1 {
			points = append(points, [2]float64{
				z.west + (z.east-z.west)*float64(i)/steps,
				z.south + (z.north-z.south)*float64(j)/steps,
			})
		}
	}
	return points
}

// proj has PostGIS, and so PROJ, bring points from one system to another.
func proj(t *testing.T, database string, points [][2]float64, from, to Code) [][2]float64 {
	t.Helper()
	var rows strings.Builder
	for i, p := range points {
		fmt.Fprintf(&rows, "%d\t%v\t%v\n", i, p[0], p[1])
	}
	output := pgtest.Query(t, database, fmt.Sprintf(`
		SET extra_float_digits = 3;
		CREATE TABLE point (i INT, x FLOAT8, y FLOAT8);
		COPY point FROM STDIN;
%s\.
		SELECT ST_X(p), ST_Y(p) FROM (
			SELECT i, ST_Transform(ST_SetSRID(ST_MakePoint(x, y), %d), %d) AS p FROM point
		) AS q ORDER BY i;
		DROP TABLE point;`, rows.String(), from, to))
	var got [][2]float64
	for line := range strings.Lines(output) {
		var p [2]float64
		if _, err := fmt.Sscanf(line, "%g|%g", &p[0], &p[1]); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		got = append(got, p)
	}
	if len(got) != len(points) {
		t.Fatalf("PostGIS gives %d points, want %d", len(got), len(points))
	}
	return got
}

// apart is the distance of two points in metres, on a sphere when they are in degrees.
func apart(a, b [2]float64, degrees bool) float64 {
	dx, dy := a[0]-b[0], a[1]-b[1]
	if degrees {
		const metres = 6378137 * math.Pi / 180
		return math.Hypot(wrap(dx)*math.Cos(a[1]*math.Pi/180), dy) * metres
	}
	return math.Hypot(dx, dy)
}

// The way back is compared with the places that PROJ came from and with those to which it goes back. They are not the same for
// EPSG:3035: up to version 9.1 at least, PROJ cuts the series of the authalic latitude at e⁶, and misses the place that it came from
// by 1.5 mm.
func TestConversionsAgreeWithPROJ(t *testing.T) {
	race.LeaveOut(t)
	const bound = 1e-6 // m
	backBound := map[Code]float64{3035: 2e-3}
	database := pgtest.Database(t)
	for _, code := range Codes() {
		if code == CRS84 {
			continue // PostGIS has no number for it
		}
		s, err := New(code)
		if err != nil {
			t.Fatal(err)
		}
		degrees := s.projection == nil
		lonlats := zoneOf(code).grid()
		if degrees {
			lonlats = [][2]float64{{-180, -90}, {-180, 90}, {180, -90}, {180, 90}, {2.35, 48.85}, {55.5, -21.1}, {-61.7, 16.2}}
		}
		forward, inverse, backward := 0.0, 0.0, 0.0
		positions := proj(t, database, lonlats, WGS84, code)
		back := proj(t, database, positions, code, WGS84)
		for i, p := range lonlats {
			x, y := s.FromLonLat(p[0], p[1])
			forward = max(forward, apart([2]float64{x, y}, positions[i], degrees))
			lon, lat := s.ToLonLat(positions[i][0], positions[i][1])
			inverse = max(inverse, apart([2]float64{lon, lat}, p, true))
			backward = max(backward, apart([2]float64{lon, lat}, back[i], true))
		}
		t.Logf("%-10v at worst %.1e m from PROJ; on the way back %.1e m from where PROJ came from, %.1e m from where it goes",
			code, forward, inverse, backward)
		if !(forward <= bound) || !(inverse <= bound) || !(backward <= max(bound, backBound[code])) {
			t.Errorf("%v is farther from PROJ than %g m", code, bound)
		}
	}
}
