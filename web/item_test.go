package web_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"perimetre/data/policy"
	"perimetre/geo/atlas"
	"perimetre/web"
)

type featureCollection struct {
	Type           string `json:"type"`
	NumberMatched  int    `json:"numberMatched"`
	NumberReturned int    `json:"numberReturned"`
	Links          []struct{ Rel, Href string }
	Features       []feature
}

type feature struct {
	Type       string `json:"type"`
	ID         string `json:"id"`
	Properties map[string]any
	Geometry   *struct{ Type string }
}

func TestItems(t *testing.T) {
	c := serve(t, web.Config{})
	const communes = "/collections/communes/items"
	tests := []struct {
		name    string
		path    string
		matched int
		ids     []string
		links   []string
	}{
		{"every territory fits in a page", "/collections/territoires/items", 2, []string{"t1", "t2"}, []string{"self"}},
		{"a first page links to the next", communes + "?limit=2", 5, []string{"01001", "01002"}, []string{"self", "next"}},
		{"a middle page links to both neighbours", communes + "?limit=2&offset=2", 5, []string{"01003", "01004"}, []string{"self", "next", "prev"}},
		{"a page beyond the end is empty", communes + "?offset=9", 5, nil, []string{"self", "prev"}},
		{"a box keeps the units that it meets", communes + "?bbox=0.15,0.01,0.25,0.02", 2, []string{"01002", "01003"}, []string{"self"}},
		{"heights of a box are left out", "/collections/epci/items?bbox=0.41,0,0,0.5,0.1,9", 1, []string{"100000041"}, []string{"self"}},
		{"a box may cross the antimeridian", communes + "?bbox=0.45,0,0.05,1", 2, []string{"01001", "01005"}, []string{"self"}},
		{"départements have a collection", "/collections/departements/items", 1, []string{"01"}, []string{"self"}},
		{"regions have a collection", "/collections/regions/items", 1, []string{"84"}, []string{"self"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			answer := c.get(test.path)
			got := decode[featureCollection](t, answer)
			var ids, links []string
			for _, f := range got.Features {
				ids = append(ids, f.ID)
				if f.Geometry == nil || f.Geometry.Type != "MultiPolygon" {
					t.Errorf("geometry of %s is %v", f.ID, f.Geometry)
				}
			}
			for _, l := range got.Links {
				links = append(links, l.Rel)
			}
			if diff := cmp.Diff(test.ids, ids); diff != "" {
				t.Errorf("ids (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.links, links); diff != "" {
				t.Errorf("links (-want +got):\n%s", diff)
			}
			if got.NumberMatched != test.matched || got.NumberReturned != len(test.ids) {
				t.Errorf("matched %d and returned %d, want %d and %d",
					got.NumberMatched, got.NumberReturned, test.matched, len(test.ids))
			}
			if kind := answer.Header.Get("Content-Type"); kind != "application/geo+json" {
				t.Errorf("content type %q", kind)
			}
		})
	}
}

func TestFollowingNextVisitsEveryItemOnce(t *testing.T) {
	c := serve(t, web.Config{})
	var visited []string
	for path := "/collections/communes/items?limit=2&bbox=0,0,1,1"; path != ""; {
		page := decode[featureCollection](t, c.get(path))
		for _, f := range page.Features {
			visited = append(visited, f.ID)
		}
		path = ""
		for _, l := range page.Links {
			if l.Rel == "next" {
				path = strings.TrimPrefix(l.Href, c.base)
			}
		}
	}
	if want := []string{"01001", "01002", "01003", "01004", "01005"}; !slices.Equal(visited, want) {
		t.Errorf("visited %v, want %v", visited, want)
	}
}

func TestItemsWithoutGeometry(t *testing.T) {
	c := serve(t, web.Config{})
	got := decode[featureCollection](t, c.get("/collections/territoires/items?skipGeometry"))
	for _, f := range got.Features {
		if f.Geometry != nil || f.Properties["severite"] == nil {
			t.Errorf("%s: geometry %v, severity %v", f.ID, f.Geometry, f.Properties["severite"])
		}
	}
}

func TestItem(t *testing.T) {
	c := serve(t, web.Config{})
	tests := []struct{ name, path, id, file string }{
		{"a territory by its id", "/collections/territoires/items/t2", "t2", ""},
		{"an EPCI by its SIREN", "/collections/epci/items/100000017", "100000017", ""},
		{"a commune by its INSEE code", "/collections/communes/items/01003", "01003", ""},
		{"a file by its extension", "/collections/territoires/items/t2.geojson", "t2", "territoires-t2.geojson"},
		{"a file by the parameter", "/collections/communes/items/01003?download", "01003", "communes-01003.geojson"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			answer := c.get(test.path)
			got := decode[feature](t, answer)
			if got.Type != "Feature" || got.ID != test.id {
				t.Errorf("got %s %q, want Feature %q", got.Type, got.ID, test.id)
			}
			want := ""
			if test.file != "" {
				want = `attachment; filename="` + test.file + `"`
			}
			if disposition := answer.Header.Get("Content-Disposition"); disposition != want {
				t.Errorf("disposition %q, want %q", disposition, want)
			}
		})
	}
}

