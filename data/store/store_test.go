package store_test

import (
	"errors"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"perimetre/data/store"
)

func TestMigrations(t *testing.T) {
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	t.Run("files are read in the order of their numbers", func(t *testing.T) {
		got, err := store.Migrations(fstest.MapFS{"m/0002_b.sql": file("B"), "m/0001_a.sql": file("A")}, "m")
		want := []store.Migration{{Version: 1, Name: "0001_a.sql", SQL: "A"}, {Version: 2, Name: "0002_b.sql", SQL: "B"}}
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%v (-want +got):\n%s", err, diff)
		}
	})
	for name, files := range map[string]fstest.MapFS{
		"a gap is refused":              {"m/0001_a.sql": file(""), "m/0003_c.sql": file("")},
		"a number twice is refused":     {"m/0001_a.sql": file(""), "m/0001_b.sql": file("")},
		"a file without one is refused": {"m/edition.sql": file("")},
		"a missing folder is refused":   {},
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := store.Migrations(files, "m"); err == nil {
				t.Errorf("got %v, want an error", got)
			}
		})
	}
}

func TestError(t *testing.T) {
	cause := errors.New("disk is locked")
	err := error(&store.Error{Store: "france.gpkg", Kind: store.ErrReadOnly, Cause: cause, Mend: "unlock it"})
	if got, want := err.Error(), "france.gpkg: cannot be written: disk is locked: unlock it"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if !errors.Is(err, store.ErrReadOnly) || !errors.Is(err, cause) || errors.Is(err, store.ErrForeign) {
		t.Error("errors.Is must find the kind and the cause, and no other kind")
	}
	err = &store.Error{Store: "france.gpkg", Kind: store.ErrNoEdition, Mend: "give another number"}
	if got, want := err.Error(), "france.gpkg: no such edition: give another number"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestCounter(t *testing.T) {
	var got [][2]int
	count := store.Counter(250, func(done, total int) { got = append(got, [2]int{done, total}) })
	for range 250 {
		count()
	}
	if len(got) != 125 || got[0] != [2]int{2, 250} || got[124] != [2]int{250, 250} {
		t.Errorf("%d reports, from %v to %v", len(got), got[0], got[len(got)-1])
	}
	store.Counter(1, nil)()
}
