package mvt

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb/geojson"

	"perimetre/geo"
	"perimetre/geo/atlas"
	"perimetre/geo/topo"
)

// limit is what a border bounds.
type limit struct {
	level     geo.Level // the highest one, territories left aside
	territory bool      // whether it bounds a territory
	coast     bool      // whether one side belongs to no commune
}

// compare orders limits from the highest level down.
func (l limit) compare(m limit) int { return cmp.Compare(l.rank(), m.rank()) }

func (l limit) rank() int {
	rank := 4 * int(l.level)
	if !l.territory {
		rank += 2
	}
	if !l.coast {
		rank++
	}
	return rank
}

// dense tells whether a limit is of no interest before communes are shown.
func (l limit) dense() bool { return l.level == geo.Communes && !l.territory }

func (l limit) properties() geojson.Properties {
	properties := geojson.Properties{"niveau": l.level.String()}
	if l.territory {
		properties["territoire"] = true
	}
	if l.coast {
		properties["cote"] = true
	}
	return properties
}

// border is all arcs that bound the same, joined end to end into as few lines as can be had easily: dashes of a map run on
// along a line.
type border struct {
	limit
	lines [][]topo.ArcRef
}

// borders gives the borders of an atlas, from the highest level down. Every arc is in one of them, once.
func borders(a *atlas.Atlas) []border {
	c := a.Ground.Coverage
	arcs := map[limit][]topo.ArcRef{}
	for i, l := range limits(a) {
		arcs[l] = append(arcs[l], topo.ArcRef(i))
	}
	var found []border
	for l, refs := range arcs {
		found = append(found, border{l, joined(c, refs)})
	}
	slices.SortFunc(found, func(a, b border) int { return a.compare(b.limit) })
	return found
}

// limits tells what each arc bounds.
func limits(a *atlas.Atlas) []limit {
	c := a.Ground.Coverage
	limits := make([]limit, c.NumArcs())
	for i := range limits {
		arc := c.Arc(i)
		limits[i] = limit{level: geo.Communes, coast: arc.Left == topo.Outside || arc.Right == topo.Outside}
	}
	// From the lowest level up: the last one to claim an arc is the highest.
	for _, level := range []geo.Level{geo.EPCI, geo.Departements, geo.Regions, geo.Territoires} {
		for _, unit := range a.Units(level) {
			for _, polygon := range unit.Shape {
				for _, ref := range slices.Concat(polygon...) {
					if level == geo.Territoires {
						limits[ref.Index()].territory = true
					} else {
						limits[ref.Index()].level = level
					}
				}
			}
		}
	}
	return limits
}

// joined puts arcs end to end: from each arc that is left, on to any other that leaves its end, then back from its start.
func joined(c *topo.Coverage, arcs []topo.ArcRef) [][]topo.ArcRef {
	leaving := map[geo.Point][]topo.ArcRef{}
	for _, arc := range arcs {
		leaving[start(c, arc)] = append(leaving[start(c, arc)], arc)
		leaving[start(c, arc.Reverse())] = append(leaving[start(c, arc.Reverse())], arc.Reverse())
	}
	taken := make(map[int]bool, len(arcs))
	follow := func(line []topo.ArcRef) []topo.ArcRef {
		for {
			next := leaving[start(c, line[len(line)-1].Reverse())]
			i := slices.IndexFunc(next, func(ref topo.ArcRef) bool { return !taken[ref.Index()] })
			if i < 0 {
				return line
			}
			taken[next[i].Index()] = true
			line = append(line, next[i])
		}
	}
	var lines [][]topo.ArcRef
	for _, arc := range arcs {
		if taken[arc.Index()] {
			continue
		}
		taken[arc.Index()] = true
		line := reversed(follow([]topo.ArcRef{arc}))
		lines = append(lines, reversed(follow(line)))
	}
	return lines
}

func start(c *topo.Coverage, ref topo.ArcRef) geo.Point {
	points := c.Arc(ref.Index()).Points
	if ref < 0 {
		return points[len(points)-1]
	}
	return points[0]
}

// reversed turns a line around.
func reversed(line []topo.ArcRef) []topo.ArcRef {
	slices.Reverse(line)
	for i, ref := range line {
		line[i] = ref.Reverse()
	}
	return line
}
