package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"

	"perimetre/data/format"
	"perimetre/data/format/geojson"
	"perimetre/data/ingest"
	"perimetre/geo"
	"perimetre/geo/change"
	"perimetre/geo/cog"
	"perimetre/geo/perimeter"
)

// twoEditions choose two editions of a store.
type twoEditions struct {
	From int64 `placeholder:"N" help:"Number of the edition to compare with."`
	To   int64 `placeholder:"N" help:"Number of the edition that is compared; by default the published one, else the newest."`
}

// changesFlags say how changes are printed.
type changesFlags struct {
	Format string `enum:"text,json,geojson" default:"text" help:"One of text, json, geojson."`
	Lang   string `enum:"fr,en" default:"fr" help:"Language of the text: fr or en."`
}

type diffCmd struct {
	Store string `placeholder:"STORE" help:"A path that ends in .gpkg, or a postgres:// address. Two lists are compared in the registers of its edition --to."`
	twoEditions
	Lists  []string `arg:"" optional:"" name:"list" help:"Two lists of territories: CSV. Without a store, members and names are compared only."`
	Column []string `placeholder:"ROLE.FIELD=NAME" help:"Name of a column of the lists that is not found by itself."`
	changesFlags
}

// changesReport is the JSON form of a comparison. It is stable: scripts read it.
type changesReport struct {
	From    int64           `json:"from"` // number of the edition, 0 for a list
	To      int64           `json:"to"`
	Changes []change.Change `json:"changes"`
}

// Run implements the verb.
func (c *diffCmd) Run(ctx context.Context, log *slog.Logger, out output) error {
	var report changesReport
	var err error
	switch {
	case len(c.Lists) == 0 && c.Store != "":
		report, err = c.editions(ctx, log, c.Store)
	case len(c.Lists) == 2 && c.From == 0:
		report, err = c.lists(ctx, log)
	default:
		err = errors.New("give two lists, or a store with --store and an edition with --from")
	}
	if err != nil {
		return err
	}
	return c.write(out, report, change.Change.Sentences)
}

func (c *diffCmd) lists(ctx context.Context, log *slog.Logger) (changesReport, error) {
	columns := format.Given{}
	for _, column := range c.Column {
		if err := columns.Set(column); err != nil {
			return changesReport{}, err
		}
	}
	var sides [2]change.Side
	for i, path := range c.Lists {
		territories, err := ingest.Territories(path, columns)
		if err != nil {
			return changesReport{}, err
		}
		sides[i].Territories = territories
	}
	if c.Store != "" {
		err := withStore(ctx, c.Store, func(s store) error {
			side, err := readSide(ctx, log, s, c.Store, c.To)
			for i := range sides {
				sides[i].Vintage, sides[i].Ground = side.Vintage, side.Ground
			}
			return err
		})
		if err != nil {
			return changesReport{}, err
		}
	}
	return changesReport{Changes: change.Between(sides[0], sides[1], nil)}, nil
}

// editions compares two editions of a store.
func (f twoEditions) editions(ctx context.Context, log *slog.Logger, address string) (changesReport, error) {
	if f.From == 0 {
		return changesReport{}, errors.New("no edition to compare with: give its number with --from")
	}
	var report changesReport
	err := withStore(ctx, address, func(s store) error {
		from, err := readSide(ctx, log, s, address, f.From)
		if err != nil {
			return err
		}
		to, err := readSide(ctx, log, s, address, f.To)
		if err != nil {
			return err
		}
		// Movements tell what came before them: those of the newer edition reach further.
		older, newer := from.Ground.Edition, to.Ground.Edition
		if older.Vintage > newer.Vintage {
			older, newer = newer, older
		}
		movements := newer.Movements
		if len(movements) == 0 {
			movements = older.Movements
		}
		if len(movements) == 0 && from.Vintage != to.Vintage {
			log.Warn("neither edition has movements of communes: one that changed its code counts as a move; ingest with --movements")
		}
		report = changesReport{
			from.Ground.Edition.Number, to.Ground.Edition.Number, change.Between(from, to, cog.NewHistory(movements)),
		}
		return nil
	})
	return report, err
}

