package main

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"maps"
	"slices"
	"strings"

	"perimetre/data/format/geojson"
	"perimetre/geo"
	"perimetre/geo/atlas"
	"perimetre/geo/check"
)

// errFound ends a check that found an error: everything was said on standard output.
var errFound = errors.New("an error was found")

type checkCmd struct {
	editionFlags
	Territoire string `placeholder:"ID" help:"Check one territory only."`
	Format     string `enum:"text,json,geojson" default:"text" help:"One of text, json, geojson."`
	Lang       string `enum:"fr,en" default:"fr" help:"Language of the text: fr or en."`
}

// checkReport is the JSON form of a check. It is stable: scripts read it.
type checkReport struct {
	Edition      int64                `json:"edition"`
	Findings     []check.Finding      `json:"findings"`      // about the edition as a whole
	NotEvaluable []check.NotEvaluable `json:"not_evaluable"` // of the edition, and of all its territories: they do not repeat it
	Territoires  []atlas.Summary      `json:"territoires"`
}

// Run implements the verb.
func (c *checkCmd) Run(ctx context.Context, log *slog.Logger, out output) error {
	a, err := c.open(ctx, log)
	if err != nil {
		return err
	}
	report := checkReport{
		Edition: a.Edition.Number, Findings: a.Findings, NotEvaluable: a.NotEvaluable, Territoires: []atlas.Summary{},
	}
	for i, t := range a.Territories {
		if c.Territoire == "" || c.Territoire == t.ID {
			summary := a.Summary(i)
			summary.NotEvaluable = slices.DeleteFunc(slices.Clone(summary.NotEvaluable), func(n check.NotEvaluable) bool {
				return slices.Contains(a.NotEvaluable, n)
			})
			report.Territoires = append(report.Territoires, summary)
		}
	}
	if c.Territoire != "" && len(report.Territoires) == 0 {
		return fmt.Errorf("no territory %q in edition %d", c.Territoire, a.Edition.Number)
	}
	w := bufio.NewWriter(out)
	switch c.Format {
	case "json":
		err = json.NewEncoder(w).Encode(report)
	case "geojson":
		err = writeFindings(w, report)
	default:
		report.print(printer{w, language(c.Lang)})
	}
	if err := errors.Join(err, w.Flush()); err != nil {
		return err
	}
	for _, findings := range report.findings() {
		if worst, ok := check.Worst(findings); ok && worst == check.Error {
			return errFound
		}
	}
	return nil
}

// findings gives those about the edition, under no id, then those of each territory.
func (r checkReport) findings() iter.Seq2[string, []check.Finding] {
	return func(yield func(string, []check.Finding) bool) {
		if !yield("", r.Findings) {
			return
		}
		for _, t := range r.Territoires {
			if !yield(t.ID, t.Findings) {
				return
			}
		}
	}
}

func (r checkReport) print(p printer) {
	found := map[check.Severity]int{}
	list := func(findings []check.Finding) {
		for _, f := range findings {
			found[f.Severity]++
			p.line(geo.Text{FR: "  %-8s %s  %s", EN: "  %-8s %s  %s"}, p.in.of(severityName(f.Severity)), f.Code, p.in.of(f.Message))
			if hint := p.in.of(f.Hint); hint != "" {
				p.line(geo.Text{FR: "                → %s", EN: "                → %s"}, hint)
			}
		}
	}
	if len(r.Findings) > 0 {
		p.line(geo.Text{FR: "édition %d", EN: "edition %d"}, r.Edition)
		list(r.Findings)
	}
	for _, t := range r.Territoires {
		p.line(geo.Text{FR: "%s %s", EN: "%s %s"}, t.ID, t.Name)
		list(t.Findings)
	}
	p.line(geo.Text{FR: "%s : %s", EN: "%s: %s"}, p.in.territories(len(r.Territoires)), p.in.severities(found))
	if all := r.notEvaluable(p.in); len(all) > 0 {
		p.line(geo.Text{FR: "non évaluées : %s", EN: "not evaluable: %s"}, strings.Join(all, p.in.of(geo.Text{FR: " ; ", EN: "; "})))
	}
}

// notEvaluable words the rules that could not judge, those of all territories first; the others say of how many.
func (r checkReport) notEvaluable(in language) []string {
	var all []string
	for _, n := range r.NotEvaluable {
		all = append(all, fmt.Sprintf("%s, %s", n.Code, in.of(n.Reason)))
	}
	count := map[check.NotEvaluable]int{}
	for _, t := range r.Territoires {
		for _, n := range t.NotEvaluable {
			count[n]++
		}
	}
	for _, n := range slices.SortedFunc(maps.Keys(count), func(a, b check.NotEvaluable) int {
		return cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(a.Reason.EN, b.Reason.EN))
	}) {
		all = append(all, fmt.Sprintf("%s, %s (%s)", n.Code, in.of(n.Reason), in.territories(count[n])))
	}
	return all
}

// writeFindings writes one feature a finding.
func writeFindings(w io.Writer, report checkReport) error {
	features := geojson.NewWriter(w)
	for f := range findingFeatures(report.findings()) {
		if err := features.Write(f); err != nil {
			return err
		}
	}
	return features.Close()
}

// findingFeatures gives a feature for each finding of each territory. Those about the edition have no territory and no place.
func findingFeatures(found iter.Seq2[string, []check.Finding]) iter.Seq[geo.Feature] {
	return func(yield func(geo.Feature) bool) {
		for id, findings := range found {
			for _, f := range findings {
				if !yield(findingFeature(id, f)) {
					return
				}
			}
		}
	}
}

func findingFeature(territory string, f check.Finding) geo.Feature {
	id := geo.Property{Name: "territoire"}
	if territory != "" {
		id.Value = territory
	}
	return geo.Feature{
		Properties: []geo.Property{
			id,
			{Name: "code", Value: f.Code},
			{Name: "severite", Value: f.Severity.String()},
			{Name: "message_fr", Value: f.Message.FR},
			{Name: "message_en", Value: f.Message.EN},
			{Name: "conseil_fr", Value: f.Hint.FR},
			{Name: "conseil_en", Value: f.Hint.EN},
			{Name: "etat", Value: f.State.String()},
			{Name: "unites", Value: f.Units},
		},
		Geometry: f.Geometry,
	}
}
