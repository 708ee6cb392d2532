package mvt_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/paulmach/orb"
	orbmvt "github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/maptile"

	"perimetre/data/miniature"
	"perimetre/data/policy"
	"perimetre/geo"
	"perimetre/geo/atlas"
	"perimetre/internal/gdal"
	"perimetre/tiles"
	"perimetre/tiles/mvt"
)

func miniatureAtlas() *atlas.Atlas {
	a, _ := atlas.Build(miniature.Country(1), policy.France())
	return a
}

// around gives the tiles of a zoom that an atlas meets.
func around(a *atlas.Atlas, zoom uint8) []tiles.ID {
	box := a.Box()
	northWest := maptile.At(orb.Point{box.Min.Lon(), box.Max.Lat()}, maptile.Zoom(zoom))
	southEast := maptile.At(orb.Point{box.Max.Lon(), box.Min.Lat()}, maptile.Zoom(zoom))
	var ids []tiles.ID
	for x := northWest.X; x <= southEast.X; x++ {
		for y := northWest.Y; y <= southEast.Y; y++ {
			ids = append(ids, tiles.ID{Z: zoom, X: x, Y: y})
		}
	}
	return ids
}

func layer(layers orbmvt.Layers, name string) *orbmvt.Layer {
	for _, l := range layers {
		if l.Name == name {
			return l
		}
	}
	return &orbmvt.Layer{}
}

// within tells whether a point is inside of where a tile is cut.
func within(p orb.Point) bool {
	const edge = mvt.Buffer
	return p[0] > -edge && p[1] > -edge && p[0] < mvt.Extent+edge && p[1] < mvt.Extent+edge
}

// TestNeighboursShareEveryVertex follows the rings of all communes of a tile. Each segment is followed once in each
// direction, by the two communes beside it, or it is on the coast, and then it is in the layer of limits.
func TestNeighboursShareEveryVertex(t *testing.T) {
	a := miniatureAtlas()
	p := mvt.New(a, mvt.Options{})
	type segment [2]orb.Point
	segments, coasts := 0, 0
	for _, id := range around(a, 9) {
		layers := decoded(t, p, id)
		seen, coast := map[segment]int{}, map[segment]bool{}
		for _, f := range layer(layers, "communes").Features {
			for _, ring := range lines(f.Geometry) {
				for i := 1; i < len(ring); i++ {
					seen[segment{ring[i-1], ring[i]}]++
				}
			}
		}
		for _, f := range layer(layers, "limites").Features {
			if f.Properties["cote"] != true {
				continue
			}
			for _, line := range lines(f.Geometry) {
				for i := 1; i < len(line); i++ {
					coast[segment{line[i-1], line[i]}] = true
					coast[segment{line[i], line[i-1]}] = true
				}
			}
		}
		for s, n := range seen {
			if !within(s[0]) || !within(s[1]) {
				continue
			}
			segments++
			if n != 1 {
				t.Errorf("tile %v: segment %v is followed %d times in one direction", id, s, n)
			}
			if back := seen[segment{s[1], s[0]}] == 1; back == coast[s] {
				t.Errorf("tile %v: segment %v has a neighbour: %v, is on the coast: %v", id, s, back, coast[s])
			}
			if coast[s] {
				coasts++
			}
		}
	}
	if segments < 20_000 || coasts < 500 {
		t.Errorf("only %d segments seen, %d of them on the coast", segments, coasts)
	}
}

// TestNeighbouringTilesShareEveryVertex compares what two tiles say of the strip that both draw.
func TestNeighbouringTilesShareEveryVertex(t *testing.T) {
	a := miniatureAtlas()
	p := mvt.New(a, mvt.Options{})
	for _, zoom := range []uint8{8, 9} {
		compared := 0
		for _, id := range around(a, zoom) {
			compared += compareStrips(t, p, id, tiles.ID{Z: id.Z, X: id.X + 1, Y: id.Y}, orb.Point{mvt.Extent, 0})
			compared += compareStrips(t, p, id, tiles.ID{Z: id.Z, X: id.X, Y: id.Y + 1}, orb.Point{0, mvt.Extent})
		}
		if compared < 50 {
			t.Errorf("zoom %d: only %d vertices compared", zoom, compared)
		}
	}
}

