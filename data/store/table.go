package store

import (
	"strings"
	"time"

	"perimetre/geo"
	"perimetre/geo/atlas"
	"perimetre/geo/check"
)

// Table is the rows that one edition puts in one table. A value is nil, a string, an int64, a float64, a time.Time in
// UTC, or a geo.Geometry.
type Table struct {
	Name    string
	Columns []string
	Rows    [][]any
}

// Count is the number of rows of some tables.
func Count(tables []Table) (rows int) {
	for _, t := range tables {
		rows += len(t.Rows)
	}
	return rows
}

// Tables gives the rows of an edition, each table after those that it refers to. A position counts from 1: it keeps the
// order of lists, and is the feature id that GIS software sees.
func Tables(number int64, loadedAt time.Time, a *atlas.Atlas) []Table {
	return []Table{
		editionTable(number, loadedAt, a),
		sourceTable(number, a.Edition),
		divisionTable(number, a.Edition),
		communeTable(number, a),
		groupingTable(number, a),
		compositionTable(number, a.Edition),
		territoryTable(number, a),
		memberTable(number, a.Edition),
		validatedMemberTable(number, a.Edition),
		otherTable(number, a.Edition),
		otherMemberTable(number, a.Edition),
		movementTable(number, a.Edition),
		findingTable(number, a),
		repairTable(number, a.Edition),
	}
}

func (t *Table) add(values ...any) { t.Rows = append(t.Rows, values) }

func editionTable(number int64, loadedAt time.Time, a *atlas.Atlas) Table {
	t := Table{Name: "edition", Columns: []string{
		"number", "vintage", "loaded_at", "communes", "epci", "ept", "territories", "findings",
		"min_lon", "min_lat", "max_lon", "max_lat",
	}}
	findings := len(a.Findings)
	for _, territory := range a.Territories {
		findings += len(territory.Findings)
	}
	epci := len(a.Units(geo.EPCI))
	box := a.Box()
	t.add(number, int64(a.Edition.Vintage), loadedAt,
		int64(len(a.Edition.Communes)), int64(epci), int64(len(a.Edition.Groupings)-epci),
		int64(len(a.Territories)), int64(findings),
		box.Min.Lon(), box.Min.Lat(), box.Max.Lon(), box.Max.Lat())
	return t
}

func sourceTable(number int64, e *geo.Edition) Table {
	t := Table{Name: "edition_source", Columns: []string{
		"edition", "position", "role", "file", "sha256", "licence", "vintage", "records", "read_at",
	}}
	for i, s := range e.Sources {
		t.add(number, position(i), s.Role, s.File, s.SHA256, s.Licence, int64(s.Vintage), int64(s.Records), s.ReadAt.UTC())
	}
	return t
}

func divisionTable(number int64, e *geo.Edition) Table {
	t := Table{Name: "edition_division", Columns: []string{"edition", "level", "position", "code", "name"}}
	for i, d := range e.Departements {
		t.add(number, geo.Departements.String(), position(i), d.Code, d.Name)
	}
	for i, d := range e.Regions {
		t.add(number, geo.Regions.String(), position(i), d.Code, d.Name)
	}
	return t
}

func communeTable(number int64, a *atlas.Atlas) Table {
	t := Table{Name: "edition_commune", Columns: []string{
		"edition", "position", "code", "name", "siren", "population", "epci", "departement", "region", "area_km2", "geom",
	}}
	units := a.Units(geo.Communes)
	for i, c := range a.Edition.Communes {
		t.add(number, position(i), string(c.Code), c.Name, known(string(c.SIREN)), inhabitants(c.Population),
			known(units[i].EPCI), c.Departement, c.Region, atlas.SquareKilometres(units[i].Area), c.Geometry)
	}
	return t
}

// groupingTable holds EPCI, and EPT without their measures: an EPT is a part of an EPCI, and no layer of its own.
func groupingTable(number int64, a *atlas.Atlas) Table {
	t := Table{Name: "edition_grouping", Columns: []string{
		"edition", "position", "siren", "name", "nature", "communes", "population", "area_km2", "length_km", "geom",
		"declared",
	}}
	for i, g := range a.Edition.Groupings {
		row := []any{number, position(i), string(g.SIREN), g.Name, g.Nature, int64(len(g.Communes)), nil, nil, nil, nil, g.Declared}
		if unit, ok := a.Find(geo.EPCI, string(g.SIREN)); ok && g.Nature != geo.NatureEPT {
			u := a.Units(geo.EPCI)[unit]
			row = []any{
				number, position(i), string(g.SIREN), g.Name, g.Nature, int64(len(u.Communes)), int64(u.Population),
				atlas.SquareKilometres(u.Area), atlas.Kilometres(u.Length), a.Ground.Coverage.Geometry(u.Shape), g.Declared,
			}
		}
		t.add(row...)
	}
	return t
}

func compositionTable(number int64, e *geo.Edition) Table {
	t := Table{Name: "edition_composition", Columns: []string{"edition", "grouping_position", "position", "commune"}}
	for i, g := range e.Groupings {
		for j, code := range g.Communes {
			t.add(number, position(i), position(j), string(code))
		}
	}
	return t
}

// findingTable holds the findings about the edition as a whole, under no territory, then those of each territory.
func findingTable(number int64, a *atlas.Atlas) Table {
	t := Table{Name: "edition_finding", Columns: []string{
		"edition", "position", "territory", "code", "severity", "message_fr", "message_en", "units", "geom",
		"hint_fr", "hint_en", "state",
	}}
	add := func(territory string, findings []check.Finding) {
		for _, f := range findings {
			t.add(number, position(len(t.Rows)), territory, f.Code, f.Severity.String(), f.Message.FR, f.Message.EN,
				strings.Join(f.Units, " "), f.Geometry, f.Hint.FR, f.Hint.EN, f.State.String())
		}
	}
	add("", a.Findings)
	for _, territory := range a.Territories {
		add(territory.ID, territory.Findings)
	}
	return t
}

func repairTable(number int64, e *geo.Edition) Table {
	t := Table{Name: "edition_repair", Columns: []string{
		"edition", "position", "kind", "codes_before", "code_after", "lon", "lat", "area_m2", "geom",
	}}
	for i, r := range e.Repairs {
		t.add(number, position(i), r.Kind, joinCodes(r.Before), string(r.After), r.At.Lon(), r.At.Lat(), r.Area, r.Ground)
	}
	return t
}

func position(index int) int64 { return int64(index + 1) }

// known gives nil for an empty text.
func known(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// inhabitants gives nil for an unknown population.
func inhabitants(population int) any {
	if population == geo.Unknown {
		return nil
	}
	return int64(population)
}

// Counter gives a function that counts one row, and reports to progress once per hundredth of the total and at its end.
// Progress may be nil.
func Counter(total int, progress func(done, total int)) func() {
	done, step := 0, max(1, total/100)
	return func() {
		done++
		if progress != nil && (done%step == 0 || done == total) {
			progress(done, total)
		}
	}
}
