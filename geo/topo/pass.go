package topo

import "perimetre/geo"

// pass removes vertices of some arcs up to a bound: of one alone, or of several together.
type pass struct {
	*removal
	bound    float32
	together bool
	hits     []hit // when alone

	slots   []slot
	queue   tournament        // of slots; an islet is in it as its first slot
	waiting map[int32][]int32 // by point: the slots that wait for it
}

// slot is a live point and its live neighbours.
type slot struct {
	at            geo.Point
	point         int32
	before, after int32 // slots, or -1
}

// hit is a vertex of another arc that lay in the triangle of one of this arc that went.
type hit struct {
	arc, point int32
	weight     float32 // of the vertex that went
}

func (p *pass) run(arcs []int32) {
	if !p.load(arcs) {
		return
	}
	for {
		weight, i := p.queue.least()
		switch {
		case weight >= p.bound:
			return
		case p.slots[i].before < 0:
			p.vanish(i, weight)
		default:
			p.try(i, weight)
		}
	}
}

// load fills the slots and the queue, and tells whether there is something below the bound.
func (p *pass) load(arcs []int32) bool {
	p.slots = p.slots[:0]
	p.queue.clear()
	clear(p.waiting)
	least := forever
	for _, arc := range arcs {
		points := p.live[p.from[arc]:p.from[arc+1]]
		for k, v := range points {
			i := int32(len(p.slots))
			s := slot{p.c.points[v], v, i - 1, i + 1}
			weight := forever
			switch k {
			case 0:
				s.before, weight = -1, p.islet[arc]
			case len(points) - 1:
				s.after = -1
			default:
				weight = max(p.floor, p.measure.vertex(p.c, points[k-1], v, points[k+1]))
			}
			least = min(least, weight)
			p.slots = append(p.slots, s)
			p.queue.add(keyOf(weight, i))
		}
	}
	if least >= p.bound {
		return false
	}
	p.queue.build()
	return true
}

// try removes a vertex, or makes it wait.
func (p *pass) try(i int32, weight float32) {
	s := p.slots[i]
	if p.joined(s.before, s.after) {
		p.queue.set(i, never)
		return
	}
	if blocker, ok := p.blocker(i, weight); ok {
		p.wait(i, blocker)
		return
	}
	p.weights[s.point] = weight
	p.queue.set(i, never)
	p.slots[s.before].after, p.slots[s.after].before = s.after, s.before
	p.retry(s.before, weight)
	p.retry(s.after, weight)
	p.wake(s.point, weight)
}

// joined tells whether a live edge joins u and w, between which one vertex is left, or must be taken for one.
func (p *pass) joined(i, k int32) bool {
	u, w := p.slots[i], p.slots[k]
	switch {
	case u.before < 0 && w.after < 0:
		return u.at == w.at || p.bowed[p.c.arcOf(u.point)]
	case u.before < 0:
		next := p.slots[w.after]
		return next.after < 0 && next.at == u.at
	case w.after < 0:
		next := p.slots[u.before]
		return next.before < 0 && next.at == w.at
	}
	return false
}

// blocker gives a live vertex in the closed triangle of a slot and its neighbours, other than those. Alone, an arc notes
// the vertices of other arcs and goes on: another processor may be removing them, so that their weights are not to be read.
func (p *pass) blocker(i int32, weight float32) (point int32, found bool) {
	s := p.slots[i]
	a, b, c := p.slots[s.before].at, s.at, p.slots[s.after].at
	box := geo.Box{Min: a, Max: a}.Extend(b).Extend(c)
	p.nearby.near(box, func(spots []spot) bool {
		for _, other := range spots {
			if !within(other.at, box) || other.at == a || other.at == b || other.at == c || !inTriangle(other.at, a, b, c) {
				continue
			}
			switch {
			case other.point == stays:
			case !p.together && !p.isOwn(other.point):
				p.hits = append(p.hits, hit{p.c.arcOf(s.point), other.point, weight})
				continue
			case p.weights[other.point] <= weight:
				continue // gone
			}
			point, found = other.point, true
			return false
		}
		return true
	})
	return point, found
}

// isOwn tells whether a point is one of the arc that is alone.
func (p *pass) isOwn(point int32) bool {
	return p.slots[0].point <= point && point <= p.slots[len(p.slots)-1].point
}

func within(p geo.Point, box geo.Box) bool {
	return box.Min.X <= p.X && p.X <= box.Max.X && box.Min.Y <= p.Y && p.Y <= box.Max.Y
}

// inTriangle tells whether a point of the box of a triangle lies in it or on its sides, also when it has no area.
func inTriangle(p, a, b, c geo.Point) bool {
	ab, bc, ca := orientation(a, b, p), orientation(b, c, p), orientation(c, a, p)
	return min(ab, bc, ca) >= 0 || max(ab, bc, ca) <= 0
}

// stays stands for a vertex that never goes.
const stays int32 = -1

// wait makes a vertex wait for another.
func (p *pass) wait(i, blocker int32) {
	p.queue.set(i, never)
	if blocker == stays {
		return
	}
	if gone := p.weights[blocker]; gone != forever {
		p.retry(i, gone) // its arc is not among those of this pass, and known
		return
	}
	if p.waiting == nil {
		p.waiting = map[int32][]int32{}
	}
	p.waiting[blocker] = append(p.waiting[blocker], i)
}

// retry puts a vertex back into the queue after a change around it, behind all that is gone.
func (p *pass) retry(i int32, weight float32) {
	s := p.slots[i]
	if s.before >= 0 && s.after >= 0 {
		p.queue.set(i, keyOf(max(weight, p.measure.vertex(p.c, p.slots[s.before].point, s.point, p.slots[s.after].point)), i))
	}
}

// wake looks again at those that wait for a point.
func (p *pass) wake(point int32, weight float32) {
	if len(p.waiting) == 0 {
		return
	}
	for _, i := range p.waiting[point] {
		if p.weights[p.slots[i].point] == forever {
			p.retry(i, weight)
		}
	}
	delete(p.waiting, point)
}

// vanish removes the islet that starts at a slot.
func (p *pass) vanish(first int32, weight float32) {
	for i := first; i >= 0; i = p.slots[i].after {
		p.weights[p.slots[i].point] = weight
		p.queue.set(i, never)
	}
	for i := first; i >= 0; i = p.slots[i].after {
		p.wake(p.slots[i].point, weight)
	}
}
