package pmtiles

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math"
	"runtime"
	"strings"
	"testing"

	"perimetre/tiles"
)

// parts is an archive made by hand; nothing is compressed but what is so already.
type parts struct {
	root, leaves directory
	rootBytes    []byte // instead of root
	leafBytes    []byte // instead of leaves
	metadata     string
	data         []byte
	change       func(h *header)
}

// sound is one tile, 3/4/2, in a leaf directory.
func sound() parts {
	number := Number(tiles.ID{Z: 3, X: 4, Y: 2})
	return parts{
		root: directory{{number - 3, 0, 5, 0}}, leaves: directory{{number, 0, 4, 1}},
		metadata: `{"vector_layers":[{"id":"epci"}]}`, data: []byte("tile"),
	}
}

func (p parts) file() []byte {
	root, leaves := p.rootBytes, p.leafBytes
	if root == nil {
		root = p.root.encode()
	}
	if leaves == nil {
		leaves = p.leaves.encode()
	}
	h := header{internal: plain, packing: plain, kind: vectorTiles, maxZoom: 5, bounds: [4]int32{-1e7, 0, 1e7, 1e7}}
	end := uint64(headerSize)
	for _, part := range []struct {
		section *section
		length  int
	}{{&h.root, len(root)}, {&h.metadata, len(p.metadata)}, {&h.leaves, len(leaves)}, {&h.tiles, len(p.data)}} {
		*part.section = section{end, uint64(part.length)}
		end += uint64(part.length)
	}
	if p.change != nil {
		p.change(&h)
	}
	return bytes.Join([][]byte{h.encode(), root, []byte(p.metadata), leaves, p.data}, nil)
}

// tileOf opens an archive and reads its tile.
func tileOf(file []byte) ([]byte, error) {
	a, err := Open(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return nil, err
	}
	return a.Tile(context.Background(), tiles.ID{Z: 3, X: 4, Y: 2}, nil)
}

func TestAnArchiveThatIsNotCompressed(t *testing.T) {
	if got, err := tileOf(sound().file()); err != nil || string(got) != "tile" {
		t.Errorf("got %q (%v)", got, err)
	}
}

// bomb is zeros, compressed.
func bomb(size int) []byte { return NewPacker().Pack(make([]byte, size)).data }

