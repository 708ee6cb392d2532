package ingest_test

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"perimetre/data/format"
	"perimetre/data/ingest"
	"perimetre/data/policy"
	"perimetre/geo"
	"perimetre/geo/atlas"
	"perimetre/geo/check"
)

// shelf is a store that keeps what it is asked to do.
type shelf struct {
	loaded    *atlas.Atlas
	published int64
}

func (s *shelf) Load(_ context.Context, a *atlas.Atlas, _ func(done, total int)) (int64, error) {
	s.loaded = a
	return 7, nil
}

func (s *shelf) Publish(_ context.Context, number int64) error {
	s.published = number
	return nil
}

func (s *shelf) Published(context.Context) (int64, error) { return 0, nil }

func (s *shelf) Edition(context.Context, int64) (*geo.Edition, error) { return nil, os.ErrNotExist }

func (s *shelf) Close() error { return nil }

func TestSourcesOfDifferentVintagesAreLoadedAndNotPublished(t *testing.T) {
	lenient := policy.France()
	lenient.Severities = map[string]check.Severity{"V02": check.Warning}
	passage := map[string]string{"passage.csv": "insee_2018,insee_2025\n01001,01001\n"}
	const unfit = "edition 7 is loaded, not published: V02: The edition is of vintage 2025, but not all its sources: communes 2018 (communes.geojson)."
	for _, test := range []struct {
		name     string
		files    map[string]string
		vintages ingest.Vintages
		policy   *check.Policy
		want     map[string]geo.Vintage // of sources
		refused  string
	}{
		{name: "one year", want: map[string]geo.Vintage{"communes": 2025, "epci": 2025, "territoires": 2025}},
		{
			name: "polygons of another year", vintages: ingest.Vintages{format.Communes: 2018}, refused: unfit,
			want: map[string]geo.Vintage{"communes": 2018, "epci": 2025, "territoires": 2025},
		},
		{
			name: "the policy lets them through", vintages: ingest.Vintages{format.Communes: 2018}, policy: &lenient,
			want: map[string]geo.Vintage{"communes": 2018, "epci": 2025, "territoires": 2025},
		},
		{
			name: "a passage brings them to the edition, and tells their year", files: passage,
			want: map[string]geo.Vintage{"communes": 2018, "epci": 2025, "passage": 2025, "territoires": 2025},
		},
		{
			name: "a passage that leads elsewhere", refused: unfit, vintages: ingest.Vintages{format.Communes: 2018},
			files: map[string]string{"passage.csv": "insee_2018,insee_2024\n01001,01001\n"},
			want:  map[string]geo.Vintage{"communes": 2018, "epci": 2025, "passage": 2024, "territoires": 2025},
		},
		{
			name: "a register of another year", refused: "epci 2024 (epci.csv)",
			files: map[string]string{"epci.csv": strings.Replace(oneEPCI, "population", "pmun_2024", 1)},
			want:  map[string]geo.Vintage{"communes": 2025, "epci": 2024, "territoires": 2025},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			given := files(t, test.files)
			given.Vintages, given.Policy = test.vintages, test.policy
			store := &shelf{}
			number, _, err := ingest.Run(t.Context(), given, func(context.Context) (ingest.Store, error) { return store, nil }, true,
				func(string, int64, int64) {})
			if refused := err != nil; refused != (test.refused != "") || refused && !strings.Contains(err.Error(), test.refused) {
				t.Fatalf("error %v, want %q", err, test.refused)
			}
			if test.refused != "" && !strings.Contains(err.Error(), `give a policy with "severities: {V02: warning}"`) {
				t.Errorf("the refusal does not say how to publish all the same: %v", err)
			}
			if number != 7 || store.loaded == nil || (store.published == 7) != (test.refused == "") {
				t.Errorf("edition %d, loaded: %v, published %d", number, store.loaded != nil, store.published)
			}
			got := map[string]geo.Vintage{}
			for _, source := range store.loaded.Edition.Sources {
				got[source.Role] = source.Vintage
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("vintages (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAPassageThatBeginsTooLateIsRefused(t *testing.T) {
	given := files(t, map[string]string{"passage.csv": "insee_2018,insee_2025\n01001,01001\n"})
	given.Vintages = ingest.Vintages{format.Communes: 2017}
	_, _, err := ingest.Read(t.Context(), given, func(string, int64, int64) {})
	const want = "communes.geojson: the codes are of 2017, and the passage leads from those of 2018: give the passage from 2017, " +
		"or the right year with --vintage-of communes=YEAR"
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}
