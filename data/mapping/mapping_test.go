package mapping

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"perimetre/data/format"
)

func TestAFileNamesColumns(t *testing.T) {
	for _, test := range []struct {
		name, text string
		want       format.Given
	}{
		{"nothing", "", nil},
		{"a comment only", "# nothing\n", nil},
		{"a role without a field", "communes:\n", format.Given{}},
		{"one field", "communes: {insee: Code}", format.Given{format.Communes: {format.FieldINSEE: "Code"}}},
		{
			"several roles, names with spaces, quotes and digits",
			"territoires:\n  id: identifiant\n  membre: SIREN du groupement\npassage:\n  old: 2018\n  new: \"2025\" # quoted\n",
			format.Given{
				format.Territoires: {format.FieldID: "identifiant", format.FieldMember: "SIREN du groupement"},
				format.Passage:     {format.FieldOld: "2018", format.FieldNew: "2025"},
			},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := Read(strings.NewReader(test.text), "mapping.yaml")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestFaultsAreToldWithTheirLine(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"a role that does not exist", "communes:\n  insee: a\ncommuns:\n  insee: a\n", `mapping.yaml: line 3: there is no role "communs": one of [communes `},
		{"a field that does not exist", "communes:\n  code: a\n", `mapping.yaml: line 2: communes has no field "code": one of [insee `},
		{"a field that comes twice", "communes:\n  insee: a\n  insee: b\n", `mapping.yaml: line 3: mapping key "insee" already defined`},
		{"a role that comes twice", "communes: {}\ncommunes: {}\n", `mapping.yaml: line 2: mapping key "communes" already defined`},
		{"a column that is a list", "communes:\n  insee: [a, b]\n", "mapping.yaml: line 2: communes.insee has no name of a column"},
		{"a column without a name", "communes:\n  insee:\n", "mapping.yaml: line 2: communes.insee has no name of a column"},
		{"a list", "- communes\n", "mapping.yaml: line 1: a file is a list of ROLE: with its fields"},
		{"a role that is a text", "communes: insee\n", "mapping.yaml: line 1: a role has a list of FIELD: COLUMN"},
		{"a second document", "communes: {insee: a}\n---\nepci: {siren: b}\n", "mapping.yaml: there is a second document"},
		{"a text that is no YAML", "communes: [\n", "mapping.yaml: line 1: "},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := Read(strings.NewReader(test.text), "mapping.yaml")
			if err == nil || !strings.HasPrefix(err.Error(), test.want) {
				t.Errorf("got  %v\nwant %s…", err, test.want)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add("communes:\n  insee: a\n")
	f.Add("passage: {old: 2018, new: \"x\"}")
	f.Add("? [a]\n: b")
	f.Fuzz(func(t *testing.T, text string) {
		given, err := Read(strings.NewReader(text), "mapping.yaml")
		if err != nil {
			return
		}
		for role, columns := range given {
			for field, column := range columns {
				if role.Check(field) != nil || column == "" {
					t.Fatalf("%s.%s is %q", role, field, column)
				}
			}
		}
	})
}
