package store

import (
	"fmt"

	"perimetre/geo"
)

// Scan copies the columns of the current row into variables, as sql.Rows and pgx.Rows do.
type Scan = func(dest ...any) error

// Reader reads one edition out of the tables of a store.
type Reader struct {
	// Each runs a query whose only parameter, $1, is the number of the edition, and hands over each row in turn.
	Each func(query string, row func(Scan) error) error
	// Decode reads a geometry as the store's column holds it. Nil bytes are no geometry.
	Decode func(blob []byte) (geo.MultiPolygon, error)
}

// The queries of the sources of an edition, in the order of its slices. They read the columns that Tables writes.
const (
	selectVintage = `SELECT vintage FROM edition WHERE number = $1`
	selectSources = `
		SELECT role, file, sha256, licence, vintage, records, read_at
		FROM edition_source WHERE edition = $1 ORDER BY position`
	selectDivisions = `
		SELECT level, code, name
		FROM edition_division WHERE edition = $1 ORDER BY level, position`
	selectCommunes = `
		SELECT code, name, coalesce(siren, ''), coalesce(population, -1), departement, region, geom
		FROM edition_commune WHERE edition = $1 ORDER BY position`
	selectGroupings = `
		SELECT siren, name, nature, declared
		FROM edition_grouping WHERE edition = $1 ORDER BY position`
	selectComposition = `
		SELECT grouping_position, commune
		FROM edition_composition WHERE edition = $1 ORDER BY grouping_position, position`
	selectTerritories = `
		SELECT id, name, coalesce(region, ''), phase, coalesce(published_name, ''), coalesce(valid_from, ''),
		       coalesce(valid_until, ''), coalesce(versions, ''), coalesce(declared_communes, ''),
		       coalesce(declared_area_km2, 0.0), coalesce(declared_population, 0),
		       validated_edition, validated_vintage, coalesce(validated_communes, '')
		FROM edition_territory WHERE edition = $1 ORDER BY position`
	selectMembers = `
		SELECT territory_position, id, name, nature
		FROM edition_member WHERE edition = $1 ORDER BY territory_position, position`
	selectValidatedMembers = `
		SELECT territory_position, id, name, nature
		FROM edition_validated_member WHERE edition = $1 ORDER BY territory_position, position`
	selectOthers = `
		SELECT phase, id, name, coalesce(published_name, ''), coalesce(region, '')
		FROM edition_other WHERE edition = $1 ORDER BY position`
	selectOtherMembers = `
		SELECT other_position, id, name, nature
		FROM edition_other_member WHERE edition = $1 ORDER BY other_position, position`
	selectMovements = `
		SELECT mod, day, type_before, code_before, name_before, type_after, code_after, name_after
		FROM edition_movement WHERE edition = $1 ORDER BY position`
	selectRepairs = `
		SELECT kind, codes_before, code_after, lon, lat, area_m2, geom
		FROM edition_repair WHERE edition = $1 ORDER BY position`
)

