package geopackage

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"perimetre/data/format"
	"perimetre/geo"
	"perimetre/geo/crs"
)

//go:embed sql/standard.sql
var standardSQL string

// File is a GeoPackage that is being written. [CreateFile] makes one; it is for one goroutine, and so are its layers.
type File struct {
	path   string
	db     *sql.DB
	tx     *sql.Tx
	layers []*Layer
	err    error // why a layer could not be begun: half of it is there
}

// CreateFile begins a file, in place of the one at that path. Nothing of it can be used before [File.Close], and a failure leaves
// what was written so far: who wants the former file until the new one is whole writes beside it (see [format.Replace]).
func CreateFile(path string) (*File, error) {
	f, err := createFile(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	return f, nil
}

func createFile(path string) (*File, error) {
	for _, former := range []string{path, path + "-wal", path + "-shm", path + "-journal"} {
		if err := os.Remove(former); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	// A new file needs no journal: whatever happens before it is whole, it is thrown away.
	db, err := connect(path, url.Values{"_pragma": {"journal_mode(OFF)", "synchronous(OFF)", "locking_mode(EXCLUSIVE)"}})
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	tx, err := db.BeginTx(context.Background(), nil)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	f := &File{path: path, db: db, tx: tx}
	if err = f.exec(standardSQL); err == nil {
		err = f.addSystem(crs.WGS84)
	}
	if err != nil {
		return nil, errors.Join(err, tx.Rollback(), db.Close())
	}
	return f, nil
}

func (f *File) exec(query string, args ...any) error {
	_, err := f.tx.ExecContext(context.Background(), query, args...)
	return err
}

const insertSystem = `
	INSERT OR IGNORE INTO gpkg_spatial_ref_sys (srs_name, srs_id, organization, organization_coordsys_id, definition)
	VALUES ($1, $2, 'EPSG', $2, $3)`

// addSystem adds a reference system, unless it is there.
func (f *File) addSystem(code crs.Code) error {
	return f.exec(insertSystem, code.Name(), int(code), code.WKT())
}

// Layer begins a layer. Its name is that of the file where the schema has none. Several may be written at once.
// A layer without a geometry type holds geometries of any.
func (f *File) Layer(s format.Schema) (*Layer, error) {
	name := s.Layer
	if name == "" {
		name = format.Stem(f.path)
	}
	l, err := f.layer(name, s)
	if err == nil {
		f.layers = append(f.layers, l)
		err = l.create()
		f.err = errors.Join(f.err, err)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: layer %q: %w", filepath.Base(f.path), name, err)
	}
	return l, nil
}

// layer checks what a layer is to be.
func (f *File) layer(name string, s format.Schema) (*Layer, error) {
	lower := strings.ToLower(name)
	if strings.HasPrefix(lower, "gpkg_") || strings.HasPrefix(lower, "sqlite_") || strings.HasPrefix(lower, "rtree_") || lower == "layer_styles" {
		return nil, errors.New("GeoPackage keeps that name for itself: give another")
	}
	if slices.ContainsFunc(f.layers, func(l *Layer) bool { return strings.EqualFold(l.table, name) }) {
		return nil, errors.New("there is one already, whatever its case: give another name")
	}
	if s.CRS == crs.CRS84 {
		s.CRS = crs.WGS84 // which has the longitude first in a GeoPackage: OGC 12-128r17, section 2.1.3.1.1
	}
	system, err := crs.New(s.CRS)
	return &Layer{file: f, table: name, schema: s, system: system}, err
}

// Close ends all layers and the file. It fails when one of them could not be written.
func (f *File) Close() error {
	err := f.err
	for _, l := range f.layers {
		err = errors.Join(err, l.end())
	}
	if err == nil {
		err = f.tx.Commit()
	} else {
		err = errors.Join(err, f.tx.Rollback())
	}
	if err = errors.Join(err, f.db.Close()); err == nil {
		err = sync(f.path)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(f.path), err)
	}
	return nil
}

// sync has a file written to the disk, which SQLite was told not to.
func sync(path string) error {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}

// Create writes a file of one layer; see [CreateFile].
func Create(path string, s format.Schema) (format.Writer, error) {
	f, err := CreateFile(path)
	if err != nil {
		return nil, err
	}
	l, err := f.Layer(s)
	if err != nil {
		return nil, errors.Join(err, f.tx.Rollback(), f.db.Close())
	}
	return single{f, l}, nil
}

// single is a file of one layer.
type single struct {
	file  *File
	layer *Layer
}

func (s single) Write(f geo.Feature) error { return s.layer.Write(f) }
func (s single) Close() error              { return s.file.Close() }
