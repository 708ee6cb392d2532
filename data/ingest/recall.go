package ingest

import (
	"context"
	"fmt"
	"slices"

	"perimetre/geo"
	"perimetre/geo/perimeter"
)

// recall tells each territory what it was in the edition that the store serves, found by its phase and its ID. Where one of the two
// editions has no phases, and the other one phase only, phases are not told apart: the same rule as that of change.Between.
func recall(ctx context.Context, store Store, e *geo.Edition) error {
	number, err := store.Published(ctx)
	if err != nil || number == 0 {
		return err
	}
	former, err := store.Edition(ctx, number)
	if err != nil {
		return fmt.Errorf("read the published edition: %w", err)
	}
	type key struct{ phase, id string }
	was, wasOne := phaseOf(former.Territories)
	is, isOne := phaseOf(e.Territories)
	keyOf := func(t geo.Territory) key { return key{t.Phase, t.ID} }
	if wasOne && isOne && (was == "" || is == "") {
		keyOf = func(t geo.Territory) key { return key{"", t.ID} }
	}
	before := map[key]geo.Territory{}
	for _, t := range former.Territories {
		before[keyOf(t)] = t
	}
	reach := perimeter.Reach(former)
	for i := range e.Territories {
		if t, ok := before[keyOf(e.Territories[i])]; ok {
			e.Territories[i].Validated = &geo.Validation{
				Edition: number, Vintage: former.Vintage, Members: t.Members, Communes: reach(t.Members),
			}
		}
	}
	return nil
}

// phaseOf gives the phase of territories, and whether they have one only.
func phaseOf(territories []geo.Territory) (phase string, one bool) {
	if len(territories) > 0 {
		phase = territories[0].Phase
	}
	return phase, !slices.ContainsFunc(territories, func(t geo.Territory) bool { return t.Phase != phase })
}