// compareStrips compares what is strictly inside of both windows, and tells how many vertices that is. The second tile is a
// shift away from the first.
func compareStrips(t testing.TB, p *mvt.Pyramid, first, second tiles.ID, shift orb.Point) int {
	t.Helper()
	strip := func(id tiles.ID, toFirst, toOther orb.Point) map[string]bool {
		found := map[string]bool{}
		for _, l := range decoded(t, p, id) {
			if l.Name == "etiquettes" || l.Name == "constats" {
				continue
			}
			for _, f := range l.Features {
				for _, line := range lines(f.Geometry) {
					for _, v := range line {
						if within(v) && within(orb.Point{v[0] + toOther[0], v[1] + toOther[1]}) {
							found[fmt.Sprint(l.Name, f.ID, v[0]+toFirst[0], v[1]+toFirst[1])] = true
						}
					}
				}
			}
		}
		return found
	}
	here := strip(first, orb.Point{}, orb.Point{-shift[0], -shift[1]})
	there := strip(second, shift, shift)
	for v := range here {
		if !there[v] {
			t.Errorf("%v has vertex %s, %v has not", first, v, second)
		}
	}
	for v := range there {
		if !here[v] {
			t.Errorf("%v has vertex %s, %v has not", second, v, first)
		}
	}
	return len(here)
}

// TestCommunesTileWhatRegionsCover adds up areas: those of any level are those of regions, to the last square pixel, and that
// of the whole window where there is no sea. The miniature has an EPCI, a département and a région for every commune.
func TestCommunesTileWhatRegionsCover(t *testing.T) {
	a := miniatureAtlas()
	p := mvt.New(a, mvt.Options{MinZooms: map[string]uint8{"communes": 0}})
	holes, full := 0, 0
	for _, zoom := range []uint8{4, 6, 8, 10} {
		for _, id := range around(a, zoom) {
			area := map[string]float64{}
			for _, l := range decoded(t, p, id) {
				for _, f := range l.Features {
					for _, polygon := range polygonsOf(f.Geometry) {
						for i, ring := range polygon {
							twice := surveyor(ring)
							if (twice > 0) != (i == 0) || twice == 0 {
								t.Errorf("tile %v, %s %v: ring %d has twice the area %v", id, l.Name, f.ID, i, twice)
							}
							area[l.Name] += twice / 2
							holes += min(i, 1)
						}
					}
				}
			}
			for _, level := range []string{"departements", "epci", "communes"} {
				if area[level] != area["regions"] {
					t.Errorf("tile %v: %s cover %v square pixels, regions %v", id, level, area[level], area["regions"])
				}
			}
			const side = mvt.Extent + 2*mvt.Buffer
			if area["regions"] == side*side {
				full++
			}
		}
	}
	if holes == 0 || full == 0 {
		t.Errorf("%d holes and %d tiles without sea: there is a lake, and land around it", holes, full)
	}
}

func polygonsOf(g orb.Geometry) orb.MultiPolygon {
	switch g := g.(type) {
	case orb.Polygon:
		return orb.MultiPolygon{g}
	case orb.MultiPolygon:
		return g
	}
	return nil
}

// TestALimitHasItsUnitsOnItsTwoSides looks for the segments of limits in the rings of the units that they name. Rings are
// drawn with their ground on the right: the unit on the left of a line has it the other way round.
func TestALimitHasItsUnitsOnItsTwoSides(t *testing.T) {
	a := miniatureAtlas()
	p := mvt.New(a, mvt.Options{})
	codes := map[string]string{"regions": "code", "departements": "code", "epci": "siren", "communes": "insee", "territoires": "id"}
	seen := map[string]int{}
	for _, id := range around(a, 8) {
		layers := decoded(t, p, id)
		type segment struct {
			level, code any
			from, to    orb.Point
		}
		segments := map[segment]bool{}
		for level, key := range codes {
			for _, f := range layer(layers, level).Features {
				for _, ring := range lines(f.Geometry) {
					for i := 1; i < len(ring); i++ {
						segments[segment{level, f.Properties[key], ring[i-1], ring[i]}] = true
					}
				}
			}
		}
		for _, f := range layer(layers, "limites").Features {
			level, left, right := f.Properties["niveau"], f.Properties["gauche"], f.Properties["droite"]
			for _, line := range lines(f.Geometry) {
				for i := 1; i < len(line); i++ {
					if !segments[segment{level, left, line[i], line[i-1]}] {
						t.Errorf("tile %v: %v %v is not on the left of %v", id, level, left, line[i-1:i+1])
					}
					if right != nil && !segments[segment{level, right, line[i-1], line[i]}] {
						t.Errorf("tile %v: %v %v is not on the right of %v", id, level, right, line[i-1:i+1])
					}
					if (f.Properties["cote"] == true) && right != nil {
						t.Errorf("tile %v: %v %v is at the coast of %v", id, level, right, left)
					}
				}
				seen[level.(string)]++
			}
		}
	}
	if len(seen) < 4 {
		t.Errorf("lines seen: %v", seen)
	}
}

