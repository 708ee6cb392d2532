package ingest

import (
	"context"
	"errors"
	"fmt"

	"perimetre/geo"
	"perimetre/geo/atlas"
	"perimetre/geo/check"
)

// Store is where editions go.
type Store interface {
	// Load stores a new edition beside the current one, in one transaction, and gives its number.
	Load(ctx context.Context, a *atlas.Atlas, progress func(done, total int)) (number int64, err error)
	// Publish makes a loaded edition the current one, in one transaction.
	Publish(ctx context.Context, number int64) error
	// Published gives the number of the edition that is served, 0 when there is none.
	Published(ctx context.Context) (int64, error)
	// Edition reads an edition back.
	Edition(ctx context.Context, number int64) (*geo.Edition, error)
	// Close frees what opening it took.
	Close() error
}

// Run reads the files, computes the atlas and loads it; when publish is set, it publishes the new edition, unless a finding about
// the whole of it is an error. The store is opened once everything was read: bad files never reach it.
func Run(
	ctx context.Context, files Files, open func(context.Context) (Store, error), publish bool, progress Progress,
) (int64, *Report, error) {
	edition, report, err := Read(ctx, files, progress)
	if err != nil {
		return 0, report, fmt.Errorf("read: %w", err)
	}
	store, err := open(ctx)
	if err != nil {
		return 0, report, err
	}
	number, err := add(ctx, edition, files.policy(), store, publish, progress)
	return number, report, errors.Join(err, store.Close())
}

// add brings an edition into a store, beside the one that it serves.
func add(
	ctx context.Context, edition *geo.Edition, policy check.Policy, store Store, publish bool, progress Progress,
) (int64, error) {
	progress("compute perimeters and checks", 0, 0)
	if err := recall(ctx, store, edition); err != nil {
		return 0, err
	}
	a, _ := atlas.Build(edition, policy)
	return load(ctx, a, store, publish, progress)
}

func load(ctx context.Context, a *atlas.Atlas, store Store, publish bool, progress Progress) (int64, error) {
	number, err := store.Load(ctx, a, func(done, total int) { progress("load", int64(done), int64(total)) })
	if err != nil {
		return 0, fmt.Errorf("load: %w", err)
	}
	if !publish {
		return number, nil
	}
	if err := Fit(a.Findings); err != nil {
		return number, fmt.Errorf("edition %d is loaded, not published: %w", number, err)
	}
	if err := store.Publish(ctx, number); err != nil {
		return number, fmt.Errorf("publish edition %d: %w", number, err)
	}
	return number, nil
}

// Fit tells why an edition is not to be published: findings about the whole of it that are errors; nil when there is none.
func Fit(findings []check.Finding) error {
	var all []error
	for _, f := range findings {
		if f.Severity == check.Error {
			all = append(all, fmt.Errorf(
				"%s: %s %s To publish it all the same, give a policy with \"severities: {%s: warning}\"", f.Code, f.Message.EN, f.Hint.EN, f.Code))
		}
	}
	return errors.Join(all...)
}
