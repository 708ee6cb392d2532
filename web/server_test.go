package web_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
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

// A committee that goes back to the edition before finds it as it was; what a store has under the same number may be another.
func TestAnEditionThatIsPublishedAgainIsNotMadeAgain(t *testing.T) {
	var store []*geo.Edition
	server := web.New(web.Config{
		Logger: slog.New(slog.DiscardHandler), Policy: policy.France(),
		Edition: func(_ context.Context, number int64) (*geo.Edition, error) { return store[number-1], nil },
	})
	publish := func(number int64) any {
		t.Helper()
		store = []*geo.Edition{stored(1), stored(2)} // read anew each time
		if number == 3 {                             // another store, whose edition has the number of the former one
			number = 2
			store[1].Communes[0].Name = "Ailleurs"
		}
		if err := server.PublishEdition(t.Context(), number); err != nil {
			t.Fatal(err)
		}
		return web.Current(server)
	}
	first, second := publish(1), publish(2)
	for range 2 {
		if publish(1) != first || publish(2) != second {
			t.Error("an edition that comes back is made again")
		}
	}
	if publish(2) != second {
		t.Error("the current edition is made again")
	}
	server.Publish(numbered(t, 1))
	if web.Current(server) != first {
		t.Error("an atlas that comes back is not the one that was there")
	}
	if other := publish(3); other == second || other == first {
		t.Error("an edition is taken for another of its number")
	}
}

func TestAnEditionThatCannotBePublished(t *testing.T) {
	for name, edition := range map[string]func(context.Context, int64) (*geo.Edition, error){
		"the store is away":   func(context.Context, int64) (*geo.Edition, error) { return nil, errors.New("no edition today") },
		"there is none of it": func(context.Context, int64) (*geo.Edition, error) { return nil, nil },
	} {
		t.Run(name, func(t *testing.T) {
			server := published(t, web.Config{Edition: edition})
			before := web.Current(server)
			if err := server.PublishEdition(t.Context(), 8); err == nil || !strings.Contains(err.Error(), "no edition") {
				t.Errorf("error %v", err)
			}
			if web.Current(server) != before {
				t.Error("another edition is served")
			}
		})
	}
}

// A publication finds a store that is busy with a former edition; who waits for that one is answered after it.
func TestAPublicationGoesBeforeAFormerEdition(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asked, token := 0, ""
		server := published(t, web.Config{Edition: func(ctx context.Context, number int64) (*geo.Edition, error) {
			if number == 7 {
				if asked++; asked == 1 {
					<-ctx.Done()
					return nil, ctx.Err()
				}
			}
			return stored(number), nil
		}})
		handler := server.Handler()
		token, _, _ = strings.Cut(strings.TrimPrefix(newestTiles(t, handler), "/tiles/"), "/")
		for number := range int64(2) {
			server.Publish(numbered(t, 8+number)) // 7 is former, then forgotten
		}
		var client sync.WaitGroup
		client.Go(func() {
			if answer := record(handler, newRequest(t, "/tiles/"+token+"/0/0/0.mvt", "", "")); answer.Code != http.StatusOK {
				t.Errorf("status %d: %s", answer.Code, answer.Body)
			}
		})
		synctest.Wait()
		start := time.Now()
		if err := server.PublishEdition(t.Context(), 10); err != nil || time.Since(start) > 0 {
			t.Errorf("published after %v: %v", time.Since(start), err)
		}
		client.Wait()
		if asked != 2 {
			t.Errorf("the former edition was read %d times, want again after the publication", asked)
		}
	})
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

// The answers that have links change with the public address, and so do their tags.
func TestAnotherPublicAddressIsAnotherAnswer(t *testing.T) {
	tags := map[string]bool{}
	for _, base := range []string{"", "http://perimetre.example", "https://perimetre.example", "https://perimetre.example/"} {
		c := serve(t, web.Config{BaseURL: base})
		for _, path := range []string{"/tiles.json", "/collections"} {
			tags[path+c.get(path).Header.Get("ETag")] = true
		}
	}
	if len(tags) != 2*3 {
		t.Errorf("tags %v, want three of each", tags)
	}
}

// A cache that has an answer in both codings learns which of them is fresh.
func TestAnAnswerThatIsHeldIsToldByItsTag(t *testing.T) {
	c := serve(t, web.Config{})
	for _, accept := range []string{"gzip", "identity"} {
		const path = "/tiles.json"
		made := c.get(path, "Accept-Encoding: "+accept)
		tag := made.Header.Get("ETag")
		again := c.get(path, "Accept-Encoding: "+accept, "If-None-Match: "+tag)
		if again.StatusCode != http.StatusNotModified || again.Header.Get("ETag") != tag ||
			again.Header.Get("Vary") != made.Header.Get("Vary") || again.Header.Get("Cache-Control") != made.Header.Get("Cache-Control") {
			t.Errorf("%s, held as %s: status %d, %v", accept, tag, again.StatusCode, again.Header)
		}
		if strings.Contains(tag, "-gzip") != (accept == "gzip") || !strings.Contains(made.Header.Get("Vary"), "Accept-Encoding") {
			t.Errorf("%s: tag %s, vary %q", accept, tag, made.Header.Get("Vary"))
		}
	}
}

func TestEveryTileIsLoggedWithItsStatus(t *testing.T) {
	var log bytes.Buffer
	server := web.New(web.Config{Logger: slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))})
	server.PublishTiles(&slow{size: 100}, "world")
	for _, test := range []struct {
		method, query string
		status        int
	}{{"GET", "", 200}, {"HEAD", "", 200}, {"HEAD", "?layers=cantons", 400}} {
		log.Reset()
		record(server.Handler(), httptest.NewRequestWithContext(t.Context(), test.method, "/tiles/0/0/0.mvt"+test.query, nil))
		if want := fmt.Sprintf(`"status":%d`, test.status); !strings.Contains(log.String(), want) {
			t.Errorf("%s %q: no %s in %s", test.method, test.query, want, log.String())
		}
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