// surveyor is twice the area by the surveyor's formula, as MVT 2.1 (section 4.3.4.4) has it.
func surveyor(ring orb.Ring) (twice float64) {
	for i := 1; i < len(ring); i++ {
		twice += ring[i-1][0]*ring[i][1] - ring[i][0]*ring[i-1][1]
	}
	return twice
}

func TestANameAndAFindingAreInOneTileOnly(t *testing.T) {
	a := miniatureAtlas()
	p := mvt.New(a, mvt.Options{})
	findings := 0
	for _, territory := range a.Territories {
		findings += len(territory.Findings)
	}
	for _, test := range []struct {
		zoom  uint8
		names int
	}{
		{4, 3}, {5, 3 + 8}, {6, 3 + 8 + 8}, {8, 3 + 8 + 8 + 40}, {11, 3 + 8 + 8 + 40 + 599},
	} {
		t.Run(fmt.Sprintf("zoom %d", test.zoom), func(t *testing.T) {
			names, places := map[any]int{}, map[any]int{}
			for _, id := range around(a, test.zoom) {
				layers := decoded(t, p, id)
				for _, f := range layer(layers, "etiquettes").Features {
					names[f.ID]++
					if v := f.Geometry.(orb.Point); v[0] < 0 || v[1] < 0 || v[0] >= mvt.Extent || v[1] >= mvt.Extent {
						t.Errorf("tile %v: name at %v", id, v)
					}
				}
				for _, f := range layer(layers, "constats").Features {
					places[f.ID]++
				}
			}
			if len(names) != test.names || len(places) != findings {
				t.Errorf("%d names and %d findings, want %d and %d", len(names), len(places), test.names, findings)
			}
			for id, n := range names {
				if n != 1 {
					t.Errorf("name %v is in %d tiles", id, n)
				}
			}
		})
	}
}

func TestTheSameUnitHasTheSameIDEverywhere(t *testing.T) {
	a := miniatureAtlas()
	p := mvt.New(a, mvt.Options{})
	ids := map[string]any{}
	for _, zoom := range []uint8{5, 8, 9} {
		for _, id := range around(a, zoom) {
			for _, f := range layer(decoded(t, p, id), "epci").Features {
				siren := f.Properties["siren"].(string)
				if first, seen := ids[siren]; seen && first != f.ID {
					t.Errorf("EPCI %s has ids %v and %v", siren, first, f.ID)
				}
				ids[siren] = f.ID
			}
		}
	}
	if len(ids) != 40 {
		t.Errorf("%d EPCI seen, want 40", len(ids))
	}
}

func TestTheIDOfAUnitIsTheNumberThatItsCodeIs(t *testing.T) {
	a := miniatureAtlas()
	p := mvt.New(a, mvt.Options{})
	numbers, others := 0, map[string]any{}
	for _, id := range around(a, 9) {
		all := decoded(t, p, id)
		for name, key := range map[string]string{"epci": "siren", "communes": "insee", "departements": "code", "territoires": "id"} {
			for _, f := range layer(all, name).Features {
				code := f.Properties[key].(string)
				number, err := strconv.ParseFloat(code, 64)
				if err != nil || name == "territoires" {
					others[name+code] = f.ID
					continue
				}
				if numbers++; f.ID != number {
					t.Errorf("%s %s has id %v", name, code, f.ID)
				}
			}
		}
	}
	alike := map[any]bool{}
	for code, id := range others {
		if alike[id] {
			t.Errorf("%s has the id %v of another", code, id)
		}
		alike[id] = true
	}
	if numbers == 0 || len(others) == 0 {
		t.Errorf("%d codes that are numbers, %d that are not", numbers, len(others))
	}
}

