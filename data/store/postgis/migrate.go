package postgis

import (
	"context"
	"embed"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"perimetre/data/store"
)

//go:embed migrations
var migrations embed.FS

// Queries about the schema: the first one of the search path that exists.
const (
	selectSchema = `SELECT coalesce(current_schema(), '')`
	// lockSchema makes transactions of one schema wait for each other until they end.
	lockSchema        = `SELECT pg_advisory_xact_lock(hashtext('perimetre'), hashtext(current_schema()))`
	selectIsOurs      = `SELECT to_regclass(quote_ident(current_schema()) || '.perimetre_schema') IS NOT NULL`
	selectVersion     = `SELECT coalesce(max(version), 0) FROM perimetre_schema`
	insertVersion     = `INSERT INTO perimetre_schema (version, name, applied_at) VALUES ($1, $2, now())`
	selectHasPostGIS  = `SELECT count(*) > 0 FROM pg_extension WHERE extname = 'postgis'`
	createPostGIS     = `CREATE EXTENSION IF NOT EXISTS postgis`
	createSchemaTable = `
		CREATE TABLE IF NOT EXISTS perimetre_schema (
			version    INTEGER     NOT NULL PRIMARY KEY,
			name       TEXT        NOT NULL,
			applied_at TIMESTAMPTZ NOT NULL
		)`
)

// Migrate brings the schema of a database to that of this version, and creates the extension PostGIS where it lacks.
// It is one transaction; where there is nothing to do it does nothing.
func Migrate(ctx context.Context, address string) error {
	s, err := connect(ctx, address)
	if err != nil {
		return fmt.Errorf("postgis.Migrate: %w", err)
	}
	defer s.pool.Close()
	if err := s.transact(ctx, s.migrate); err != nil {
		return fmt.Errorf("postgis.Migrate: %w", err)
	}
	return nil
}

// transact runs f in a transaction that waits for the others of the same schema.
func (s *server) transact(ctx context.Context, f func(context.Context, pgx.Tx) error) error {
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, lockSchema); err != nil {
			return err
		}
		return f(ctx, tx)
	})
	if err != nil && ctx.Err() != nil {
		return ctx.Err()
	}
	return s.explain(err)
}

func (s *server) migrate(ctx context.Context, tx pgx.Tx) error {
	pending, err := s.pending(ctx, tx)
	if err != nil || len(pending) == 0 {
		return err
	}
	if err := s.createPostGIS(ctx, tx); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, createSchemaTable); err != nil {
		return fmt.Errorf("table of versions: %w", err)
	}
	for _, m := range pending {
		if _, err := tx.Exec(ctx, m.SQL); err != nil {
			return fmt.Errorf("migration %s: %w", m.Name, err)
		}
		if _, err := tx.Exec(ctx, insertVersion, m.Version, m.Name); err != nil {
			return fmt.Errorf("migration %s: %w", m.Name, err)
		}
	}
	return nil
}

func (s *server) createPostGIS(ctx context.Context, tx pgx.Tx) error {
	var has bool
	if err := tx.QueryRow(ctx, selectHasPostGIS).Scan(&has); err != nil || has {
		return err
	}
	if _, err := tx.Exec(ctx, createPostGIS); err != nil {
		return s.failure(store.ErrReadOnly, err,
			"install PostGIS on the server, then run CREATE EXTENSION postgis in this database as an administrator")
	}
	return nil
}

// querier is what reading needs of a transaction, or of the pool.
type querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

// pending gives the migrations that the schema has not had.
func (s *server) pending(ctx context.Context, q querier) ([]store.Migration, error) {
	var (
		schema  string
		ours    bool
		version int
	)
	if err := q.QueryRow(ctx, selectSchema).Scan(&schema); err != nil {
		return nil, err
	}
	if schema == "" {
		return nil, s.failure(store.ErrSchema, errors.New("no schema of the search path exists"), "create the schema first")
	}
	if err := q.QueryRow(ctx, selectIsOurs).Scan(&ours); err != nil {
		return nil, err
	}
	if ours {
		if err := q.QueryRow(ctx, selectVersion).Scan(&version); err != nil {
			return nil, err
		}
	}
	known, err := store.Migrations(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	if version > len(known) {
		cause := fmt.Errorf("schema %s is at version %d, this program knows %d", schema, version, len(known))
		return nil, s.failure(store.ErrSchema, cause, "update perimetre")
	}
	return known[version:], nil
}
