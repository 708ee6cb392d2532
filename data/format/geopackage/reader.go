package geopackage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"perimetre/data/format"
	"perimetre/geo"
	"perimetre/geo/crs"
)

// Read gives the features of one layer, in the order of its numbers. Their ID is that number.
//
// Values are those of [geo.Property]: a BOOLEAN is a bool, dates are texts, a list is the text of its JSON.
func Read(in format.Input, o format.Options) geo.Features {
	return func(yield func(geo.Feature, error) bool) {
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		d, err := open(ctx, in)
		if err != nil {
			yield(geo.Feature{}, err)
			return
		}
		defer d.close()
		if err := d.read(ctx, o, yield); err != nil {
			yield(geo.Feature{}, d.explain(err))
		}
	}
}

// read gives the features of the layer that the options choose.
func (d *database) read(ctx context.Context, o format.Options, yield func(geo.Feature, error) bool) error {
	layers, err := d.layers(ctx)
	if err != nil {
		return err
	}
	l, err := chosen(layers, o.Layer)
	if err != nil {
		return err
	}
	system, err := l.system(o.CRS)
	if err != nil {
		return fmt.Errorf("layer %q: %w", l.table, err)
	}
	rows, err := d.conn.QueryContext(ctx, l.selectRows())
	if err != nil {
		return fmt.Errorf("layer %q: %w", l.table, err)
	}
	defer rows.Close()
	r := reading{layer: l, system: system, file: d.name}
	for rows.Next() {
		if !yield(r.feature(rows)) {
			return nil
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("layer %q, after feature %d: %w", l.table, r.number, err)
	}
	return nil
}

// chosen gives the layer of that name, or the only one that can be read.
func chosen(layers []layer, name string) (layer, error) {
	for _, l := range layers {
		if name != "" && strings.EqualFold(l.table, name) {
			return l, l.err
		}
	}
	layers, err := readable(layers)
	if err != nil {
		return layer{}, err
	}
	names := make([]string, len(layers))
	for i, l := range layers {
		names[i] = l.table
	}
	switch {
	case len(layers) == 0:
		return layer{}, errors.New("there is no layer of features in it: give a file that has one")
	case name != "":
		return layer{}, fmt.Errorf("there is no layer %q: name one of %s", name, strings.Join(names, ", "))
	case len(layers) > 1:
		return layer{}, fmt.Errorf("there are %d layers: name one of %s", len(layers), strings.Join(names, ", "))
	}
	return layers[0], nil
}

// system gives the system of a layer, unless the user gave another.
func (l layer) system(given crs.Code) (crs.System, error) {
	code := given
	if code == 0 {
		code = l.reference.code()
	}
	if code == 0 && !l.reference.undefined() {
		return crs.System{}, fmt.Errorf("its reference system, %s %d, is not known: say which it is, or convert the layer to one that is",
			l.reference.organization, l.reference.number)
	}
	return crs.New(code)
}

// reading is one pass over the rows of a layer.
type reading struct {
	layer  layer
	system crs.System
	file   string
	number int // of rows that were read
	cells  []any
	blob   sql.RawBytes // of the geometry, until the next row
}

// feature reads the row at hand. When it fails, the feature holds what could be read.
func (r *reading) feature(rows *sql.Rows) (f geo.Feature, err error) {
	r.number++
	if r.cells == nil {
		r.cells = make([]any, 2+len(r.layer.columns))
	}
	targets := make([]any, len(r.cells))
	for i := range targets {
		targets[i] = &r.cells[i]
	}
	targets[1] = &r.blob
	if err := rows.Scan(targets...); err != nil {
		return f, format.Fault(r.file, r.number, f, err, "export the file again")
	}
	if r.cells[0] != nil {
		f.ID = fmt.Sprint(r.cells[0])
	}
	if len(r.layer.columns) > 0 {
		f.Properties = make([]geo.Property, len(r.layer.columns))
	}
	for i, c := range r.layer.columns {
		f.Properties[i] = geo.Property{Name: c.name, Value: c.value(r.cells[2+i])}
	}
	f.Geometry, err = decode(r.blob, r.system)
	if err == nil {
		return f, nil
	}
	f.Geometry = nil
	return f, format.Fault(r.file, r.number, f, err, "export the layer again")
}

// value gives a value of SQLite, whose type may be another than that of its column, as one of [geo.Property].
func (c column) value(v any) any {
	switch v := v.(type) {
	case int64:
		switch c.declared {
		case "BOOLEAN":
			return v != 0
		case "DOUBLE", "FLOAT", "REAL":
			return float64(v)
		}
		return v
	case float64:
		return v
	case string:
		return strings.ToValidUTF8(v, "\ufffd")
	}
	return nil // null, or bytes in a column that is not declared to hold them
}
