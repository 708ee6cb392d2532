package web_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"

	"perimetre/web"
)

type tileJSON struct {
	TileJSON     string `json:"tilejson"`
	Tiles        []string
	Attribution  string
	VectorLayers []struct{ ID string } `json:"vector_layers"`
}

// tilesOf gives what the addresses of the tiles of a description begin with, and their query.
func tilesOf(t *testing.T, c *client, description string) (root, query string) {
	t.Helper()
	described := decode[tileJSON](t, c.get(description))
	root, rest, ok := strings.Cut(strings.TrimPrefix(described.Tiles[0], c.base), "{z}/{x}/{y}.mvt")
	if len(described.Tiles) != 1 || !ok {
		t.Fatalf("tiles %v", described.Tiles)
	}
	return root, rest
}

func TestTileJSONNamesTheTilesOfTheEdition(t *testing.T) {
	c := serve(t, web.Config{})
	got := decode[tileJSON](t, c.get("/tiles.json"))
	if got.TileJSON != "3.0.0" || got.Attribution != "Pays imaginaire" {
		t.Errorf("got %+v", got)
	}
	root, query := tilesOf(t, c, "/tiles.json")
	if !strings.HasPrefix(root, "/tiles/7-") || query != "" {
		t.Errorf("tiles are at %s…%s", root, query)
	}
	if again, _ := tilesOf(t, c, strings.TrimSuffix(root, "/")+".json"); again != root {
		t.Errorf("the description of the edition leads to %s", again)
	}
}

func TestTileJSONOfSomeLayers(t *testing.T) {
	c := serve(t, web.Config{})
	root, query := tilesOf(t, c, "/tiles.json?layers=epci,limites")
	names := decode[tileJSON](t, c.get("/tiles.json?layers=limites,epci")).VectorLayers
	if len(names) != 2 || query != "?layers="+names[0].ID+","+names[1].ID {
		t.Errorf("layers %v, tiles at …%s", names, query)
	}
	some, all := c.get(root+"8/128/127.mvt"+query), c.get(root+"8/128/127.mvt")
	for _, name := range []string{"epci", "limites", "communes"} {
		if has, want := strings.Contains(some.body, "\x0a"+string(rune(len(name)))+name), name != "communes"; has != want {
			t.Errorf("the tile has the layer %s: %v", name, has)
		}
	}
	if len(some.body) >= len(all.body) {
		t.Errorf("%d bytes of some layers, %d of all", len(some.body), len(all.body))
	}
}

func TestTiles(t *testing.T) {
	c := serve(t, web.Config{})
	root, _ := tilesOf(t, c, "/tiles.json")
	const immutable, brief = "public, max-age=31536000, immutable", "public, max-age=30"
	tests := []struct {
		name, path string
		status     int
		kept       string
	}{
		{"the whole world", root + "0/0/0.mvt", http.StatusOK, immutable},
		{"the tile of the country", root + "8/128/127.mvt", http.StatusOK, immutable},
		{"by its other name", root + "8/128/127.pbf", http.StatusOK, immutable},
		{"of the current edition", "/tiles/8/128/127.mvt", http.StatusOK, brief},
		{"of the current edition, by its other name", "/tiles/8/128/127.pbf", http.StatusOK, brief},
		{"nothing in it", root + "0/0/0.mvt?layers=constats", http.StatusNoContent, immutable},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			made := c.get(test.path)
			for range 2 { // made, then kept
				answer := c.get(test.path)
				if answer.StatusCode != test.status || answer.body != made.body {
					t.Fatalf("status %d, want %d: %s", answer.StatusCode, test.status, answer.body)
				}
				if got := answer.Header.Get("Cache-Control"); got != test.kept || answer.Header.Get("ETag") == "" {
					t.Errorf("cache %q, entity tag %q", got, answer.Header.Get("ETag"))
				}
				if kind := answer.Header.Get("Content-Type"); test.status == http.StatusOK && kind != "application/vnd.mapbox-vector-tile" {
					t.Errorf("content type %q", kind)
				}
			}
		})
	}
}

