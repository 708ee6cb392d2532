package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"perimetre/data/format"
	"perimetre/data/ingest"
	"perimetre/data/mapping"
	"perimetre/geo"
	"perimetre/geo/check"
	"perimetre/geo/crs"
)

type ingestCmd struct {
	Store         string   `required:"" placeholder:"STORE" help:"A path that ends in .gpkg, or a postgres:// address."`
	Vintage       int      `required:"" placeholder:"YEAR" help:"Year of the codes of the registers."`
	Communes      string   `required:"" placeholder:"FILE" help:"Polygons of communes: ${polygons}."`
	EPCI          string   `name:"epci" env:"PERIMETRE_EPCI" required:"" placeholder:"FILE" help:"Composition of EPCI: CSV or XLSX."`
	EPCIPolygons  string   `name:"epci-polygons" env:"PERIMETRE_EPCI_POLYGONS" placeholder:"FILE" help:"Polygons of EPCI, to compare with their communes, in one of the same formats."`
	EPT           string   `name:"ept" env:"PERIMETRE_EPT" placeholder:"FILE" help:"Composition of EPT: CSV or XLSX."`
	CommunesSIREN string   `name:"communes-siren" env:"PERIMETRE_COMMUNES_SIREN" placeholder:"FILE" help:"SIREN of communes: CSV or XLSX."`
	Passage       string   `placeholder:"FILE" help:"From the codes of the polygons to those of the registers: CSV or XLSX."`
	Movements     string   `placeholder:"FILE" help:"Movements of communes, as INSEE publishes them: CSV or XLSX. They bring the codes of the polygons to those of the registers where --passage does not."`
	Geometry      int      `name:"geometry-vintage" env:"PERIMETRE_GEOMETRY_VINTAGE" placeholder:"YEAR" help:"Year of the codes of the polygons, for --movements; by default the year that the passage names, else that of the registers."`
	Regions       string   `placeholder:"FILE" help:"Départements and régions of a country that is not France: CSV or XLSX."`
	Territoires   string   `required:"" placeholder:"FILE" help:"Members of territories: CSV or XLSX."`
	Phase         string   `placeholder:"NAME" help:"Phase of the programme that the list of territories is of."`
	Others        []string `name:"other-territoires" env:"PERIMETRE_OTHER_TERRITOIRES" sep:"none" placeholder:"PHASE=FILE" help:"Members of territories in another phase, to compare with: CSV or XLSX. Once for each phase."`
	Declared      string   `name:"territoires-communes" env:"PERIMETRE_TERRITOIRES_COMMUNES" placeholder:"FILE" help:"Communes that each territory is said to have, to compare with those of its members: CSV or XLSX."`
	VintageOf     []string `name:"vintage-of" env:"PERIMETRE_VINTAGE_OF" placeholder:"ROLE=YEAR" help:"Year of the codes of one file, where neither its columns nor its name tell it, or tell it wrong. Roles are the names of the flags of files."`
	Licence       string   `default:"IGN, INSEE, DGCL, ANCT – Licence Ouverte 2.0" help:"Publishers and licence of the files."`
	Column        []string `placeholder:"ROLE.FIELD=NAME" help:"Name of a column that is not found by itself."`
	Mapping       string   `placeholder:"FILE" help:"YAML file that names columns, by role and field, as --column does. --column wins."`
	Layer         []string `env:"PERIMETRE_INGEST_LAYER" sep:"none" placeholder:"ROLE=NAME" help:"Layer of the polygons of communes, or of epci-polygons, that is not found by itself: its name, or in an archive FILE/NAME, where * stands for any text."`
	CRS           []string `name:"crs" env:"PERIMETRE_INGEST_CRS" sep:"none" placeholder:"ROLE=CODE" help:"Reference system of the polygons of communes, or of epci-polygons, whatever the file says: EPSG:2154…"`
	Repair        float64  `placeholder:"M" help:"Give gaps and overlaps narrower than that many metres to the neighbour with the longest border. Each repair becomes a finding."`
	Publish       bool     `help:"Publish the edition once it is loaded."`
	policyFlag
}

