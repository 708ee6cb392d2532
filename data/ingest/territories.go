package ingest

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"perimetre/data/format"
	"perimetre/data/format/table"
	"perimetre/geo"
	"perimetre/geo/hygiene"
)

// readOthers reads the lists of the other phases.
func (r *registers) readOthers(files Files) ([]geo.Provenance, error) {
	lists := slices.SortedFunc(slices.Values(files.Others), func(a, b List) int { return cmp.Compare(a.Phase, b.Phase) })
	var sources []geo.Provenance
	for i, list := range lists {
		if list.Phase == files.Phase || i > 0 && list.Phase == lists[i-1].Phase {
			return nil, fmt.Errorf("phase %q has two lists of territories: name each phase once", list.Phase)
		}
		provenance, err := r.readTable(files, tableFile{
			role: format.Territoires, path: list.Path, phase: list.Phase, read: r.readTerritories(files, list.Phase, &r.others),
		})
		if err != nil {
			return nil, err
		}
		sources = append(sources, provenance)
	}
	for i := range r.others { // what others are compared by, and no more: see geo.Edition
		o := &r.others[i]
		o.Period, o.Versions, o.Declared = geo.Period{}, nil, geo.Declaration{}
	}
	return sources, nil
}

// readTerritories gives the reader of a list of territories, which adds them to others in the order of their IDs.
//
// A list may hold several versions of a territory, each with its period. The one that is kept is in force on the first of January
// of the vintage; of several, that which began last. Where none is, it is the latest that began before, else the earliest.
func (r *registers) readTerritories(files Files, phase string, to *[]geo.Territory) func(*table.Table, *faults) int {
	return func(t *table.Table, faults *faults) int {
		list, unread := versions{}, unreadDays(t)
		n := rows(t, faults, func(row table.Row) error {
			unread.look(row)
			return r.readMembers(row, list)
		})
		for _, name := range unread.found() {
			r.report.remark(t.File(), unreadDay, name)
		}
		first := time.Date(int(files.Vintage), time.January, 1, 0, 0, 0, 0, time.UTC)
		for _, id := range slices.Sorted(maps.Keys(list)) {
			territory, ok := choose(list[id], first)
			if !ok {
				r.report.remark(t.File(), fmt.Sprintf("territories of which no version is in force on %s: the nearest is loaded",
					first.Format(time.DateOnly)), id)
			}
			territory.Phase = phase
			*to = append(*to, territory)
		}
		return n
	}
}

// versions holds the versions of territories, by their ID, in the order of the list.
type versions map[string][]*geo.Territory

// of gives the version of a period, made when it is new.
func (v versions) of(id string, period geo.Period) (territory *geo.Territory, fresh bool) {
	for _, version := range v[id] {
		if version.Period == period {
			return version, false
		}
	}
	territory = &geo.Territory{ID: id, Period: period}
	v[id] = append(v[id], territory)
	return territory, true
}

// choose gives the version to load; ok is false when it is not in force on that day.
func choose(list []*geo.Territory, day time.Time) (territory geo.Territory, ok bool) {
	slices.SortStableFunc(list, func(a, b *geo.Territory) int {
		return cmp.Or(a.Period.From.Compare(b.Period.From), a.Period.Until.Compare(b.Period.Until))
	})
	chosen := list[0]
	for _, version := range list {
		begun := !version.Period.From.After(day)
		inForce := begun && (version.Period.Until.IsZero() || version.Period.Until.After(day))
		if inForce || begun && !ok {
			chosen, ok = version, inForce
		}
	}
	territory = *chosen
	if len(list) > 1 {
		for _, version := range list {
			territory.Versions = append(territory.Versions, version.Period)
		}
	}
	return territory, ok
}

// readMembers reads a line of a list: a territory and its member, or several.
func (r *registers) readMembers(row table.Row, list versions) error {
	ids, members := idsOf(row), r.members(row)
	if len(ids) == 0 || len(members) == 0 {
		return row.Fault("the id of the territory or of the member is empty", "give both, or remove the line")
	}
	period, err := periodOf(row)
	if err != nil {
		return err
	}
	area, err := figure(row, format.FieldArea, mostArea)
	if err != nil {
		return err
	}
	population, err := figure(row, format.FieldPopulation, mostPeople)
	if err != nil {
		return err
	}
	if population != math.Trunc(population) {
		return row.Fault(fmt.Sprintf("population %v is not whole", population), "write digits only, or leave the cell empty")
	}
	if len(ids) > 1 && (area > 0 || population > 0) {
		return row.Fault(fmt.Sprintf("one figure for several territories, %s", strings.Join(ids, " ")), "give one territory a line")
	}
	region, err := r.region(row)
	if err != nil {
		return err
	}
	names := namesOf(row, len(ids))
	for i, id := range ids {
		territory, fresh := list.of(id, period)
		if fresh {
			territory.Name = names[i].mended
		}
		if err := declare(row, territory, names[i], region, geo.Declaration{AreaKm2: area, Population: int(population)}); err != nil {
			return err
		}
		for _, member := range members {
			if slices.ContainsFunc(territory.Members, func(m geo.Member) bool { return m.ID == member.ID }) {
				r.report.remark(row.File(), "members that their territory has already: they are kept once", fmt.Sprintf("%s: %s in %s", row, member.ID, id))
				continue
			}
			territory.Members = append(territory.Members, member)
		}
	}
	return nil
}