// withStore opens a store that exists, and closes it.
func withStore(ctx context.Context, address string, use func(store) error) error {
	s, err := openStore(ctx, address)
	if err != nil {
		return err
	}
	return errors.Join(use(s), s.Close())
}

// readSide reads an edition; number 0 is the published one, else the newest.
func readSide(ctx context.Context, log *slog.Logger, s store, address string, number int64) (change.Side, error) {
	number, err := editionFlags{Store: address, Edition: number}.choose(ctx, log, s)
	if err != nil {
		return change.Side{}, err
	}
	edition, err := s.Edition(ctx, number)
	if err != nil {
		return change.Side{}, fmt.Errorf("read edition %d: %w", number, err)
	}
	ground, _ := perimeter.NewGround(edition)
	return change.Of(ground), nil
}

// write prints changes in the format that was asked for; sentences says what is told of each in text.
func (f changesFlags) write(out output, report changesReport, sentences func(change.Change) []geo.Text) error {
	w := bufio.NewWriter(out)
	var err error
	switch f.Format {
	case "json":
		if report.Changes == nil {
			report.Changes = []change.Change{}
		}
		err = json.NewEncoder(w).Encode(report)
	case "geojson":
		err = writeChanges(w, report.Changes)
	default:
		printChanges(printer{w, language(f.Lang)}, report.Changes, sentences)
	}
	return errors.Join(err, w.Flush())
}

func printChanges(p printer, changes []change.Change, sentences func(change.Change) []geo.Text) {
	for _, c := range changes {
		p.line(geo.Text{FR: "%s %s [%s]", EN: "%s %s [%s]"}, c.ID, strings.TrimSpace(c.Name), p.in.kinds(c.Kinds))
		for _, s := range sentences(c) {
			p.line(geo.Text{FR: "  %s", EN: "  %s"}, p.in.of(s))
		}
	}
	p.line(geo.Text{FR: "territoires changés : %d", EN: "territories changed: %d"}, len(changes))
}

// kinds gives the names of the kinds of a change, as scripts read them.
func kinds(c change.Change) string {
	names := make([]string, len(c.Kinds))
	for i, k := range c.Kinds {
		names[i] = k.String()
	}
	return strings.Join(names, ", ")
}

// writeChanges writes a feature for each commune that moved, and one for each change without a move: the ground that came or
// went, nothing where none did.
func writeChanges(w io.Writer, changes []change.Change) error {
	features := geojson.NewWriter(w)
	for _, c := range changes {
		moved := []geo.Feature{}
		for _, m := range c.Came {
			moved = append(moved, moveFeature(c, m, "came"))
		}
		for _, m := range c.Left {
			moved = append(moved, moveFeature(c, m, "left"))
		}
		if len(moved) == 0 {
			f := geo.Feature{Properties: []geo.Property{{Name: "territoire", Value: c.ID}, {Name: "change", Value: kinds(c)}}}
			if len(c.Ground) > 0 {
				f.Geometry = c.Ground
			}
			moved = append(moved, f)
		}
		for _, f := range moved {
			if err := features.Write(f); err != nil {
				return err
			}
		}
	}
	return features.Close()
}

func moveFeature(c change.Change, m change.Move, way string) geo.Feature {
	f := geo.Feature{Properties: []geo.Property{
		{Name: "territoire", Value: c.ID},
		{Name: "change", Value: m.Cause.String()},
		{Name: "move", Value: way},
		{Name: "insee_before", Value: string(m.Before.Code)},
		{Name: "insee_after", Value: string(m.After.Code)},
		{Name: "epci_before", Value: string(m.From.EPCI)},
		{Name: "epci_after", Value: string(m.To.EPCI)},
		{Name: "territoires_before", Value: m.From.Territories},
		{Name: "territoires_after", Value: m.To.Territories},
	}}
	if len(m.Geometry) > 0 {
		f.Geometry = m.Geometry
	}
	return f
}
