package preflight

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"

	"perimetre/data/format"
	"perimetre/data/format/table"
	"perimetre/geo"
	"perimetre/geo/check"
)

// Report is what a table holds. Its JSON form is stable: scripts read it.
type Report struct {
	File     File      `json:"file"`
	Rows     int       `json:"rows"`  // those that cannot be read included
	Roles    []Role    `json:"roles"` // the likeliest first; none when an ingest has no use for the file as it is
	Errors   int       `json:"errors"`
	Notices  int       `json:"notices"`
	Problems []Problem `json:"problems"` // the first errors, then the first notices
}

// File is how a table was understood.
type File struct {
	Name   string   `json:"name"`
	Format string   `json:"format"`          // csv or xlsx
	Sheet  string   `json:"sheet,omitempty"` // of a workbook: that of the likeliest role
	Fields []string `json:"fields"`          // names of the columns
}

// Role is one that an ingest may take the table for.
type Role struct {
	Role    format.Role    `json:"role"`
	Dialect format.Dialect `json:"dialect"`
	Columns format.Columns `json:"columns"`
}

// Problem is what is wrong with a row for the likeliest role.
type Problem struct {
	Line     int            `json:"line"` // of the file, or row of the sheet, from 1
	Severity check.Severity `json:"severity"`
	Problem  geo.Text       `json:"problem"`
	Mend     geo.Text       `json:"mend"`
}

// Most is how many problems are kept.
const Most = 20

// Inspect reads a table, named in every error. It fails for what is no table; rows that cannot be read are problems.
func Inspect(r io.Reader, file string) (*Report, error) {
	raw, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	fits := fitsOf(raw, file)
	report := &Report{File: File{Name: file, Format: formatOf(raw)}, Roles: []Role{}, Problems: []Problem{}}
	if len(fits) == 0 {
		t, err := table.Open(bytes.NewReader(raw), file)
		if err != nil {
			return nil, err
		}
		report.read(t, "")
		return report, nil
	}
	for _, f := range fits {
		report.Roles = append(report.Roles, f.Role)
	}
	natures := report.read(fits[0].table, fits[0].Role.Role)
	if len(natures) == 1 && natures[geo.NatureEPT] { // the columns of a register of EPT are those of one of EPCI
		slices.SortStableFunc(report.Roles, func(a, b Role) int { return priority(a) - priority(b) })
	}
	return report, nil
}

// priority puts EPT before all.
func priority(r Role) int {
	if r.Role == format.EPT {
		return 0
	}
	return 1
}

// read reads the rows of a table for a role, none where it is empty, and gives the natures of groupings that it found.
func (r *Report) read(t *table.Table, role format.Role) (natures map[string]bool) {
	r.File.Sheet, r.File.Fields = t.Sheet, t.Header
	natures = map[string]bool{}
	var mended []Problem
	tell := func(p Problem) {
		to := &r.Problems
		if p.Severity == check.Error {
			r.Errors++
		} else {
			r.Notices++
			to = &mended
		}
		if len(*to) < Most {
			*to = append(*to, p)
		}
	}
	for row, err := range t.Rows() {
		r.Rows++
		if err != nil {
			tell(unreadable(err))
			continue
		}
		natures[row.Get(format.FieldNature)] = true
		for _, p := range look(row, role) {
			tell(p)
		}
	}
	r.Problems = append(r.Problems, mended[:min(len(mended), Most-len(r.Problems))]...)
	return natures
}

// unreadable tells a row that the reader of tables could not read, in its words.
func unreadable(err error) Problem {
	p := Problem{Severity: check.Error, Problem: geo.Text{FR: "ligne illisible : " + err.Error(), EN: err.Error()}}
	var record *format.RecordError
	if errors.As(err, &record) {
		p.Line = record.Record
		p.Problem = geo.Text{FR: "ligne illisible (" + record.Problem + ")", EN: "it cannot be read (" + record.Problem + ")"}
		p.Mend = geo.Text{FR: "corrigez la ligne (" + record.Mend + ")", EN: record.Mend}
	}
	return p
}

// fit is a role with the table that was opened for it.
type fit struct {
	Role

	table *table.Table
}

// fitsOf gives the roles whose required columns the table has, the likeliest first: a known publisher's columns before others, then
// the one that has most columns. Each may have its own sheet of a workbook.
func fitsOf(raw []byte, file string) []fit {
	var fits []fit
	for _, role := range format.Roles() {
		if role == format.Communes || role == format.EPCIPolygons { // polygons, which no table holds
			continue
		}
		if t, err := table.Read(bytes.NewReader(raw), file, role, nil); err == nil {
			fits = append(fits, fit{Role{role, role.Dialect(t.Columns), t.Columns}, t})
		}
	}
	const known = 1000 // more columns than a role has
	likeliness := func(f fit) int {
		if f.Dialect == format.Unknown {
			return len(f.Columns)
		}
		return len(f.Columns) + known
	}
	slices.SortStableFunc(fits, func(a, b fit) int { return likeliness(b) - likeliness(a) })
	return fits
}
