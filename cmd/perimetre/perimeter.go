package main

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"slices"
	"strings"

	"perimetre/data/format/geojson"
	"perimetre/geo"
	"perimetre/geo/check"
)

type perimeterCmd struct {
	editionFlags
	Members []string `required:"" placeholder:"SIREN,…" help:"SIREN of EPCI, EPT or communes, or INSEE codes of communes."`
	Format  string   `enum:"json,geojson" default:"json" help:"One of json, geojson."`
}

// Run implements the verb.
func (c *perimeterCmd) Run(ctx context.Context, log *slog.Logger, out output) error {
	a, err := c.open(ctx, log)
	if err != nil {
		return err
	}
	wanted := geo.Territory{ID: "what-if", Name: "what if"}
	for _, id := range c.Members {
		member := geo.Member{ID: strings.TrimSpace(id)}
		if member.ID != "" && !slices.Contains(wanted.Members, member) {
			wanted.Members = append(wanted.Members, member)
		}
	}
	if len(wanted.Members) == 0 {
		return errors.New("no member: give SIREN or INSEE codes with --members, separated by commas")
	}
	t := a.WhatIf(&wanted)
	if c.Format == "json" {
		err = json.NewEncoder(out).Encode(t.Summary())
	} else {
		err = writeOne(out, a.TerritoryFeature(t))
	}
	if worst, ok := check.Worst(t.Findings); err == nil && ok && worst == check.Error {
		return errFound
	}
	return err
}

// writeOne writes a collection of one feature.
func writeOne(out output, f geo.Feature) error {
	w := geojson.NewWriter(out)
	if err := w.Write(f); err != nil {
		return err
	}
	return w.Close()
}