// The codings of a tile have tags of their own and the same contents; HEAD and 304 tell the tag that GET tells.
func TestCodingsOfTiles(t *testing.T) {
	tests := []struct {
		accept, coding string
		read           func(io.Reader) io.Reader
	}{
		{"", "", func(r io.Reader) io.Reader { return r }},
		{"gzip, deflate", "gzip", func(r io.Reader) io.Reader {
			plain, err := gzip.NewReader(r)
			if err != nil {
				t.Fatal(err)
			}
			return plain
		}},
		{"gzip, deflate, br, zstd", "br", func(r io.Reader) io.Reader { return brotli.NewReader(r) }},
	}
	for name, cache := range map[string]int64{"with a cache": 0, "without a cache": -1} {
		t.Run(name, func(t *testing.T) {
			c := serve(t, web.Config{TileCache: cache})
			const path = "/tiles/8/128/127.mvt"
			plain, tags := c.get(path).body, map[string]string{}
			for _, test := range tests {
				accept := "Accept-Encoding: " + test.accept
				for range 2 {
					get := c.get(path, accept)
					body, err := io.ReadAll(test.read(strings.NewReader(get.body)))
					if err != nil || string(body) != plain {
						t.Fatalf("%s: %d bytes, want %d (%v)", test.accept, len(body), len(plain), err)
					}
					if get.Header.Get("Content-Encoding") != test.coding || get.Header.Get("Vary") != "Accept-Encoding" || get.ContentLength != int64(len(get.body)) {
						t.Errorf("%s: coding %q, vary %q, length %d of %d", test.accept,
							get.Header.Get("Content-Encoding"), get.Header.Get("Vary"), get.ContentLength, len(get.body))
					}
					tag := get.Header.Get("ETag")
					tags[tag] = test.accept
					head := c.ask(http.MethodHead, path, accept)
					if head.StatusCode != http.StatusOK || head.body != "" || head.Header.Get("ETag") != tag || head.ContentLength != get.ContentLength {
						t.Errorf("%s: HEAD: status %d, %d bytes, tag %s, length %d", test.accept, head.StatusCode, len(head.body), head.Header.Get("ETag"), head.ContentLength)
					}
					for _, held := range []string{tag, "W/" + tag, `"x", ` + tag, "*"} {
						again := c.get(path, accept, "If-None-Match: "+held)
						if again.StatusCode != http.StatusNotModified || again.body != "" || again.Header.Get("ETag") != tag ||
							again.Header.Get("Vary") != "Accept-Encoding" || again.Header.Get("Cache-Control") == "" {
							t.Errorf("%s: with %s held: status %d, %v", test.accept, held, again.StatusCode, again.Header)
						}
					}
				}
			}
			if len(tags) != 3 {
				t.Errorf("tags %v, want three", tags)
			}
		})
	}
}

