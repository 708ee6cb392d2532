package site

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// fileOf gives the file of a name.
func fileOf(name string) File {
	return File{Name: name, Type: "text/plain", CacheControl: "public, max-age=60", Entry: name == "index.html" || name == "list.json"}
}

// publish publishes files with their contents as an edition.
func publish(t testing.TB, destination string, edition int64, contents map[string]string) (Report, error) {
	t.Helper()
	s, err := Open(t.Context(), destination)
	if err != nil {
		return Report{}, err
	}
	for _, name := range slices.Sorted(maps.Keys(contents)) {
		err := s.Make(fileOf(name), func(path string) error { return os.WriteFile(path, []byte(contents[name]), 0o600) })
		if err != nil {
			return Report{}, errors.Join(err, s.Close())
		}
	}
	report, err := s.Publish(t.Context(), edition, func(int, int) {})
	return report, errors.Join(err, s.Close())
}

// filesOf gives the files below a folder with their contents.
func filesOf(t testing.TB, folder string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		name, _ := filepath.Rel(folder, path)
		found[filepath.ToSlash(name)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// first and second are two editions of a site: a file changes, one comes, two go and leave a folder empty.
func first() map[string]string {
	return map[string]string{"index.html": "one", "assets/a-1.js": "code", "ti/a.geojson": "a", "ti/b c.geojson": "b", "old/x": "x", "big": strings.Repeat("0123456789abcdef", 1<<20)}
}

func second() map[string]string {
	return map[string]string{"index.html": "two", "assets/a-2.js": "code", "ti/a.geojson": "a", "ti/b c.geojson": "B", "ti/c.geojson": ""}
}

const (
	firstList  = "{\n \"edition\": 1,\n \"files\": [\n  \"assets/a-1.js\",\n  \"big\",\n  \"index.html\",\n  \"old/x\",\n  \"ti/a.geojson\",\n  \"ti/b c.geojson\"\n ]\n}\n"
	secondList = "{\n \"edition\": 2,\n \"files\": [\n  \"assets/a-2.js\",\n  \"index.html\",\n  \"ti/a.geojson\",\n  \"ti/b c.geojson\",\n  \"ti/c.geojson\"\n ]\n}\n"
)

// destinationTest is a kind of destination: an address that leads to nothing yet, what is there, and how something else comes there.
type destinationTest struct {
	address string
	files   func() map[string]string
	write   func(name, content string)
}

// testDestination is what every kind of destination passes.
func testDestination(t *testing.T, fresh func(t *testing.T) destinationTest) {
	t.Run("editions follow each other", func(t *testing.T) {
		d := fresh(t)
		report, err := publish(t, d.address, 1, first())
		if err != nil {
			t.Fatal(err)
		}
		if want := (Report{Files: 6, Bytes: 1<<24 + 10, Removed: 0}); report != want {
			t.Errorf("report %+v, want %+v", report, want)
		}
		want := first()
		want[Manifest] = firstList
		if diff := cmp.Diff(want, d.files()); diff != "" {
			t.Error(diff)
		}
		d.write("notes.txt", "mine")
		d.write("ti/notes.txt", "mine")
		if report, err = publish(t, d.address, 2, second()); err != nil {
			t.Fatal(err)
		}
		if want := (Report{Files: 5, Bytes: 9, Removed: 3}); report != want {
			t.Errorf("report %+v, want %+v", report, want)
		}
		want = second()
		want[Manifest], want["notes.txt"], want["ti/notes.txt"] = secondList, "mine", "mine"
		if diff := cmp.Diff(want, d.files()); diff != "" {
			t.Error(diff)
		}
	})

	t.Run("nothing is added to what no publication explains", func(t *testing.T) {
		for _, name := range []string{"index.html", "notes.txt", ".hidden", "folder/notes.txt"} {
			d := fresh(t)
			d.write(name, "mine")
			_, err := publish(t, d.address, 1, first())
			want := fmt.Sprintf("%s holds %s", d.address, strings.TrimSuffix(name, "/notes.txt"))
			if err == nil || !strings.Contains(err.Error(), want) ||
				!strings.HasSuffix(err.Error(), ", and no perimetre.json: give an empty folder or path, or one that perimetre publish wrote") {
				t.Errorf("error %v, want %s", err, want)
			}
			if diff := cmp.Diff(map[string]string{name: "mine"}, d.files()); diff != "" {
				t.Error(diff)
			}
		}
	})

	t.Run("what is not ours is not touched", func(t *testing.T) {
		d := fresh(t)
		mine := map[string]string{"index.html": "mine", Manifest: `{"files":[]}`}
		for name, content := range mine {
			d.write(name, content)
		}
		_, err := publish(t, d.address, 1, first())
		if err == nil || !strings.Contains(err.Error(), "in the way and listed by no perimetre.json: index.html: move that, or give another destination") {
			t.Errorf("error %v", err)
		}
		if diff := cmp.Diff(mine, d.files()); diff != "" {
			t.Error(diff)
		}
	})

	t.Run("nor what comes in the way of a later edition", func(t *testing.T) {
		d := fresh(t)
		if _, err := publish(t, d.address, 1, first()); err != nil {
			t.Fatal(err)
		}
		for i := range 7 {
			d.write(fmt.Sprintf("ti/%d", i), "mine")
		}
		before := d.files()
		after := second()
		for i := range 7 {
			after[fmt.Sprintf("ti/%d", i)] = "ours"
		}
		_, err := publish(t, d.address, 2, after)
		if err == nil || !strings.Contains(err.Error(), "perimetre.json: ti/0, ti/1, ti/2, ti/3, ti/4 and 2 more: move") {
			t.Errorf("error %v", err)
		}
		if diff := cmp.Diff(before, d.files()); diff != "" {
			t.Error(diff)
		}
	})

	t.Run("lists that we did not write", func(t *testing.T) {
		for list, want := range map[string]string{
			`{`:                                   "unexpected end of JSON input",
			`[]`:                                  "cannot unmarshal array",
			`{}`:                                  "it has no files",
			`{"files":["../../etc/passwd"]}`:      `"../../etc/passwd" is no name of a file of a site`,
			`{"files":["a","/etc/passwd"]}`:       `"/etc/passwd" is no name`,
			`{"files":["a\\..\\b"]}`:              `"a\\..\\b" is no name`,
			`{"files":["perimetre.json"]}`:        `"perimetre.json" is no name`,
			`{"files":[".perimetre-1.part/a"]}`:   `".perimetre-1.part/a" is no name`,
			`{"edition":"one","files":["a"]}`:     "cannot unmarshal string",
			`{"name":"of another","version":"1"}`: "it has no files",
		} {
			d := fresh(t)
			d.write(Manifest, list)
			_, err := publish(t, d.address, 1, first())
			if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "give another destination") {
				t.Errorf("%s: error %v, want %s", list, err, want)
			}
			if diff := cmp.Diff(map[string]string{Manifest: list}, d.files()); diff != "" {
				t.Errorf("%s: %s", list, diff)
			}
		}
	})

	t.Run("a publication that was stopped is ended by the next", func(t *testing.T) {
		d := fresh(t)
		if _, err := publish(t, d.address, 1, first()); err != nil {
			t.Fatal(err)
		}
		s, err := Open(t.Context(), d.address)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"index.html", "new/a", "new/b"} {
			if err := s.Make(fileOf(name), func(path string) error { return os.WriteFile(path, []byte("stopped"), 0o600) }); err != nil {
				t.Fatal(err)
			}
		}
		ctx, stop := context.WithCancel(t.Context())
		_, err = s.Publish(ctx, 2, func(n, of int) {
			if of != 3 {
				t.Errorf("%d files of %d", n, of)
			}
			if n == 2 {
				stop()
			}
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("error %v", err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		got := d.files()
		if got["index.html"] != "one" || got["new/a"] != "stopped" || got["ti/a.geojson"] != "a" {
			t.Errorf("%s, %s, %s", got["index.html"], got["new/a"], got["ti/a.geojson"])
		}
		if !strings.Contains(got[Manifest], `"edition": 1`) || !strings.Contains(got[Manifest], `"new/b"`) || !strings.Contains(got[Manifest], `"old/x"`) {
			t.Errorf("the list is %s", got[Manifest])
		}
		if _, err := publish(t, d.address, 3, second()); err != nil {
			t.Fatal(err)
		}
		want := second()
		want[Manifest] = strings.Replace(secondList, "2,", "3,", 1)
		if diff := cmp.Diff(want, d.files()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestMakeRefuses(t *testing.T) {
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "site"))
	if err != nil {
		t.Fatal(err)
	}
	touch := func(path string) error { return os.WriteFile(path, nil, 0o600) }
	for _, name := range []string{"", ".", "..", "../a", "/a", "a//b", "a/", "a/../b", ".hidden", Manifest, "a\x00b", "a\\b"} {
		if err := s.Make(File{Name: name}, touch); err == nil {
			t.Errorf("a file %q was made", name)
		}
	}
	if err := s.Make(File{Name: "a"}, touch); err != nil {
		t.Error(err)
	}
	if err := s.Make(File{Name: "a"}, touch); err == nil {
		t.Error("a file was made twice")
	}
	failure := errors.New("no ink")
	if err := s.Make(File{Name: "b"}, func(string) error { return failure }); !errors.Is(err, failure) {
		t.Errorf("error %v", err)
	}
	if err := s.Make(File{Name: "c"}, func(string) error { return nil }); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("error %v", err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// Every name that is valid is one below the folder, whatever is cut out of it.
func TestValidNamesLeadBelowTheFolder(t *testing.T) {
	part := rapid.SampledFrom([]string{"a", ".", "..", "", "/", "\\", "...", ".x", "é", "\n"})
	rapid.Check(t, func(t *rapid.T) {
		name := strings.Join(rapid.SliceOf(part).Draw(t, "parts"), rapid.SampledFrom([]string{"", "/"}).Draw(t, "between"))
		if valid(name) && (!filepath.IsLocal(name) || filepath.Clean(name) != name || name == ".") {
			t.Fatalf("%q is valid", name)
		}
	})
}
