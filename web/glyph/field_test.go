package glyph

import (
	"image"
	"math"
	"testing"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// curves gives the outline of a letter, in units of the font; nil when the font has none.
func (f *face) curves(t *testing.T, letter rune) sfnt.Segments {
	t.Helper()
	var buffer sfnt.Buffer
	index := f.index(&buffer, letter)
	if index == 0 {
		return nil
	}
	curves, err := f.font.LoadGlyph(&buffer, index, fixed.I(int(f.font.UnitsPerEm())), nil)
	if err != nil {
		t.Fatal(err)
	}
	return curves
}

// TestContoursDoNotCross holds the fonts to what makes the distance to the nearest segment that to the border.
func TestContoursDoNotCross(t *testing.T) {
	// Two outlines cross themselves in the fonts, by less than a tenth of a pixel.
	known := map[string]bool{"Go Italic м": true, "Go Italic \uF800": true}
	outlines := 0
	for _, f := range New().faces {
		for letter := range rune(65536) {
			if known[f.name+" "+string(letter)] {
				continue
			}
			o := newOutline(f.curves(t, letter), em/float64(f.font.UnitsPerEm()))
			if len(o) > 0 {
				outlines++
			}
			for i, s := range o {
				for _, r := range o[i+1:] {
					if s.crosses(r) {
						t.Errorf("%s, %q: %v crosses %v", f.name, letter, s, r)
					}
				}
			}
		}
	}
	if outlines < 2000 {
		t.Errorf("%d outlines seen", outlines)
	}
}

func (s segment) crosses(r segment) bool {
	if max(s.from.x, s.to.x) < min(r.from.x, r.to.x) || max(r.from.x, r.to.x) < min(s.from.x, s.to.x) {
		return false
	}
	side := func(s segment, p point) float64 { return s.to.minus(s.from).cross(p.minus(s.from)) }
	return side(s, r.from)*side(s, r.to) < 0 && side(r, s.from)*side(r, s.to) < 0
}

func TestCrossingSegmentsAreSeen(t *testing.T) {
	if !(segment{point{0, 0}, point{2, 2}}).crosses(segment{point{0, 2}, point{2, 0}}) {
		t.Error("the diagonals of a square do not cross")
	}
}

// TestTheFieldAgreesWithARasterOfTheCurves compares with golang.org/x/image/vector, which fills curves by itself: the
// distance of a pixel is that to the nearest sample on the other side of the outline, 16 samples a pixel.
func TestTheFieldAgreesWithARasterOfTheCurves(t *testing.T) {
	const fine = 16
	for _, f := range New().faces {
		for _, letter := range "éŒç&@8’»g" {
			scale := em / float64(f.font.UnitsPerEm())
			curves := f.curves(t, letter)
			b := newOutline(curves, scale).draw()
			columns, rows := b.width+2*border, b.height+2*border

			at := func(p fixed.Point26_6) (x, y float32) {
				return float32((float64(p.X)/64*scale - float64(b.left-border)) * fine), float32((float64(p.Y)/64*scale + float64(b.top+border)) * fine)
			}
			raster := vector.NewRasterizer(columns*fine, rows*fine)
			for _, c := range curves {
				x, y := at(c.Args[0])
				switch c.Op {
				case sfnt.SegmentOpMoveTo:
					raster.ClosePath()
					raster.MoveTo(x, y)
				case sfnt.SegmentOpLineTo:
					raster.LineTo(x, y)
				case sfnt.SegmentOpQuadTo:
					x2, y2 := at(c.Args[1])
					raster.QuadTo(x, y, x2, y2)
				case sfnt.SegmentOpCubeTo:
					t.Fatal("a curve of the third degree")
				}
			}
			raster.ClosePath()
			filled := image.NewAlpha(raster.Bounds())
			raster.Draw(filled, filled.Bounds(), image.Opaque, image.Point{})
			inside := func(x, y int) bool { return filled.AlphaAt(x, y).A >= 128 }

			compared := 0
			for row := range rows {
				for column := range columns {
					x, y := column*fine+fine/2, row*fine+fine/2 // samples around the centre of the pixel
					nearest := math.Inf(1)
					for dy := -2 * fine; dy < 2*fine; dy++ {
						for dx := -2 * fine; dx < 2*fine; dx++ {
							if inside(x+dx, y+dy) != inside(x, y) {
								nearest = min(nearest, math.Hypot(float64(dx)+0.5, float64(dy)+0.5)/fine)
							}
						}
					}
					if nearest > 1.8 {
						continue
					}
					if !inside(x, y) {
						nearest = -nearest
					}
					compared++
					got := (float64(b.data[row*columns+column]) - edge) / perPixel
					if math.Abs(got-nearest) > 2.5/fine { // a sharp corner is lost between two samples
						t.Errorf("%s, %q, pixel %d, %d: distance %.2f, raster says %.2f", f.name, letter, column, row, got, nearest)
					}
				}
			}
			if compared < 50 {
				t.Errorf("%s, %q: %d pixels compared", f.name, letter, compared)
			}
		}
	}
}

func TestAnOutlineWithoutASegmentIsNoBitmap(t *testing.T) {
	if b := (outline{}).draw(); b.data != nil || b.width != 0 {
		t.Errorf("%+v", b)
	}
}
