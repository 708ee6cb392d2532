package pmtiles

import (
	"encoding/binary"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var comparing = cmp.AllowUnexported(entry{})

// Two tiles of 130 bytes at the start, then tile 9 whose 5 bytes follow, tile 10 that has the bytes of the first, and the leaf
// directory of the tiles from 500 on: the bytes are computed by hand from "Directory Serialization".
func TestADirectoryToTheByte(t *testing.T) {
	d := directory{{5, 0, 130, 2}, {9, 130, 5, 1}, {10, 0, 130, 1}, {500, 40, 60, 0}}
	want := []byte{
		4,
		5, 4, 1, 0xea, 3, // tiles: 500 - 10 = 490 takes two bytes
		2, 1, 1, 0, // runs
		0x82, 1, 5, 0x82, 1, 60, // lengths
		1, 0, 1, 41, // offsets
	}
	if diff := cmp.Diff(want, d.encode()); diff != "" {
		t.Errorf("bytes (-want +got):\n%s", diff)
	}
	got, err := parseDirectory(want)
	if diff := cmp.Diff(d, got, comparing); diff != "" || err != nil {
		t.Errorf("entries (%v) (-want +got):\n%s", err, diff)
	}
}

func TestFind(t *testing.T) {
	d := directory{{5, 0, 130, 2}, {9, 130, 5, 1}, {500, 40, 60, 0}}
	for _, test := range []struct {
		name string
		tile uint64
		want int // index of the entry, -1 for none
	}{
		{"before the first entry", 4, -1},
		{"the first tile of a run", 5, 0},
		{"the last tile of a run", 6, 0},
		{"after a run", 7, -1},
		{"a tile alone", 9, 1},
		{"after a tile alone", 10, -1},
		{"the first tile of a leaf directory", 500, 2},
		{"all that follows may be in the leaf directory", 1 << 40, 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, ok := d.find(test.tile)
			if ok != (test.want >= 0) || ok && got != d[test.want] {
				t.Errorf("got %v %v, want entry %d", got, ok, test.want)
			}
		})
	}
}

func TestDirectoriesAreReadAsTheyAreWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var d directory
		tile, end := uint64(0), uint64(0)
		for range rapid.IntRange(1, 50).Draw(t, "entries") {
			e := entry{
				tile:   tile + rapid.Uint64Range(0, 1000).Draw(t, "gap"),
				offset: end,
				length: rapid.Uint32Range(1, math.MaxUint32).Draw(t, "length"),
				run:    rapid.Uint32Range(0, math.MaxUint32).Draw(t, "run"),
			}
			if rapid.Bool().Draw(t, "elsewhere") {
				e.offset = rapid.Uint64Range(0, 1<<62).Draw(t, "offset")
			}
			tile, end = e.tile+uint64(max(e.run, 1)), e.offset+uint64(e.length)
			d = append(d, e)
		}
		got, err := parseDirectory(d.encode())
		if diff := cmp.Diff(d, got, comparing); diff != "" || err != nil {
			t.Errorf("entries (%v) (-want +got):\n%s", err, diff)
		}
	})
}

// numbers writes numbers as a directory has them.
func numbers(all ...uint64) (data []byte) {
	for _, n := range all {
		data = binary.AppendUvarint(data, n)
	}
	return data
}

// hostileDirectories are directories that cannot be read, by what is said of them.
func hostileDirectories() map[string][]byte {
	return map[string][]byte{
		"it ends too early, or a number has more than 64 bits": nil,
		"it has no entry": numbers(0),
		"1152921504606846976 entries do not fit in 4 bytes":                            numbers(1<<60, 0, 0, 0, 0),
		"2 entries do not fit in 4 bytes":                                              numbers(2, 1, 1, 1, 1),
		"entry 1: length: it ends too early, or a number has more than 64 bits":        append(numbers(1, 0, 1), 0xff, 0xff, 0xff),
		"entry 1: tile: it ends too early, or a number has more than 64 bits":          append(numbers(1), 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f),
		"entry 2: tile: 7 comes twice":                                                 numbers(2, 7, 0, 1, 1, 1, 1, 1, 0),
		"entry 2: tile: 7 + 18446744073709551615 is beyond zoom 30":                    numbers(2, 7, math.MaxUint64, 1, 1, 1, 1, 1, 0),
		"entry 1: tile: 0 + 1537228672809129301 is beyond zoom 30":                     numbers(1, 1537228672809129301, 1, 1, 1),
		"entry 1: run: 4294967296 is too large":                                        numbers(1, 0, 1<<32, 1, 1),
		"entry 1: length: 4294967296 is too large":                                     numbers(1, 0, 1, 1<<32, 1),
		"entry 1: length: it is 0":                                                     numbers(1, 0, 1, 0, 1),
		"entry 1: offset: 18446744073709551615 is too large":                           numbers(1, 0, 1, 1, math.MaxUint64),
		"entry 1: offset: it follows the entry before, and there is none":              numbers(1, 0, 1, 1, 0),
		"1 bytes follow its last entry":                                                numbers(1, 0, 1, 1, 1, 0),
		"entry 1: run: 3 tiles from 7 on reach beyond 9":                               numbers(2, 7, 2, 3, 1, 1, 1, 1, 0),
		"entry 1: run: 2 tiles from 1537228672809129300 on reach beyond 1537228672809": numbers(1, 1537228672809129300, 2, 1, 1),
	}
}

func TestHostileDirectories(t *testing.T) {
	for want, data := range hostileDirectories() {
		t.Run(want, func(t *testing.T) {
			if got, err := parseDirectory(data); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("got %v (%v)", got, err)
			}
		})
	}
}

func FuzzDirectory(f *testing.F) {
	f.Add(directory{{5, 0, 130, 2}, {9, 130, 5, 1}, {10, 0, 130, 1}, {500, 40, 60, 0}}.encode())
	for _, data := range hostileDirectories() {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := parseDirectory(data)
		if err != nil {
			return
		}
		if len(d) > len(data) {
			t.Errorf("%d entries in %d bytes", len(d), len(data))
		}
		again, err := parseDirectory(d.encode())
		if diff := cmp.Diff(d, again, comparing); diff != "" || err != nil {
			t.Errorf("read, written and read (%v) (-once +again):\n%s", err, diff)
		}
		for i, e := range d {
			if found, ok := d.find(e.tile); !ok || found != e {
				t.Errorf("entry %d, %v, is found as %v %v", i, e, found, ok)
			}
		}
	})
}
