package main

import (
	"context"
	"encoding/json"
	"log/slog"

	"perimetre/data/format/geojson"
	"perimetre/geo"
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
		wanted.Members = append(wanted.Members, geo.Member{ID: id})
	}
	t := a.WhatIf(&wanted)
	if c.Format == "json" {
		return json.NewEncoder(out).Encode(t.Summary())
	}
	return writeOne(out, a.TerritoryFeature(t))
}

// writeOne writes a collection of one feature.
func writeOne(out output, f geo.Feature) error {
	w := geojson.NewWriter(out)
	if err := w.Write(f); err != nil {
		return err
	}
	return w.Close()
}
