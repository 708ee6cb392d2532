package pmtiles

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"sort"
)

// entry says where the content of consecutive tiles lies among the tile data; or, when its run is 0, where the directory of the
// tiles from its own up to the next entry's lies among the leaf directories.
type entry struct {
	tile   uint64 // number of the first one
	offset uint64 // bytes from the start of the section
	length uint32 // in bytes
	run    uint32 // tiles that have the content
}

// directory is entries in the order of their tiles, none of which is in two of them.
type directory []entry

// find gives the entry that a tile is in.
func (d directory) find(tile uint64) (e entry, ok bool) {
	i := sort.Search(len(d), func(i int) bool { return d[i].tile > tile }) - 1
	if i < 0 || d[i].run > 0 && tile-d[i].tile >= uint64(d[i].run) {
		return entry{}, false
	}
	return d[i], true
}

// encode writes a directory column by column (PMTiles 3, "Directory Serialization"): how far each tile is from the one
// before, runs, lengths, and offsets plus one; 0 stands for the offset where the content before ends.
func (d directory) encode() []byte {
	data := binary.AppendUvarint(nil, uint64(len(d)))
	before := uint64(0)
	for _, e := range d {
		data = binary.AppendUvarint(data, e.tile-before)
		before = e.tile
	}
	for _, e := range d {
		data = binary.AppendUvarint(data, uint64(e.run))
	}
	for _, e := range d {
		data = binary.AppendUvarint(data, uint64(e.length))
	}
	for i, e := range d {
		if i > 0 && e.offset == d[i-1].offset+uint64(d[i-1].length) {
			data = append(data, 0)
			continue
		}
		data = binary.AppendUvarint(data, e.offset+1)
	}
	return data
}

// errCut is about a directory that ends in the middle of a number.
var errCut = errors.New("it ends too early, or a number has more than 64 bits")

// parseDirectory reads a directory. An entry takes four bytes at least, so that no count makes more room than what was read
// fills six times.
func parseDirectory(data []byte) (directory, error) {
	next := func() (n uint64, err error) {
		n, size := binary.Uvarint(data)
		if size <= 0 {
			return 0, errCut
		}
		data = data[size:]
		return n, nil
	}
	count, err := next()
	switch {
	case err != nil:
		return nil, err
	case count == 0:
		return nil, errors.New("it has no entry")
	case count > uint64(len(data)/4):
		return nil, fmt.Errorf("%d entries do not fit in %d bytes", count, len(data))
	}
	d := make(directory, count)
	for _, column := range []struct {
		name string
		most uint64
		set  func(i int, n uint64) error
	}{
		{"tile", math.MaxUint64, d.setTile},
		{"run", math.MaxUint32, func(i int, n uint64) error { d[i].run = uint32(n); return nil }},
		{"length", math.MaxUint32, d.setLength},
		{"offset", math.MaxInt64, d.setOffset},
	} {
		for i := range d {
			n, err := next()
			if err == nil && n > column.most {
				err = fmt.Errorf("%d is too large", n)
			}
			if err == nil {
				err = column.set(i, n)
			}
			if err != nil {
				return nil, fmt.Errorf("entry %d: %s: %w", i+1, column.name, err)
			}
		}
	}
	if len(data) > 0 {
		return nil, fmt.Errorf("%d bytes follow its last entry", len(data))
	}
	return d, d.apart()
}

func (d directory) setTile(i int, n uint64) error {
	before := uint64(0)
	if i > 0 {
		before = d[i-1].tile
		if n == 0 {
			return fmt.Errorf("%d comes twice", before)
		}
	}
	if n >= first(maxZoom+1)-before {
		return fmt.Errorf("%d + %d is beyond zoom %d", before, n, maxZoom)
	}
	d[i].tile = before + n
	return nil
}

func (d directory) setLength(i int, n uint64) error {
	if n == 0 {
		return errors.New("it is 0")
	}
	d[i].length = uint32(n)
	return nil
}

func (d directory) setOffset(i int, n uint64) error {
	switch {
	case n > 0:
		d[i].offset = n - 1
	case i == 0:
		return errors.New("it follows the entry before, and there is none")
	default:
		// Below 2^63 + 2^32·entries: that is no section, and no overflow.
		d[i].offset = d[i-1].offset + uint64(d[i-1].length)
	}
	return nil
}

// apart fails where runs reach into the next entry.
func (d directory) apart() error {
	for i, e := range d {
		end := first(maxZoom + 1)
		if i+1 < len(d) {
			end = d[i+1].tile
		}
		if uint64(e.run) > end-e.tile {
			return fmt.Errorf("entry %d: run: %d tiles from %d on reach beyond %d", i+1, e.run, e.tile, end)
		}
	}
	return nil
}
