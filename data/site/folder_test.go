package site

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFolder(t *testing.T) {
	for name, address := range map[string]func(folder string) string{
		"by its path":    func(folder string) string { return folder },
		"by its address": func(folder string) string { return "file://" + filepath.ToSlash(folder) },
		"by a link": func(folder string) string {
			link := folder + " link"
			if err := os.Symlink(folder, link); err != nil {
				t.Fatal(err)
			}
			return link
		},
	} {
		t.Run(name, func(t *testing.T) {
			testDestination(t, func(t *testing.T) destinationTest {
				folder := filepath.Join(t.TempDir(), "my site")
				if name == "by a link" {
					if err := os.Mkdir(folder, 0o755); err != nil {
						t.Fatal(err)
					}
				}
				return destinationTest{address(folder), func() map[string]string { return filesOf(t, folder) }, func(name, content string) {
					path := filepath.Join(folder, name)
					if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
						t.Fatal(err)
					}
					if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
						t.Fatal(err)
					}
				}}
			})
		})
	}
}

func TestFoldersThatBecomeEmptyGo(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "site")
	for edition, files := range []map[string]string{first(), second()} {
		if _, err := publish(t, folder, int64(edition+1), files); err != nil {
			t.Fatal(err)
		}
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	if diff := cmp.Diff([]string{"assets", "index.html", Manifest, "ti"}, names); diff != "" {
		t.Error(diff)
	}
}

func TestFoldersThatCannotBeWritten(t *testing.T) {
	for _, test := range []struct {
		name, want string
		make       func(folder string) error
	}{
		{"a file", "site is no folder: give the path of one, or the address of a bucket", func(folder string) error { return os.WriteFile(folder, []byte("mine"), 0o600) }},
		{"a link to nothing", "create the folder, or give another", func(folder string) error { return os.Symlink("nothing", folder) }},
		{"a file where a folder of the site is to be", "ti is in the way: it is no folder", func(folder string) error {
			return write(folder, map[string]string{Manifest: `{"files":[]}`, "ti": "mine"})
		}},
		{"a folder where a file of the site is to be", "index.html is in the way: it is a folder", func(folder string) error {
			return write(folder, map[string]string{Manifest: `{"files":[]}`, "index.html/mine": "mine"})
		}},
		{"a link that leads out where a folder of the site is to be", "path escapes from parent", func(folder string) error {
			err := write(folder, map[string]string{Manifest: `{"files":[]}`})
			return errors.Join(err, os.Symlink(os.TempDir(), filepath.Join(folder, "ti")))
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			parent := t.TempDir()
			folder := filepath.Join(parent, "site")
			if err := test.make(folder); err != nil {
				t.Fatal(err)
			}
			before := tree(t, parent)
			_, err := publish(t, folder, 1, first())
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want %s", err, test.want)
			}
			if diff := cmp.Diff(before, tree(t, parent)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAFolderBelowNothingIsNotMade(t *testing.T) {
	_, err := publish(t, filepath.Join(t.TempDir(), "absent", "site"), 1, first())
	if err == nil || !strings.Contains(err.Error(), "create the folder, or give another") {
		t.Errorf("error %v", err)
	}
}

func TestAFolderThatWasMadeForNothingGoes(t *testing.T) {
	parent := t.TempDir()
	s, err := Open(t.Context(), filepath.Join(parent, "site"))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if got := tree(t, parent); len(got) != 1 {
		t.Errorf("left: %v", got)
	}
}

// What a publication that was killed left is no reason to refuse the next.
func TestAFolderWhereAPublicationWasKilled(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "site")
	if err := write(folder, map[string]string{".perimetre-123.part/index.html": "half"}); err != nil {
		t.Fatal(err)
	}
	if _, err := publish(t, folder, 1, first()); err != nil {
		t.Error(err)
	}
}

// write writes files below a folder.
func write(folder string, contents map[string]string) error {
	for name, content := range contents {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// tree gives all that is below a folder, links as they are.
func tree(t *testing.T, folder string) (paths []string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
		if err == nil {
			paths = append(paths, path+" "+entry.Type().String())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return paths
}
