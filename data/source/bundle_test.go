package source

import (
	"bytes"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"perimetre/data/format"
	"perimetre/internal/archives"
	"perimetre/internal/race"
	"perimetre/internal/shared"
)

func openBundle(t *testing.T, path string, limits Limits) *Bundle {
	t.Helper()
	t.Setenv("TMPDIR", t.TempDir())
	b, err := OpenBundle(path, limits)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
		left, _ := filepath.Glob(filepath.Join(os.TempDir(), "perimetre-*"))
		if len(left) > 0 {
			t.Errorf("%v is left", left)
		}
	})
	return b
}

func content(t *testing.T, in format.Input) string {
	t.Helper()
	r, err := in.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	got, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(got)
}

// delivered is what IGN delivers, in both its layouts.
func delivered() []archives.Entry {
	const top = "ADMIN-EXPRESS_3-2/ADMIN-EXPRESS/"
	return []archives.Entry{
		{Name: "ADMIN-EXPRESS_3-2", Mode: fs.ModeDir},
		{Name: top + "LISEZ-MOI.txt", Bytes: []byte("Licence Ouverte")},
		{Name: top + "1_DONNEES_LIVRAISON_2024/ADE_3-2_SHP_FRA/COMMUNE.shp", Bytes: []byte("shapes")},
		{Name: top + "1_DONNEES_LIVRAISON_2024/ADE_3-2_SHP_FRA/COMMUNE.DBF", Bytes: []byte("names")},
		{Name: top + "1_DONNEES_LIVRAISON_2024/ADE_3-2_SHP_FRA/COMMUNE_ASSOCIEE.shp", Bytes: []byte("others")},
		{Name: top + "1_DONNEES_LIVRAISON_2024/ADE_3-2_SHP_GLP/COMMUNE.shp", Bytes: []byte("islands")},
		{Name: top + "1_DONNEES_LIVRAISON_2024/ADE.gpkg", Bytes: []byte("package")},
		{Name: "__MACOSX/._COMMUNE.gpkg", Bytes: []byte("junk")},
	}
}

// containers gives what both kinds of archives make of entries.
func containers(t *testing.T, entries ...archives.Entry) map[string]string {
	t.Helper()
	return map[string]string{
		"zip": write(t, "ADE.zip", archives.Zip(t, entries...)),
		"7z":  write(t, "ADE.7z", archives.SevenZip(entries...)),
	}
}

func TestMembersAreFound(t *testing.T) {
	for kind, path := range containers(t, delivered()...) {
		for _, test := range []struct {
			name, pattern string
			want          []string // by their base name
		}{
			{"by name", "COMMUNE_ASSOCIEE.shp", []string{"COMMUNE_ASSOCIEE.shp"}},
			{"by name, whatever its case", "commune.dbf", []string{"COMMUNE.DBF"}},
			{"in every folder", "COMMUNE.shp", []string{"COMMUNE.shp", "COMMUNE.shp"}},
			{"in one folder", "ade_3-2_shp_glp/commune.shp", []string{"COMMUNE.shp"}},
			{"by wildcard", "*.gpkg", []string{"ADE.gpkg"}},
			{"by wildcard in a folder", "*_FRA/*.shp", []string{"COMMUNE.shp", "COMMUNE_ASSOCIEE.shp"}},
			{"by extension", ".GPKG", []string{"ADE.gpkg"}},
			{"not by a part of a name", "COMMUNE", nil},
			{"not by a folder alone", "ADE_3-2_SHP_FRA", nil},
		} {
			t.Run(kind+" "+test.name, func(t *testing.T) {
				b := openBundle(t, path, Limits{})
				found, err := b.Find(test.pattern)
				if err != nil {
					t.Fatal(err)
				}
				var got []string
				for _, m := range found {
					got = append(got, b.Input(m).Name())
				}
				if diff := cmp.Diff(test.want, got); diff != "" {
					t.Error(diff)
				}
			})
		}
	}
}

func TestOneMemberIsToldFromNoneAndSeveral(t *testing.T) {
	for kind, path := range containers(t, delivered()...) {
		t.Run(kind, func(t *testing.T) {
			b := openBundle(t, path, Limits{})
			in, err := b.One("ADE_3-2_SHP_FRA/COMMUNE.shp")
			if err != nil {
				t.Fatal(err)
			}
			if got := content(t, in); got != "shapes" {
				t.Errorf("it holds %q", got)
			}
			for pattern, want := range map[string]string{
				"EPCI.shp":    `: no member "EPCI.shp": it holds ADMIN-EXPRESS_3-2/ADMIN-EXPRESS/LISEZ-MOI.txt, `,
				"COMMUNE.shp": `: 2 members "COMMUNE.shp": ADMIN-EXPRESS_3-2/`,
				"[":           "close its brackets",
			} {
				_, err := b.One(pattern)
				if err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), b.Name()) {
					t.Errorf("%q gives %v, want %q", pattern, err, want)
				}
			}
		})
	}
}

