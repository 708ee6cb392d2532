package format

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// written gives the names and the texts of the files of a folder.
func written(t *testing.T, folder string) (files []string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		text, err := os.ReadFile(filepath.Join(folder, entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, entry.Name()+" "+string(text))
	}
	return files
}

func TestReplaceMovesAllFilesOrNone(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "a.shp")
	write := func(text string, failure error) func(string) error {
		return func(path string) error {
			return errors.Join(
				os.WriteFile(path, []byte(text), 0o666), os.WriteFile(filepath.Join(filepath.Dir(path), "a.dbf"), []byte(text), 0o666), failure)
		}
	}
	if err := Replace(path, write("old", nil)); err != nil {
		t.Fatal(err)
	}
	if got, want := written(t, folder), []string{"a.dbf old", "a.shp old"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	failure := errors.New("no room")
	if err := Replace(path, write("broken", failure)); !errors.Is(err, failure) {
		t.Errorf("got %v, want %v", err, failure)
	}
	if got, want := written(t, folder), []string{"a.dbf old", "a.shp old"}; !slices.Equal(got, want) {
		t.Errorf("after a failure got %q, want %q", got, want)
	}
	if err := Replace(path, write("new", nil)); err != nil {
		t.Fatal(err)
	}
	if got, want := written(t, folder), []string{"a.dbf new", "a.shp new"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if err := Replace(filepath.Join(folder, "absent", "a.shp"), write("new", nil)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v where there is no folder", err)
	}
}
