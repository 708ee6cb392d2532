package web_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"perimetre/data/policy"
	"perimetre/geo"
	"perimetre/tiles"
	"perimetre/web"
)

// start serves on a listener of its own; stop ends it and gives what Serve gave.
func start(t testing.TB, server *web.Server) (c *client, stop func() error) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- server.Serve(ctx, listener) }()
	stop = sync.OnceValue(func() error {
		cancel()
		return <-done
	})
	t.Cleanup(func() { _ = stop() })
	return &client{t, "http://" + listener.Addr().String()}, stop
}

// quiet waits until no more goroutines run than did before.
func quiet(t *testing.T, before int) {
	t.Helper()
	for deadline := time.Now().Add(5 * time.Second); runtime.NumGoroutine() > before; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			stacks := make([]byte, 1<<16)
			t.Fatalf("%d goroutines, %d before:\n%s", runtime.NumGoroutine(), before, stacks[:runtime.Stack(stacks, true)])
		}
	}
}

// ask sends one request, as a client that keeps its connections.
func ask(c *http.Client, address, accept string) (a answer, err error) {
	request, err := http.NewRequestWithContext(context.Background(), http.MethodGet, address, nil)
	if err != nil {
		return a, err
	}
	request.Header.Set("Accept-Encoding", accept)
	response, err := c.Do(request)
	if err != nil {
		return a, err
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	return answer{response, string(body)}, err
}

// While editions are published one after the other, each address has one body, whoever asks and when.
func TestNoAddressMixesEditions(t *testing.T) {
	const editions, workers = 12, 8
	server := web.New(web.Config{
		Logger:    slog.New(slog.DiscardHandler),
		Policy:    policy.France(),
		TileCache: 40_000, // too small: tiles are made again, former editions opened again
		Edition: func(_ context.Context, number int64) (*geo.Edition, error) {
			if number > editions {
				return nil, nil
			}
			return stored(number), nil
		},
	})
	server.Publish(numbered(t, 1))
	c, _ := start(t, server)
	var (
		roots    sync.Map // of editions, by when they were seen
		count    atomic.Int64
		bodies   sync.Map // digest of an address in a coding
		asked    atomic.Int64
		finished = make(chan struct{})
		group    sync.WaitGroup
	)
	learn := func() {
		root, _ := tilesOf(t, c, "/tiles.json")
		if _, known := roots.LoadOrStore(root, true); !known {
			roots.Store(count.Add(1), root)
		}
	}
	learn()
	for worker := range workers {
		group.Go(func() {
			random := rand.New(rand.NewPCG(1, uint64(worker)))
			keeping := &http.Client{Transport: &http.Transport{DisableCompression: true}}
			defer keeping.CloseIdleConnections()
			for {
				select {
				case <-finished:
					return
				default:
				}
				any, _ := roots.Load(random.Int64N(count.Load()) + 1)
				root, _ := any.(string)
				if root == "" {
					continue // it is being told
				}
				address := c.base + root + []string{"0/0/0.mvt", "8/128/127.mvt", "12/2048/2047.pbf", "8/128/127.mvt?layers=epci"}[random.IntN(4)]
				accept := []string{"", "gzip", "br"}[random.IntN(3)]
				got, err := ask(keeping, address, accept)
				if err != nil || got.StatusCode != http.StatusOK {
					t.Errorf("%s: %v, %v", address, got.Response, err)
					return
				}
				digest := fmt.Sprintf("%s %x", got.Header.Get("ETag"), sha256.Sum256([]byte(got.body)))
				if first, known := bodies.LoadOrStore(address+" "+accept, digest); known && first != digest {
					t.Errorf("%s in %q has two bodies", address, accept)
				}
				asked.Add(1)
			}
		})
	}
	for number := range int64(editions) {
		server.Publish(numbered(t, number+1))
		learn()
		for enough := asked.Load() + 50; asked.Load() < enough && !t.Failed(); { // while it is asked for
			time.Sleep(time.Millisecond)
		}
	}
	close(finished)
	group.Wait()
	different := map[string]bool{}
	for number := range int64(editions) {
		root, _ := roots.Load(number + 1)
		different[c.get(root.(string)+"8/128/127.mvt").body] = true
	}
	if len(different) < editions {
		t.Errorf("%d bodies of a tile in %d editions", len(different), editions)
	}
}

func TestAPublishedEditionIsVisibleAtOnce(t *testing.T) {
	c := serveEditions(t)
	before := c.get("/tiles/8/128/127.mvt")
	c.server.Publish(numbered(t, 8))
	after := c.get("/tiles/8/128/127.mvt", "If-None-Match: "+before.Header.Get("ETag"))
	if after.StatusCode != http.StatusOK || after.body == before.body {
		t.Errorf("status %d, the same body: %v", after.StatusCode, after.body == before.body)
	}
}

func TestFormerAddressesGiveFormerTiles(t *testing.T) {
	c := serveEditions(t)
	paths, bodies := []string{}, map[string]string{}
	for number := range int64(4) {
		c.server.Publish(numbered(t, 7+number))
		root, _ := tilesOf(t, c.client, "/tiles.json")
		paths = append(paths, root+"8/128/127.mvt")
		bodies[paths[number]] = c.get(paths[number]).body
	}
	if len(bodies) != 4 || bodies[paths[0]] == bodies[paths[3]] {
		t.Fatalf("tiles of editions do not differ: %v", paths)
	}
	for _, path := range paths {
		again := c.get(path+"?layers=epci,communes,limites,etiquettes,departements,regions,territoires", "Accept-Encoding: gzip")
		if answer := c.get(path); answer.body != bodies[path] || again.StatusCode != http.StatusOK {
			t.Errorf("%s: status %d and %d, another body: %v", path, answer.StatusCode, again.StatusCode, answer.body != bodies[path])
		}
	}
	for _, path := range []string{"/tiles/8-00000000/8/128/127.mvt", "/tiles/99-00000000/8/128/127.mvt"} {
		if answer := c.get(path); answer.StatusCode != http.StatusNotFound {
			t.Errorf("%s: status %d", path, answer.StatusCode)
		}
	}
}

func TestAFormerEditionThatCannotBeReadNow(t *testing.T) {
	asked := 0
	c := serve(t, web.Config{Edition: func(context.Context, int64) (*geo.Edition, error) {
		asked++
		return nil, errors.New("connection refused")
	}})
	if refused := c.get("/tiles/6-00000000/0/0/0.mvt", "Accept-Encoding: *;q=0"); refused.StatusCode != http.StatusNotAcceptable || asked > 0 {
		t.Errorf("a request that has no answer: status %d, asked %d times", refused.StatusCode, asked)
	}
	answer := c.get("/tiles/6-00000000/0/0/0.mvt")
	if answer.StatusCode != http.StatusServiceUnavailable || answer.Header.Get("Retry-After") == "" || strings.Contains(answer.body, "refused") {
		t.Errorf("status %d: %s", answer.StatusCode, answer.body)
	}
}

type editionsClient struct {
	*client
	server *web.Server
}

// serveEditions serves edition 7, and opens whatever other.
func serveEditions(t *testing.T) editionsClient {
	t.Helper()
	server := published(t, web.Config{
		TileCache: -1,
		Edition: func(_ context.Context, number int64) (*geo.Edition, error) {
			if number > 20 {
				return nil, nil
			}
			return stored(number), nil
		},
	})
	return editionsClient{listen(t, server), server}
}

// Under load, a server that is told to stop answers every request that it took.
func TestStoppingLosesNoRequest(t *testing.T) {
	before := runtime.NumGoroutine()
	c, stop := start(t, published(t, web.Config{Logger: slog.New(slog.DiscardHandler)}))
	var group sync.WaitGroup
	var answered, ended atomic.Int64
	for range 8 {
		group.Go(func() {
			keeping := &http.Client{Transport: &http.Transport{DisableCompression: true}}
			defer keeping.CloseIdleConnections()
			for {
				got, err := ask(keeping, c.base+"/tiles/8/128/127.mvt", "gzip")
				if err != nil || got.StatusCode != http.StatusOK || int64(len(got.body)) != got.ContentLength {
					t.Errorf("after %d answers: %v", answered.Load(), err)
					return
				}
				answered.Add(1)
				if got.Close { // it said that this was the last
					ended.Add(1)
					return
				}
			}
		})
	}
	for answered.Load() < 100 && !t.Failed() { // all are in full swing
		time.Sleep(time.Millisecond)
	}
	if err := stop(); err != nil {
		t.Errorf("stop: %v", err)
	}
	group.Wait()
	if ended.Load() != 8 {
		t.Errorf("%d clients were told to leave, after %d answers", ended.Load(), answered.Load())
	}
	quiet(t, before)
}

// A former edition that is being read for a client that left does not keep the store from being closed.
func TestStoppingEndsReading(t *testing.T) {
	begun, ended := make(chan struct{}), make(chan error, 1)
	c, stop := start(t, published(t, web.Config{Edition: func(ctx context.Context, _ int64) (*geo.Edition, error) {
		close(begun)
		<-ctx.Done()
		ended <- ctx.Err()
		return nil, ctx.Err()
	}}))
	ctx, leave := context.WithCancel(t.Context())
	go func() {
		<-begun
		leave()
	}()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base+"/tiles/6-00000000/0/0/0.mvt", nil)
	if err != nil {
		t.Fatal(err)
	}
	if answer, err := http.DefaultClient.Do(request); err == nil {
		_ = answer.Body.Close()
		t.Errorf("status %d", answer.StatusCode)
	}
	if err := stop(); err != nil {
		t.Errorf("stop: %v", err)
	}
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("the reading ends by %v", err)
	}
}

