package ingest_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"perimetre/geo"
	"perimetre/geo/topo"
	"perimetre/internal/pgtest"
)

// The coverage of the EPCI, simplified, is measured by PostGIS: ground that two EPCI claim, ground that was in an EPCI's
// outline and no longer is inside the outline of all, polygons that are not valid. Beside it are the two functions of PostGIS, polygon by polygon,
// at the tolerance that keeps as many vertices.
func TestSimplifiedEPCIAreACoverageForPostGIS(t *testing.T) {
	a := france2025(t).atlas
	units := a.Units(geo.Communes)
	epci := a.Units(geo.EPCI)
	number := map[string]int32{}
	for i, unit := range epci {
		number[unit.Code] = int32(i)
	}
	group := make([]int32, len(units))
	for i, unit := range units {
		group[i] = topo.None
		if n, ok := number[unit.EPCI]; ok {
			group[i] = n
		}
	}
	c := a.Ground.Coverage.Regroup(group, len(epci))
	w := c.Weigh()
	_ = w
	_ = fmt.Sprint
	_ = strconv.Itoa
	_ = strings.Join
	_ = pgtest.Query
}
