package geopackage

import (
	"context"
	"database/sql"
	"fmt"

	"perimetre/data/store"
	"perimetre/geo"
	"perimetre/geo/atlas"
)

// What SQLite tells of a file: https://www.sqlite.org/pragma.html.
const (
	selectIntegrity = `SELECT * FROM pragma_integrity_check WHERE integrity_check <> 'ok'`
	selectOrphans   = `SELECT "table", count(*) FROM pragma_foreign_key_check GROUP BY 1 ORDER BY 1`
)

// Examine tells what is wrong with the file and with an edition in it, whose atlas is given: pages and indexes, references,
// and layers that are not what their sources give.
func (s *Store) Examine(ctx context.Context, a *atlas.Atlas) ([]store.Trouble, error) {
	var troubles []store.Trouble
	err := s.read(ctx, func(tx *sql.Tx) error {
		err := each(ctx, tx)(selectIntegrity, func(scan store.Scan) error {
			var said string
			err := scan(&said)
			troubles = append(troubles, store.Trouble{
				Where: s.path, Problem: geo.Text{FR: "fichier abîmé : " + said, EN: "damaged file: " + said}, Mend: store.Restore(),
			})
			return err
		})
		if err != nil {
			return err
		}
		err = each(ctx, tx)(selectOrphans, func(scan store.Scan) error {
			var table string
			var rows int64
			err := scan(&table, &rows)
			troubles = append(troubles, store.Lost(table, rows))
			return err
		})
		if err != nil {
			return err
		}
		layers, err := store.Reader{Each: each(ctx, tx, a.Edition.Number), Decode: decode}.Examine(a)
		troubles = append(troubles, layers...)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("geopackage.Examine(%d): %w", a.Edition.Number, err)
	}
	return troubles, nil
}
