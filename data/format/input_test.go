package format_test

import (
	"os"
	"path/filepath"
	"testing"

	"perimetre/data/format"
)

func TestTheFileBesideAnother(t *testing.T) {
	for _, test := range []struct {
		name  string
		files []string
		of    string
		want  string // nothing when there is none
	}{
		{"its own", []string{"communes.shp", "communes.dbf"}, "communes.shp", "communes.dbf"},
		{"its own, not that of a name in capitals", []string{"COMMUNES.dbf", "COMMUNES.shp", "communes.dbf", "communes.shp"}, "communes.shp", "communes.dbf"},
		{"its own, not that of a name in small letters", []string{"COMMUNES.DBF", "COMMUNES.SHP", "communes.dbf", "communes.shp"}, "COMMUNES.SHP", "COMMUNES.DBF"},
		{"an extension in capitals", []string{"COMMUNES.dbf", "communes.DBF", "communes.shp"}, "communes.shp", "communes.DBF"},
		{"a name in capitals, the only one", []string{"COMMUNES.DBF", "communes.shp"}, "communes.shp", "COMMUNES.DBF"},
		{"two names in other cases", []string{"COMMUNES.dbf", "Communes.dbf", "communes.shp"}, "communes.shp", ""},
		{"that of another file", []string{"COMMUNES.dbf", "COMMUNES.shp", "communes.shp"}, "communes.shp", ""},
		{"none", []string{"communes.shp", "communes_2.dbf"}, "communes.shp", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			folder := t.TempDir()
			for _, name := range test.files {
				if err := os.WriteFile(filepath.Join(folder, name), nil, 0o666); err != nil {
					t.Fatal(err)
				}
			}
			beside, ok := format.File(filepath.Join(folder, test.of)).Sibling(".dbf")
			if got := name(beside); got != test.want || ok != (test.want != "") {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func name(in format.Input) string {
	if in == nil {
		return ""
	}
	return in.Name()
}
