package geopackage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"

	_ "modernc.org/sqlite" // the driver "sqlite"

	"perimetre/data/store"
	"perimetre/geo"
)

// Store is a GeoPackage file. Open makes one. It is safe for concurrent use, by several processes too.
type Store struct {
	path string
	db   *sql.DB
}

// Open checks a file and prepares to use it. A file that does not exist is an empty store: Load creates it. The tables of
// an older version are brought to those of this one.
// It fails with ErrForeign when perimetre did not make the file, with ErrSchema when a newer version did.
func Open(ctx context.Context, path string) (*Store, error) {
	s, err := open(path)
	if err != nil {
		return nil, fmt.Errorf("geopackage.Open: %w", err)
	}
	if err := s.check(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("geopackage.Open: %w", err), s.Close())
	}
	return s, nil
}

func open(path string) (*Store, error) {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	address := url.URL{Scheme: "file", Path: filepath.ToSlash(absolute), RawQuery: url.Values{
		"mode":          {"rw"}, // SQLite falls back on reading where the file cannot be written
		"_pragma":       {"cache_spill(0)"},
		"_busy_timeout": {"10000"}, // ms
		"_foreign_keys": {"on"},
		"_txlock":       {"immediate"},
		"_error_rc":     {"true"},
	}.Encode()}
	db, err := sql.Open("sqlite", address.String())
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	db.SetMaxIdleConns(0)
	return &Store{path: path, db: db}, nil
}

// Close frees what Open took.
func (s *Store) Close() error { return s.db.Close() }

// Ping tells whether the file is there and can be read.
func (s *Store) Ping(ctx context.Context) error {
	if _, err := os.Stat(s.path); err != nil {
		return fmt.Errorf("geopackage.Ping: %w", s.failure(store.ErrUnavailable, err, "put the file back"))
	}
	if err := s.read(ctx, func(*sql.Tx) error { return nil }); err != nil {
		return fmt.Errorf("geopackage.Ping: %w", err)
	}
	return nil
}

// Published gives the number of the edition that is served, 0 when there is none.
func (s *Store) Published(ctx context.Context) (int64, error) {
	number, err := s.number(ctx, store.SelectPublished)
	if err != nil {
		return 0, fmt.Errorf("geopackage.Published: %w", err)
	}
	return number, nil
}

// Latest gives the number of the newest edition, published or not, 0 when there is none.
func (s *Store) Latest(ctx context.Context) (int64, error) {
	number, err := s.number(ctx, store.SelectLatest)
	if err != nil {
		return 0, fmt.Errorf("geopackage.Latest: %w", err)
	}
	return number, nil
}

func (s *Store) number(ctx context.Context, query string) (number int64, err error) {
	err = s.read(ctx, func(tx *sql.Tx) error { return tx.QueryRowContext(ctx, query).Scan(&number) })
	return number, err
}

// Edition reads an edition back. It fails with ErrNoEdition when there is none of that number.
func (s *Store) Edition(ctx context.Context, number int64) (*geo.Edition, error) {
	var e *geo.Edition
	err := s.read(ctx, func(tx *sql.Tx) (err error) {
		e, err = store.Reader{Each: each(ctx, tx, number), Decode: decode}.ReadEdition(number)
		return err
	})
	if err == nil && e == nil || errors.Is(err, store.ErrNoEdition) {
		err = s.noEdition()
	}
	if err != nil {
		return nil, fmt.Errorf("geopackage.Edition(%d): %w", number, err)
	}
	return e, nil
}

// Editions lists the editions, the oldest first.
func (s *Store) Editions(ctx context.Context) ([]store.Summary, error) {
	var summaries []store.Summary
	err := s.read(ctx, func(tx *sql.Tx) error {
		return each(ctx, tx)(store.SelectEditions, func(scan store.Scan) error {
			summary, err := store.ReadSummary(scan)
			summaries = append(summaries, summary)
			return err
		})
	})
	if err != nil {
		return nil, fmt.Errorf("geopackage.Editions: %w", err)
	}
	return summaries, nil
}

// each runs queries with the same arguments.
func each(ctx context.Context, tx *sql.Tx, args ...any) func(string, func(store.Scan) error) error {
	return func(query string, row func(store.Scan) error) error {
		rows, err := tx.QueryContext(ctx, query, args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			if err := row(rows.Scan); err != nil {
				return err
			}
		}
		return rows.Err()
	}
}