// slow is tiles of the world, each of a size and made in a moment, and how many were.
type slow struct {
	moment time.Duration
	size   int
	made   atomic.Int64
}

func (s *slow) Tile(ctx context.Context, id tiles.ID, _ []string) ([]byte, error) {
	time.Sleep(s.moment)
	s.made.Add(1)
	return []byte(strings.Repeat(id.String(), s.size)[:s.size]), ctx.Err()
}

func (s *slow) TileJSON() tiles.TileJSON {
	return tiles.TileJSON{
		TileJSON: tiles.Version, MaxZoom: 12, Bounds: [4]float64{-180, -85, 180, 85}, Attribution: "À tous",
		VectorLayers: []tiles.VectorLayer{{ID: "communes"}, {ID: "epci"}},
	}
}

// Clients that leave, before their answer or in the middle of it, cost no goroutine and nobody else's answer.
func TestClientsThatLeave(t *testing.T) {
	before := runtime.NumGoroutine()
	server := web.New(web.Config{Logger: slog.New(slog.DiscardHandler)})
	source := &slow{moment: 20 * time.Millisecond, size: 5 << 20}
	server.PublishTiles(source, "world")
	c, stop := start(t, server)
	var group sync.WaitGroup
	for i := range 40 {
		group.Go(func() {
			conn, err := net.Dial("tcp", strings.TrimPrefix(c.base, "http://"))
			if err != nil {
				t.Error(err)
				return
			}
			defer func() { _ = conn.Close() }()
			_, _ = fmt.Fprintf(conn, "GET /tiles/8/%d/0.mvt HTTP/1.1\r\nHost: x\r\n\r\n", i/2)
			if i%2 == 0 {
				_, _ = io.ReadFull(conn, make([]byte, 10_000)) // then leave with megabytes to come
			}
		})
	}
	answer := c.get("/tiles/9/1/1.mvt")
	if answer.StatusCode != http.StatusOK || len(answer.body) != source.size {
		t.Errorf("the client that stays: status %d, %d bytes", answer.StatusCode, len(answer.body))
	}
	group.Wait()
	if made := source.made.Load(); made > 21 {
		t.Errorf("%d tiles were made, want 21 at most", made)
	}
	if err := stop(); err != nil {
		t.Errorf("stop: %v", err)
	}
	quiet(t, before)
}

