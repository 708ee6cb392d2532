package mvt

import (
	"cmp"
	"slices"
	"strings"

	"perimetre/geo"
	"perimetre/geo/atlas"
)

// labelZooms gives the first zoom of the names of each level.
func labelZooms() [levels]uint8 {
	return [...]uint8{geo.Regions: 4, geo.Territoires: 5, geo.Departements: 6, geo.EPCI: 8, geo.Communes: 11}
}

// labels draws the names of units: those of a level from the largest unit to the smallest, so that a map that places them in
// their order keeps the large ones.
type labels []places

func newLabels(a *atlas.Atlas, words *dictionary) labels {
	var all labels
	for _, level := range ranking() {
		units := a.Units(level)
		bySize := make([]int, 0, len(units))
		for i, unit := range units {
			if len(unit.Shape) > 0 {
				bySize = append(bySize, i)
			}
		}
		slices.SortStableFunc(bySize, func(i, j int) int { return cmp.Compare(units[j].Area, units[i].Area) })
		list := make([]place, len(bySize))
		for rank, i := range bySize {
			unit := &units[i]
			list[rank] = place{project(unit.Label), unitHash(level, unit.Code).id(), words.tags([]geo.Property{
				{Name: "niveau", Value: level.String()},
				{Name: "code", Value: unit.Code},
				{Name: "nom", Value: unit.Name},
				{Name: "rang", Value: uint64(rank + 1)},
				{Name: "aire_km2", Value: atlas.SquareKilometres(unit.Area)},
			})}
		}
		all = append(all, newPlaces(labelZooms()[level], list))
	}
	return all
}

func (l labels) draw(d *canvas) {
	for i := range l {
		l[i].draw(d)
	}
}

// newFindings gives the findings of territories that have a place, at the centre of it.
func newFindings(a *atlas.Atlas, words *dictionary) *places {
	var list []place
	alike := map[hash]bool{}
	for _, t := range a.Territories {
		for _, f := range t.Findings {
			if f.Geometry == nil {
				continue
			}
			bounds, ok := f.Geometry.Bounds()
			if !ok {
				continue
			}
			h := newHash().add(t.ID).add(f.Code).add(strings.Join(f.Units, " "))
			for alike[h] { // by one rule about the same units
				h = h.add("")
			}
			alike[h] = true
			list = append(list, place{project(centre(bounds)), h.id(), words.tags([]geo.Property{
				{Name: "territoire", Value: t.ID}, {Name: "code", Value: f.Code}, {Name: "severite", Value: f.Severity.String()},
			})})
		}
	}
	p := newPlaces(0, list)
	return &p
}

func centre(b geo.Box) geo.Point {
	return geo.Point{
		X: int32((int64(b.Min.X) + int64(b.Max.X)) / 2),
		Y: int32((int64(b.Min.Y) + int64(b.Max.Y)) / 2),
	}
}
