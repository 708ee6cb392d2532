package format

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"perimetre/geo"
)

func TestCodes(t *testing.T) {
	for _, test := range []struct {
		name, cell string
		want       []string
	}{
		{"one SIREN", "200054781", []string{"200054781"}},
		{"the metropole of Grand Paris and an EPT", "200054781/200057974", []string{"200054781", "200057974"}},
		{"semicolons", "200054781;200057974", []string{"200054781", "200057974"}},
		{"semicolons with spaces, as ANCT writes them", "200054781 ; 200057974 ; 23054", []string{"200054781", "200057974", "23054"}},
		{"commas", "01001,01002, 2A004", []string{"01001", "01002", "2A004"}},
		{"spaces", "01001 01002", []string{"01001", "01002"}},
		{"line breaks", "200054781\n200057974", []string{"200054781", "200057974"}},
		{"an array of texts", `["200054781","200057974"]`, []string{"200054781", "200057974"}},
		{"an array of numbers", `[200054781, 200057974]`, []string{"200054781", "200057974"}},
		{"an array of PostgreSQL", `{200054781,200057974}`, []string{"200054781", "200057974"}},
		{"an array of Python", `['200054781']`, []string{"200054781"}},
		{"an empty array", `[]`, nil},
		{"an array of nothing", `[null, "NR"]`, nil},
		{"a formula of text", `="01001"`, []string{"01001"}},
		{"empty", "", nil},
		{"a no-break space", "\u00a0", nil},
		{"NR", "NR", nil},
		{"NC", "nc", nil},
		{"N/A, which is no list", "N/A", nil},
		{"an error of a spreadsheet", "#N/A", nil},
		{"no SIREN, as INSEE writes it", "ZZZZZZZZZ", nil},
		{"no commune", "ZZZZZ", nil},
		{"NULL", "NULL", nil},
		{"None", "None", nil},
		{"none beside a code", "NR/200057974", []string{"200057974"}},
		{"a SIREN with an exponent", "2.00054781E8", []string{"200054781"}},
		{"a SIREN with a signed exponent", "2.00054781e+08", []string{"200054781"}},
		{"a SIREN with an exponent in French", "2,00054781E+08", []string{"200054781"}},
		{"a SIREN with a decimal", "200054781.0", []string{"200054781"}},
		{"a SIREN with a decimal in French", "200054781,0", []string{"200054781"}},
		{"a SIREN in groups", "200 054 781", []string{"200054781"}},
		{"a SIREN in groups apart by no-break spaces", "200\u202f054\u00a0781", []string{"200054781"}},
		{"nine digits that are no SIREN are two codes", "1001 01002", []string{"1001", "01002"}},
		{"a number that is not whole", "200054781.5", []string{"200054781.5"}},
		{"a number that is rounded stays wrong", "2.00055E8", []string{"200055000"}},
		{"Corsica in small letters", "2a004", []string{"2A004"}},
		{"Corsica is no exponent", "2B153", []string{"2B153"}},
		{"letters with digits are no number", "2e004", []string{"2e004"}},
		{"overseas", "97105", []string{"97105"}},
		{"a word", "abc", []string{"abc"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, Codes(test.cell)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestALostZeroIsGivenBackWhereItCanOnlyBeOne(t *testing.T) {
	for word, want := range map[string]geo.Code{
		"1001": "01001", "9331": "09331", "01001": "01001", "2A004": "2A004", "97105": "97105",
		"0101": "0101", "101": "101", "2A04": "2A04", "": "", "75056": "75056",
	} {
		got, mended := Padded(word)
		if got != want || mended != (string(want) != word) {
			t.Errorf("%q: got %q, %v, want %q", word, got, mended, want)
		}
	}
}

func TestADivisionOfOneDigitLostItsZero(t *testing.T) {
	for word, want := range map[string]string{"1": "01", "9": "09", "01": "01", "84": "84", "2A": "2A", "971": "971", "A": "A", "": ""} {
		if got, mended := PaddedDivision(word); got != want || mended != (want != word) {
			t.Errorf("%q: got %q, %v, want %q", word, got, mended, want)
		}
	}
}

func TestNumber(t *testing.T) {
	for cell, want := range map[string]float64{
		"12": 12, "1234.5": 1234.5, "1 234,5": 1234.5, "1\u202f234\u00a0567": 1234567, " 0 ": 0, "1e3": 1000,
		"": -1, "abc": -1, "-3": -1, "1,234.5": -1, "NaN": -1, "Inf": -1, "0x10": -1, "1_000": -1,
	} {
		got, ok := Number(cell)
		if ok != (want >= 0) || ok && got != want {
			t.Errorf("%q: got %v, %v, want %v", cell, got, ok, want)
		}
	}
}

func TestDay(t *testing.T) {
	for cell, want := range map[string]string{
		"2024-01-31": "2024-01-31", "31/01/2024": "2024-01-31", "1/2/2024": "2024-02-01", "20240131": "2024-01-31",
		"2024-01-31 12:00:00": "2024-01-31", "2024-01-31T00:00:00+02:00": "2024-01-31", "45322": "2024-01-31", "45322.5": "2024-01-31",
		"": "", "2024": "", "31-01-2024": "", "2024-02-30": "", "9999999": "", "NaN": "",
	} {
		day, ok := Day(cell)
		got := ""
		if ok {
			got = day.Format(time.DateOnly)
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", cell, got, want)
		}
	}
}

func FuzzCodes(f *testing.F) {
	for _, seed := range []string{"200054781/200057974", `["200054781"]`, "2.0E8", "2,0E+08", "NR ; 2a004", "200 054 781", "\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, cell string) {
		codes := Codes(cell)
		for _, code := range codes {
			if code == "" || code != strings.TrimSpace(code) || none(code) {
				t.Fatalf("%q gives the code %q", cell, code)
			}
		}
		if again := Codes(strings.Join(codes, ";")); !slices.Equal(again, codes) && !slices.ContainsFunc(codes, func(c string) bool { return strings.ContainsAny(c, ".eE") }) {
			t.Fatalf("%q gives %q, then %q", cell, codes, again)
		}
		if day, ok := Day(cell); ok && (day.Location() != time.UTC || day.Hour() != 0) {
			t.Fatalf("%q is the day %v", cell, day)
		}
		if n, ok := Number(cell); ok && !(n >= 0) {
			t.Fatalf("%q is the number %v", cell, n)
		}
	})
}