// hostile gives archives that cannot be read, by what is said of them.
func hostile() map[string][]byte {
	changed := func(change func(p *parts)) []byte {
		p := sound()
		change(&p)
		return p.file()
	}
	headed := func(change func(h *header)) []byte {
		return changed(func(p *parts) { p.change = change })
	}
	whole := sound().file()
	old := bytes.Clone(whole)
	old[7] = 2
	number := Number(tiles.ID{Z: 3, X: 4, Y: 2})
	return map[string][]byte{
		"open archive: it is no PMTiles archive":                  nil,
		"it is no PMTiles archive":                                []byte("SQLite format 3\x00 and more"),
		"it is of version 2: version 3 is read":                   old,
		"the header is cut after 100 bytes":                       whole[:100],
		"the tile data: 4 bytes from 170 on are not within":       whole[:len(whole)-1],
		"the root directory: 9 bytes from 16376 on do not lie":    append(headed(func(h *header) { h.root = section{16376, 9} }), make([]byte, 1<<14)...),
		"the root directory: 9 bytes from 126 on do not lie":      headed(func(h *header) { h.root = section{126, 9} }),
		"the metadata: 2 bytes from 18446744073709551615 on are":  headed(func(h *header) { h.metadata = section{math.MaxUint64, 2} }),
		"the leaf directories: 18446744073709551615 bytes from 1": headed(func(h *header) { h.leaves = section{1, math.MaxUint64} }),
		"the root directory: it has no byte":                      headed(func(h *header) { h.root.length = 0 }),
		"the metadata: it has no byte":                            headed(func(h *header) { h.metadata.length = 0 }),
		"the header: brotli is not read: pack the archive":        headed(func(h *header) { h.packing = 3 }),
		"the header: zstd is not read":                            headed(func(h *header) { h.internal = 4 }),
		"the header: unknown compression is not read":             headed(func(h *header) { h.internal = 0 }),
		"the header: compression 77 is not read":                  headed(func(h *header) { h.internal = 77 }),
		"the header: tiles are of type 2: those of type 1 are":    headed(func(h *header) { h.kind = 2 }),
		"the header: zooms 5 to 4 are not within 0 to 30":         headed(func(h *header) { h.minZoom, h.maxZoom = 5, 4 }),
		"the header: zooms 0 to 31 are not within 0 to 30":        headed(func(h *header) { h.maxZoom = 31 }),
		"bounds [10000001 0 10000000 10000000] and center":        headed(func(h *header) { h.bounds[0] = 1e7 + 1 }),
		"bounds [-10000000 0 2147483647 10000000] and center":     headed(func(h *header) { h.bounds[2] = math.MaxInt32 }),
		"center [0 -2147483648], in 1e-7 degree, are no place":    headed(func(h *header) { h.center[1] = math.MinInt32 }),
		"the root directory: decompress: unexpected EOF":          headed(func(h *header) { h.internal = gzipped }),
		"the root directory: decompress: gzip: invalid header": changed(func(p *parts) {
			p.rootBytes = []byte("this is no gzip")
			p.change = func(h *header) { h.internal = gzipped }
		}),
		"the root directory: it takes more than 4194304 bytes": changed(func(p *parts) {
			p.rootBytes = bomb(maxDirectory + 1)
			p.change = func(h *header) { h.internal = gzipped }
		}),
		"the root directory: entry 1: tile: it ends too early":                             changed(func(p *parts) { p.rootBytes = []byte{1, 0x80, 0x80, 0x80, 0x80} }),
		"the metadata: invalid character":                                                  changed(func(p *parts) { p.metadata = "{]" }),
		"the metadata: json: cannot unmarshal":                                             changed(func(p *parts) { p.metadata = `{"name":3}` }),
		"the metadata: vector_layers is missing":                                           changed(func(p *parts) { p.metadata = `{"name":"a"}` }),
		"the metadata: vector layer 2: it has no id":                                       changed(func(p *parts) { p.metadata = `{"vector_layers":[{"id":"a"},{}]}` }),
		"the metadata: vector layer 1: json: cannot unmarshal":                             changed(func(p *parts) { p.metadata = `{"vector_layers":[7]}` }),
		"tile 3/4/2: leaf directory at 0: 999 bytes are not within the 5 of their section": changed(func(p *parts) { p.root[0].length = 999 }),
		"tile 3/4/2: leaf directory at 0: it has no entry":                                 changed(func(p *parts) { p.leafBytes = make([]byte, 6) }),
		"tile 3/4/2: leaf directory at 0: it has 4194305 bytes: 4194304 are read at most": changed(func(p *parts) {
			p.root[0].length, p.leafBytes = maxDirectory+1, make([]byte, maxDirectory+1)
		}),
		"tile 3/4/2: more than 3 directories lead to it": changed(func(p *parts) {
			p.leaves = directory{{number, 0, 5, 0}}
		}),
		"tile 3/4/2: tile data at 1: 4 bytes are not within the 4 of their section": changed(func(p *parts) { p.leaves[0].offset = 1 }),
		"tile 3/4/2: tile data at 0: it has 33554433 bytes: 33554432 are read at most": changed(func(p *parts) {
			p.leaves, p.data = directory{{number, 0, maxTile + 1, 1}}, make([]byte, maxTile+1)
			p.root[0].length = uint32(len(p.leaves.encode()))
		}),
		"tile 3/4/2: tile data at 0: it takes more than 33554432 bytes": changed(func(p *parts) {
			p.data = bomb(maxTile + 1)
			p.leaves = directory{{number, 0, uint32(len(p.data)), 1}}
			p.root[0].length = uint32(len(p.leaves.encode()))
			p.change = func(h *header) { h.packing = gzipped }
		}),
		"tile 3/4/2: tile data at 0: decompress: unexpected EOF": changed(func(p *parts) {
			p.change = func(h *header) { h.packing = gzipped }
		}),
	}
}

func TestHostileArchives(t *testing.T) {
	for want, file := range hostile() {
		t.Run(want, func(t *testing.T) {
			if got, err := tileOf(file); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("got %.20q (%v)", got, err)
			}
		})
	}
}

// The last bytes of gzip claim 4 GB.
func TestWhatAnArchiveClaimsTakesNoRoom(t *testing.T) {
	p := sound()
	packed := NewPacker().Pack([]byte("tile")).data
	copy(packed[len(packed)-4:], []byte{0xff, 0xff, 0xff, 0xff})
	p.data = packed
	p.leaves[0].length = uint32(len(packed))
	p.change = func(h *header) { h.packing = gzipped }
	file := p.file()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := tileOf(file)
	runtime.ReadMemStats(&after)
	if got := after.TotalAlloc - before.TotalAlloc; err == nil || got > 1<<20 {
		t.Errorf("%d bytes taken (%v)", got, err)
	}
}

