package mvt_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"

	"perimetre/geo"
	"perimetre/geo/atlas"
	"perimetre/geo/parallel"
	"perimetre/internal/mvtcheck"
	"perimetre/internal/race"
	"perimetre/internal/seam"
	"perimetre/tiles"
	"perimetre/tiles/mvt"
)

// tolerance is how far a border may be from the exact one, in tile units: half a pixel where a tile is drawn 512 pixels wide.
const tolerance = 4

var window = seam.Window{Extent: mvt.Extent, Buffer: mvt.Buffer}

// tally is what the tiles of a zoom say of one layer.
type tally struct {
	tiles, features, vertices, bytes, gzipped int
	units                                     map[any]bool // the codes that were seen
	cracks, overlap                           float64      // square tile units
	closed                                    float64      // of all gaps, water too
	water                                     int          // gaps all of whose corners are on the exact coast
	faults                                    int          // of seam.Measure
	broken                                    int          // clauses of MVT 2.1
	astray                                    int          // sides of the outline that are not at the exact coast
	apart                                     int          // sides that the tile to the east, or to the south, has otherwise
}

func (s *tally) add(o tally) {
	s.tiles, s.features, s.vertices = s.tiles+o.tiles, s.features+o.features, s.vertices+o.vertices
	s.bytes, s.gzipped = s.bytes+o.bytes, s.gzipped+o.gzipped
	s.cracks, s.overlap, s.closed = s.cracks+o.cracks, s.overlap+o.overlap, s.closed+o.closed
	s.water, s.faults = s.water+o.water, s.faults+o.faults
	s.broken, s.astray, s.apart = s.broken+o.broken, s.astray+o.astray, s.apart+o.apart
	if s.units == nil {
		s.units = map[any]bool{}
	}
	for code := range o.units {
		s.units[code] = true
	}
}

// drawn is one layer of a tile.
type drawn struct {
	id     tiles.ID
	tile   []byte // that layer alone, nil where there is nothing
	layer  mvtcheck.Layer
	broken []mvtcheck.Fault
}

func read(id tiles.ID, tile []byte, layer string) drawn {
	if tile == nil {
		return drawn{id: id}
	}
	decoded, faults := mvtcheck.Read(tile)
	return drawn{id, tile, decoded.Layer(layer), faults}
}

// tally measures the layer. key is the property that holds the code of a unit.
func (d drawn) tally(key string, coasts *seam.Lines) tally {
	if d.tile == nil {
		return tally{}
	}
	seams := seam.Measure(d.layer)
	s := tally{
		tiles: 1, features: len(d.layer.Features), vertices: d.layer.Vertices(), bytes: len(d.tile), gzipped: gzipped(d.tile),
		overlap: seams.Overlap, faults: seams.Faults, broken: len(d.broken), units: map[any]bool{},
	}
	for _, f := range d.layer.Features {
		s.units[f.Properties[key]] = true
	}
	for _, gap := range seams.Gaps {
		s.closed += gap.Area
		if isWater(d.id, gap, coasts) {
			s.water++
		} else {
			s.cracks += gap.Area
		}
	}
	return s
}

// isWater tells whether every corner of a gap is at the exact coast.
func isWater(id tiles.ID, gap seam.Gap, coasts *seam.Lines) bool {
	for _, p := range gap.Corner {
		if math.IsInf(coasts.Distance(inWorld(id, p[0], p[1]), tolerance), 1) {
			return false
		}
	}
	return true
}

// inWorld gives a place of a tile in the pixels of its zoom.
func inWorld(id tiles.ID, x, y float64) [2]float64 {
	return [2]float64{float64(id.X)*mvt.Extent + x, float64(id.Y)*mvt.Extent + y}
}

