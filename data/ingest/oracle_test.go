package ingest_test

import (
	"fmt"
	"strings"
	"testing"

	"perimetre/geo"
	"perimetre/internal/pgtest"
	"perimetre/internal/race"
	"perimetre/internal/wkt"
)

// PostGIS dissolves the same communes with ST_Union: an independent answer to the same question.
func TestEveryEPCIIsTheUnionThatPostGISMakesOfItsCommunes(t *testing.T) {
	race.LeaveOut(t)
	a := france2025(t).atlas
	database := pgtest.Database(t)
	var script strings.Builder
	script.WriteString("CREATE TABLE commune (epci text, geom geometry);\nCOPY commune FROM STDIN;\n")
	for i, unit := range a.Units(geo.Communes) {
		if unit.EPCI != "" {
			writeRow(&script, unit.EPCI, a.Edition.Communes[i].Geometry)
		}
	}
	script.WriteString("\\.\nCREATE TABLE epci (siren text, geom geometry);\nCOPY epci FROM STDIN;\n")
	for _, unit := range a.Units(geo.EPCI) {
		writeRow(&script, unit.Code, a.Ground.Coverage.Geometry(unit.Shape))
	}
	script.WriteString("\\.\n")
	pgtest.Query(t, database, script.String())

	const differences = `
		SELECT siren, ST_Area(ST_SymDifference(epci.geom, dissolved.geom)) AS area, ST_IsValid(epci.geom) AS valid
		FROM epci FULL JOIN (SELECT epci AS siren, ST_Union(geom) AS geom FROM commune GROUP BY epci) AS dissolved
		USING (siren)`
	if got := pgtest.Query(t, database, `SELECT count(*), count(*) FILTER (WHERE area = 0 AND valid) FROM (`+differences+`) AS d`); got != "1255|1255" {
		t.Errorf("EPCI, and those that are valid and equal to ST_Union: %s, want 1255|1255", got)
	}
}

// writeRow writes a line of COPY: a code, and a geometry in the text form that PostGIS reads.
func writeRow(script *strings.Builder, code string, polygons geo.MultiPolygon) {
	fmt.Fprintf(script, "%s\tSRID=4326;%s\n", code, wkt.Degrees.Format(polygons))
}
