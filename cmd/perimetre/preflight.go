package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"perimetre/data/format"
	"perimetre/data/format/driver"
	"perimetre/data/preflight"
	"perimetre/data/source"
	"perimetre/geo"
)

// tableIn gives the table that a file is. ok is false for an archive, and for a file of a format of features.
func tableIn(b *source.Bundle) (in format.Input, ok bool) {
	if b.Members()[0].Name != b.Name() {
		return nil, false
	}
	in = b.Input(b.Members()[0])
	if _, err := driver.Of(in); err == nil {
		return nil, false
	}
	return in, preflight.Detect(in)
}

// preflight writes what a table holds; found is true when there is an error in it.
func (c *inspectCmd) preflight(w io.Writer, in format.Input) (found bool, err error) {
	if flags := c.written(); flags != "" {
		return false, fmt.Errorf("%s: a table has neither layers nor coordinates: leave out%s", in.Name(), flags)
	}
	if c.Format == "geojson" {
		return false, fmt.Errorf("%s: what is wrong with a table has no place on a map: give --format text or json", in.Name())
	}
	file, err := in.Open()
	if err != nil {
		return false, err
	}
	report, err := preflight.Inspect(file, in.Name())
	if err := errors.Join(err, file.Close()); err != nil {
		return false, err
	}
	if c.Format == "json" {
		return report.Errors > 0, json.NewEncoder(w).Encode(report)
	}
	printPreflight(printer{w, language(c.Lang)}, report)
	return report.Errors > 0, nil
}

// printPreflight prints how a table was understood, then what is wrong with it.
func printPreflight(p printer, r *preflight.Report) {
	name := r.File.Name
	if r.File.Sheet != "" {
		name += p.in.of(geo.Text{FR: ", feuille ", EN: ", sheet "}) + r.File.Sheet
	}
	p.line(geo.Text{FR: "%s : %s, %d lignes", EN: "%s: %s, %d rows"}, name, strings.ToUpper(r.File.Format), r.Rows)
	p.line(geo.Text{FR: "colonnes : %s", EN: "columns: %s"}, strings.Join(r.File.Fields, ", "))
	for _, role := range r.Roles {
		p.line(geo.Text{FR: "rôle : %s, dialecte %s, colonnes %s", EN: "role: %s, dialect %s, columns %s"},
			role.Role, dialectName(role.Dialect, p.in), role.Columns)
	}
	if len(r.Roles) == 0 {
		p.line(geo.Text{
			FR: "rôle : aucun, il manque une colonne pour chacun : nommez-les à l’ingest avec --column",
			EN: "role: none, each lacks a column: name them to an ingest with --column",
		})
	}
	if len(r.Problems) > 0 {
		p.line(geo.Text{})
	}
	for _, problem := range r.Problems {
		p.line(geo.Text{FR: "%s, ligne %d : %s → %s", EN: "%s, line %d: %s → %s"},
			p.in.of(severityName(problem.Severity)), problem.Line, p.in.of(problem.Problem), p.in.of(problem.Mend))
	}
	if more := r.Errors + r.Notices - len(r.Problems); more > 0 {
		p.line(geo.Text{FR: "et %d de plus", EN: "and %d more"}, more)
	}
	p.line(geo.Text{FR: "\nerreurs : %d, remarques : %d", EN: "\nerrors: %d, notices: %d"}, r.Errors, r.Notices)
}
