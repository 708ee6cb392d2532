package main

import (
	"context"
	"time"
)

// coverageComparison is what a coverage is for: groups read from it as often as they change.
func coverageComparison() comparison {
	const (
		allEPCI   = "perimetre, all EPCI"
		unionEPCI = "PostGIS ST_Union, all EPCI"
		one       = "perimetre, one territory"
		largest   = "perimetre, the territory of most communes"
	)
	return comparison{
		name:  "coverage",
		title: "From a built coverage: all EPCI, one territory",
		setting: "perimetre gives the shapes and their points from a coverage in memory, PostGIS the number of points of `ST_Union` over a\n" +
			"table that is loaded already, by the time that psql tells. The first territory is that of the median number of communes.",
		memory:  allocated,
		postgis: true,
		ways: func(_ context.Context, b *bench) ([]*way, error) {
			c, err := readCommunes(b.input(), "epci", "territoire")
			if err != nil {
				return nil, err
			}
			coverage := c.build()
			epci, territoires := c.groups[0], c.groups[1]
			middle, most := territoires.bySize()
			territory := func(name string) work {
				units := territoires.units(name)
				return function(func() error {
					coverage.Geometry(coverage.Union(units))
					return nil
				})
			}
			return []*way{
				{name: allEPCI, group: "epci", runs: 15, work: function(func() error {
					for _, shape := range coverage.Dissolve(epci.of, len(epci.names)) {
						coverage.Geometry(shape)
					}
					return nil
				})},
				{name: unionEPCI, group: "epci", runs: 3, work: b.postgis.queries(union("epci", "epci <> ''"))},
				{name: one, group: "one", runs: 15, work: territory(middle)},
				{name: "PostGIS ST_Union, the same", group: "one", runs: 5, work: b.postgis.queries(union("territoire", "territoire = '"+middle+"'"))},
				{name: largest, group: "largest", runs: 15, work: territory(most)},
				{name: "PostGIS ST_Union, this one", group: "largest", runs: 5, work: b.postgis.queries(union("territoire", "territoire = '"+most+"'"))},
			}, nil
		},
		targets: []target{
			faster(allEPCI, unionEPCI, 150), within(one, time.Millisecond), within(largest, time.Millisecond),
		},
	}
}
