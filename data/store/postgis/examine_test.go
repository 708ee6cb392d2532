package postgis_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"perimetre/data/store/storetest"
	"perimetre/internal/pgtest"
)

func TestExamineTellsWhatWasDoneToTheTables(t *testing.T) {
	for name, test := range map[string]struct {
		statements string
		want       []string
	}{
		"an outline that crosses itself": {
			`UPDATE edition_commune SET geom = ST_GeomFromText('MULTIPOLYGON(((0 0, 2 2, 2 0, 0 2, 0 0)))', 4326) WHERE code = '18001'`,
			[]string{
				"edition_commune 18001: invalid geometry: Self-intersection[1 1]",
				"edition_commune 18001: a figure (area, length, communes, population, parts) or the outline is not the one that its sources give",
			},
		},
		"a parent that was deleted": {
			`ALTER TABLE edition_member DROP CONSTRAINT edition_member_edition_territory_position_fkey;
			 ALTER TABLE edition_validated_member DROP CONSTRAINT edition_validated_member_edition_territory_position_fkey;
			 DELETE FROM edition_territory WHERE id = 'ti-2402'`,
			[]string{
				"edition_member: 3 rows refer to a row that does not exist",
				"edition_finding: 3 rows refer to a row that does not exist",
				"edition_territory ti-2402: it is missing",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			address := migrated(t)
			s := open(t, address)
			if _, err := s.Load(t.Context(), storetest.Atlas(t, storetest.Country()), nil); err != nil {
				t.Fatal(err)
			}
			edition, err := s.Edition(t.Context(), 1)
			if err != nil {
				t.Fatal(err)
			}
			pgtest.Query(t, address, test.statements)
			troubles, err := s.Examine(t.Context(), storetest.Atlas(t, edition))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, trouble := range troubles {
				got = append(got, trouble.Where+": "+trouble.Problem.EN)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
