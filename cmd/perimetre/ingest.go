package main

import (
	"context"
	"fmt"
	"log/slog"
	"math"
	"os"
	"time"

	"perimetre/data/format"
	"perimetre/data/ingest"
	"perimetre/geo"
	"perimetre/geo/check"
)

type ingestCmd struct {
	Store         string   `required:"" placeholder:"STORE" help:"A path that ends in .gpkg, or a postgres:// address."`
	Vintage       int      `required:"" placeholder:"YEAR" help:"Year of the codes of the registers."`
	Communes      string   `required:"" placeholder:"FILE" help:"Polygons of communes: GeoJSON, plain or gzip."`
	EPCI          string   `name:"epci" env:"PERIMETRE_EPCI" required:"" placeholder:"FILE" help:"Composition of EPCI: CSV."`
	EPCIPolygons  string   `name:"epci-polygons" env:"PERIMETRE_EPCI_POLYGONS" placeholder:"FILE" help:"Polygons of EPCI, to compare with their communes: GeoJSON, plain or gzip."`
	EPT           string   `name:"ept" env:"PERIMETRE_EPT" placeholder:"FILE" help:"Composition of EPT: CSV."`
	CommunesSIREN string   `name:"communes-siren" env:"PERIMETRE_COMMUNES_SIREN" placeholder:"FILE" help:"SIREN of communes: CSV."`
	Passage       string   `placeholder:"FILE" help:"From the codes of the polygons to those of the registers: CSV."`
	Regions       string   `placeholder:"FILE" help:"Départements and régions of a country that is not France: CSV."`
	Territoires   string   `required:"" placeholder:"FILE" help:"Members of territories: CSV."`
	VintageOf     []string `name:"vintage-of" env:"PERIMETRE_VINTAGE_OF" placeholder:"ROLE=YEAR" help:"Year of the codes of one file, where neither its columns nor its name tell it, or tell it wrong. Roles are the names of the flags of files."`
	Licence       string   `default:"IGN, INSEE, DGCL, ANCT – Licence Ouverte 2.0" help:"Publishers and licence of the files."`
	Column        []string `placeholder:"ROLE.FIELD=NAME" help:"Name of a column that is not found by itself."`
	Repair        float64  `placeholder:"M" help:"Give gaps and overlaps narrower than that many metres to the neighbour with the longest border. Each repair becomes a finding."`
	Publish       bool     `help:"Publish the edition once it is loaded."`
	policyFlag
}

// Run implements the verb.
func (c *ingestCmd) Run(ctx context.Context, log *slog.Logger) error {
	columns := format.Given{}
	for _, column := range c.Column {
		if err := columns.Set(column); err != nil {
			return err
		}
	}
	vintages := ingest.Vintages{}
	for _, vintage := range c.VintageOf {
		if err := vintages.Set(vintage); err != nil {
			return err
		}
	}
	if !(c.Repair >= 0) {
		return fmt.Errorf("repair %v: give a width in metres", c.Repair)
	}
	if !isGeoPackage(c.Store) && !isPostgres(c.Store) {
		return errAddress(c.Store)
	}
	policy, err := c.read()
	if err != nil {
		return err
	}
	progress := newProgress(os.Stderr, log)
	number, report, err := ingest.Run(ctx, ingest.Files{
		Communes: c.Communes, EPCI: c.EPCI, EPCIPolygons: c.EPCIPolygons, EPT: c.EPT, CommunesSIREN: c.CommunesSIREN, Passage: c.Passage,
		Regions: c.Regions, Territoires: c.Territoires,
		Vintage: geo.Vintage(c.Vintage), Vintages: vintages, Licence: c.Licence, Columns: columns, Now: time.Now(), Policy: &policy, Repair: c.Repair,
	}, func(ctx context.Context) (ingest.Store, error) { return openStoreToWrite(ctx, c.Store) }, c.Publish, progress.step)
	progress.finish()
	if report != nil {
		tell(log, report)
	}
	if err != nil {
		return err
	}
	log.Info("edition loaded", "edition", number, "published", c.Publish, "store", redacted(c.Store))
	return nil
}

// tell logs what an ingest read, and what does not fit.
func tell(log *slog.Logger, r *ingest.Report) {
	log.Info("communes read", "features", r.Features, "in_epci", r.FeaturesInEPCI, "epci", r.EPCI,
		"communes", r.Communes, "territoires", r.Territories)
	if len(r.WithoutEPCI) > 0 {
		log.Info("communes without an EPCI", "count", len(r.WithoutEPCI), "codes", some(r.WithoutEPCI))
	}
	if len(r.WithoutGeometry) > 0 {
		log.Warn("communes of the register without a polygon", "count", len(r.WithoutGeometry), "codes", some(r.WithoutGeometry))
	}
	if len(r.UnknownEPCI) > 0 {
		log.Warn("polygons of EPCI that no register has", "count", len(r.UnknownEPCI), "siren", some(r.UnknownEPCI))
	}
	if len(r.Repairs) > 0 {
		moved := 0.0
		for _, repair := range r.Repairs {
			moved += repair.Area
		}
		log.Warn("coverage repaired: each repair is a finding", "repairs", len(r.Repairs), "area_m2", math.Round(moved))
	}
	for _, d := range r.Defects {
		switch d.Severity {
		case check.Error: // told with the refusal
		case check.Warning:
			log.Warn("defect of the coverage", "defect", d.String())
		default:
			log.Info("defect of the coverage", "severity", d.Severity, "defect", d.String())
		}
	}
}

// some gives the first codes of a list.
func some[C geo.Code | geo.SIREN](codes []C) []C { return codes[:min(len(codes), 12)] }
