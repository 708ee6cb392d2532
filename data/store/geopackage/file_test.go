package geopackage_test

import (
	"database/sql"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"perimetre/data/store"
	"perimetre/data/store/geopackage"
	"perimetre/data/store/storetest"
)

// made gives the path of a file that holds one published edition.
func made(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "france.gpkg")
	s := open(t, path)
	number, err := s.Load(t.Context(), storetest.Atlas(t, storetest.Country()), nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Publish(t.Context(), number); err != nil {
		t.Fatal(err)
	}
	return path
}

// execute runs SQL on a file, behind the back of the store.
func execute(t *testing.T, path, statements string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), statements); err != nil {
		t.Fatal(err)
	}
}

func TestOpenRefuses(t *testing.T) {
	tests := map[string]struct {
		make func(t *testing.T, path string)
		kind error
		says string
	}{
		"a text file": {
			func(t *testing.T, path string) { write(t, path, strings.Repeat("insee,nom\n", 100)) },
			store.ErrForeign, "file is not a database",
		},
		"a short text file": {
			func(t *testing.T, path string) { write(t, path, "insee,nom\n") },
			store.ErrForeign, "file is not a database",
		},
		"an SQLite file that is no GeoPackage": {
			func(t *testing.T, path string) { execute(t, path, "CREATE TABLE edition (number INTEGER)") },
			store.ErrForeign, "the file is not a GeoPackage: give a file that perimetre made",
		},
		"a GeoPackage of another program": {
			func(t *testing.T, path string) {
				execute(t, path, "PRAGMA application_id = 0x47504B47; CREATE TABLE gpkg_contents (table_name TEXT)")
			},
			store.ErrForeign, "another program made this GeoPackage",
		},
		"the tables of a newer perimetre": {
			func(t *testing.T, path string) {
				copyFile(t, made(t), path)
				execute(t, path, "INSERT INTO perimetre_schema VALUES (99, '0099_later.sql', '2030-01-01T00:00:00.000Z')")
			},
			store.ErrSchema, "the file is at version 99, this program knows 3: update perimetre",
		},
		"a folder": {
			func(t *testing.T, path string) {
				if err := os.Mkdir(path, 0o755); err != nil {
					t.Fatal(err)
				}
			},
			store.ErrUnavailable, "give another store",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "given.gpkg")
			test.make(t, path)
			_, err := geopackage.Open(t.Context(), path)
			wantFailure(t, err, test.kind, path, test.says)
		})
	}
}

func TestOpenDoesNotCreate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "none.gpkg")
	s := open(t, path)
	if _, err := s.Published(t.Context()); err != nil {
		t.Error(err)
	}
	if err := s.Ping(t.Context()); !errors.Is(err, store.ErrUnavailable) {
		t.Errorf("Ping: %v, want ErrUnavailable", err)
	}
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the file exists after reading: %v", err)
	}
}

func TestOpenUpdatesAnOlderFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "older.gpkg")
	execute(t, path, `
		PRAGMA application_id = 0x47504B47;
		CREATE TABLE perimetre_schema (version INTEGER, name TEXT, applied_at DATETIME)`)
	s := open(t, path)
	if got, err := s.Latest(t.Context()); err != nil || got != 0 {
		t.Errorf("Latest: %d, %v, want 0", got, err)
	}
	if got, err := s.Load(t.Context(), storetest.Atlas(t, storetest.Country()), nil); err != nil || got != 1 {
		t.Errorf("Load: %d, %v, want 1", got, err)
	}
}

