package topo

import (
	"cmp"
	"slices"

	"perimetre/geo"
	"perimetre/geo/parallel"
)

// strip is the part of the input between two meridians. Its vertices are numbered by themselves: their table stays in the
// cache of a core, and several cores number several strips.
type strip struct {
	runs     []run
	sights   int // points of the runs
	base     int // where its points begin among those of all strips
	vertices *vertices
}

// run is a longest part of a ring inside one strip.
type run struct {
	first  int32 // its first place in seq
	points geo.Ring
}

// sightsAStrip is how many points a strip has, about: the table of its vertices takes a megabyte, and so do these.
const sightsAStrip = 1 << 18

// numbered numbers the vertices of rings, and gives them ring by ring. Those of a strip follow each other, in the order of
// their first sight.
func numbered(list []outline) (*vertices, []int32) {
	strips := cutInStrips(list)
	total := 0
	for i := range strips {
		strips[i].base = total
		total += strips[i].sights
	}
	points, seq := make([]geo.Point, total), make([]int32, total)
	parallel.Each(len(strips), func(i int) {
		s := &strips[i]
		s.vertices = &vertices{points: points[s.base : s.base : s.base+s.sights]}
		s.vertices.spread(s.sights / 2) // most points are seen twice: by both neighbours
		s.number(seq)
		s.vertices.forget()
	})
	distinct := 0
	for i := range strips { // leave no room between their points
		strips[i].base = distinct
		distinct += copy(points[distinct:], strips[i].vertices.points)
	}
	parallel.Each(len(strips), func(i int) { strips[i].rebase(seq) })
	return &vertices{points: points[:distinct]}, seq
}

// number writes the vertices of the strip, counted from 0, into their places of seq.
func (s *strip) number(seq []int32) {
	for _, run := range s.runs {
		before := int32(-1)
		for k, p := range run.points {
			before = s.vertices.numberAfter(before, p)
			seq[int(run.first)+k] = before
		}
	}
}

// rebase counts them from the base of the strip.
func (s *strip) rebase(seq []int32) {
	for _, run := range s.runs {
		for k := range run.points {
			seq[int(run.first)+k] += int32(s.base)
		}
	}
}

// cutInStrips cuts rings at meridians, so that each strip has about as many points.
func cutInStrips(list []outline) []strip {
	meridians := meridiansAmong(list)
	strips := make([]strip, len(meridians)+1)
	stripOf := func(x int32) int {
		i, on := slices.BinarySearch(meridians, x)
		if on {
			i++
		}
		return i
	}
	for _, o := range list {
		if i := stripOf(o.west); i == stripOf(o.east) {
			strips[i].add(run{o.first, o.points})
			continue
		}
		for first := 0; first < len(o.points); {
			i := stripOf(o.points[first].X)
			last := first + 1
			for last < len(o.points) && stripOf(o.points[last].X) == i {
				last++
			}
			strips[i].add(run{o.first + int32(first), o.points[first:last]})
			first = last
		}
	}
	return strips
}

func (s *strip) add(r run) {
	s.runs = append(s.runs, r)
	s.sights += len(r.points)
}

// meridiansAmong gives the longitudes at which to cut, ascending, taking rings to lie where they begin in the west.
func meridiansAmong(list []outline) []int32 {
	type ring struct{ west, points int32 }
	rings := make([]ring, len(list))
	for i, o := range list {
		rings[i] = ring{o.west, int32(len(o.points))}
	}
	slices.SortFunc(rings, func(r, s ring) int { return cmp.Compare(r.west, s.west) })
	var meridians []int32
	sights := int32(0)
	for _, r := range rings {
		if sights >= sightsAStrip {
			meridians = append(meridians, r.west)
			sights = 0
		}
		sights += r.points
	}
	return slices.Compact(meridians)
}
