package pmtiles_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"perimetre/tiles"
	"perimetre/tiles/pmtiles"
)

// memory is a spool.
type memory struct{ bytes.Buffer }

func (m *memory) ReadAt(data []byte, offset int64) (int, error) {
	return bytes.NewReader(m.Bytes()).ReadAt(data, offset)
}

// described is the metadata of the archives of these tests.
func described() pmtiles.Metadata {
	return pmtiles.Metadata{
		Tiles: tiles.TileJSON{
			Name: "perimetre", Description: "Périmètres", Attribution: "IGN",
			Bounds: [4]float64{-61.8, -21.4, 55.9, 51.1}, Center: [3]float64{2.5, 46.25, 5},
			VectorLayers: []tiles.VectorLayer{
				{ID: "epci", Description: "EPCI", MinZoom: 4, MaxZoom: 9, Fields: map[string]string{"siren": "SIREN"}},
				{ID: "communes", MinZoom: 8, MaxZoom: 9}, // no fields, which is no null
			},
		},
		Generator: "perimetre test", Edition: 7,
	}
}

// write writes an archive of tiles in an order.
func write(t testing.TB, contents map[tiles.ID]string, order []tiles.ID) []byte {
	t.Helper()
	w, packer := pmtiles.NewWriter(&memory{}), pmtiles.NewPacker()
	for _, id := range order {
		if err := w.Add(id, packer.Pack([]byte(contents[id]))); err != nil {
			t.Fatal(err)
		}
	}
	var file bytes.Buffer
	if err := w.Finish(&file, described()); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func open(t testing.TB, file []byte) *pmtiles.Archive {
	t.Helper()
	a, err := pmtiles.Open(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// someTiles gives tiles of zooms 0 to 9, near each other, of few contents: some are equal, some of those follow each other.
func someTiles() *rapid.Generator[map[tiles.ID]string] {
	return rapid.Custom(func(t *rapid.T) map[tiles.ID]string {
		contents := map[tiles.ID]string{}
		for range rapid.IntRange(1, 20).Draw(t, "stretches") {
			start := rapid.Uint64Range(0, 349524).Draw(t, "start")
			for n := range rapid.Uint64Range(1, 20).Draw(t, "tiles") {
				if id, _ := pmtiles.Numbered(start + n); id.Z <= 9 {
					contents[id] = strings.Repeat("x", rapid.IntRange(1, 4).Draw(t, "length"))
				}
			}
		}
		return contents
	})
}

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		contents := someTiles().Draw(rt, "contents")
		ids := slices.Collect(maps.Keys(contents))
		file := write(t, contents, ids)
		slices.SortFunc(ids, func(a, b tiles.ID) int { return strings.Compare(a.String(), b.String()) })
		if !bytes.Equal(file, write(t, contents, ids)) {
			rt.Error("another order of the tiles makes another archive")
		}
		if diff := cmp.Diff(contents, read(t, file).tiles); diff != "" {
			rt.Errorf("tiles by the specification (-want +got):\n%s", diff)
		}
		a := open(t, file)
		for _, id := range ids {
			for _, id := range []tiles.ID{id, {Z: id.Z, X: id.X ^ 1, Y: id.Y}} {
				if !id.Valid() {
					continue
				}
				if got, err := a.Tile(t.Context(), id, nil); err != nil || string(got) != contents[id] {
					rt.Errorf("tile %v is %q (%v), want %q", id, got, err, contents[id])
				}
			}
		}
	})
}

// deepTiles gives every tile of zooms 6 and 7, each with a content of its own, whose directory does not fit in the first 16 kB.
func deepTiles() (contents map[tiles.ID]string, ids []tiles.ID) {
	random := rand.New(rand.NewPCG(1, 2))
	contents = map[tiles.ID]string{}
	for zoom := uint8(6); zoom <= 7; zoom++ {
		for x := range uint32(1) << zoom {
			for y := range uint32(1) << zoom {
				id := tiles.ID{Z: zoom, X: x, Y: y}
				contents[id] = strings.Repeat(id.String()+" ", 1+random.IntN(50))
				ids = append(ids, id)
			}
		}
	}
	return contents, ids
}

func TestDirectoriesThatAreTooLargeForTheRootHaveLeaves(t *testing.T) {
	contents, ids := deepTiles()
	file := write(t, contents, ids)
	r := read(t, file)
	if r.depth != 1 || r.long(48) == 0 {
		t.Errorf("directories are %d deep, and leaves have %d bytes", r.depth, r.long(48))
	}
	if diff := cmp.Diff(contents, r.tiles); diff != "" {
		t.Errorf("tiles by the specification (-want +got):\n%.2000s", diff)
	}
	a := open(t, file)
	for id, want := range contents {
		if got, err := a.Tile(t.Context(), id, nil); err != nil || string(got) != want {
			t.Fatalf("tile %v is %q (%v), want %q", id, got, err, want)
		}
	}
}

