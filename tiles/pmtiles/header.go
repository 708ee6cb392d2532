package pmtiles

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// The format's own limits: the header's size, and how much a client reads at first, which holds the root directory.
const (
	headerSize = 127
	rootWithin = 16384
)

const magic = "PMTiles\x03"

// compression is how a part of an archive is compressed.
type compression uint8

const (
	plain   compression = 1
	gzipped compression = 2
)

// String names the compression; those that are not read too.
func (c compression) String() string {
	names := [...]string{"unknown compression", "no compression", "gzip", "brotli", "zstd"}
	if int(c) < len(names) {
		return names[c]
	}
	return fmt.Sprintf("compression %d", uint8(c))
}

// vectorTiles is the type of tiles that are read and written.
const vectorTiles = 1

// section is where a part of an archive lies.
type section struct{ offset, length uint64 }

// within tells whether bytes that a directory speaks of lie in the section.
func (s section) within(offset, length uint64) bool {
	return offset <= s.length && length <= s.length-offset
}

// header is the start of an archive (PMTiles 3, "Header Design").
type header struct {
	root, metadata, leaves, tiles section
	addressed, entries, contents  uint64 // tiles, entries of tiles, and contents that differ; 0 where not known
	clustered                     bool   // contents lie in the order of their tiles
	internal, packing             compression
	kind                          uint8
	minZoom, maxZoom              uint8
	bounds                        [4]int32 // west, south, east, north, in 1e-7 degree
	centerZoom                    uint8
	center                        [2]int32 // longitude, latitude, in 1e-7 degree
}

// encode writes the header.
func (h header) encode() []byte {
	data := []byte(magic)
	for _, n := range []uint64{
		h.root.offset, h.root.length, h.metadata.offset, h.metadata.length, h.leaves.offset, h.leaves.length,
		h.tiles.offset, h.tiles.length, h.addressed, h.entries, h.contents,
	} {
		data = binary.LittleEndian.AppendUint64(data, n)
	}
	clustered := byte(0)
	if h.clustered {
		clustered = 1
	}
	data = append(data, clustered, byte(h.internal), byte(h.packing), h.kind, h.minZoom, h.maxZoom)
	for _, n := range h.bounds {
		data = binary.LittleEndian.AppendUint32(data, uint32(n))
	}
	data = append(data, h.centerZoom)
	for _, n := range h.center {
		data = binary.LittleEndian.AppendUint32(data, uint32(n))
	}
	return data
}

// parseHeader reads the header of an archive of a size, and holds it against that.
func parseHeader(data []byte, size uint64) (h header, err error) {
	switch {
	case !bytes.HasPrefix(data, []byte(magic[:len(magic)-1])):
		return h, errors.New("it is no PMTiles archive")
	case len(data) < headerSize:
		return h, fmt.Errorf("the header is cut after %d bytes", len(data))
	case data[7] != magic[7]:
		return h, fmt.Errorf("it is of version %d: version %d is read", data[7], magic[7])
	}
	long := func(at int) uint64 { return binary.LittleEndian.Uint64(data[at:]) }
	short := func(at int) int32 { return int32(binary.LittleEndian.Uint32(data[at:])) }
	h = header{
		root: section{long(8), long(16)}, metadata: section{long(24), long(32)}, leaves: section{long(40), long(48)},
		tiles: section{long(56), long(64)}, addressed: long(72), entries: long(80), contents: long(88),
		clustered: data[96] == 1, internal: compression(data[97]), packing: compression(data[98]), kind: data[99],
		minZoom: data[100], maxZoom: data[101], bounds: [4]int32{short(102), short(106), short(110), short(114)},
		centerZoom: data[118], center: [2]int32{short(119), short(123)},
	}
	return h, h.check(size)
}

func (h header) check(size uint64) error {
	for _, s := range []struct {
		name string
		section
	}{{"root directory", h.root}, {"metadata", h.metadata}, {"leaf directories", h.leaves}, {"tile data", h.tiles}} {
		if !(section{length: size}).within(s.offset, s.length) {
			return fmt.Errorf("the %s: %d bytes from %d on are not within the %d of the file: it is cut, or no archive",
				s.name, s.length, s.offset, size)
		}
	}
	for _, c := range []compression{h.internal, h.packing} {
		if c != plain && c != gzipped {
			return fmt.Errorf("the header: %s is not read: pack the archive with gzip", c)
		}
	}
	switch {
	case h.root.offset < headerSize || !(section{length: rootWithin}).within(h.root.offset, h.root.length):
		return fmt.Errorf("the root directory: %d bytes from %d on do not lie behind the header in the first %d",
			h.root.length, h.root.offset, rootWithin)
	case h.kind != vectorTiles:
		return fmt.Errorf("the header: tiles are of type %d: those of type %d are read, vector tiles", h.kind, vectorTiles)
	case h.minZoom > h.maxZoom || h.maxZoom > maxZoom:
		return fmt.Errorf("the header: zooms %d to %d are not within 0 to %d", h.minZoom, h.maxZoom, maxZoom)
	case h.bounds[0] > h.bounds[2] || h.bounds[1] > h.bounds[3] || !onGlobe(h.bounds[:2]) || !onGlobe(h.bounds[2:]) || !onGlobe(h.center[:]):
		return fmt.Errorf("the header: bounds %v and center %v, in 1e-7 degree, are no place on the globe", h.bounds, h.center)
	}
	return nil
}

const perDegree = 1e7

func onGlobe(p []int32) bool {
	return math.Abs(float64(p[0])) <= 180*perDegree && math.Abs(float64(p[1])) <= 90*perDegree
}
