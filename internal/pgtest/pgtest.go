// Package pgtest gives tests a real PostgreSQL with PostGIS, and to each test a schema of its own.
//
// [Database] is all that a test calls. The server is a private cluster in a temporary folder, started once per test
// process and reached by a Unix socket; or the one that PERIMETRE_TEST_POSTGRES names, so that many test processes can
// share one:
//
//	PERIMETRE_TEST_POSTGRES=postgres://postgres@127.0.0.1:5432/postgres go test ./...
//
// Invariants:
//
//  1. No server outlives its test process, however that ends: a shell that holds the other end of a pipe stops it.
//  2. Two tests never see each other's tables. PostGIS lies in the schema public, which they share.
//  3. Where PostgreSQL or PostGIS is missing the test is skipped aloud; where CI=true that is a failure.
//
// It is not a client: SQL goes through psql, so that pgx stays in data/store/postgis.
package pgtest

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
)

// address gives the address of the server of this process. It is the one thing that the tests of a process share, and
// it is never written again.
var address = sync.OnceValues(func() (string, error) {
	server := os.Getenv("PERIMETRE_TEST_POSTGRES")
	if server == "" {
		var err error
		if server, err = start(); err != nil {
			return "", err
		}
	}
	return server, createPostGIS(server)
})

// Server gives the address of the server of this process, for a program that measures rather than tests.
func Server() (string, error) { return address() }

// errMissing says that a program is not installed.
var errMissing = errors.New("not installed")

// Database gives the address of a database in which the first schema of the search path is new and empty. The schema is
// dropped when the test ends. The address is a URL that both libpq and pgx understand.
func Database(t testing.TB) string {
	t.Helper()
	server, err := address()
	switch {
	case errors.Is(err, errMissing) && os.Getenv("CI") != "true":
		t.Skipf("no PostgreSQL with PostGIS, apt-get install postgresql postgresql-postgis: %v", err)
	case err != nil:
		t.Fatalf("PostgreSQL with PostGIS is required, apt-get install postgresql postgresql-postgis: %v", err)
	}
	schema := "test_" + strings.ToLower(rand.Text())
	if _, err := psql(server, `CREATE SCHEMA `+schema); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := psql(server, `DROP SCHEMA `+schema+` CASCADE`); err != nil {
			t.Error(err)
		}
	})
	return within(t, server, schema)
}

// Query runs statements, COPY FROM STDIN with its lines included, and gives what psql prints of them: a line per row,
// columns separated by |.
func Query(t testing.TB, address, statements string) string {
	t.Helper()
	output, err := psql(address, statements)
	if err != nil {
		t.Fatal(err)
	}
	return output
}

// within adds a search path to the address of a server, in the form that libpq understands too.
func within(t testing.TB, server, schema string) string {
	t.Helper()
	u, err := url.Parse(server)
	if err != nil {
		t.Fatalf("PERIMETRE_TEST_POSTGRES must be a postgres:// address: %v", err)
	}
	query := u.Query()
	query.Set("options", "-csearch_path="+schema+",public")
	u.RawQuery = strings.ReplaceAll(query.Encode(), "+", "%20")
	return u.String()
}

// createPostGIS waits for its turn: two processes that create the same extension at once would fail.
func createPostGIS(server string) error {
	_, err := psql(server, `
		SELECT pg_advisory_lock(hashtext('perimetre/internal/pgtest'));
		CREATE EXTENSION IF NOT EXISTS postgis SCHEMA public`)
	if err != nil && strings.Contains(err.Error(), "not available") {
		return fmt.Errorf("PostGIS: %w: %w", errMissing, err)
	}
	return err
}

func psql(server, statements string) (string, error) {
	cmd := exec.Command("psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1", "--dbname", server)
	cmd.Stdin = strings.NewReader(statements)
	cmd.Env = append(os.Environ(), "PGOPTIONS=--client-min-messages=warning")
	output, err := cmd.CombinedOutput()
	if errors.Is(err, exec.ErrNotFound) {
		return "", fmt.Errorf("psql: %w", errMissing)
	}
	if err != nil {
		return "", fmt.Errorf("psql: %w: %s", err, output)
	}
	return strings.TrimSpace(string(output)), nil
}