func TestSiblingsLieTogether(t *testing.T) {
	for kind, path := range containers(t, delivered()...) {
		t.Run(kind, func(t *testing.T) {
			b := openBundle(t, path, Limits{})
			in, err := b.One("*FRA/COMMUNE.shp")
			if err != nil {
				t.Fatal(err)
			}
			sibling, ok := in.Sibling(".dbf")
			if !ok {
				t.Fatal("there is no .dbf")
			}
			if got := content(t, sibling); got != "names" || sibling.Name() != "COMMUNE.DBF" {
				t.Errorf("%s holds %q", sibling.Name(), got)
			}
			if _, ok := in.Sibling(".prj"); ok {
				t.Error("there is a .prj")
			}
			first, err := in.Path()
			if err != nil {
				t.Fatal(err)
			}
			second, err := sibling.Path()
			if err != nil {
				t.Fatal(err)
			}
			if filepath.Dir(first) != filepath.Dir(second) || filepath.Base(first) != "COMMUNE.shp" {
				t.Errorf("%s and %s", first, second)
			}
		})
	}
}

func TestAMemberIsReadBySeveralAtOnce(t *testing.T) {
	for kind, path := range containers(t, delivered()...) {
		t.Run(kind, func(t *testing.T) {
			b := openBundle(t, path, Limits{})
			var group sync.WaitGroup
			for range 4 {
				for _, m := range b.Members() {
					group.Go(func() {
						if r, err := b.Input(m).Open(); err != nil {
							t.Error(err)
						} else if err := r.Close(); err != nil {
							t.Error(err)
						}
					})
				}
			}
			group.Wait()
		})
	}
}

func TestOnlyWhatIsAskedForIsUnpacked(t *testing.T) {
	for kind, path := range containers(t, delivered()...) {
		t.Run(kind, func(t *testing.T) {
			b := openBundle(t, path, Limits{})
			if b.folder != "" {
				t.Error("something was unpacked when the bundle was opened")
			}
			found, err := b.Find("*.gpkg")
			if err != nil {
				t.Fatal(err)
			}
			for range 2 { // the second time nothing is left to do
				if err := b.Unpack(found...); err != nil {
					t.Fatal(err)
				}
			}
			if want := int64(len("package")); b.total != want {
				t.Errorf("%d bytes were unpacked, want %d", b.total, want)
			}
		})
	}
}

func TestAFileIsABundleOfItself(t *testing.T) {
	text := []byte("a,b\n1,2\n")
	for _, test := range []struct {
		name, file string
		raw        []byte
		pattern    string
		size       int64
	}{
		{"a plain file", "a.csv", text, "*.csv", 8},
		{"a gzip file", "a.csv.gz", pack(t, text), "*.csv", -1},
		{"a gzip file by its whole name", "a.csv.gz", pack(t, text), "a.csv.gz", -1},
		{"an empty file", "a.csv", nil, ".csv", 0},
		{"a file of three bytes", "a.csv", []byte("PK\x03"), ".csv", 3},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := write(t, test.file, test.raw)
			b := openBundle(t, path, Limits{})
			in, err := b.One(test.pattern)
			if err != nil {
				t.Fatal(err)
			}
			want := string(test.raw)
			if test.size < 0 {
				want = string(text)
			}
			if got := content(t, in); got != want || in.Name() != test.file || b.Members()[0].Size != test.size {
				t.Errorf("%s, of %d bytes, holds %q", in.Name(), b.Members()[0].Size, got)
			}
			unpacked, err := in.Path()
			if err != nil {
				t.Fatal(err)
			}
			again, err := in.Path()
			if err != nil || again != unpacked {
				t.Errorf("it lies at %s, then at %s (%v)", unpacked, again, err)
			}
			if got, err := os.ReadFile(unpacked); err != nil || string(got) != want || test.size >= 0 && unpacked != path {
				t.Errorf("%s holds %q (%v)", unpacked, got, err)
			}
			checkBundleSHA256(t, b, test.raw)
		})
	}
}

func checkBundleSHA256(t *testing.T, b *Bundle, raw []byte) {
	t.Helper()
	got, err := b.SHA256()
	if err != nil {
		t.Fatal(err)
	}
	hashed := openHashed(t, write(t, "again", raw))
	if want, err := hashed.SHA256(); err != nil || got != want {
		t.Errorf("sha256 %s, want %s (%v)", got, want, err)
	}
}

func TestAPlainFileHasItsSiblingsOnDisk(t *testing.T) {
	path := write(t, "COMMUNE.shp", []byte("shapes"))
	if err := os.WriteFile(filepath.Join(filepath.Dir(path), "commune.dbf"), []byte("names"), 0o600); err != nil {
		t.Fatal(err)
	}
	b := openBundle(t, path, Limits{})
	if sibling, ok := b.Input(b.Members()[0]).Sibling(".dbf"); !ok || content(t, sibling) != "names" {
		t.Error("commune.dbf is not found")
	}
}

