package mvt

import (
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
