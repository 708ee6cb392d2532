package perimeter

import "slices"

// SharedBorder gives the length in metres, on the WGS 84 ellipsoid, of the border between two sets of communes that have
// no commune in common: two communes, two EPCI, a territory and its neighbour. It is 0 where they meet at points only.
// The sets hold indices of Edition.Communes, ascending.
func (g *Ground) SharedBorder(a, b []int32) float64 {
	length := 0.0
	for _, commune := range a {
		for _, i := range g.Coverage.ArcsOf(commune) {
			arc := g.Coverage.Arc(int(i))
			beyond := arc.Left + arc.Right - commune
			if _, in := slices.BinarySearch(b, beyond); in {
				length += g.measures[i].length
			}
		}
	}
	return length
}
