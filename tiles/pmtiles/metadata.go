package pmtiles

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"

	"perimetre/tiles"
)

// Metadata is what an archive says of itself.
type Metadata struct {
	Tiles     tiles.TileJSON // without addresses
	Generator string         // the program that wrote it
	Edition   int64          // that the tiles are of; 0 when it is not known
	Version   string         // tells apart archives that differ in their tiles, where a [Writer] wrote it: it computes it
}

// versionMark is what the versions that a [Writer] computes start with, and those of other programs do not.
const versionMark = "perimetre-"

// document is the metadata as the file has them (PMTiles 3, "Metadata").
type document struct {
	Name         string            `json:"name,omitempty"`
	Description  string            `json:"description,omitempty"`
	Attribution  string            `json:"attribution,omitempty"`
	Type         string            `json:"type,omitempty"`
	Version      string            `json:"version,omitempty"`
	Generator    string            `json:"generator,omitempty"`
	Edition      json.RawMessage   `json:"edition,omitempty"` // a number; of other programs it may be anything
	VectorLayers []json.RawMessage `json:"vector_layers"`
}

// marshal writes the metadata.
func (m Metadata) marshal() ([]byte, error) {
	d := document{
		Name: m.Tiles.Name, Description: m.Tiles.Description, Attribution: m.Tiles.Attribution, Type: "overlay", Version: m.Version,
		Generator: m.Generator, VectorLayers: []json.RawMessage{},
	}
	if m.Edition != 0 {
		d.Edition = strconv.AppendInt(nil, m.Edition, 10)
	}
	for _, layer := range m.Tiles.VectorLayers {
		text, err := json.Marshal(layer)
		if err != nil {
			return nil, err
		}
		d.VectorLayers = append(d.VectorLayers, text)
	}
	return json.Marshal(d)
}

// parseMetadata reads the metadata; what the header says wins.
func parseMetadata(data []byte, h header) (m Metadata, err error) {
	var d document
	if err := json.Unmarshal(data, &d); err != nil {
		return m, err
	}
	if d.VectorLayers == nil {
		return m, errors.New("vector_layers is missing, which vector tiles have")
	}
	m = Metadata{Generator: d.Generator, Version: d.Version, Tiles: tiles.TileJSON{
		TileJSON: tiles.Version, Name: d.Name, Description: d.Description, Attribution: d.Attribution, Scheme: "xyz",
		MinZoom: h.minZoom, MaxZoom: h.maxZoom,
		Center: [3]float64{float64(h.center[0]) / perDegree, float64(h.center[1]) / perDegree, float64(h.centerZoom)},
	}}
	m.Edition, _ = strconv.ParseInt(string(d.Edition), 10, 64)
	for i, n := range h.bounds {
		m.Tiles.Bounds[i] = float64(n) / perDegree
	}
	for i, text := range d.VectorLayers {
		layer := tiles.VectorLayer{MinZoom: h.minZoom, MaxZoom: h.maxZoom, Fields: map[string]string{}} // where they are left out
		if err := json.Unmarshal(text, &layer); err != nil {
			return m, fmt.Errorf("vector layer %d: %w", i+1, err)
		}
		if layer.ID == "" {
			return m, fmt.Errorf("vector layer %d: it has no id", i+1)
		}
		m.Tiles.VectorLayers = append(m.Tiles.VectorLayers, layer)
	}
	return m, nil
}

// steps brings degrees to the grid of the header.
func steps(degrees float64) int32 { return int32(math.Round(degrees * perDegree)) }
