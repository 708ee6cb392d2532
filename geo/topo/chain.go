package topo

import (
	"cmp"
	"slices"

	"perimetre/geo"
	"perimetre/geo/parallel"
)

// chained is an arc in the making.
type chained struct {
	points      []geo.Point
	left, right int32
}

// chain makes the arcs of c from those of another coverage, and puts them in an order that depends on geometry only.
func (c *Coverage) chain(from *Coverage) { c.arrange(from.chains()) }

// chains joins the arcs of a coverage whose nodes are indexed and whose sides are told: arcs with one owner on both sides
// vanish, those that are left are joined where only two meet.
func (c *Coverage) chains() []chained {
	w := walker{from: c, done: make([]bool, c.NumArcs()), degree: make([]int32, c.NumNodes())}
	for i := range w.done {
		if w.done[i] = c.sides[i][0] == c.sides[i][1]; !w.done[i] {
			w.degree[c.origin[2*i]]++
			w.degree[c.origin[2*i+1]]++
		}
	}
	for half := range int32(2 * len(w.done)) {
		if !w.done[half/2] && w.degree[c.origin[half]] != 2 {
			w.chains = append(w.chains, canonical(w.walk(half)))
		}
	}
	for i, done := range w.done {
		if !done {
			w.chains = append(w.chains, canonical(w.walkLoop(int32(2*i))))
		}
	}
	return w.chains
}

// arrange makes the arcs of c of chains, in the order of their points.
func (c *Coverage) arrange(chains []chained) {
	order := inOrder(chains)
	c.first = make([]int32, 1, len(chains)+1)
	c.sides = make([][2]int32, 0, len(chains))
	for _, i := range order {
		c.first = append(c.first, c.first[len(c.first)-1]+int32(len(chains[i].points)))
		c.sides = append(c.sides, [2]int32{chains[i].left, chains[i].right})
	}
	c.points = make([]geo.Point, c.first[len(chains)])
	parallel.Each(len(order), func(arc int) { copy(c.points[c.first[arc]:], chains[order[arc]].points) })
	c.index()
}

// walker follows arcs from node to node.
type walker struct {
	from   *Coverage
	done   []bool  // by arc
	degree []int32 // by node: the arcs that end there and do not vanish
	chains []chained
}

// walk makes the chain that starts with a half, up to the next node where others end, or back to its start. Where that is one
// arc, the chain is that arc as it is.
func (w *walker) walk(half int32) chained {
	w.done[half/2] = true
	start, next := refOf(half), w.onward(half)
	if next < 0 {
		arc := w.from.Arc(start.Index())
		return chained{arc.Points, arc.Left, arc.Right}
	}
	first, _ := w.from.start(start)
	points := appendArc([]geo.Point{first}, w.from, start)
	for ; next >= 0; next = w.onward(next) {
		w.done[next/2] = true
		points = appendArc(points, w.from, refOf(next))
	}
	return chained{points, w.from.left(start), w.from.left(start.Reverse())}
}

// onward is the half that goes on where another one ends, -1 when there is none: other arcs end there, or the chain is closed.
func (w *walker) onward(half int32) int32 {
	node := w.from.origin[half^1]
	if w.degree[node] != 2 {
		return -1
	}
	for _, next := range w.from.leaving.of(node) {
		if !w.done[next/2] {
			return next
		}
	}
	return -1
}

// walkLoop makes the chain of a closed line without node: it starts at its lowest point.
func (w *walker) walkLoop(half int32) chained {
	chain := w.walk(half)
	chain.points = startingLowest(chain.points)
	return chain
}

// appendArc appends the points of a directed arc but the first, where the line has come to already.
func appendArc(points []geo.Point, c *Coverage, r ArcRef) []geo.Point {
	arc := c.Arc(r.Index()).Points
	if r >= 0 {
		return append(points, arc[1:]...)
	}
	for i := len(arc) - 2; i >= 0; i-- {
		points = append(points, arc[i])
	}
	return points
}

// canonical turns a chain so that it reads from its lower end; a closed one towards its lower neighbour.
func canonical(c chained) chained {
	if backwards(c.points) {
		c.points = slices.Clone(c.points)
		slices.Reverse(c.points)
		c.left, c.right = c.right, c.left
	}
	return c
}

// backwards tells whether a line does not read from its lower end, or a closed one not towards its lower neighbour.
func backwards(line []geo.Point) bool {
	n := len(line)
	return cmp.Or(line[0].Compare(line[n-1]), line[1].Compare(line[n-2])) > 0
}

// inOrder gives the numbers of chains in the order of their points: put in columns by the longitude of their first one, few
// are left to be compared.
func inOrder(chains []chained) []int32 {
	west, east := int64(geo.MaxX), int64(-geo.MaxX)
	for _, c := range chains {
		west, east = min(west, int64(c.points[0].X)), max(east, int64(c.points[0].X))
	}
	n := int64(len(chains))
	columns := group(len(chains), len(chains), func(i int) int32 {
		return int32((int64(chains[i].points[0].X) - west) * n / (east - west + 1))
	})
	parallel.Each(len(chains), func(column int) {
		slices.SortFunc(columns.of(int32(column)), func(i, j int32) int {
			return slices.CompareFunc(chains[i].points, chains[j].points, geo.Point.Compare)
		})
	})
	return columns.items
}
