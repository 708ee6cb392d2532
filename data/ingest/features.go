package ingest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"perimetre/data/format"
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

// readFeatures hands over the features of a file, or of the layers of an archive that are meant by the role, in their order. It
// collects what the reader and visit find wrong.
func readFeatures(
	ctx context.Context, files Files, role format.Role, path string, report *Report, progress Progress, visit func(feature) error,
) (geo.Provenance, error) {
	bundle, err := source.OpenBundle(path, source.Limits{})
	if err != nil {
		return geo.Provenance{}, fmt.Errorf("%s: %w", role, err)
	}
	records, err := visitLayers(ctx, files, role, bundle, report, progress, visit)
	if err != nil {
		return geo.Provenance{}, errors.Join(err, bundle.Close())
	}
	columns := report.Readings[len(report.Readings)-1].Columns // those of all layers are alike
	return (&reading{hashed: bundle, role: role, columns: columns, records: records}).provenance(files)
}

func visitLayers(
	ctx context.Context, files Files, role format.Role, bundle *source.Bundle, report *Report, progress Progress, visit func(feature) error,
) (records int, err error) {
	layers, err := layersOf(bundle, files, role)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", role, err)
	}
	var faults faults
	for _, layer := range layers {
		n, columns, err := visitFeatures(ctx, files, role, layer, progress, &faults, visit)
		if err != nil {
			return 0, err
		}
		records += n
		report.Readings = append(report.Readings, Reading{
			Role: role, File: layer.File, Layer: layer.Name, CRS: cmp.Or(files.CRS[role], layer.CRS),
			Dialect: role.Dialect(columns), Columns: columns, Records: n,
		})
	}
	if err := faults.err(); err != nil {
		return 0, err
	}
	if records == 0 {
		return 0, fmt.Errorf("%s: there is no feature in the file: give polygons of %s", bundle.Name(), role)
	}
	return records, nil
}

// layersOf gives the layers of a role: those that the user named, else those that publishers name so.
func layersOf(bundle *source.Bundle, files Files, role format.Role) ([]source.Layer, error) {
	if name, ok := files.Layers[role]; ok {
		return bundle.Named(name)
	}
	return bundle.Choose(role.Layers()...)
}

func visitFeatures(
	ctx context.Context, files Files, role format.Role, layer source.Layer, progress Progress, faults *faults, visit func(feature) error,
) (records int, columns format.Columns, err error) {
	f := feature{file: layer.File}
	watched := &watched{Input: layer.Input}
	layer.Input = watched
	for read, err := range layer.Read(format.Options{CRS: files.CRS[role]}) {
		if err := ctx.Err(); err != nil {
			return 0, nil, err
		}
		f.Feature = read
		f.number++
		if err == nil && f.columns == nil {
			if f.columns, err = role.Columns(f.file, f.names(), files.Columns[role]); err != nil {
				return 0, nil, err
			}
		}
		if err == nil {
			err = visit(f)
		}
		if err != nil {
			faults.add(f.placed(err, role))
		} else {
			records++
		}
		if f.number%1024 == 0 {
			watched.tell(progress, "read "+string(role), f.number, layer.Features)
		}
	}
	return records, f.columns, nil
}

// watched is an input that knows how far its reading is.
type watched struct {
	format.Input
	reader io.ReadCloser
}

// Open implements [format.Input].
func (w *watched) Open() (io.ReadCloser, error) {
	reader, err := w.Input.Open()
	w.reader = reader
	return reader, err
}

// tell tells how many bytes were read where the input counts them, else how many features, of how many.
func (w *watched) tell(progress Progress, step string, feature, features int) {
	if counter, ok := w.reader.(interface{ Progress() (done, total int64) }); ok {
		done, total := counter.Progress()
		progress(step, done, total)
		return
	}
	progress(step, int64(feature), int64(max(0, features)))
}

// placed words an error of a reader for an ingest. A reader knows the base name of its file alone, and not the flag that names the
// reference system of metres.
func (f feature) placed(err error, role format.Role) error {
	var record *format.RecordError
	if !errors.As(err, &record) {
		if strings.Contains(f.file, "/") {
			err = fmt.Errorf("%s: %w", f.file, err)
		}
		return err
	}
	placed := *record
	if placed.File == path.Base(f.file) { // and not one that lies beside it
		placed.File = f.file
	}
	var place *format.CoordinateError
	if errors.As(err, &place) {
		placed.Mend = place.MendBy(fmt.Sprintf("--crs %s=CODE", role))
	}
	return &placed
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

// other words the place of another feature.
func (f feature) other(file string, number int) string {
	if file == f.file {
		return fmt.Sprintf("feature %d", number)
	}
	return fmt.Sprintf("feature %d of %s", number, file)
}

// polygons gives the geometry of the record that people know by a code.
func (f feature) polygons(code string) (geo.MultiPolygon, error) {
	polygons, ok := f.Geometry.(geo.MultiPolygon)
	if !ok || len(polygons) == 0 {
		return nil, f.fault(code, "the geometry is not a polygon", "give a Polygon or a MultiPolygon, or remove the feature")
	}
	return polygons, nil
}