// Run implements the verb.
func (c *ingestCmd) Run(ctx context.Context, log *slog.Logger) error {
	columns, err := c.columns()
	if err != nil {
		return err
	}
	layers, err := byRole("layer", "NAME", c.Layer, func(name string) (string, error) { return name, nil })
	if err != nil {
		return err
	}
	systems, err := byRole("crs", "CODE", c.CRS, crs.Parse)
	if err != nil {
		return err
	}
	others, err := c.others()
	if err != nil {
		return err
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
		Movements: c.Movements, Geometry: geo.Vintage(c.Geometry), Regions: c.Regions,
		Territoires: c.Territoires, Phase: c.Phase, Others: others, TerritoiresCommunes: c.Declared,
		Vintage: geo.Vintage(c.Vintage), Vintages: vintages, Licence: c.Licence, Columns: columns, Layers: layers, CRS: systems,
		Now: time.Now(), Policy: &policy, Repair: c.Repair,
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

// columns gives the columns that the user named: those of the mapping, with those of --column instead.
func (c *ingestCmd) columns() (format.Given, error) {
	columns := format.Given{}
	if c.Mapping != "" {
		file, err := os.Open(c.Mapping)
		if err != nil {
			return nil, fmt.Errorf("mapping: %w", err)
		}
		given, err := mapping.Read(file, filepath.Base(c.Mapping))
		if err := errors.Join(err, file.Close()); err != nil {
			return nil, err
		}
		maps.Copy(columns, given)
	}
	for _, column := range c.Column {
		if err := columns.Set(column); err != nil {
			return nil, err
		}
	}
	return columns, nil
}

// byRole reads what a flag says of files of polygons, each ROLE=VALUE and once.
func byRole[T any](flag, value string, texts []string, parse func(string) (T, error)) (map[format.Role]T, error) {
	given := map[format.Role]T{}
	for _, text := range texts {
		name, rest, _ := strings.Cut(text, "=")
		role := format.Role(name)
		if rest == "" || len(role.Layers()) == 0 {
			return nil, fmt.Errorf("%s %q: write it as ROLE=%s, where ROLE is %s or %s", flag, text, value, format.Communes, format.EPCIPolygons)
		}
		if _, twice := given[role]; twice {
			return nil, fmt.Errorf("%s %q: there is one for %s already: give one", flag, text, role)
		}
		parsed, err := parse(rest)
		if err != nil {
			return nil, fmt.Errorf("%s %q: %w", flag, text, err)
		}
		given[role] = parsed
	}
	return given, nil
}

// others gives the lists of other phases.
func (c *ingestCmd) others() ([]ingest.List, error) {
	var lists []ingest.List
	for _, text := range c.Others {
		phase, path, _ := strings.Cut(text, "=")
		if phase == "" || path == "" {
			return nil, fmt.Errorf("other-territoires %q: write it as PHASE=FILE", text)
		}
		lists = append(lists, ingest.List{Phase: phase, Path: path})
	}
	return lists, nil
}

// tell logs what an ingest read, and what does not fit.
func tell(log *slog.Logger, r *ingest.Report) {
	for _, read := range r.Readings {
		attributes := []any{"role", read.Role, "file", read.File}
		if read.Layer != "" {
			attributes = append(attributes, "layer", read.Layer, "crs", systemOf(read.CRS))
		}
		attributes = append(attributes, "dialect", read.Dialect, "columns", read.Columns.String(), "records", read.Records)
		if read.Phase != "" {
			attributes = append(attributes, "phase", read.Phase)
		}
		if read.Sheet != "" {
			attributes = append(attributes, "sheet", read.Sheet)
		}
		log.Info("file read", attributes...)
	}
	for _, remark := range r.Remarks {
		log.Warn(remark.Problem, "file", remark.File, "count", remark.Count, "examples", remark.Examples)
	}
	log.Info("communes read", "features", r.Features, "in_epci", r.FeaturesInEPCI, "epci", r.EPCI,
		"communes", r.Communes, "territoires", r.Territories)
	if len(r.WithoutEPCI) > 0 {
		log.Info("communes without an EPCI", "count", len(r.WithoutEPCI), "codes", some(r.WithoutEPCI))
	}
	if len(r.WithoutGeometry) > 0 {
		log.Warn("communes of the register without a polygon", "count", len(r.WithoutGeometry), "codes", some(r.WithoutGeometry))
	}
	tellMovements(log, r.Movements)
	if len(r.UnknownEPCI) > 0 {
		log.Warn("polygons of EPCI that no register has", "count", len(r.UnknownEPCI), "siren", some(r.UnknownEPCI))
	}
	if len(r.OtherEPCI) > 0 {
		log.Warn("communes whose polygon names another EPCI than the register", "count", len(r.OtherEPCI), "codes", some(r.OtherEPCI))
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

// systemOf names the reference system of a layer.
func systemOf(code crs.Code) string {
	if code == 0 {
		return "longitude and latitude" // where the file does not say
	}
	return code.String()
}

// tellMovements logs what movements say of the files.
func tellMovements(log *slog.Logger, m ingest.Movements) {
	if m.Read > 0 {
		log.Info("movements read", "count", m.Read, "polygons_of", m.Geometry)
	}
	if len(m.Unknown) > 0 {
		var kinds []string
		for _, movement := range m.Unknown {
			kinds = append(kinds, strconv.Itoa(movement.Mod))
		}
		slices.Sort(kinds)
		log.Warn("movements of a kind that is not known, followed all the same", "count", len(m.Unknown), "mod", slices.Compact(kinds))
	}
	if len(m.NotAlive) > 0 {
		log.Warn("polygons under codes that no commune had that year: give the year of the polygons with --geometry-vintage",
			"year", m.Geometry, "count", len(m.NotAlive), "codes", some(m.NotAlive))
	}
	for _, u := range m.Unfollowed {
		log.Warn("commune that the polygons cannot draw: its ground is in the polygon of another", "commune", u.Name, "code", u.Code,
			"within", u.Within.Name, "within_code", u.Within.Code, "since", u.Movement.Date.Format(time.DateOnly))
	}
	for _, d := range m.Differ {
		log.Warn("the passage is not what movements tell: the passage wins", "code", d.Code, "passage", d.Passage, "movements", d.Movements)
	}
}

// some gives the first codes of a list.
func some[C geo.Code | geo.SIREN](codes []C) []C { return codes[:min(len(codes), 12)] }