func TestBadTiles(t *testing.T) {
	c := serve(t, web.Config{})
	root, _ := tilesOf(t, c, "/tiles.json")
	c.get(root + "0/0/0.mvt") // is kept: what is asked amiss of it is refused all the same
	tests := []struct {
		name, path, accept string
		status             int
		parameter          string
		says               string
	}{
		{"a zoom of forty", root + "40/0/0.mvt", "", 404, "", "outside"},
		{"a zoom that no byte holds", root + "256/0/0.mvt", "", 404, "", "outside"},
		{"a zoom beyond the last", root + "15/0/0.mvt", "", 404, "", "zooms go from 0 to 14"},
		{"a column beyond the last", root + "3/8/0.mvt", "", 404, "", "outside"},
		{"a row beyond the last", "/tiles/3/0/8.mvt", "", 404, "", "outside"},
		{"a column that no number of ours holds", root + "3/4294967296/0.mvt", "", 404, "", "outside"},
		{"a tile of the sea", root + "8/1/1.mvt", "", 404, "", "longitudes from 0 to 0.5"},
		{"a number of too many digits", root + "3/00000000001/0.mvt", "", 400, "", "ten digits"},
		{"a number with zeros before it", root + "3/01/0.mvt", "", 400, "", "no zero before"},
		{"a negative column", root + "3/-1/0.mvt", "", 400, "", "not a tile"},
		{"a sign", root + "3/+1/0.mvt", "", 400, "", "not a tile"},
		{"a fraction", root + "3/1.5/0.mvt", "", 400, "", "not a tile"},
		{"a word", root + "a/0/0.mvt", "", 400, "", "not a tile"},
		{"the folder above", "/tiles/../0/0/0.mvt", "", 400, "", "not a tile"},
		{"the folder above, escaped", "/tiles/%2e%2e/0/0/0.mvt", "", 400, "", "not a tile"},
		{"the folder above as a column", root + "0/../0.mvt", "", 400, "", "not a tile"},
		{"nothing for an edition", "/tiles//0/0/0.mvt", "", 400, "", "not a tile"},
		{"nothing for a row", root + "0/0/.mvt", "", 400, "", "not a tile"},
		{"nothing for a column", root + "0//0.mvt", "", 400, "", "not a tile"},
		{"nothing at all", "/tiles/", "", 400, "", "not a tile"},
		{"another format", root + "0/0/0.png", "", 400, "", "not a tile"},
		{"no format", root + "0/0/0", "", 400, "", "not a tile"},
		{"both formats", root + "0/0/0.pbf.mvt", "", 400, "", "not a tile"},
		{"five parts", root + "0/0/0/0.mvt", "", 400, "", "not a tile"},
		{"a long path", root + strings.Repeat("9", 100_000) + "/0/0.mvt", "", 400, "", "not a tile"},
		{"digits of another script", root + "%D9%A1/0/0.mvt", "", 400, "", "not a tile"},
		{"an edition of before", "/tiles/6-00000000/0/0/0.mvt", "", 404, "", "the current one is 7-"},
		{"an edition by its number alone", "/tiles/7/0/0/0.mvt", "", 404, "", "the current one is 7-"},
		{"an edition that is a word", "/tiles/latest/0/0/0.mvt", "", 404, "", "/tiles.json"},
		{"the description of an unknown edition", "/tiles/6-00000000.json", "", 404, "", "the current one is 7-"},
		{"the description of no edition", "/tiles/.json", "", 404, "", "/tiles.json"},
		{"an unknown layer", root + "0/0/0.mvt?layers=epci,cantons", "", 400, "layers", "epci"},
		{"an unknown layer of a description", "/tiles.json?layers=cantons", "", 400, "layers", "epci"},
		{"no layer", root + "0/0/0.mvt?layers=", "", 400, "layers", "one or more of"},
		{"a layer twice", root + "0/0/0.mvt?layers=epci,epci", "", 400, "layers", "each once"},
		{"layers twice", root + "0/0/0.mvt?layers=epci&layers=limites", "", 400, "layers", "one value"},
		{"a huge list of layers", root + "0/0/0.mvt?layers=" + strings.Repeat("epci,", 20_000) + "epci", "", 400, "layers", "each once"},
		{"another parameter", root + "0/0/0.mvt?format=mvt", "", 400, "format", "layers"},
		{"a query that cannot be read", root + "0/0/0.mvt?layers=%zz", "", 400, "", "query string"},
		{"no coding is acceptable", root + "0/0/0.mvt", "*;q=0", 406, "", "Accept-Encoding"},
		{"no coding of ours is acceptable", root + "0/0/0.mvt", "zstd, identity;q=0", 406, "", "br, gzip or identity"},
		{"codings that cannot be read", root + "0/0/0.mvt", "gzip;q=high", 400, "", "Accept-Encoding"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			answer := c.get(test.path, "Accept-Encoding: "+test.accept)
			var got problem
			if err := json.Unmarshal([]byte(answer.body), &got); err != nil {
				t.Fatalf("status %d, body %q: %v", answer.StatusCode, answer.body, err)
			}
			if answer.StatusCode != test.status || got.Status != test.status {
				t.Errorf("status %d, in the body %d; want %d", answer.StatusCode, got.Status, test.status)
			}
			if got.Parameter != test.parameter || !strings.Contains(got.Detail, test.says) || len(answer.body) > 1000 {
				t.Errorf("parameter %q, detail %q does not say %q", got.Parameter, got.Detail, test.says)
			}
			if kind, cached := answer.Header.Get("Content-Type"), answer.Header.Get("Cache-Control"); kind != "application/problem+json" || cached != "no-store" {
				t.Errorf("content type %q, kept %q", kind, cached)
			}
			if got := answer.Header.Get("Access-Control-Allow-Origin"); got != "*" {
				t.Errorf("allowed origin %q", got)
			}
		})
	}
}

