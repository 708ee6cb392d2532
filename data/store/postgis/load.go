package postgis

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"perimetre/data/store"
	"perimetre/geo"
	"perimetre/geo/atlas"
)

// Load writes a new edition beside the others, and gives its number. It is one transaction: a failure, the end of the
// context or a crash leaves nothing of it. Progress counts rows; it may be nil.
func (s *Store) Load(ctx context.Context, a *atlas.Atlas, progress func(done, total int)) (number int64, err error) {
	err = s.transact(ctx, func(ctx context.Context, tx pgx.Tx) error {
		if err := tx.QueryRow(ctx, store.SelectLatest).Scan(&number); err != nil {
			return err
		}
		number++
		tables := store.Tables(number, now(), a)
		count := store.Counter(store.Count(tables), progress)
		for _, table := range tables {
			if _, err := tx.CopyFrom(ctx, pgx.Identifier{table.Name}, table.Columns, rows(table, count)); err != nil {
				return fmt.Errorf("table %s: %w", table.Name, err)
			}
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("postgis.Load: %w", err)
	}
	return number, nil
}

// rows gives the rows of a table to COPY, geometry as EWKB.
func rows(table store.Table, count func()) pgx.CopyFromSource {
	return pgx.CopyFromSlice(len(table.Rows), func(i int) ([]any, error) {
		count()
		values := make([]any, len(table.Rows[i]))
		for j, value := range table.Rows[i] {
			values[j] = value
			if g, ok := value.(geo.Geometry); ok {
				blob, err := encode(g)
				if err != nil {
					return nil, fmt.Errorf("row %d: %w", i+1, err)
				}
				values[j] = blob
			}
		}
		return values, nil
	})
}

// now is the time of an edition: to the second, as people read it.
func now() time.Time { return time.Now().UTC().Truncate(time.Second) }

// channel is where publications are told. Every schema of a database shares it.
const channel = "perimetre_edition"

const notify = `SELECT pg_notify($1, $2)`

// Publish makes an edition the one that is served, in one transaction, and tells the watchers. It does nothing when it
// is served already. It fails with ErrNoEdition when there is none of that number.
func (s *Store) Publish(ctx context.Context, number int64) error {
	err := s.transact(ctx, func(ctx context.Context, tx pgx.Tx) error {
		var published, found int64
		if err := tx.QueryRow(ctx, store.SelectPublished).Scan(&published); err != nil {
			return err
		}
		if err := tx.QueryRow(ctx, store.SelectExists, number).Scan(&found); err != nil {
			return err
		}
		switch {
		case found == 0:
			return s.noEdition()
		case published == number:
			return nil
		}
		if _, err := tx.Exec(ctx, store.InsertPublished, number, now()); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, notify, channel, strconv.FormatInt(number, 10))
		return err
	})
	if err != nil {
		return fmt.Errorf("postgis.Publish(%d): %w", number, err)
	}
	return nil
}
