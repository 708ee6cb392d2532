package preflight

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"perimetre/data/format"
	"perimetre/data/format/table"
	"perimetre/data/ingest"
	"perimetre/data/source"
	"perimetre/geo/check"
	"perimetre/internal/race"
	"perimetre/internal/shared"
)

// inspect inspects text, which must be a table.
func inspect(t *testing.T, text string) *Report {
	t.Helper()
	report, err := Inspect(strings.NewReader(text), "f.csv")
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// told gives problems as "line severity: problem".
func told(r *Report) []string {
	var list []string
	for _, p := range r.Problems {
		if p.Problem.FR == "" || p.Mend.FR == "" || p.Mend.EN == "" {
			list = append(list, "a text is missing")
		}
		list = append(list, fmt.Sprintf("%d %s: %s", p.Line, p.Severity, p.Problem.EN))
	}
	return list
}

func TestEachRoleIsLookedAtAsAnIngestReadsIt(t *testing.T) {
	const (
		epci      = "siren,nom,insee_commune,population\n"
		movements = "mod,date_eff,typecom_av,com_av,libelle_av,typecom_ap,com_ap,libelle_ap\n"
		list      = "territoire_id,territoire_nom,epci_siren,region,date_debut,date_fin,superficie_ti,pop_ti\n"
	)
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{"a sound row", epci + "200000172,A,01001,10\n", nil},
		{"an empty population", epci + "200000172,A,01001,\n", nil},
		{"a population that is no number", epci + "200000172,A,01001,NR\n", []string{`2 error: population "NR" is not a whole number from 0 to 1e+08`}},
		{"half an inhabitant", epci + "200000172,A,01001,\"1,5\"\n", []string{`2 error: population "1,5" is not a whole number from 0 to 1e+08`}},
		{"a wrong Luhn key", epci + "200000173,A,01001,1\n", []string{`2 error: SIREN "200000173" is malformed`}},
		{"a SIREN that a spreadsheet made a number", epci + "2.00000172E8,A,01001,1\n", nil},
		{"a commune in no grouping", epci + "NR,A,01001,1\n", []string{"2 notice: there is no SIREN: the commune is in no grouping"}},
		{"an empty SIREN", epci + ",A,01001,1\n", []string{"2 error: siren is empty"}},
		{"an empty code", epci + "200000172,A,,1\n", []string{"2 error: insee is empty"}},
		{"a lost zero", epci + "200000172,A,1001,1\n", []string{"2 notice: code 1001 lost its leading zero: 01001"}},
		{"a code of three digits", epci + "200000172,A,101,1\n", []string{`2 error: INSEE code "101" is malformed`}},
		{"Corsica in small letters", epci + "200000172,A,2a004,1\n", nil},
		{"two codes in a cell", epci + "200000172,A,01001/01002,1\n", []string{"2 error: a cell holds several codes: 01001 01002"}},
		{"a ragged row", epci + "200000172,A\n", []string{"2 error: it cannot be read (2 cells where the header has 4)"}},
		{"errors before notices", epci + "200000172,A,1001,1\n200000172,A,x,1\n", []string{
			`3 error: INSEE code "x" is malformed`, "2 notice: code 1001 lost its leading zero: 01001",
		}},
		{"the SIREN of a commune", "siren,insee,nom\n210100012,01001,A\nNR,01002,B\n", []string{"3 error: siren is empty"}},
		{"a passage", "insee_2018,insee_2025\n01001,01002\n01003,\n", []string{"3 error: new is empty"}},
		{"an event without a commune on one side", movements + "10,2025-01-01,COM,01001,A,,,\n", nil},
		{"an event of no type", movements + "10,2025-01-01,,01001,A,COM,01001,B\n", []string{"2 error: the type of 01001 is empty"}},
		{"an event of no kind, on no day", movements + "x,2025,COM,01001,A,COM,01001,B\n", []string{
			`2 error: the kind of event "x" is not a number`, `2 error: date "2025" cannot be read`,
		}},
		{"a member that is an EPCI, and one that is a commune", list + "ti-1,T,200000172/01001,84,,,,\n", nil},
		{"a member that is neither", list + "ti-1,T,999999999,84,,,,\n", []string{`2 error: member "999999999" is neither a SIREN nor an INSEE code`}},
		{"a territory without an id and without a member", list + ",T,,84,,,,\n", []string{"2 error: id is empty", "2 error: membre is empty"}},
		{"a région that lost its zero", list + "ti-1,T,200000172,1,,,,\n", []string{"2 notice: code 1 lost its leading zero: 01"}},
		{"figures and days", list + "ti-1,T,200000172,84,01/01/2024,2024-12-31,\"1 234,5\",NR\n", nil},
		{"a day that is none", list + "ti-1,T,200000172,84,hier,,,\n", []string{`2 error: debut "hier" is not a day`}},
		{"a period that ends before it begins", list + "ti-1,T,200000172,84,2024-01-02,2024-01-01,,\n", []string{"2 error: the period ends before it begins"}},
		{"an area that is none", list + "ti-1,T,200000172,84,,,x,\n", []string{`2 error: superficie "x" is not a number from 0 to 1e+06`}},
		{"declared communes", "territoire_id,insee_commune\nti-1,01001 1002\nti-1,x\n", []string{
			`3 error: INSEE code "x" is malformed`, "2 notice: code 1002 lost its leading zero: 01002",
		}},
		{"divisions", "departement,nom_departement,region,nom_region\n1,Ain,84,R\n,B,84,R\n", []string{
			"3 error: departement is empty", "2 notice: code 1 lost its leading zero: 01",
		}},
		{"columns of no role", "a,b\n1,2\n", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, told(inspect(t, test.text))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestNoMoreThanTheFirstProblemsAreKeptAndAllAreCounted(t *testing.T) {
	text := "siren,insee\n" + strings.Repeat("210100012,1001\n", 30) + strings.Repeat("210100012,x\n", 15)
	report := inspect(t, text)
	if report.Rows != 45 || report.Errors != 15 || report.Notices != 30 || len(report.Problems) != Most {
		t.Errorf("got %d rows, %d errors, %d notices, %d problems", report.Rows, report.Errors, report.Notices, len(report.Problems))
	}
	if first, last := report.Problems[0], report.Problems[Most-1]; first.Line != 32 || last.Line != 6 || last.Severity != check.Notice {
		t.Errorf("the first problem is on line %d, the last on line %d", first.Line, last.Line)
	}
}

func TestTheLikeliestRoleComesFirst(t *testing.T) {
	race.LeaveOut(t)
	for _, test := range []struct {
		file    string
		role    format.Role
		dialect format.Dialect
		rows    int
	}{
		{"epci-2019.csv.gz", format.EPCI, format.Perimetre, 34966},
		{"ept-2025.csv.gz", format.EPT, format.Perimetre, 129},
		{"communes-siren-2025.csv.gz", format.CommunesSIREN, format.Perimetre, 34875},
		{"passage-communes-2018-2025.csv.gz", format.Passage, format.Perimetre, 35367},
		{"insee-mouvements-communes-2026.csv.gz", format.Movements, format.INSEE, 13734},
		{"dgcl-epcicom-2025.xlsx", format.EPCI, format.DGCL, 34871},
		{"territoires-industrie-183-2024.csv", format.Territoires, format.Perimetre, 641},
	} {
		t.Run(test.file, func(t *testing.T) {
			file, err := source.Open(shared.File(t, test.file))
			if err != nil {
				t.Fatal(err)
			}
			defer file.Close()
			report, err := Inspect(file, test.file)
			if err != nil {
				t.Fatal(err)
			}
			if report.Roles[0].Role != test.role || report.Roles[0].Dialect != test.dialect || report.Rows != test.rows {
				t.Errorf("got %v with %d rows", report.Roles[0], report.Rows)
			}
			if report.Errors > 0 || report.Notices > 0 {
				t.Errorf("told: %q", told(report))
			}
		})
	}
}

// A list of one line is refused by an ingest where an error is told of it, and nowhere else; members that are no code are loaded,
// and have a finding.
func TestAnIngestRefusesWhatAnErrorIsToldOf(t *testing.T) {
	folder := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		cell := func(name string, likely ...string) string {
			return rapid.OneOf(rapid.SampledFrom(likely), rapid.StringMatching(`[ 0-9a-zA-Z.;/-]{0,12}`)).Draw(t, name)
		}
		row := []string{
			cell("id", "ti-1", ""), "T", cell("member", "200000172", "01001", "1001", "NR", "", "999999999"), cell("région", "84", "1", ""),
			cell("from", "2024-01-31", "31/01/2024", ""), cell("until", "2024-12-31", "2023-01-01", "NR"),
			cell("area", "12.5", "1e9", "-1", ""), cell("population", "1200", "1.5", "NC"),
		}
		text := "territoire_id,territoire_nom,epci_siren,region,date_debut,date_fin,superficie_ti,pop_ti\n" + strings.Join(row, ",") + "\n"
		report, err := Inspect(strings.NewReader(text), "f.csv")
		if err != nil {
			t.Fatal(err)
		}
		errors := 0
		for _, p := range report.Problems {
			if p.Severity == check.Error && !strings.HasPrefix(p.Problem.EN, "member ") {
				errors++
			}
		}
		path := filepath.Join(folder, "f.csv")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := ingest.Territories(path, nil); (err != nil) != (errors > 0) {
			t.Fatalf("%q: an ingest says %v, told: %q", row, err, told(report))
		}
	})
}

func TestATableIsToldFromOtherFiles(t *testing.T) {
	var workbook bytes.Buffer
	w, err := table.NewXLSX(&workbook, "Feuille", []string{"siren", "insee"})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, content string
		want          bool
	}{
		{"commas", "siren,insee\n", true},
		{"semicolons under a mark", "\ufeffsiren;insee\n", true},
		{"tabulations under empty lines", "\r\n\r\nsiren\tinsee", true},
		{"names in Windows-1252", "siren,libell\xe9\n", true},
		{"UTF-16, which is told how to mend", "\xff\xfes\x00i\x00", true},
		{"a workbook", workbook.String(), true},
		{"a workbook of Excel before 2007", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", true},
		{"words", "nothing but words\n1,2\n", false},
		{"JSON", "[1,2]", false},
		{"a page", "<html>,</html>", false},
		{"nothing", "", false},
		{"bytes", "PAR1,\x00\x01", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "file")
			if err := os.WriteFile(path, []byte(test.content), 0o600); err != nil {
				t.Fatal(err)
			}
			if got := Detect(format.File(path)); got != test.want {
				t.Errorf("got %v", got)
			}
		})
	}
	if Detect(format.File("absent.csv")) {
		t.Error("a file that is not there is a table")
	}
}

func FuzzInspect(f *testing.F) {
	for _, seed := range []string{
		"siren,nom,insee_commune\n200000172,A,1001\n", "territoire_id;territoire_nom;epci_siren\nti-1;\"T;999999999\n",
		"mod,date_eff,typecom_av,com_av,libelle_av,typecom_ap,com_ap,libelle_ap\n,,,,,,,\n", "PK\x03\x04",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		report, err := Inspect(bytes.NewReader(raw), "f.csv")
		if err != nil {
			if report != nil || !strings.Contains(err.Error(), "f.csv") {
				t.Errorf("the error %q does not name the file", err)
			}
			return
		}
		errors := 0
		for _, p := range report.Problems {
			if p.Line < 1 {
				t.Errorf("a problem on line %d: %v", p.Line, p.Problem)
			}
			if p.Severity == check.Error {
				errors++
			}
		}
		if len(report.Problems) != min(Most, report.Errors+report.Notices) || errors != min(Most, report.Errors) {
			t.Errorf("%d problems kept, %d of them errors, of %d and %d", len(report.Problems), errors, report.Errors, report.Notices)
		}
	})
}
