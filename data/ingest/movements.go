package ingest

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"perimetre/data/format"
	"perimetre/data/format/table"
	"perimetre/geo"
	"perimetre/geo/cog"
)

// Movements is what the movements of communes say of the files. The zero value is that of an ingest without them.
type Movements struct {
	Read       int              // lines of the file
	Geometry   geo.Vintage      // of the polygons, by which their codes were followed
	Unknown    []geo.Movement   // of a kind that is not known; their codes are followed all the same
	NotAlive   []geo.Code       // of the polygons: no commune had such a code in that vintage
	Unfollowed []cog.Unfollowed // communes that the polygons cannot draw, whose ground is in the polygon of another
	Differ     []Difference     // of the table of passage and the movements, when both are given
}

// Difference is a commune of the polygons that the table of passage puts elsewhere than movements do. The table wins.
type Difference struct {
	Code      geo.Code // of the polygon
	Passage   geo.Code // by the table
	Movements geo.Code // by the movements
}

func (r *registers) readMovements(t *table.Table, faults *faults) int {
	return rows(t, faults, func(row table.Row) error {
		mod, err := strconv.Atoi(row.Get(format.FieldMovement))
		if err != nil {
			return row.Fault(fmt.Sprintf("the kind of event %q is not a number", row.Get(format.FieldMovement)), "give the code MOD of INSEE")
		}
		date, ok := format.Day(row.Get(format.FieldDate))
		if !ok {
			return row.Fault(fmt.Sprintf("date %q cannot be read", row.Get(format.FieldDate)), "write year, month and day: 2025-01-01")
		}
		before, err := r.commonalty(row, format.FieldOldType, format.FieldOld, format.FieldOldName)
		if err != nil {
			return err
		}
		after, err := r.commonalty(row, format.FieldNewType, format.FieldNew, format.FieldNewName)
		if err != nil {
			return err
		}
		r.movements = append(r.movements, geo.Movement{Mod: mod, Date: date, Before: before, After: after})
		return nil
	})
}

// commonalty reads a side of a movement; one without type and code is no commune.
func (r *registers) commonalty(row table.Row, kind, code, name format.Field) (geo.Commonalty, error) {
	c := geo.Commonalty{Type: row.Get(kind), Code: geo.Code(row.Get(code)), Name: row.Get(name)}
	if c.Type == "" && c.Code == "" {
		return geo.Commonalty{}, nil
	}
	if c.Type == "" {
		return c, row.Fault(fmt.Sprintf("the type of %s is empty", c.Code), "give it: COM for a commune, COMA, COMD or ARM for a part of one")
	}
	var err error
	c.Code, err = r.codeIn(row, code)
	return c, err
}

// vintageIn gives the year that ends the name of a column, 0 when none does.
func vintageIn(column string) geo.Vintage {
	const digits = 4
	year, err := strconv.Atoi(column[max(0, len(column)-digits):])
	if err != nil || year < firstVintage || year > lastVintage {
		return 0
	}
	return geo.Vintage(year)
}

// passage is the code of the registers for codes of the polygons. Those that stay may be left out.
type passage map[geo.Code]geo.Code

// after is the code under which the registers know a commune of the polygons.
func (p passage) after(code geo.Code) geo.Code {
	if after, ok := p[code]; ok {
		return after
	}
	return code
}

// follow gives the history that the movements tell, nil when there are none, and makes the passage of it unless a table gives
// that. Polygons have codes of the year from, registers those of the year to. A passage is compared with the movements when it is
// told that both start from the same year.
func (r *registers) follow(from geo.Vintage, told bool, to geo.Vintage, report *Report) (*cog.History, error) {
	if r.movements == nil {
		return nil, nil
	}
	if from < firstVintage || from > to {
		return nil, fmt.Errorf("polygons of %d and registers of %d: give polygons of the same year or of an earlier one, from %d",
			from, to, firstVintage)
	}
	history := cog.NewHistory(r.movements)
	report.Movements = Movements{Read: len(r.movements), Geometry: from, Unknown: history.Unknown()}
	computed := passage{}
	for _, link := range history.Passage(cog.Day(from), cog.Day(to)) {
		code := link.Before.Code
		if home := history.Home(code, cog.Day(from), cog.Day(to)); home != "" {
			computed[code] = home
		}
	}
	switch {
	case r.passage == nil:
		r.passage = computed
	case told && (r.geometry == 0 || r.geometry == from):
		report.Movements.Differ = differences(r.passage, computed)
	}
	return history, nil
}

// differences compares two passages.
func differences(table, movements passage) []Difference {
	codes := map[geo.Code]bool{}
	for code := range table {
		codes[code] = true
	}
	for code := range movements {
		codes[code] = true
	}
	var list []Difference
	for _, code := range slices.Sorted(maps.Keys(codes)) {
		if d := (Difference{code, table.after(code), movements.after(code)}); d.Passage != d.Movements {
			list = append(list, d)
		}
	}
	return list
}

// tellMovements reports what the history says of the polygons and of the communes made of them.
func (a *assembly) tellMovements(history *cog.History, records []record, communes []geo.Commune) {
	if history == nil {
		return
	}
	report := &a.report.Movements
	from, to := cog.Day(report.Geometry), cog.Day(a.vintage)
	for _, r := range records {
		if alive, told := history.Alive(r.code, from); told && !alive {
			report.NotAlive = append(report.NotAlive, r.code)
		}
	}
	slices.Sort(report.NotAlive)
	report.NotAlive = slices.Compact(report.NotAlive)
	made := map[geo.Code]bool{}
	for _, c := range communes {
		made[c.Code] = true
	}
	for _, u := range history.Unfollowed(from, to) {
		if made[u.Within.Code] {
			report.Unfollowed = append(report.Unfollowed, u)
		}
	}
}
