package store

import (
	"database/sql"
	"fmt"
	"strings"
	"time"

	"perimetre/geo"
	"perimetre/geo/atlas"
)

// The tables of territories, of their lists and of the movements of communes: what they hold is text that people publish.

func territoryTable(number int64, a *atlas.Atlas) Table {
	t := Table{Name: "edition_territory", Columns: []string{
		"edition", "position", "id", "name", "region", "communes", "population",
		"polygons", "holes", "parts", "area_km2", "length_km", "severity", "geom",
		"phase", "published_name", "valid_from", "valid_until", "versions",
		"declared_communes", "declared_area_km2", "declared_population",
		"validated_edition", "validated_vintage", "validated_communes",
	}}
	for i, territory := range a.Territories {
		s, p, d := territory.Summary(), territory.Perimeter, territory.Declared
		row := []any{
			number, position(i), s.ID, s.Name, known(territory.Region), int64(s.Communes), int64(p.Population),
			int64(s.Polygons), int64(s.Holes), int64(s.PartsByEdge), s.AreaKm2, s.PerimeterKm, territory.Severity(),
			a.Ground.Coverage.Geometry(p.Shape),
			territory.Phase, known(territory.Published), day(territory.Period.From), day(territory.Period.Until),
			known(joinPeriods(territory.Versions)), known(joinCodes(d.Communes)), positive(d.AreaKm2), positive(int64(d.Population)),
		}
		if v := territory.Validated; v != nil {
			row = append(row, v.Edition, int64(v.Vintage), known(joinCodes(v.Communes)))
		} else {
			row = append(row, nil, nil, nil)
		}
		t.add(row...)
	}
	return t
}

func readTerritory(e *geo.Edition, scan Scan) error {
	var (
		t                            geo.Territory
		from, until, versions        string
		declared, validatedCommunes  string
		validatedEdition, validatedV sql.NullInt64
	)
	err := scan(&t.ID, &t.Name, &t.Region, &t.Phase, &t.Published, &from, &until, &versions,
		&declared, &t.Declared.AreaKm2, &t.Declared.Population, &validatedEdition, &validatedV, &validatedCommunes)
	if err != nil {
		return err
	}
	if t.Period, err = parsePeriod(from + "/" + until); err != nil {
		return fmt.Errorf("territory %s: %w", t.ID, err)
	}
	for text := range strings.FieldsSeq(versions) {
		period, err := parsePeriod(text)
		if err != nil {
			return fmt.Errorf("versions of territory %s: %w", t.ID, err)
		}
		t.Versions = append(t.Versions, period)
	}
	t.Declared.Communes = splitCodes(declared)
	if validatedEdition.Valid {
		t.Validated = &geo.Validation{
			Edition: validatedEdition.Int64, Vintage: geo.Vintage(validatedV.Int64), Communes: splitCodes(validatedCommunes),
		}
	}
	e.Territories = append(e.Territories, t)
	return nil
}

func memberTable(number int64, e *geo.Edition) Table {
	return membersTable("edition_member", "territory_position", number, e.Territories, func(t geo.Territory) []geo.Member { return t.Members })
}

func validatedMemberTable(number int64, e *geo.Edition) Table {
	return membersTable("edition_validated_member", "territory_position", number, e.Territories, func(t geo.Territory) []geo.Member {
		if t.Validated == nil {
			return nil
		}
		return t.Validated.Members
	})
}

func otherMemberTable(number int64, e *geo.Edition) Table {
	return membersTable("edition_other_member", "other_position", number, e.Others, func(t geo.Territory) []geo.Member { return t.Members })
}

// membersTable holds lists of members of territories, one territory after the other. of is the column of its position.
func membersTable(name, of string, number int64, territories []geo.Territory, members func(geo.Territory) []geo.Member) Table {
	t := Table{Name: name, Columns: []string{"edition", of, "position", "id", "name", "nature"}}
	for i, territory := range territories {
		for j, m := range members(territory) {
			t.add(number, position(i), position(j), m.ID, m.Name, m.Nature)
		}
	}
	return t
}

func otherTable(number int64, e *geo.Edition) Table {
	t := Table{Name: "edition_other", Columns: []string{"edition", "position", "phase", "id", "name", "published_name", "region"}}
	for i, other := range e.Others {
		t.add(number, position(i), other.Phase, other.ID, other.Name, known(other.Published), known(other.Region))
	}
	return t
}

func readOther(e *geo.Edition, scan Scan) error {
	var t geo.Territory
	err := scan(&t.Phase, &t.ID, &t.Name, &t.Published, &t.Region)
	e.Others = append(e.Others, t)
	return err
}

// readMember reads a row of a table of members. to gives the list of a territory, by its index.
func readMember(scan Scan, to func(territory int) *[]geo.Member) error {
	var (
		position int
		m        geo.Member
	)
	if err := scan(&position, &m.ID, &m.Name, &m.Nature); err != nil {
		return err
	}
	members := to(position - 1)
	*members = append(*members, m)
	return nil
}

func movementTable(number int64, e *geo.Edition) Table {
	t := Table{Name: "edition_movement", Columns: []string{
		"edition", "position", "mod", "day", "type_before", "code_before", "name_before", "type_after", "code_after", "name_after",
	}}
	for i, m := range e.Movements {
		t.add(number, position(i), int64(m.Mod), m.Date.Format(time.DateOnly),
			m.Before.Type, string(m.Before.Code), m.Before.Name, m.After.Type, string(m.After.Code), m.After.Name)
	}
	return t
}

func readMovement(e *geo.Edition, scan Scan) error {
	var (
		m    geo.Movement
		date string
	)
	err := scan(&m.Mod, &date, &m.Before.Type, &m.Before.Code, &m.Before.Name, &m.After.Type, &m.After.Code, &m.After.Name)
	if err != nil {
		return err
	}
	m.Date, err = time.Parse(time.DateOnly, date)
	e.Movements = append(e.Movements, m)
	return err
}

// day gives a day as text, nil for the zero time.
func day(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.Format(time.DateOnly)
}

// joinPeriods writes periods as ISO 8601 does, separated by a space; what has no bound is left empty.
func joinPeriods(periods []geo.Period) string {
	texts := make([]string, len(periods))
	for i, p := range periods {
		from, _ := day(p.From).(string)
		until, _ := day(p.Until).(string)
		texts[i] = from + "/" + until
	}
	return strings.Join(texts, " ")
}

func parsePeriod(text string) (p geo.Period, err error) {
	from, until, _ := strings.Cut(text, "/")
	for _, bound := range []struct {
		text string
		to   *time.Time
	}{{from, &p.From}, {until, &p.Until}} {
		if bound.text == "" {
			continue
		}
		if *bound.to, err = time.Parse(time.DateOnly, bound.text); err != nil {
			return p, fmt.Errorf("period %q: %w", text, err)
		}
	}
	return p, nil
}

func joinCodes(codes []geo.Code) string {
	texts := make([]string, len(codes))
	for i, code := range codes {
		texts[i] = string(code)
	}
	return strings.Join(texts, " ")
}

func splitCodes(text string) (codes []geo.Code) {
	for code := range strings.FieldsSeq(text) {
		codes = append(codes, geo.Code(code))
	}
	return codes
}

// positive gives nil for zero: a number that no file gives.
func positive[N int64 | float64](n N) any {
	if n == 0 {
		return nil
	}
	return n
}
