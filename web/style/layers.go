package style

import (
	"perimetre/geo"
	"perimetre/web/glyph"
)

// Colours of severities. Lightness falls as severity grows, so that the order also holds for colour-blind eyes and in print. Pages
// draw a pattern over each (web/ui/src/severity.ts).
const (
	noneColour    = "#dfe9e1"
	infoColour    = "#b4d3e4"
	noticeColour  = "#dfc257"
	warningColour = "#e0893c"
	errorColour   = "#a52a4a"
)

// layers gives all layers, from the bottom up.
func layers() []Layer {
	one := func(severity string) []string { return []string{severity} } // QGIS reads values in lists only
	territories := fill("territoires", "territoires", expression{
		"match", get("severite"),
		one("error"), errorColour, one("warning"), warningColour, one("notice"), noticeColour, one("info"), infoColour,
		noneColour,
	})
	territories.Paint["fill-opacity"] = byZoom(6, 1, 11, 0.7) // borders inside them matter more and more
	return []Layer{
		{ID: "mer", Type: "background", Paint: map[string]any{"background-color": "#eaf0f3"}},
		fill("terre", "regions", "#fbfaf6"),
		territories,
		border("limites-communes", inland(geo.Communes), 9, "#84938d", 0.8),
		border("limites-epci", inland(geo.EPCI), 6, "#6f837b", 1.4),
		border("limites-departements", inland(geo.Departements), 4, "#4d5f58", 1.8, 4, 2),
		border("limites-regions", inland(geo.Regions), 4, "#33403c", 2.6, 5, 2, 1, 2),
		border("cotes", expression{"all", isnt("territoire"), is("cote")}, 4, "#7d938f", 1.1),
		border("limites-territoires", is("territoire"), 4, "#24433a", 2.2),
		names(geo.Communes, 11, 0, glyph.Regular, 11, "#4a5752"),
		names(geo.EPCI, 8, 0, glyph.Regular, 12, "#33403c"),
		names(geo.Regions, 4, 5, glyph.Italic, 13, "#33403c"),
		names(geo.Territoires, 5, 11, glyph.Bold, 14, "#0b3d2e"),
	}
}

func get(property string) expression { return expression{"get", property} }

// is and isnt tell whether a property of a feature is true. QGIS knows no negation of an expression: "!=" is what it reads.
func is(property string) expression   { return expression{"==", get(property), true} }
func isnt(property string) expression { return expression{"!=", get(property), true} }

// inland keeps borders by the highest level that they bound. Borders are shared out between layers: those of territories
// first, be they at the coast or not, then the coast, then these.
func inland(level geo.Level) expression {
	return expression{"all", expression{"==", get("niveau"), level.String()}, isnt("territoire"), isnt("cote")}
}

// byZoom goes from a value at a zoom to another at another.
func byZoom(zoom, value, nextZoom, nextValue float64) expression {
	return expression{"interpolate", expression{"linear"}, expression{"zoom"}, zoom, value, nextZoom, nextValue}
}

func fill(id, layer string, colour any) Layer {
	return Layer{ID: id, Type: "fill", Source: SourceName, SourceLayer: layer, Paint: map[string]any{"fill-color": colour}}
}

// border gives the layer of the lines that a filter keeps, in their colour, width at zoom 12, and dashes in widths.
func border(id string, filter expression, minZoom float64, colour string, width float64, dashes ...float64) Layer {
	l := Layer{
		ID: id, Type: "line", Source: SourceName, SourceLayer: "limites", MinZoom: minZoom, Filter: filter,
		Layout: map[string]any{"line-join": "round"},
		Paint: map[string]any{
			"line-color": colour,
			"line-width": byZoom(5, 0.4*width, 12, width),
		},
	}
	if dashes != nil {
		l.Paint["line-dasharray"] = dashes
	}
	return l
}

// names gives the layer of the names of a level. Where they collide the larger unit is named, and the level that is drawn
// above the others. Levels whose units have the same names are not named together: a territory is called like a commune
// (Alès), and several like their département (Ariège), which is not named at all.
func names(level geo.Level, minZoom, maxZoom float64, font string, size float64, colour string) Layer {
	return Layer{
		ID: "noms-" + level.String(), Type: "symbol", Source: SourceName, SourceLayer: "etiquettes",
		MinZoom: minZoom, MaxZoom: maxZoom,
		Filter: expression{"==", get("niveau"), level.String()},
		Layout: map[string]any{
			"text-field": get("nom"), "text-font": []string{font}, "text-size": byZoom(5, 0.8*size, 8, size),
			"text-max-width": 9, "text-padding": 6, "symbol-sort-key": get("rang"),
		},
		Paint: map[string]any{"text-color": colour, "text-halo-color": "#ffffff", "text-halo-width": 1.6},
	}
}
