package table

import (
	"bytes"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"perimetre/data/format"
	"perimetre/geo"
	"perimetre/internal/gdal"
)

// written gives a table as a writer wrote it.
func written(t testing.TB, kind string, header []string, rows ...[]any) []byte {
	t.Helper()
	var out bytes.Buffer
	var w Writer
	var err error
	if kind == "xlsx" {
		w, err = NewXLSX(&out, "Liste", header)
	} else {
		w, err = NewCSV(&out, header)
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if err := w.Write(row); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// readBack gives the cells of a table of any columns.
func readBack(t testing.TB, raw []byte) (rows [][]string) {
	t.Helper()
	table, err := Open(bytes.NewReader(raw), "f")
	if err != nil {
		t.Fatal(err)
	}
	for row, err := range table.Rows() {
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row.cells)
	}
	return rows
}

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	header := []string{"insee", "nom", "population", "superficie_km2", "communes", "actif"}
	rows := [][]any{
		{"01001", `L'Île, "la"`, int64(120), 12.5, []string{"01002", "01003"}, true},
		{"2A004", "=1+1", int64(-1), 1e9, []string{}, false},
		{"75056", "@Paris", nil, math.NaN(), []string(nil), nil},
		{"00000", "deux\nlignes", int64(math.MaxInt32), 0.1, []string{"+33"}, true},
	}
	for _, kind := range []string{"csv", "xlsx"} {
		t.Run(kind, func(t *testing.T) {
			yes, no, nan := "true", "false", "NaN"
			if kind == "xlsx" {
				yes, no, nan = "1", "0", ""
			}
			want := [][]string{
				{"01001", `L'Île, "la"`, "120", "12.5", "01002 ; 01003", yes},
				{"2A004", "=1+1", "-1", "1000000000", "", no},
				{"75056", "@Paris", "", nan, "", ""},
				{"00000", "deux lignes", "2147483647", "0.1", "+33", yes},
			}
			if diff := cmp.Diff(want, readBack(t, written(t, kind, header, rows...))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestCSVIsWrittenToTheByte(t *testing.T) {
	got := written(t, "csv", []string{"id", "nom"}, []any{"ti-01", "L’Île ; \"la\", là"}, []any{"ti-02", "=1+1"})
	if want := "id,nom\nti-01,\"L’Île ; \"\"la\"\", là\"\nti-02,=1+1\n"; string(got) != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestACodeIsACellOfText(t *testing.T) {
	raw := written(t, "xlsx", []string{"insee", "formule", "population"}, []any{"01001", "=1+1", int64(12)})
	workbook, err := excelize.OpenReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	defer workbook.Close()
	for name, want := range map[string]excelize.CellType{
		"A2": excelize.CellTypeInlineString, "B2": excelize.CellTypeInlineString, "C2": excelize.CellTypeUnset,
	} {
		kind, err := workbook.GetCellType("Liste", name)
		if formula, _ := workbook.GetCellFormula("Liste", name); err != nil || kind != want || formula != "" {
			t.Errorf("cell %s is of type %v with formula %q (%v), want type %v and no formula", name, kind, formula, err, want)
		}
	}
}

func TestSheetsHaveNamesThatMayBe(t *testing.T) {
	for name, want := range map[string]string{
		"": "Table", "EPCI 2025": "EPCI 2025", "a/b:c*[d]?\\": "a_b_c__d___", "'cité'": "cité",
		strings.Repeat("é", 40): strings.Repeat("é", 31),
	} {
		if got := sheetName(name); got != want {
			t.Errorf("%q becomes %q, want %q", name, got, want)
		}
		if _, err := NewXLSX(io.Discard, name, []string{"a"}); err != nil {
			t.Errorf("a sheet %q: %v", name, err)
		}
	}
}

func TestATextTooLongForACellIsRefused(t *testing.T) {
	w, err := NewXLSX(io.Discard, "A", []string{"a"})
	if err != nil {
		t.Fatal(err)
	}
	err = w.Write([]any{strings.Repeat("é", 32768)})
	if want := "row 2: a text is longer than the 32767 characters of a cell: write CSV"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestAnyTextIsReadBack(t *testing.T) {
	for _, kind := range []string{"csv", "xlsx"} {
		t.Run(kind, func(t *testing.T) {
			rapid.Check(t, func(r *rapid.T) {
				rows := rapid.SliceOfN(rapid.SliceOfN(rapid.StringMatching(`[a-z0-9é"',;=+@_x -]{1,8}`), 2, 2), 1, 5).Draw(r, "rows")
				var cells [][]any
				var want [][]string
				for _, row := range rows {
					cells = append(cells, []any{row[0], row[1]})
					if cleaned := clean(row); cleaned[0]+cleaned[1] != "" {
						want = append(want, cleaned)
					}
				}
				if want == nil {
					return
				}
				if diff := cmp.Diff(want, readBack(t, written(t, kind, []string{"a", "b"}, cells...))); diff != "" {
					r.Error(diff)
				}
			})
		})
	}
}

func TestAttributesOfFeaturesBecomeAFile(t *testing.T) {
	features := []geo.Feature{
		{Properties: []geo.Property{{Name: "code", Value: "01001"}, {Name: "population", Value: int64(3)}}, Geometry: geo.MultiPoint{{X: 1, Y: 2}}},
		{Properties: []geo.Property{{Name: "code", Value: "2A004"}}},
	}
	for _, name := range []string{"communes.csv", "communes.XLSX"} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), name)
			w, err := Create(path, format.SchemaOf("communes", features))
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range features {
				if err := w.Write(f); err != nil {
					t.Fatal(err)
				}
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			raw, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([][]string{{"01001", "3"}, {"2A004", ""}}, readBack(t, raw)); diff != "" {
				t.Error(diff)
			}
			if out := gdal.Run(t, "ogrinfo", "-al", "-so", path); !strings.Contains(out, "Feature Count: 2") || strings.Contains(out, "Warning") {
				t.Errorf("ogrinfo:\n%s", out)
			}
		})
	}
	if _, err := Create(filepath.Join(t.TempDir(), "absent", "f.csv"), format.Schema{}); err == nil {
		t.Error("a file is made in a folder that is not there")
	}
}

func TestAWorkbookOfGDALIsRead(t *testing.T) {
	folder := t.TempDir()
	csv, xlsx := filepath.Join(folder, "communes.csv"), filepath.Join(folder, "communes.xlsx")
	if err := os.WriteFile(csv, []byte("siren,insee,nom\n2,01001,Ayse\n200054781,2A004,\"L'Île & <la>\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	gdal.Run(t, "ogr2ogr", "-f", "XLSX", xlsx, csv)
	raw, err := os.ReadFile(xlsx)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"2: : 2|01001|Ayse", "3: : 200054781|2A004|L'Île & <la>"}
	if diff := cmp.Diff(want, rowsOf(t, raw, "communes.xlsx")); diff != "" {
		t.Error(diff)
	}
}
