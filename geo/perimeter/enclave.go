package perimeter

import (
	"maps"
	"slices"

	"perimetre/geo/topo"
)

// EnclavesOf gives the holes of a single commune: what it surrounds by itself. A hole that other communes fill exactly
// is no fault of the coverage.
func (g *Ground) EnclavesOf(commune int32) []Enclave {
	return g.enclaves(g.Faces.Shape(commune), map[int32]bool{commune: true})
}

// enclaves finds what lies in each hole of a shape.
func (g *Ground) enclaves(shape topo.Shape, in map[int32]bool) []Enclave {
	var found []Enclave
	for _, polygon := range shape {
		for _, ring := range polygon[1:] {
			faces := map[int32]int{} // by commune: how many of its faces are inside
			for _, face := range g.Faces.Inside(ring, func(face int32) bool { return in[g.Faces.At(face).Unit] }) {
				faces[g.Faces.At(face).Unit]++
			}
			area, length := g.measureRing(ring)
			enclave := Enclave{
				Ring: g.Coverage.RingPoints(ring), Area: -area, Length: length,
				Communes: slices.Sorted(maps.Keys(faces)),
			}
			for _, commune := range enclave.Communes {
				if faces[commune] < len(g.Faces.Shape(commune)) {
					enclave.Partly = append(enclave.Partly, commune)
				}
			}
			found = append(found, enclave)
		}
	}
	return found
}
