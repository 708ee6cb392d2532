package web_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"perimetre/data/policy"
	"perimetre/geo"
	"perimetre/geo/atlas"
	"perimetre/web"
)

func TestBeforeTheFirstEdition(t *testing.T) {
	c := listen(t, web.New(web.Config{Logger: slog.New(slog.DiscardHandler)}))
	for path, want := range map[string]int{
		"/livez": 200, "/readyz": 503, "/collections": 503, "/tiles.json": 503, "/embed/territoires/t1": 503,
	} {
		answer := c.get(path)
		if answer.StatusCode != want {
			t.Errorf("GET %s: status %d, want %d", path, answer.StatusCode, want)
		}
		if want == http.StatusServiceUnavailable && answer.Header.Get("Retry-After") == "" {
			t.Errorf("GET %s does not say when to ask again", path)
		}
	}
}

func TestReadinessTellsWhetherTheStoreAnswers(t *testing.T) {
	tests := []struct {
		name  string
		ready func(context.Context) error
		store string
	}{
		{"there is no store to ask", nil, "none"},
		{"the store answers", func(context.Context) error { return nil }, "reachable"},
		{"the store is away and reads go on", func(context.Context) error { return errors.New("connection refused") }, "unreachable"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := decode[map[string]string](t, serve(t, web.Config{Ready: test.ready, Version: "v1"}).get("/readyz"))
			if got["store"] != test.store || got["status"] != "ready" || got["version"] != "v1" {
				t.Errorf("got %v, want store %q", got, test.store)
			}
		})
	}
}

func TestPublishSwapsTheEdition(t *testing.T) {
	server := web.New(web.Config{Logger: slog.New(slog.DiscardHandler)})
	c := listen(t, server)
	tags := make([]string, 0, 2)
	for number := range int64(2) {
		e := edition()
		e.Number = number + 1
		built, _ := atlas.Build(e, policy.France())
		server.Publish(built)
		tags = append(tags, c.get("/collections").Header.Get("ETag"))
	}
	if !strings.HasPrefix(tags[0], `"1-`) || !strings.HasPrefix(tags[1], `"2-`) {
		t.Errorf("entity tags %v", tags)
	}
}

// What differs is a name, a point, or the policy that findings are made under.
func TestEditionsOfOneNumberAndOtherContentsHaveOtherTags(t *testing.T) {
	server := web.New(web.Config{Logger: slog.New(slog.DiscardHandler)})
	c := listen(t, server)
	tags := map[string]bool{}
	named, moved := edition(), edition()
	named.Communes[0].Name = "Ailleurs"
	moved.Communes[4].Geometry[0][0][1].X++
	for _, e := range []*geo.Edition{edition(), named, moved, edition()} {
		built, _ := atlas.Build(e, policy.France())
		server.Publish(built)
		tags[c.get("/collections").Header.Get("ETag")] = true
	}
	strict := policy.France()
	strict.Members = 2 // t2 has three
	built, _ := atlas.Build(edition(), strict)
	server.Publish(built)
	tags[c.get("/collections").Header.Get("ETag")] = true
	if len(tags) != 4 {
		t.Errorf("tags %v, want four", tags)
	}
}

func TestHeadAnswersTheHeadersOfGet(t *testing.T) {
	c := serve(t, web.Config{})
	for _, path := range []string{"/collections", "/collections/communes/items", "/collections/communes/items/01001", "/tiles.json", "/livez"} {
		get, head := c.get(path), c.ask(http.MethodHead, path)
		if head.StatusCode != http.StatusOK || head.body != "" {
			t.Errorf("HEAD %s: status %d, %d bytes", path, head.StatusCode, len(head.body))
		}
		for _, name := range []string{"Content-Type", "ETag", "Cache-Control"} {
			if head.Header.Get(name) != get.Header.Get(name) {
				t.Errorf("HEAD %s: %s is %q, GET has %q", path, name, head.Header.Get(name), get.Header.Get(name))
			}
		}
	}
}

func TestDataMayBeReadByAnySite(t *testing.T) {
	c := serve(t, web.Config{})
	for _, path := range []string{"/collections", "/collections/communes/items", "/tiles.json", "/collections/absent"} {
		if got := c.get(path).Header.Get("Access-Control-Allow-Origin"); got != "*" {
			t.Errorf("GET %s: allowed origin %q", path, got)
		}
	}
}

func TestLinksStartWithThePublicAddress(t *testing.T) {
	c := serve(t, web.Config{BaseURL: "https://perimetre.example/"})
	got := decode[struct{ Links []struct{ Href string } }](t, c.get("/collections"))
	if want := "https://perimetre.example/collections"; got.Links[0].Href != want {
		t.Errorf("link %q, want %q", got.Links[0].Href, want)
	}
}

func TestEveryRequestIsLoggedWithItsIdentifier(t *testing.T) {
	var log bytes.Buffer
	server := web.New(web.Config{Logger: slog.New(slog.NewJSONHandler(&log, nil))})
	c := listen(t, server)
	given := c.get("/collections", "X-Request-Id: mine-1")
	refused := c.get("/nowhere", "X-Request-Id: two words")
	if got := given.Header.Get("X-Request-Id"); got != "mine-1" {
		t.Errorf("identifier %q, want the one given", got)
	}
	if got := refused.Header.Get("X-Request-Id"); got == "" || got == "two words" {
		t.Errorf("identifier %q, want a fresh one", got)
	}
	lines := strings.Split(strings.TrimSpace(log.String()), "\n")
	var last struct {
		Method, Path, Request string
		Status                int
	}
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &last); err != nil {
		t.Fatal(err)
	}
	if last.Method != http.MethodGet || last.Path != "/nowhere" || last.Status != http.StatusNotFound || last.Request != refused.Header.Get("X-Request-Id") {
		t.Errorf("log line %+v", last)
	}
}

func TestServeStopsWhenItsContextEnds(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- web.New(web.Config{Logger: slog.New(slog.DiscardHandler)}).Serve(ctx, listener) }()
	c := &client{t, "http://" + listener.Addr().String()}
	if answer := c.get("/livez"); answer.StatusCode != http.StatusOK {
		t.Fatalf("status %d", answer.StatusCode)
	}
	cancel()
	select {
	case err := <-done:
		if err != nil {
			t.Errorf("stop: %v", err)
		}
	case <-time.After(5 * time.Second):
		t.Error("still serving")
	}
}
