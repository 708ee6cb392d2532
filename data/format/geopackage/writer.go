package geopackage

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"perimetre/data/format"
	"perimetre/geo"
	"perimetre/geo/crs"
)

var (
	//go:embed sql/index.sql
	indexSQL string
	//go:embed sql/style.sql
	styleSQL string
)

// Layer is a layer that is being written; it implements [format.Writer]. [File.Layer] makes one.
type Layer struct {
	file         *File
	table        string
	id, geometry string // names of columns
	schema       format.Schema
	system       crs.System
	rows, index  *sql.Stmt
	count        int
	bounds       format.Bounds
	values       []any // of a row, kept from one to the next
	blob         []byte
	ended        bool
	err          error // the first of SQLite: nothing is written after it
}

const (
	insertContents = `
		INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES ($1, 'features', $1, $2)`
	insertGeometryColumn = `INSERT INTO gpkg_geometry_columns VALUES ($1, $2, $3, $4, 0, 0)`
	insertIndex          = `
		INSERT INTO gpkg_extensions
		VALUES ($1, $2, 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only')`
	updateBounds = `UPDATE gpkg_contents SET min_x = $2, min_y = $3, max_x = $4, max_y = $5 WHERE table_name = $1`
	insertStyle  = `
		INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, styleQML, styleSLD,
			useAsDefault, description, owner)
		VALUES ('', '', $1, $2, $3, $4, '', 1, '', '')`
)

// create makes the tables of a layer, and the statements that fill them.
func (l *Layer) create() error {
	names := l.columns()
	var table, row strings.Builder
	table.WriteString("CREATE TABLE " + quote(l.table) + " (" + quote(l.id) + " INTEGER PRIMARY KEY NOT NULL, ")
	table.WriteString(quote(l.geometry) + " " + geometryName(l.schema.Geometry))
	row.WriteString("INSERT INTO " + quote(l.table) + " VALUES (?, ?")
	for i, attribute := range l.schema.Fields {
		table.WriteString(", " + quote(names[i]) + " " + typeName(attribute.Type))
		row.WriteString(", ?")
	}
	l.schema = l.schema.WithoutLists()
	table.WriteString(")")
	row.WriteString(")")
	rtree := quote("rtree_" + l.table + "_" + l.geometry)

	srs := int(l.system.Code())
	err := errors.Join(
		l.file.addSystem(l.system.Code()),
		l.file.exec(table.String()),
		l.file.exec(insertContents, l.table, srs),
		l.file.exec(insertGeometryColumn, l.table, l.geometry, geometryName(l.schema.Geometry), srs),
		l.file.exec(insertIndex, l.table, l.geometry),
		l.file.exec("CREATE VIRTUAL TABLE "+rtree+" USING rtree(id, minx, maxx, miny, maxy)"),
	)
	if err != nil {
		return err
	}
	ctx := context.Background()
	if l.rows, err = l.file.tx.PrepareContext(ctx, row.String()); err != nil {
		return err
	}
	l.index, err = l.file.tx.PrepareContext(ctx, "INSERT INTO "+rtree+" VALUES (?, ?, ?, ?, ?)")
	return err
}

// columns gives every attribute a name of its own, whatever its case: one that is taken gets _1, _2… after it. Those of the
// columns that every layer has come last, so that attributes keep theirs.
func (l *Layer) columns() []string {
	taken := map[string]bool{}
	free := func(name string) string {
		found := name
		for i := 1; taken[strings.ToLower(found)]; i++ {
			found = name + "_" + strconv.Itoa(i)
		}
		taken[strings.ToLower(found)] = true
		return found
	}
	names := make([]string, len(l.schema.Fields))
	for i, attribute := range l.schema.Fields {
		names[i] = free(attribute.Name)
	}
	l.id, l.geometry = free("fid"), free("geom")
	return names
}

