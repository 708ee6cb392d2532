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

// feature is one record of a file of polygons.
type feature struct {
	geo.Feature
	file    string
	number  int            // in the file, from 1
	columns format.Columns // of its role, found in the first feature that can be read
}

// readFeatures hands over the features of a file, in its order. It collects what the reader and visit find wrong.
func readFeatures(
	ctx context.Context, files Files, role format.Role, path string, report *Report, progress Progress, visit func(feature) error,
) (geo.Provenance, error) {
	file, err := source.OpenHashed(path)
	if err != nil {
		return geo.Provenance{}, fmt.Errorf("%s: %w", role, err)
	}
	records, columns, err := visitFeatures(ctx, files.Columns[role], role, file, progress, visit)
	if err == nil && records == 0 {
		err = fmt.Errorf("%s: there is no feature in the file: give polygons of %s", file.Name(), role)
	}
	if err != nil {
		return geo.Provenance{}, errors.Join(err, file.Close())
	}
	report.Readings = append(report.Readings, Reading{
		Role: role, File: file.Name(), Dialect: role.Dialect(columns), Columns: columns, Records: records,
	})
	return (&reading{Hashed: file, role: role, columns: columns, records: records}).provenance(files)
}

func visitFeatures(
	ctx context.Context, given format.Columns, role format.Role, file *source.Hashed, progress Progress, visit func(feature) error,
) (records int, columns format.Columns, err error) {
	var faults faults
	f := feature{file: file.Name()}
	for read, err := range geojson.Read(file, file.Name()) {
		if err := ctx.Err(); err != nil {
			return 0, nil, err
		}
		f.Feature = read
		f.number++
		if err == nil && f.columns == nil {
			if f.columns, err = role.Columns(f.file, f.names(), given); err != nil {
				return 0, nil, err
			}
		}
		if err == nil {
			err = visit(f)
		}
		if err != nil {
			faults.add(err)
		} else {
			records++
		}
		if f.number%1024 == 0 {
			done, total := file.Progress()
			progress("read "+string(role), done, total)
		}
	}
	return records, f.columns, faults.err()
}

func (f feature) names() []string {
	var names []string
	for _, p := range f.Properties {
		names = append(names, p.Name)
	}
	return names
}

func (f feature) text(field format.Field) string {
	switch value := f.Property(f.columns[field]).(type) {
	case nil:
		return ""
	case []string:
		return strings.Join(value, ";")
	default:
		return fmt.Sprint(value)
	}
}

// code gives the only code of a field, empty when there is none.
func (f feature) code(field format.Field) (string, error) {
	codes := format.Codes(f.text(field))
	if len(codes) > 1 {
		return "", f.fault(codes[0], fmt.Sprintf("the property %s holds several codes, %s", f.columns[field], strings.Join(codes, " ")),
			"give one a feature")
	}
	return strings.Join(codes, ""), nil
}

func (f feature) fault(code, problem, mend string) error {
	return &format.RecordError{
		File: f.file, Kind: format.Feature, Record: f.number, Code: code, Problem: problem, Mend: mend,
	}
}

// polygons gives the geometry of the record that people know by a code.
func (f feature) polygons(code string) (geo.MultiPolygon, error) {
	polygons, ok := f.Geometry.(geo.MultiPolygon)
	if !ok || len(polygons) == 0 {
		return nil, f.fault(code, "the geometry is not a polygon", "give a Polygon or a MultiPolygon, or remove the feature")
	}
	return polygons, nil
}
