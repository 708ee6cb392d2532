package postgis_test

import (
	"testing"

	"perimetre/data/store/storetest"
	"perimetre/internal/pgtest"
)

func TestFrance(t *testing.T) {
	address := migrated(t)
	storetest.RunFrance(t, open(t, address))
	// No member of five territories is in the registers of 2019.
	for query, want := range map[string]string{
		`SELECT count(*), count(geom), bool_and(ST_IsValid(geom)) FROM territoire`:           "183|178|t",
		`SELECT count(*), count(geom), bool_and(ST_IsValid(geom)) FROM epci`:                 "1259|1259|t",
		`SELECT count(*), count(geom), bool_and(ST_IsValid(geom)) FROM commune`:              "35357|35357|t",
		`SELECT count(*) FROM commune WHERE (geom_2154 IS NULL) <> (departement LIKE '97_')`: "0",
	} {
		if got := pgtest.Query(t, address, query); got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
}
