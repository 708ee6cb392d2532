package table

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"testing/iotest"

	"perimetre/data/format"
	"perimetre/data/source"
	"perimetre/internal/shared"

	"github.com/google/go-cmp/cmp"
)

// rows reads a whole table of communes-siren as "line: siren insee nom", errors among them.
func rows(t *testing.T, text string) []string {
	t.Helper()
	return rowsOf(t, []byte(text), "f.csv")
}

func rowsOf(t *testing.T, raw []byte, file string) []string {
	t.Helper()
	table, err := Read(bytes.NewReader(raw), file, format.CommunesSIREN, nil)
	if err != nil {
		return []string{err.Error()}
	}
	var got []string
	for row, err := range table.Rows() {
		if err != nil {
			if record := (*format.RecordError)(nil); !errors.As(err, &record) {
				t.Errorf("%v is not a RecordError", err)
			}
			got = append(got, err.Error())
			continue
		}
		cells := []string{row.Get(format.FieldSIREN), row.Get(format.FieldINSEE), row.Get(format.FieldName)}
		_, place, _ := strings.Cut(row.Fault("", "").Error(), string(row.table.kind)+" ")
		got = append(got, place+strings.Join(cells, "|"))
	}
	return got
}

func TestReadGivesTheRowsOfATable(t *testing.T) {
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{"with commas", "siren,insee,nom\n2,01001,Ayse\n3,01002,Bonne\n", []string{"2: : 2|01001|Ayse", "3: : 3|01002|Bonne"}},
		{"with semicolons, even when a cell holds commas", "siren;insee;nom\n2;01001;a,b,c,d\n", []string{"2: : 2|01001|a,b,c,d"}},
		{"with tabulations", "siren\tinsee\tnom\n2\t01001\tAyse\n", []string{"2: : 2|01001|Ayse"}},
		{"whose quoted header holds another separator", "siren,insee,\"nom;;;\"\n2,01001,x\n", []string{"2: : 2|01001|"}},
		{"with a byte order mark", "\ufeffsiren,insee,nom\n2,01001,Ayse\n", []string{"2: : 2|01001|Ayse"}},
		{"with carriage returns and no last newline", "siren,insee,nom\r\n2,01001,Ayse\r\n3,01002,Bonne", []string{"2: : 2|01001|Ayse", "3: : 3|01002|Bonne"}},
		{"with spreadsheet formulas", "siren;insee;nom\n=\"2\";=\"01001\";\"=\"\"Ayse\"\"\"\n", []string{"2: : 2|01001|Ayse"}},
		{"with no-break spaces at the ends of cells", "siren,insee,nom\n2\u00a0,01001\u202f, Le Bois\u00a0d'Oingt \n", []string{"2: : 2|01001|Le Bois\u00a0d'Oingt"}},
		{"with the line that tells Excel its separator", "sep=;\r\nsiren;insee;nom\r\n2;01001;a,b,c,d\r\n", []string{"3: : 2|01001|a,b,c,d"}},
		{"with that line in quotes, of a bar", "\"SEP=|\"\nsiren|insee|nom\n2|01001|a|b\n", []string{
			"f.csv: line 3: 4 cells where the header has 3: mend the line, or put quotes around a cell that holds the separator",
		}},
		{"with quotes", "siren,insee,nom\n2,01001,\"L'Île, \"\"la\"\"\"\n", []string{`2: : 2|01001|L'Île, "la"`}},
		{"with columns in another order and more of them", "x,Nom,INSEE,y,Siren\n1,Ayse,01001,2,3\n", []string{"2: : 3|01001|Ayse"}},
		{"without an optional column", "siren,insee\n2,01001\n", []string{"2: : 2|01001|"}},
		{"with empty lines, which are no rows", "siren,insee,nom\n\n,,\n2,01001,Ayse\n\n", []string{"4: : 2|01001|Ayse"}},
		{"in Windows-1252", "siren,insee,nom\n2,01001,L'\xcele-aux-Moines\n", []string{"2: : 2|01001|L'Île-aux-Moines"}},
		{
			"with ragged lines, which are named",
			"siren,insee,nom\n2,01001\n3,01002,Bonne\n4,01003,a,b\n",
			[]string{
				"f.csv: line 2: 2 cells where the header has 3: mend the line, or put quotes around a cell that holds the separator",
				"3: : 3|01002|Bonne",
				"f.csv: line 4: 4 cells where the header has 3: mend the line, or put quotes around a cell that holds the separator",
			},
		},
		{
			"with a quote that is not closed, which swallows no line silently",
			"siren,insee,nom\n2,01001,\"Ayse\n3,01002,Bonne\n",
			[]string{"f.csv: line 2: a cell goes on over the next line: look for a quote that is not closed"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, rows(t, test.text)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestReadRefusesAFileThatIsNoTable(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"empty", "", "f.csv: the file is empty: give one with a header and a line a record"},
		{"blank", "\ufeff \r\n\n", "f.csv: the file is empty: give one with a header and a line a record"},
		{"a header alone", "siren,insee,nom\r\n\r\n", "f.csv: there is no line under the header: give a file with a line a record"},
		{
			"without the needed column", "siren,nom\n2,Ayse\n",
			"f.csv: no column for communes-siren.insee (tried insee, insee_commune, insee_com, code_insee): " +
				"the file has siren, nom: name it with --column communes-siren.insee=NAME",
		},
		{"in UTF-16", "\xff\xfes\x00i\x00", "f.csv: the text is in UTF-16: save it as UTF-8"},
		{"in two encodings", "siren,insee,nom\n2,01001,Île\n3,01002,\xcele\n", "f.csv: line 3 is not UTF-8 though others are: save the file as UTF-8"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff([]string{test.want}, rows(t, test.text)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestReadKeepsTheErrorOfTheStream(t *testing.T) {
	broken := errors.New("the gzip stream ends early")
	_, err := Read(iotest.ErrReader(broken), "f.csv", format.CommunesSIREN, nil)
	if !errors.Is(err, broken) {
		t.Errorf("got %v, want %v", err, broken)
	}
}

func TestGivenColumnsAreRead(t *testing.T) {
	table, err := Read(strings.NewReader("a,b\n2,01001\n"), "f.csv", format.CommunesSIREN,
		format.Columns{format.FieldSIREN: "a", format.FieldINSEE: "b"})
	if err != nil {
		t.Fatal(err)
	}
	if table.Has(format.FieldName) || !table.Has(format.FieldINSEE) {
		t.Errorf("the table has a name: %v, an INSEE code: %v", table.Has(format.FieldName), table.Has(format.FieldINSEE))
	}
	for row, err := range table.Rows() {
		if err != nil {
			t.Fatal(err)
		}
		if got := row.Get(format.FieldINSEE); got != "01001" {
			t.Errorf("got %q, want 01001", got)
		}
	}
}

func TestRealTables(t *testing.T) {
	for _, test := range []struct {
		file     string
		role     format.Role
		key      format.Field
		rows     int
		distinct int
	}{
		{"epci-2019.csv.gz", format.EPCI, format.FieldSIREN, 34966, 1259},
		{"epci-2024.csv.gz", format.EPCI, format.FieldSIREN, 34931, 1255},
		{"epci-2025.csv.gz", format.EPCI, format.FieldSIREN, 34871, 1255},
		{"ept-2025.csv.gz", format.EPT, format.FieldSIREN, 129, 11},
		{"communes-siren-2025.csv.gz", format.CommunesSIREN, format.FieldINSEE, 34875, 34875},
		{"passage-communes-2018-2025.csv.gz", format.Passage, format.FieldOld, 35367, 35357},
		{"territoires-industrie-149.csv", format.Territoires, format.FieldID, 588, 149},
		{"territoires-industrie-183-2023.csv", format.Territoires, format.FieldID, 630, 183},
		{"territoires-industrie-183-2024.csv", format.Territoires, format.FieldID, 641, 183},
	} {
		t.Run(test.file, func(t *testing.T) {
			file, err := source.Open(shared.File(t, test.file))
			if err != nil {
				t.Fatal(err)
			}
			defer file.Close()
			table, err := Read(file, file.Name(), test.role, nil)
			if err != nil {
				t.Fatal(err)
			}
			count, keys := 0, map[string]bool{}
			for row, err := range table.Rows() {
				if err != nil {
					t.Fatal(err)
				}
				count++
				keys[row.Get(test.key)] = true
			}
			if count != test.rows || len(keys) != test.distinct {
				t.Errorf("%d rows with %d distinct %s, want %d and %d", count, len(keys), test.key, test.rows, test.distinct)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"siren,insee,nom\n2,01001,Ayse\n", "\ufeffsiren;insee\r\n=\"2\";\"a\"\"b\"\n", "siren,insee\n\"", "siren,insee\n\xce,1\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) { check(t, text, "f.csv") })
}

func TestATableOfAnyColumns(t *testing.T) {
	table, err := Open(strings.NewReader("Quartier;Zone;Zone\nA;1;2\n"), "zones.csv")
	if err != nil {
		t.Fatal(err)
	}
	column, err := table.Column("quartier")
	if err != nil {
		t.Fatal(err)
	}
	for row, err := range table.Rows() {
		if err != nil {
			t.Fatal(err)
		}
		if got := row.Cell(column); got != "A" {
			t.Errorf("got %q, want A", got)
		}
	}
	for name, want := range map[string]string{
		"zone": "zones.csv: column Zone occurs twice: rename one of the two",
		"ilot": `zones.csv: no column "ilot": the file has Quartier, Zone, Zone: give one of them`,
	} {
		if _, err := table.Column(name); err == nil || err.Error() != want {
			t.Errorf("column %s: %v, want %s", name, err, want)
		}
	}
	if _, err := Open(strings.NewReader("Quartier;Zone\n"), "zones.csv"); err == nil || !strings.Contains(err.Error(), "no line under the header") {
		t.Errorf("a table of no line: %v", err)
	}
}
