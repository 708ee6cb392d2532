package crs

import (
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestSystemsThatAreNotKnownAreRefused(t *testing.T) {
	for _, code := range []Code{27572, -1, 1 << 40} {
		if _, err := New(code); err == nil || !strings.Contains(err.Error(), "EPSG:2154") {
			t.Errorf("%v: got %v, want an error that says which systems are known", code, err)
		}
	}
}

func TestZeroIsLongitudeAndLatitude(t *testing.T) {
	s, err := New(0)
	if err != nil || s.Code() != WGS84 {
		t.Errorf("got %v, %v", s.Code(), err)
	}
	if x, y := (System{}).FromLonLat(2, 48); x != 2 || y != 48 {
		t.Errorf("got %v %v", x, y)
	}
	if lon, lat := (System{}).ToLonLat(2, 48); lon != 2 || lat != 48 {
		t.Errorf("got %v %v", lon, lat)
	}
}

func TestOrderOfTheRegister(t *testing.T) {
	var north []Code
	for _, code := range Codes() {
		s, err := New(code)
		if err != nil {
			t.Fatal(err)
		}
		if s.Code() != code {
			t.Errorf("%v gives %v", code, s.Code())
		}
		if s.NorthFirst() {
			north = append(north, code)
		}
	}
	if want := []Code{4326, 3035, 4171, 5489, 4624, 4627, 4470, 4463, 4258}; !slices.Equal(north, want) {
		t.Errorf("north comes first in %v, want %v", north, want)
	}
}

// Numbers of metres in the millions have steps of 1e-9 m, and each conversion makes several roundings. EPSG:3035 goes by the sine
// of the latitude, whose steps are ten times as wide at 84° N, in the north of its zone.
func TestThereAndBackIsWhereItStarted(t *testing.T) {
	for _, code := range Codes() {
		s, err := New(code)
		if err != nil {
			t.Fatal(err)
		}
		z, bound := zoneOf(code), 1e-8
		if code == 3035 {
			bound = 1e-7
		}
		t.Run(code.String(), func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				lon := rapid.Float64Range(z.west, z.east).Draw(t, "lon")
				lat := rapid.Float64Range(z.south, z.north).Draw(t, "lat")
				x, y := s.FromLonLat(lon, lat)
				if lon2, lat2 := s.ToLonLat(x, y); !(math.Abs(wrap(lon2-lon)) <= 1e-12) || !(math.Abs(lat2-lat) <= 1e-12) {
					t.Errorf("%v %v is %v %v, which is %v %v", lon, lat, x, y, lon2, lat2)
				} else if x2, y2 := s.FromLonLat(lon2, lat2); !(math.Abs(x2-x) <= bound) || !(math.Abs(y2-y) <= bound) {
					t.Errorf("%v %v comes back as %v %v", x, y, x2, y2)
				}
			})
		})
	}
}

func TestOriginsAreExact(t *testing.T) {
	for _, test := range []struct {
		name           string
		code           Code
		lon, lat, x, y float64
	}{
		{"of Lambert-93", 2154, 3, 46.5, 700_000, 6_600_000},
		{"of LAEA Europe", 3035, 10, 52, 4_321_000, 3_210_000},
		{"of UTM 20N", 5490, -63, 0, 500_000, 0},
		{"of UTM 40S", 2975, 57, 0, 500_000, 10_000_000},
		{"of Pseudo-Mercator", 3857, 0, 0, 0, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			s, err := New(test.code)
			if err != nil {
				t.Fatal(err)
			}
			if x, y := s.FromLonLat(test.lon, test.lat); math.Hypot(x-test.x, y-test.y) > 2e-9 {
				t.Errorf("got %v %v, want %v %v", x, y, test.x, test.y)
			}
			if lon, lat := s.ToLonLat(test.x, test.y); math.Hypot(lon-test.lon, lat-test.lat) > 1e-13 {
				t.Errorf("got %v %v, want %v %v", lon, lat, test.lon, test.lat)
			}
		})
	}
}

// A longitude beyond the antimeridian is the same place.
func TestLongitudesWrap(t *testing.T) {
	for _, code := range []Code{2154, 3035, 5490} {
		s, err := New(code)
		if err != nil {
			t.Fatal(err)
		}
		x, y := s.FromLonLat(-61, 45)
		if x2, y2 := s.FromLonLat(299, 45); math.Hypot(x2-x, y2-y) > 1e-7 {
			t.Errorf("%v: 299° E is %v %v, 61° W is %v %v", code, x2, y2, x, y)
		}
	}
}

func BenchmarkConversions(b *testing.B) {
	for _, code := range []Code{2154, 5490, 3035, 3857} {
		s, err := New(code)
		if err != nil {
			b.Fatal(err)
		}
		z := zoneOf(code)
		lonlats := z.grid()
		positions := make([][2]float64, len(lonlats))
		b.Run("from longitude and latitude to "+code.String(), func(b *testing.B) {
			for i := range b.N {
				p := lonlats[i%len(lonlats)]
				positions[i%len(lonlats)][0], positions[i%len(lonlats)][1] = s.FromLonLat(p[0], p[1])
			}
		})
		b.Run("from "+code.String()+" to longitude and latitude", func(b *testing.B) {
			for i := range b.N {
				p := positions[i%len(lonlats)]
				s.ToLonLat(p[0], p[1])
			}
		})
	}
}
