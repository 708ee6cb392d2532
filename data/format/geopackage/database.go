package geopackage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"

	"modernc.org/sqlite" // the driver "sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"perimetre/data/format"
)

// database is a file that is open for reading, on one connection.
type database struct {
	name string // of the file, for errors
	db   *sql.DB
	conn *sql.Conn
}

// open opens a GeoPackage. It fails when the file is none.
func open(ctx context.Context, in format.Input) (*database, error) {
	path, err := in.Path()
	if err == nil {
		path, err = filepath.EvalSymlinks(path) // changes lie beside the file, not beside a link to it
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", in.Name(), err)
	}
	if err := checkMagic(path); err != nil {
		return nil, fmt.Errorf("%s: %w", in.Name(), err)
	}
	db, err := connect(path, url.Values{
		"mode":      {"ro"},
		"immutable": {immutable(path)},
		// What a file declares is not run: https://www.sqlite.org/security.html.
		"_pragma":    {"trusted_schema(0)", "cell_size_check(1)"},
		"_defensive": {"1"},
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", in.Name(), err)
	}
	d := &database{name: in.Name(), db: db}
	if err := d.check(ctx); err != nil {
		return nil, errors.Join(d.explain(err), d.close())
	}
	return d, nil
}

// connect prepares to use a file of SQLite.
func connect(path string, options url.Values) (*sql.DB, error) {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	options.Set("_error_rc", "true")
	address := url.URL{Scheme: "file", Path: filepath.ToSlash(absolute), RawQuery: options.Encode()}
	return sql.Open("sqlite", address.String())
}

var errNoSQLite = errors.New("it is no GeoPackage, nor any file of SQLite: give a file that ends in .gpkg")

// checkMagic looks at the first bytes of a file of SQLite: https://www.sqlite.org/fileformat.html, section 1.3.1.
func checkMagic(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	const magic = "SQLite format 3\x00"
	start := make([]byte, len(magic))
	if _, err := io.ReadFull(file, start); err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return err
	}
	if string(start) != magic {
		return errNoSQLite
	}
	return nil
}

// immutable says whether SQLite may take the file as one that nobody writes: it then needs no lock and no file beside it, as
// in a folder where nothing can be written. A journal that is not empty has changes that the file does not.
func immutable(path string) string {
	for _, suffix := range []string{"-wal", "-journal"} {
		if info, err := os.Stat(path + suffix); err == nil && info.Size() > 0 {
			return "0"
		}
	}
	return "1"
}

// selectTables counts the tables that make a file of SQLite a GeoPackage with layers.
const selectTables = `
	SELECT count(*) FROM sqlite_schema
	WHERE lower(name) IN ('gpkg_contents', 'gpkg_geometry_columns', 'gpkg_spatial_ref_sys')`

func (d *database) check(ctx context.Context) (err error) {
	if d.conn, err = d.db.Conn(ctx); err != nil {
		return err
	}
	if _, err := sqlite.Limit(d.conn, sqlite3.SQLITE_LIMIT_LENGTH, format.LongestRecord); err != nil {
		return err
	}
	var tables int
	if err := d.conn.QueryRowContext(ctx, selectTables).Scan(&tables); err != nil {
		return err
	}
	if tables < 3 {
		return errors.New("it is a file of SQLite without the tables of a GeoPackage that holds features: " +
			"give a GeoPackage, or export this file as one")
	}
	return nil
}

// explain names the file, and says what an error of SQLite means for a person: https://www.sqlite.org/rescode.html.
func (d *database) explain(err error) error {
	var known *sqlite.Error
	mend := ""
	if errors.As(err, &known) {
		switch known.Code() & 0xff {
		case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
			mend = ": the file is damaged: download or export it again"
		case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY:
			mend = ": another program may have it open: close it there, or copy the file with its -wal or -journal to a folder of yours"
		case sqlite3.SQLITE_TOOBIG:
			mend = fmt.Sprintf(": a value is larger than %d MiB: split the feature", format.LongestRecord>>20)
		}
	}
	return fmt.Errorf("%s: %w%s", d.name, err, mend)
}

func (d *database) close() error {
	var err error
	if d.conn != nil {
		err = d.conn.Close()
	}
	return errors.Join(err, d.db.Close())
}
