package pmtiles_test

import (
	"testing"

	"pgregory.net/rapid"

	"perimetre/tiles"
	"perimetre/tiles/pmtiles"
)

// The numbers are those of the specification ("Tile ID encoding"), and of the readers of its authors.
func TestNumber(t *testing.T) {
	for _, test := range []struct {
		name   string
		id     tiles.ID
		number uint64
	}{
		{"the world", tiles.ID{}, 0},
		{"the curve of a zoom starts in the north-west", tiles.ID{Z: 1, X: 0, Y: 0}, 1},
		{"then goes south", tiles.ID{Z: 1, X: 0, Y: 1}, 2},
		{"then east", tiles.ID{Z: 1, X: 1, Y: 1}, 3},
		{"and ends in the north-east", tiles.ID{Z: 1, X: 1, Y: 0}, 4},
		{"the next zoom follows", tiles.ID{Z: 2, X: 0, Y: 0}, 5},
		{"a deep tile", tiles.ID{Z: 12, X: 3423, Y: 1763}, 19078479},
		{"the first tile of zoom 30", tiles.ID{Z: 30}, 384307168202282325},
		{"the last tile of zoom 30", tiles.ID{Z: 30, X: 1<<30 - 1}, 1537228672809129300},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := pmtiles.Number(test.id); got != test.number {
				t.Errorf("number of %v is %d, want %d", test.id, got, test.number)
			}
			if got, ok := pmtiles.Numbered(test.number); !ok || got != test.id {
				t.Errorf("tile %d is %v (%v), want %v", test.number, got, ok, test.id)
			}
		})
	}
	if got, ok := pmtiles.Numbered(1537228672809129301); ok {
		t.Errorf("a tile beyond zoom 30: %v", got)
	}
}

// A curve that starts in one corner and ends in another, goes from neighbour to neighbour, and through the four children of a
// tile before those of the next, in the order of their parents, is Hilbert's.
func TestTheCurveIsHilberts(t *testing.T) {
	for zoom := uint8(1); zoom <= 8; zoom++ {
		side := uint32(1) << zoom
		start := pmtiles.Number(tiles.ID{Z: zoom})
		if end := pmtiles.Number(tiles.ID{Z: zoom, X: side - 1}); end-start+1 != uint64(side)*uint64(side) {
			t.Fatalf("zoom %d goes from %d to %d", zoom, start, end)
		}
		before, _ := pmtiles.Numbered(start)
		for n := start + 1; n < start+uint64(side)*uint64(side); n++ {
			id, _ := pmtiles.Numbered(n)
			if dx, dy := int(id.X)-int(before.X), int(id.Y)-int(before.Y); id.Z != zoom || dx*dx+dy*dy != 1 {
				t.Fatalf("after %v comes %v", before, id)
			}
			parents := pmtiles.Number(tiles.ID{Z: zoom - 1})
			if got, want := pmtiles.Number(id.Parent())-parents, (n-start)/4; got != want {
				t.Fatalf("the parent of tile %d of zoom %d is tile %d of its zoom, want %d", n-start, zoom, got, want)
			}
			before = id
		}
	}
}

func TestNumbersAreOfOneTileEach(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		id := anyID().Draw(t, "id")
		if back, ok := pmtiles.Numbered(pmtiles.Number(id)); !ok || back != id {
			t.Errorf("%v has number %d, which is that of %v", id, pmtiles.Number(id), back)
		}
	})
}

func anyID() *rapid.Generator[tiles.ID] {
	return rapid.Custom(func(t *rapid.T) tiles.ID {
		zoom := rapid.Uint8Range(0, 30).Draw(t, "zoom")
		last := uint32(1)<<zoom - 1
		return tiles.ID{Z: zoom, X: rapid.Uint32Range(0, last).Draw(t, "column"), Y: rapid.Uint32Range(0, last).Draw(t, "row")}
	})
}
