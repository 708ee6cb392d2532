package web_test

import (
	"net/http"
	"strings"
	"testing"

	"perimetre/web"
)

type mapStyle struct {
	Version int
	Glyphs  string
	Sources map[string]struct{ URL, Attribution string }
	Layers  []struct{ ID string }
}

func TestTheStyleNamesTheTilesAndLettersOfThisServer(t *testing.T) {
	c := serve(t, web.Config{})
	answered := c.get("/style.json")
	got := decode[mapStyle](t, answered)
	source := got.Sources["perimetre"]
	if got.Version != 8 || len(got.Layers) < 10 || source.URL != c.base+"/tiles.json" || source.Attribution != "Pays imaginaire" {
		t.Errorf("got %+v", got)
	}
	if answered.Header.Get("Access-Control-Allow-Origin") != "*" || answered.Header.Get("ETag") == "" {
		t.Errorf("header %v", answered.Header)
	}
	address := strings.NewReplacer(c.base, "", "{fontstack}", "Go%20Regular,Go%20Bold", "{range}", "0-255").Replace(got.Glyphs)
	letters := c.get(address)
	if letters.StatusCode != http.StatusOK || letters.Header.Get("Cache-Control") != "public, max-age=31536000, immutable" {
		t.Errorf("GET %s: status %d, cache %q", address, letters.StatusCode, letters.Header.Get("Cache-Control"))
	}
	if again := c.get(address, "If-None-Match: "+letters.Header.Get("ETag")); again.StatusCode != http.StatusNotModified {
		t.Errorf("a client that holds the letters gets status %d", again.StatusCode)
	}
}

func TestGlyphs(t *testing.T) {
	c := serve(t, web.Config{})
	for _, test := range []struct {
		name, path string
		status     int
		says       string // of a problem
	}{
		{"Latin letters", "/fonts/Go%20Regular/0-255.pbf", http.StatusOK, ""},
		{"a stack with its comma escaped", "/fonts/Go%20Bold%2CGo%20Italic/8192-8447.pbf", http.StatusOK, ""},
		{"a range without a letter", "/fonts/Go%20Regular/19968-20223.pbf", http.StatusOK, ""},
		{"a digest of the past", "/fonts/00000000/Go%20Regular/0-255.pbf", http.StatusOK, ""},
		{"a font that is not there", "/fonts/Open%20Sans/0-255.pbf", http.StatusNotFound, `"allowed":"Go Regular, Go Bold, Go Italic"`},
		{"a font among others that is not there", "/fonts/Go%20Regular,x/0-255.pbf", http.StatusNotFound, `no font \"x\"`},
		{"a range that is none", "/fonts/Go%20Regular/1-256.pbf", http.StatusBadRequest, "write 0-255"},
		{"a range beyond the last", "/fonts/Go%20Regular/65536-65791.pbf", http.StatusBadRequest, "write 0-255"},
		{"another format", "/fonts/Go%20Regular/0-255.png", http.StatusNotFound, "no file of glyphs"},
		{"a way up", "/fonts/..%2F..%2Fetc/0-255.pbf", http.StatusNotFound, "there is no font"},
		{"a parameter", "/fonts/Go%20Regular/0-255.pbf?v=1", http.StatusBadRequest, "unknown parameter"},
	} {
		t.Run(test.name, func(t *testing.T) {
			answered := c.get(test.path)
			if answered.StatusCode != test.status || !strings.Contains(answered.body, test.says) {
				t.Fatalf("status %d, want %d with %q: %s", answered.StatusCode, test.status, test.says, answered.body)
			}
			kind, cached := "application/x-protobuf", "public, no-cache"
			if test.status != http.StatusOK {
				kind, cached = "application/problem+json", "no-store"
			}
			if answered.Header.Get("Content-Type") != kind || answered.Header.Get("Cache-Control") != cached {
				t.Errorf("content type %q, cache %q", answered.Header.Get("Content-Type"), answered.Header.Get("Cache-Control"))
			}
			if answered.Header.Get("Access-Control-Allow-Origin") != "*" {
				t.Error("pages of other sites cannot read it")
			}
		})
	}
}