func TestTheHeaderAndTheMetadata(t *testing.T) {
	file := write(t, map[tiles.ID]string{{Z: 4, X: 8, Y: 5}: "a", {Z: 6, X: 33, Y: 22}: "b"}, []tiles.ID{{Z: 6, X: 33, Y: 22}, {Z: 4, X: 8, Y: 5}})
	r := read(t, file)
	if file[100] != 4 || file[101] != 6 || file[118] != 5 {
		t.Errorf("zooms %d to %d, centre at %d, want those of the tiles, and 5", file[100], file[101], file[118])
	}
	var places []float64
	for _, at := range []int{102, 106, 110, 114, 119, 123} {
		places = append(places, r.degrees(at))
	}
	if diff := cmp.Diff([]float64{-61.8, -21.4, 55.9, 51.1, 2.5, 46.25}, places); diff != "" {
		t.Errorf("bounds and centre (-want +got):\n%s", diff)
	}
	version := r.metadata["version"]
	want := map[string]any{
		"name": "perimetre", "description": "Périmètres", "attribution": "IGN", "type": "overlay", "generator": "perimetre test",
		"edition": 7., "version": version,
		"vector_layers": []any{
			map[string]any{"id": "epci", "description": "EPCI", "minzoom": 4., "maxzoom": 9., "fields": map[string]any{"siren": "SIREN"}},
			map[string]any{"id": "communes", "minzoom": 8., "maxzoom": 9., "fields": map[string]any{}},
		},
	}
	if diff := cmp.Diff(want, r.metadata); diff != "" {
		t.Errorf("metadata (-want +got):\n%s", diff)
	}

	a, expected := open(t, file), described()
	expected.Version = version.(string)
	expected.Tiles.TileJSON, expected.Tiles.Scheme, expected.Tiles.MinZoom, expected.Tiles.MaxZoom = tiles.Version, "xyz", 4, 6
	if diff := cmp.Diff(expected, a.Metadata(), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("metadata, read back (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(expected.Tiles, a.TileJSON(), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("TileJSON (-want +got):\n%s", diff)
	}
	other := open(t, write(t, map[tiles.ID]string{{Z: 4, X: 8, Y: 5}: "b", {Z: 6, X: 33, Y: 22}: "a"}, []tiles.ID{{Z: 6, X: 33, Y: 22}, {Z: 4, X: 8, Y: 5}}))
	if other.Metadata().Version == version {
		t.Error("other tiles have the same version")
	}
}

func TestZoomsCountWhatIsAdded(t *testing.T) {
	w, packer := pmtiles.NewWriter(&memory{}), pmtiles.NewPacker()
	plain := bytes.Repeat([]byte("a"), 1000)
	packed := packer.Pack(plain)
	for _, id := range []tiles.ID{{Z: 5}, {Z: 5, X: 1}, {Z: 3}} {
		if err := w.Add(id, packed); err != nil {
			t.Fatal(err)
		}
	}
	size := w.Zooms()[0].Packed
	want := []pmtiles.Zoom{{Zoom: 3, Tiles: 1, Bytes: 1000, Packed: size}, {Zoom: 5, Tiles: 2, Bytes: 2000, Packed: 2 * size}}
	if diff := cmp.Diff(want, w.Zooms()); diff != "" || size < 10 || size > 100 {
		t.Errorf("zooms (-want +got), %d bytes packed:\n%s", size, diff)
	}
}

func TestPackerForgetsWhatWasBefore(t *testing.T) {
	used := pmtiles.NewPacker()
	rapid.Check(t, func(rt *rapid.T) {
		tile := rapid.SliceOfN(rapid.ByteRange(0, 3), 1, 5000).Draw(rt, "tile")
		id := []tiles.ID{{}}
		first, second := pmtiles.NewWriter(&memory{}), pmtiles.NewWriter(&memory{})
		var one, other bytes.Buffer
		if err := errors.Join(
			first.Add(id[0], pmtiles.NewPacker().Pack(tile)), first.Finish(&one, described()),
			second.Add(id[0], used.Pack(tile)), second.Finish(&other, described()),
		); err != nil {
			rt.Fatal(err)
		}
		if !bytes.Equal(one.Bytes(), other.Bytes()) {
			rt.Error("a packer that was used before packs otherwise")
		}
	})
}

func TestWhatAWriterRefuses(t *testing.T) {
	packed := pmtiles.NewPacker().Pack([]byte("a"))
	finish := func(w *pmtiles.Writer) error { return w.Finish(io.Discard, described()) }
	for _, test := range []struct {
		name string
		do   func(w *pmtiles.Writer) error
		want string
	}{
		{"an archive without tiles", finish, "there is no tile"},
		{"a tile that does not exist", func(w *pmtiles.Writer) error { return w.Add(tiles.ID{Z: 1, X: 2}, packed) }, "tile 1/2/0: there is none"},
		{"an empty tile", func(w *pmtiles.Writer) error { return w.Add(tiles.ID{}, pmtiles.NewPacker().Pack(nil)) }, "tile 0/0/0: it is empty"},
		{"a tile twice", func(w *pmtiles.Writer) error {
			return errors.Join(w.Add(tiles.ID{Z: 2, X: 3}, packed), w.Add(tiles.ID{}, packed), w.Add(tiles.ID{Z: 2, X: 3}, packed), finish(w))
		}, "tile 2/3/0 was added twice"},
		{"a tile larger than readers bear", func(w *pmtiles.Writer) error {
			return w.Add(tiles.ID{Z: 2}, pmtiles.NewPacker().Pack(make([]byte, 32<<20+1)))
		}, "tile 2/0/0: it takes more than 33554432 bytes: leave layers out"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if err := test.do(pmtiles.NewWriter(&memory{})); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}

// numbers is a source whose tiles say where they are; those of every third column are empty.
type numbers struct {
	tiles.Source
	failing tiles.ID
}

var errBroken = errors.New("broken")

func (s numbers) Tile(ctx context.Context, id tiles.ID, layers []string) ([]byte, error) {
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case id == s.failing:
		return nil, errBroken
	case id.X%3 == 0:
		return nil, nil
	}
	return []byte(strings.Join(append([]string{id.String()}, layers...), " ")), nil
}

func TestFill(t *testing.T) {
	var ids []tiles.ID
	want := map[tiles.ID]string{}
	for i := range uint32(1000) {
		id := tiles.ID{Z: 7, X: i % 128, Y: i / 128}
		ids = append(ids, id)
		if id.X%3 != 0 {
			want[id] = id.String() + " epci"
		}
	}
	w, told := pmtiles.NewWriter(&memory{}), 0
	if err := w.Fill(t.Context(), numbers{failing: tiles.ID{Z: 1}}, []string{"epci"}, ids, func(n int) { told = n }); err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if err := w.Finish(&file, described()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, read(t, file.Bytes()).tiles); diff != "" {
		t.Errorf("tiles (-want +got):\n%s", diff)
	}
	if told != len(ids) {
		t.Errorf("%d tiles told as done, want %d", told, len(ids))
	}
}

// full is a spool without room.
type full struct{ memory }

func (f *full) Write([]byte) (int, error) { return 0, errBroken }

func TestFillEndsWhenSomethingFails(t *testing.T) {
	var ids []tiles.ID
	for i := range uint32(100_000) {
		ids = append(ids, tiles.ID{Z: 17, X: i})
	}
	none := tiles.ID{Z: 1}
	t.Run("the source", func(t *testing.T) {
		err := pmtiles.NewWriter(&memory{}).Fill(t.Context(), numbers{failing: ids[501]}, nil, ids, func(int) {})
		if !errors.Is(err, errBroken) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("the spool", func(t *testing.T) {
		err := pmtiles.NewWriter(&full{}).Fill(t.Context(), numbers{failing: none}, nil, ids, func(int) {})
		if !errors.Is(err, errBroken) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("the context", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		err := pmtiles.NewWriter(&memory{}).Fill(ctx, numbers{failing: none}, nil, ids, func(n int) {
			if n > 1000 {
				cancel()
			}
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a tile that comes twice", func(t *testing.T) {
		w := pmtiles.NewWriter(&memory{})
		err := errors.Join(w.Fill(t.Context(), numbers{failing: none}, nil, []tiles.ID{ids[1], ids[1]}, func(int) {}), w.Finish(io.Discard, described()))
		if err == nil || !strings.Contains(err.Error(), "added twice") {
			t.Errorf("got %v", err)
		}
	})
}

// layered writes a vector tile of layers that hold nothing but their name and a version.
func layered(names ...string) (tile []byte) {
	for _, name := range names {
		layer := append([]byte{15 << 3, 2}, 1<<3|2, byte(len(name)))
		layer = append(layer, name...)
		tile = append(tile, 3<<3|2)
		tile = binary.AppendUvarint(tile, uint64(len(layer)))
		tile = append(tile, layer...)
	}
	return tile
}

func TestLayersAreChosen(t *testing.T) {
	id := tiles.ID{Z: 8, X: 130, Y: 90}
	a := open(t, write(t, map[tiles.ID]string{id: string(layered("epci", "communes", "limites"))}, []tiles.ID{id}))
	for _, test := range []struct {
		layers []string
		want   []byte
	}{
		{nil, layered("epci", "communes", "limites")},
		{[]string{"epci", "limites"}, layered("epci", "limites")},
		{[]string{"communes"}, layered("communes")},
		{[]string{"regions"}, nil},
		{[]string{}, nil},
	} {
		got, err := a.Tile(t.Context(), id, test.layers)
		if diff := cmp.Diff(test.want, got); diff != "" || err != nil {
			t.Errorf("layers %s (%v) (-want +got):\n%s", strconv.Quote(strings.Join(test.layers, " ")), err, diff)
		}
	}
}
