package perimeter

import (
	"math"
	"testing"

	"github.com/pymaxion/geographiclib-go/geodesic"
	"github.com/pymaxion/geographiclib-go/geodesic/capabilities"
	"pgregory.net/rapid"

	"perimetre/geo"
)

func TestShortGeodesicsAreThoseOfKarney(t *testing.T) {
	measured := 0
	rapid.Check(t, func(t *rapid.T) {
		const reach = 570_000 // steps: about 6 km
		coordinate := rapid.Int32Range(-reach, reach)
		p := geo.Point{X: rapid.Int32Range(-1_700_000_000, 1_700_000_000).Draw(t, "x"), Y: rapid.Int32Range(-740_000_000, 740_000_000).Draw(t, "y")}
		q := geo.Point{X: p.X + coordinate.Draw(t, "east"), Y: p.Y + coordinate.Draw(t, "north")}
		from, to := placed(p), placed(q)
		length, area, ok := from.geodesicTo(&to)
		if !ok {
			t.Fatalf("%v to %v is not measured", p, q)
		}
		measured++
		want := geodesic.WGS84.InverseWithCapabilities(p.Lat(), p.Lon(), q.Lat(), q.Lon(), capabilities.Distance|capabilities.Area)
		if math.Abs(length-want.S12) > 1e-7 {
			t.Errorf("%v to %v: %.9f m, want %.9f", p, q, length, want.S12)
		}
		if math.Abs(area-want.S12Area) > 1e-2 {
			t.Errorf("%v to %v: %.4f m², want %.4f", p, q, area, want.S12Area)
		}
	})
	if measured == 0 {
		t.Error("nothing was measured")
	}
}
