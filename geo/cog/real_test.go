package cog

import (
	"compress/gzip"
	"encoding/csv"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"perimetre/geo"
	"perimetre/internal/shared"
)

// rows reads a table of real data: the cells of named columns, a line a row.
func rows(t *testing.T, name string, columns ...string) [][]string {
	t.Helper()
	file, err := os.Open(shared.File(t, name))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	plain, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	all, err := csv.NewReader(plain).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	rows := make([][]string, len(all)-1)
	for _, column := range columns {
		at := slices.Index(all[0], column)
		if at < 0 {
			t.Fatalf("%s has no column %s", name, column)
		}
		for i, row := range all[1:] {
			rows[i] = append(rows[i], row[at])
		}
	}
	return rows
}

// movements reads the movements that INSEE published in 2026.
func movements(t *testing.T) []geo.Movement {
	t.Helper()
	var movements []geo.Movement
	for _, row := range rows(t, "insee-mouvements-communes-2026.csv.gz", "MOD", "DATE_EFF",
		"TYPECOM_AV", "COM_AV", "LIBELLE_AV", "TYPECOM_AP", "COM_AP", "LIBELLE_AP") {
		mod, err := strconv.Atoi(row[0])
		if err != nil {
			t.Fatal(err)
		}
		date, err := time.Parse(time.DateOnly, row[1])
		if err != nil {
			t.Fatal(err)
		}
		movements = append(movements, geo.Movement{
			Mod: mod, Date: date,
			Before: geo.Commonalty{Type: row[2], Code: geo.Code(row[3]), Name: row[4]},
			After:  geo.Commonalty{Type: row[5], Code: geo.Code(row[6]), Name: row[7]},
		})
	}
	return movements
}

func day(text string) time.Time {
	date, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return date
}

func TestThePassageFrom2018To2025IsThatOfTheReference(t *testing.T) {
	h := NewHistory(movements(t))
	var want, got []string
	read := map[geo.Code]bool{}
	for _, row := range rows(t, "passage-communes-2018-2025.csv.gz", "insee_2018", "insee_2025", "date_effet", "mod_insee", "split") {
		want = append(want, strings.Join(row, " "))
		code := geo.Code(row[0])
		if read[code] {
			continue
		}
		read[code] = true
		for _, l := range h.After(code, Day(2018), Day(2025)) {
			date, mod, split := "", "", "0"
			if l.Moved() {
				date, mod = l.Movement.Date.Format(time.DateOnly), strconv.Itoa(l.Movement.Mod)
			}
			if l.Split {
				split = "1"
			}
			got = append(got, strings.Join([]string{row[0], string(l.After.Code), date, mod, split}, " "))
		}
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" || len(got) != 35367 {
		t.Errorf("%d rows (-reference +computed):\n%s", len(got), diff)
	}
}

func TestMovementsKnowWhichCodesTheRegistersHave(t *testing.T) {
	h := NewHistory(movements(t))
	for _, test := range []struct {
		file, column string
		vintage      geo.Vintage
	}{
		{"passage-communes-2018-2025.csv.gz", "insee_2018", 2018},
		{"epci-2019.csv.gz", "insee_commune", 2019},
		{"epci-2024.csv.gz", "insee_commune", 2024},
		{"communes-siren-2025.csv.gz", "insee", 2025},
	} {
		registered := map[geo.Code]bool{}
		for _, row := range rows(t, test.file, test.column) {
			code := geo.Code(row[0])
			registered[code] = true
			if alive, told := h.Alive(code, Day(test.vintage)); told && !alive {
				t.Errorf("%s: movements say that %s is no commune on 1 January %d", test.file, code, test.vintage)
			}
		}
		for code := range h.lines {
			if alive, _ := h.Alive(code, Day(test.vintage)); alive && !registered[code] {
				t.Errorf("%s: movements say that %s is a commune on 1 January %d", test.file, code, test.vintage)
			}
		}
	}
}

// brief writes a link in a line: code before, code after, the year of the event, and whether it was cut and holds ground.
func brief(links []Link) []string {
	var lines []string
	for _, l := range links {
		line := string(l.Before.Code) + " " + l.Before.Name + " > " + string(l.After.Code) + " " + l.After.Name
		if l.Moved() {
			line += l.Movement.Date.Format(", 2006 ") + strconv.Itoa(l.Movement.Mod)
		}
		if l.Split {
			line += " split"
		}
		if !l.Holds {
			line += " elsewhere"
		}
		lines = append(lines, line)
	}
	return lines
}

