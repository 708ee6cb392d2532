package topo

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestRegroupIsTheCoverageOfDissolvedShapes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := coverages().Draw(t, "coverage")
		const n = 3
		group := make([]int32, c.units)
		for unit := range group {
			group[unit] = rapid.Int32Range(None, n-1).Draw(t, "group")
		}
		got := c.Regroup(group, n)
		if diff := cmp.Diff(snapshot(rebuilt(t, got)), snapshot(got)); diff != "" {
			t.Errorf("its own shapes make another coverage (-rebuilt +regrouped):\n%s", diff)
		}
		var pieces []Piece
		for i, shape := range c.Dissolve(group, n) {
			pieces = append(pieces, Piece{int32(i), c.Geometry(shape)})
		}
		want, _ := Build(n, pieces, Tolerance{})
		if diff := cmp.Diff(snapshot(want), snapshot(got)); diff != "" {
			t.Errorf("coverages differ (-built +regrouped):\n%s", diff)
		}
	})
}

func TestRegroupOfUnitsByThemselvesIsTheCoverage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := coverages().Draw(t, "coverage")
		identity := make([]int32, c.units)
		for unit := range identity {
			identity[unit] = int32(unit)
		}
		if diff := cmp.Diff(snapshot(c), snapshot(c.Regroup(identity, c.units))); diff != "" {
			t.Errorf("coverages differ (-before +after):\n%s", diff)
		}
	})
}
