package ingest

import (
	"context"
	"fmt"

	"perimetre/geo/atlas"
)

// Store is where editions go.
type Store interface {
	// Load stores a new edition beside the current one, in one transaction, and gives its number.
	Load(ctx context.Context, a *atlas.Atlas, progress func(done, total int)) (number int64, err error)
	// Publish makes a loaded edition the current one, in one transaction.
	Publish(ctx context.Context, number int64) error
}

// Run reads the files, computes the atlas and loads it; when publish is set, it publishes the new edition.
func Run(ctx context.Context, files Files, store Store, publish bool, progress Progress) (int64, *Report, error) {
	edition, report, err := Read(ctx, files, progress)
	if err != nil {
		return 0, report, fmt.Errorf("read: %w", err)
	}
	progress("compute perimeters and checks", 0, 0)
	a, _ := atlas.Build(edition)
	number, err := store.Load(ctx, a, func(done, total int) { progress("load", int64(done), int64(total)) })
	if err != nil {
		return 0, report, fmt.Errorf("load: %w", err)
	}
	if !publish {
		return number, report, nil
	}
	if err := store.Publish(ctx, number); err != nil {
		return number, report, fmt.Errorf("publish edition %d: %w", number, err)
	}
	return number, report, nil
}
