package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"

	"perimetre/data/format/geojson"
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
	Edition     int64           `json:"edition"`
	Territoires []atlas.Summary `json:"territoires"`
}

// Run implements the verb.
func (c *checkCmd) Run(ctx context.Context, log *slog.Logger, out output) error {
	a, err := c.open(ctx, log)
	if err != nil {
		return err
	}
	report := checkReport{Edition: a.Edition.Number, Territoires: []atlas.Summary{}}
	for i, t := range a.Territories {
		if c.Territoire == "" || c.Territoire == t.ID {
			report.Territoires = append(report.Territoires, a.Summary(i))
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
		err = writeFindings(w, report.Territoires)
	default:
		c.print(w, report)
	}
	if err := errors.Join(err, w.Flush()); err != nil {
		return err
	}
	for _, t := range report.Territoires {
		if worst, ok := check.Worst(t.Findings); ok && worst == check.Error {
			return errFound
		}
	}
	return nil
}

func (c *checkCmd) print(w io.Writer, report checkReport) {
	found := map[check.Severity]int{}
	for _, t := range report.Territoires {
		fmt.Fprintf(w, "%s %s\n", t.ID, t.Name)
		for _, f := range t.Findings {
			found[f.Severity]++
			message := f.Message.FR
			if c.Lang == "en" {
				message = f.Message.EN
			}
			fmt.Fprintf(w, "  %-7s %s  %s\n", f.Severity, f.Code, message)
		}
	}
	fmt.Fprintf(w, "%d territoires: %d error, %d warning, %d notice, %d info\n", len(report.Territoires),
		found[check.Error], found[check.Warning], found[check.Notice], found[check.Info])
}

// writeFindings writes one feature a finding.
func writeFindings(w io.Writer, territories []atlas.Summary) error {
	features := geojson.NewWriter(w)
	for _, t := range territories {
		for _, f := range t.Findings {
			if err := features.Write(findingFeature(t.ID, f)); err != nil {
				return err
			}
		}
	}
	return features.Close()
}
