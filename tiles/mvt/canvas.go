package mvt

import (
	"slices"

	"perimetre/geo"
	"perimetre/tiles"
)

// canvas is a tile that is being made. It is for one goroutine, and used again for other tiles of the pyramid.
type canvas struct {
	id     tiles.ID
	scale  *scale
	origin geo.Point
	window geo.Box

	tile     []byte // the layers
	features []byte // of the layer that is being made
	tags     []byte // of the feature that is being made
	geometry geometry

	keys, values []selection // by layer
	layer        int         // the one that is being made
	dictionary   *dictionary // of that layer

	clipper clipper
	found   []int32
}

func newCanvas(layers int) *canvas {
	return &canvas{keys: make([]selection, layers), values: make([]selection, layers)}
}

func (d *canvas) begin(s *scale, id tiles.ID) {
	d.id, d.scale = id, s
	d.origin, d.window = origin(id), windowOf(id)
	d.clipper.reset(s, d.window)
	d.tile = d.tile[:0]
}

// beginLayer begins a layer, whose number it has.
func (d *canvas) beginLayer(number int, words *dictionary) {
	d.layer, d.dictionary = number, words
	d.keys[number].reset(words.keys.len())
	d.values[number].reset(words.values.len())
	d.features = d.features[:0]
}

// endLayer appends the layer to the tile (section 4.1), unless it has no feature.
func (d *canvas) endLayer(name string) {
	if len(d.features) == 0 {
		return
	}
	keys, values := &d.keys[d.layer], &d.values[d.layer]
	features := len(d.features)
	d.features = keys.appendTo(d.features, &d.dictionary.keys)
	d.features = values.appendTo(d.features, &d.dictionary.values)
	const extentLen, versionLen = 3, 2
	size := 2 + len(name) + len(d.features) + extentLen + versionLen
	d.tile = appendUvarint(append(d.tile, tileLayer), uint64(size))
	d.tile = append(d.tile, layerVersion, 2)
	d.tile = append(append(d.tile, layerName, byte(len(name))), name...)
	d.tile = append(d.tile, d.features[:features]...)
	d.tile = append(d.tile, d.features[features:]...)
	d.tile = appendUvarint(append(d.tile, layerExtent), Extent)
}

// feature appends a feature whose geometry is made (section 4.2), unless that is empty.
func (d *canvas) feature(id uint64, kind geometryType, tags []tag) {
	if len(d.geometry.bytes) == 0 {
		return
	}
	d.tags = d.tags[:0]
	for _, t := range tags {
		d.tags = appendUvarint(d.tags, d.keys[d.layer].of(t.key))
		d.tags = appendUvarint(d.tags, d.values[d.layer].of(t.value))
	}
	tagsLen, geometryLen := uint64(len(d.tags)), uint64(len(d.geometry.bytes))
	size := 1 + uvarintLen(id) + 1 + uvarintLen(tagsLen) + len(d.tags) + 2 + 1 + uvarintLen(geometryLen) + len(d.geometry.bytes)
	f := slices.Grow(d.features, size+10)
	f = appendUvarint(append(f, layerFeature), uint64(size))
	f = appendUvarint(append(f, featureID), id)
	f = append(appendUvarint(append(f, featureTags), tagsLen), d.tags...)
	f = append(f, featureType, byte(kind))
	d.features = append(appendUvarint(append(f, featureGeometry), geometryLen), d.geometry.bytes...)
}

// partsMet gives the parts of a figure that the window meets, in their order. The slice is valid until the next call.
func (d *canvas) partsMet(f *figure) []int32 {
	d.found = d.found[:0]
	f.tree.visit(d.window, func(part int32) bool {
		d.found = append(d.found, part)
		return true
	})
	slices.Sort(d.found)
	return d.found
}

// polygon appends a part of a figure to the geometry.
func (d *canvas) polygon(f *figure, part int32) {
	first, last := f.lines[part], f.lines[part+1]
	if holds(d.window, f.boxes[first]) {
		for line := first; line < last; line++ {
			d.geometry.wholeRing(d.scale, f, line)
		}
		return
	}
	c := &d.clipper
	c.polygon(f, part)
	for i, shell := range c.rings {
		if shell.twice <= 0 {
			continue
		}
		d.geometry.ring(c.points[shell.from:shell.to])
		for _, hole := range c.rings {
			switch {
			case hole.twice > 0 || hole.shell != int32(i):
			case hole.line >= 0:
				d.geometry.wholeRing(d.scale, f, hole.line)
			default:
				d.geometry.ring(c.points[hole.from:hole.to])
			}
		}
	}
}

// line appends what the window holds of a line of a figure to the geometry.
func (d *canvas) line(f *figure, line int32) {
	if holds(d.window, f.boxes[line]) {
		d.geometry.wholeLine(d.scale, f, line)
		return
	}
	c := &d.clipper.chains
	c.clear()
	c.add(f, line, false)
	for _, chain := range c.list {
		d.geometry.chain(c.points[chain.from:chain.to])
	}
}
