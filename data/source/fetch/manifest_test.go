package fetch

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestManifestOfFranceIsRead(t *testing.T) {
	m := France()
	publishers := map[string]int{}
	for _, s := range m.Sources {
		publishers[s.Publisher]++
		if s.Title == "" || s.Licence == "" || s.Vintage == 0 || s.File == "" {
			t.Errorf("%s says too little: %+v", s.ID, s)
		}
	}
	if diff := cmp.Diff(map[string]int{"IGN": 4, "INSEE": 4, "DGCL": 2, "ANCT": 2}, publishers); diff != "" {
		t.Error(diff)
	}
	chosen, err := m.Choose([]string{"insee-communes-2025", "dgcl-epcicom-2025"})
	if err != nil || len(chosen) != 2 || chosen[0].File != "v_commune_2025.csv" || chosen[1].File != "epcicom2025.xlsx" {
		t.Errorf("%+v (%v)", chosen, err)
	}
	if _, err := m.Choose([]string{"insee"}); err == nil || !strings.Contains(err.Error(), `no source "insee": one of ign-admin-express-cog-2026, `) {
		t.Errorf("error %v", err)
	}
}

func TestAManifestIsReadStrictly(t *testing.T) {
	source := func(fields string) string {
		return "sources:\n  - id: a\n    page: https://a.invalid/\n    " + strings.ReplaceAll(fields, "\n", "\n    ") + "\n"
	}
	for _, test := range []struct{ name, text, want string }{
		{"a field that does not exist", source("adress: x"), `m.yaml: line 4: unknown field "adress"`},
		{"text that is no YAML", "sources: [", "m.yaml: "},
		{"nothing", "", "m.yaml: there is no source"},
		{"an id with spaces", "sources:\n  - id: a b\n", "m.yaml: source 1 (a b): the id is made of"},
		{"no page", "sources:\n  - id: a\n    file: a.csv\n", `m.yaml: source 1 (a): page: "" is not an address`},
		{"an address that is none", source("url: a.csv"), `url: "a.csv" is not an address`},
		{"an address of a file on disk", source("url: file:///etc/passwd"), `url: "file:///etc/passwd" is not an address`},
		{"a password", source("url: https://me:secret@a.invalid/a.csv"), `url: "https://me:xxxxx@a.invalid/a.csv" holds a user`},
		{"no name for the file", source("url: https://a.invalid/"), `file "/": give the name of a file`},
		{"a name that climbs", source("file: ../a.csv"), `file "../a.csv": give the name of a file`},
		{"a hidden name", source("file: .a"), `file ".a": give the name of a file`},
		{"the name of the lock file", source("file: sources.lock.yaml"), `file "sources.lock.yaml": give the name`},
		{"the name of a part", source("file: a.csv.part"), `file "a.csv.part": give the name`},
		{"a hash that is none", source("file: a.csv\nsha256: abc"), `sha256 "abc": give 64 hexadecimal digits`},
		{"a limit below zero", source("file: a.csv\nmax_mib: -1"), "max_mib -1: give a number of MiB"},
		{"an id twice", source("file: a.csv") + "  - id: a\n    page: https://a.invalid/\n    file: b.csv\n", "source 2 (a): its id, or its file b.csv, is that of a source before it"},
		{"a file twice", source("file: a.csv") + "  - id: b\n    page: https://a.invalid/\n    file: A.csv\n", "source 2 (b): its id, or its file A.csv, is that"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := Read(strings.NewReader(test.text), "m.yaml")
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want one that says %q", err, test.want)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add(france)
	f.Fuzz(func(t *testing.T, text string) {
		m, err := Read(strings.NewReader(text), "m.yaml")
		if err != nil {
			return
		}
		for _, s := range m.Sources {
			if filepath.Base(s.File) != s.File || s.File == ".." {
				t.Errorf("file %q", s.File)
			}
		}
	})
}
