package postgis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"perimetre/data/store/storetest"
	"perimetre/internal/gdal"
	"perimetre/internal/pgtest"
)

// published gives the address of a store that holds one published edition, and one that is not.
func published(t *testing.T) string {
	t.Helper()
	address := migrated(t)
	s := open(t, address)
	for range 2 {
		if _, err := s.Load(t.Context(), storetest.Atlas(t, storetest.Country()), nil); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Publish(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	return address
}

func TestViews(t *testing.T) {
	address := published(t)
	tests := map[string]struct{ query, want string }{
		"territories have their measures": {
			`SELECT id, region, communes, population, polygones, trous, parties, severite FROM territoire ORDER BY fid`,
			"ti-2401|24|8|685|1|1|1|error\nti-2402||2|1155|2|0|2|error\nti-2403||0|0|0|0|0|none",
		},
		"an EPT is not an EPCI": {
			`SELECT siren, nature, communes, population FROM epci ORDER BY fid`,
			"200000008|CC|8|685\n200000016|CA|2|1155\n200000032|CC|0|0",
		},
		"communes know their EPCI": {
			`SELECT insee, nom, siren, population, epci, departement, region FROM commune WHERE insee IN ('18003', '97401') ORDER BY fid`,
			"18003|Chêne|211800033||200000008|18|24\n97401|L’Île-aux-Œufs||||974|04",
		},
		"findings have a place": {
			`SELECT territoire, code, severite, unites, GeometryType(geom) FROM constat WHERE code = 'G04'`,
			"ti-2401|G04|warning|18005|MULTIPOLYGON",
		},
		"repairs say what changed hands": {
			`SELECT nature, avant, apres, lon, lat, superficie_m2, ST_IsValid(geom), ST_SRID(geom_2154) FROM reparation ORDER BY fid`,
			"gap||18001|2.0000001|47.0000003|0.1||\noverlap|18001 18002|18002|2.1000001|47.0000004|1234.5678901234567|t|2154",
		},
		"declared polygons are in the table": {
			`SELECT siren, ST_NumGeometries(declared), ST_Area(ST_SymDifference(declared, geom)) FROM edition_grouping
			 WHERE edition = 1 AND declared IS NOT NULL`,
			"200000016|2|0",
		},
		"every shape is valid": {
			`SELECT count(*), bool_and(ST_IsValid(geom)) FROM (
				SELECT geom FROM territoire UNION ALL SELECT geom FROM epci UNION ALL SELECT geom FROM commune) AS shape
			 WHERE geom IS NOT NULL`,
			"15|t",
		},
		"a perimeter is the union of its communes": {
			`SELECT bool_and(ST_Area(ST_SymDifference(e.geom, c.geom)) = 0)
			 FROM epci e JOIN (SELECT epci, ST_Union(geom) AS geom FROM commune GROUP BY epci) AS c ON c.epci = e.siren`,
			"t",
		},
		"areas are those of PostGIS on the ellipsoid, and lengths too": {
			`SELECT bool_and(abs(superficie_km2 - ST_Area(geom::geography) / 1e6) < 1e-3
			             AND abs(perimetre_km - ST_Perimeter(geom::geography) / 1e3) < 1e-2) FROM territoire WHERE polygones > 0`,
			"t",
		},
		"shapes of the metropole are in Lambert-93 too": {
			`SELECT ST_SRID(geom), ST_SRID(geom_2154), abs(ST_Area(geom_2154) / 1e6 / superficie_km2 - 1) < 1e-2
			 FROM territoire WHERE id = 'ti-2401'`,
			"4326|2154|t",
		},
		"shapes overseas are not": {
			`SELECT count(*), count(geom_2154) FROM commune WHERE departement = '974'`,
			"1|0",
		},
		"columns say what they hold": {
			`SELECT f_table_name, f_geometry_column, srid, type FROM geometry_columns
			 WHERE f_table_schema = current_schema() AND f_table_name IN ('commune', 'territoire') ORDER BY 1, 2`,
			"commune|geom|4326|MULTIPOLYGON\ncommune|geom_2154|2154|MULTIPOLYGON\nterritoire|geom|4326|MULTIPOLYGON\nterritoire|geom_2154|2154|MULTIPOLYGON",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := pgtest.Query(t, address, test.query); got != test.want {
				t.Errorf("got:\n%s\nwant:\n%s", got, test.want)
			}
		})
	}
}

func TestViewsInGDAL(t *testing.T) {
	address := published(t)
	schema := pgtest.Query(t, address, `SELECT current_schema()`)
	for layer, count := range map[string]string{"territoire": "3", "epci": "3", "commune": "11", "constat": "13", "reparation": "2"} {
		t.Run(layer, func(t *testing.T) {
			got := gdal.Run(t, "ogrinfo", "-so", "PG:"+keywords(t, address), schema+"."+layer+"(geom)")
			if !strings.Contains(got, "Feature Count: "+count) {
				t.Errorf("want %s features:\n%s", count, got)
			}
		})
	}
}

// keywords gives an address as libpq's keywords and values, the only form that every GDAL understands.
func keywords(t *testing.T, address string) string {
	t.Helper()
	config, err := pgx.ParseConfig(address)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("host='%s' port=%d user='%s' password='%s' dbname='%s'",
		config.Host, config.Port, config.User, config.Password, config.Database)
}
