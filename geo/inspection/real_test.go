package inspection

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"perimetre/data/format/geojson"
	"perimetre/data/source"
	"perimetre/geo"
	"perimetre/geo/check"
	"perimetre/internal/race"
	"perimetre/internal/shared"
)

// readCommunes reads a file of real communes.
func readCommunes(t *testing.T, name string) (records []Record, units []Unit) {
	t.Helper()
	race.LeaveOut(t)
	file, err := source.Open(shared.File(t, name))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for f, err := range geojson.Read(file, file.Name()) {
		if err != nil {
			t.Fatal(err)
		}
		code, _ := f.Property("insee").(string)
		records = append(records, Record{Unit: int32(len(units)), Geometry: f.Geometry.(geo.MultiPolygon)})
		units = append(units, Unit{Code: code})
	}
	return records, units
}

func TestFranceHasOneSelfTouchAndTwoKnownAbsences(t *testing.T) {
	records, units := readCommunes(t, "communes-2018.geojsonl.gz")
	policy := tolerant()
	policy.KnownAbsences = []check.Place{
		{Name: "Llívia", At: geo.Point{X: 1_9800000, Y: 42_4600000}},
		{Name: "étang de Berre", At: geo.Point{X: 5_1000000, Y: 43_4500000}},
	}
	policy.KnownStrays = []check.Place{{Name: "Cayenne", At: geo.Point{X: -53_8800000, Y: 5_7420000}}}
	r := Inspect(records, units, policy)
	if r.Features != 35357 || r.Vertices != 2_199_045 || r.Faces != 35693 || r.Gaps != (Gaps{}) || r.Overlaps != (Overlaps{}) {
		t.Errorf("%d features, %d vertices, %d faces, gaps %+v, overlaps %+v", r.Features, r.Vertices, r.Faces, r.Gaps, r.Overlaps)
	}
	var places []string
	for _, d := range r.Defects {
		places = append(places, d.Rule+" "+d.Code+" at "+d.At.String())
	}
	want := []string{
		"G07 ring-self-touch at -0.56932 48.89639",
		"G05 known-absence at 4.99804 43.5009",
		"G05 known-absence at 1.95618 42.4577",
	}
	if diff := cmp.Diff(want, places); diff != "" {
		t.Errorf("defects (-want +got):\n%s", diff)
	}
}
