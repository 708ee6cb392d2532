package tiles

import (
	"encoding/json"

	"perimetre/geo"
)

// TileJSON describes a set of tiles (TileJSON 3.0.0). Texts that are empty are left out.
type TileJSON struct {
	TileJSON     string        `json:"tilejson"`
	Name         string        `json:"name,omitempty"`
	Description  string        `json:"description,omitempty"`
	Attribution  string        `json:"attribution,omitempty"`
	Scheme       string        `json:"scheme"`
	Tiles        []string      `json:"tiles"`
	MinZoom      uint8         `json:"minzoom"`
	MaxZoom      uint8         `json:"maxzoom"`
	Bounds       [4]float64    `json:"bounds"` // west, south, east, north, in degrees
	Center       [3]float64    `json:"center"` // longitude, latitude, zoom
	VectorLayers []VectorLayer `json:"vector_layers"`
}

// VectorLayer describes a layer of vector tiles (TileJSON 3.0.0, section 3.3).
type VectorLayer struct {
	ID          string            `json:"id"`
	Description string            `json:"description,omitempty"`
	MinZoom     uint8             `json:"minzoom"`
	MaxZoom     uint8             `json:"maxzoom"`
	Fields      map[string]string `json:"fields"` // what each property holds
}

// MarshalJSON implements json.Marshaler. Lists are lists, be they empty: readers fail on null.
func (t TileJSON) MarshalJSON() ([]byte, error) {
	type plain TileJSON
	t.Tiles, t.VectorLayers = append([]string{}, t.Tiles...), append([]VectorLayer{}, t.VectorLayers...)
	return json.Marshal(plain(t))
}

// MarshalJSON implements json.Marshaler. Fields are an object, be it empty: readers fail on null.
func (l VectorLayer) MarshalJSON() ([]byte, error) {
	type plain VectorLayer
	if l.Fields == nil {
		l.Fields = map[string]string{}
	}
	return json.Marshal(plain(l))
}

// Version is the version of TileJSON that these types follow.
const Version = "3.0.0"

// Extent gives the bounds and the centre of tiles that cover a box, as [TileJSON] has them. At the zoom of the centre, the deepest
// one at most, two tiles side by side are as wide at least as the longer side of the box in degrees. The map stretches towards
// the poles, so that a box as high as wide needs a window that is higher than wide.
func Extent(box geo.Box, deepest uint8) (bounds [4]float64, center [3]float64) {
	bounds = [4]float64{box.Min.Lon(), box.Min.Lat(), box.Max.Lon(), box.Max.Lat()}
	zoom := 0.0
	for side := 360.0; zoom < float64(deepest) && side >= max(bounds[2]-bounds[0], bounds[3]-bounds[1]); side /= 2 {
		zoom++
	}
	return bounds, [3]float64{(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2, zoom}
}
