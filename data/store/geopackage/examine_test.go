package geopackage_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"perimetre/data/store/storetest"
)

func TestExamineTellsWhatWasDoneToTheFile(t *testing.T) {
	for name, test := range map[string]struct {
		statements string
		want       []string
	}{
		"an outline that was redrawn": {
			`UPDATE edition_territory SET geom = (SELECT geom FROM edition_territory WHERE position = 2) WHERE position = 1`,
			[]string{"edition_territory ti-2401: a figure (area, length, communes, population, parts) or the outline is not the one that its sources give"},
		},
		"a measure that was changed": {
			`UPDATE edition_grouping SET length_km = length_km + 0.002 WHERE siren = '200000008'`,
			[]string{"edition_grouping 200000008: a figure (area, length, communes, population, parts) or the outline is not the one that its sources give"},
		},
		"an area that was changed": {
			`UPDATE edition_commune SET area_km2 = area_km2 - 0.0002 WHERE code = '18001'`,
			[]string{"edition_commune 18001: a figure (area, length, communes, population, parts) or the outline is not the one that its sources give"},
		},
		"measures that another version rounded to the other side": {
			`UPDATE edition_grouping SET area_km2 = area_km2 + 0.0001, length_km = length_km - 0.001;
			 UPDATE edition_commune SET area_km2 = area_km2 - 0.0001;
			 UPDATE edition_territory SET area_km2 = area_km2 - 0.0001, length_km = length_km + 0.001`,
			[]string{},
		},
		"people who were added": {
			`UPDATE edition_territory SET population = population + 1 WHERE id = 'ti-2402'`,
			[]string{"edition_territory ti-2402: a figure (area, length, communes, population, parts) or the outline is not the one that its sources give"},
		},
		"an enclave that was filled in words": {
			`UPDATE edition_territory SET holes = 0, parts = 3 WHERE id = 'ti-2401'`,
			[]string{"edition_territory ti-2401: a figure (area, length, communes, population, parts) or the outline is not the one that its sources give"},
		},
		"the population of an EPCI that was forgotten": {
			`UPDATE edition_grouping SET population = NULL WHERE siren = '200000008'`,
			[]string{"edition_grouping 200000008: a figure (area, length, communes, population, parts) or the outline is not the one that its sources give"},
		},
		"a parent that was deleted": {
			`PRAGMA foreign_keys = off; DELETE FROM edition_other WHERE position = 1`,
			[]string{"edition_other_member: 2 rows refer to a row that does not exist"},
		},
		"an index that lies": {
			`PRAGMA writable_schema = on; UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'edition_source')
				WHERE name = 'edition_repair'`,
			nil, // what SQLite says of it differs from version to version
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := made(t)
			before := open(t, path)
			edition, err := before.Edition(t.Context(), 1)
			if err != nil {
				t.Fatal(err)
			}
			a := storetest.Atlas(t, edition)
			execute(t, path, test.statements)
			troubles, err := open(t, path).Examine(t.Context(), a)
			if err != nil {
				t.Fatal(err)
			}
			got := []string{}
			for _, trouble := range troubles {
				got = append(got, trouble.Where+": "+trouble.Problem.EN)
				if trouble.Mend.EN == "" || trouble.Mend.FR == "" || trouble.Problem.FR == "" {
					t.Errorf("%+v: a text is missing", trouble)
				}
			}
			if test.want == nil && len(got) == 0 {
				t.Error("no trouble")
			}
			if diff := cmp.Diff(test.want, got); test.want != nil && diff != "" {
				t.Error(diff)
			}
		})
	}
}
