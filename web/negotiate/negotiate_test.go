package negotiate_test

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"perimetre/web/negotiate"
)

func TestEncoding(t *testing.T) {
	const (
		none      = "not acceptable"
		malformed = "malformed"
	)
	for _, test := range []struct {
		name  string
		lines []string
		want  string
	}{
		{"a client that says nothing", nil, "identity"},
		{"a client that takes nothing special", []string{""}, "identity"},
		{"what browsers send", []string{"gzip, deflate, br, zstd"}, "br"},
		{"what curl sends", []string{"deflate, gzip"}, "gzip"},
		{"codings that we have not", []string{"zstd, deflate"}, "identity"},
		{"the former name of gzip", []string{"x-gzip"}, "gzip"},
		{"names in capitals", []string{"GZIP;Q=0.5, BR;q=0.4"}, "gzip"},
		{"the greater weight wins", []string{"br;q=0.5, gzip;q=0.8, identity;q=0.1"}, "gzip"},
		{"identity by its weight", []string{"br;q=0.5, gzip;q=0.8, identity"}, "identity"},
		{"the smallest weight is a wish", []string{"gzip;q=0.001"}, "gzip"},
		{"a weight of nothing excludes", []string{"br;q=0, gzip;q=0.000"}, "identity"},
		{"several lines", []string{"gzip;q=0.5", "br"}, "br"},
		{"empty elements", []string{", gzip,,\t, "}, "gzip"},
		{"spaces around", []string{" gzip ; q=0.2\t,br ;q=0.1"}, "gzip"},
		{"anything", []string{"*"}, "br"},
		{"anything but brotli", []string{"br;q=0, *"}, "gzip"},
		{"anything, brotli rather not", []string{"br;q=0.1, *;q=0.2"}, "gzip"},
		{"nothing but gzip", []string{"gzip, *;q=0"}, "gzip"},
		{"nothing but identity", []string{"identity, *;q=0"}, "identity"},
		{"nothing at all", []string{"*;q=0"}, none},
		{"not plain, and nothing else", []string{"identity;q=0"}, none},
		{"not plain, and what we have not", []string{"zstd, identity;q=0"}, none},
		{"a weight over one", []string{"gzip;q=1.001"}, malformed},
		{"a weight of four decimals", []string{"gzip;q=0.1234"}, malformed},
		{"a negative weight", []string{"gzip;q=-1"}, malformed},
		{"a weight without a number", []string{"gzip;q="}, malformed},
		{"a weight that is a word", []string{"gzip;q=a"}, malformed},
		{"another parameter", []string{"gzip;level=9"}, malformed},
		{"a weight of nothing", []string{";q=1"}, malformed},
		{"two words", []string{"gzip br"}, malformed},
		{"not a token", []string{"gzip, b\x00r"}, malformed},
	} {
		t.Run(test.name, func(t *testing.T) {
			coding, err := negotiate.Encoding(test.lines)
			got := coding.String()
			switch {
			case errors.Is(err, negotiate.ErrNotAcceptable):
				got = none
			case err != nil:
				got = malformed
			}
			if got != test.want {
				t.Errorf("%q gives %s (%v), want %s", test.lines, got, err, test.want)
			}
		})
	}
}

func TestMatch(t *testing.T) {
	for _, test := range []struct {
		name  string
		lines []string
		want  bool
	}{
		{"nothing held", nil, false},
		{"this one", []string{`"abc"`}, true},
		{"this one, held as weak", []string{`W/"abc"`}, true},
		{"whatever it is", []string{"*"}, true},
		{"another one", []string{`"abd"`}, false},
		{"one whose name holds ours", []string{`"abcd", "zabc"`}, false},
		{"among others", []string{`"a,b" , W/"c",,"abc"`}, true},
		{"on another line", []string{`"x"`, `"abc"`}, true},
		{"without quotes", []string{"abc"}, false},
		{"never closed", []string{`"abc`}, false},
		{"after what is no tag", []string{`x, "abc"`}, false},
		{"a word that begins as any does", []string{"*abc"}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := negotiate.Match(test.lines, "abc"); got != test.want {
				t.Errorf("%q holds it: %v, want %v", test.lines, got, test.want)
			}
		})
	}
}

// The coding chosen is one that the field names with a weight, or the one that needs no naming.
func TestEncodingNeverChoosesWhatIsExcluded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		names := []string{"br", "gzip", "identity", "*", "zstd"}
		weights := map[string]string{}
		var items []string
		for _, name := range rapid.Permutation(names).Draw(t, "names")[:rapid.IntRange(0, 5).Draw(t, "count")] {
			weights[name] = rapid.SampledFrom([]string{"0", "0.0", "0.3", "0.301", "1", "1.000"}).Draw(t, "weight of "+name)
			items = append(items, name+";q="+weights[name])
		}
		got, err := negotiate.Encoding([]string{strings.Join(items, ", ")})
		weight := func(name string) string {
			if w, ok := weights[name]; ok {
				return w
			}
			if w, ok := weights["*"]; ok {
				return w
			}
			return map[bool]string{true: "0.001", false: "0"}[name == "identity"]
		}
		isZero := func(w string) bool { return strings.Trim(w, "0.") == "" }
		if err != nil {
			for _, name := range names[:3] {
				if !isZero(weight(name)) {
					t.Fatalf("%v: refused though %s is acceptable", items, name)
				}
			}
			return
		}
		if isZero(weight(got.String())) {
			t.Fatalf("%v: %v is excluded", items, got)
		}
	})
}

func TestNothingIsAllocated(t *testing.T) {
	accept, match := []string{"gzip, deflate, br;q=0.9, zstd"}, []string{`W/"x", "abc"`}
	allocations := testing.AllocsPerRun(100, func() {
		_, _ = negotiate.Encoding(accept)
		negotiate.Match(match, "abc")
	})
	if allocations != 0 {
		t.Errorf("%v allocations", allocations)
	}
}
