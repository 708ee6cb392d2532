package style

import (
	"slices"

	"perimetre/tiles"
)

// Style is a style as clients read it. The order of layers is that of drawing.
type Style struct {
	Version int               `json:"version"` // of the specification: 8
	Name    string            `json:"name"`
	Center  [2]float64        `json:"center"` // longitude, latitude: where a map opens
	Zoom    float64           `json:"zoom"`
	Sources map[string]Source `json:"sources"`
	Glyphs  string            `json:"glyphs"`
	Layers  []Layer           `json:"layers"`
}

// Source is where tiles come from: the address of their TileJSON.
type Source struct {
	Type        string `json:"type"` // vector
	URL         string `json:"url"`
	Attribution string `json:"attribution,omitempty"`
}

// Layer is one layer of a map. Filter, layout and paint hold expressions as encoding/json writes them.
type Layer struct {
	ID          string         `json:"id"`
	Type        string         `json:"type"` // background, fill, line, symbol
	Source      string         `json:"source,omitempty"`
	SourceLayer string         `json:"source-layer,omitempty"`
	MinZoom     float64        `json:"minzoom,omitempty"` // the first zoom that shows it
	MaxZoom     float64        `json:"maxzoom,omitempty"` // the first zoom that does not any more; none when 0
	Filter      expression     `json:"filter,omitempty"`
	Layout      map[string]any `json:"layout,omitempty"`
	Paint       map[string]any `json:"paint,omitempty"`
}

// expression is a call of the style specification: an operator and its arguments.
type expression []any

// SourceName is the one source of a style.
const SourceName = "perimetre"

// New gives the style of tiles that are described at an address, with glyphs at an address that holds {fontstack} and
// {range}. Both are absolute: clients do not agree on what relative ones start from.
func New(tileJSON, glyphs string, described tiles.TileJSON) Style {
	s := Style{
		Version: 8,
		Name:    "Périmètres",
		Center:  [2]float64{described.Center[0], described.Center[1]},
		Zoom:    described.Center[2],
		Sources: map[string]Source{SourceName: {Type: "vector", URL: tileJSON, Attribution: described.Attribution}},
		Glyphs:  glyphs,
		Layers:  layers(),
	}
	s.Layers = slices.DeleteFunc(s.Layers, func(l Layer) bool {
		return l.SourceLayer != "" && !slices.ContainsFunc(described.VectorLayers, func(v tiles.VectorLayer) bool { return v.ID == l.SourceLayer })
	})
	return s
}

// Static gives the style of an archive tiles.pmtiles, with glyphs below fonts, both in the folder of the style. These
// addresses are relative to it: a page makes them absolute before it hands the style to MapLibre.
func Static(described tiles.TileJSON) Style {
	return New("pmtiles://tiles.pmtiles", "fonts/{fontstack}/{range}.pbf", described)
}