func TestACodeThatComesBackIsNotWhatItWas(t *testing.T) {
	h := NewHistory(movements(t))
	// Beaumont (60054), La Neuville-Garnier (60455) and Villotran (60694) are Les Hauts-Talican (60054) from 2019; in 2024
	// Beaumont leaves with the code 60054, and the two others are Les Hauts-Talican under the code 60694.
	for _, test := range []struct {
		name string
		got  []Link
		want []string
	}{
		{"Villotran is in Les Hauts-Talican", h.After("60694", Day(2018), Day(2019)), []string{
			"60694 Villotran > 60054 Les Hauts-Talican, 2019 32",
		}},
		{"Villotran, to the end", h.After("60694", Day(2018), Day(2025)), []string{
			"60694 Villotran > 60054 Beaumont-les-Nonains, 2024 21 split elsewhere",
			"60694 Villotran > 60694 Les Hauts-Talican, 2024 21 split",
		}},
		{"no commune is 60694 in 2020", h.After("60694", Day(2020), Day(2025)), nil},
		{"the 60694 of 2024 is no Villotran", h.After("60694", Day(2024), Day(2025)), []string{
			"60694 Les Hauts-Talican > 60694 Les Hauts-Talican",
		}},
		{"what 60694 was in 2020", h.Before("60694", Day(2025), Day(2020)), []string{
			"60054 Les Hauts-Talican > 60694 Les Hauts-Talican, 2024 21 split",
		}},
		{"what 60694 was in 2018", h.Before("60694", Day(2025), Day(2018)), []string{
			"60054 Beaumont-les-Nonains > 60694 Les Hauts-Talican, 2024 21 split elsewhere",
			"60455 La Neuville-Garnier > 60694 Les Hauts-Talican, 2024 21 split",
			"60694 Villotran > 60694 Les Hauts-Talican, 2024 21 split",
		}},
		{"the 60054 of 2020 was cut", h.After("60054", Day(2020), Day(2025)), []string{
			"60054 Les Hauts-Talican > 60054 Beaumont-les-Nonains, 2024 21 split",
			"60054 Les Hauts-Talican > 60694 Les Hauts-Talican, 2024 21 split",
		}},
		{"the 60054 of 2018 is that of 2025", h.After("60054", Day(2018), Day(2025)), []string{
			"60054 Beaumont-les-Nonains > 60054 Beaumont-les-Nonains, 2024 21 split",
			"60054 Beaumont-les-Nonains > 60694 Les Hauts-Talican, 2024 21 split elsewhere",
		}},
		{"a code that goes and comes back the same", h.After("27676", Day(2018), Day(2025)), []string{
			"27676 Les Trois Lacs > 27676 Les Trois Lacs, 2023 50",
		}},
		{"a change of code and a merger in one day", h.After("49144", Day(2017), Day(2018)), []string{
			"49144 Freigné > 44180 Vallons-de-l'Erdre, 2018 32",
		}},
		{"a code that lived for no day, 44225", h.Before("44180", Day(2018), Day(2017)), []string{
			"44017 Bonnœuvre > 44180 Vallons-de-l'Erdre, 2018 32",
			"44093 Maumusson > 44180 Vallons-de-l'Erdre, 2018 32",
			"44180 Saint-Mars-la-Jaille > 44180 Vallons-de-l'Erdre",
			"44191 Saint-Sulpice-des-Landes > 44180 Vallons-de-l'Erdre, 2018 32",
			"44219 Vritz > 44180 Vallons-de-l'Erdre, 2018 32",
			"49144 Freigné > 44180 Vallons-de-l'Erdre, 2018 32",
		}},
		{"a commune that left the nomenclature", h.After("97127", Day(2007), Day(2008)), []string{
			"97127 Saint-Martin >  , 2007 30",
		}},
		{"a commune made delegated again is alive", h.After("49220", Day(2025), Day(2026)), []string{
			"49220 Morannes sur Sarthe-Daumeray > 49220 Morannes sur Sarthe-Daumeray",
		}},
	} {
		if diff := cmp.Diff(test.want, brief(test.got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
	if got := h.Home("60455", Day(2018), Day(2025)); got != "60694" {
		t.Errorf("the polygon of 60455 goes to %s, want 60694", got)
	}
	if got := h.Unknown(); len(got) > 0 {
		t.Errorf("movements of a kind that is not known: %v", got)
	}
}

func TestPolygonsCannotFollowWhatWasReestablished(t *testing.T) {
	h := NewHistory(movements(t))
	for _, test := range []struct {
		from, to geo.Vintage
		want     []string
	}{
		{2018, 2025, []string{
			"14666 Sannerville in 14712 Troarn",
			"15031 Celles in 15141 Neussargues-Moissac", "15035 Chalinargues in 15141 Neussargues-Moissac",
			"15047 Chavagnac in 15141 Neussargues-Moissac", "15171 Sainte-Anastasie in 15141 Neussargues-Moissac",
			"85165 L'Oie in 85084 Essarts-en-Bocage", "85212 Sainte-Florence in 85084 Essarts-en-Bocage",
		}},
		// Polygons from before the mergers draw what came out of them again.
		{2015, 2025, []string{"76601 Saint-Lucien in 76676 Sigy-en-Bray"}},
		{2019, 2019, nil},
	} {
		var got []string
		for _, u := range h.Unfollowed(Day(test.from), Day(test.to)) {
			got = append(got, string(u.Code)+" "+u.Name+" in "+string(u.Within.Code)+" "+u.Within.Name)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("from %d to %d (-want +got):\n%s", test.from, test.to, diff)
		}
	}
}
