package main

import (
	"context"
	"time"

	"perimetre/data/policy"
	"perimetre/geo/check"
	"perimetre/geo/perimeter"
)

// perimeterComparison is what a committee waits for.
func perimeterComparison() comparison {
	const (
		slowest = "perimetre, the slowest territory"
		all     = "perimetre, the 183"
	)
	return comparison{
		name:  "perimeter",
		title: "Perimeter, measures and all checks",
		setting: "Boundary, area, length, parts, enclaves and every rule of the catalogue, from the ground of an edition in memory. Beside\n" +
			"it, PostGIS unites the communes of each territory and measures the area, and checks nothing.",
		memory:  allocated,
		postgis: true,
		ways: func(ctx context.Context, b *bench) ([]*way, error) {
			edition, err := readEdition(ctx)
			if err != nil {
				return nil, err
			}
			france := policy.France()
			ground, _ := perimeter.NewGround(edition)
			alone := func(i int) {
				p := ground.Perimeter(edition.Territories[i].Members)
				check.Alone(france, ground, &edition.Territories[i], &p)
			}
			worst, longest := 0, time.Duration(0)
			for i := range edition.Territories {
				alone(i) // so that no territory pays for being the first
				start := time.Now()
				alone(i)
				if took := time.Since(start); took > longest {
					worst, longest = i, took
				}
			}
			id := edition.Territories[worst].ID
			return []*way{
				{name: slowest, group: "one", runs: 15, work: function(func() error {
					alone(worst)
					return nil
				})},
				{name: "PostGIS ST_Union and ST_Area, the same", group: "one", runs: 5, work: b.postgis.queries(measured("territoire = '" + id + "'"))},
				{name: all, group: "all", runs: 7, work: function(func() error {
					perimeters := make([]perimeter.Perimeter, len(edition.Territories))
					for i, territory := range edition.Territories {
						perimeters[i] = ground.Perimeter(territory.Members)
					}
					check.Territories(france, ground, perimeters)
					return nil
				})},
				{name: "PostGIS ST_Union and ST_Area, the 183", group: "all", runs: 3, work: b.postgis.queries(measured("territoire <> ''"))},
			}, nil
		},
		targets: []target{within(slowest, 5*time.Millisecond), within(all, 400*time.Millisecond)},
	}
}

// measured is the query that dissolves and measures territories.
func measured(condition string) string {
	return "SELECT sum(ST_Area(outline::geography)) FROM " +
		"(SELECT ST_Union(geom) AS outline FROM commune WHERE " + condition + " GROUP BY territoire) AS dissolved"
}
