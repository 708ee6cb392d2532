package geopackage

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"os"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"perimetre/data/store"
)

//go:embed migrations
var migrations embed.FS

// Queries about the file itself.
const (
	selectTables      = `SELECT count(*) FROM sqlite_schema`
	selectApplication = `PRAGMA application_id`
	selectIsOurs      = `SELECT count(*) FROM sqlite_schema WHERE name = 'perimetre_schema'`
	selectVersion     = `SELECT coalesce(max(version), 0) FROM perimetre_schema`
	insertVersion     = `INSERT INTO perimetre_schema (version, name, applied_at) VALUES ($1, $2, $3)`
	createSchemaTable = `
		CREATE TABLE IF NOT EXISTS perimetre_schema (
			version    INTEGER  NOT NULL PRIMARY KEY,
			name       TEXT     NOT NULL,
			applied_at DATETIME NOT NULL
		)`
)

const (
	gpkg       = 0x47504B47 // the application id of a GeoPackage: "GPKG"
	timeFormat = "2006-01-02T15:04:05.000Z"
)

// check looks at what a file is, and updates its tables where it must.
func (s *Store) check(ctx context.Context) error {
	err := s.read(ctx, func(*sql.Tx) error { return nil })
	if errors.Is(err, errOlder) {
		return s.update(ctx, func(*sql.Tx) error { return nil })
	}
	return err
}

// errOlder says that the tables are those of an older version.
var errOlder = errors.New("the file was made by an older one")

// read runs f in a transaction that only reads. It does nothing on an empty store.
func (s *Store) read(ctx context.Context, f func(*sql.Tx) error) error {
	if s.empty() {
		return nil
	}
	return s.transact(ctx, &sql.TxOptions{ReadOnly: true}, func(tx *sql.Tx) error {
		pending, err := s.pending(ctx, tx)
		if err != nil {
			return err
		}
		if len(pending) > 0 {
			return s.failure(store.ErrSchema, errOlder, "start perimetre again, which updates it")
		}
		return f(tx)
	})
}

// update runs f in a transaction that writes, once the tables are those of this version.
func (s *Store) update(ctx context.Context, f func(*sql.Tx) error) error {
	return s.transact(ctx, nil, func(tx *sql.Tx) error {
		if err := s.migrate(ctx, tx); err != nil {
			return err
		}
		return f(tx)
	})
}

func (s *Store) transact(ctx context.Context, options *sql.TxOptions, f func(*sql.Tx) error) error {
	tx, err := s.db.BeginTx(ctx, options)
	if err != nil {
		return s.explain(err)
	}
	defer func() { _ = tx.Rollback() }() // without effect after the commit
	if err = f(tx); err == nil {
		err = tx.Commit()
	}
	if err != nil && ctx.Err() != nil {
		return ctx.Err()
	}
	return s.explain(err)
}

// empty tells whether nothing was ever loaded: no file, or one without a byte.
func (s *Store) empty() bool {
	info, err := os.Stat(s.path)
	return errors.Is(err, os.ErrNotExist) || err == nil && info.Mode().IsRegular() && info.Size() == 0
}

// create makes an empty file where there is none.
func (s *Store) create() error {
	file, err := os.OpenFile(s.path, os.O_CREATE|os.O_RDONLY, 0o644)
	if err != nil {
		return s.failure(store.ErrReadOnly, err, mendWritable)
	}
	return file.Close()
}

// version gives the version of the tables, 0 before the first migration.
func (s *Store) version(ctx context.Context, tx *sql.Tx) (version int, err error) {
	var tables, application, ours int
	if err := tx.QueryRowContext(ctx, selectTables).Scan(&tables); err != nil || tables == 0 {
		return 0, err
	}
	if err := tx.QueryRowContext(ctx, selectApplication).Scan(&application); err != nil {
		return 0, err
	}
	if application != gpkg {
		return 0, s.failure(store.ErrForeign, errors.New("the file is not a GeoPackage"), mendForeign)
	}
	if err := tx.QueryRowContext(ctx, selectIsOurs).Scan(&ours); err != nil {
		return 0, err
	}
	if ours == 0 {
		return 0, s.failure(store.ErrForeign, errors.New("another program made this GeoPackage"), mendForeign)
	}
	if err := tx.QueryRowContext(ctx, selectVersion).Scan(&version); err != nil {
		return 0, err
	}
	return version, nil
}

// pending gives the migrations that the file has not had. All of them where there is no table at all.
func (s *Store) pending(ctx context.Context, tx *sql.Tx) ([]store.Migration, error) {
	version, err := s.version(ctx, tx)
	if err != nil {
		return nil, err
	}
	known, err := store.Migrations(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	if version > len(known) {
		cause := fmt.Errorf("the file is at version %d, this program knows %d", version, len(known))
		return nil, s.failure(store.ErrSchema, cause, "update perimetre")
	}
	return known[version:], nil
}

func (s *Store) migrate(ctx context.Context, tx *sql.Tx) error {
	pending, err := s.pending(ctx, tx)
	if err != nil || len(pending) == 0 {
		return err
	}
	if _, err := tx.ExecContext(ctx, createSchemaTable); err != nil {
		return fmt.Errorf("table of versions: %w", err)
	}
	for _, m := range pending {
		if _, err := tx.ExecContext(ctx, m.SQL); err != nil {
			return fmt.Errorf("migration %s: %w", m.Name, err)
		}
		if _, err := tx.ExecContext(ctx, insertVersion, m.Version, m.Name, now().Format(timeFormat)); err != nil {
			return fmt.Errorf("migration %s: %w", m.Name, err)
		}
	}
	return nil
}

// now is the time of an edition: to the second, as people read it.
func now() time.Time { return time.Now().UTC().Truncate(time.Second) }

// What to do about a failure.
const (
	mendWritable = "make the file and its folder writable, or give another store"
	mendForeign  = "give a file that perimetre made, or the name of a new one"
)

func (s *Store) failure(kind, cause error, mend string) error {
	return &store.Error{Store: s.path, Kind: kind, Cause: cause, Mend: mend}
}

func (s *Store) noEdition() error {
	return s.failure(store.ErrNoEdition, nil, "give the number of an edition that was loaded")
}

// explain says what an error of SQLite means for a person: https://www.sqlite.org/rescode.html.
func (s *Store) explain(err error) error {
	var known *sqlite.Error
	if !errors.As(err, &known) {
		return err
	}
	switch known.Code() & 0xff {
	case sqlite3.SQLITE_READONLY:
		return s.failure(store.ErrReadOnly, err, mendWritable)
	case sqlite3.SQLITE_CANTOPEN:
		return s.failure(store.ErrUnavailable, err, "make the file readable and its folder writable, or give another store")
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return s.failure(store.ErrUnavailable, err, "another program is writing to the file: wait for it, or close it")
	case sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR:
		return s.failure(store.ErrReadOnly, err, "make room on the disk and try again")
	case sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT:
		return s.failure(store.ErrForeign, err, mendForeign)
	default:
		return fmt.Errorf("%s: %w", s.path, err)
	}
}
