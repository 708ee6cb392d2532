package mvt

import (
	"cmp"
	"slices"

	"perimetre/geo"
	"perimetre/tiles"
)

// places is points that are features, each in the tile that it lies in only. It is immutable.
type places struct {
	minZoom uint8 // that they are shown from
	list    []place
	curve   []spot // in the order of the Hilbert curve, on which every tile is one stretch
}

// place is a point in the world plane and what is told of it.
type place struct {
	at   geo.Point
	id   uint64
	tags []tag
}

// spot is a place by its number, and where it lies on the curve.
type spot struct {
	along uint64
	place int32
}

func newPlaces(minZoom uint8, list []place) places {
	p := places{minZoom, list, make([]spot, len(list))}
	for i, place := range list {
		p.curve[i] = spot{tiles.Hilbert(planeBits, uint32(place.at.X), 1<<planeBits-1-uint32(place.at.Y)), int32(i)}
	}
	slices.SortFunc(p.curve, func(a, b spot) int { return cmp.Or(cmp.Compare(a.along, b.along), cmp.Compare(a.place, b.place)) })
	return p
}

// draw appends the places in the tile, in the order of their list.
func (p *places) draw(d *canvas) {
	if d.id.Z < p.minZoom {
		return
	}
	bits := 2 * (planeBits - d.id.Z)
	from := tiles.Hilbert(d.id.Z, d.id.X, d.id.Y) << bits
	find := func(along uint64) int {
		i, _ := slices.BinarySearchFunc(p.curve, along, func(s spot, along uint64) int { return cmp.Compare(s.along, along) })
		return i
	}
	d.found = d.found[:0]
	for _, s := range p.curve[find(from):find(from+1<<bits)] {
		d.found = append(d.found, s.place)
	}
	slices.Sort(d.found)
	for _, i := range d.found {
		place := &p.list[i]
		d.geometry.begin(geo.Point{})
		shift := stepBits(d.id.Z)
		d.geometry.moveTo(geo.Point{
			X: place.at.X >> shift & (Extent - 1),
			Y: place.at.Y>>shift&(Extent-1) - (Extent - 1), // rows go down from the north, and y goes up
		})
		d.feature(place.id, points, place.tags)
	}
}