// declare adds what a line says of its territory. It fails when an earlier line said something else.
func declare(row table.Row, territory *geo.Territory, name name, region string, line geo.Declaration) error {
	id, declared := territory.ID, &territory.Declared
	territory.Published = cmp.Or(territory.Published, name.published)
	territory.Region = cmp.Or(territory.Region, region)
	declared.AreaKm2 = cmp.Or(declared.AreaKm2, line.AreaKm2)
	declared.Population = cmp.Or(declared.Population, line.Population)
	switch {
	case territory.Name != name.mended:
		return row.Fault(fmt.Sprintf("territory %s is named %q here and %q before", id, name.mended, territory.Name), "give it one name, or two ids")
	case region != "" && territory.Region != region:
		return row.Fault(fmt.Sprintf("territory %s has the lead Region %s here and %s before", id, region, territory.Region), "give it one")
	case line.AreaKm2 > 0 && declared.AreaKm2 != line.AreaKm2:
		return row.Fault(fmt.Sprintf("territory %s has an area of %v km² here and of %v before", id, line.AreaKm2, declared.AreaKm2), oneFigure)
	case line.Population > 0 && declared.Population != line.Population:
		return row.Fault(fmt.Sprintf("territory %s has %d inhabitants here and %d before", id, line.Population, declared.Population), oneFigure)
	}
	return nil
}

