package mvt

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"perimetre/geo/atlas"
	"perimetre/tiles"
)

// MaxZoom is the deepest zoom: a pixel of a tile is then 0.4 m wide at the latitudes of France, and maps draw closer from there.
const MaxZoom = 14

// Extent is the side of a tile, and Buffer what is drawn beyond it on each side, in pixels of the tile.
const (
	Extent = 1 << extentBits
	Buffer = 64
)

// Options says what a pyramid holds. The zero value is that of the server.
type Options struct {
	MaxZoom  uint8            // the deepest zoom, MaxZoom when 0; there every vertex is kept
	MinZooms map[string]uint8 // the first zoom of a layer, by its name, instead of the usual one; other names are passed over
}

// Pyramid is the tiles of an atlas. [New] makes one; it is safe for concurrent use. What a zoom needs is made when its first
// tile is asked for, or by [Pyramid.Prepare], and kept.
type Pyramid struct {
	atlas    *atlas.Atlas
	layers   []layer
	maxZoom  uint8
	communes uint8 // the first zoom that shows them

	world, atoms lazy[*world] // until every scale is made
	scales       [MaxZoom + 1]lazy[*scale]
	made         atomic.Int32 // scales
	ground       lazy[tree]   // of communes, in the world plane
	canvases     sync.Pool
}

// lazy is a value that is made when it is first needed.
type lazy[T any] struct {
	once sync.Once
	made T
}

func (l *lazy[T]) get(make func() T) T {
	l.once.Do(func() { l.made = make() })
	return l.made
}

// New makes the pyramid of an atlas. No border is projected yet.
func New(a *atlas.Atlas, o Options) *Pyramid {
	p := &Pyramid{atlas: a, layers: newLayers(a), maxZoom: min(cmp.Or(o.MaxZoom, MaxZoom), MaxZoom)}
	for i := range p.layers {
		l := &p.layers[i]
		if zoom, ok := o.MinZooms[l.name]; ok {
			l.minZoom = zoom
		}
		if l.name == "communes" {
			p.communes = l.minZoom
		}
	}
	p.canvases.New = func() any { return newCanvas(len(p.layers)) }
	return p
}

// Prepare makes what every zoom needs, so that no tile waits for it: one zoom after the other, the densest first, since what
// making one takes is several times what it leaves. It fails when the context ends.
func (p *Pyramid) Prepare(ctx context.Context) error {
	for zoom := int(p.maxZoom); zoom >= 0; zoom-- {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("prepare zoom %d: %w", zoom, err)
		}
		p.scale(uint8(zoom))
	}
	return nil
}

// scale gives the borders on the pixel grid of a zoom.
func (p *Pyramid) scale(zoom uint8) *scale {
	return p.scales[zoom].get(func() *scale {
		w := p.world.get(func() *world { return newWorld(p.atlas) })
		if zoom < p.communes {
			w = p.atoms.get(w.atoms)
		}
		s := newScale(w, zoom, zoom == p.maxZoom, zoom >= p.communes)
		if p.made.Add(1) == int32(p.maxZoom)+1 {
			p.world.made, p.atoms.made = nil, nil // nobody asks any more
		}
		return s
	})
}

// Tile implements [tiles.Source]. Names that are of no layer are passed over.
func (p *Pyramid) Tile(ctx context.Context, id tiles.ID, layers []string) ([]byte, error) {
	if !id.Valid() || id.Z > p.maxZoom {
		return nil, fmt.Errorf("tile %v: there is none: zooms are 0 to %d, columns and rows below 2^zoom", id, p.maxZoom)
	}
	d := p.canvases.Get().(*canvas)
	defer p.canvases.Put(d)
	d.begin(p.scale(id.Z), id)
	for i := range p.layers {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("tile %v: %w", id, err)
		}
		l := &p.layers[i]
		if id.Z < l.minZoom || layers != nil && !slices.Contains(layers, l.name) {
			continue
		}
		d.beginLayer(i, l.words)
		l.content.draw(d)
		d.endLayer(l.name)
	}
	if len(d.tile) == 0 {
		return nil, nil
	}
	return slices.Clone(d.tile), nil
}

// TileJSON implements [tiles.Source].
func (p *Pyramid) TileJSON() tiles.TileJSON {
	t := tiles.TileJSON{TileJSON: tiles.Version, Name: "perimetre", Scheme: "xyz", MaxZoom: p.maxZoom}
	t.Bounds, _ = tiles.Extent(p.atlas.Box(), p.maxZoom)
	_, t.Center = tiles.Extent(opening(p.atlas), p.maxZoom)
	for _, layer := range p.layers {
		t.VectorLayers = append(t.VectorLayers, tiles.VectorLayer{
			ID: layer.name, Description: layer.description, MinZoom: layer.minZoom, MaxZoom: p.maxZoom, Fields: layer.fields,
		})
	}
	return t
}