func TestManyReadersAtOnceGetTheSameBytes(t *testing.T) {
	a := miniatureAtlas()
	var ids []tiles.ID
	for _, zoom := range []uint8{5, 7, 8, 9} { // with communes from 8 on
		ids = append(ids, around(a, zoom)...)
	}
	first, second := mvt.New(a, mvt.Options{}), mvt.New(a, mvt.Options{})
	var wg sync.WaitGroup
	for reader := range 4 {
		wg.Go(func() {
			half := reader % 2 * len(ids) / 2 // two readers begin with other zooms
			for _, id := range slices.Concat(ids[half:], ids[:half]) {
				if _, err := first.Tile(context.Background(), id, nil); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	for _, id := range ids {
		one, _ := first.Tile(t.Context(), id, nil)
		two, _ := second.Tile(t.Context(), id, nil)
		if !bytes.Equal(one, two) {
			t.Errorf("tile %v differs from one pyramid to another", id)
		}
	}
}

func TestATileWithoutAnythingIsNil(t *testing.T) {
	tile, err := mvt.New(miniatureAtlas(), mvt.Options{}).Tile(t.Context(), tiles.ID{Z: 8, X: 1, Y: 1}, nil)
	if tile != nil || err != nil {
		t.Errorf("%d bytes, error %v, want neither", len(tile), err)
	}
}

func TestATileThatCannotBeMade(t *testing.T) {
	ended, end := context.WithCancel(t.Context())
	end()
	for _, test := range []struct {
		name string
		ctx  context.Context
		id   tiles.ID
		want string
	}{
		{"a column beyond the last", t.Context(), tiles.ID{Z: 3, X: 8}, "tile 3/8/0: there is none"},
		{"a zoom beyond the last", t.Context(), tiles.ID{Z: 15}, "tile 15/0/0: there is none"},
		{"a client that is gone", ended, tiles.ID{}, "tile 0/0/0: context canceled"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := mvt.New(miniatureAtlas(), mvt.Options{}).Tile(test.ctx, test.id, nil)
			if err == nil || !strings.HasPrefix(err.Error(), test.want) {
				t.Errorf("error %v, want %s…", err, test.want)
			}
		})
	}
}

func TestTileJSONNamesTheLayersOfTiles(t *testing.T) {
	a := miniatureAtlas()
	p := mvt.New(a, mvt.Options{})
	described := p.TileJSON()
	fields := map[string]map[string]string{}
	for _, l := range described.VectorLayers {
		fields[l.ID] = l.Fields
	}
	for _, id := range around(a, 11)[:40] {
		for _, l := range decoded(t, p, id) {
			for _, f := range l.Features {
				for key := range f.Properties {
					if fields[l.Name][key] == "" {
						t.Fatalf("property %s of layer %s is not described", key, l.Name)
					}
				}
			}
		}
	}
	if len(fields) != 8 {
		t.Errorf("%d layers described, want 8", len(fields))
	}
}

func TestAMapOpensWhereMostCommunesAre(t *testing.T) {
	here := mvt.New(miniatureAtlas(), mvt.Options{}).TileJSON()
	if want := [2]float64{(here.Bounds[0] + here.Bounds[2]) / 2, (here.Bounds[1] + here.Bounds[3]) / 2}; [2]float64(here.Center[:2]) != want {
		t.Errorf("a country in one place opens at %v, want its middle %v", here.Center, want)
	}
	e := miniature.Country(1)
	far := e.Communes[0]
	far.Geometry = geo.MultiPolygon{{{{X: 550_000_000, Y: -210_000_000}, {X: 551_000_000, Y: -210_000_000}, {X: 550_000_000, Y: -209_000_000}, {X: 550_000_000, Y: -210_000_000}}}}
	far.Code = "97499"
	e.Communes = append(e.Communes, far)
	a, _ := atlas.Build(e, policy.France())
	overseas := mvt.New(a, mvt.Options{}).TileJSON()
	if overseas.Bounds[2] < 55 {
		t.Errorf("bounds %v leave out what is far", overseas.Bounds)
	}
	if overseas.Center != here.Center {
		t.Errorf("with a commune overseas the map opens at %v, want %v", overseas.Center, here.Center)
	}
}

// TestGDALReadsTilesWithoutAWarning opens tiles with the MVT driver of GDAL, a real client.
func TestGDALReadsTilesWithoutAWarning(t *testing.T) {
	a := miniatureAtlas()
	p := mvt.New(a, mvt.Options{})
	for _, zoom := range []uint8{0, 5, 8, 12} {
		ids := around(a, zoom)
		id := ids[len(ids)/2]
		t.Run(strings.ReplaceAll(id.String(), "/", "-"), func(t *testing.T) {
			tile, err := p.Tile(t.Context(), id, nil)
			if err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(t.TempDir(), "tile.mvt")
			if err := os.WriteFile(file, tile, 0o600); err != nil {
				t.Fatal(err)
			}
			open := func(key string, value any) []string { return []string{"-oo", fmt.Sprintf("%s=%v", key, value)} }
			args := []string{"-al", file}
			for _, oo := range [][]string{open("X", id.X), open("Y", id.Y), open("Z", id.Z)} {
				args = append(args, oo...)
			}
			out := gdal.Run(t, "ogrinfo", args...)
			for _, l := range decoded(t, p, id) {
				if want := fmt.Sprintf("Layer name: %s\n", l.Name); !strings.Contains(out, want) {
					t.Errorf("ogrinfo does not say %q", want)
				}
			}
		})
	}
}
