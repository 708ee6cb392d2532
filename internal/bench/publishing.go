package main

import (
	"context"
	"fmt"
	"time"
)

// publishingComparison is a server under load while what it serves changes.
func publishingComparison() comparison {
	const ours = "perimetre serve, its edition changing"
	var h hammer
	return comparison{
		name:  "publishing",
		title: "Publishing under load",
		setting: "A server at full load while `perimetre publish` publishes two editions in turn, the next one as soon as the former is\n" +
			"served. wrk draws among 200 tiles of each zoom from 5 to 10, of the current edition; another client compares every tile of\n" +
			"either edition with what the same address answered before, and that of the current one with both; a third one leaves in\n" +
			"the middle of answers.",
		load: true,
		ways: func(ctx context.Context, b *bench) ([]*way, error) {
			if err := h.prepare(ctx, b); err != nil {
				return nil, err
			}
			return []*way{{name: ours, runs: 1, work: func(ctx context.Context) (sample, error) { return h.run(ctx, b) }}}, nil
		},
		targets: []target{
			{
				text: "100,000 requests at least, of which none fails",
				measure: func(func(string) *way) (string, bool) {
					return fmt.Sprintf("%d failures of %d", h.failures, h.requests), h.failures == 0 && h.requests >= hammerRequests
				},
			},
			{
				text: "an address of an edition always answers the same bytes, and the current one those of an edition",
				measure: func(func(string) *way) (string, bool) {
					return fmt.Sprintf("%d answers of %d differ", h.watch.differ, h.watch.compared), h.watch.differ == 0 && h.watch.compared > 0
				},
			},
			{
				text: "memory bounded: the peak no more than 1.5 times that after two editions",
				measure: func(func(string) *way) (string, bool) {
					return bytes(h.peak) + ", after " + bytes(h.early), float64(h.peak) <= 1.5*float64(h.early)
				},
			},
			{
				text: "editions published meanwhile, and clients that left in the middle", fact: true,
				measure: func(func(string) *way) (string, bool) {
					return fmt.Sprintf("%d and %d", h.published.Load(), h.left), true
				},
			},
		},
	}
}

// What the hammer does at least, how long wrk is run each time, and how long it all may take.
const (
	hammerRequests = 100_000
	hammerEditions = 10
	hammerLasts    = 5 * time.Second
	hammerMost     = 10 * time.Minute
)