// idsOf gives the territories that a line is about: several stand apart by a semicolon.
func idsOf(row table.Row) (ids []string) {
	for id := range strings.SplitSeq(row.Get(format.FieldID), ";") {
		if id = strings.TrimSpace(id); id != "" && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// region gives the code of the lead Region, empty when the line has none. A list that is read without registers has no nomenclature
// to look it up in.
func (r *registers) region(row table.Row) (string, error) {
	code := r.division(row, format.FieldRegion)
	if code == "" || r.nomenclature == nil {
		return code, nil
	}
	if !slices.ContainsFunc(r.nomenclature.Regions, func(d geo.Division) bool { return d.Code == code }) {
		return "", row.Fault(fmt.Sprintf("there is no Region %q", row.Get(format.FieldRegion)), "give the INSEE code of the one lead Region, or leave the cell empty")
	}
	return code, nil
}

const (
	mostArea   = 1e6 // km², more than all of France
	mostPeople = 1e8
	oneFigure  = "give the figure of the whole territory, the same on all its lines"
)

// figure reads a number that the list declares; 0 when it does not.
func figure(row table.Row, field format.Field, most float64) (float64, error) {
	text := row.Get(field)
	if len(format.Codes(text)) == 0 {
		return 0, nil
	}
	number, ok := format.Number(text)
	if !ok || number > most {
		return 0, row.Fault(fmt.Sprintf("%s %q is not a number from 0 to %v", field, text, most), "write digits, or leave the cell empty")
	}
	return number, nil
}

// periodOf reads the days of a version: the last one is in it.
func periodOf(row table.Row) (geo.Period, error) {
	var days [2]time.Time
	for i, field := range []format.Field{format.FieldFrom, format.FieldUntil} {
		text := row.Get(field)
		if len(format.Codes(text)) == 0 {
			continue
		}
		day, ok := format.Day(text)
		if !ok {
			return geo.Period{}, row.Fault(fmt.Sprintf("%s %q is not a day", field, text), "write it as 2024-01-31")
		}
		days[i] = day
	}
	period := geo.Period{From: days[0], Until: days[1]}
	if period.Until.IsZero() {
		return period, nil
	}
	if period.Until.Before(period.From) {
		return geo.Period{}, row.Fault(fmt.Sprintf("the period ends on %s, before it begins", period.Until.Format(time.DateOnly)), "correct one of the two days")
	}
	period.Until = period.Until.AddDate(0, 0, 1)
	return period, nil
}

// name is that of a territory: mended, and the published one where it differs.
type name struct{ mended, published string }

// namesOf gives the names of the territories of a line: one for each, or one for all.
func namesOf(row table.Row, n int) []name {
	cell, written := row.Get(format.FieldName), row.Written(format.FieldName)
	if strings.TrimSpace(written) != cell { // a formula
		written = cell
	}
	texts := []string{written}
	if n > 1 {
		if texts = strings.Split(cell, ";"); len(texts) != n {
			texts = slices.Repeat([]string{cell}, n)
		}
	}
	names := make([]name, n)
	for i, text := range texts {
		if n > 1 { // white space beside a semicolon is not of the name
			text = strings.TrimSpace(text)
		}
		names[i].mended, _ = hygiene.Mend(text)
		if text != names[i].mended {
			names[i].published = text
		}
	}
	return names
}

// members gives the members that a line names. Names and natures are shared out when there is one for each member; else one nature
// is that of all, and a name of none.
func (r *registers) members(row table.Row) []geo.Member {
	cell := row.Get(format.FieldMember)
	codes := r.withoutMetropole(cell, format.Codes(cell))
	names, natures := shares(row.Get(format.FieldMemberName), len(codes)), shares(row.Get(format.FieldNature), len(codes))
	members := make([]geo.Member, len(codes))
	for i, id := range codes {
		code, mended := format.Padded(id)
		if mended {
			r.report.remark(row.File(), lostZero, fmt.Sprintf("%s: %s", row, code))
		}
		if of, ok := city(code); ok {
			r.report.remark(row.File(), "members that are arrondissements: their commune is the member", fmt.Sprintf("%s: %s", row, code))
			code = geo.Code(of.Code)
		}
		members[i] = geo.Member{ID: string(code)}
		if names != nil {
			members[i].Name = names[i]
		}
		if natures != nil {
			members[i].Nature = natures[i]
		} else {
			members[i].Nature = row.Get(format.FieldNature)
		}
	}
	return members
}

// shares splits a cell into as many texts; nil when it holds another number of them.
func shares(cell string, n int) []string {
	if n == 1 {
		return []string{cell}
	}
	for _, separator := range []string{";", "/", "\n", ","} {
		if parts := strings.Split(cell, separator); len(parts) == n {
			for i := range parts {
				parts[i] = strings.TrimSpace(parts[i])
			}
			return parts
		}
	}
	return nil
}

// grandParis is the SIREN of the métropole du Grand Paris, the only EPCI that has EPT (code général des collectivités territoriales,
// article L5219-2).
const grandParis = "200054781"

// withoutMetropole reads 200054781/200057974, which names the EPCI of a place and its EPT: of the two, the EPT is the member. A list
// that is read without registers has none to ask.
func (r *registers) withoutMetropole(cell string, codes []string) []string {
	if len(codes) != 2 || !strings.Contains(cell, "/") {
		return codes
	}
	for i, code := range codes {
		if r.groupings == nil && code == grandParis && geo.SIREN(codes[1-i]).Valid() {
			return []string{codes[1-i]}
		}
		whole, part := r.groupings[geo.SIREN(code)], r.groupings[geo.SIREN(codes[1-i])]
		if whole != nil && part != nil && whole.Nature != geo.NatureEPT && part.Nature == geo.NatureEPT {
			return []string{codes[1-i]}
		}
	}
	return codes
}

// readTerritoriesCommunes reads the communes that a list says to be in territories. Territories come before.
func (r *registers) readTerritoriesCommunes(t *table.Table, faults *faults) int {
	communes := map[string][]geo.Code{}
	n := rows(t, faults, func(row table.Row) error {
		ids, codes := idsOf(row), format.Codes(row.Get(format.FieldINSEE))
		if len(ids) == 0 || len(codes) == 0 {
			return row.Fault("the id of the territory or the code of the commune is empty", "give both, or remove the line")
		}
		for _, text := range codes {
			code, err := r.valid(row, text)
			if err != nil {
				return err
			}
			if of, ok := city(code); ok {
				code = geo.Code(of.Code)
			}
			for _, id := range ids {
				communes[id] = append(communes[id], code)
			}
		}
		return nil
	})
	for i := range r.territories {
		territory := &r.territories[i]
		list := communes[territory.ID]
		slices.Sort(list)
		territory.Declared.Communes = slices.Compact(list)
		delete(communes, territory.ID)
	}
	for _, id := range slices.Sorted(maps.Keys(communes)) {
		r.report.remark(t.File(), "territories that the list of members does not have: their communes are left aside", id)
	}
	return n
}
