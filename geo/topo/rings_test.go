package topo

import (
	"testing"

	"perimetre/geo"
)

func TestLinesThatTurnBack(t *testing.T) {
	for _, test := range []struct {
		name    string
		a, b, c geo.Point
		want    bool
	}{
		{"back along itself", geo.Point{}, geo.Point{X: 4, Y: 2}, geo.Point{X: 2, Y: 1}, true},
		{"straight on", geo.Point{}, geo.Point{X: 4, Y: 2}, geo.Point{X: 6, Y: 3}, false},
		{"back, but beside itself", geo.Point{}, geo.Point{X: 4, Y: 2}, geo.Point{X: 2}, false},
		{"back along a meridian", geo.Point{Y: -geo.MaxY}, geo.Point{Y: geo.MaxY}, geo.Point{Y: -geo.MaxY}, true},
		{"back around the world", geo.Point{X: -geo.MaxX}, geo.Point{X: geo.MaxX}, geo.Point{X: -geo.MaxX}, true},
		{"back across the world", geo.Point{X: -geo.MaxX, Y: -geo.MaxY}, geo.Point{X: geo.MaxX, Y: geo.MaxY}, geo.Point{X: -geo.MaxX, Y: -geo.MaxY}, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := turnsBack(test.a, test.b, test.c); got != test.want {
				t.Errorf("turns back: %v, want %v", got, test.want)
			}
		})
	}
}