func TestAnArchiveOfTiles(t *testing.T) {
	server := web.New(web.Config{Logger: slog.New(slog.NewTextHandler(t.Output(), nil)), Version: "v1"})
	server.PublishTiles(&slow{size: 100}, "world-00c0ffee")
	c := listen(t, server)
	root, query := tilesOf(t, c, "/tiles.json?layers=epci")
	if root != "/tiles/world-00c0ffee/" || query != "?layers=epci" {
		t.Errorf("tiles are at %s…%s", root, query)
	}
	if described := decode[tileJSON](t, c.get("/tiles.json")); described.Attribution != "À tous" {
		t.Errorf("attribution %q", described.Attribution)
	}
	for path, want := range map[string]int{
		root + "3/1/1.mvt": 200, "/tiles/3/1/1.pbf": 200, "/tiles/13/1/1.mvt": 404, "/tiles/1-00000000/3/1/1.mvt": 404,
		"/collections": 404, "/collections/epci/items": 404, "/embed/territoires/t1": 404, "/readyz": 200, "/livez": 200,
		"/": 404, "/nowhere": 404,
	} {
		answer := c.get(path)
		if answer.StatusCode != want {
			t.Errorf("GET %s: status %d, want %d", path, answer.StatusCode, want)
		}
		if want == 404 && !strings.Contains(path, "tiles/") && !strings.Contains(answer.body, "archive of tiles only, see /style.json and /tiles.json") {
			t.Errorf("GET %s does not say why: %s", path, answer.body)
		}
	}
	if page := c.get("/nowhere", "Accept: text/html"); strings.Contains(page.body, `href="/"`) {
		t.Error("a page leads to where nothing is")
	}
}

