package parquet

import (
	"encoding/json"
	"errors"
	"fmt"

	"perimetre/data/format"
	"perimetre/data/format/wkb"
	"perimetre/geo"
	"perimetre/geo/crs"
)

// Layers gives the only layer of a file, named after it. Fields are those that [Read] gives.
func Layers(in format.Input) ([]format.Layer, error) {
	f, closer, err := open(in)
	if err != nil {
		return nil, err
	}
	defer func() { _ = closer.Close() }()
	code, err := f.meta.code()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.name, err)
	}
	rows := int64(0)
	for _, group := range f.footer.RowGroups {
		rows += group.NumRows
	}
	return []format.Layer{{Name: f.layer(), CRS: code, Features: int(rows), Fields: f.schema.names()}}, nil
}

// Read gives the features of a file in its order, row group by row group. They have no ID.
//
// A geometry that cannot be read gives a [*format.RecordError], and the reading goes on. Any other error is the last thing given.
func Read(in format.Input, o format.Options) geo.Features {
	return func(yield func(geo.Feature, error) bool) {
		f, closer, err := open(in)
		if err != nil {
			yield(geo.Feature{}, err)
			return
		}
		defer func() { _ = closer.Close() }()
		if err := f.features(o, yield); err != nil {
			yield(geo.Feature{}, fmt.Errorf("%s: %w", f.name, err))
		}
	}
}

// layer is the name of the layer: that of the file without its extension.
func (f *file) layer() string { return format.Stem(f.name) }

// system gives the system of the geometries.
func (f *file) system(o format.Options) (crs.System, error) {
	if o.Layer != "" && o.Layer != f.layer() {
		return crs.System{}, fmt.Errorf("it has no layer %q: its only one is %q", o.Layer, f.layer())
	}
	code := o.CRS
	if code == 0 {
		var err error
		if code, err = f.meta.code(); err != nil {
			return crs.System{}, err
		}
	}
	return crs.New(code)
}

// features yields the features until it is told to stop, or the file cannot be read further.
func (f *file) features(o format.Options, yield func(geo.Feature, error) bool) error {
	system, err := f.system(o)
	if err != nil {
		return err
	}
	unzip := &decompressor{}
	defer unzip.close()
	record := 0
	for _, group := range f.footer.RowGroups {
		geometries, err := f.newChunk(f.schema.geometry, group, unzip)
		if err != nil {
			return err
		}
		columns := make([]cursor, len(f.schema.columns))
		for i, c := range f.schema.columns {
			chunk, err := f.newChunk(c.leaf, group, unzip)
			if err != nil {
				return err
			}
			columns[i] = cursor{column: c, chunk: chunk}
		}
		for range group.NumRows {
			record++
			feature := geo.Feature{Properties: make([]geo.Property, len(columns))}
			for i := range columns {
				c := &columns[i]
				value, err := c.value()
				if err != nil {
					return fmt.Errorf("record %d: column %s %w", record, c.column.name, err)
				}
				feature.Properties[i] = geo.Property{Name: c.column.name, Value: value}
			}
			entry, err := geometries.next()
			if err != nil {
				return fmt.Errorf("record %d: column %s %w", record, f.meta.Primary, err)
			}
			if !yield(f.placed(feature, entry, system, record)) {
				return nil
			}
		}
	}
	return nil
}

// placed gives a feature its geometry, or an error that names it.
func (f *file) placed(feature geo.Feature, e entry, system crs.System, record int) (geo.Feature, error) {
	if e.definition < f.schema.geometry.definition {
		return feature, nil
	}
	var err error
	if feature.Geometry, err = wkb.Decode(e.bytes, system); err == nil {
		return feature, nil
	}
	return geo.Feature{}, format.Fault(f.name, record, feature, err, "mend its WKB")
}

// cursor goes down a column, row by row.
type cursor struct {
	column column
	chunk  *chunk
	ahead  *entry // of a list: the first value of the next row, its own value converted
	item   any    // what ahead is
}

// value gives the value of the next row.
func (c *cursor) value() (any, error) {
	if c.column.list {
		return c.list()
	}
	e, err := c.chunk.next()
	if err != nil || e.definition < c.column.leaf.definition {
		return nil, err
	}
	return c.column.convert(e.value), nil
}

// longestList bounds the items of one list: a run of them takes no bytes in the file.
const longestList = 1 << 20

// list gives the list of the next row: the values up to the next one that begins a row.
func (c *cursor) list() (any, error) {
	if c.ahead == nil {
		if err := c.advance(); err != nil {
			return nil, err
		}
	}
	first := *c.ahead
	items := []any{}
	for {
		if c.ahead.definition >= c.column.item {
			if len(items) == longestList {
				return nil, fmt.Errorf("has a list of more than %d items: get the file again", longestList)
			}
			items = append(items, c.item)
		}
		err := c.advance()
		if errors.Is(err, errEnd) {
			c.ahead = nil
			break
		}
		if err != nil {
			return nil, err
		}
		if c.ahead.repetition == 0 {
			break
		}
	}
	if first.definition < c.column.present {
		return nil, nil
	}
	return listOf(items), nil
}

// advance takes the next value. It is converted at once: its bytes are those of a page that may be gone with the next one.
func (c *cursor) advance() error {
	e, err := c.chunk.next()
	if err != nil {
		return err
	}
	c.ahead, c.item = &e, nil
	if e.definition == c.column.leaf.definition {
		c.item = c.column.convert(e.value)
	}
	return nil
}

// jsonText gives the JSON text of items.
func jsonText(items []any) any {
	text, err := json.Marshal(items)
	if err != nil {
		return nil // not possible for scalars without NaN
	}
	return string(text)
}