func TestDownloadOfACollectionIsWhole(t *testing.T) {
	answer := serve(t, web.Config{}).get("/collections/communes/items?download")
	if got := decode[featureCollection](t, answer); got.NumberReturned != 5 {
		t.Errorf("returned %d, want 5", got.NumberReturned)
	}
	if got, want := answer.Header.Get("Content-Disposition"), `attachment; filename="communes.geojson"`; got != want {
		t.Errorf("disposition %q, want %q", got, want)
	}
}

func TestConditionalRequests(t *testing.T) {
	c := serve(t, web.Config{})
	for _, path := range []string{"/collections", "/collections/communes/items", "/collections/epci/items/100000017", "/tiles.json"} {
		plain, packed := c.get(path).Header.Get("ETag"), c.get(path, "Accept-Encoding: gzip").Header.Get("ETag")
		if plain == "" || packed == "" {
			t.Fatalf("%s: no entity tag", path)
		}
		for _, tag := range []string{plain, packed, "W/" + plain, `"other", ` + plain} {
			answer := c.get(path, "If-None-Match: "+tag)
			if answer.StatusCode != http.StatusNotModified || answer.body != "" {
				t.Errorf("%s with %s: status %d", path, tag, answer.StatusCode)
			}
			if answer.Header.Get("Cache-Control") == "" {
				t.Errorf("%s with %s: 304 does not say how long it may be kept", path, tag)
			}
		}
		if answer := c.get(path, `If-None-Match: "other"`); answer.StatusCode != http.StatusOK {
			t.Errorf("%s with another tag: status %d", path, answer.StatusCode)
		}
	}
}

func TestCompressedAnswersHaveTheirOwnTag(t *testing.T) {
	c := serve(t, web.Config{})
	const path = "/collections/communes/items"
	plain, packed := c.get(path), c.get(path, "Accept-Encoding: gzip")
	if got := packed.Header.Get("Content-Encoding"); got != "gzip" {
		t.Fatalf("encoding %q of an answer of %d bytes", got, len(plain.body))
	}
	if plain.Header.Get("ETag") == packed.Header.Get("ETag") {
		t.Errorf("one tag %s for two encodings", plain.Header.Get("ETag"))
	}
	if !strings.Contains(strings.Join(packed.Header.Values("Vary"), ","), "Accept-Encoding") {
		t.Errorf("vary %v", packed.Header.Values("Vary"))
	}
}

func TestAnEscapedIDIsTheSameID(t *testing.T) {
	e := edition()
	e.Territories[1].ID = "ti/97 01%"
	built, _ := atlas.Build(e, policy.France())
	server := web.New(web.Config{})
	server.Publish(built)
	c := listen(t, server)
	for _, path := range []string{
		"/collections/communes/items/%30%31001", "/collections/territoires/items/%741/constats", "/collections/comm%75nes/items/01001",
		"/collections/territoires/items/ti%2F97%2001%25", "/collections/territoires/items/ti%2F97%2001%25.geojson",
		"/collections/territoires/items/ti%2F97%2001%25/constats", "/collections/territoires/items/ti%2F97%2001%25/membres",
		"/collections/territoires/items/ti%2F97%2001%25?download",
	} {
		if answer := c.get(path); answer.StatusCode != http.StatusOK {
			t.Errorf("%s: status %d: %s", path, answer.StatusCode, answer.body)
		}
	}
}
