package geojson

import (
	"bufio"
	"errors"
	"fmt"
	"io"

	"perimetre/data/format"
	"perimetre/geo"
)

// Read gives the features of a text, once, in the order of the file; the file is named in every error.
//
// A feature that cannot be read gives a [*format.RecordError], its number counted from 1, and the reading goes on.
// Any other error (the text is cut short, is not GeoJSON, or is in another reference system) is the last thing given.
//
// Geometries come on the integer grid: Polygon and MultiPolygon as [geo.MultiPolygon], points and lines as
// [geo.MultiPoint] and [geo.MultiLine], and nil where there is none. Values of properties are those of [geo.Property];
// an object, or an array of anything but strings, comes as its JSON text.
func Read(r io.Reader, file string) geo.Features {
	return func(yield func(geo.Feature, error) bool) {
		texts := newFramer(r, firstBuffer, maxRecord)
		var p parser
		number := 0
		for texts.Scan() {
			number++
			feature, err := p.feature(texts.Bytes())
			if err != nil {
				err = recordError(file, number, feature, err)
				feature = geo.Feature{}
			}
			if !yield(feature, err) {
				return
			}
		}
		switch err := texts.Err(); {
		case errors.Is(err, bufio.ErrTooLong):
			yield(geo.Feature{}, fmt.Errorf("%s: feature %d is longer than %d MiB: look for a bracket that is not closed",
				file, number+1, maxRecord>>20))
		case err != nil && number == 0:
			yield(geo.Feature{}, fmt.Errorf("%s: %w", file, err))
		case err != nil:
			yield(geo.Feature{}, fmt.Errorf("%s: after feature %d: %w", file, number, err))
		}
	}
}

// recordError names a feature that could not be read, by what could be read of it.
func recordError(file string, number int, feature geo.Feature, err error) *format.RecordError {
	record := &format.RecordError{
		File: file, Kind: format.Feature, Record: number, Code: format.Code(feature),
		Problem: err.Error(), Mend: "mend the JSON of the feature",
	}
	var fault *fault
	if errors.As(err, &fault) {
		record.Problem, record.Mend = fault.problem, fault.mend
	}
	var place *format.CoordinateError
	if errors.As(err, &place) {
		record.Cause = place
	}
	return record
}
