package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"perimetre/internal/pgtest"
)

// server is a private PostGIS server that holds the communes. It ends with the process that loaded it.
type server struct{ address string }

func (b *bench) loadPostGIS(ctx context.Context) error {
	address, err := pgtest.Server()
	if err != nil {
		return err
	}
	b.postgis = server{address}
	_, err = b.postgis.run(ctx,
		"DROP TABLE IF EXISTS commune",
		"CREATE TABLE commune (insee text, epci text, departement text, territoire text, geojson text)",
		`\copy commune FROM '`+b.path(rowsName)+`' CSV`,
		"ALTER TABLE commune ADD geom geometry",
		"UPDATE commune SET geom = ST_SetSRID(ST_GeomFromGeoJSON(geojson), 4326)",
		"ALTER TABLE commune DROP geojson",
		"CREATE INDEX ON commune (territoire)",
		"VACUUM FULL ANALYZE commune")
	return err
}

func (p server) run(ctx context.Context, statements ...string) (string, error) {
	args := []string{
		"--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1", "--dbname", p.address,
	}
	for _, statement := range statements {
		args = append(args, "--command", statement)
	}
	return output(ctx, "psql", args...)
}

// queries is the work of queries, timed by psql once it is connected.
func (p server) queries(queries ...string) work {
	return func(ctx context.Context) (sample, error) {
		printed, err := p.run(ctx, append([]string{`\timing on`}, queries...)...)
		if err != nil {
			return sample{}, err
		}
		var took time.Duration
		times := 0
		for line := range strings.Lines(printed) {
			// Time: 1234.567 ms (00:01.235)
			if rest, ok := strings.CutPrefix(line, "Time: "); ok {
				ms, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
				if err != nil {
					return sample{}, err
				}
				took += time.Duration(ms * float64(time.Millisecond))
				times++
			}
		}
		if times != len(queries) {
			return sample{}, errors.New("psql told no time:\n" + printed)
		}
		return sample{took: took}, nil
	}
}

// union is the query that dissolves the communes that a condition takes, by a column.
func union(column, condition string) string {
	return fmt.Sprintf("SELECT sum(ST_NPoints(outline)) FROM "+
		"(SELECT ST_Union(geom) AS outline FROM commune WHERE %s GROUP BY %s) AS dissolved", condition, column)
}

func (p server) version(ctx context.Context) (string, error) {
	return p.run(ctx, "SELECT postgis_lib_version() || ' with GEOS ' || postgis_geos_version()")
}
