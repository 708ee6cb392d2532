package ingest

import (
	"errors"
	"fmt"
	"time"

	"perimetre/data/format"
	"perimetre/data/policy"
	"perimetre/data/source"
	"perimetre/geo"
	"perimetre/geo/check"
)

// Files says what to ingest. Communes, EPCI and Territoires are required; an empty path is a file that is not given.
type Files struct {
	Communes      string // polygons of communes
	EPCI          string // composition of EPCI
	EPCIPolygons  string // polygons of EPCI, to compare with their communes
	EPT           string // composition of EPT
	CommunesSIREN string // SIREN of communes
	Passage       string // from the codes of Communes to those of the registers
	Regions       string // départements and régions of a country that is not France
	Territoires   string // members of territories
	Vintage       geo.Vintage
	Vintages      Vintages      // of single files, where the user says; nil for what the files tell, else Vintage
	Licence       string        // of all files
	Columns       format.Given  // columns that the user named
	Now           time.Time     // when the files are read
	Policy        *check.Policy // nil for that of France
	Repair        float64       // m: width of gaps and overlaps that go to a neighbour; 0 to repair nothing
}

func (f Files) policy() check.Policy {
	if f.Policy == nil {
		return policy.France()
	}
	return *f.Policy
}

// Progress is told how far a step is. total is 0 when it is not known.
type Progress func(step string, done, total int64)

// mostFaults is how many faults are told at once: enough to see a pattern, few enough to read.
const mostFaults = 20

// faults collects what is wrong with the records of one file.
type faults struct {
	list []error
	more int
}

func (f *faults) add(err error) {
	if len(f.list) < mostFaults {
		f.list = append(f.list, err)
	} else {
		f.more++
	}
}

// err joins the faults; nil when there is none.
func (f *faults) err() error {
	if f.more > 0 {
		return errors.Join(append(f.list, fmt.Errorf("and %d more like these", f.more))...)
	}
	return errors.Join(f.list...)
}

// reading is an open file with what its provenance will say.
type reading struct {
	*source.Hashed
	role    format.Role
	columns []string // that hold a field of the role
	records int
}

// provenance hashes what is left of the file and closes it. The vintage is the one given where neither the user nor the file
// tells another.
func (r *reading) provenance(files Files, vintage geo.Vintage) (geo.Provenance, error) {
	hash, err := r.SHA256()
	if err := errors.Join(err, r.Close()); err != nil {
		return geo.Provenance{}, err
	}
	if told, ok := r.vintage(files); ok {
		vintage = told
	}
	return geo.Provenance{
		Role: string(r.role), File: r.Name(), SHA256: hash, Licence: files.Licence, Vintage: vintage,
		Records: r.records, ReadAt: files.Now.UTC().Truncate(time.Second),
	}, nil
}
