package geopackage

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"perimetre/data/store"
	"perimetre/geo"
	"perimetre/geo/atlas"
)

// The statements that write one row of each table of store.Tables, with its columns in their order.
const (
	insertEdition = `
		INSERT INTO edition (number, vintage, loaded_at, communes, epci, ept, territories, findings,
			min_lon, min_lat, max_lon, max_lat)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`
	insertSource = `
		INSERT INTO edition_source (edition, position, role, file, sha256, licence, vintage, records, read_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`
	insertDivision = `
		INSERT INTO edition_division (edition, level, position, code, name)
		VALUES ($1, $2, $3, $4, $5)`
	insertCommune = `
		INSERT INTO edition_commune (edition, position, code, name, siren, population, epci, departement, region,
			area_km2, geom)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`
	insertGrouping = `
		INSERT INTO edition_grouping (edition, position, siren, name, nature, communes, population, area_km2,
			length_km, geom, declared)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`
	insertComposition = `
		INSERT INTO edition_composition (edition, grouping_position, position, commune)
		VALUES ($1, $2, $3, $4)`
	insertTerritory = `
		INSERT INTO edition_territory (edition, position, id, name, region, communes, population, polygons, holes, parts,
			area_km2, length_km, severity, geom, phase, published_name, valid_from, valid_until, versions,
			declared_communes, declared_area_km2, declared_population, validated_edition, validated_vintage, validated_communes)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)`
	insertMember = `
		INSERT INTO edition_member (edition, territory_position, position, id, name, nature)
		VALUES ($1, $2, $3, $4, $5, $6)`
	insertValidatedMember = `
		INSERT INTO edition_validated_member (edition, territory_position, position, id, name, nature)
		VALUES ($1, $2, $3, $4, $5, $6)`
	insertOther = `
		INSERT INTO edition_other (edition, position, phase, id, name, published_name, region)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`
	insertOtherMember = `
		INSERT INTO edition_other_member (edition, other_position, position, id, name, nature)
		VALUES ($1, $2, $3, $4, $5, $6)`
	insertMovement = `
		INSERT INTO edition_movement (edition, position, mod, day, type_before, code_before, name_before,
			type_after, code_after, name_after)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`
	insertFinding = `
		INSERT INTO edition_finding (edition, position, territory, code, severity, message_fr, message_en, units, geom,
			hint_fr, hint_en, state)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`
	insertRepair = `
		INSERT INTO edition_repair (edition, position, kind, codes_before, code_after, lon, lat, area_m2, geom)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`
)

// statements gives the statement that writes a row, by table.
func statements() map[string]string {
	return map[string]string{
		"edition":                  insertEdition,
		"edition_source":           insertSource,
		"edition_division":         insertDivision,
		"edition_commune":          insertCommune,
		"edition_grouping":         insertGrouping,
		"edition_composition":      insertComposition,
		"edition_territory":        insertTerritory,
		"edition_member":           insertMember,
		"edition_validated_member": insertValidatedMember,
		"edition_other":            insertOther,
		"edition_other_member":     insertOtherMember,
		"edition_movement":         insertMovement,
		"edition_finding":          insertFinding,
		"edition_repair":           insertRepair,
	}
}

// Load writes a new edition beside the others, and gives its number. It is one transaction: a failure, the end of the
// context or a crash leaves nothing of it. The file is created where there is none. Progress counts rows; it may be nil.
func (s *Store) Load(ctx context.Context, a *atlas.Atlas, progress func(done, total int)) (number int64, err error) {
	if err := s.create(); err != nil {
		return 0, fmt.Errorf("geopackage.Load: %w", err)
	}
	err = s.update(ctx, func(tx *sql.Tx) error {
		if err := tx.QueryRowContext(ctx, store.SelectLatest).Scan(&number); err != nil {
			return err
		}
		number++
		tables := store.Tables(number, now(), a)
		count := store.Counter(store.Count(tables), progress)
		for _, table := range tables {
			if err := insert(ctx, tx, table, count); err != nil {
				return fmt.Errorf("table %s: %w", table.Name, err)
			}
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("geopackage.Load: %w", err)
	}
	return number, nil
}

func insert(ctx context.Context, tx *sql.Tx, table store.Table, count func()) error {
	statement, err := tx.PrepareContext(ctx, statements()[table.Name])
	if err != nil {
		return err
	}
	defer statement.Close()
	for i, row := range table.Rows {
		values := make([]any, len(row))
		for j, value := range row {
			if values[j], err = column(value); err != nil {
				return fmt.Errorf("row %d: %w", i+1, err)
			}
		}
		if _, err := statement.ExecContext(ctx, values...); err != nil {
			return fmt.Errorf("row %d: %w", i+1, err)
		}
		count()
	}
	return nil
}

// column gives a value as a GeoPackage holds it.
func column(value any) (any, error) {
	switch value := value.(type) {
	case geo.Geometry:
		return encode(value)
	case time.Time:
		return value.Format(timeFormat), nil
	default:
		return value, nil
	}
}

// updateContents tells GIS software that the layers are now those of an edition.
const updateContents = `
	UPDATE gpkg_contents
	SET last_change = $2, min_x = min_lon, min_y = min_lat, max_x = max_lon, max_y = max_lat
	FROM edition
	WHERE number = $1`

// Publish makes an edition the one that is served, in one transaction. It does nothing when it is served already.
// It fails with ErrNoEdition when there is none of that number.
func (s *Store) Publish(ctx context.Context, number int64) error {
	err := s.noEdition()
	if !s.empty() {
		err = s.update(ctx, func(tx *sql.Tx) error { return s.publish(ctx, tx, number) })
	}
	if err != nil {
		return fmt.Errorf("geopackage.Publish(%d): %w", number, err)
	}
	return nil
}

func (s *Store) publish(ctx context.Context, tx *sql.Tx, number int64) error {
	var published, found int64
	if err := tx.QueryRowContext(ctx, store.SelectPublished).Scan(&published); err != nil {
		return err
	}
	if err := tx.QueryRowContext(ctx, store.SelectExists, number).Scan(&found); err != nil {
		return err
	}
	switch {
	case found == 0:
		return s.noEdition()
	case published == number:
		return nil
	}
	for _, statement := range []string{store.InsertPublished, updateContents} {
		if _, err := tx.ExecContext(ctx, statement, number, now().Format(timeFormat)); err != nil {
			return err
		}
	}
	return nil
}
