package main

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"

	"perimetre/data/format/geojson"
	"perimetre/data/source"
	"perimetre/geo"
	"perimetre/geo/check"
	"perimetre/geo/inspection"
)

type inspectCmd struct {
	File      string   `arg:"" placeholder:"FILE" help:"Polygons: ${polygons}. Or a table: CSV or XLSX."`
	Format    string   `enum:"text,json,geojson" default:"text" help:"One of text, json, geojson."`
	Tolerance *float64 `placeholder:"M" help:"Width in metres below which a gap or an overlap is a sliver, instead of the policy's."`
	Lang      string   `enum:"fr,en" default:"fr" help:"Language of the text: fr or en."`
	layerFlags
	policyFlag
}

// Run implements the verb.
func (c *inspectCmd) Run(ctx context.Context, out output) error {
	policy, err := c.read()
	if err != nil {
		return err
	}
	if c.Tolerance != nil {
		if !(*c.Tolerance >= 0) {
			return errors.New("tolerance: give a number of metres from 0")
		}
		policy.SliverM = *c.Tolerance
	}
	bundle, err := source.OpenBundle(c.File, source.Limits{})
	if err != nil {
		return err
	}
	w := bufio.NewWriter(out)
	found, err := c.inspect(ctx, w, bundle, policy)
	if err := errors.Join(err, bundle.Close()); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if found {
		return errFound
	}
	return nil
}

// inspect writes what the file holds; found is true when there is an error in it.
func (c *inspectCmd) inspect(ctx context.Context, w io.Writer, bundle *source.Bundle, policy check.Policy) (found bool, err error) {
	if table, ok := tableIn(bundle); ok {
		return c.preflight(w, table)
	}
	options, err := c.options()
	if err != nil {
		return false, err
	}
	all, chosen, err := c.choose(bundle)
	if err != nil {
		return false, err
	}
	file := newFileReport(bundle, all, chosen, options)
	if len(chosen) == 0 {
		return false, c.writeLayers(w, file, all)
	}
	read, err := readLayers(ctx, bundle.Name(), chosen, options)
	if err != nil {
		return false, err
	}
	file.found(read)
	report := inspection.Inspect(read.records, read.units, policy)
	switch c.Format {
	case "json":
		err = json.NewEncoder(w).Encode(struct {
			File *fileReport `json:"file"`
			*inspection.Report
		}{file, report})
	case "geojson":
		err = writeDefects(w, report.Defects)
	default:
		file.print(printer{w, language(c.Lang)})
		printReport(w, file.Name, report, language(c.Lang))
	}
	return len(report.Errors()) > 0, err
}

// writeLayers writes which layers there are when none of them is inspected.
func (c *inspectCmd) writeLayers(w io.Writer, file *fileReport, layers []source.Layer) error {
	switch c.Format {
	case "json":
		return json.NewEncoder(w).Encode(struct {
			File *fileReport `json:"file"`
		}{file})
	case "geojson":
		return severalLayers(file.Name, layers)
	}
	file.print(printer{w, language(c.Lang)})
	return nil
}

// writeDefects writes one feature a defect: the ground of a gap or of an overlap, else a point.
func writeDefects(w io.Writer, defects []inspection.Defect) error {
	features := geojson.NewWriter(w)
	for _, d := range defects {
		err := features.Write(geo.Feature{
			Properties: []geo.Property{
				{Name: "code", Value: d.Code},
				{Name: "regle", Value: d.Rule},
				{Name: "severite", Value: d.Severity.String()},
				{Name: "unites", Value: d.Units},
				{Name: "superficie_m2", Value: d.Area},
				{Name: "largeur_m", Value: d.Width},
				{Name: "message_fr", Value: d.Message.FR},
				{Name: "message_en", Value: d.Message.EN},
			},
			Geometry: d.Geometry,
		})
		if err != nil {
			return err
		}
	}
	return features.Close()
}

// printReport prints what a file holds, then its defects by kind, the worst first.
func printReport(w io.Writer, file string, r *inspection.Report, in language) {
	const mostOfAKind = 10
	p := printer{w, in}
	p.line(geo.Text{
		FR: "%s : %d entités, %d sommets ; la couverture a %d arcs et %d faces",
		EN: "%s: %d features, %d vertices; the coverage has %d arcs and %d faces",
	}, file, r.Features, r.Vertices, r.Arcs, r.Faces)
	p.line(geo.Text{FR: "lacunes : %d, %s", EN: "gaps: %d, %s"}, r.Gaps.Count, in.of(inspection.Area(r.Gaps.Area)))
	p.line(geo.Text{FR: "chevauchements : %d entre %d paires d’unités, %s", EN: "overlaps: %d between %d pairs of units, %s"},
		r.Overlaps.Count, r.Overlaps.Pairs, in.of(inspection.Area(r.Overlaps.Area)))

	for first := 0; first < len(r.Defects); {
		next := first
		for next < len(r.Defects) && r.Defects[next].Code == r.Defects[first].Code {
			next++
		}
		same := r.Defects[first:next]
		kind := inspection.KindOf(same[0].Code)
		p.line(geo.Text{FR: "\n%s %s %s : %s (%d)", EN: "\n%s %s %s: %s (%d)"},
			in.of(severityName(same[0].Severity)), kind.Rule, kind.Code, in.of(kind.Title()), len(same))
		for _, d := range same[:min(len(same), mostOfAKind)] {
			place := "-"
			if d.At != nil {
				place = d.At.String()
			}
			p.line(geo.Text{FR: "  %-24s %s", EN: "  %-24s %s"}, place, cmp.Or(in.of(d.Detail), "-"))
		}
		if more := len(same) - mostOfAKind; more > 0 {
			p.line(geo.Text{FR: "  et %d de plus : --format json les donne tous", EN: "  and %d more: --format json has all"}, more)
		}
		p.line(geo.Text{FR: "  → %s", EN: "  → %s"}, in.of(kind.Hint))
		first = next
	}
	p.line(geo.Text{FR: "\n%s", EN: "\n%s"}, r.Summary())
}
