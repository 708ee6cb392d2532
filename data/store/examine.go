package store

import (
	"fmt"
	"math"
	"slices"

	"perimetre/geo"
	"perimetre/geo/atlas"
)

// Trouble is something that is wrong with what a store holds. Its JSON form is stable: scripts read it.
type Trouble struct {
	Where   string   `json:"where"` // table, and the record where there is one
	Problem geo.Text `json:"problem"`
	Mend    geo.Text `json:"mend"`
}

// Restore is the mend of rows that are not what was loaded.
func Restore() geo.Text {
	return geo.Text{
		FR: "revenir à une sauvegarde, ou ingérer à nouveau les mêmes fichiers et publier l’édition obtenue",
		EN: "go back to a backup, or ingest the same files again and publish the edition that results",
	}
}

// The queries of the layers that were computed of an edition. They read columns that Tables writes.
const (
	selectCommuneLayer = `
		SELECT code, area_km2, 0.0, 0, coalesce(population, -1), 0, 0, 0, geom
		FROM edition_commune WHERE edition = $1 ORDER BY position`
	selectGroupingLayer = `
		SELECT siren, coalesce(area_km2, 0.0), coalesce(length_km, 0.0), communes, coalesce(population, -1), 0, 0, 0, geom
		FROM edition_grouping WHERE edition = $1 ORDER BY position`
	selectTerritoryLayer = `
		SELECT id, area_km2, length_km, communes, population, polygons, holes, parts, geom
		FROM edition_territory WHERE edition = $1 ORDER BY position`
)

// measured is a row of such a layer.
type measured struct {
	key      string
	figures  figures
	geometry geo.MultiPolygon
}

type figures struct {
	areaKm2, lengthKm                            float64
	communes, population, polygons, holes, parts int64
}

// Examine tells where the layers of the store are not what an atlas computes from the sources of the same edition. Findings are
// not compared: they follow the policy of the ingest, which is not stored. Nor is the last digit of measures.
func (r Reader) Examine(a *atlas.Atlas) ([]Trouble, error) {
	var troubles []Trouble
	for _, layer := range []struct {
		query, key string
		table      Table
	}{
		{selectCommuneLayer, "code", communeTable(a.Edition.Number, a)},
		{selectGroupingLayer, "siren", groupingTable(a.Edition.Number, a)},
		{selectTerritoryLayer, "id", territoryTable(a.Edition.Number, a)},
	} {
		want := layer.table.measured(layer.key)
		err := r.Each(layer.query, func(scan Scan) error {
			got, err := r.readMeasured(scan)
			if err != nil {
				return err
			}
			for len(want) > 0 && want[0].key < got.key {
				troubles = append(troubles, missing(layer.table.Name, want[0].key))
				want = want[1:]
			}
			if len(want) == 0 || !want[0].equal(got) {
				troubles = append(troubles, altered(layer.table.Name, got.key))
			}
			if len(want) > 0 && want[0].key == got.key {
				want = want[1:]
			}
			return nil
		})
		for _, m := range want {
			troubles = append(troubles, missing(layer.table.Name, m.key))
		}
		if err != nil {
			return nil, fmt.Errorf("table %s: %w", layer.table.Name, err)
		}
	}
	return troubles, nil
}

func (r Reader) readMeasured(scan Scan) (m measured, err error) {
	var blob []byte
	f := &m.figures
	if err := scan(&m.key, &f.areaKm2, &f.lengthKm, &f.communes, &f.population, &f.polygons, &f.holes, &f.parts, &blob); err != nil {
		return m, err
	}
	if m.geometry, err = r.Decode(blob); err != nil {
		return m, fmt.Errorf("geometry of %s: %w", m.key, err)
	}
	return m, nil
}

// measured gives the rows of the table as readMeasured reads them, by ascending keys.
func (t Table) measured(key string) []measured {
	rows := make([]measured, len(t.Rows))
	for i, row := range t.Rows {
		value := func(column string) any {
			if at := slices.Index(t.Columns, column); at >= 0 {
				return row[at]
			}
			return nil
		}
		m, f := &rows[i], &rows[i].figures
		m.key, _ = value(key).(string)
		f.areaKm2, _ = value("area_km2").(float64)
		f.lengthKm, _ = value("length_km").(float64)
		f.communes, _ = value("communes").(int64)
		f.population = geo.Unknown
		if people, known := value("population").(int64); known {
			f.population = people
		}
		f.polygons, _ = value("polygons").(int64)
		f.holes, _ = value("holes").(int64)
		f.parts, _ = value("parts").(int64)
		m.geometry, _ = value("geom").(geo.MultiPolygon)
	}
	return rows
}

func (m measured) equal(n measured) bool {
	return m.key == n.key && m.figures.equal(n.figures) &&
		slices.EqualFunc(m.geometry, n.geometry, func(p, q geo.Polygon) bool { return slices.EqualFunc(p, q, slices.Equal[geo.Ring]) })
}

// Steps to which measures are rounded before they are stored (atlas.SquareKilometres, atlas.Kilometres).
const (
	areaStep   = 1e-4 // km²
	lengthStep = 1e-3 // km
)

// equal compares figures; measures but for one step: versions and processors that compute the same measure with another last bit
// round to either side.
func (f figures) equal(g figures) bool {
	within := func(a, b, step float64) bool { return math.Abs(a-b) < 1.5*step }
	if !within(f.areaKm2, g.areaKm2, areaStep) || !within(f.lengthKm, g.lengthKm, lengthStep) {
		return false
	}
	f.areaKm2, f.lengthKm = g.areaKm2, g.lengthKm
	return f == g
}

func altered(table, key string) Trouble {
	return Trouble{
		Where: table + " " + key,
		Problem: geo.Text{
			FR: "un chiffre (superficie, longueur, communes, population, morceaux) ou le contour n’est pas celui que ses sources donnent",
			EN: "a figure (area, length, communes, population, parts) or the outline is not the one that its sources give",
		},
		Mend: Restore(),
	}
}

func missing(table, key string) Trouble {
	return Trouble{Where: table + " " + key, Problem: geo.Text{FR: "absent de la table", EN: "it is missing"}, Mend: Restore()}
}

// Lost is the trouble of rows whose parent is not there.
func Lost(table string, rows int64) Trouble {
	return Trouble{
		Where: table,
		Problem: geo.Text{
			FR: fmt.Sprintf("%d lignes renvoient à une ligne qui n’existe pas", rows),
			EN: fmt.Sprintf("%d rows refer to a row that does not exist", rows),
		},
		Mend: Restore(),
	}
}

// Invalid is the trouble of a geometry, with what the engine of the store says of it.
func Invalid(where, reason string) Trouble {
	return Trouble{
		Where:   where,
		Problem: geo.Text{FR: "géométrie invalide : " + reason, EN: "invalid geometry: " + reason},
		Mend:    Restore(),
	}
}