func TestTilesMayBeReadByAnySite(t *testing.T) {
	c := serve(t, web.Config{})
	const path = "/tiles/0/0/0.mvt"
	for _, answer := range []answer{c.get(path), c.get(path), c.ask(http.MethodHead, path), c.get(path, "If-None-Match: *")} {
		if got := answer.Header.Get("Access-Control-Allow-Origin"); got != "*" {
			t.Errorf("status %d: allowed origin %q", answer.StatusCode, got)
		}
	}
	for _, path := range []string{path, "/tiles.json", "/collections"} {
		asked := c.ask(http.MethodOptions, path, "Origin: https://example.org", "Access-Control-Request-Method: GET")
		if asked.StatusCode != http.StatusNoContent || asked.Header.Get("Access-Control-Allow-Origin") != "*" ||
			!strings.Contains(asked.Header.Get("Access-Control-Allow-Methods"), "GET") {
			t.Errorf("OPTIONS %s: status %d, %v", path, asked.StatusCode, asked.Header)
		}
	}
	if answer := c.ask(http.MethodPost, path); answer.StatusCode != http.StatusMethodNotAllowed || answer.Header.Get("Allow") == "" {
		t.Errorf("POST: status %d, allowed %q", answer.StatusCode, answer.Header.Get("Allow"))
	}
}

func TestLayersInAnyOrderAreTheSameTile(t *testing.T) {
	c := serve(t, web.Config{})
	const path = "/tiles/8/128/127.mvt"
	some, other := c.get(path+"?layers=epci,limites"), c.get(path+"?layers=limites%2Cepci")
	if some.body != other.body || some.Header.Get("ETag") != other.Header.Get("ETag") {
		t.Errorf("tags %s and %s", some.Header.Get("ETag"), other.Header.Get("ETag"))
	}
	var all []string
	for _, layer := range decode[tileJSON](t, c.get("/tiles.json")).VectorLayers {
		all = append(all, layer.ID)
	}
	if c.get(path+"?layers="+strings.Join(all, ",")).body != c.get(path).body {
		t.Error("all layers by their names are not the whole tile")
	}
}

// FuzzTileRoute asks for anything below /tiles/: the answer is one that the documentation tells, and a refusal says why.
func FuzzTileRoute(f *testing.F) {
	f.Add("/tiles/0/0/0.mvt", "layers=epci", "gzip, br;q=0.5")
	f.Add("/tiles/7-00000000/40/-1/..", "layers=a,b&layers=c", "*;q=0")
	f.Add("/tiles//0/00/4294967296.pbf", "%zz", "gzip;q=2")
	f.Add("/tiles/7-00000000.json", "", "identity;q=0")
	server := published(f, web.Config{Logger: slog.New(slog.DiscardHandler)})
	handler := server.Handler()
	f.Fuzz(func(t *testing.T, path, query, accept string) {
		request := newRequest(t, path, query, accept)
		if request == nil {
			t.Skip("no server would be asked this")
		}
		recorder := record(handler, request)
		switch status := recorder.Code; status {
		case 200, 204, 304:
		case 400, 404, 406:
			var p problem
			if err := json.NewDecoder(bytes.NewReader(recorder.Body.Bytes())).Decode(&p); err != nil || p.Status != status || p.Detail == "" {
				t.Errorf("%s?%s: status %d, body %s (%v)", path, query, status, recorder.Body, err)
			}
			if kind := recorder.Header().Get("Content-Type"); kind != "application/problem+json" {
				t.Errorf("%s?%s: status %d, content type %q", path, query, status, kind)
			}
		default:
			t.Errorf("%s?%s with %q: status %d: %s", path, query, accept, status, recorder.Body)
		}
		if recorder.Header().Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s?%s: another site cannot read the answer", path, query)
		}
	})
}
