package mvt

import (
	"cmp"
	"slices"

	"perimetre/geo"
	"perimetre/tiles"
)

// Covering gives the tiles of a zoom that may hold something, in the order of the Hilbert curve, which is that of PMTiles.
// It needs no scale: what a tile holds lies in the box of a commune, or is a finding.
func (p *Pyramid) Covering(zoom uint8) []tiles.ID {
	if zoom > p.maxZoom {
		return nil
	}
	ground := p.ground.get(p.newGround)
	// A tile shows what is as far from it as its buffer, and borders may have moved by the tolerance and by rounding.
	const margin = Buffer + tolerance + 2
	var found []tiles.ID
	var descend func(id tiles.ID)
	descend = func(id tiles.ID) {
		side, far := int64(1)<<(planeBits-id.Z), int64(margin)<<stepBits(zoom)
		west, north := int64(id.X)*side, int64(1)<<planeBits-int64(id.Y)*side
		window := geo.Box{Min: planePoint(west-far, north-side-far), Max: planePoint(west+side+far, north+far)}
		switch {
		case ground.visit(window, func(int32) bool { return false }):
		case id.Z == zoom:
			found = append(found, id)
		default:
			for child := range uint32(4) {
				descend(tiles.ID{Z: id.Z + 1, X: 2*id.X + child%2, Y: 2*id.Y + child/2})
			}
		}
	}
	descend(tiles.ID{})
	slices.SortFunc(found, func(a, b tiles.ID) int {
		return cmp.Compare(tiles.Hilbert(zoom, a.X, a.Y), tiles.Hilbert(zoom, b.X, b.Y))
	})
	return found
}

// planePoint is the point of the world plane nearest to a place.
func planePoint(x, y int64) geo.Point {
	const last = 1<<planeBits - 1
	return geo.Point{X: int32(min(max(x, -1), last)), Y: int32(min(max(y, -1), last))}
}

// newGround makes what finds the boxes of communes and the places of findings in the world plane.
func (p *Pyramid) newGround() tree {
	communes := p.atlas.Units(geo.Communes)
	boxes := make([]geo.Box, 0, len(communes))
	for _, commune := range communes {
		if len(commune.Shape) > 0 {
			boxes = append(boxes, geo.Box{Min: project(commune.Box.Min), Max: project(commune.Box.Max)})
		}
	}
	for i := range p.layers {
		if findings, ok := p.layers[i].content.(*places); ok { // names lie in communes
			for _, place := range findings.list {
				boxes = append(boxes, geo.Box{Min: place.at, Max: place.at})
			}
		}
	}
	of := make([]int32, len(boxes))
	for i := range of {
		of[i] = int32(i)
	}
	return newTree(len(boxes), boxes, of)
}