// ReadEdition gives back what Tables was given. It fails with ErrNoEdition, bare, when there is no edition of that
// number.
func (r Reader) ReadEdition(number int64) (*geo.Edition, error) {
	e := &geo.Edition{}
	err := r.Each(selectVintage, func(scan Scan) error {
		e.Number = number
		return scan(&e.Vintage)
	})
	if err != nil {
		return nil, fmt.Errorf("edition %d: %w", number, err)
	}
	if e.Number == 0 {
		return nil, ErrNoEdition
	}
	steps := []struct {
		what, query string
		row         func(Scan) error
	}{
		{"sources", selectSources, func(scan Scan) error { return readSource(e, scan) }},
		{"divisions", selectDivisions, func(scan Scan) error { return readDivision(e, scan) }},
		{"communes", selectCommunes, func(scan Scan) error { return r.readCommune(e, scan) }},
		{"groupings", selectGroupings, func(scan Scan) error { return r.readGrouping(e, scan) }},
		{"composition of groupings", selectComposition, func(scan Scan) error { return readComposition(e, scan) }},
		{"territories", selectTerritories, func(scan Scan) error { return readTerritory(e, scan) }},
		{"members of territories", selectMembers, func(scan Scan) error {
			return readMember(scan, func(i int) *[]geo.Member { return &e.Territories[i].Members })
		}},
		{"validated members", selectValidatedMembers, func(scan Scan) error {
			return readMember(scan, func(i int) *[]geo.Member { return &e.Territories[i].Validated.Members })
		}},
		{"lists of other phases", selectOthers, func(scan Scan) error { return readOther(e, scan) }},
		{"members of other phases", selectOtherMembers, func(scan Scan) error {
			return readMember(scan, func(i int) *[]geo.Member { return &e.Others[i].Members })
		}},
		{"movements", selectMovements, func(scan Scan) error { return readMovement(e, scan) }},
		{"repairs", selectRepairs, func(scan Scan) error { return r.readRepair(e, scan) }},
	}
	for _, step := range steps {
		if err := r.Each(step.query, step.row); err != nil {
			return nil, fmt.Errorf("%s of edition %d: %w", step.what, number, err)
		}
	}
	return e, nil
}

func readSource(e *geo.Edition, scan Scan) error {
	var s geo.Provenance
	err := scan(&s.Role, &s.File, &s.SHA256, &s.Licence, &s.Vintage, &s.Records, &s.ReadAt)
	s.ReadAt = s.ReadAt.UTC()
	e.Sources = append(e.Sources, s)
	return err
}

func readDivision(e *geo.Edition, scan Scan) error {
	var (
		level string
		d     geo.Division
	)
	err := scan(&level, &d.Code, &d.Name)
	if level == geo.Regions.String() {
		e.Regions = append(e.Regions, d)
	} else {
		e.Departements = append(e.Departements, d)
	}
	return err
}

func (r Reader) readCommune(e *geo.Edition, scan Scan) error {
	var (
		c    geo.Commune
		blob []byte
	)
	err := scan(&c.Code, &c.Name, &c.SIREN, &c.Population, &c.Departement, &c.Region, &blob)
	if err != nil {
		return err
	}
	if c.Geometry, err = r.Decode(blob); err != nil {
		return fmt.Errorf("geometry of commune %s: %w", c.Code, err)
	}
	e.Communes = append(e.Communes, c)
	return nil
}

func (r Reader) readGrouping(e *geo.Edition, scan Scan) error {
	var (
		g    geo.Grouping
		blob []byte
	)
	err := scan(&g.SIREN, &g.Name, &g.Nature, &blob)
	if err != nil {
		return err
	}
	if g.Declared, err = r.Decode(blob); err != nil {
		return fmt.Errorf("declared polygon of grouping %s: %w", g.SIREN, err)
	}
	e.Groupings = append(e.Groupings, g)
	return nil
}

func readComposition(e *geo.Edition, scan Scan) error {
	var (
		position int
		code     geo.Code
	)
	if err := scan(&position, &code); err != nil {
		return err
	}
	g := &e.Groupings[position-1]
	g.Communes = append(g.Communes, code)
	return nil
}

func (r Reader) readRepair(e *geo.Edition, scan Scan) error {
	var (
		repair   geo.Repair
		before   string
		lon, lat float64
		blob     []byte
	)
	err := scan(&repair.Kind, &before, &repair.After, &lon, &lat, &repair.Area, &blob)
	if err != nil {
		return err
	}
	repair.Before = splitCodes(before)
	if repair.At, err = geo.Snap(lon, lat); err != nil {
		return fmt.Errorf("repair of commune %s: %w", repair.After, err)
	}
	if repair.Ground, err = r.Decode(blob); err != nil {
		return fmt.Errorf("ground of the repair at %s: %w", repair.At, err)
	}
	e.Repairs = append(e.Repairs, repair)
	return nil
}
