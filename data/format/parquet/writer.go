package parquet

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
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
// not written: Parquet has none. A feature that does not fit the schema is a [*format.RecordError], and the others can still be
// written.
//
// The file says its system in PROJJSON, or nothing for longitude and latitude (which are OGC:CRS84).
func Create(path string, s format.Schema) (format.Writer, error) {
	w, err := newWriter(s)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	w.name = filepath.Base(path)
	if w.file, err = os.Create(path); err != nil {
		return nil, err
	}
	w.rows = parquet.NewGenericWriter[any](w.file, parquet.NewSchema(s.Layer, w.schema),
		parquet.Compression(&parquet.Zstd), parquet.CreatedBy("perimetre", "1", "0"))
	return w, nil
}

// writer implements [format.Writer].
type writer struct {
	name   string
	file   *os.File
	rows   *parquet.GenericWriter[any]
	schema table
	layer  format.Schema
	system crs.System
	meta   metadata

	count   int
	values  []any
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
	w := &writer{layer: s, system: system, types: map[string]bool{}}
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
	var err error
	if w.values, err = w.layer.Row(w.values[:0], f, w.name, w.count+1); err != nil {
		return err
	}
	w.count++
	w.row = w.row[:0]
	for i, value := range w.values {
		w.row = appendValue(w.row, value, i)
	}
	w.appendGeometry(f.Geometry, len(w.values))
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

// appendValue appends the value of an attribute.
func appendValue(row parquet.Row, value any, index int) parquet.Row {
	const null, there = 0, 1
	var v parquet.Value
	switch value := value.(type) {
	case bool:
		v = parquet.BooleanValue(value)
	case int64:
		v = parquet.Int64Value(value)
	case float64:
		v = parquet.DoubleValue(value)
	case string:
		v = parquet.ByteArrayValue([]byte(value))
	case []string:
		return appendList(row, value, index)
	default:
		return append(row, parquet.NullValue().Level(0, null, index))
	}
	return append(row, v.Level(0, there, index))
}

// appendList appends a list: empty, or its items.
func appendList(row parquet.Row, list []string, index int) parquet.Row {
	const empty, item = 1, 2
	if len(list) == 0 {
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
