package main

import (
	"context"
	"encoding/json"
	"log/slog"
	"slices"

	"perimetre/geo"
	"perimetre/geo/change"
)

type driftCmd struct {
	Store string `required:"" placeholder:"STORE" help:"A path that ends in .gpkg, or a postgres:// address."`
	twoEditions
	changesFlags
}

// driftReport is the JSON form of a work list: the changes, with what each asks for. It is stable: scripts read it.
type driftReport struct {
	From    int64  `json:"from"`
	To      int64  `json:"to"`
	Changes []task `json:"changes"`
}

type task struct {
	change.Change
	Todo geo.Text `json:"todo"`
}

// Run implements the verb.
func (c *driftCmd) Run(ctx context.Context, log *slog.Logger, out output) error {
	report, err := c.editions(ctx, log, c.Store)
	if err != nil {
		return err
	}
	report.Changes = slices.DeleteFunc(report.Changes, func(c change.Change) bool {
		return !c.Is(change.Drifted) && !c.Is(change.Dissolved) && !c.Is(change.Unresolved) && !c.Is(change.Recoded)
	})
	slices.SortStableFunc(report.Changes, func(a, b change.Change) int { return urgency(a) - urgency(b) })
	if c.Format == "json" {
		tasks := driftReport{report.From, report.To, []task{}}
		for _, c := range report.Changes {
			tasks.Changes = append(tasks.Changes, task{c, c.Todo()})
		}
		return json.NewEncoder(out).Encode(tasks)
	}
	return c.write(out, report, func(c change.Change) []geo.Text {
		todo := c.Todo()
		return append(c.Sentences(), geo.Text{FR: "→ " + todo.FR, EN: "→ " + todo.EN})
	})
}

// urgency puts first what a committee must see, last what asks for nothing.
func urgency(c change.Change) int {
	switch {
	case c.Is(change.Drifted):
		return 0
	case c.Is(change.Dissolved):
		return 1
	case c.Is(change.Unresolved):
		return 2
	}
	return 3
}
