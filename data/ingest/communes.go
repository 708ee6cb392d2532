package ingest

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"perimetre/data/format"
	"perimetre/data/format/geojson"
	"perimetre/data/source"
	"perimetre/geo"
)

// record is one feature of the file of communes.
type record struct {
	number   int // in the file, from 1
	code     geo.Code
	name     string
	geometry geo.MultiPolygon
}

// readCommunes reads the features of the file of communes, in its order.
func readCommunes(ctx context.Context, files Files, progress Progress) ([]record, geo.Provenance, error) {
	if files.Communes == "" {
		return nil, geo.Provenance{}, fmt.Errorf("no file of communes: give one with --communes")
	}
	file, err := source.OpenHashed(files.Communes)
	if err != nil {
		return nil, geo.Provenance{}, fmt.Errorf("communes: %w", err)
	}
	r := communeReader{file: file.Name(), given: files.Columns[format.Communes], first: map[geo.Code]int{}}
	for feature, err := range geojson.Read(file, file.Name()) {
		if err := ctx.Err(); err != nil {
			return nil, geo.Provenance{}, errors.Join(err, file.Close())
		}
		r.number++
		if err == nil && r.columns == nil {
			if err := r.findColumns(feature); err != nil {
				return nil, geo.Provenance{}, errors.Join(err, file.Close())
			}
		}
		if err == nil {
			err = r.read(feature)
		}
		if err != nil {
			r.faults.add(err)
		}
		if r.number%1024 == 0 {
			read, total := file.Progress()
			progress("read communes", read, total)
		}
	}
	if err := r.faults.err(); err != nil {
		return nil, geo.Provenance{}, errors.Join(err, file.Close())
	}
	if len(r.records) == 0 {
		return nil, geo.Provenance{}, errors.Join(
			fmt.Errorf("%s: there is no feature in the file: give polygons of communes", r.file), file.Close())
	}
	provenance, err := (&reading{file, format.Communes, len(r.records)}).provenance(files)
	return r.records, provenance, err
}

type communeReader struct {
	file    string
	given   format.Columns
	columns format.Columns // found in the first feature that can be read
	number  int
	first   map[geo.Code]int // by code: the number of its feature
	records []record
	faults  faults
}

func (r *communeReader) findColumns(f geo.Feature) (err error) {
	var names []string
	for _, p := range f.Properties {
		names = append(names, p.Name)
	}
	r.columns, err = format.Communes.Columns(r.file, names, r.given)
	return err
}

func (r *communeReader) read(f geo.Feature) error {
	code := geo.Code(strings.TrimSpace(r.text(f, format.FieldINSEE)))
	if code == "" {
		return r.fault(code, fmt.Sprintf("the property %s is empty", r.columns[format.FieldINSEE]), "give the INSEE code of the commune")
	}
	if !code.Valid() {
		return r.fault(code, "the INSEE code is malformed", codeMend(code))
	}
	if first, twice := r.first[code]; twice {
		return r.fault(code, fmt.Sprintf("the code is that of feature %d already", first),
			"a commune is one feature: merge the two into a MultiPolygon, or remove one")
	}
	r.first[code] = r.number
	geometry, ok := f.Geometry.(geo.MultiPolygon)
	if !ok || len(geometry) == 0 {
		return r.fault(code, "the geometry is not a polygon", "give a Polygon or a MultiPolygon, or remove the feature")
	}
	name := r.text(f, format.FieldName)
	if strings.ContainsRune(name, 0) {
		return r.fault(code, "the name holds a NUL character", "remove it")
	}
	r.records = append(r.records, record{r.number, code, name, geometry})
	return nil
}

func (r *communeReader) text(f geo.Feature, field format.Field) string {
	value := f.Property(r.columns[field])
	if value == nil {
		return ""
	}
	return fmt.Sprint(value)
}

func (r *communeReader) fault(code geo.Code, problem, mend string) error {
	return &format.RecordError{
		File: r.file, Kind: format.Feature, Record: r.number, Code: string(code), Problem: problem, Mend: mend,
	}
}
