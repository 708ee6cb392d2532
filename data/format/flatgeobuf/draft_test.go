package flatgeobuf

import (
	"testing"

	"github.com/gogama/flatgeobuf/packedrtree"
	"pgregory.net/rapid"
)

// The order of packedrtree.HilbertSort is that of the reference implementation in C++, which GDAL holds. It leaves open how boxes
// of one cell follow each other, and has no place for what has no box.
func TestFeaturesLieInTheOrderOfOtherWriters(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draft{bounds: packedrtree.EmptyBox}
		coordinate := rapid.Float64Range(-180, 180)
		for range rapid.IntRange(1, 40).Draw(t, "features") {
			box := packedrtree.EmptyBox
			box.ExpandXY(coordinate.Draw(t, "x"), coordinate.Draw(t, "y"))
			box.ExpandXY(coordinate.Draw(t, "x"), coordinate.Draw(t, "y"))
			d.add(1, box)
		}
		refs := make([]packedrtree.Ref, len(d.features))
		for i, f := range d.features {
			refs[i] = packedrtree.Ref{Box: f.box, Offset: f.offset}
		}
		d.sort()
		packedrtree.HilbertSort(refs, d.bounds)
		numbers := map[int64]int64{}
		for _, f := range d.features {
			numbers[f.offset] = f.hilbert
		}
		for i, f := range d.features {
			if numbers[refs[i].Offset] != f.hilbert {
				t.Fatalf("feature %d of the curve is %d, want %d", i, f.offset, refs[i].Offset)
			}
		}
	})
}

func TestFeaturesOfOneCellKeepTheirOrder(t *testing.T) {
	d := draft{bounds: packedrtree.EmptyBox}
	for range 100 {
		d.add(1, packedrtree.EmptyBox)
		d.add(1, packedrtree.Box{XMin: 1, YMin: 1, XMax: 2, YMax: 2})
	}
	d.sort()
	for i, f := range d.features {
		want := int64(2*i + 1)
		if i >= 100 { // those without a box come last
			want = int64(2 * (i - 100))
		}
		if f.offset != want {
			t.Fatalf("feature %d is that of offset %d, want %d", i, f.offset, want)
		}
	}
}