func TestAGzipFileInAnArchiveIsUnpackedTwice(t *testing.T) {
	for kind, path := range containers(t, archives.Entry{Name: "x/a.csv.gz", Bytes: pack(t, noise())}) {
		t.Run(kind, func(t *testing.T) {
			b := openBundle(t, path, Limits{})
			in, err := b.One("a.csv")
			if err != nil {
				t.Fatal(err)
			}
			if got := content(t, in); got != string(noise()) {
				t.Errorf("%d bytes that differ", len(got))
			}
			unpacked, err := in.Path()
			if err != nil {
				t.Fatal(err)
			}
			if got, err := os.ReadFile(unpacked); err != nil || !bytes.Equal(got, noise()) || filepath.Base(unpacked) != "a.csv" {
				t.Errorf("%s holds %d bytes that differ (%v)", unpacked, len(got), err)
			}
		})
	}
}

func TestBackslashesOfOldPackersAreSlashes(t *testing.T) {
	for kind, path := range containers(t,
		archives.Entry{Name: `ADE\`}, archives.Entry{Name: `ADE\COMMUNE.shp`, Bytes: []byte("shapes")}, archives.Entry{Name: `ADE\COMMUNE.dbf`, Bytes: []byte("names")},
	) {
		t.Run(kind, func(t *testing.T) {
			b := openBundle(t, path, Limits{})
			in, err := b.One("ade/*.shp")
			if err != nil {
				t.Fatal(err)
			}
			sibling, ok := in.Sibling(".dbf")
			if len(b.Members()) != 2 || !ok || content(t, in) != "shapes" || content(t, sibling) != "names" {
				t.Errorf("it holds %v, and a .dbf: %v", b.Members(), ok)
			}
		})
	}
}

func TestASpreadsheetIsNoArchive(t *testing.T) {
	for name, first := range map[string]string{"a.xlsx": "[Content_Types].xml", "a.ods": "mimetype"} {
		raw := archives.Zip(t, archives.Entry{Name: first}, archives.Entry{Name: "x/sheet.xml"})
		b := openBundle(t, write(t, name, raw), Limits{})
		if got := b.Members(); len(got) != 1 || got[0].Name != name {
			t.Errorf("%s holds %v", name, got)
		}
	}
	b := openBundle(t, shared.File(t, "dgcl-epcicom-2025.xlsx"), Limits{})
	if got := b.Members(); len(got) != 1 {
		t.Errorf("the register of the DGCL holds %v", got)
	}
}

func TestARealFileComesOutOfWhatSevenZipPacks(t *testing.T) {
	race.LeaveOut(t)
	whole := openBundle(t, shared.File(t, "communes-2018.geojsonl.gz"), Limits{})
	in := whole.Input(whole.Members()[0])
	path, err := in.Path()
	if err != nil {
		t.Fatal(err)
	}
	packed := write(t, "communes.7z", archives.Pack(t, filepath.Dir(path), "-mx=1"))
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	b := openBundle(t, packed, Limits{})
	again, err := b.One("*.geojsonl")
	if err != nil {
		t.Fatal(err)
	}
	if got := content(t, again); got != string(want) {
		t.Errorf("%d bytes that differ from the %d packed", len(got), len(want))
	}
}

func TestAFileThatChangesWhileItIsReadIsAnError(t *testing.T) {
	text := []byte("a,b\n1,2\n")
	for _, kind := range []struct {
		name string
		raw  []byte
	}{{"plain", text}, {"gzip", pack(t, text)}} {
		for name, change := range map[string]func(path string) error{
			"by another in its place": func(path string) error {
				if err := os.WriteFile(path+".new", kind.raw, 0o600); err != nil {
					return err
				}
				return os.Rename(path+".new", path)
			},
			"in its bytes": func(path string) error {
				if err := os.WriteFile(path, kind.raw, 0o600); err != nil {
					return err
				}
				return os.Chtimes(path, time.Time{}, time.Unix(0, 0)) // a clock may be too coarse to tell
			},
			"in its length": func(path string) error { return os.Truncate(path, 5) },
		} {
			t.Run(kind.name+" "+name, func(t *testing.T) {
				path := write(t, "a.csv", kind.raw)
				b := openBundle(t, path, Limits{})
				in := b.Input(b.Members()[0])
				if err := change(path); err != nil {
					t.Fatal(err)
				}
				_, opening := in.Open()
				_, finding := in.Path()
				_, hashing := b.SHA256()
				for of, err := range map[string]error{"Open": opening, "Path": finding, "SHA256": hashing} {
					if err == nil || !strings.Contains(err.Error(), "a.csv changed while it was read: start again once nothing writes to it") {
						t.Errorf("%s gives error %v", of, err)
					}
				}
			})
		}
	}
}

func TestAnArchiveThatChangesHasNoHash(t *testing.T) {
	for kind, path := range containers(t, delivered()...) {
		t.Run(kind, func(t *testing.T) {
			b := openBundle(t, path, Limits{})
			if err := os.Truncate(path, 5); err != nil {
				t.Fatal(err)
			}
			if _, err := b.SHA256(); err == nil || !strings.Contains(err.Error(), "changed while it was read") {
				t.Errorf("error %v", err)
			}
		})
	}
}
