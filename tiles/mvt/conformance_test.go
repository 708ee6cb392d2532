package mvt_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"perimetre/geo/parallel"
	"perimetre/internal/gdal"
	"perimetre/internal/mvtcheck"
	"perimetre/internal/node"
	"perimetre/internal/race"
	"perimetre/tiles"
	"perimetre/tiles/mvt"
)

// someTiles gives tiles of France of every zoom: all of those of the first ones, then a number a zoom, spread over the
// country.
func someTiles(t *testing.T, number int) (ids []tiles.ID) {
	t.Helper()
	a := france2025(t)
	for zoom := range uint8(mvt.MaxZoom + 1) {
		all := tilesOf(a, zoom)
		for i := 0; i < len(all); i += max(len(all)/number, 1) {
			ids = append(ids, all[i])
		}
	}
	return ids
}

// TestEveryClauseOfMVTHoldsOnRealTiles checks what the specification demands, and advises, on all layers of tiles of France:
// with communes where a server shows them, and from zoom 4 on.
func TestEveryClauseOfMVTHoldsOnRealTiles(t *testing.T) {
	race.LeaveOut(t)
	ids := someTiles(t, 60)
	seen := map[string]int{}
	for _, p := range []*mvt.Pyramid{served(t), crowded(t, 4)} {
		ids := ids
		if p != served(t) { // the others are the same
			ids = slices.DeleteFunc(slices.Clone(ids), func(id tiles.ID) bool { return id.Z >= communesZoom })
		}
		found := make([]*mvtcheck.Tile, len(ids))
		faults := make([][]mvtcheck.Fault, len(ids))
		parallel.Each(len(ids), func(i int) {
			tile, err := p.Tile(t.Context(), ids[i], nil)
			if err != nil {
				t.Error(err)
			}
			if tile != nil {
				found[i], faults[i] = mvtcheck.Read(tile)
			}
		})
		broken := 0
		for i, id := range ids {
			for _, f := range faults[i] {
				if broken++; broken <= 10 {
					t.Errorf("tile %v: %v", id, f)
				}
			}
			if found[i] == nil {
				continue
			}
			seen["tiles"]++
			for _, l := range found[i].Layers {
				seen[l.Name]++
				if l.Extent != mvt.Extent {
					t.Errorf("tile %v, layer %s: extent %d", id, l.Name, l.Extent)
				}
				for _, f := range l.Features {
					if f.ID == 0 {
						t.Errorf("tile %v, layer %s: a feature has no id", id, l.Name)
					}
				}
			}
		}
		if broken > 10 {
			t.Errorf("%d faults in all", broken)
		}
	}
	for _, layer := range served(t).TileJSON().VectorLayers {
		if seen[layer.ID] < 20 {
			t.Errorf("layer %s is in %d tiles only", layer.ID, seen[layer.ID])
		}
	}
	t.Logf("tiles, and tiles that hold each layer: %v", seen)
}

// written writes some tiles of France to files, and gives what is in each.
func written(t *testing.T, number int) (ids []tiles.ID, files []string, decoded []*mvtcheck.Tile) {
	t.Helper()
	folder := t.TempDir()
	for _, id := range someTiles(t, number) {
		tile, err := served(t).Tile(t.Context(), id, nil)
		if err != nil {
			t.Fatal(err)
		}
		if tile == nil {
			continue
		}
		file := filepath.Join(folder, strings.ReplaceAll(id.String(), "/", "-")+".mvt")
		if err := os.WriteFile(file, tile, 0o600); err != nil {
			t.Fatal(err)
		}
		d, _ := mvtcheck.Read(tile)
		ids, files, decoded = append(ids, id), append(files, file), append(decoded, d)
	}
	if len(files) < 15 {
		t.Fatalf("only %d tiles", len(files))
	}
	return ids, files, decoded
}

// TestMapboxVectorTileReadsTiles reads tiles of France with the library that MapLibre reads them with, and compares what it
// counts.
func TestMapboxVectorTileReadsTiles(t *testing.T) {
	race.LeaveOut(t)
	_, files, decoded := written(t, 20)
	var want strings.Builder
	for _, tile := range decoded {
		for _, l := range tile.Layers {
			rings, properties := 0, 0
			for _, f := range l.Features {
				rings += len(f.Lines)
				for _, polygon := range f.Polygons {
					rings += len(polygon)
				}
				properties += len(f.Properties)
			}
			fmt.Fprintln(&want, l.Name, l.Version, l.Extent, len(l.Features), rings, l.Vertices(), properties)
		}
	}
	got := node.Run(t, filepath.Join("testdata", "read.mjs"), files...)
	if diff := cmp.Diff(want.String(), got); diff != "" {
		t.Errorf("layer, version, extent, features, rings, vertices, properties (-want +got):\n%s", diff)
	}
}

// geometry is how ogrinfo begins the line of a geometry that is not empty.
var geometry = regexp.MustCompile(`^  (MULTI)?(POINT|LINESTRING|POLYGON) \(`)

// TestGDALReadsEveryFeature opens tiles of France with the MVT driver of GDAL, which must not say a word, and compares how
// many features of each layer it reads.
func TestGDALReadsEveryFeature(t *testing.T) {
	race.LeaveOut(t)
	ids, files, decoded := written(t, 2)
	for i, file := range files {
		args := []string{"-al", file, "-oo", "CLIP=NO"} // what lies in the buffer alone is read too
		for _, option := range []string{fmt.Sprint("X=", ids[i].X), fmt.Sprint("Y=", ids[i].Y), fmt.Sprint("Z=", ids[i].Z)} {
			args = append(args, "-oo", option)
		}
		counts := map[string]int{} // "OGRFeature(layer):id" begins a feature, "POLYGON (…" or the like is its geometry
		layer := ""
		for line := range strings.Lines(gdal.Run(t, "ogrinfo", args...)) {
			if name, ok := strings.CutPrefix(line, "OGRFeature("); ok {
				layer, _, _ = strings.Cut(name, ")")
			}
			if geometry.MatchString(line) {
				counts[layer]++
			}
		}
		var want, read []string
		for name, n := range counts {
			read = append(read, fmt.Sprint(name, " ", n))
		}
		for _, l := range decoded[i].Layers {
			want = append(want, fmt.Sprint(l.Name, " ", len(l.Features)))
		}
		slices.Sort(read)
		slices.Sort(want)
		if diff := cmp.Diff(want, read); diff != "" {
			t.Errorf("tile %v, features of layers (-want +got):\n%s", ids[i], diff)
		}
	}
}
