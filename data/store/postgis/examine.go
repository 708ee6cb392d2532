package postgis

import (
	"context"
	"fmt"

	"perimetre/data/store"
	"perimetre/geo/atlas"
)

const (
	selectInvalid = `
		SELECT place, ST_IsValidReason(geom) FROM (
			SELECT 'edition_commune ' || code AS place, geom FROM edition_commune WHERE edition = $1
			UNION ALL
			SELECT 'edition_grouping ' || siren, geom FROM edition_grouping WHERE edition = $1
			UNION ALL
			SELECT 'edition_territory ' || id, geom FROM edition_territory WHERE edition = $1
		) AS layers
		WHERE NOT ST_IsValid(geom)
		ORDER BY place`
	// Constraints keep rows from losing their parents, unless somebody took one away or disabled its trigger.
	selectOrphans = `
		SELECT * FROM (
			SELECT 'edition_composition', count(*) FROM edition_composition AS child WHERE edition = $1 AND NOT EXISTS (
				SELECT FROM edition_grouping WHERE edition = child.edition AND position = child.grouping_position)
			UNION ALL
			SELECT 'edition_member', count(*) FROM edition_member AS child WHERE edition = $1 AND NOT EXISTS (
				SELECT FROM edition_territory WHERE edition = child.edition AND position = child.territory_position)
			UNION ALL
			SELECT 'edition_finding', count(*) FROM edition_finding AS child WHERE edition = $1 AND territory <> '' AND NOT EXISTS (
				SELECT FROM edition_territory WHERE edition = child.edition AND id = child.territory)
			UNION ALL
			SELECT 'publication', count(*) FROM publication AS child WHERE NOT EXISTS (
				SELECT FROM edition WHERE number = child.edition)
		) AS lost (place, rows)
		WHERE rows > 0`
)

// Examine tells what is wrong with an edition, whose atlas is given: geometries that PostGIS calls invalid, references, and
// layers that are not what their sources give.
func (s *Store) Examine(ctx context.Context, a *atlas.Atlas) ([]store.Trouble, error) {
	each := each(ctx, s.pool, a.Edition.Number)
	var troubles []store.Trouble
	err := each(selectInvalid, func(scan store.Scan) error {
		var where, reason string
		err := scan(&where, &reason)
		troubles = append(troubles, store.Invalid(where, reason))
		return err
	})
	if err == nil {
		err = each(selectOrphans, func(scan store.Scan) error {
			var table string
			var rows int64
			err := scan(&table, &rows)
			troubles = append(troubles, store.Lost(table, rows))
			return err
		})
	}
	if err == nil {
		var layers []store.Trouble
		layers, err = store.Reader{Each: each, Decode: decode}.Examine(a)
		troubles = append(troubles, layers...)
	}
	if err != nil {
		return nil, fmt.Errorf("postgis.Examine(%d): %w", a.Edition.Number, s.explain(err))
	}
	return troubles, nil
}
