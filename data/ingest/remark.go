package ingest

import (
	"perimetre/data/format"
	"perimetre/geo/crs"
)

// Reading tells how one file was understood.
type Reading struct {
	Role    format.Role
	Phase   string   // of a list of territories
	File    string   // base name, after as many folders as tell it from the others of an archive
	Sheet   string   // of a workbook, else empty
	Layer   string   // of a file of polygons, else empty
	CRS     crs.Code // of the layer, 0 when the file does not say
	Dialect format.Dialect
	Columns format.Columns
	Records int
}

// Remark is what was mended or left aside in a file, without doubt and without harm: an ingest is not refused for it.
type Remark struct {
	File     string   // base name
	Problem  string   // what there was, and what was done about it
	Count    int      // how many times
	Examples []string // the first ones
}

// mostExamples is how many examples a remark keeps.
const mostExamples = 12

// remark tells one more time that a file has a problem.
func (r *Report) remark(file, problem, example string) {
	for i := range r.Remarks {
		known := &r.Remarks[i]
		if known.File != file || known.Problem != problem {
			continue
		}
		if known.Count++; len(known.Examples) < mostExamples {
			known.Examples = append(known.Examples, example)
		}
		return
	}
	r.Remarks = append(r.Remarks, Remark{file, problem, 1, []string{example}})
}

// lostZero is the remark about INSEE codes that a spreadsheet took for numbers.
const lostZero = "INSEE codes had lost their leading zero: it is given back"
