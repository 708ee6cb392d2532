package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"perimetre/internal/gdal"
	"perimetre/internal/pgtest"
	"perimetre/internal/race"
	"perimetre/internal/shared"
)

// binary builds the command once for all tests: they kill it, which a function call cannot be. It is built without the race
// detector, whatever this process is.
var binary = sync.OnceValues(func() (string, error) {
	folder, err := os.MkdirTemp("", "perimetre-binary-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(folder, "perimetre")
	output, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput()
	if err != nil {
		return "", errors.Join(err, errors.New(string(output)))
	}
	return path, nil
})

// command prepares the command with its own output.
func command(t *testing.T, args ...string) (cmd *exec.Cmd, out, messages *bytes.Buffer) {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	cmd = exec.Command(path, args...)
	out, messages = new(bytes.Buffer), new(bytes.Buffer)
	cmd.Stdout, cmd.Stderr = out, messages
	return cmd, out, messages
}

// perimetre runs the command, which must succeed, and gives what it prints.
func perimetre(t *testing.T, args ...string) string {
	t.Helper()
	cmd, out, messages := command(t, args...)
	if err := cmd.Run(); err != nil {
		t.Fatalf("perimetre %s: %v\n%s", strings.Join(args, " "), err, messages)
	}
	return out.String()
}

// ingestFrance is the command line that ingests the polygons of 2018 with every register of 2025, and publishes them.
func ingestFrance(t *testing.T, store string) []string {
	return []string{
		"ingest", "--store", store, "--vintage", "2025", "--publish",
		"--communes", shared.File(t, "communes-2018.geojsonl.gz"),
		"--epci", shared.File(t, "epci-2025.csv.gz"),
		"--epci-polygons", shared.File(t, "epci-bretagne-est-fullres.geojsonl.gz"),
		"--ept", shared.File(t, "ept-2025.csv.gz"),
		"--communes-siren", shared.File(t, "communes-siren-2025.csv.gz"),
		"--passage", shared.File(t, "passage-communes-2018-2025.csv.gz"),
		"--territoires", shared.File(t, "territoires-industrie-183-2024.csv"),
	}
}

// The demo country is in each store before France, whose ingest is killed in the middle three times.
func TestFranceIsTheSameFromBothStoresToTheByte(t *testing.T) {
	race.LeaveOut(t)
	file, database := filepath.Join(t.TempDir(), "france.gpkg"), pgtest.Database(t)
	t.Run("GeoPackage", func(t *testing.T) { ingestKilledInTheMiddle(t, file) })
	t.Run("PostGIS", func(t *testing.T) { ingestKilledInTheMiddle(t, database) })
	for _, args := range [][]string{
		{"check", "--format", "json"},
		{"check", "--format", "geojson"},
		{"export", "--collection", "territoires", "-o", "-"},
		{"export", "--collection", "all", "--format", "topojson", "-o", "-"},
	} {
		fromFile := perimetre(t, append(args, "--store", file)...)
		if fromDatabase := perimetre(t, append(args, "--store", database)...); fromFile != fromDatabase {
			t.Errorf("perimetre %s differs between the two stores", strings.Join(args, " "))
		}
		if len(fromFile) < 10_000 {
			t.Errorf("perimetre %s prints %d bytes only", strings.Join(args, " "), len(fromFile))
		}
	}
	if got := pgtest.Query(t, database, "SELECT count(*), count(*) FILTER (WHERE ST_IsValid(geom)) FROM territoire"); got != "183|183" {
		t.Errorf("perimeters in PostGIS, and valid ones: %s, want 183|183", got)
	}
	readByGDAL(t, file, "france.geojson")
	inLambert93(t, file, database)
}

// inLambert93 compares the vertices of territories exported in Lambert-93 with those that PostGIS projects. The other zones are
// left out.
func inLambert93(t *testing.T, file, database string) {
	t.Helper()
	export := filepath.Join(filepath.Dir(file), "lambert.gpkg")
	cmd, _, messages := command(t, "export", "--store", file, "--collection", "territoires", "--crs", "EPSG:2154", "-o", export)
	if err := cmd.Run(); err != nil || !strings.Contains(messages.String(), "collection=territoires count=") {
		t.Fatalf("export: %v\n%s", err, messages)
	}
	rows := gdal.Run(t, "ogr2ogr", "-f", "CSV", "-select", "id", "-lco", "GEOMETRY=AS_WKT", "/vsistdout/", export, "territoires")
	pgtest.Query(t, database, "CREATE TABLE lambert (geom GEOMETRY, id TEXT); COPY lambert FROM STDIN (FORMAT csv, HEADER);\n"+rows+"\\.\n")
	got := pgtest.Query(t, database, `
		WITH ours AS (SELECT id, (ST_DumpPoints(ST_SetSRID(geom, 2154))).* FROM lambert),
			theirs AS (SELECT id, (ST_DumpPoints(ST_Transform(geom, 2154))).* FROM territoire WHERE id IN (SELECT id FROM lambert))
		SELECT count(DISTINCT id) = (SELECT count(*) FROM territoire WHERE region > '06'), count(*) > 100000, count(*) FILTER (WHERE ours.geom IS NULL OR theirs.geom IS NULL),
			max(ST_Distance(ours.geom, theirs.geom)) < 0.001
		FROM ours FULL JOIN theirs USING (id, path)`)
	if want := "t|t|0|t"; got != want {
		t.Errorf("those of the metropole, many vertices, vertices of one side alone, all within a millimetre: %s, want %s", got, want)
	}
}

// readByGDAL opens a GeoPackage, and the territories that are exported from it, without a warning.
func readByGDAL(t *testing.T, file, export string) {
	t.Helper()
	geojson := filepath.Join(filepath.Dir(file), export)
	perimetre(t, "export", "--store", file, "--collection", "territoires", "-o", geojson)
	for path, layers := range map[string][]string{file: {"territoires", "epci", "communes"}, geojson: nil} {
		out := gdal.Run(t, "ogrinfo", append([]string{"-ro", "-so", "-al", path}, layers...)...)
		if strings.Contains(out, "Warning") {
			t.Errorf("ogrinfo %s:\n%s", filepath.Base(path), out)
		}
		if !strings.Contains(out, "Feature Count: 183") {
			t.Errorf("ogrinfo %s finds no layer of 183 territories:\n%s", filepath.Base(path), out)
		}
	}
}

// ingestKilledInTheMiddle ingests the demo country, then France. The former is served as long as the latter is killed.
func ingestKilledInTheMiddle(t *testing.T, store string) {
	country := country(t)
	perimetre(t, "ingest", "--store", store, "--vintage", "2025", "--publish",
		"--communes", filepath.Join(country, "communes.geojson"), "--epci", filepath.Join(country, "epci.csv"),
		"--regions", filepath.Join(country, "regions.csv"), "--territoires", filepath.Join(country, "territoires.csv"),
		"--policy", filepath.Join(country, "policy.yaml"))
	export := []string{"export", "--store", store, "--collection", "territoires", "-o", "-"}
	former := perimetre(t, export...)
	for _, delay := range []time.Duration{0, 200 * time.Millisecond, 600 * time.Millisecond} {
		killWhileLoading(t, delay, ingestFrance(t, store)...)
		if now := perimetre(t, export...); now != former {
			t.Fatalf("after a kill %v into the load, another edition is served", delay)
		}
	}
	perimetre(t, ingestFrance(t, store)...)
	if now := perimetre(t, export...); now == former || !strings.Contains(now, `"ti-7506"`) {
		t.Error("the second ingest is not served")
	}
}

// killWhileLoading starts an ingest and kills it some time after it says that it loads, before it says that it has.
func killWhileLoading(t *testing.T, delay time.Duration, args ...string) {
	t.Helper()
	cmd, _, _ := command(t, args...)
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer read.Close()
	cmd.Stderr = write
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if err := write.Close(); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	if said := readUntil(ctx, read, "msg=load\n"); !strings.HasSuffix(said, "msg=load\n") {
		t.Fatalf("the ingest never loaded:\n%s", said)
	}
	time.Sleep(delay)
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err == nil {
		t.Fatalf("the ingest was over %v into its load: it could not be killed", delay)
	}
}

// readUntil reads a pipe byte by byte up to a text, or to its end.
func readUntil(ctx context.Context, pipe *os.File, text string) string {
	var said []byte
	for one := make([]byte, 1); ctx.Err() == nil && !bytes.HasSuffix(said, []byte(text)); {
		if n, err := pipe.Read(one); n == 0 || err != nil {
			break
		}
		said = append(said, one[0])
	}
	return string(said)
}
