package parquet

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"

	"github.com/parquet-go/parquet-go"

	"perimetre/data/format"
	"perimetre/data/format/wkb"
	"perimetre/geo"
	"perimetre/geo/crs"
)

// What a row group holds at most: readers skip whole groups by the boxes of their geometries, and the writer holds one.
const (
	rowsPerGroup  = 1 << 14
	bytesPerGroup = 1 << 25
)

// Create writes a layer as GeoParquet 1.1, compressed with zstd: a nullable column for each attribute, one of boxes (bbox, which
// the metadata name as covering), and the geometries as WKB in s.CRS, x first. Lists are LIST of strings. IDs of features are
// not written: Parquet has none. Neither are properties that are no attribute of the schema.
//
// The file says its system in PROJJSON, or nothing for longitude and latitude (which are OGC:CRS84).
func Create(path string, s format.Schema) (format.Writer, error) {
	w, err := newWriter(s)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if w.file, err = os.Create(path); err != nil {
		return nil, err
	}
	w.rows = parquet.NewGenericWriter[any](w.file, parquet.NewSchema(s.Layer, w.schema),
		parquet.Compression(&parquet.Zstd), parquet.CreatedBy("perimetre", "1", "0"))
	return w, nil
}

// writer implements [format.Writer].
type writer struct {
	file   *os.File
	rows   *parquet.GenericWriter[any]
	schema table
	fields []format.Attribute
	system crs.System
	meta   metadata

	count   int
	row     parquet.Row
	place   []byte // the geometry of the feature at hand
	inGroup int    // rows
	size    int    // bytes of geometries in the row group
	types   map[string]bool
	bounds  format.Bounds
}

func newWriter(s format.Schema) (*writer, error) {
	system, err := crs.New(s.CRS)
	if err != nil {
		return nil, err
	}
	w := &writer{fields: s.Fields, system: system, types: map[string]bool{}}
	column := &columnMetadata{Encoding: "WKB"}
	if code := system.Code(); code != crs.WGS84 && code != crs.CRS84 {
		if column.CRS, err = projJSON(code.WKT()); err != nil {
			return nil, fmt.Errorf("%s cannot be written in PROJJSON: %w: choose another system", code, err)
		}
	}
	w.schema = newTable(s.Fields)
	bbox, geometry := w.schema.order[len(s.Fields)], w.schema.order[len(s.Fields)+1]
	column.Covering = &covering{BBox: map[string][]string{}}
	for _, side := range sides() {
		column.Covering.BBox[side] = []string{bbox, side}
	}
	w.meta = metadata{Version: "1.1.0", Primary: geometry, Columns: map[string]*columnMetadata{geometry: column}}
	return w, nil
}

// sides names the sides of a box, in the order of its numbers.
func sides() []string { return []string{"xmin", "ymin", "xmax", "ymax"} }

// table is a group of columns in an order: that of a [parquet.Group] is alphabetical.
type table struct {
	parquet.Group
	order []string
}

// Fields implements [parquet.Node].
func (t table) Fields() []parquet.Field {
	fields := t.Group.Fields()
	slices.SortFunc(fields, func(a, b parquet.Field) int { return slices.Index(t.order, a.Name()) - slices.Index(t.order, b.Name()) })
	return fields
}

// newTable gives the columns of a file: those of the attributes, then boxes, then geometries, under names that no attribute has.
func newTable(fields []format.Attribute) table {
	t := table{Group: parquet.Group{}}
	add := func(name string, node parquet.Node) {
		for t.Group[name] != nil {
			name += "_"
		}
		t.Group[name] = parquet.Optional(node)
		t.order = append(t.order, name)
	}
	for _, f := range fields {
		add(f.Name, nodeOf(f.Type))
	}
	bbox := table{Group: parquet.Group{}, order: sides()}
	for _, side := range sides() {
		bbox.Group[side] = parquet.Encoded(parquet.Leaf(parquet.DoubleType), &parquet.Plain)
	}
	add("bbox", bbox)
	add("geometry", parquet.Encoded(parquet.Leaf(parquet.ByteArrayType), &parquet.Plain))
	return t
}

// nodeOf gives the column of an attribute. Encodings are plain: those that parquet-go chooses are not read everywhere.
func nodeOf(t format.AttributeType) parquet.Node {
	str := parquet.Encoded(parquet.String(), &parquet.Plain)
	switch t {
	case format.Bool:
		return parquet.Encoded(parquet.Leaf(parquet.BooleanType), &parquet.Plain)
	case format.Int64:
		return parquet.Encoded(parquet.Leaf(parquet.Int64Type), &parquet.Plain)
	case format.Float64:
		return parquet.Encoded(parquet.Leaf(parquet.DoubleType), &parquet.Plain)
	case format.Strings:
		return parquet.List(str)
	}
	return str
}

