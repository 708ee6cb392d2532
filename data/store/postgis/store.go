package postgis

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/twpayne/go-geom/encoding/ewkb"

	"perimetre/data/store"
	"perimetre/geo"
)

// Store is a schema of a database. Open makes one. It is safe for concurrent use.
type Store struct {
	*server
}

// Open connects to a database, in five seconds or not at all. The address is a postgres:// URL, or a libpq string.
// It fails with ErrUnavailable when the server does not answer, and with ErrSchema when [Migrate] must run first.
func Open(ctx context.Context, address string) (*Store, error) {
	s, err := connect(ctx, address)
	if err != nil {
		return nil, fmt.Errorf("postgis.Open: %w", err)
	}
	if err := s.check(ctx); err != nil {
		s.pool.Close()
		return nil, fmt.Errorf("postgis.Open: %w", err)
	}
	return &Store{s}, nil
}

func (s *server) check(ctx context.Context) error {
	pending, err := s.pending(ctx, s.pool)
	if err != nil {
		return s.explain(err)
	}
	if len(pending) > 0 {
		cause := fmt.Errorf("it lacks %s", pending[0].Name)
		return s.failure(store.ErrSchema, cause, "run perimetre migrate --store postgres://…")
	}
	return nil
}

// Close frees the connections.
func (s *Store) Close() error {
	s.pool.Close()
	return nil
}

// Ping tells whether the server answers.
func (s *Store) Ping(ctx context.Context) error {
	if err := s.pool.Ping(ctx); err != nil {
		return fmt.Errorf("postgis.Ping: %w", s.explain(err))
	}
	return nil
}

// Published gives the number of the edition that is served, 0 when there is none.
func (s *Store) Published(ctx context.Context) (number int64, err error) {
	if err := s.pool.QueryRow(ctx, store.SelectPublished).Scan(&number); err != nil {
		return 0, fmt.Errorf("postgis.Published: %w", s.explain(err))
	}
	return number, nil
}

// Latest gives the number of the newest edition, published or not, 0 when there is none.
func (s *Store) Latest(ctx context.Context) (number int64, err error) {
	if err := s.pool.QueryRow(ctx, store.SelectLatest).Scan(&number); err != nil {
		return 0, fmt.Errorf("postgis.Latest: %w", s.explain(err))
	}
	return number, nil
}

// Edition reads an edition back. It fails with ErrNoEdition when there is none of that number.
func (s *Store) Edition(ctx context.Context, number int64) (*geo.Edition, error) {
	e, err := store.Reader{Each: each(ctx, s.pool, number), Decode: decode}.ReadEdition(number)
	if errors.Is(err, store.ErrNoEdition) {
		err = s.noEdition()
	}
	if err != nil {
		return nil, fmt.Errorf("postgis.Edition(%d): %w", number, s.explain(err))
	}
	return e, nil
}

// Editions lists the editions, the oldest first.
func (s *Store) Editions(ctx context.Context) ([]store.Summary, error) {
	var summaries []store.Summary
	err := each(ctx, s.pool)(store.SelectEditions, func(scan store.Scan) error {
		summary, err := store.ReadSummary(scan)
		summaries = append(summaries, summary)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("postgis.Editions: %w", s.explain(err))
	}
	return summaries, nil
}

func (s *Store) noEdition() error {
	return s.failure(store.ErrNoEdition, nil, "give the number of an edition that was loaded")
}

// each runs queries with the same arguments. No transaction is needed: the rows of an edition never change.
func each(ctx context.Context, q querier, args ...any) func(string, func(store.Scan) error) error {
	return func(query string, row func(store.Scan) error) error {
		rows, err := q.Query(ctx, query, args...)
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

// encode writes a geometry as EWKB. It gives nil for nil and for an empty one.
func encode(g geo.Geometry) ([]byte, error) {
	t := store.ToGeom(g)
	if t == nil {
		return nil, nil
	}
	buffer := bytes.NewBuffer(make([]byte, 0, 64+8*len(t.FlatCoords())))
	if err := ewkb.Write(buffer, ewkb.NDR, t); err != nil {
		return nil, fmt.Errorf("geometry: %w", err)
	}
	return buffer.Bytes(), nil
}

// decode reads the polygons of EWKB. Nil bytes give nil.
func decode(blob []byte) (geo.MultiPolygon, error) {
	if blob == nil {
		return nil, nil
	}
	t, err := ewkb.Read(bytes.NewReader(blob))
	if err != nil {
		return nil, fmt.Errorf("EWKB: %w", err)
	}
	return store.FromGeom(t)
}
