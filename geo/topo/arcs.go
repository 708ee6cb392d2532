package topo

import (
	"cmp"
	"slices"

	"perimetre/geo"
)

// chain is an arc in the making: a run of builder.chained, and the units on its sides.
type chain struct{ first, last, left, right int32 }

// arcs joins edges into arcs, puts them in an order that depends on geometry only, and makes the coverage.
//
// A vertex ends arcs when it does not join exactly two edges with the same unit on the left and on the right. A loop
// without such a vertex starts at its lowest one.
func (b *builder) arcs(units int) *Coverage {
	ends := group(len(b.vertices.points), 2*len(b.edges), func(i int) int32 {
		if e := b.edges[i/2]; i%2 == 0 {
			return e.a
		}
		return b.edges[i/2].b
	})
	w := walker{b: b, ends: ends, done: make([]bool, len(b.edges)), path: make([]int32, 0, len(b.vertices.points)*5/4)}
	for v := range int32(len(b.vertices.points)) {
		if w.isNode(v) {
			for _, end := range ends.of(v) {
				w.walk(end)
			}
		}
	}
	for i := range b.edges {
		if !w.done[i] {
			w.walkLoop(int32(2 * i))
		}
	}
	return w.coverage(units)
}

// walker follows edges from node to node. An end 2e leaves edge e from a to b, 2e+1 from b to a.
type walker struct {
	b      *builder
	ends   buckets
	done   []bool
	path   []int32 // vertices of all chains, one after the other
	chains []chain
}

// seen gives where an end leads and the units beside it, seen in its direction.
func (w *walker) seen(end int32) (to, left, right int32) {
	e := w.b.edges[end/2]
	if end%2 == 0 {
		return e.b, e.left, e.right
	}
	return e.a, e.right, e.left
}

func (w *walker) isNode(v int32) bool {
	ends := w.ends.of(v)
	if len(ends) != 2 {
		return len(ends) > 0
	}
	_, left, right := w.seen(ends[0])
	_, otherLeft, otherRight := w.seen(ends[1])
	return left != otherRight || right != otherLeft
}

// walk makes the chain that starts with an end, up to the next node or back to its start.
func (w *walker) walk(end int32) {
	if w.done[end/2] {
		return
	}
	first := int32(len(w.path))
	from, _, _ := w.seen(end ^ 1)
	w.path = append(w.path, from)
	_, left, right := w.seen(end)
	for {
		w.done[end/2] = true
		v, _, _ := w.seen(end)
		w.path = append(w.path, v)
		if v == from || w.isNode(v) {
			break
		}
		ends := w.ends.of(v)
		if next := ends[0]; next/2 != end/2 {
			end = next
		} else {
			end = ends[1]
		}
	}
	w.chains = append(w.chains, w.canonical(chain{first, int32(len(w.path)), left, right}))
}

// walkLoop makes the chain of a closed line without nodes.
func (w *walker) walkLoop(end int32) {
	first := len(w.path)
	w.walk(end)
	loop := w.path[first : len(w.path)-1]
	lowest := 0
	for i := range loop {
		if w.point(loop[i]).Compare(w.point(loop[lowest])) < 0 {
			lowest = i
		}
	}
	rotated := slices.Concat(loop[lowest:], loop[:lowest])
	copy(loop, rotated)
	w.path[len(w.path)-1] = loop[0]
	last := &w.chains[len(w.chains)-1]
	*last = w.canonical(*last)
}

func (w *walker) point(v int32) geo.Point { return w.b.vertices.points[v] }

// canonical turns a chain so that it reads from its lower end; a closed one towards its lower neighbour.
func (w *walker) canonical(c chain) chain {
	path := w.path[c.first:c.last]
	n := len(path)
	order := cmp.Or(
		w.point(path[0]).Compare(w.point(path[n-1])),
		w.point(path[1]).Compare(w.point(path[n-2])))
	if order > 0 || order == 0 && c.left > c.right {
		slices.Reverse(path)
		c.left, c.right = c.right, c.left
	}
	return c
}

func (w *walker) compare(c, d chain) int {
	p, q := w.path[c.first:c.last], w.path[d.first:d.last]
	for i := range min(len(p), len(q)) {
		if order := w.point(p[i]).Compare(w.point(q[i])); order != 0 {
			return order
		}
	}
	return cmp.Or(cmp.Compare(len(p), len(q)), cmp.Compare(c.left, d.left), cmp.Compare(c.right, d.right))
}

func (w *walker) coverage(units int) *Coverage {
	slices.SortFunc(w.chains, w.compare)
	c := &Coverage{
		units:  units,
		points: make([]geo.Point, 0, len(w.path)),
		first:  make([]int32, 1, len(w.chains)+1),
		sides:  make([][2]int32, 0, len(w.chains)),
	}
	for _, chain := range w.chains {
		for _, v := range w.path[chain.first:chain.last] {
			c.points = append(c.points, w.point(v))
		}
		c.first = append(c.first, int32(len(c.points)))
		c.sides = append(c.sides, [2]int32{chain.left, chain.right})
	}
	c.index()
	return c
}