// Write implements [format.Writer].
func (w *writer) Write(f geo.Feature) error {
	w.count++
	w.row = w.row[:0]
	index := 0
	for i, attribute := range w.fields {
		var value any
		if i < len(f.Properties) && f.Properties[i].Name == attribute.Name {
			value = f.Properties[i].Value
		} else {
			value = f.Property(attribute.Name)
		}
		w.row = appendValue(w.row, attribute.Type, value, index)
		index++
	}
	w.appendGeometry(f.Geometry, index)
	if _, err := w.rows.WriteRows([]parquet.Row{w.row}); err != nil {
		return fmt.Errorf("write feature %d: %w", w.count, err)
	}
	w.inGroup++
	w.size += len(w.place)
	if w.inGroup < rowsPerGroup && w.size < bytesPerGroup {
		return nil
	}
	w.inGroup, w.size = 0, 0
	if err := w.rows.Flush(); err != nil {
		return fmt.Errorf("write feature %d: %w", w.count, err)
	}
	return nil
}

// sidesOf gives the sides of a box in the order of their names.
func sidesOf(b format.Bounds) [4]float64 { return [4]float64{b.MinX, b.MinY, b.MaxX, b.MaxY} }

// appendGeometry appends a box and a geometry: five columns from that index on.
func (w *writer) appendGeometry(g geo.Geometry, index int) {
	w.place = wkb.Append(w.place[:0], g, w.system)
	box := format.BoundsOf(g, w.system)
	const null, there = 0, 1
	if !box.Some { // no geometry, or one without a point
		for range len(sides()) + 1 {
			w.row = append(w.row, parquet.NullValue().Level(0, null, index))
			index++
		}
		return
	}
	for _, side := range sidesOf(box) {
		w.row = append(w.row, parquet.DoubleValue(side).Level(0, there, index))
		index++
	}
	w.row = append(w.row, parquet.ByteArrayValue(w.place).Level(0, there, index))
	w.bounds.Join(box)
	switch g.(type) {
	case geo.MultiPoint:
		w.types["MultiPoint"] = true
	case geo.MultiLine:
		w.types["MultiLineString"] = true
	case geo.MultiPolygon:
		w.types["MultiPolygon"] = true
	}
}

// appendValue appends the value of an attribute, null when it has none or one that the column cannot hold.
func appendValue(row parquet.Row, t format.AttributeType, value any, index int) parquet.Row {
	v := parquet.NullValue()
	switch t {
	case format.Bool:
		if b, ok := value.(bool); ok {
			v = parquet.BooleanValue(b)
		}
	case format.Int64:
		if n, ok := value.(int64); ok {
			v = parquet.Int64Value(n)
		}
	case format.Float64:
		switch n := value.(type) {
		case float64:
			v = parquet.DoubleValue(n)
		case int64:
			v = parquet.DoubleValue(float64(n))
		}
	case format.Strings:
		return appendList(row, value, index)
	default:
		switch s := value.(type) {
		case nil:
		case string:
			v = parquet.ByteArrayValue([]byte(s))
		default:
			v = parquet.ByteArrayValue(fmt.Append(nil, s))
		}
	}
	if v.IsNull() {
		return append(row, v.Level(0, 0, index))
	}
	return append(row, v.Level(0, 1, index))
}

// appendList appends a list: null, empty, or its items.
func appendList(row parquet.Row, value any, index int) parquet.Row {
	const null, empty, item = 0, 1, 2
	list, ok := value.([]string)
	switch {
	case !ok:
		return append(row, parquet.NullValue().Level(0, null, index))
	case len(list) == 0:
		return append(row, parquet.NullValue().Level(0, empty, index))
	}
	for i, s := range list {
		row = append(row, parquet.ByteArrayValue([]byte(s)).Level(min(i, 1), item, index))
	}
	return row
}

// Close implements [format.Writer].
func (w *writer) Close() error {
	column := w.meta.Columns[w.meta.Primary]
	column.Types = slices.Sorted(maps.Keys(w.types))
	if column.Types == nil {
		column.Types = []string{} // any
	}
	if w.bounds.Some {
		sides := sidesOf(w.bounds)
		column.BBox = sides[:]
	}
	text, err := json.Marshal(w.meta)
	if err == nil {
		w.rows.SetKeyValueMetadata(geoKey, string(text))
		err = w.rows.Close()
	}
	if err = errors.Join(err, w.file.Close()); err != nil {
		return fmt.Errorf("end of %s: %w", w.file.Name(), err)
	}
	return nil
}