// named is an archive of layers whose names an address must escape.
type named struct{ *slow }

func (n named) TileJSON() tiles.TileJSON {
	description := n.slow.TileJSON()
	description.VectorLayers = []tiles.VectorLayer{{ID: "a+b"}, {ID: "c&d"}}
	return description
}

func TestTheNameOfAKeptTileIsReadAsItIsWritten(t *testing.T) {
	server := web.New(web.Config{Logger: slog.New(slog.DiscardHandler)})
	server.PublishTiles(named{&slow{size: 100}}, "world-00c0ffee")
	c := listen(t, server)
	for _, test := range []struct {
		query string
		want  int
	}{{"a%2Bb", 200}, {"a+b", 400}, {"c%26d", 200}, {"c&d", 400}} {
		if answer := c.get("/tiles/3/1/1.mvt?layers=" + test.query); answer.StatusCode != test.want {
			t.Errorf("layers=%s: status %d, want %d", test.query, answer.StatusCode, test.want)
		}
	}
}

// unhurried is an archive that would be prepared if it were given the time.
type unhurried struct {
	*slow
	begun chan struct{}
}

func (u unhurried) Prepare(ctx context.Context) error {
	close(u.begun)
	<-ctx.Done()
	return ctx.Err()
}

func TestTilesThatWereNotPreparedAreNotSaidToBeReady(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		server := web.New(web.Config{Logger: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))})
		first := unhurried{&slow{size: 100}, make(chan struct{})}
		server.PublishTiles(first, "first")
		<-first.begun
		server.PublishTiles(&slow{size: 100}, "second")
		synctest.Wait()
		if strings.Contains(log.String(), "tiles are ready") || strings.Contains(log.String(), "ERROR") {
			t.Error(log.String())
		}
	})
}
