package mvt

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"perimetre/geo"
	"perimetre/geo/atlas"
)

// layer is one layer of the tiles.
type layer struct {
	name        string
	description string
	minZoom     uint8
	fields      map[string]string
	words       *dictionary
	content     content
}

// content is what draws the features of a layer.
type content interface{ draw(d *canvas) }

// The first zooms of what is too dense to be shown before.
const (
	epciZoom    = 4 // EPCI, limits, names, findings
	communeZoom = 8 // communes, and limits between them
)

// labelZooms gives the first zoom of the names of each level.
func labelZooms() [levels]uint8 {
	return [...]uint8{geo.Regions: 4, geo.Territoires: 5, geo.Departements: 6, geo.EPCI: 8, geo.Communes: 11}
}

// newLayers gives the layers, in the order in which a map would draw them.
func newLayers(a *atlas.Atlas) []layer {
	const code, name, territory = "code INSEE", "nom", "identifiant du territoire"
	layers := []layer{
		{name: "regions", description: "Régions", fields: map[string]string{"code": code, "nom": name}},
		{name: "departements", description: "Départements", fields: map[string]string{"code": code, "nom": name}},
		{
			name: "territoires", description: "Périmètres des territoires",
			fields: map[string]string{"id": territory, "nom": name, "severite": "none, info, notice, warning, error"},
		},
		{name: "epci", description: "EPCI", minZoom: epciZoom, fields: map[string]string{"siren": "SIREN", "nom": name}},
		{
			name: "communes", description: "Communes", minZoom: communeZoom,
			fields: map[string]string{"insee": code, "nom": name, "epci": "SIREN de l'EPCI", "territoire": territory},
		},
		{
			name: "limites", description: "Limites, chacune une fois", minZoom: epciZoom,
			fields: map[string]string{
				"niveau":     "regions, departements, epci, territoires, communes : le plus haut niveau que la limite borne",
				"gauche":     "code de l'unité de ce niveau à gauche de la ligne",
				"droite":     "code de l'unité de ce niveau à droite, absent quand il n'y en a pas",
				"territoire": "vrai quand la limite borne un territoire",
				"cote":       "vrai quand aucune commune n'est de l'autre côté",
			},
		},
		{
			name: "etiquettes", description: "Noms, un point par unité", minZoom: epciZoom,
			fields: map[string]string{
				"niveau": "regions, territoires, departements, epci, communes", "code": "identifiant, SIREN ou code INSEE", "nom": name,
				"rang": "rang par superficie dans le niveau, 1 pour la plus grande", "aire_km2": "superficie en km²",
			},
		},
		{
			name: "constats", description: "Constats, au centre de leur emprise", minZoom: epciZoom,
			fields: map[string]string{"territoire": territory, "code": "règle", "severite": "info, notice, warning, error"},
		},
	}
	var wg sync.WaitGroup
	for i := range layers {
		wg.Go(func() { layers[i].fill(a) })
	}
	wg.Wait()
	return layers
}

// fill makes what the layer says of an atlas.
func (l *layer) fill(a *atlas.Atlas) {
	l.words = &dictionary{}
	switch l.name {
	case "limites":
		l.content = newLimits(a, l.words)
	case "etiquettes":
		l.content = newLabels(a, l.words)
	case "constats":
		l.content = newFindings(a, l.words)
	default:
		level, _ := geo.ParseLevel(l.name)
		l.content = newUnits(a, level, l.words)
	}
	l.words.done()
}

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

func unitID(level geo.Level, code string) uint64 { return newHash().add(level.String()).add(code).id() }

func properties(a *atlas.Atlas, level geo.Level, index int, u atlas.Unit) []geo.Property {
	name := geo.Property{Name: "nom", Value: u.Name}
	switch level {
	case geo.Territoires:
		return []geo.Property{{Name: "id", Value: u.Code}, name, {Name: "severite", Value: a.Territories[index].Severity()}}
	case geo.EPCI:
		return []geo.Property{{Name: "siren", Value: u.Code}, name}
	case geo.Communes:
		return []geo.Property{
			{Name: "insee", Value: u.Code}, name, {Name: "epci", Value: optional(u.EPCI)}, {Name: "territoire", Value: optional(u.Territory)},
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
			list[rank] = place{project(unit.Label), unitID(level, unit.Code), words.tags([]geo.Property{
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
