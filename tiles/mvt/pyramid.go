package mvt

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"

	orbmvt "github.com/paulmach/orb/encoding/mvt"

	"perimetre/geo"
	"perimetre/geo/atlas"
	"perimetre/tiles"
)

// MaxZoom is the deepest zoom: half a pixel is then about 1 m at the latitudes of France, and maps draw closer from there.
const MaxZoom = 14

// Extent is the side of a tile, and Buffer what is drawn beyond it on each side, in pixels of the tile.
const (
	Extent = 1 << extentBits
	Buffer = 64
)

// Options says what a pyramid holds. The zero value is that of the server.
type Options struct {
	MaxZoom  uint8            // the deepest zoom, MaxZoom when 0; there every vertex is kept
	MinZooms map[string]uint8 // the first zoom of a layer, where it is not the one of its own
}

// Pyramid is the tiles of an atlas. [New] makes one; it is safe for concurrent use. What a zoom needs is computed when its
// first tile is asked for, and kept.
type Pyramid struct {
	atlas    *atlas.Atlas
	layers   []layer
	maxZoom  uint8
	places   []world // of the points of every arc, one arc after the other
	borders  []border
	findings []finding
	scales   [MaxZoom + 1]struct {
		once sync.Once
		made *scale
	}
}

// finding is a finding of a territory, at the centre of its geometry.
type finding struct {
	at                        world
	territory, code, severity string
}

// New makes the pyramid of an atlas.
func New(a *atlas.Atlas, o Options) *Pyramid {
	p := &Pyramid{
		atlas:   a,
		layers:  layerTable(),
		maxZoom: cmp.Or(o.MaxZoom, MaxZoom),
		places:  projectAll(a.Ground.Coverage),
		borders: borders(a),
	}
	for i := range p.layers {
		if zoom, ok := o.MinZooms[p.layers[i].name]; ok {
			p.layers[i].minZoom = zoom
		}
	}
	for _, t := range a.Territories {
		for _, f := range t.Findings {
			if f.Geometry == nil {
				continue
			}
			if bounds, ok := f.Geometry.Bounds(); ok {
				p.findings = append(p.findings, finding{project(centre(bounds)), t.ID, f.Code, f.Severity.String()})
			}
		}
	}
	return p
}

func centre(b geo.Box) geo.Point {
	return geo.Point{
		X: int32((int64(b.Min.X) + int64(b.Max.X)) / 2),
		Y: int32((int64(b.Min.Y) + int64(b.Max.Y)) / 2),
	}
}

// scale gives the coverage on the pixel grid of a zoom.
func (p *Pyramid) scale(zoom uint8) *scale {
	s := &p.scales[zoom]
	s.once.Do(func() { s.made = newScale(p.atlas.Ground.Coverage, p.places, zoom) })
	return s.made
}

// Tile implements [tiles.Source].
func (p *Pyramid) Tile(ctx context.Context, id tiles.ID, layers []string) ([]byte, error) {
	if !id.Valid() || id.Z > p.maxZoom {
		return nil, fmt.Errorf("tile %v: there is none: zooms are 0 to %d, columns and rows below 2^zoom", id, p.maxZoom)
	}
	var made orbmvt.Layers
	cut := newCutter(p.scale(id.Z), id)
	for _, layer := range p.layers {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("tile %v: %w", id, err)
		}
		if id.Z < layer.minZoom || layers != nil && !slices.Contains(layers, layer.name) {
			continue
		}
		if features := layer.features(p, cut); len(features) > 0 {
			made = append(made, &orbmvt.Layer{Name: layer.name, Version: 2, Extent: Extent, Features: features})
		}
	}
	if len(made) == 0 {
		return nil, nil
	}
	data, err := orbmvt.Marshal(made)
	if err != nil {
		return nil, fmt.Errorf("tile %v: encode: %w", id, err)
	}
	return data, nil
}

// TileJSON implements [tiles.Source].
func (p *Pyramid) TileJSON() tiles.TileJSON {
	t := tiles.TileJSON{TileJSON: tiles.Version, Name: "perimetre", Scheme: "xyz", MaxZoom: p.maxZoom}
	t.Bounds, t.Center = tiles.Extent(p.atlas.Box(), p.maxZoom)
	for _, layer := range p.layers {
		t.VectorLayers = append(t.VectorLayers, tiles.VectorLayer{
			ID: layer.name, Description: layer.description, MinZoom: layer.minZoom, MaxZoom: p.maxZoom, Fields: layer.fields,
		})
	}
	return t
}