func gzipped(data []byte) int {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(data); err != nil {
		panic(err) // memory takes all
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return out.Len()
}

// cracksZooms gives the zooms at which neighbours are compared.
func cracksZooms() []uint8 { return []uint8{4, 5, 6, 8, 10, 12} }

// TestCracks looks for gaps and overlaps between the EPCI, and between the communes, of tiles of the whole country, and
// prints a table.
func TestCracks(t *testing.T) {
	race.LeaveOut(t)
	a := france2025(t)
	var table strings.Builder
	w := tabwriter.NewWriter(&table, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "zoom\tlayer\ttiles\tunits\tvertices\tbytes\tgzipped\tcracks\toverlap\twater\tfaults\tbroken\tastray\tapart\t")
	for _, zoom := range cracksZooms() {
		ids := tilesOf(a, zoom)
		coasts := exactLines(a, zoom, coast)
		for _, layer := range []struct {
			name, key string
			from      *mvt.Pyramid
		}{{"epci", "siren", served(t)}, {"communes", "insee", crowded(t, zoom)}} {
			sum := tallyAll(t, layer.from, ids, layer.name, layer.key, coasts)
			fmt.Fprintf(w, "%d\t%s\t%d\t%d\t%d\t%d\t%d\t%.4g\t%.4g\t%d\t%d\t%d\t%d\t%d\t\n",
				zoom, layer.name, sum.tiles, len(sum.units), sum.vertices, sum.bytes, sum.gzipped,
				sum.cracks, sum.overlap, sum.water, sum.faults, sum.broken, sum.astray, sum.apart)
			if sum.tiles == 0 || sum.cracks+sum.overlap > 0 || sum.faults+sum.broken+sum.astray+sum.apart > 0 {
				t.Errorf("zoom %d, %s: neighbours are torn", zoom, layer.name)
			}
			if layer.name == "epci" && len(sum.units) != 1255 {
				t.Errorf("zoom %d: %d EPCI, want 1255", zoom, len(sum.units))
			}
		}
	}
	w.Flush()
	t.Logf("\n%s", table.String())
}

// drawnAll gives one layer of some tiles, and of those to the east and to the south of them.
func drawnAll(t *testing.T, p *mvt.Pyramid, ids []tiles.ID, layer string) map[tiles.ID]drawn {
	wanted := map[tiles.ID]drawn{}
	for _, id := range ids {
		wanted[id], wanted[east(id)], wanted[south(id)] = drawn{}, drawn{}, drawn{}
	}
	var lock sync.Mutex
	all := slices.Collect(maps.Keys(wanted))
	parallel.Each(len(all), func(i int) {
		tile, err := p.Tile(t.Context(), all[i], []string{layer})
		if err != nil {
			t.Error(err)
		}
		d := read(all[i], tile, layer)
		lock.Lock()
		defer lock.Unlock()
		wanted[d.id] = d
	})
	return wanted
}

func east(id tiles.ID) tiles.ID  { return tiles.ID{Z: id.Z, X: id.X + 1, Y: id.Y} }
func south(id tiles.ID) tiles.ID { return tiles.ID{Z: id.Z, X: id.X, Y: id.Y + 1} }

// tallyAll measures one layer of some tiles, with how each agrees with the tiles to the east and to the south of it, and how
// its outline agrees with the exact coast.
func tallyAll(t *testing.T, p *mvt.Pyramid, ids []tiles.ID, layer, key string, coasts *seam.Lines) (sum tally) {
	all := drawnAll(t, p, ids, layer)
	tallies := make([]tally, len(ids))
	parallel.Each(len(ids), func(i int) {
		d := all[ids[i]]
		s := d.tally(key, coasts)
		s.apart = len(window.Apart(d.layer, all[east(d.id)].layer, 1, 0))
		s.apart += len(window.Apart(d.layer, all[south(d.id)].layer, 0, 1))
		for side := range window.Outline(d.layer.Features) {
			for _, end := range side {
				if math.IsInf(coasts.Distance(inWorld(d.id, float64(end.X), float64(end.Y)), tolerance), 1) {
					s.astray++
				}
			}
		}
		tallies[i] = s
	})
	for _, s := range tallies {
		sum.add(s)
	}
	return sum
}

// TestOutlinesOfAllLevelsAreOne compares what the regions of a tile leave out with what every other level leaves out, and
// with the coasts among its borders: a crack that opens on the sea would be in one of them alone, and one between two units
// of every level is no coast.
func TestOutlinesOfAllLevelsAreOne(t *testing.T) {
	race.LeaveOut(t)
	a := france2025(t)
	for _, zoom := range cracksZooms() {
		pyramids := []*mvt.Pyramid{served(t)}
		if zoom < communesZoom {
			pyramids = append(pyramids, crowded(t, zoom))
		}
		alone := withoutEPCI(a, zoom)
		ids := tilesOf(a, zoom)
		for _, p := range pyramids {
			parallel.Each(len(ids), func(i int) {
				id := ids[i]
				tile, err := p.Tile(t.Context(), id, nil)
				if err != nil {
					t.Error(err)
				}
				decoded, _ := mvtcheck.Read(tile)
				want := window.Outline(decoded.Layer("regions").Features)
				for _, level := range []string{"departements", "epci", "communes"} {
					got := window.Outline(decoded.Layer(level).Features)
					if level == "communes" && len(got) == 0 {
						continue
					}
					if n := different(want, got, func(s seam.Side) bool { return level == "epci" && alone(id, s) }); n > 0 {
						t.Errorf("tile %v: %d sides of the outline of %s are not those of regions", id, n, level)
					}
				}
				if n := different(want, coastal(decoded.Layer("limites"), want), func(seam.Side) bool { return false }); n > 0 {
					t.Errorf("tile %v: %d sides of the outline are not those of the coasts among limits", id, n)
				}
			})
		}
	}
}

// withoutEPCI tells whether a side of a tile is in the box of a commune that is in no EPCI, all of which are islands.
func withoutEPCI(a *atlas.Atlas, zoom uint8) func(tiles.ID, seam.Side) bool {
	type box struct{ northWest, southEast [2]float64 }
	var boxes []box
	for _, c := range a.Units(geo.Communes) {
		if c.EPCI == "" {
			southWest, northEast := pixels(c.Box.Min, zoom), pixels(c.Box.Max, zoom)
			boxes = append(boxes, box{[2]float64{southWest[0] - 1, northEast[1] - 1}, [2]float64{northEast[0] + 1, southWest[1] + 1}})
		}
	}
	return func(id tiles.ID, s seam.Side) bool {
		p := inWorld(id, float64(s[0].X), float64(s[0].Y))
		return slices.ContainsFunc(boxes, func(b box) bool {
			return b.northWest[0] <= p[0] && p[0] <= b.southEast[0] && b.northWest[1] <= p[1] && p[1] <= b.southEast[1]
		})
	}
}

// coastal gives the sides of borders that are coasts, in the direction that an outline has them.
func coastal(limits mvtcheck.Layer, outline map[seam.Side]bool) map[seam.Side]bool {
	found := map[seam.Side]bool{}
	for _, f := range limits.Features {
		if f.Properties["cote"] != true {
			continue
		}
		window.Sides(f, func(s seam.Side) {
			if back := (seam.Side{s[1], s[0]}); outline[back] {
				s = back
			}
			found[s] = true
		})
	}
	return found
}

// different counts what one set has and the other has not. What is excused is not asked of the second one.
func different(a, b map[seam.Side]bool, excused func(seam.Side) bool) (n int) {
	for s := range a {
		if !b[s] && !excused(s) {
			n++
		}
	}
	for s := range b {
		if !a[s] {
			n++
		}
	}
	return n
}
