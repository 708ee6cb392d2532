package pmtiles_test

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"encoding/json"
	"io"
	"sync"
	"testing"

	"perimetre/tiles"
)

// reading is an archive as this file reads it: by the text of the specification, with the standard library, and with nothing of
// the package that is tested.
type reading struct {
	header   []byte
	metadata map[string]any
	depth    int // of leaf directories
	entries  []reference
	contents map[uint64]int // how often each offset is in an entry
	tiles    map[tiles.ID]string
}

// reference is an entry of a directory.
type reference struct{ tile, offset, length, run uint64 }

func (r *reading) long(at int) uint64 { return binary.LittleEndian.Uint64(r.header[at:]) }

func (r *reading) degrees(at int) float64 {
	return float64(int32(binary.LittleEndian.Uint32(r.header[at:]))) / 1e7
}

// read reads an archive that this program wrote, and fails where it breaks a rule of the specification.
func read(t *testing.T, file []byte) *reading {
	t.Helper()
	r := &reading{header: file[:127], contents: map[uint64]int{}, tiles: map[tiles.ID]string{}}
	if string(file[:7]) != "PMTiles" || file[7] != 3 {
		t.Fatalf("it starts with % x", file[:8])
	}
	// The sections follow each other, without gaps, up to the end.
	end := uint64(127)
	for _, at := range []int{8, 24, 40, 56} {
		if r.long(at) != end {
			t.Errorf("the section of byte %d of the header starts at %d, want %d", at, r.long(at), end)
		}
		end += r.long(at + 8)
	}
	if end != uint64(len(file)) {
		t.Errorf("the sections end at %d, the file at %d", end, len(file))
	}
	if r.long(8)+r.long(16) > 16384 {
		t.Errorf("the root directory ends at %d", r.long(8)+r.long(16))
	}
	if file[96] != 1 || file[97] != 2 || file[98] != 2 || file[99] != 1 {
		t.Errorf("clustered, internal compression, tile compression, tile type: % x, want 1, 2, 2, 1", file[96:100])
	}
	if err := json.Unmarshal(gunzip(t, file[r.long(24):r.long(24)+r.long(32)]), &r.metadata); err != nil {
		t.Error(err)
	}
	r.walk(t, file, file[r.long(8):r.long(8)+r.long(16)], 0)
	r.check(t)
	for _, e := range r.entries {
		content := string(gunzip(t, file[r.long(56)+e.offset:r.long(56)+e.offset+e.length]))
		for n := e.tile; n < e.tile+e.run; n++ {
			r.tiles[inOrder()[n]] = content
		}
	}
	return r
}

// walk reads a directory and those below it.
func (r *reading) walk(t *testing.T, file, packed []byte, depth int) {
	t.Helper()
	r.depth = max(r.depth, depth)
	in := bytes.NewReader(gunzip(t, packed))
	next := func() uint64 {
		n, err := binary.ReadUvarint(in)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	entries := make([]reference, next())
	if len(entries) == 0 {
		t.Error("a directory is empty")
	}
	last := uint64(0)
	for i := range entries {
		last += next()
		entries[i].tile = last
	}
	for i := range entries {
		entries[i].run = next()
	}
	for i := range entries {
		entries[i].length = next()
	}
	for i := range entries {
		if n := next(); n > 0 {
			entries[i].offset = n - 1
		} else {
			entries[i].offset = entries[i-1].offset + entries[i-1].length
		}
	}
	if in.Len() > 0 {
		t.Errorf("%d bytes follow a directory", in.Len())
	}
	for _, e := range entries {
		if e.run > 0 {
			r.entries = append(r.entries, e)
			continue
		}
		if e.offset+e.length > r.long(48) {
			t.Fatalf("a leaf directory at %d has %d bytes, and the section %d", e.offset, e.length, r.long(48))
		}
		at, before := r.long(40)+e.offset, len(r.entries)
		r.walk(t, file, file[at:at+e.length], depth+1)
		if first := r.entries[before].tile; first != e.tile {
			t.Errorf("a leaf directory of tiles from %d on starts at %d", e.tile, first)
		}
	}
}

// check holds the entries against the rules of the specification, and against what the header counts.
func (r *reading) check(t *testing.T) {
	t.Helper()
	addressed, end := uint64(0), uint64(0) // of tiles; of the data so far
	for i, e := range r.entries {
		if e.length == 0 {
			t.Errorf("entry %d has no length", i)
		}
		if i > 0 {
			before := r.entries[i-1]
			if e.tile < before.tile+before.run {
				t.Errorf("tile %d comes after %d tiles from %d on", e.tile, before.run, before.tile)
			}
			if e.tile == before.tile+before.run && e.offset == before.offset {
				t.Errorf("tile %d has the content of the one before, and an entry of its own", e.tile)
			}
		}
		// "offsets are either contiguous with the previous offset+length, or refer to a lesser offset"
		switch {
		case e.offset == end:
			end += e.length
		case e.offset > end:
			t.Errorf("tile %d is at %d, and the data before end at %d: not clustered", e.tile, e.offset, end)
		case r.contents[e.offset] == 0:
			t.Errorf("tile %d is at %d, in the middle of another", e.tile, e.offset)
		}
		r.contents[e.offset]++
		addressed += e.run
	}
	if end != r.long(64) {
		t.Errorf("the data of tiles are %d bytes, their section %d", end, r.long(64))
	}
	for at, want := range map[int]int{72: int(addressed), 80: len(r.entries), 88: len(r.contents)} {
		if got := r.long(at); got != uint64(want) {
			t.Errorf("the count at byte %d of the header is %d, want %d", at, got, want)
		}
	}
}

// inOrder gives the tiles of zooms 0 to 9 in the order of their numbers.
var inOrder = sync.OnceValue(func() (ids []tiles.ID) {
	for zoom := range uint8(10) {
		ids = append(ids, hilbert(zoom)...)
	}
	return ids
})

// hilbert gives the tiles of a zoom along the curve that starts in the north-west and ends in the north-east. It is drawn as one
// draws it: four curves half as large, the first mirrored along the falling diagonal, the last along the rising one.
func hilbert(zoom uint8) []tiles.ID {
	if zoom == 0 {
		return []tiles.ID{{}}
	}
	half := uint32(1) << (zoom - 1)
	part := hilbert(zoom - 1)
	var curve []tiles.ID
	for _, place := range []func(x, y uint32) (uint32, uint32){
		func(x, y uint32) (uint32, uint32) { return y, x },
		func(x, y uint32) (uint32, uint32) { return x, y + half },
		func(x, y uint32) (uint32, uint32) { return x + half, y + half },
		func(x, y uint32) (uint32, uint32) { return half + half - 1 - y, half - 1 - x },
	} {
		for _, id := range part {
			x, y := place(id.X, id.Y)
			curve = append(curve, tiles.ID{Z: zoom, X: x, Y: y})
		}
	}
	return curve
}

func gunzip(t *testing.T, packed []byte) []byte {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
