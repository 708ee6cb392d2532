package geopackage

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"perimetre/data/format"
	"perimetre/geo/crs"
)

// layer is a table or a view with a geometry column.
type layer struct {
	table, geometry string // names of the table and of its geometry column
	id              string // the column that numbers the rows, empty when there is none
	view            bool
	columns         []column // attributes, in order
	reference       reference
	err             error // why it cannot be read; nil when it can be
}

// column is an attribute.
type column struct {
	name     string
	declared string // its type, in capitals
}

// reference is a reference system as a file has it.
type reference struct {
	id           int64
	organization string
	number       int64 // that the organization gives it
	definition   string
}

// code gives the system; 0 when the file says that there is none, or when nobody knows it.
func (r reference) code() crs.Code {
	if r.undefined() {
		return 0
	}
	code := crs.Code(0)
	definitions := []string{r.definition}
	if strings.EqualFold(r.organization, "EPSG") {
		code = crs.Code(r.number)
		definitions = []string{"EPSG:" + strconv.FormatInt(r.number, 10), r.definition}
	}
	for _, definition := range definitions {
		if defined, err := crs.Parse(definition); err == nil {
			return defined
		}
	}
	return code
}

// undefined tells whether it is one of the two that stand for none: OGC 12-128r17, section 1.1.2.1.2.
func (r reference) undefined() bool { return r.id == 0 || r.id == -1 }

const selectLayers = `
	SELECT c.table_name, g.column_name, g.srs_id, coalesce(s.organization, ''), coalesce(s.organization_coordsys_id, 0),
		coalesce(s.definition, ''), coalesce(t.type, '') = 'view'
	FROM gpkg_contents c
	JOIN gpkg_geometry_columns g ON lower(g.table_name) = lower(c.table_name)
	LEFT JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id
	LEFT JOIN sqlite_schema t ON lower(t.name) = lower(c.table_name) AND t.type IN ('table', 'view')
	WHERE c.data_type = 'features'
	ORDER BY c.table_name`

// layers reads what the tables of the standard say. A layer that cannot be described hinders no other: its error is told when it is
// chosen.
func (d *database) layers(ctx context.Context) ([]layer, error) {
	var layers []layer
	err := d.each(ctx, selectLayers, func(rows *sql.Rows) error {
		var l layer
		r := &l.reference
		err := rows.Scan(&l.table, &l.geometry, &r.id, &r.organization, &r.number, &r.definition, &l.view)
		layers = append(layers, l)
		return err
	})
	if err != nil {
		return nil, err
	}
	for i := range layers {
		if err := d.describe(ctx, &layers[i]); err != nil {
			layers[i].err = fmt.Errorf("layer %q: %w", layers[i].table, err)
		}
	}
	return layers, nil
}

const selectColumns = `SELECT name, type, pk FROM pragma_table_info($1)`

// describe reads the columns of a layer. The one that numbers the rows of a table is its primary key; that of a view is known
// by its name, as GDAL does.
func (d *database) describe(ctx context.Context, l *layer) error {
	there := false
	err := d.each(ctx, selectColumns, func(rows *sql.Rows) error {
		var c column
		var key int
		if err := rows.Scan(&c.name, &c.declared, &key); err != nil {
			return err
		}
		c.declared, _, _ = strings.Cut(strings.ToUpper(c.declared), "(")
		numbers := key == 1 && c.declared == "INTEGER" ||
			l.view && (strings.EqualFold(c.name, "OGC_FID") || strings.EqualFold(c.name, "fid"))
		switch {
		case strings.EqualFold(c.name, l.geometry):
			there = true
		case numbers && l.id == "":
			l.id = c.name
		case c.declared != "BLOB":
			l.columns = append(l.columns, c)
		}
		return nil
	}, l.table)
	if err == nil && !there {
		err = fmt.Errorf("there is no table of that name with a column %q: export the file again", l.geometry)
	}
	return err
}

// each runs a query, and hands over its rows one by one.
func (d *database) each(ctx context.Context, query string, row func(*sql.Rows) error, args ...any) error {
	rows, err := d.conn.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// selectRows gives the query of the rows of a layer: its number, its geometry, its attributes. A plus sign before a column
// changes no value, but has the driver give dates and truths as they are stored.
func (l layer) selectRows() string {
	var q strings.Builder
	q.WriteString("SELECT ")
	if l.id == "" {
		q.WriteString("NULL")
	} else {
		q.WriteString("+" + quote(l.id))
	}
	q.WriteString(", +" + quote(l.geometry))
	for _, c := range l.columns {
		q.WriteString(", +" + quote(c.name))
	}
	q.WriteString(" FROM " + quote(l.table))
	if l.id != "" && !l.view {
		q.WriteString(" ORDER BY " + quote(l.id))
	}
	return q.String()
}

// quote writes a name of a table or a column in SQL.
func quote(name string) string { return `"` + escape(name) + `"` }

// escape writes what stands between the quotes of a name.
func escape(name string) string { return strings.ReplaceAll(name, `"`, `""`) }

// readable gives the layers that can be read. It fails when there are none but others.
func readable(layers []layer) ([]layer, error) {
	all := slices.DeleteFunc(slices.Clone(layers), func(l layer) bool { return l.err != nil })
	if len(all) == 0 && len(layers) > 0 {
		return nil, layers[0].err
	}
	return all, nil
}

// Layers lists the layers of a file that can be read, tables and views, in the order of their names. Rows of tables are counted.
func Layers(in format.Input) (_ []format.Layer, err error) {
	ctx := context.Background()
	d, err := open(ctx, in)
	if err != nil {
		return nil, err
	}
	defer d.close()
	found, err := d.layers(ctx)
	if err == nil {
		found, err = readable(found)
	}
	if err != nil {
		return nil, d.explain(err)
	}
	layers := make([]format.Layer, len(found))
	for i, l := range found {
		layers[i] = format.Layer{Name: l.table, CRS: l.reference.code(), Features: -1, Fields: make([]string, len(l.columns))}
		for j, c := range l.columns {
			layers[i].Fields[j] = c.name
		}
		if l.view {
			continue // only reading tells: a view may compute anything
		}
		row := d.conn.QueryRowContext(ctx, "SELECT count(*) FROM "+quote(l.table))
		if err := row.Scan(&layers[i].Features); err != nil {
			return nil, d.explain(fmt.Errorf("layer %q: %w", l.table, err))
		}
	}
	return layers, nil
}
