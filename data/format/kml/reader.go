package kml

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"perimetre/data/format"
	"perimetre/geo"
	"perimetre/geo/crs"
)

// Layers gives the one layer of a file: its name is that of the document, its attributes are those of the schemas before the first
// Placemark.
func Layers(in format.Input) ([]format.Layer, error) {
	d, err := open(in, format.Options{})
	if err != nil {
		return nil, err
	}
	defer d.file.Close()
	if err := d.read(nil); err != nil && !errors.Is(err, errEnough) {
		return nil, fmt.Errorf("%s: %w", in.Name(), err)
	}
	return []format.Layer{{Name: d.layer(), CRS: crs.WGS84, Features: -1, Fields: d.fields}}, nil
}

// Read gives the Placemarks of a file in its order, once for each time that it is ranged over. One that cannot be taken gives a
// [*format.RecordError], its number counted from 1, and the reading goes on; any other error is the last thing given.
//
// The ID is that of the Placemark. Properties are the fields of its Schema in their order, null where it does not have them, then its
// other attributes as text, then its name and its description, unless an attribute says the same. The types int, short, float,
// double and bool of a Schema give int64, float64 and bool.
func Read(in format.Input, o format.Options) geo.Features {
	return func(yield func(geo.Feature, error) bool) {
		d, err := open(in, o)
		if err != nil {
			yield(geo.Feature{}, err)
			return
		}
		defer d.file.Close()
		if err = d.read(yield); err != nil && !errors.Is(err, errEnough) {
			if d.count > 0 {
				err = fmt.Errorf("after feature %d: %w", d.count, err)
			}
			yield(geo.Feature{}, fmt.Errorf("%s: %w", in.Name(), err))
		}
	}
}

// document is a file that is read from start to end.
type document struct {
	file    io.ReadCloser
	in      *stream
	base    string // name of the file
	system  crs.System
	chosen  string // the layer that is asked for
	name    string // of the first Document that has one
	schemas map[string]schema
	fields  []string // of all schemas
	count   int      // of Placemarks
}

func open(in format.Input, o format.Options) (*document, error) {
	system, err := crs.New(o.CRS)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", in.Name(), err)
	}
	file, err := in.Open()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", in.Name(), err)
	}
	d := &document{file: file, base: in.Name(), system: system, chosen: o.Layer, schemas: map[string]schema{}}
	if d.in, err = newStream(file, o.Encoding); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", in.Name(), err), file.Close())
	}
	return d, nil
}

func (d *document) layer() string {
	if d.name == "" {
		return format.Stem(d.base)
	}
	return d.name
}

// errEnough ends a reading before the end of the file.
var errEnough = errors.New("enough")

// read walks through the file and yields its Placemarks. Without a yield it ends at the first.
func (d *document) read(yield func(geo.Feature, error) bool) error {
	root := ""
	for {
		token, err := d.in.token()
		switch {
		case errors.Is(err, io.EOF) && root == "":
			return errors.New("there is no element: give a KML file")
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
		if e, ok := token.(xml.StartElement); ok {
			if root = e.Name.Local; !isContainer(root) {
				return fmt.Errorf("the file begins with the element %s: give a KML file", root)
			}
			if err := d.container(root, yield); err != nil {
				return err
			}
		}
	}
}

// isContainer tells whether an element holds Placemarks.
func isContainer(name string) bool { return name == "kml" || name == "Document" || name == "Folder" }

// container reads what is inside a kml, Document or Folder element.
func (d *document) container(kind string, yield func(geo.Feature, error) bool) error {
	return d.in.children(func(e xml.StartElement) (err error) {
		d.in.meter.left = d.in.longest
		switch name := e.Name.Local; {
		case isContainer(name):
			return d.container(name, yield)
		case name == "name" && kind == "Document" && d.name == "":
			d.name, err = d.in.text()
			d.name = strings.TrimSpace(d.name)
			return err
		case name == "Schema":
			s, err := schemaOf(d.in)
			d.schemas[attribute(e, "id")] = s
			d.fields = append(d.fields, s.names()...)
			return err
		case name == "Placemark":
			return d.placemark(e, yield)
		}
		return d.in.skip()
	})
}

func (d *document) placemark(e xml.StartElement, yield func(geo.Feature, error) bool) error {
	if yield == nil {
		return errEnough
	}
	if layer := d.layer(); d.chosen != "" && d.chosen != layer {
		return fmt.Errorf("no layer %q: the file has %q", d.chosen, layer)
	}
	f, wrong, err := placemarkOf(d.in, e, d.schemas, d.system)
	if err != nil {
		return err
	}
	d.count++
	if wrong != nil {
		wrong = recordError(d.base, d.count, f, wrong)
		f = geo.Feature{}
	}
	if !yield(f, wrong) {
		return errEnough
	}
	return nil
}

// recordError names a Placemark that could not be taken, by what could be read of it.
func recordError(file string, number int, f geo.Feature, err error) *format.RecordError {
	record := format.Fault(file, number, f, err, "mend the Placemark")
	if wrong := (*fault)(nil); errors.As(err, &wrong) {
		record.Problem, record.Mend = wrong.problem, wrong.mend
	}
	return record
}
