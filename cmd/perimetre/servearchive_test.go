package main

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"perimetre/tiles"
	"perimetre/tiles/pmtiles"
)

// journal is a log that is read while it is written.
type journal struct {
	mutex sync.Mutex
	text  bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mutex.Lock()
	defer j.mutex.Unlock()
	return j.text.Write(p)
}

// await gives the first submatch of an expression, once it is written.
func (j *journal) await(t *testing.T, expression string) string {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		j.mutex.Lock()
		found := regexp.MustCompile(expression).FindStringSubmatch(j.text.String())
		j.mutex.Unlock()
		if found != nil {
			return found[1]
		}
	}
	t.Fatalf("%s is not in the log", expression)
	return ""
}

// writeArchive writes an archive of one tile.
func writeArchive(t *testing.T, path, tile string) {
	t.Helper()
	spool, err := os.Create(filepath.Join(t.TempDir(), "spool"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = spool.Close() }()
	w := pmtiles.NewWriter(spool)
	if err := w.Add(tiles.ID{Z: 1, X: 1}, pmtiles.NewPacker().Pack([]byte(tile))); err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	description := tiles.TileJSON{TileJSON: tiles.Version, Bounds: [4]float64{-10, -10, 10, 10}, MinZoom: 1, MaxZoom: 1}
	if err := w.Finish(&file, pmtiles.Metadata{Tiles: description}); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, file.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

func get(t *testing.T, address string) (status int, body string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	read, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(read)
}

func TestServeAnArchive(t *testing.T) {
	path := filepath.Join(t.TempDir(), "world.pmtiles")
	addresses := map[string]string{}
	for _, tile := range []string{"a tile", "another tile"} {
		writeArchive(t, path, tile)
		ctx, stop := context.WithCancel(t.Context())
		log, done := &journal{}, make(chan error, 1)
		go func() {
			command := serveCmd{Archive: path, serveFlags: serveFlags{Addr: "127.0.0.1:0"}}
			done <- command.Run(ctx, slog.New(slog.NewTextHandler(log, nil)))
		}()
		base := "http://" + log.await(t, `msg=serving address=(\S+)`)
		_, description := get(t, base+"/tiles.json")
		template := regexp.MustCompile(`"tiles":\["([^"]+)"`).FindStringSubmatch(description)
		if template == nil {
			t.Fatalf("description %s", description)
		}
		address := strings.NewReplacer("{z}", "1", "{x}", "1", "{y}", "0").Replace(template[1])
		addresses[strings.TrimPrefix(address, base)] = tile
		if status, body := get(t, address); status != http.StatusOK || body != tile {
			t.Errorf("%s: status %d, %q", address, status, body)
		}
		for what, want := range map[string]int{"/tiles/1/0/0.mvt": 204, "/tiles/2/0/0.mvt": 404, "/": 404, "/collections": 404, "/style.json": 200, "/readyz": 200} {
			if status, body := get(t, base+what); status != want {
				t.Errorf("%s: status %d, want %d: %s", what, status, want, body)
			}
		}
		stop()
		if err := <-done; err != nil {
			t.Errorf("stop: %v", err)
		}
	}
	if len(addresses) != 2 {
		t.Errorf("archives that differ have the same addresses: %v", addresses)
	}
}