// typeName gives the type of a column: OGC 12-128r17, table 1.
func typeName(t format.AttributeType) string {
	switch t {
	case format.Bool:
		return "BOOLEAN"
	case format.Int64:
		return "INTEGER"
	case format.Float64:
		return "REAL"
	}
	return "TEXT"
}

// geometryName gives the type of a geometry column: OGC 12-128r17, annex G.
func geometryName(t format.GeometryType) string { return strings.ToUpper(t.String()) }

// Style gives the layer a style that QGIS takes when it opens it: the text of a QML document, under a name of at most 30
// characters.
func (l *Layer) Style(name, qml string) error {
	err := l.file.exec(styleSQL)
	if err == nil {
		err = l.file.exec(insertStyle, l.table, l.geometry, name, qml)
	}
	if err != nil {
		return fmt.Errorf("style %q of layer %q: %w", name, l.table, err)
	}
	return nil
}

// Write adds a feature. Rows are numbered from 1; the ID of the feature is not written. A feature that does not fit the schema is a
// [*format.RecordError], and the others can still be written.
func (l *Layer) Write(f geo.Feature) error {
	if l.err != nil {
		return l.named(l.err)
	}
	bounds := format.BoundsOf(f.Geometry, l.system)
	if err := l.take(f, bounds); err != nil {
		return &format.RecordError{
			File: filepath.Base(l.file.path), Kind: format.Feature, Record: l.count + 1, Code: format.Code(f), Problem: err.Error(),
			Mend: "give all features of the layer the same attributes, one kind of geometry, and a place where its system is used",
		}
	}
	if err := l.write(f.Geometry, bounds); err != nil {
		l.err = fmt.Errorf("layer %q: feature %d: %w", l.table, l.count+1, err)
	}
	return l.named(l.err)
}

// named adds the name of the file to an error.
func (l *Layer) named(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", filepath.Base(l.file.path), err)
}

// take makes the row of a feature, but for its geometry.
func (l *Layer) take(f geo.Feature, bounds format.Bounds) (err error) {
	if !bounds.Finite() {
		return fmt.Errorf("it has no coordinates in %s", l.system.Code())
	}
	if err := l.schema.Fits(f.Geometry); err != nil {
		return err
	}
	l.values, err = l.schema.Values(append(l.values[:0], l.count+1, nil), f)
	return err
}

// write writes the row that was taken.
func (l *Layer) write(g geo.Geometry, bounds format.Bounds) error {
	if bounds.Some {
		l.blob = encode(l.blob[:0], g, bounds, l.system)
		l.values[1] = l.blob
	}
	ctx := context.Background()
	if _, err := l.rows.ExecContext(ctx, l.values...); err != nil {
		return err
	}
	l.count++
	if !bounds.Some {
		return nil
	}
	l.bounds.Join(bounds)
	_, err := l.index.ExecContext(ctx, l.count, bounds.MinX, bounds.MaxX, bounds.MinY, bounds.MaxY)
	return err
}

// Close ends the layer: its bounds are told, and its index is kept true from then on. A file closes its layers itself.
func (l *Layer) Close() error { return l.named(l.end()) }

func (l *Layer) end() error {
	if l.ended {
		return l.err
	}
	l.ended = true
	for _, statement := range []*sql.Stmt{l.rows, l.index} {
		if statement != nil {
			l.err = errors.Join(l.err, statement.Close())
		}
	}
	if l.err != nil {
		return l.err
	}
	if b := l.bounds; b.Some {
		l.err = l.file.exec(updateBounds, l.table, b.MinX, b.MinY, b.MaxX, b.MaxY)
	}
	if l.err == nil {
		triggers := strings.NewReplacer("{t}", escape(l.table), "{c}", escape(l.geometry), "{i}", escape(l.id))
		l.err = l.file.exec(triggers.Replace(indexSQL))
	}
	if l.err != nil {
		l.err = fmt.Errorf("layer %q: %w", l.table, l.err)
	}
	return l.err
}
