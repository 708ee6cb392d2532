package mvt

import (
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"perimetre/geo"
	"perimetre/geo/atlas"
)

// layer is one layer of the tiles.
type layer struct {
	name        string
	description string
	minZoom     uint8
	fields      map[string]string
	features    func(*Pyramid, *cutter) []*geojson.Feature
}

// layerTable gives the layers, in the order in which a map would draw them.
func layerTable() []layer {
	const code, name, territory = "code INSEE", "nom", "identifiant du territoire"
	return []layer{
		{"regions", "Régions", 0, map[string]string{"code": code, "nom": name}, units(geo.Regions)},
		{"departements", "Départements", 0, map[string]string{"code": code, "nom": name}, units(geo.Departements)},
		{
			"territoires", "Périmètres des territoires", 0,
			map[string]string{"id": territory, "nom": name, "severite": "none, info, notice, warning, error"},
			units(geo.Territoires),
		},
		{"epci", "EPCI", epciZoom, map[string]string{"siren": "SIREN", "nom": name}, units(geo.EPCI)},
		{"communes", "Communes", communeZoom, map[string]string{"insee": code, "nom": name, "territoire": territory}, units(geo.Communes)},
		{
			"limites", "Limites, chacune une fois", epciZoom,
			map[string]string{
				"niveau":     "regions, departements, epci, communes : le plus haut niveau que la limite borne",
				"territoire": "vrai quand la limite borne un territoire",
				"cote":       "vrai quand aucune commune n'est de l'autre côté",
			},
			(*Pyramid).limitFeatures,
		},
		{
			"etiquettes", "Noms", epciZoom,
			map[string]string{"niveau": "territoires, epci, communes", "code": "identifiant, SIREN ou code INSEE", "nom": name},
			(*Pyramid).labelFeatures,
		},
		{
			"constats", "Constats, au centre de leur emprise", epciZoom,
			map[string]string{"territoire": territory, "code": "règle", "severite": "info, notice, warning, error"},
			(*Pyramid).findingFeatures,
		},
	}
}

// The first zooms of what is too dense to be shown before.
const (
	epciZoom         = 5  // EPCI, limits, names of territories, findings
	communeZoom      = 8  // communes, limits between communes of one EPCI, names of EPCI
	communeNamesZoom = 11 // names of communes
)

// units gives the polygons of a level that a tile meets.
func units(level geo.Level) func(*Pyramid, *cutter) []*geojson.Feature {
	return func(p *Pyramid, cut *cutter) []*geojson.Feature {
		var features []*geojson.Feature
		all := p.atlas.Units(level)
		for _, i := range p.atlas.Search(level, cut.bounds) {
			if polygons := cut.polygons(all[i].Shape); len(polygons) > 0 {
				features = append(features, feature(i, polygons, p.properties(level, i, all[i])))
			}
		}
		return features
	}
}

func (p *Pyramid) properties(level geo.Level, index int, u atlas.Unit) geojson.Properties {
	properties := geojson.Properties{"nom": u.Name}
	switch level {
	case geo.Territoires:
		properties["id"] = u.Code
		properties["severite"] = p.atlas.Territories[index].Severity()
	case geo.EPCI:
		properties["siren"] = u.Code
	case geo.Communes:
		properties["insee"] = u.Code
		if u.Territory != "" {
			properties["territoire"] = u.Territory
		}
	case geo.Regions, geo.Departements:
		properties["code"] = u.Code
	}
	return properties
}

// limitFeatures gives the borders that a tile meets, one feature for all that bound the same.
func (p *Pyramid) limitFeatures(cut *cutter) []*geojson.Feature {
	var features []*geojson.Feature
	for i, border := range p.borders {
		if border.dense() && cut.id.Z < communeZoom {
			continue
		}
		var lines orb.MultiLineString
		for _, line := range border.lines {
			lines = append(lines, cut.lines(line)...)
		}
		if len(lines) > 0 {
			features = append(features, feature(i, lines, border.properties()))
		}
	}
	return features
}

// labelFeatures gives the names whose place is in a tile.
func (p *Pyramid) labelFeatures(cut *cutter) []*geojson.Feature {
	var features []*geojson.Feature
	before := 0 // units of the levels before
	for _, names := range []struct {
		level   geo.Level
		minZoom uint8
	}{{geo.Territoires, epciZoom}, {geo.EPCI, communeZoom}, {geo.Communes, communeNamesZoom}} {
		if cut.id.Z < names.minZoom {
			break
		}
		all := p.atlas.Units(names.level)
		for _, i := range p.atlas.Search(names.level, cut.bounds) {
			if point, ok := cut.point(project(all[i].Label)); ok {
				features = append(features, feature(before+i, point, geojson.Properties{
					"niveau": names.level.String(), "code": all[i].Code, "nom": all[i].Name,
				}))
			}
		}
		before += len(all)
	}
	return features
}

func (p *Pyramid) findingFeatures(cut *cutter) []*geojson.Feature {
	var features []*geojson.Feature
	for i, f := range p.findings {
		if point, ok := cut.point(f.at); ok {
			features = append(features, feature(i, point, geojson.Properties{
				"territoire": f.territory, "code": f.code, "severite": f.severity,
			}))
		}
	}
	return features
}
