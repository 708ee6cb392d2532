package check

import "perimetre/geo"

// DefectName words the name of a kind of defect of the coverage, as in the middle of a sentence. One without words keeps its
// name.
func DefectName(kind string) geo.Text {
	if words, ok := defectNames()[kind]; ok {
		return words
	}
	return geo.Text{FR: kind, EN: kind}
}

func defectNames() map[string]geo.Text {
	return map[string]geo.Text{
		"geometry-empty":           {FR: "aucun polygone", EN: "no polygon"},
		"coordinates-in-metres":    {FR: "coordonnées en mètres", EN: "coordinates in metres"},
		"axes-swapped":             {FR: "latitude et longitude inversées", EN: "latitude and longitude swapped"},
		"longitude-wrapped":        {FR: "longitude décalée d’un tour", EN: "longitude off by one turn"},
		"coordinates-out-of-range": {FR: "coordonnées hors du globe", EN: "coordinates out of the globe"},
		"polygon-duplicate":        {FR: "polygone en double", EN: "duplicate polygon"},
		"polygon-inside":           {FR: "polygone à l’intérieur d’un autre, qui n’a pas de trou", EN: "polygon inside another that has no hole"},
		"overlap":                  {FR: "chevauchement", EN: "overlap"},
		"gap":                      {FR: "lacune", EN: "gap"},
		"ring-self-crossing":       {FR: "contour qui se croise", EN: "ring that crosses itself"},
		"hole-outside-shell":       {FR: "trou hors de son polygone", EN: "hole outside its polygon"},
		"shells-nested":            {FR: "polygones emboîtés d’une même unité", EN: "nested polygons of one unit"},
		"ring-unclosed":            {FR: "contour non fermé", EN: "ring that is not closed"},
		"ring-too-small":           {FR: "contour sans surface", EN: "ring without an area"},
		"edge-unmatched":           {FR: "sommet qui manque d’un côté de la limite", EN: "vertex that one side of the border lacks"},
		"sliver-overlap":           {FR: "chevauchement filiforme", EN: "sliver of overlap"},
		"sliver-gap":               {FR: "lacune filiforme", EN: "sliver of gap"},
		"hole-empty":               {FR: "trou vide dans une unité", EN: "empty hole inside a unit"},
		"part-stray":               {FR: "partie loin de son unité", EN: "part far from its unit"},
		"spike":                    {FR: "pointe sans épaisseur", EN: "spike without a width"},
		"vertex-near":              {FR: "sommets presque confondus", EN: "vertices nearly the same"},
		"ring-self-touch":          {FR: "contour qui se touche", EN: "ring that touches itself"},
		"vertex-repeated":          {FR: "sommet répété", EN: "repeated vertex"},
		"ring-winding":             {FR: "contour parcouru à l’envers", EN: "ring wound the wrong way"},
		"known-absence":            {FR: "absence connue", EN: "known absence"},
	}
}
