package main

import (
	"context"
	"fmt"
	"time"
)

// weightsComparison is one pass over the arcs, then as many thresholds as there are zooms.
func weightsComparison() comparison {
	const (
		weights  = "perimetre, weights of all communes"
		communes = "perimetre, communes at 10 %"
		epci     = "perimetre, EPCI at 10 %"
		simplify = mapshaperName + " -simplify 10%, read included"
		reading  = mapshaperName + ", read alone"
	)
	return comparison{
		name:  "weights",
		title: "Simplification: weights once, then any threshold",
		setting: "perimetre weighs every vertex of the coverage of communes in memory, crossing guard included, then takes a threshold of\n" +
			"it and of the coverage of EPCI. mapshaper is a whole process that writes nothing: its reading is measured too, to be\n" +
			"taken off. It simplifies first and repairs the crossings afterwards, as it says.",
		memory: mixed,
		words:  true,
		ways: func(_ context.Context, b *bench) ([]*way, error) {
			c, err := readCommunes(b.input(), "epci")
			if err != nil {
				return nil, err
			}
			whole := c.build()
			grouped := whole.Regroup(c.groups[0].of, len(c.groups[0].names))
			all, some := whole.Weigh(), grouped.Weigh()
			return []*way{
				{name: weights, group: weights, runs: 7, work: function(func() error {
					whole.Weigh()
					return nil
				})},
				{name: communes, group: communes, runs: 15, work: function(func() error {
					whole.Simplify(all, all.Threshold(0.1))
					return nil
				})},
				{name: epci, group: epci, runs: 15, work: function(func() error {
					grouped.Simplify(some, some.Threshold(0.1))
					return nil
				})},
				{name: simplify, group: simplify, runs: 7, work: b.mapshaper(b.input(), "-simplify", "10%")},
				{name: reading, group: reading, runs: 7, work: b.mapshaper(b.input())},
			}, nil
		},
		targets: []target{
			within(weights, 600*time.Millisecond),
			within(epci, 15*time.Millisecond),
			{
				text: "weights and communes at 10 %, beside mapshaper less its reading",
				fact: true,
				measure: func(named func(string) *way) (string, bool) {
					ours := named(weights).median() + named(communes).median()
					theirs := named(simplify).median() - named(reading).median()
					return fmt.Sprintf("%s and %s", duration(ours), duration(theirs)), true
				},
			},
		},
	}
}
