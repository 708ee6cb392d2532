package mvt

import (
	"encoding/binary"
	"slices"

	"perimetre/geo"
	"perimetre/geo/atlas"
	"perimetre/geo/parallel"
	"perimetre/geo/topo"
)

// world is the borders of an atlas in the world plane. Its units are communes, or atoms: ground that is of one region, one
// département, one EPCI and the same territories. It is immutable.
type world struct {
	coverage *topo.Coverage
	weights  lazy[*topo.Weights]
	levels   [levels]grouping
	kin      []kin // by unit
}

// levels is the number of levels; arrays by level have an entry for each.
const levels = int(geo.Communes) + 1

// grouping says which unit of a level each unit of the world belongs to.
type grouping struct {
	of   []int32 // topo.None when it belongs to none
	n    int
	torn map[int32][]int32 // what belongs to a unit that shares some of it with others of its level: territories may
}

// shapes gives the shape of each unit of the level.
func (g grouping) shapes(c *topo.Coverage) []topo.Shape {
	shapes := c.Dissolve(g.of, g.n)
	for unit, members := range g.torn {
		shapes[unit] = c.Union(members)
	}
	return shapes
}

// kin is what a unit of the world belongs to, by level: the index of a unit, or topo.None. Where it is in several territories,
// it has the first, and a number that tells it from what is in other ones.
type kin struct {
	of   [levels]int32
	held int32 // alike for ground of the same territories
}

// nobody is the kin of the outside.
func nobody() kin {
	return kin{of: [levels]int32{topo.None, topo.None, topo.None, topo.None, topo.None}}
}

// newWorld projects the communes of an atlas.
func newWorld(a *atlas.Atlas) *world {
	units := a.Units(geo.Communes)
	pieces := make([]topo.Piece, len(units))
	parallel.Each(len(units), func(i int) {
		pieces[i] = topo.Piece{Unit: int32(i), Geometry: a.Ground.Coverage.Geometry(units[i].Shape)}
		for _, polygon := range pieces[i].Geometry {
			for _, ring := range polygon {
				for k, p := range ring {
					ring[k] = project(p)
				}
			}
		}
	})
	coverage, _ := topo.Build(len(units), pieces, topo.Tolerance{})
	w := &world{coverage: withoutOverlaps(coverage), kin: make([]kin, len(units))}
	for i := range w.kin {
		w.kin[i] = nobody()
	}
	for _, level := range geo.Levels() {
		w.levels[level] = groupingOf(a, level)
		for i, unit := range w.levels[level].of {
			w.kin[i].of[level] = unit
		}
	}
	for i, holders := range holdersOf(a) {
		w.kin[i].held = holders
	}
	return w
}

// withoutOverlaps gives ground that several units claim to the first of them.
func withoutOverlaps(c *topo.Coverage) *topo.Coverage {
	claimed := map[int32]bool{}
	for i := range c.NumArcs() {
		arc := c.Arc(i)
		for _, side := range [2]int32{arc.Left, arc.Right} {
			if owners := c.Owners(side); len(owners) > 1 {
				claimed[side] = true
			}
		}
	}
	if len(claimed) == 0 {
		return c
	}
	pieces := make([]topo.Piece, c.NumUnits(), c.NumUnits()+len(claimed))
	for unit := range int32(c.NumUnits()) {
		pieces[unit] = topo.Piece{Unit: unit, Geometry: c.Geometry(c.Alone(unit))}
	}
	for side := range claimed {
		pieces = append(pieces, topo.Piece{Unit: c.Owners(side)[0], Geometry: c.Geometry(c.Alone(side))})
	}
	coverage, _ := topo.Build(c.NumUnits(), pieces, topo.Tolerance{})
	return coverage
}

func groupingOf(a *atlas.Atlas, level geo.Level) grouping {
	units := a.Units(level)
	g := grouping{of: make([]int32, len(a.Units(geo.Communes))), n: len(units), torn: map[int32][]int32{}}
	for i := range g.of {
		g.of[i] = topo.None
	}
	for i, unit := range units {
		for _, commune := range unit.Communes {
			if first := g.of[commune]; first != topo.None {
				g.torn[first], g.torn[int32(i)] = units[first].Communes, unit.Communes
				continue
			}
			g.of[commune] = int32(i)
		}
	}
	return g
}

// holdersOf numbers the sets of territories that communes are in; 0 is none.
func holdersOf(a *atlas.Atlas) []int32 {
	sets := make([][]byte, len(a.Units(geo.Communes)))
	for i, territory := range a.Units(geo.Territoires) {
		for _, commune := range territory.Communes {
			sets[commune] = binary.AppendUvarint(sets[commune], uint64(i))
		}
	}
	numbers := map[string]int32{"": 0}
	held := make([]int32, len(sets))
	for i, set := range sets {
		number, ok := numbers[string(set)]
		if !ok {
			number = int32(len(numbers))
			numbers[string(set)] = number
		}
		held[i] = number
	}
	return held
}

// atoms gives the world without the borders that bound communes only.
func (w *world) atoms() *world {
	type key struct {
		region, departement, epci, held int32
	}
	numbers := map[key]int32{}
	atomOf := make([]int32, len(w.kin))
	made := &world{}
	for i, k := range w.kin {
		key := key{k.of[geo.Regions], k.of[geo.Departements], k.of[geo.EPCI], k.held}
		atom, ok := numbers[key]
		if !ok {
			atom = int32(len(made.kin))
			numbers[key] = atom
			made.kin = append(made.kin, k)
		}
		atomOf[i] = atom
	}
	made.coverage = w.coverage.Regroup(atomOf, len(made.kin))
	for _, level := range geo.Levels() {
		g := grouping{of: make([]int32, len(made.kin)), n: w.levels[level].n, torn: map[int32][]int32{}}
		for atom, k := range made.kin {
			g.of[atom] = k.of[level]
		}
		for unit, members := range w.levels[level].torn {
			atoms := make([]int32, len(members))
			for i, commune := range members {
				atoms[i] = atomOf[commune]
			}
			slices.Sort(atoms)
			g.torn[unit] = slices.Compact(atoms)
		}
		made.levels[level] = g
	}
	return made
}

// weigh gives the weights of the vertices.
func (w *world) weigh() *topo.Weights { return w.weights.get(w.coverage.WeighPlane) }

// kinOf is what lies on a side of an arc.
func (w *world) kinOf(side int32) kin {
	if side == topo.Outside {
		return nobody()
	}
	return w.kin[side]
}
