package mvt

import (
	"strconv"

	"perimetre/geo"
	"perimetre/geo/atlas"
)

// units draws the polygons of a level.
type units struct {
	level geo.Level
	ids   []uint64
	tags  [][]tag
}

func newUnits(a *atlas.Atlas, level geo.Level, words *dictionary) *units {
	all := a.Units(level)
	u := &units{level, make([]uint64, len(all)), make([][]tag, len(all))}
	for i, unit := range all {
		u.ids[i] = unitID(level, unit.Code)
		u.tags[i] = words.tags(properties(a, level, i, unit))
	}
	return u
}

// unitID is the id of a unit in the layer of its level: the number that its SIREN or code INSEE is, so that a front end that
// knows the code knows the id; a hash for codes with letters (2A004) and for territories, whose identifiers are anything.
func unitID(level geo.Level, code string) uint64 {
	if level != geo.Territoires {
		if number, err := strconv.ParseUint(code, 10, 53); err == nil {
			return number
		}
	}
	return unitHash(level, code).id()
}

func unitHash(level geo.Level, code string) hash { return newHash().add(level.String()).add(code) }

func properties(a *atlas.Atlas, level geo.Level, index int, u atlas.Unit) []geo.Property {
	name := geo.Property{Name: "nom", Value: u.Name}
	switch level {
	case geo.Territoires:
		return []geo.Property{{Name: "id", Value: u.Code}, name, {Name: "severite", Value: a.Territories[index].Severity()}}
	case geo.EPCI:
		return []geo.Property{{Name: "siren", Value: u.Code}, name}
	case geo.Communes:
		return []geo.Property{
			{Name: "insee", Value: u.Code},
			name,
			{Name: "epci", Value: optional(u.EPCI)},
			{Name: "territoire", Value: optional(u.Territory)},
		}
	default:
		return []geo.Property{{Name: "code", Value: u.Code}, name}
	}
}

func optional(text string) any {
	if text == "" {
		return nil
	}
	return text
}

func (u *units) draw(d *canvas) {
	f := &d.scale.levels[u.level]
	parts := d.partsMet(f)
	for i := 0; i < len(parts); {
		unit := f.unitOf[parts[i]]
		d.geometry.begin(d.origin)
		for ; i < len(parts) && f.unitOf[parts[i]] == unit; i++ {
			d.polygon(f, parts[i])
		}
		d.feature(u.ids[unit], polygons, u.tags[unit])
	}
}
