package check

import "perimetre/geo"

// defectName words the name of a kind of defect; a kind without words keeps its name.
func defectName(kind string) choice {
	words := map[string]choice{
		"ring-unclosed":      {FR: "anneau non fermé", EN: "unclosed ring"},
		"ring-too-small":     {FR: "anneau sans surface", EN: "ring without an area"},
		"vertex-repeated":    {FR: "sommet répété", EN: "repeated vertex"},
		"spike":              {FR: "pointe sans surface", EN: "spike"},
		"ring-self-crossing": {FR: "contour qui se croise", EN: "ring that crosses itself"},
		"ring-self-touch":    {FR: "contour qui se touche en un point", EN: "ring that touches itself at a point"},
		"hole-outside-shell": {FR: "trou hors de son contour", EN: "hole outside its shell"},
		"shells-nested":      {FR: "contours emboîtés", EN: "nested shells"},
		"ring-winding":       {FR: "anneau qui tourne à l’envers", EN: "ring wound the wrong way"},
		"polygon-duplicate":  {FR: "polygone en double", EN: "duplicate polygon"},
		"polygon-inside":     {FR: "polygone dans un autre sans trou", EN: "polygon inside another without a hole"},
		"overlap":            {FR: "chevauchement", EN: "overlap"},
		"gap":                {FR: "lacune", EN: "gap"},
		"hole-empty":         {FR: "trou vide", EN: "empty hole"},
		"sliver-overlap":     {FR: "chevauchement filiforme", EN: "sliver of an overlap"},
		"sliver-gap":         {FR: "lacune filiforme", EN: "sliver of a gap"},
		"edge-unmatched":     {FR: "limite sans vis-à-vis", EN: "edge that its neighbour does not match"},
		"vertex-near":        {FR: "sommets presque confondus", EN: "vertices that are nearly the same"},
	}
	if word, ok := words[kind]; ok {
		return word
	}
	return choice{FR: kind, EN: kind}
}

// choice is words that differ between the languages.
type choice geo.Text
