package pgtest_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"perimetre/internal/pgtest"
)

func TestDatabasesDoNotSeeEachOther(t *testing.T) {
	first, second := pgtest.Database(t), pgtest.Database(t)
	pgtest.Query(t, first, `CREATE TABLE commune (code TEXT)`)
	if got := pgtest.Query(t, second, `SELECT to_regclass('commune') IS NULL`); got != "t" {
		t.Errorf("the second database sees the table of the first: %s", got)
	}
	if got := pgtest.Query(t, second, `SELECT ST_AsText(ST_MakePoint(1, 2))`); got != "POINT(1 2)" {
		t.Errorf("PostGIS answers %q", got)
	}
}

// child tells a test that it is the process whose end is watched.
const child = "PERIMETRE_PGTEST_CHILD"

func TestServerEndsWithItsProcess(t *testing.T) {
	if os.Getenv(child) != "" {
		pgtest.Database(t)
		p, err := os.FindProcess(os.Getpid())
		if err != nil {
			t.Fatal(err)
		}
		t.Fatal(p.Kill())
	}
	folder := t.TempDir() // open to the user of the server too
	for path, mode := range map[string]os.FileMode{filepath.Dir(folder): 0o755, folder: 0o777} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	cmd.Env = append(os.Environ(), child+"=1", "TMPDIR="+folder, "PERIMETRE_TEST_POSTGRES=")
	output, err := cmd.CombinedOutput()
	if strings.Contains(string(output), "SKIP") {
		t.Skipf("%s", output)
	}
	if err == nil || !strings.Contains(err.Error(), "killed") {
		t.Fatalf("the other process was not killed: %v\n%s", err, output)
	}
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		left, err := os.ReadDir(folder)
		if err != nil {
			t.Fatal(err)
		}
		if len(left) == 0 {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("the folder of the server is still there: %v", left)
		}
	}
}
