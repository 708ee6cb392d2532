package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"perimetre/geo"
	"perimetre/internal/pgtest"
)

// postgis is a private server that holds the communes. It ends with this process.
type postgis struct{ address string }

func loadPostGIS(ctx context.Context, folder string, communes []geo.Feature) (postgis, error) {
	address, err := pgtest.Server()
	if err != nil {
		return postgis{}, err
	}
	rows := filepath.Join(folder, "communes.csv")
	if err := writeRows(rows, communes); err != nil {
		return postgis{}, err
	}
	p := postgis{address}
	for _, statement := range []string{
		"CREATE TABLE commune (insee text, epci text, departement text, geojson text)",
		`\copy commune FROM '` + rows + `' CSV`,
		"ALTER TABLE commune ADD geom geometry",
		"UPDATE commune SET geom = ST_SetSRID(ST_GeomFromGeoJSON(geojson), 4326)",
		"ALTER TABLE commune DROP geojson",
		"VACUUM FULL ANALYZE commune",
	} {
		if _, err := p.run(ctx, statement); err != nil {
			return postgis{}, err
		}
	}
	return p, nil
}

func writeRows(path string, communes []geo.Feature) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	w := csv.NewWriter(file)
	for _, commune := range communes {
		var cells []string
		for _, p := range commune.Properties {
			text, _ := p.Value.(string)
			cells = append(cells, text)
		}
		if err := w.Write(append(cells, string(geo.AppendGeoJSON(nil, commune.Geometry)))); err != nil {
			return fmt.Errorf("write %s: %w", path, err)
		}
	}
	w.Flush()
	return errors.Join(w.Error(), file.Chmod(0o644), file.Close())
}

func (p postgis) run(ctx context.Context, statement string) (string, error) {
	return output(ctx, "psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align",
		"--set=ON_ERROR_STOP=1", "--dbname", p.address, "--command", statement)
}

func (p postgis) dissolve(ctx context.Context) error {
	for _, group := range []string{
		"SELECT sum(ST_NPoints(outline)) FROM (SELECT ST_Union(geom) AS outline FROM commune WHERE epci <> '' GROUP BY epci) AS dissolved",
		"SELECT sum(ST_NPoints(outline)) FROM (SELECT ST_Union(geom) AS outline FROM commune GROUP BY departement) AS dissolved",
	} {
		if _, err := p.run(ctx, group); err != nil {
			return err
		}
	}
	return nil
}

func (p postgis) version(ctx context.Context) (string, error) {
	return p.run(ctx, "SELECT postgis_lib_version() || ', GEOS ' || postgis_geos_version()")
}
