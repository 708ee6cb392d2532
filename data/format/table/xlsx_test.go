package table

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"perimetre/data/format"
	"perimetre/data/source"
	"perimetre/internal/race"
	"perimetre/internal/shared"
)

// book makes a workbook out of the XML of its sheets and of its shared strings, as a spreadsheet program packs them.
func book(t testing.TB, shared string, sheets ...[2]string) []byte {
	t.Helper()
	const relationship = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	add := func(name, text string) {
		part, err := archive.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(part, text); err != nil {
			t.Fatal(err)
		}
	}
	add("_rels/.rels", `<Relationships><Relationship Id="rId1" Type="`+relationship+`/officeDocument" Target="xl/workbook.xml"/></Relationships>`)
	list, parts := "", `<Relationship Id="s" Type="`+relationship+`/sharedStrings" Target="sharedStrings.xml"/>`
	for i, sheet := range sheets {
		id := string(rune('a' + i))
		list += `<sheet name="` + sheet[0] + `" r:id="` + id + `"/>`
		parts += `<Relationship Id="` + id + `" Type="` + relationship + `/worksheet" Target="/xl/worksheets/` + id + `.xml"/>`
		add("xl/worksheets/"+id+".xml", "<worksheet><sheetData>"+sheet[1]+"</sheetData></worksheet>")
	}
	list = strings.ReplaceAll(list, `name="(hidden) `, `state="hidden" name="`)
	add("xl/workbook.xml", `<workbook xmlns:r="`+relationship+`"><sheets>`+list+`</sheets></workbook>`)
	add("xl/_rels/workbook.xml.rels", "<Relationships>"+parts+"</Relationships>")
	add("xl/sharedStrings.xml", "<sst>"+shared+"</sst>")
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// text is a cell of text, number one of a number, row a row without a number.
func text(s string) string   { return `<c t="inlineStr"><is><t>` + s + `</t></is></c>` }
func number(s string) string { return `<c><v>` + s + `</v></c>` }
func row(cells ...string) string {
	return "<row>" + strings.Join(cells, "") + "</row>"
}

func TestAWorkbookThatCountsDaysFrom1904IsRefused(t *testing.T) {
	raw := book(t, "", [2]string{"A", communesHeader + row(number("43830"), text("01001"), text("Ayse"))})
	for value, refused := range map[string]bool{"1": true, "true": true, "0": false, "false": false} {
		_, err := Open(bytes.NewReader(withProperties(t, raw, `<workbookPr date1904="`+value+`"/>`)), "f.xlsx")
		want := ""
		if refused {
			want = "f.xlsx: the workbook counts days from 1904: save it with days from 1900, or as CSV"
		}
		if got := errorText(err); got != want {
			t.Errorf("%s: got %q, want %q", value, got, want)
		}
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// withProperties puts an element into the part of a workbook that lists its sheets.
func withProperties(t *testing.T, raw []byte, element string) []byte {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	again := zip.NewWriter(&out)
	for _, part := range archive.File {
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		w, err := again.Create(part.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(bytes.Replace(data, []byte("<sheets>"), []byte(element+"<sheets>"), 1)); err != nil {
			t.Fatal(err)
		}
	}
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

var communesHeader = row(text("siren"), text("insee"), text("nom"))

func TestReadGivesTheRowsOfASheet(t *testing.T) {
	for _, test := range []struct {
		name   string
		shared string
		sheets [][2]string
		want   []string
	}{
		{"of text", "", [][2]string{{"A", communesHeader + row(text("2"), text("01001"), text("Ayse"))}}, []string{"2: : 2|01001|Ayse"}},
		{"of shared strings, pronunciations left out", `<si><t>Ay</t><rPh><t>no</t></rPh></si><si><r><t>B</t></r><r><t>on</t></r></si>`, [][2]string{{
			"A", communesHeader + row(number("2"), text("01001"), `<c t="s"><v>0</v></c>`) + row(number("3"), text("01002"), `<c t="s"><v>1</v></c>`),
		}}, []string{"2: : 2|01001|Ay", "3: : 3|01002|Bon"}},
		{"of numbers that are codes", "", [][2]string{{
			"A", communesHeader + row(number("2.00054781E8"), number("1001"), text("a")) + row(number("200054781.0"), number("75056.5"), text("b")),
		}}, []string{"2: : 200054781|1001|a", "3: : 200054781|75056.5|b"}},
		{"below titles and empty rows, counted as the sheet does", "", [][2]string{{
			"A", row(text("Communes au 1er janvier")) + `<row r="4">` + strings.TrimPrefix(communesHeader, "<row>") +
				`<row r="9"><c r="A9"><v>2</v></c><c r="C9" t="str"><f>A1&amp;"x"</f><v>Ayse</v></c></row>`,
		}}, []string{"9: : 2||Ayse"}},
		{"on the sheet that has the columns", "", [][2]string{
			{"Lisez-moi", row(text("Source"), text("DGCL")) + row(text("Date"), number("45292"))},
			{"Vide", ""},
			{"Communes", communesHeader + row(number("2"), text("01001"), text("Ayse"))},
		}, []string{"2: : 2|01001|Ayse"}},
		{"whose sheet before is hidden", "", [][2]string{
			{"(hidden) Brouillon", communesHeader + row(number("9"), text("09009"), text("Non"))},
			{"Communes", communesHeader + row(number("2"), text("01001"), text("Ayse"))},
		}, []string{"2: : 2|01001|Ayse"}},
		{"whose names of columns are on two lines", "", [][2]string{{
			"A", row(text(" siren\ncommune"), text("insee"), text("nom")) + row(number("2"), text("01001"), text("Ayse")),
		}}, []string{
			"f.xlsx: sheet A: no column for communes-siren.siren (tried siren_commune, siren_membre, siren, code_siren): " +
				"the file has siren commune, insee, nom: name it with --column communes-siren.siren=NAME",
		}},
		{"with characters that XML cannot hold", "", [][2]string{{
			"A", communesHeader + row(text("_x0032_"), text("01001"), text("L_xZZZZ_a_x00E9__x")),
		}}, []string{"2: : 2|01001|L_xZZZZ_aé_x"}},
		{"with an empty cell beyond the header", "", [][2]string{{
			"A", communesHeader + row(number("2"), text("01001"), text("Ayse"), text(" "), text("")),
		}}, []string{"2: : 2|01001|Ayse"}},
		{"with cells beyond the header, which are named", "", [][2]string{{
			"A", communesHeader + row(number("2"), text("01001"), text("Ayse"), "<c/>", text("note")) + row(number("3")),
		}}, []string{
			"f.xlsx: sheet A: row 2: 5 cells where the header has 3: name the column of each cell in the header, or remove the cells beyond it",
			"3: : 3||",
		}},
		{"with a shared string that is not there", "<si/>", [][2]string{{
			"A", communesHeader + row(number("2"), `<c r="B2" t="s"><v>1</v></c>`) + row(number("3"), `<c t="s"><v>0</v></c>`),
		}}, []string{"f.xlsx: sheet A: row 2: cell B2 names a text that the workbook does not have: type the cell again", "3: : 3||"}},
		{"with XML that is broken, whose rest is not taken for the end", "", [][2]string{{
			"A", communesHeader + row(number("2"), text("01001"), text("Ayse")) + row(text("a & b")) + row(number("3")),
		}}, []string{
			"2: : 2|01001|Ayse",
			"f.xlsx: sheet A: row 3: XML syntax error on line 1: invalid character entity & (no semicolon): " +
				"save the workbook again with a spreadsheet program: nothing is read beyond",
		}},
		{"with a row that comes twice", "", [][2]string{{
			"A", communesHeader + `<row r="1"/>`,
		}}, []string{`f.xlsx: sheet A: row 1: a row numbered "1" after it: save the workbook again with a spreadsheet program: nothing is read beyond`}},
		{"with a cell of no column", "", [][2]string{{
			"A", communesHeader + `<row><c r="ZZZZ2"/></row>`,
		}}, []string{`f.xlsx: sheet A: row 2: a cell of no column, "ZZZZ2": save the workbook again with a spreadsheet program: nothing is read beyond`}},
		{"of a header alone", "", [][2]string{{"A", communesHeader}}, []string{
			"f.xlsx: sheet A: there is no row under the header: give a file with a row a record",
		}},
		{"of nothing", "", [][2]string{{"A", ""}}, []string{
			"f.xlsx: no sheet of the workbook holds a table: give one with a header and a row a record",
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, rowsOf(t, book(t, test.shared, test.sheets...), "f.xlsx")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestReadRefusesAnArchiveThatIsNoWorkbook(t *testing.T) {
	var other bytes.Buffer
	archive := zip.NewWriter(&other)
	if _, err := archive.Create("communes.csv"); err != nil {
		t.Fatal(err)
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	whole := book(t, "", [2]string{"A", communesHeader})
	for _, test := range []struct {
		name string
		file []byte
		want string
	}{
		{"of another kind", other.Bytes(), "f.xlsx: the archive holds no workbook: give an XLSX or a CSV file"},
		{"cut short", whole[:len(whole)/2], "f.xlsx: the archive is damaged: download the file again: zip: not a valid zip file"},
		{"of an old Excel", []byte(oleMagic + "x"), "f.xlsx: this is a workbook of Excel before 2007, or one under a password: save it as XLSX or CSV"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff([]string{test.want}, rowsOf(t, test.file, "f.xlsx")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestASheetOfAnyColumns(t *testing.T) {
	for _, test := range []struct{ name, sheet, want string }{
		{"below a title", row(text("Zones")) + row(text("Quartier"), text("Zone")) + row(text("A"), text("1")), "Quartier Zone 3"},
		{"of one column", row(text("Quartier")) + row(text("A")), "Quartier 2"},
	} {
		t.Run(test.name, func(t *testing.T) {
			table, err := Open(bytes.NewReader(book(t, "", [2]string{"A", test.sheet})), "zones.xlsx")
			if err != nil {
				t.Fatal(err)
			}
			for row, err := range table.Rows() {
				if err != nil {
					t.Fatal(err)
				}
				got := strings.Join(table.Header, " ") + " " + string(rune('0'+row.Line()))
				if got != test.want || row.Cell(0) != "A" {
					t.Errorf("got %q and %q, want %q", got, row.Cell(0), test.want)
				}
			}
		})
	}
}

// openShared opens a table of real data.
func openShared(t *testing.T, name string, role format.Role) *Table {
	t.Helper()
	race.LeaveOut(t)
	file, err := source.Open(shared.File(t, name))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() })
	table, err := Read(file, file.Name(), role, nil)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// fields gives the cells of the fields of all rows, sorted.
func fields(t *testing.T, table *Table, fields ...format.Field) (all []string) {
	t.Helper()
	for row, err := range table.Rows() {
		if err != nil {
			t.Fatal(err)
		}
		var cells []string
		for _, field := range fields {
			cells = append(cells, row.Get(field))
		}
		all = append(all, strings.Join(cells, "|"))
	}
	slices.Sort(all)
	return all
}

func TestTheWorkbookOfDGCLIsTheTableMadeOfIt(t *testing.T) {
	start := time.Now()
	all := []format.Field{
		format.FieldSIREN, format.FieldName, format.FieldNature, format.FieldINSEE, format.FieldCommune, format.FieldPopulation,
	}
	workbook := openShared(t, "dgcl-epcicom-2025.xlsx", format.EPCI)
	got := fields(t, workbook, all...)
	t.Logf("the workbook is read in %v", time.Since(start))
	if workbook.Sheet != "Epcicom2025" || format.EPCI.Dialect(workbook.Columns) != format.DGCL {
		t.Errorf("sheet %q in the dialect %s", workbook.Sheet, format.EPCI.Dialect(workbook.Columns))
	}
	want := fields(t, openShared(t, "epci-2025.csv.gz", format.EPCI), all...)
	if diff := cmp.Diff(want, got); diff != "" || len(got) != 34871 {
		t.Errorf("%d rows, want 34871 (-csv +xlsx):\n%.2000s", len(got), diff)
	}
	distinct := map[string]bool{}
	for _, row := range got {
		siren, _, _ := strings.Cut(row, "|")
		distinct[siren] = true
	}
	if len(distinct) != 1255 {
		t.Errorf("%d EPCI, want 1255", len(distinct))
	}
}

// The oracle is excelize, on the whole workbook of DGCL.
func TestTheWorkbookOfDGCLIsWhatExcelizeReads(t *testing.T) {
	race.LeaveOut(t)
	oracle, err := excelize.OpenFile(shared.File(t, "dgcl-epcicom-2025.xlsx"), excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	defer oracle.Close()
	want, err := oracle.Rows("Epcicom2025")
	if err != nil {
		t.Fatal(err)
	}
	defer want.Close()
	if !want.Next() {
		t.Fatal("excelize reads no row")
	}
	header, err := want.Columns()
	if err != nil {
		t.Fatal(err)
	}
	table := openShared(t, "dgcl-epcicom-2025.xlsx", format.EPCI)
	if diff := cmp.Diff(header, table.Header); diff != "" {
		t.Fatal(diff)
	}
	n := 0
	for row, err := range table.Rows() {
		if err != nil {
			t.Fatal(err)
		}
		if !want.Next() {
			t.Fatalf("excelize has no row %d", row.Line())
		}
		cells, err := want.Columns()
		if err != nil {
			t.Fatal(err)
		}
		for len(cells) < len(header) {
			cells = append(cells, "")
		}
		if !slices.Equal(clean(cells), row.cells) {
			t.Fatalf("row %d: %q, want %q", row.Line(), row.cells, cells)
		}
		n++
	}
	if n != 34871 {
		t.Errorf("%d rows, want 34871", n)
	}
}

func FuzzReadWorkbook(f *testing.F) {
	f.Add(communesHeader+row(number("2.0E8"), text("01001"), text("Ayse")), "<si><t>a</t></si>")
	f.Add(communesHeader+`<row r="9"><c r="B9" t="s"><v>0</v></c></row>`, `<si><r><t>a_x000D_</t></r><rPh><t>b</t></rPh></si>`)
	f.Add(communesHeader+`<row><c r="XFD2" t="b"><f>1<v/></f><v>1</v></c>`, "<si>")
	f.Fuzz(func(t *testing.T, sheet, shared string) {
		check(t, book(t, shared, [2]string{"A", sheet}), "f.xlsx")
	})
}

// FuzzReadArchive spoils the archive itself.
func FuzzReadArchive(f *testing.F) {
	f.Add(book(f, "<si><t>a</t></si>", [2]string{"A", communesHeader + row(number("2"), text("01001"), `<c t="s"><v>0</v></c>`)}))
	f.Add([]byte(zipMagic))
	f.Add([]byte(oleMagic))
	f.Fuzz(func(t *testing.T, raw []byte) { check(t, raw, "f.xlsx") })
}

// check reads a whole file and tests what a Table promises of any.
func check(t *testing.T, raw []byte, file string) {
	t.Helper()
	table, err := Read(bytes.NewReader(raw), file, format.CommunesSIREN, nil)
	if err != nil {
		return
	}
	line := 0
	for row, err := range table.Rows() {
		if record := (*format.RecordError)(nil); err != nil && !errors.As(err, &record) {
			t.Fatalf("%v is not a RecordError", err)
		}
		if err != nil {
			continue
		}
		if row.Line() <= line {
			t.Fatalf("line %d after line %d", row.Line(), line)
		}
		line = row.Line()
		if len(row.cells) != len(table.Header) || len(row.written) < len(table.Header) {
			t.Fatalf("%d cells and %d written, want %d", len(row.cells), len(row.written), len(table.Header))
		}
		for _, cell := range row.cells {
			if cell != strings.TrimSpace(cell) {
				t.Fatalf("cell %q is not trimmed", cell)
			}
		}
	}
}
