package main

import (
	"context"
	"fmt"
	"strings"

	"perimetre/data/policy"
	"perimetre/geo/topo"
)

// validateComparison looks for everything that is wrong with a coverage.
func validateComparison() comparison {
	const hidden = ", hidden crossing"
	return comparison{
		name:  "validate",
		title: "Full validation",
		setting: "Whole processes that read the national file, build its coverage and look for every defect, slivers and near vertices\n" +
			"included; mapshaper cleans it and writes nothing. Then the same on 17 million vertices, one of which is pushed through\n" +
			"a neighbour's border.",
		bound:  buildBound,
		memory: peak,
		words:  true,
		ways: func(ctx context.Context, b *bench) ([]*way, error) {
			file, err := b.hidden(ctx)
			return []*way{
				{name: "perimetre", runs: 7, work: b.process(b.self, "do", "validate", b.input())},
				{name: mapshaperName + " -clean", runs: 7, work: b.mapshaper(b.input(), "-clean")},
				{name: "perimetre" + hidden, group: hidden, runs: 2, work: b.process(b.self, "do", "validate", file)},
				{name: mapshaperName + " -clean" + hidden, group: hidden, runs: 2, work: b.mapshaper(file, "-clean")},
			}, err
		},
		targets: []target{
			faster("perimetre", mapshaperName+" -clean", 8),
			{
				text: "perimetre names the hidden crossing",
				measure: func(named func(string) *way) (string, bool) {
					said := named("perimetre" + hidden).samples[0].said
					return "see below", strings.Contains(said, "crossing") && strings.Contains(said, "35173")
				},
			},
		},
	}
}

// validate reads a file of communes, its argument, and prints the defects of their coverage on one line, those last
// that are no fault: gaps, which are foreign land and water here, and rings that touch themselves.
func validate(_ context.Context, args []string) error {
	c, err := readCommunes(args[0])
	if err != nil {
		return err
	}
	france := policy.France()
	_, defects := topo.Build(len(c.pieces), c.pieces, topo.Tolerance{Sliver: france.SliverM, Vertex: france.VertexM})
	var faults, others []string
	for _, d := range defects {
		if d.Kind == topo.Gap || d.Kind == topo.RingSelfTouch {
			others = append(others, d.Kind.String())
			continue
		}
		var codes []string
		for _, unit := range d.Units {
			codes = append(codes, c.codes[unit])
		}
		faults = append(faults, fmt.Sprintf("%s at %s of %s", d.Kind, d.At, strings.Join(codes, " ")))
	}
	fmt.Println(strings.Join(append(faults, others...), "; "))
	return nil
}
