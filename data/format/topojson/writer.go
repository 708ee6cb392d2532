package topojson

import (
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"slices"

	"perimetre/data/format"
	"perimetre/geo"
	"perimetre/geo/crs"
	"perimetre/geo/topo"
)

// Create writes a layer as a topology of one object, called after the layer, or after the file when it has no name; see
// [NewWriter].
func Create(path string, s format.Schema) (format.Writer, error) {
	if s.Layer == "" {
		s.Layer = format.Stem(path)
	}
	w, err := NewWriter(nil, s)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	file, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	w.w = file
	return &fileWriter{w, file}, nil
}

// fileWriter is a [Writer] that closes its file.
type fileWriter struct {
	*Writer
	file *os.File
}

// Close implements [format.Writer].
func (w *fileWriter) Close() error {
	if err := errors.Join(w.Writer.Close(), w.file.Close()); err != nil {
		return fmt.Errorf("write %s: %w", w.file.Name(), err)
	}
	return nil
}

// Writer writes a topology of one object. It implements [format.Writer] and is for one goroutine.
type Writer struct {
	w        io.Writer
	name     string
	features []geo.Feature
}

// NewWriter gives a writer to w of a topology of one object, called after the layer. Borders that polygons share are found by
// [topo.Build]; a ring that is not as it is in the coverage, because it overlaps another or is no simple ring, has an arc of its
// own. Features are held until Close, which writes them.
//
// It fails when the schema asks for another system than longitude and latitude, since a topology cannot say which it is in.
func NewWriter(w io.Writer, s format.Schema) (*Writer, error) {
	if s.CRS != 0 && s.CRS != crs.WGS84 {
		return nil, fmt.Errorf("TopoJSON cannot say that it is in %s: choose longitude and latitude (EPSG:4326)", s.CRS)
	}
	return &Writer{w: w, name: s.Layer}, nil
}

// Write implements [format.Writer].
func (w *Writer) Write(f geo.Feature) error {
	w.features = append(w.features, f)
	return nil
}

// Close implements [format.Writer]. It does not close the writer below.
func (w *Writer) Close() error { return topologyOf(w.name, w.features).write(w.w) }

// topologyOf finds the arcs of features.
func topologyOf(name string, features []geo.Feature) *topology {
	l := lender{topology: &topology{}, rings: map[ringKey][]lent{}}
	l.lend(features)
	o := object{name: name}
	for i, f := range features {
		written := feature{Feature: f}
		switch g := f.Geometry.(type) {
		case geo.MultiPoint:
			written.kind, written.points = "MultiPoint", g
		case geo.MultiLine:
			written.kind = "MultiLineString"
			written.lines = [][]int{}
			for _, line := range g {
				written.lines = append(written.lines, []int{l.own(line)})
			}
		case geo.MultiPolygon:
			written.kind = "MultiPolygon"
			written.polygons = [][][]int{}
			for _, polygon := range g {
				rings := make([][]int, len(polygon))
				for k, ring := range polygon {
					rings[k] = l.ring(int32(i), ring)
				}
				written.polygons = append(written.polygons, rings)
			}
		}
		o.features = append(o.features, written)
	}
	l.topology.objects = []object{o}
	return l.topology
}

// lender gives rings the arcs of a coverage of all features. An arc gets its number in the topology when it is first used.
type lender struct {
	topology *topology
	coverage *topo.Coverage
	rings    map[ringKey][]lent
	number   []int // of each arc in the topology, as a reference: negative when it was written backwards; unused before that
}

// unused is no reference.
const unused = math.MinInt

// ringKey is what all rings of the same points have in common.
type ringKey struct {
	unit   int32
	least  geo.Point
	points int
}

// lent is a ring of the coverage: its arcs, and its points from the least on, without the closing one.
type lent struct {
	arcs   topo.Ring
	points []geo.Point
}

// lend builds the coverage of the polygons among features.
func (l *lender) lend(features []geo.Feature) {
	var pieces []topo.Piece
	for i, f := range features {
		if g, ok := f.Geometry.(geo.MultiPolygon); ok {
			pieces = append(pieces, topo.Piece{Unit: int32(i), Geometry: g})
		}
	}
	if pieces == nil {
		return
	}
	l.coverage, _ = topo.Build(len(features), pieces, topo.Tolerance{})
	l.number = slices.Repeat([]int{unused}, l.coverage.NumArcs())
	units := make([]int32, len(features))
	for i := range units {
		units[i] = int32(i)
	}
	for unit, shape := range l.coverage.Dissolve(units, len(units)) {
		for _, polygon := range shape {
			for _, arcs := range polygon {
				points := fromLeast(l.coverage.RingPoints(arcs))
				key := ringKey{int32(unit), points[0], len(points)}
				l.rings[key] = append(l.rings[key], lent{arcs, points})
			}
		}
	}
}

// fromLeast gives the points of a closed ring from the least on, without the closing one.
func fromLeast(ring geo.Ring) []geo.Point {
	open := ring[:len(ring)-1]
	least := 0
	for i, p := range open {
		if p.Compare(open[least]) < 0 {
			least = i
		}
	}
	return slices.Concat(open[least:], open[:least])
}

// ring gives the references of a ring of a unit, in its own direction.
func (l *lender) ring(unit int32, ring geo.Ring) []int {
	switch {
	case len(ring) == 0:
		return []int{}
	case len(ring) < 4 || ring[0] != ring[len(ring)-1]:
		return []int{l.own(ring)}
	}
	points := fromLeast(ring)
	for _, lent := range l.rings[ringKey{unit, points[0], len(points)}] {
		if slices.Equal(points, lent.points) {
			return l.take(lent.arcs, ring)
		}
		// Backwards, the least is still the first of both.
		backwards := slices.Clone(points)
		slices.Reverse(backwards[1:])
		if slices.Equal(backwards, lent.points) {
			return l.take(reversed(lent.arcs), ring)
		}
	}
	return []int{l.own(ring)}
}

func reversed(arcs topo.Ring) topo.Ring {
	back := make(topo.Ring, len(arcs))
	for i, ref := range arcs {
		back[len(arcs)-1-i] = ref.Reverse()
	}
	return back
}

// take gives the references of a ring that has those arcs. It starts where the ring does, or else with the arc that the ring
// starts in. A closed arc is written as the ring that uses it first has it.
func (l *lender) take(arcs topo.Ring, ring geo.Ring) []int {
	if first := arcs[0].Index(); len(arcs) == 1 && l.number[first] == unused {
		l.number[first] = l.own(ring)
		if arcs[0] < 0 {
			l.number[first] = ^l.number[first] // it was written backwards
		}
	}
	start := 0
	for i, ref := range arcs {
		points := l.coverage.Arc(ref.Index()).Points
		if ref < 0 {
			points = slices.Clone(points)
			slices.Reverse(points)
		}
		if slices.Contains(points[:len(points)-1], ring[0]) {
			start = i
			break
		}
	}
	refs := make([]int, 0, len(arcs))
	for _, ref := range slices.Concat(arcs[start:], arcs[:start]) {
		i := ref.Index()
		if l.number[i] == unused {
			l.number[i] = l.own(l.coverage.Arc(i).Points)
		}
		n := l.number[i]
		if ref < 0 {
			n = ^n
		}
		refs = append(refs, n)
	}
	return refs
}

// own adds an arc to the topology.
func (l *lender) own(points []geo.Point) int {
	l.topology.arcs = append(l.topology.arcs, points)
	return len(l.topology.arcs) - 1
}
