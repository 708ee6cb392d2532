package mvtcheck

// Tile is a tile that was read.
type Tile struct{ Layers []Layer }

// Layer is a layer of a tile.
type Layer struct {
	Name     string
	Version  uint32
	Extent   uint32
	Features []Feature
}

// Feature is a feature of a layer. Of its three geometries, one is not empty.
type Feature struct {
	ID         uint64 // 0 where there is none
	Properties map[string]any
	Type       GeomType
	Points     []Point
	Lines      []Line
	Polygons   []Polygon
}

// GeomType is the type of a geometry (section 4.3.4).
type GeomType uint32

// The types of geometry.
const (
	Unknown GeomType = iota
	PointType
	LineString
	PolygonType
)

// Point is a place in a tile, in units of its extent: X from the west, Y from the north.
type Point struct{ X, Y int32 }

// Line is the points of a line.
type Line []Point

// Ring is the points of a ring, the first not repeated at the end.
type Ring []Point

// Polygon is an exterior ring, then interior ones.
type Polygon []Ring

// Layer gives the layer of a name; an empty one where there is none.
func (t *Tile) Layer(name string) Layer {
	for _, l := range t.Layers {
		if l.Name == name {
			return l
		}
	}
	return Layer{}
}

// Vertices counts the points of all geometries, that of a ring's closing left out.
func (l Layer) Vertices() (n int) {
	for _, f := range l.Features {
		n += len(f.Points)
		for _, line := range f.Lines {
			n += len(line)
		}
		for _, polygon := range f.Polygons {
			for _, ring := range polygon {
				n += len(ring)
			}
		}
	}
	return n
}

// area2 is twice the area by the surveyor's formula, positive for an exterior ring: clockwise on a screen.
func (r Ring) area2() (sum int64) {
	for i, p := range r {
		q := r[(i+1)%len(r)]
		sum += int64(p.X)*int64(q.Y) - int64(q.X)*int64(p.Y)
	}
	return sum
}
