// Package format holds what the readers of every file format share.
//
// It models three things: how a record that cannot be read is named ([RecordError]); under which names the publishers of
// boundaries and registers give the same attribute ([Role], [Field], [Columns]), which tell whose file it is ([Dialect]); and how
// they, and the spreadsheets between, write codes, numbers and days ([Codes], [Number], [Day]).
//
// Invariants:
//
//  1. An error about a record names its file, its number and its code, says what is wrong and how to mend it.
//  2. A column serves one field at most, and a name given by the user always wins over the known ones.
//  3. Names of columns are matched whatever their case.
//
// It knows no format: the packages below it do, one each. They read an [Input], describe it as a [Layer], and write what a [Schema]
// says.
package format

import (
	"errors"
	"fmt"

	"perimetre/geo"
)

// Kind is what a file is made of, as its readers count it.
type Kind string

// The kinds of records.
const (
	Feature Kind = "feature"
	Line    Kind = "line"
	Row     Kind = "row" // of a sheet
)

// RecordError is a record that could not be read. The records after it can be.
type RecordError struct {
	File    string // base name
	Sheet   string // of the file that has several, else empty
	Kind    Kind
	Record  int    // number of the feature, of the line or of the row, from 1
	Code    string // by which people know the record, empty when it has none
	Problem string // what is wrong
	Mend    string // what to do about it
	Cause   error  // what the problem comes from, when a program can tell more from it; else nil
}

// LongestRecord is how many bytes of one record readers take: a geometry of 512 MiB holds some 30 million points.
const LongestRecord = 1 << 29

// Fault is the error of a feature that could not be read, by what could be read of it. A position off the globe and a geometry of no
// kind that is known say themselves what to do, and are its Cause.
func Fault(file string, number int, f geo.Feature, err error, mend string) *RecordError {
	record := &RecordError{File: file, Kind: Feature, Record: number, Code: Code(f), Problem: err.Error(), Mend: mend}
	var place *CoordinateError
	var kind *GeometryError
	switch {
	case errors.As(err, &place):
		record.Cause, record.Mend = place, place.Mend()
	case errors.As(err, &kind):
		record.Cause, record.Mend = kind, "keep one kind of geometry, polygons for a unit"
	}
	return record
}

// Error names the record, then the problem, then the mend.
func (e *RecordError) Error() string {
	sheet, code := "", ""
	if e.Sheet != "" {
		sheet = ": sheet " + e.Sheet
	}
	if e.Code != "" {
		code = " (" + e.Code + ")"
	}
	return fmt.Sprintf("%s%s: %s %d%s: %s: %s", e.File, sheet, e.Kind, e.Record, code, e.Problem, e.Mend)
}

// Unwrap gives the cause.
func (e *RecordError) Unwrap() error { return e.Cause }

// CoordinateError is a position that is not on the globe: it has no place on the grid of geo. It is the Cause of a
// [RecordError].
type CoordinateError struct {
	X, Y float64 // as the file has them, the first and the second; infinite when a float64 cannot hold one
}

// Error gives the position.
func (e *CoordinateError) Error() string {
	return fmt.Sprintf("position (%v %v) is outside longitudes -180…180 and latitudes -90…90", e.X, e.Y)
}

// GeometryError is a geometry that is no point, line or polygon: a collection, or a type that RFC 7946 does not have. It is
// the Cause of a [RecordError].
type GeometryError struct {
	Type string // as the file has it
}

// Error gives the type.
func (e *GeometryError) Error() string { return fmt.Sprintf("geometry of type %q", e.Type) }

// kinds are the roles whose records have a code of their own, with the field that holds it.
func kinds() []struct {
	role  Role
	field Field
} {
	return []struct {
		role  Role
		field Field
	}{{Communes, FieldINSEE}, {Territoires, FieldID}, {EPCI, FieldSIREN}}
}

// Code gives the code by which people know a feature: its INSEE code, id of a territory or SIREN under any known
// name, else the ID of the feature, else nothing.
func Code(f geo.Feature) string {
	if _, code, ok := identified(f); ok {
		return code
	}
	return f.ID
}

// identified gives the role of the records that a feature is one of, by the code that it has.
func identified(f geo.Feature) (role Role, code string, ok bool) {
	for _, kind := range kinds() {
		for _, p := range f.Properties {
			if p.Value != nil && p.Value != "" && kind.role.knows(kind.field, p.Name) {
				return kind.role, fmt.Sprint(p.Value), true
			}
		}
	}
	return "", "", false
}

// Name gives the name of a feature under any known name of that attribute, and nothing when it has none. A territory may hold
// the names of its members beside its own, so that those of its own kind of record come first.
func Name(f geo.Feature) string {
	roles := []Role{Communes, EPCI, Territoires}
	if role, _, ok := identified(f); ok {
		roles = append([]Role{role}, roles...)
	}
	for _, role := range roles {
		for _, p := range f.Properties {
			if text, ok := p.Value.(string); ok && text != "" && role.knows(FieldName, p.Name) {
				return text
			}
		}
	}
	return ""
}
