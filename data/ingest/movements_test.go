package ingest_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"perimetre/data/ingest"
	"perimetre/geo"
	"perimetre/geo/perimeter"
	"perimetre/internal/race"
	"perimetre/internal/shared"
)

func TestMovementsMakeTheSameFranceAsTheTableOfPassage(t *testing.T) {
	race.LeaveOut(t)
	given := files2025(t)
	given.Movements = shared.File(t, "insee-mouvements-communes-2026.csv.gz")
	_, both, err := ingest.Read(t.Context(), given, func(string, int64, int64) {})
	if err != nil {
		t.Fatal(err)
	}
	// The table leaves it open which part of Les Hauts-Talican, cut in 2024, has the ground of La Neuville-Garnier, and the lowest
	// code of the two is taken. Movements tell that Beaumont (60054) left alone: the rest is 60694.
	want := []ingest.Difference{{Code: "60455", Passage: "60054", Movements: "60694"}}
	if diff := cmp.Diff(want, both.Movements.Differ); diff != "" {
		t.Errorf("differences of passage and movements (-want +got):\n%s", diff)
	}

	given.Passage, given.Geometry = "", 2018
	edition, report, err := ingest.Read(t.Context(), given, func(string, int64, int64) {})
	if err != nil {
		t.Fatal(err)
	}
	if report.Movements.Read != 13734 || len(edition.Movements) != 13734 || report.Movements.Unknown != nil || report.Movements.NotAlive != nil {
		t.Errorf("%d movements, %v of an unknown kind, polygons under dead codes %v, want 13734 and none",
			report.Movements.Read, report.Movements.Unknown, report.Movements.NotAlive)
	}
	var unfollowed []geo.Code
	for _, u := range report.Movements.Unfollowed {
		unfollowed = append(unfollowed, u.Code)
	}
	if diff := cmp.Diff(report.WithoutGeometry, unfollowed); diff != "" || len(unfollowed) != 7 {
		t.Errorf("the communes without a polygon are not those that movements tell (-polygons +movements):\n%s", diff)
	}
	table := france2025(t).atlas.Edition
	if diff := cmp.Diff(table.Groupings, edition.Groupings, cmp.Comparer(slices.Equal[geo.Ring])); diff != "" {
		t.Errorf("groupings (-passage +movements):\n%s", diff)
	}
	if len(edition.Communes) != len(table.Communes) {
		t.Fatalf("%d communes, want %d", len(edition.Communes), len(table.Communes))
	}
	var moved []geo.Code
	for i, c := range edition.Communes {
		other := table.Communes[i]
		if !cmp.Equal(c.Geometry, other.Geometry, cmp.Comparer(slices.Equal[geo.Ring])) && len(perimeter.Difference(c.Geometry, other.Geometry)) > 0 {
			moved = append(moved, c.Code)
		}
		c.Geometry, other.Geometry = nil, nil
		if diff := cmp.Diff(other, c); diff != "" {
			t.Errorf("%s (-passage +movements):\n%s", c.Code, diff)
		}
	}
	if diff := cmp.Diff([]geo.Code{"60054", "60694"}, moved); diff != "" {
		t.Errorf("communes with another ground (-want +got):\n%s", diff)
	}
}