func TestTilesThatAnArchiveHasNot(t *testing.T) {
	p := sound()
	p.change = func(h *header) { h.minZoom = 2 }
	file := p.file()
	a, err := Open(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []tiles.ID{{Z: 1}, {Z: 6}, {Z: 3, X: 8}, {Z: 40}} {
		if _, err := a.Tile(t.Context(), id, nil); err == nil || !strings.Contains(err.Error(), "zooms are 2 to 5") {
			t.Errorf("tile %v: %v", id, err)
		}
	}
	for _, id := range []tiles.ID{{Z: 2}, {Z: 3, X: 4, Y: 3}, {Z: 5, X: 31}} {
		if got, err := a.Tile(t.Context(), id, nil); got != nil || err != nil {
			t.Errorf("tile %v: %q (%v)", id, got, err)
		}
	}
	ended, end := context.WithCancel(t.Context())
	end()
	if _, err := a.Tile(ended, tiles.ID{Z: 3, X: 4, Y: 2}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("after the end of the context: %v", err)
	}
}

// failing is a file that cannot be read from a place on.
type failing struct {
	io.ReaderAt
	from int64
}

var errDisk = errors.New("disk on fire")

func (f failing) ReadAt(data []byte, offset int64) (int, error) {
	if offset >= f.from {
		return 0, errDisk
	}
	return f.ReaderAt.ReadAt(data, offset)
}

func TestFilesThatCannotBeRead(t *testing.T) {
	file := sound().file()
	for from, want := range map[int64]string{0: "the header: read 127 bytes from 0 on", headerSize: "the root directory: read 5 bytes from 127 on"} {
		_, err := Open(failing{bytes.NewReader(file), from}, int64(len(file)))
		if !errors.Is(err, errDisk) || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestLeafDirectoriesAreKeptWithinABound(t *testing.T) {
	c := newCache(5)
	c.put(1, make(directory, 2))
	c.put(2, make(directory, 2))
	c.get(1)
	c.put(3, make(directory, 2)) // in the place of 2
	c.put(4, make(directory, 6)) // never
	c.put(3, make(directory, 1)) // it is there
	for offset, want := range map[uint64]int{1: 2, 2: 0, 3: 2, 4: 0} {
		if d, ok := c.get(offset); len(d) != want || ok != (want > 0) {
			t.Errorf("directory %d: %d entries, %v, want %d", offset, len(d), ok, want)
		}
	}
	if c.held != 4 || c.byUse.Len() != 2 || len(c.at) != 2 {
		t.Errorf("%d entries of %d directories, %d by offset", c.held, c.byUse.Len(), len(c.at))
	}
}

// Archives are told apart by their tiles: those that we wrote by what lies before these, which vouches for them.
func TestDigests(t *testing.T) {
	digest := func(t *testing.T, change func(p *parts)) string {
		t.Helper()
		p := sound()
		change(&p)
		file := p.file()
		a, err := Open(bytes.NewReader(file), int64(len(file)))
		if err != nil {
			t.Fatal(err)
		}
		got, err := a.Digest()
		if err != nil || len(got) != 16 {
			t.Errorf("digest %q, error %v", got, err)
		}
		return got
	}
	tile := func(p *parts) { p.data = []byte("tale") }
	directory := func(p *parts) { p.leaves[0].tile++ }
	version := func(text string) func(*parts) {
		return func(p *parts) { p.metadata = `{"vector_layers":[],"version":"` + text + `"}` }
	}
	for _, test := range []struct {
		name      string
		from, to  func(p *parts)
		different bool
	}{
		{"another tile of another program", func(*parts) {}, tile, true},
		{"another tile of another program, with a version", version("1.2.0"), func(p *parts) { version("1.2.0")(p); tile(p) }, true},
		{"the same version of ours", version("perimetre-1"), func(p *parts) { version("perimetre-1")(p); tile(p) }, false},
		{"another version of ours", version("perimetre-1"), version("perimetre-2"), true},
		{"a part of ours, made by another program", version("perimetre-1"), func(p *parts) { version("perimetre-1")(p); directory(p) }, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			if one, other := digest(t, test.from), digest(t, test.to); (one != other) != test.different {
				t.Errorf("digests %s and %s", one, other)
			}
		})
	}
}

func TestWhatOtherProgramsWriteIntoMetadata(t *testing.T) {
	p := sound()
	p.metadata = `{"vector_layers":[{"id":"epci","fields":null}],"version":"1.2.0","edition":"first"}`
	file := p.file()
	a, err := Open(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	if m := a.Metadata(); m.Version != "1.2.0" || m.Edition != 0 {
		t.Errorf("version %q, edition %d", m.Version, m.Edition)
	}
}

func FuzzArchive(f *testing.F) {
	f.Add(sound().file())
	for _, file := range hostile() {
		if len(file) < 1<<16 {
			f.Add(file)
		}
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		a, err := Open(bytes.NewReader(file), int64(len(file)))
		if err != nil {
			return
		}
		if _, err := a.Digest(); err != nil {
			t.Error(err)
		}
		described := a.TileJSON()
		for _, id := range []tiles.ID{{}, {Z: 3, X: 4, Y: 2}, {Z: described.MinZoom}, {Z: described.MaxZoom, X: 1, Y: 1}} {
			for _, layers := range [][]string{nil, {"epci"}} {
				got, err := a.Tile(t.Context(), id, layers)
				if err == nil && len(got) == 0 && got != nil {
					t.Errorf("tile %v is empty, not nil", id)
				}
			}
		}
	})
}
