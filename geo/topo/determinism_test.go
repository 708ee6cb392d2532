package topo_test

import (
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"perimetre/geo"
	"perimetre/geo/topo"
)

// The sweep runs on all cores. What it finds is told in the same order on one core and on many.
func TestOneCoreAndManyGiveTheSame(t *testing.T) {
	codes, communes := records(t, "communes-2018.geojsonl.gz", "insee")
	var departement []topo.Piece
	for i, piece := range communes {
		if strings.HasPrefix(codes[i], "35") {
			departement = append(departement, topo.Piece{Unit: int32(len(departement)), Geometry: piece.Geometry})
		}
	}
	_, cadastre := records(t, "sicoval-cadastre-36.geojsonl.gz", "insee")
	for name, pieces := range map[string][]topo.Piece{"a clean département": departement, "a dirty land registry": cadastre} {
		t.Run(name, func(t *testing.T) {
			one, many := built(pieces, 1), built(pieces, 8)
			if diff := cmp.Diff(one, many, cmp.Comparer(slices.Equal[[]geo.Point])); diff != "" {
				t.Errorf("on one core and on eight (-one +eight):\n%s", diff)
			}
		})
	}
}

// built is all that building, mending and simplifying some pieces on some cores gives.
func built(pieces []topo.Piece, cores int) (result struct {
	Arcs    [2][]topo.Arc
	Simple  [2][]topo.Arc // a tenth of the vertices
	Defects [2][]topo.Defect
	Repairs []topo.Repair
},
) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(cores))
	tolerance := topo.Tolerance{Sliver: 1, Vertex: 0.05}
	var coverages [2]*topo.Coverage
	coverages[0], result.Defects[0] = topo.Build(len(pieces), pieces, tolerance)
	coverages[1], result.Repairs, result.Defects[1] = topo.Mend(len(pieces), pieces, tolerance, 2, nil)
	for i, c := range coverages {
		result.Arcs[i] = arcs(c)
		w := c.Weigh()
		result.Simple[i] = arcs(c.Simplify(w, w.Threshold(0.1)))
	}
	return result
}

func arcs(c *topo.Coverage) (all []topo.Arc) {
	for i := range c.NumArcs() {
		all = append(all, c.Arc(i))
	}
	return all
}
