package store

import (
	"fmt"
	"strings"

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
		SELECT id, name, coalesce(region, '')
		FROM edition_territory WHERE edition = $1 ORDER BY position`
	selectMembers = `
		SELECT territory_position, id, name
		FROM edition_member WHERE edition = $1 ORDER BY territory_position, position`
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
		{"members of territories", selectMembers, func(scan Scan) error { return readMember(e, scan) }},
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

func readTerritory(e *geo.Edition, scan Scan) error {
	var t geo.Territory
	err := scan(&t.ID, &t.Name, &t.Region)
	e.Territories = append(e.Territories, t)
	return err
}

func readMember(e *geo.Edition, scan Scan) error {
	var (
		position int
		m        geo.Member
	)
	if err := scan(&position, &m.ID, &m.Name); err != nil {
		return err
	}
	t := &e.Territories[position-1]
	t.Members = append(t.Members, m)
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
	for _, code := range strings.Fields(before) {
		repair.Before = append(repair.Before, geo.Code(code))
	}
	if repair.At, err = geo.Snap(lon, lat); err != nil {
		return fmt.Errorf("repair of commune %s: %w", repair.After, err)
	}
	if repair.Ground, err = r.Decode(blob); err != nil {
		return fmt.Errorf("ground of the repair at %s: %w", repair.At, err)
	}
	e.Repairs = append(e.Repairs, repair)
	return nil
}
