package geojson

import (
	"errors"
	"fmt"
	"io"
	"runtime"

	"perimetre/data/format"
	"perimetre/geo"
	"perimetre/geo/crs"
)

// Read gives the features of a text, once, in the order of the file; the file is named in every error.
//
// A feature that cannot be read gives a [*format.RecordError], its number counted from 1, and the reading goes on. The feature given
// with it has what could be read of its ID and properties, to name it, and no geometry.
// Any other error (the text is cut short, is not GeoJSON, or is in another reference system) is the last thing given.
//
// Geometries come on the integer grid: Polygon and MultiPolygon as [geo.MultiPolygon], points and lines as
// [geo.MultiPoint] and [geo.MultiLine], and nil where there is none. Coordinates in the
// system of a crs member, before the features or in one, are converted. Values of properties are those of [geo.Property];
// an object, or an array of anything but strings, comes as its JSON text.
//
// The goroutine of the caller reads the text, some features ahead; others parse it. They have ended when the loop over
// the features ends, however it does.
func Read(r io.Reader, file string) geo.Features { return usual().features(r, file) }

func usual() reading {
	return reading{
		workers: min(runtime.GOMAXPROCS(0), 8), // the framer keeps no more of them busy
		buffer:  1 << 18,                       // fits the second cache of a core
		limit:   format.LongestRecord,
	}
}

// reading says how a text is read. It changes no result, but for the limit and the system.
type reading struct {
	workers int
	buffer  int // bytes that are read at once, and parsed by one worker
	limit   int // the longest feature in bytes
	system  crs.System
	fixed   bool // the system is that of the text, whatever its crs members say
}

// features implements [Read].
func (l reading) features(r io.Reader, file string) geo.Features {
	return func(yield func(geo.Feature, error) bool) {
		window := 4 * l.workers // batches: each worker has the next at hand while the caller is busy
		crew := newCrew(l.workers, window, file, l.fixed)
		defer crew.dismiss()

		texts := newFramer(r, l.buffer, l.limit)
		texts.system, texts.fixed = l.system, l.fixed
		var err error
		var ahead, idle []*batch // in the order of the text, and to be used again
		for {
			for err == nil && len(ahead) < window && size(ahead) < window*l.buffer {
				b := newBatch()
				if last := len(idle) - 1; last >= 0 {
					b, idle = idle[last], idle[:last]
				}
				if err = texts.fill(b); len(b.pieces) > 0 {
					ahead = append(ahead, b)
					crew.work <- b
				}
			}
			if len(ahead) == 0 {
				break
			}
			b := ahead[0]
			ahead = ahead[1:]
			if !b.give(yield) {
				return
			}
			if cap(b.text) <= window*l.buffer { // a larger one is not kept for the small features to come
				idle = append(idle, b)
			}
		}
		if !errors.Is(err, io.EOF) {
			yield(geo.Feature{}, l.textError(file, texts.count, err))
		}
	}
}

// size counts the bytes of text that batches hold.
func size(batches []*batch) (n int) {
	for _, b := range batches {
		n += len(b.text)
	}
	return n
}

// textError is what is wrong with a text after so many features.
func (l reading) textError(file string, count int, err error) error {
	switch {
	case errors.Is(err, errTooLong):
		return fmt.Errorf("%s: feature %d is longer than %d MiB: look for a bracket that is not closed", file, count+1, l.limit>>20)
	case count == 0:
		return fmt.Errorf("%s: %w", file, err)
	}
	return fmt.Errorf("%s: after feature %d: %w", file, count, err)
}

// recordError names a feature that could not be read, by what could be read of it.
func recordError(file string, number int, feature geo.Feature, err error) *format.RecordError {
	record := format.Fault(file, number, feature, err, "mend the JSON of the feature")
	if fault := (*fault)(nil); errors.As(err, &fault) {
		record.Problem, record.Mend = fault.problem, fault.mend
	}
	return record
}
