package ingest

import (
	"context"
	"fmt"

	"perimetre/geo"
	"perimetre/geo/perimeter"
)

// recall tells each territory what it was in the edition that the store serves, found by its phase and its ID.
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
	before := map[key]geo.Territory{}
	for _, t := range former.Territories {
		before[key{t.Phase, t.ID}] = t
	}
	reach := perimeter.Reach(former)
	for i := range e.Territories {
		if t, ok := before[key{e.Territories[i].Phase, e.Territories[i].ID}]; ok {
			e.Territories[i].Validated = &geo.Validation{
				Edition: number, Vintage: former.Vintage, Members: t.Members, Communes: reach(t.Members),
			}
		}
	}
	return nil
}