func TestOpenKeepsTheEditionsOfTheFirstVersion(t *testing.T) {
	path := made(t)
	execute(t, path, `
		DROP VIEW territoires;
		CREATE VIEW territoires AS SELECT position AS OGC_FID, id, geom FROM edition_territory;
		DROP VIEW constats;
		CREATE VIEW constats AS SELECT position AS OGC_FID, code, geom FROM edition_finding;
		DROP TABLE edition_validated_member;
		DROP TABLE edition_other_member;
		DROP TABLE edition_other;
		DROP TABLE edition_movement;
		ALTER TABLE edition_territory DROP COLUMN phase;
		ALTER TABLE edition_territory DROP COLUMN published_name;
		ALTER TABLE edition_territory DROP COLUMN valid_from;
		ALTER TABLE edition_territory DROP COLUMN valid_until;
		ALTER TABLE edition_territory DROP COLUMN versions;
		ALTER TABLE edition_territory DROP COLUMN declared_communes;
		ALTER TABLE edition_territory DROP COLUMN declared_area_km2;
		ALTER TABLE edition_territory DROP COLUMN declared_population;
		ALTER TABLE edition_territory DROP COLUMN validated_edition;
		ALTER TABLE edition_territory DROP COLUMN validated_vintage;
		ALTER TABLE edition_territory DROP COLUMN validated_communes;
		ALTER TABLE edition_member DROP COLUMN nature;
		ALTER TABLE edition_finding DROP COLUMN hint_fr;
		ALTER TABLE edition_finding DROP COLUMN hint_en;
		ALTER TABLE edition_finding DROP COLUMN state;
		DROP VIEW reparations;
		DROP TABLE edition_repair;
		ALTER TABLE edition_grouping DROP COLUMN declared;
		DELETE FROM gpkg_geometry_columns WHERE table_name = 'reparations';
		DELETE FROM gpkg_contents WHERE table_name = 'reparations';
		DELETE FROM perimetre_schema WHERE version > 1`)
	s := open(t, path)
	got, err := s.Edition(t.Context(), 1)
	if err != nil || len(got.Communes) != 11 || got.Repairs != nil {
		t.Errorf("Edition(1): %+v, %v, want its communes, and no repair", got, err)
	}
	if number, err := s.Load(t.Context(), storetest.Atlas(t, storetest.Country()), nil); err != nil || number != 2 {
		t.Errorf("Load: %d, %v, want 2", number, err)
	}
}

func TestFileReplacedWhileOpen(t *testing.T) {
	path := made(t)
	s := open(t, path)
	if got, err := s.Published(t.Context()); err != nil || got != 1 {
		t.Fatalf("Published: %d, %v, want 1", got, err)
	}
	if err := os.Rename(path, path+".old"); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Published(t.Context()); err != nil || got != 0 {
		t.Errorf("Published of the file that is gone: %d, %v, want 0", got, err)
	}
	copyFile(t, path+".old", path)
	if got, err := s.Published(t.Context()); err != nil || got != 1 {
		t.Errorf("Published of the new file: %d, %v, want 1", got, err)
	}
}

func TestReadOnly(t *testing.T) {
	if os.Geteuid() == 0 {
		asNobody(t)
		return
	}
	tests := map[string]func(path string) string{
		"a read-only file":             func(path string) string { return path },
		"a file in a read-only folder": filepath.Dir,
	}
	for name, locked := range tests {
		t.Run(name, func(t *testing.T) {
			path := made(t)
			lock(t, locked(path))
			s := open(t, path)
			_, err := s.Load(t.Context(), storetest.Atlas(t, storetest.Country()), nil)
			wantFailure(t, err, store.ErrReadOnly, path, "make the file and its folder writable")
			if e, err := s.Edition(t.Context(), 1); err != nil || len(e.Communes) != 11 {
				t.Errorf("Edition(1): %v, want it read", err)
			}
		})
	}
	t.Run("a new file in a read-only folder", func(t *testing.T) {
		folder := t.TempDir()
		lock(t, folder)
		path := filepath.Join(folder, "new.gpkg")
		_, err := open(t, path).Load(t.Context(), storetest.Atlas(t, storetest.Country()), nil)
		wantFailure(t, err, store.ErrReadOnly, path, "make the file and its folder writable")
	})
	t.Run("a file that cannot be read", func(t *testing.T) {
		path := made(t)
		if err := os.Chmod(path, 0); err != nil {
			t.Fatal(err)
		}
		_, err := geopackage.Open(t.Context(), path)
		wantFailure(t, err, store.ErrUnavailable, path, "make the file readable")
	})
}

// lock forbids writing to a file or a folder until the test ends.
func lock(t *testing.T, path string) {
	t.Helper()
	if err := os.Chmod(path, 0o555); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(path, 0o755) })
}

// asNobody runs a test again under another user: no file is read-only for root.
func asNobody(t *testing.T) {
	const nobody = 65534
	folder := t.TempDir()
	if err := os.Chmod(filepath.Dir(folder), 0o755); err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(folder, "test")
	copyFile(t, os.Args[0], program)
	cmd := exec.CommandContext(t.Context(), program, "-test.run=^"+t.Name()+"$", "-test.v")
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	cmd.Dir = "/"
	output, err := cmd.CombinedOutput()
	t.Logf("as nobody:\n%s", output)
	if err != nil {
		t.Error(err)
	}
}

func wantFailure(t *testing.T, err, kind error, path, says string) {
	t.Helper()
	if !errors.Is(err, kind) || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), says) {
		t.Errorf("got: %v\nwant: %v, naming %s and saying %q", err, kind, path, says)
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	content, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, content, 0o755)
	}
	if err != nil {
		t.Fatal(err)
	}
}
