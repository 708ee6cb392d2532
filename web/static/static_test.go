package static

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"perimetre/data/miniature"
	"perimetre/data/policy"
	"perimetre/geo"
	"perimetre/geo/atlas"
	"perimetre/tiles"
)

func TestFilesAreThePageTheStyleAndTheLetters(t *testing.T) {
	dist := fstest.MapFS{
		"index.html":     {Data: []byte("the server's page")},
		"static.html":    {Data: []byte("the page")},
		"assets/a-1.js":  {Data: []byte("code")},
		"assets/b-2.css": {Data: []byte("rules")},
	}
	all, err := files(dist, tiles.TileJSON{Attribution: "Pays imaginaire"})
	if err != nil {
		t.Fatal(err)
	}
	got := maps.Collect(all)
	for name, want := range map[string]string{"index.html": "the page", "assets/a-1.js": "code", "assets/b-2.css": "rules"} {
		if string(got[name]) != want {
			t.Errorf("%s is %q, want %q", name, got[name], want)
		}
	}
	if !json.Valid(got["style.json"]) || !bytes.Contains(got["style.json"], []byte("Pays imaginaire")) {
		t.Errorf("the style is %s", got["style.json"])
	}
	if bytes.Contains(got["style.json"], []byte("http")) {
		t.Errorf("the style names a host: %s", got["style.json"])
	}
	if len(got["fonts/Go Regular/0-255.pbf"]) == 0 || len(got["fonts/Go Bold/8192-8447.pbf"]) == 0 {
		t.Errorf("letters are missing: %v", slices.Sorted(maps.Keys(got)))
	}
	for name := range got {
		if path.Clean(name) != name || strings.HasPrefix(name, "/") || strings.HasPrefix(name, ".") {
			t.Errorf("file %q leads out of the folder", name)
		}
	}
}

func TestABinaryWithoutItsFrontEndSaysSo(t *testing.T) {
	_, err := files(fstest.MapFS{"dist.md": {}}, tiles.TileJSON{})
	if err == nil || !strings.Contains(err.Error(), "run make build") {
		t.Errorf("error %v", err)
	}
}

func TestTerritories(t *testing.T) {
	a, _ := atlas.Build(miniature.Country(1), policy.France())
	list := Territories(a)
	if len(list) != len(a.Territories) || len(list) == 0 {
		t.Fatalf("%d territories, want %d", len(list), len(a.Territories))
	}
	for i, entry := range list {
		want := a.Territories[i]
		if entry.ID != want.ID || entry.Name != want.Name || entry.Severity != want.Severity() || entry.GeoJSON != "territoires/"+want.ID+".geojson" {
			t.Errorf("entry %+v of %s", entry, want.ID)
		}
		if at := a.Units(geo.Territoires)[i].Label; entry.Box == nil || at.Lon() < entry.Box[0] || at.Lon() > entry.Box[2] || at.Lat() < entry.Box[1] || at.Lat() > entry.Box[3] {
			t.Errorf("the name of %s, at %v, is outside its box %v", entry.ID, at, entry.Box)
		}
	}
}

func TestATerritoryWithoutAPlaceHasNoBox(t *testing.T) {
	e := miniature.Country(1)
	e.Territories = []geo.Territory{{ID: "ti/97 01", Name: "Nulle part", Members: []geo.Member{{ID: "000000000"}}}}
	a, _ := atlas.Build(e, policy.France())
	text, err := json.Marshal(Territories(a))
	if err != nil {
		t.Fatal(err)
	}
	const want = `[{"id":"ti/97 01","nom":"Nulle part","severite":"error","bbox":null,"geojson":"territoires/ti%252F97%252001.geojson"}]`
	if string(text) != want {
		t.Errorf("got  %s\nwant %s", text, want)
	}
}

func TestEveryIDIsOneFileOfTheFolder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		id, other := rapid.String().Draw(t, "id"), rapid.String().Draw(t, "other")
		name := FileOf(id)
		if path.Dir(name) != "territoires" || path.Clean(name) != name || strings.ContainsAny(name, "\\?#") {
			t.Fatalf("id %q is file %q", id, name)
		}
		if id != other && FileOf(other) == name {
			t.Fatalf("%q and %q are one file", id, other)
		}
		// A client resolves the address, and a host of files decodes its path once.
		address, err := url.Parse((&url.URL{Path: name}).EscapedPath())
		if err != nil || address.Path != name {
			t.Fatalf("the address of %q leads to %v, %v", name, address, err)
		}
	})
}
