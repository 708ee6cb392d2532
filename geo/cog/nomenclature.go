// Package cog holds the code officiel géographique of INSEE: the divisions of France and their codes, and what became of the
// codes of communes.
//
// [France] gives the départements and the régions in force since 1 January 2016. A country that is not France brings
// its own [Nomenclature]. [NewHistory] reads the movements of communes: a [History] tells what a code became between two days
// ([History.After], [History.Before], [History.Passage]), and which communes polygons of an earlier day cannot draw
// ([History.Unfollowed]). [Successors] does the same for groupings, whose numbers have no movements: by their communes.
//
// Invariants:
//
//  1. Every département belongs to one région, which the nomenclature names.
//  2. Codes are text: "01", "2A", "971" for a département, "01" to "94" for a région.
//  3. A code is followed by the days of its events, never by itself: it may end and come back with another extent, as 60694 did,
//     which was Villotran up to 2018 and has been Les Hauts-Talican since 2024.
//  4. The order of movements does not matter; a kind of event that is not known stops nothing.
//
// It is no register: a code of which no movement speaks is taken for what it was, whether any commune has it or not.
package cog

import (
	"slices"
	"strings"

	"perimetre/geo"
)

// Nomenclature is the divisions of a country.
type Nomenclature struct {
	Departements []geo.Division    // ascending by code
	Regions      []geo.Division    // ascending by code
	RegionOf     map[string]string // by code of the département
}

// Add names a département and its région. Those already named keep their place and take the new name.
func (n *Nomenclature) Add(departement, region geo.Division) {
	n.Departements = put(n.Departements, departement)
	n.Regions = put(n.Regions, region)
	if n.RegionOf == nil {
		n.RegionOf = map[string]string{}
	}
	n.RegionOf[departement.Code] = region.Code
}

func put(divisions []geo.Division, d geo.Division) []geo.Division {
	i, found := slices.BinarySearchFunc(divisions, d.Code, func(e geo.Division, code string) int {
		return strings.Compare(e.Code, code)
	})
	if found {
		divisions[i] = d
		return divisions
	}
	return slices.Insert(divisions, i, d)
}

// France gives the divisions of France: 101 départements in 18 régions. The caller owns the result.
func France() *Nomenclature {
	n := &Nomenclature{}
	for line := range strings.Lines(strings.TrimSpace(france)) {
		code, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		name, departements, _ := strings.Cut(rest, ": ")
		for departement := range strings.SplitSeq(departements, ", ") {
			depCode, depName, _ := strings.Cut(departement, " ")
			n.Add(geo.Division{Code: depCode, Name: depName}, geo.Division{Code: code, Name: name})
		}
	}
	return n
}

// france lists a région a line: its code, its name, then its départements. Source: INSEE, code officiel géographique,
// départements and régions at 1 January 2025; unchanged since the law of 16 January 2015 but for the status of overseas.
const france = `
01 Guadeloupe: 971 Guadeloupe
02 Martinique: 972 Martinique
03 Guyane: 973 Guyane
04 La Réunion: 974 La Réunion
06 Mayotte: 976 Mayotte
11 Île-de-France: 75 Paris, 77 Seine-et-Marne, 78 Yvelines, 91 Essonne, 92 Hauts-de-Seine, 93 Seine-Saint-Denis, 94 Val-de-Marne, 95 Val-d'Oise
24 Centre-Val de Loire: 18 Cher, 28 Eure-et-Loir, 36 Indre, 37 Indre-et-Loire, 41 Loir-et-Cher, 45 Loiret
27 Bourgogne-Franche-Comté: 21 Côte-d'Or, 25 Doubs, 39 Jura, 58 Nièvre, 70 Haute-Saône, 71 Saône-et-Loire, 89 Yonne, 90 Territoire de Belfort
28 Normandie: 14 Calvados, 27 Eure, 50 Manche, 61 Orne, 76 Seine-Maritime
32 Hauts-de-France: 02 Aisne, 59 Nord, 60 Oise, 62 Pas-de-Calais, 80 Somme
44 Grand Est: 08 Ardennes, 10 Aube, 51 Marne, 52 Haute-Marne, 54 Meurthe-et-Moselle, 55 Meuse, 57 Moselle, 67 Bas-Rhin, 68 Haut-Rhin, 88 Vosges
52 Pays de la Loire: 44 Loire-Atlantique, 49 Maine-et-Loire, 53 Mayenne, 72 Sarthe, 85 Vendée
53 Bretagne: 22 Côtes-d'Armor, 29 Finistère, 35 Ille-et-Vilaine, 56 Morbihan
75 Nouvelle-Aquitaine: 16 Charente, 17 Charente-Maritime, 19 Corrèze, 23 Creuse, 24 Dordogne, 33 Gironde, 40 Landes, 47 Lot-et-Garonne, 64 Pyrénées-Atlantiques, 79 Deux-Sèvres, 86 Vienne, 87 Haute-Vienne
76 Occitanie: 09 Ariège, 11 Aude, 12 Aveyron, 30 Gard, 31 Haute-Garonne, 32 Gers, 34 Hérault, 46 Lot, 48 Lozère, 65 Hautes-Pyrénées, 66 Pyrénées-Orientales, 81 Tarn, 82 Tarn-et-Garonne
84 Auvergne-Rhône-Alpes: 01 Ain, 03 Allier, 07 Ardèche, 15 Cantal, 26 Drôme, 38 Isère, 42 Loire, 43 Haute-Loire, 63 Puy-de-Dôme, 69 Rhône, 73 Savoie, 74 Haute-Savoie
93 Provence-Alpes-Côte d'Azur: 04 Alpes-de-Haute-Provence, 05 Hautes-Alpes, 06 Alpes-Maritimes, 13 Bouches-du-Rhône, 83 Var, 84 Vaucluse
94 Corse: 2A Corse-du-Sud, 2B Haute-Corse
`
