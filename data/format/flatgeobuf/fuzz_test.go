package flatgeobuf

import (
	"errors"
	"testing"

	"perimetre/data/format"
	"perimetre/geo"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// FuzzRead holds that no file makes the reader panic, that every error about a record says what to do, and that what was read is
// read the same once it is written.
func FuzzRead(f *testing.F) {
	features := squares("a", "b")
	f.Add([]byte(written(f, format.SchemaOf("l", features), features...)))
	others := []geo.Feature{
		{Geometry: geo.MultiPoint{{X: 1}}, Properties: []geo.Property{{Name: "l", Value: []string{"x"}}, {Name: "f", Value: 1.5}}},
		{Geometry: geo.MultiLine{{{X: 1}, {X: 2}}, {{Y: 1}, {Y: 2}}}, Properties: []geo.Property{{Name: "b", Value: true}}},
		{},
	}
	f.Add([]byte(written(f, format.SchemaOf("any", others), others...)))
	f.Add([]byte(written(f, format.Schema{CRS: 3857})))
	f.Add([]byte(append(written(f, format.Schema{}), bomb(3, 2)...)))
	f.Fuzz(func(t *testing.T, data []byte) {
		var features []geo.Feature
		for f, err := range Read(memory(data), format.Options{}) {
			if record := (*format.RecordError)(nil); errors.As(err, &record) && (record.Problem == "" || record.Mend == "") {
				t.Fatalf("%v does not say what to do", err)
			}
			if err == nil {
				features = append(features, f)
			}
		}
		if _, err := Layers(memory(data)); err != nil {
			return
		}
		unique := func(f geo.Feature) bool {
			names := map[string]bool{}
			for _, p := range f.Properties {
				names[p.Name] = true
			}
			return len(names) == len(f.Properties)
		}
		if len(features) == 0 || !unique(features[0]) {
			return
		}
		features = features[:1]
		for again, err := range Read(written(t, format.SchemaOf("l", features), features...), format.Options{}) {
			if diff := cmp.Diff(features[0], again, cmpopts.EquateEmpty(), cmpopts.EquateNaNs()); diff != "" || err != nil {
				t.Fatal(err, diff)
			}
		}
	})
}
