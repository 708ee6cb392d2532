package topo

import (
	"slices"

	"perimetre/geo"
)

// Face is one polygon of a unit: a piece of ground in one part.
type Face struct {
	Unit    int32
	Polygon Polygon
}

// Faces is the coverage seen face by face: what units hide when one of them is in several parts.
// It is immutable and safe for concurrent use.
type Faces struct {
	list     []Face
	first    []int32 // first[u]:first[u+1] are the faces of unit u
	coverage *Coverage
	left     []int32   // by half: the face on its left, or Outside
	landmass []int32   // by face
	boxes    []geo.Box // by face
}

// Faces gives the faces of the coverage, in the order of their units. The coverage has no overlap.
func (c *Coverage) Faces() *Faces {
	f := &Faces{coverage: c, first: make([]int32, 1, c.units+1), left: make([]int32, 2*c.NumArcs())}
	for half := range f.left {
		f.left[half] = Outside
	}
	shapes := c.shapes()
	for unit, shape := range shapes {
		for _, polygon := range shape {
			for _, ring := range polygon {
				for _, ref := range ring {
					f.left[ref.half()] = int32(len(f.list))
				}
			}
			f.list = append(f.list, Face{int32(unit), polygon})
			f.boxes = append(f.boxes, c.measured(polygon[0]).box)
		}
		f.first = append(f.first, int32(len(f.list)))
	}
	f.numberLandmasses()
	return f
}

func (f *Faces) numberLandmasses() {
	f.landmass = make([]int32, len(f.list))
	for i := range f.landmass {
		f.landmass[i] = -1
	}
	n := int32(0)
	for i := range f.landmass {
		if f.landmass[i] >= 0 {
			continue
		}
		for _, face := range f.Flood([]int32{int32(i)}, func(int32) bool { return true }) {
			f.landmass[face] = n
		}
		n++
	}
}

// Len is the number of faces.
func (f *Faces) Len() int { return len(f.list) }

// At gives face i.
func (f *Faces) At(i int32) Face { return f.list[i] }

// Shape gives the polygons of a unit.
func (f *Faces) Shape(unit int32) Shape {
	var shape Shape
	for _, face := range f.list[f.first[unit]:f.first[unit+1]] {
		shape = append(shape, face.Polygon)
	}
	return shape
}

// Left is the face on the left of a directed arc, or Outside.
func (f *Faces) Left(r ArcRef) int32 { return f.left[r.half()] }

// Landmasses gives the numbers of the landmasses that a unit has a face on, ascending. Two faces are on one
// landmass when shared borders lead from one to the other: an island is a landmass, a river bank is not.
func (f *Faces) Landmasses(unit int32) []int32 {
	masses := slices.Clone(f.landmass[f.first[unit]:f.first[unit+1]])
	slices.Sort(masses)
	return slices.Compact(masses)
}

// Inside gives the faces that lie in a hole, ascending: those that touch its ring from within, and those that water parts
// from it. Faces that member tells to be of the polygon around it are passed over, and so is what they surround.
func (f *Faces) Inside(hole Ring, member func(face int32) bool) []int32 {
	var found []int32
	enter := func(face int32) bool { return !member(face) }
	for _, ref := range hole {
		if face := f.Left(ref.Reverse()); face != Outside {
			found = append(found, face)
		}
	}
	touching := f.Flood(found, enter)
	found = slices.Clone(touching)
	shell := slices.Clone(hole)
	slices.Reverse(shell)
	for i, ref := range shell {
		shell[i] = ref.Reverse()
	}
	around := f.coverage.measured(shell)
	for i, face := range f.list {
		if !contains(around.box, f.boxes[i]) || member(int32(i)) {
			continue
		}
		if _, touches := slices.BinarySearch(touching, int32(i)); touches {
			continue
		}
		if f.coverage.holds(around, f.coverage.measured(face.Polygon[0])) {
			found = append(found, int32(i))
		}
	}
	slices.Sort(found)
	return found
}

// Flood gives the faces that shared borders join to some faces without leaving those that enter accepts, ascending.
// The first faces are taken without being asked.
func (f *Faces) Flood(from []int32, enter func(face int32) bool) []int32 {
	seen := make(map[int32]bool, len(from))
	queue := slices.Clone(from)
	for _, face := range from {
		seen[face] = true
	}
	for i := 0; i < len(queue); i++ {
		for _, ring := range f.list[queue[i]].Polygon {
			for _, ref := range ring {
				next := f.Left(ref.Reverse())
				if next != Outside && !seen[next] && enter(next) {
					seen[next] = true
					queue = append(queue, next)
				}
			}
		}
	}
	slices.Sort(queue)
	return slices.Compact(queue)
}
