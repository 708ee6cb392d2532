package format

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"perimetre/geo"
)

func TestValuesAreOfTheTypesOfTheSchema(t *testing.T) {
	schema := Schema{Fields: []Attribute{{"a", String}, {"b", Bool}, {"c", Int64}, {"d", Float64}, {"e", Strings}}}
	property := func(name string, value any) geo.Property { return geo.Property{Name: name, Value: value} }
	for _, test := range []struct {
		name       string
		properties []geo.Property
		want       []any
		fails      string
	}{
		{
			"each in its place",
			[]geo.Property{
				property("a", "x"), property("b", true), property("c", int64(1)), property("d", 1.5), property("e", []string{"y"}),
			},
			[]any{"x", true, int64(1), 1.5, []string{"y"}},
			"",
		},
		{"in another order", []geo.Property{property("c", int64(1)), property("a", "x")}, []any{"x", nil, int64(1), nil, nil}, ""},
		{"an integer where a number is due", []geo.Property{property("d", int64(2))}, []any{nil, nil, nil, 2.0, nil}, ""},
		{"a number where a text is due", []geo.Property{property("a", 15.95)}, []any{"15.95", nil, nil, nil, nil}, ""},
		{"a large number where a text is due", []geo.Property{property("a", 1e21)}, []any{"1000000000000000000000", nil, nil, nil, nil}, ""},
		{"a truth where a text is due", []geo.Property{property("a", true)}, []any{"true", nil, nil, nil, nil}, ""},
		{"a list where a text is due", []geo.Property{property("a", []string{"x", `"`})}, []any{`["x","\""]`, nil, nil, nil, nil}, ""},
		{"no list where a text is due", []geo.Property{property("a", []string(nil))}, []any{"[]", nil, nil, nil, nil}, ""},
		{"numbers that are none", []geo.Property{property("a", math.NaN()), property("d", math.Inf(1))}, []any{nil, nil, nil, nil, nil}, ""},
		{"a null in each", []geo.Property{property("a", nil), property("e", nil)}, []any{nil, nil, nil, nil, nil}, ""},
		{"a text where a number is due", []geo.Property{property("c", "x")}, nil, `attribute "c" holds x, a string`},
		{"an attribute that the layer has not", []geo.Property{property("a", "x"), property("z", 1.5)}, nil, `attribute "z" is not one of the layer`},
		{"one attribute twice", []geo.Property{property("a", "x"), property("a", "y")}, nil, "an attribute occurs twice"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := schema.Values(nil, geo.Feature{Properties: test.properties})
			if test.fails != "" {
				if err == nil || err.Error() != test.fails {
					t.Fatalf("got  %v\nwant %s", err, test.fails)
				}
				return
			}
			if diff := cmp.Diff(test.want, got); err != nil || diff != "" {
				t.Error(err, diff)
			}
		})
	}
}
