package web_test

import (
	"net/http"
	"strings"
	"testing"

	"perimetre/web"
)

type tileJSON struct {
	TileJSON    string `json:"tilejson"`
	Tiles       []string
	Attribution string
}

func TestTileJSONNamesTheTilesOfTheEdition(t *testing.T) {
	c := serve(t, web.Config{})
	got := decode[tileJSON](t, c.get("/tiles.json"))
	if got.TileJSON != "3.0.0" || got.Attribution != "Pays imaginaire" {
		t.Errorf("got %+v", got)
	}
	if len(got.Tiles) != 1 || !strings.HasPrefix(got.Tiles[0], c.base+"/tiles/7-") {
		t.Fatalf("tiles %v", got.Tiles)
	}
}

func TestTiles(t *testing.T) {
	c := serve(t, web.Config{})
	described := decode[tileJSON](t, c.get("/tiles.json"))
	root := strings.TrimSuffix(strings.TrimPrefix(described.Tiles[0], c.base), "{z}/{x}/{y}.mvt")
	tests := []struct {
		name, path string
		status     int
	}{
		{"the whole world", root + "0/0/0.mvt", http.StatusOK},
		{"the tile of the country", root + "8/128/127.mvt", http.StatusOK},
		{"a tile of the sea is empty", root + "8/1/1.mvt", http.StatusNoContent},
		{"a column beyond the last", root + "3/8/0.mvt", http.StatusNotFound},
		{"a row beyond the last", root + "3/0/8.mvt", http.StatusNotFound},
		{"a zoom beyond the last", root + "15/0/0.mvt", http.StatusNotFound},
		{"a zoom that is no number", root + "a/0/0.mvt", http.StatusNotFound},
		{"another format", root + "0/0/0.png", http.StatusNotFound},
		{"another edition", "/tiles/6-00000000/0/0/0.mvt", http.StatusNotFound},
		{"an edition by its number alone", "/tiles/7/0/0/0.mvt", http.StatusNotFound},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			answer := c.get(test.path)
			if answer.StatusCode != test.status {
				t.Fatalf("status %d, want %d: %s", answer.StatusCode, test.status, answer.body)
			}
			cached := answer.Header.Get("Cache-Control")
			if test.status == http.StatusNotFound {
				if cached != "no-store" {
					t.Errorf("a failure may be kept: %q", cached)
				}
				return
			}
			if cached != "public, max-age=31536000, immutable" || answer.Header.Get("ETag") == "" {
				t.Errorf("cache %q, entity tag %q", cached, answer.Header.Get("ETag"))
			}
			if kind := answer.Header.Get("Content-Type"); test.status == http.StatusOK && kind != "application/vnd.mapbox-vector-tile" {
				t.Errorf("content type %q", kind)
			}
		})
	}
}
