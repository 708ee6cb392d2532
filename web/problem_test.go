package web_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"perimetre/web"
)

type problem struct {
	Type      string
	Title     string
	Status    int
	Detail    string
	Parameter string
	Allowed   string
}

func TestProblems(t *testing.T) {
	c := serve(t, web.Config{})
	const communes = "/collections/communes/items"
	tests := []struct {
		name, method, path string
		status             int
		parameter          string
		says               string // found in the detail
	}{
		{"an address of nothing", "GET", "/nowhere", 404, "", "/collections"},
		{"an unknown collection", "GET", "/collections/cantons", 404, "", "territoires"},
		{"an unknown collection's items", "GET", "/collections/cantons/items", 404, "", "cantons"},
		{"an unknown item", "GET", "/collections/territoires/items/ti-0", 404, "", `"ti-0"`},
		{"findings of an unknown territory", "GET", "/collections/territoires/items/ti-0/constats", 404, "", `"ti-0"`},
		{"findings of what is no territory", "GET", "/collections/communes/items/01001/constats", 404, "", ""},
		{"an unknown parameter", "GET", communes + "?limits=3", 400, "limits", "limit, offset, bbox"},
		{"a parameter where none is taken", "GET", "/collections?f=html", 400, "f", "none"},
		{"a parameter twice", "GET", communes + "?limit=1&limit=2", 400, "limit", "one value"},
		{"a limit that is no number", "GET", communes + "?limit=all", 400, "limit", "an integer from 1 to"},
		{"a limit of nothing", "GET", communes + "?limit=0", 400, "limit", "an integer from 1 to"},
		{"a negative offset", "GET", communes + "?offset=-1", 400, "offset", "an integer from 0 to"},
		{"a box of three numbers", "GET", communes + "?bbox=1,2,3", 400, "bbox", "west,south,east,north"},
		{"a box upside down", "GET", communes + "?bbox=0,2,1,1", 400, "bbox", "west,south,east,north"},
		{"a box off the Earth", "GET", communes + "?bbox=0,0,200,1", 400, "bbox", "-180…180"},
		{"a box of words", "GET", communes + "?bbox=a,b,c,d", 400, "bbox", "west,south,east,north"},
		{"a switch that is neither on nor off", "GET", communes + "?download=maybe", 400, "download", "true, false"},
		{"a write", "POST", communes, 405, "", "POST"},
		{"a deletion", "DELETE", "/collections", 405, "", "DELETE"},
		{"a query string that cannot be read", "GET", communes + "?limit=%zz", 400, "", "query string"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			answer := c.ask(test.method, test.path)
			var got problem
			if err := json.Unmarshal([]byte(answer.body), &got); err != nil {
				t.Fatalf("status %d, body %q: %v", answer.StatusCode, answer.body, err)
			}
			if answer.StatusCode != test.status || got.Status != test.status || got.Title != http.StatusText(test.status) {
				t.Errorf("status %d, in the body %d %q; want %d", answer.StatusCode, got.Status, got.Title, test.status)
			}
			if got.Parameter != test.parameter || (test.parameter != "") != (got.Allowed != "") {
				t.Errorf("parameter %q, allowed %q; want parameter %q", got.Parameter, got.Allowed, test.parameter)
			}
			if !strings.Contains(got.Detail, test.says) {
				t.Errorf("detail %q does not say %q", got.Detail, test.says)
			}
			if kind := answer.Header.Get("Content-Type"); kind != "application/problem+json" {
				t.Errorf("content type %q", kind)
			}
			if allow := answer.Header.Get("Allow"); test.status == http.StatusMethodNotAllowed && allow != "GET, HEAD, OPTIONS" {
				t.Errorf("allow %q", allow)
			}
		})
	}
}

func TestBrowsersGetAPageForAProblem(t *testing.T) {
	answer := serve(t, web.Config{}).get("/embed/territoires/absent", "Accept: text/html,*/*;q=0.8")
	if answer.StatusCode == http.StatusOK || !strings.HasPrefix(answer.body, "<!doctype html>") || !strings.Contains(answer.body, `href="/"`) {
		t.Errorf("status %d, body %q", answer.StatusCode, answer.body)
	}
	if kind := answer.Header.Get("Content-Type"); kind != "text/html; charset=utf-8" {
		t.Errorf("content type %q", kind)
	}
}
