package store

import (
	"database/sql"
	"fmt"
	"time"

	"perimetre/geo"
)

// Summary is one line of the list of editions. The zero value describes no edition.
type Summary struct {
	Number      int64
	Vintage     geo.Vintage
	LoadedAt    time.Time // UTC
	PublishedAt time.Time // UTC, the last time; zero when it never was
	Current     bool      // it is the one that is served

	Communes, EPCI, EPT, Territories, Findings int
}

// The queries about editions. Both stores understand them: SQLite numbers its parameters as PostgreSQL does.
const (
	SelectPublished = `SELECT coalesce((SELECT edition FROM publication ORDER BY id DESC LIMIT 1), 0)`
	SelectLatest    = `SELECT coalesce(max(number), 0) FROM edition`
	SelectExists    = `SELECT count(*) FROM edition WHERE number = $1`
	InsertPublished = `INSERT INTO publication (edition, published_at) VALUES ($1, $2)`
	SelectEditions  = `
		SELECT number, vintage, loaded_at, communes, epci, ept, territories, findings,
		       (SELECT published_at FROM publication WHERE edition = number ORDER BY id DESC LIMIT 1),
		       number = (SELECT edition FROM publication ORDER BY id DESC LIMIT 1)
		FROM edition ORDER BY number`
)

// ReadSummary reads one row of SelectEditions.
func ReadSummary(scan Scan) (Summary, error) {
	var (
		s         Summary
		published sql.NullTime
		current   sql.NullBool
	)
	err := scan(&s.Number, &s.Vintage, &s.LoadedAt, &s.Communes, &s.EPCI, &s.EPT, &s.Territories, &s.Findings,
		&published, &current)
	if err != nil {
		return Summary{}, fmt.Errorf("summary of an edition: %w", err)
	}
	s.LoadedAt = s.LoadedAt.UTC()
	if published.Valid {
		s.PublishedAt = published.Time.UTC()
	}
	s.Current = current.Bool
	return s, nil
}
