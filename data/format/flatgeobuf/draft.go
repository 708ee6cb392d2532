package flatgeobuf

import (
	"cmp"
	"io"
	"math"
	"slices"

	"github.com/gogama/flatgeobuf/packedrtree"
)

// nodeSize is the number of children of a node of the index, the default of the specification.
const nodeSize = 16

// draft is encoded features in a file, in the order in which they came. Their places are kept in memory, 56 bytes a feature.
type draft struct {
	file     io.ReaderAt
	features []place
	size     int64
	bounds   packedrtree.Box
}

// place is where a feature lies in a draft and on the ground.
type place struct {
	offset  int64
	size    int
	box     packedrtree.Box
	hilbert int64 // number on the curve, -1 without a geometry
}

// add notes a feature that was written at the end of the file.
func (d *draft) add(size int, box packedrtree.Box) {
	d.features = append(d.features, place{offset: d.size, size: size, box: box})
	d.size += int64(size)
	d.bounds.Expand(&box)
}

// empty tells whether no feature has a geometry.
func (d *draft) empty() bool { return d.bounds.XMin > d.bounds.XMax }

// sort puts the features in the order of the index: along the Hilbert curve from its end, which is the order of other writers.
func (d *draft) sort() {
	for i := range d.features {
		f := &d.features[i]
		if f.hilbert = -1; f.box.XMin <= f.box.XMax {
			f.hilbert = int64(hilbert(
				scaled(f.box.XMin, f.box.XMax, d.bounds.XMin, d.bounds.XMax), scaled(f.box.YMin, f.box.YMax, d.bounds.YMin, d.bounds.YMax),
			))
		}
	}
	slices.SortStableFunc(d.features, func(a, b place) int { return cmp.Compare(b.hilbert, a.hilbert) })
}

// index gives the packed R-tree of sorted features. There must be one at least.
func (d *draft) index() (*packedrtree.PackedRTree, error) {
	refs := make([]packedrtree.Ref, len(d.features))
	offset := int64(0)
	for i, f := range d.features {
		refs[i] = packedrtree.Ref{Box: f.box, Offset: offset}
		offset += int64(f.size)
	}
	return packedrtree.New(refs, nodeSize)
}

// writeTo writes the features in their order.
func (d *draft) writeTo(w io.Writer) error {
	var data []byte
	for _, f := range d.features {
		data = slices.Grow(data[:0], f.size)[:f.size]
		if _, err := d.file.ReadAt(data, f.offset); err != nil {
			return err
		}
		if _, err := w.Write(data); err != nil {
			return err
		}
	}
	return nil
}

const hilbertOrder = 16 // bits of a coordinate on the curve

// scaled gives the middle of a side of a box as a coordinate on the curve that fills the bounds.
func scaled(low, high, least, most float64) uint32 {
	if most <= least {
		return 0
	}
	return uint32(math.Floor((1<<hilbertOrder - 1) * ((low+high)/2 - least) / (most - least)))
}

// hilbert gives the number of a cell on the Hilbert curve that begins along x (Wikipedia, Hilbert curve, xy2d).
func hilbert(x, y uint32) (d uint32) {
	for s := uint32(1 << (hilbertOrder - 1)); s > 0; s /= 2 {
		right, top := x/s&1, y/s&1
		d += s * s * (3*right ^ top)
		if top == 0 {
			if right == 1 {
				x, y = ^x, ^y
			}
			x, y = y, x
		}
	}
	return d
}
