package ingest

import (
	"errors"
	"fmt"
	"time"

	"perimetre/data/format"
	"perimetre/data/policy"
	"perimetre/geo"
	"perimetre/geo/check"
	"perimetre/geo/crs"
)

// Files says what to ingest. Communes, EPCI and Territoires are required; an empty path is a file that is not given.
type Files struct {
	Communes      string // polygons of communes
	EPCI          string // composition of EPCI
	EPCIPolygons  string // polygons of EPCI, to compare with their communes
	EPT           string // composition of EPT
	CommunesSIREN string // SIREN of communes
	Passage       string // from the codes of Communes to those of the registers
	Movements     string // of communes: gives the passage where Passage does not
	Regions       string // départements and régions of a country that is not France
	// TerritoiresCommunes lists the communes of each territory, to compare with those that its members reach.
	TerritoiresCommunes string
	Territoires         string // members of territories
	Phase               string // of the programme, that Territoires lists; empty when there is one only
	Others              []List // members of territories in other phases, to compare with
	Vintage             geo.Vintage
	Geometry            geo.Vintage              // of the codes of Communes; 0 for the year that the file tells, or Passage names, else Vintage
	Vintages            Vintages                 // of the codes of single files, where the user says; nil for what they tell, else Vintage
	Licence             string                   // of all files
	Columns             format.Given             // columns that the user named
	Layers              map[format.Role]string   // layers that the user named, of files of polygons
	CRS                 map[format.Role]crs.Code // reference systems that win over what files of polygons say
	Now                 time.Time                // when the files are read
	Policy              *check.Policy            // nil for that of France
	Repair              float64                  // m: width of gaps and overlaps that go to a neighbour; 0 to repair nothing
}

// List is the list of the territories of one phase.
type List struct {
	Phase, Path string
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
	hashed
	role    format.Role
	sheet   string         // of a workbook
	columns format.Columns // that hold a field of the role
	records int
}

// hashed is a file whose hash can be told: a [source.Hashed], a [source.Bundle].
type hashed interface {
	Name() string
	SHA256() (string, error)
	Close() error
}

// provenance hashes what is left of the file and closes it.
func (r *reading) provenance(files Files) (geo.Provenance, error) {
	hash, err := r.SHA256()
	if err := errors.Join(err, r.Close()); err != nil {
		return geo.Provenance{}, err
	}
	return geo.Provenance{
		Role: string(r.role), File: r.Name(), SHA256: hash, Licence: files.Licence, Vintage: r.vintage(files),
		Records: r.records, ReadAt: files.Now.UTC().Truncate(time.Second),
	}, nil
}
