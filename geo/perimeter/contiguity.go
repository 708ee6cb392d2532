package perimeter

import "slices"

// Contiguity is how the communes of a perimeter hold together. Grades go from the best to the worst.
type Contiguity uint8

// The grades of contiguity.
const (
	ByEdge      Contiguity = iota // one part, joined by shared borders; or no part at all
	ByPoint                       // one part once a single point of contact is enough
	BySea                         // several parts, no two of them on one landmass
	SplitOnLand                   // two parts on one landmass
)

var contiguityNames = [...]string{"by-edge", "by-point", "by-sea", "split-on-land"}

// String is the name of the grade in every output: by-edge, by-point, by-sea, split-on-land.
func (c Contiguity) String() string { return contiguityNames[c] }

// MarshalText implements encoding.TextMarshaler.
func (c Contiguity) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// Split tells what parts a perimeter. It names parts by their index in Perimeter.PartsByPoint, ascending; the first and
// largest one is in neither list.
type Split struct {
	OnLand []int // parts that share a landmass with a larger one
	BySea  []int // parts that only the sea lies between and the larger ones
}

// split looks for the landmasses that parts share. A part may be on several landmasses: a commune with islets is. Sharing
// one is enough.
func (g *Ground) split(parts [][]int32) (s Split) {
	taken := map[int32]bool{} // landmasses of the parts before
	for i, part := range parts {
		var on []int32
		for _, commune := range part {
			on = append(on, g.Faces.Landmasses(commune)...)
		}
		shared := slices.ContainsFunc(on, func(landmass int32) bool { return taken[landmass] })
		switch {
		case shared:
			s.OnLand = append(s.OnLand, i)
		case i > 0:
			s.BySea = append(s.BySea, i)
		}
		for _, landmass := range on {
			taken[landmass] = true
		}
	}
	return s
}

// Contiguity grades the perimeter.
func (p *Perimeter) Contiguity() Contiguity {
	switch {
	case len(p.Split.OnLand) > 0:
		return SplitOnLand
	case len(p.Split.BySea) > 0:
		return BySea
	case len(p.PartsByEdge) > 1:
		return ByPoint
	default:
		return ByEdge
	}
}
