package storetest

import (
	"fmt"
	"testing"
	"time"

	"perimetre/data/policy"
	"perimetre/geo"
	"perimetre/geo/atlas"
)

// Country gives a small edition, drawn by hand, that holds every difficulty of a store. Each letter is a square of a
// tenth of a degree, and a commune:
//
//	A B C
//	D E F   K
//	G H I       L (overseas)
//
// The EPCI of the ring holds A to I but E, and lists a commune that has no geometry; the other one holds E and K. So the
// first territory has an enclave, and the second has two parts. L is in no EPCI, is two polygons, and has no known
// population nor SIREN. The EPCI of E and K has a polygon of its own; a gap and an overlap were repaired, one without its
// ground. The first territory carries everything that lists and former editions say; the list of another phase uses its ID.
func Country() *geo.Edition {
	const west, south, side = 20_000_001, 470_000_003, 1_000_000
	readAt := time.Date(2025, 3, 14, 9, 26, 53, 0, time.UTC)
	square := func(column, row int32) geo.Polygon {
		x, y := int32(west)+column*side, int32(south)-row*side
		return geo.Box{Min: geo.Point{X: x, Y: y}, Max: geo.Point{X: x + side, Y: y + side}}.Polygon()
	}
	commune := func(code geo.Code, name, siren string, population int, column, row int32) geo.Commune {
		return geo.Commune{
			Code: code, Name: name, SIREN: geo.SIREN(siren), Population: population,
			Departement: code.Departement(), Region: "24", Geometry: geo.MultiPolygon{square(column, row)},
		}
	}
	overseas := commune("97401", "L’Île-aux-Œufs", "", geo.Unknown, 0, 0)
	overseas.Region = "04"
	overseas.Geometry = geo.MultiPolygon{
		geo.Box{Min: geo.Point{X: 555_000_000, Y: -211_000_001}, Max: geo.Point{X: 556_000_000, Y: -210_000_000}}.Polygon(),
		geo.Box{Min: geo.Point{X: 557_000_000, Y: -211_000_000}, Max: geo.Point{X: 557_000_001, Y: -210_999_999}}.Polygon(),
	}
	return &geo.Edition{
		Vintage: 2025,
		Sources: []geo.Provenance{
			{Role: "communes", File: "communes.geojson.gz", SHA256: "9f86d081", Licence: "Licence Ouverte", Vintage: 2018, Records: 11, ReadAt: readAt},
			{Role: "epci", File: "epci d'été; 2025.csv", SHA256: "60303ae2", Vintage: 2025, Records: 2, ReadAt: readAt.Add(time.Second)},
		},
		Communes: []geo.Commune{
			commune("18001", "Ardoise", "211800017", 120, 0, 0),
			commune("18002", "Bœuf-sur-Yèvre", "211800025", 0, 1, 0),
			commune("18003", "Chêne", "211800033", geo.Unknown, 2, 0),
			commune("18004", "Douves", "211800041", 400, 0, 1),
			commune("18005", "L'Enclave", "211800058", 55, 1, 1),
			commune("18006", "Faîte", "211800066", 6, 2, 1),
			commune("18007", "Grès", "", 70, 0, 2),
			commune("18008", "Hêtre ", "211800082", 80, 1, 2),
			commune("18009", "Îlot", "211800090", 9, 2, 2),
			commune("36011", "Kermesse", "213600119", 1100, 4, 1),
			overseas,
		},
		Groupings: []geo.Grouping{
			{SIREN: "200000008", Name: "CC de l’Anneau", Nature: "CC", Communes: []geo.Code{
				"18001", "18002", "18003", "18004", "18006", "18007", "18008", "18009", "18999",
			}},
			{
				SIREN: "200000016", Name: "CA du Milieu et d'Ailleurs", Nature: "CA", Communes: []geo.Code{"18005", "36011"},
				Declared: geo.MultiPolygon{square(1, 1), square(4, 1)},
			},
			{SIREN: "200000024", Name: "EPT du Coin", Nature: geo.NatureEPT, Communes: []geo.Code{"18001", "18002"}},
			{SIREN: "200000032", Name: "CC sans commune", Nature: "CC"},
		},
		Departements: []geo.Division{{Code: "18", Name: "Cher"}, {Code: "36", Name: "Indre"}, {Code: "974", Name: "La Réunion"}},
		Regions:      []geo.Division{{Code: "04", Name: "La Réunion"}, {Code: "24", Name: "Centre-Val de Loire"}},
		Territories: []geo.Territory{
			{
				ID: "ti-2401", Name: "L’Anneau", Region: "24",
				Members: []geo.Member{{ID: "200000008", Name: "CC de l'Anneau\u00a0", Nature: "CC"}},
				Phase:   "2023-2027", Published: "L'Anneau ", Period: geo.Period{From: day(2024, 7, 1)},
				Versions: []geo.Period{{From: day(2023, 11, 1), Until: day(2024, 7, 1)}, {From: day(2024, 7, 1)}},
				Declared: geo.Declaration{Communes: []geo.Code{"18001", "18999"}, AreaKm2: 812.5, Population: 1840},
				Validated: &geo.Validation{
					Edition: 3, Vintage: 2024, Communes: []geo.Code{"18001", "18002"},
					Members: []geo.Member{{ID: "18001", Name: "Ardoise"}, {ID: "200000024", Name: "EPT du Coin", Nature: "EPT"}},
				},
			},
			{ID: "ti-2402", Name: "Deux morceaux", Members: []geo.Member{
				{ID: "36011", Name: "Kermesse"}, {ID: "18005", Name: "L'Enclave"}, {ID: "211899999", Name: "inconnue"},
			}},
			{ID: "ti-2403", Name: "Vide", Validated: &geo.Validation{Edition: 3, Vintage: 2024}},
		},
		Others: []geo.Territory{
			{Phase: "2018-2022", ID: "ti-2401", Name: "L’Anneau d’avant", Published: "L'Anneau d'avant", Region: "24", Members: []geo.Member{
				{ID: "200000016", Name: "CA du Milieu", Nature: "CA"}, {ID: "18007"},
			}},
			{Phase: "2018-2022", ID: "ti-2499", Name: "Vide"},
		},
		Movements: []geo.Movement{
			{
				Mod: 32, Date: day(2019, 1, 1), Before: geo.Commonalty{Type: "COM", Code: "18998", Name: "L'Ancienne"},
				After: geo.Commonalty{Type: "COM", Code: "18001", Name: "Ardoise"},
			},
			{
				Mod: 72, Date: day(2026, 3, 31), Before: geo.Commonalty{Type: "COMD", Code: "18002", Name: "Bœuf"},
				After: geo.Commonalty{Type: "COMD", Code: "18002", Name: "Bœuf-sur-Yèvre"},
			},
		},
		Repairs: []geo.Repair{
			{Kind: "gap", After: "18001", At: geo.Point{X: west, Y: south}, Area: 0.1},
			{
				Kind: "overlap", Before: []geo.Code{"18001", "18002"}, After: "18002", At: geo.Point{X: west + side, Y: south + 1},
				Area: 1234.5678901234567, Ground: geo.MultiPolygon{square(1, 0)},
			},
		},
	}
}

func day(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// Grid gives an edition of size × size communes whose borders zigzag, with the given number of vertices on each side of
// a commune, in EPCI of one row each and one territory of ten rows.
func Grid(size, vertices int32) *geo.Edition {
	step := 40_000_000 / (size * vertices)
	// The zigzag moves a point across its side by a quarter of a step, and leaves the corners in place.
	vertex := func(x, y int32) geo.Point {
		p := geo.Point{X: x * step, Y: 420_000_000 + y*step}
		switch {
		case x%vertices == 0 && y%2 == 1 && y%vertices != 0:
			p.X += step / 4
		case y%vertices == 0 && x%2 == 1 && x%vertices != 0:
			p.Y += step / 4
		}
		return p
	}
	e := &geo.Edition{Vintage: 2025, Departements: []geo.Division{{Code: "00", Name: "Grille"}}, Regions: []geo.Division{{Code: "00", Name: "Grille"}}}
	territory := geo.Territory{ID: "ti-0001", Name: "Dix rangs"}
	for row := range size {
		grouping := geo.Grouping{SIREN: geo.SIREN(fmt.Sprintf("2%08d", row)), Name: fmt.Sprint("Rang ", row), Nature: "CC"}
		for column := range size {
			var ring geo.Ring
			x, y := column*vertices, row*vertices
			for i := range vertices {
				ring = append(ring, vertex(x+i, y))
			}
			for i := range vertices {
				ring = append(ring, vertex(x+vertices, y+i))
			}
			for i := range vertices {
				ring = append(ring, vertex(x+vertices-i, y+vertices))
			}
			for i := range vertices {
				ring = append(ring, vertex(x, y+vertices-i))
			}
			code := geo.Code(fmt.Sprintf("%05d", row*size+column))
			grouping.Communes = append(grouping.Communes, code)
			e.Communes = append(e.Communes, geo.Commune{
				Code: code, Name: "Case " + string(code), Population: int(column), Departement: "00", Region: "00",
				Geometry: geo.MultiPolygon{{append(ring, ring[0])}},
			})
		}
		e.Groupings = append(e.Groupings, grouping)
		if row < 10 {
			territory.Members = append(territory.Members, geo.Member{ID: string(grouping.SIREN)})
		}
	}
	e.Territories = []geo.Territory{territory}
	return e
}

// Atlas builds the atlas of an edition that has no defect.
func Atlas(t testing.TB, e *geo.Edition) *atlas.Atlas {
	t.Helper()
	a, defects := atlas.Build(e, policy.France())
	if len(defects) > 0 {
		t.Fatalf("the edition of the test has %d defects, the first %v", len(defects), defects[0])
	}
	return a
}
