package fetch

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"
)

// noise is a file that no two of its parts are the same of.
func noise(seed uint64) []byte {
	random := rand.New(rand.NewPCG(seed, 2))
	text := make([]byte, 300_000)
	for i := range text {
		text[i] = byte(random.Uint32())
	}
	return text
}

func sum(raw []byte) string {
	h := sha256.Sum256(raw)
	return hex.EncodeToString(h[:])
}

// now is when every test takes place.
func now() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

// server is a publisher. Each request takes the next of its answers; the last one answers all that follow.
type server struct {
	*httptest.Server
	mutex    sync.Mutex
	requests []*http.Request
}

func serve(t *testing.T, answers ...http.HandlerFunc) *server {
	t.Helper()
	s := &server{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mutex.Lock()
		s.requests = append(s.requests, r)
		answer := answers[min(len(s.requests), len(answers))-1]
		s.mutex.Unlock()
		answer(w, r.Clone(r.Context()))
	}))
	t.Cleanup(s.Close)
	return s
}

// source is the file that a server publishes.
func (s *server) source() Source {
	return Source{ID: "a", Page: "https://publisher.invalid/a", URL: s.URL + "/a.csv", File: "a.csv", MaxMiB: 1}
}

// asked gives the requests so far: a server may be at the last one still.
func (s *server) asked() []*http.Request {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return slices.Clone(s.requests)
}

// ranges gives the Range of each request.
func (s *server) ranges() []string {
	var list []string
	for _, r := range s.asked() {
		list = append(list, r.Header.Get("Range"))
	}
	return list
}

// file serves a file as a good server does, ranges and conditions included.
func file(raw []byte, etag string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if etag != "" {
			w.Header().Set("ETag", etag)
		}
		http.ServeContent(w, r, "a.csv", time.Time{}, bytes.NewReader(raw))
	}
}

// dated serves a file that is known by its date.
func dated(raw []byte, at time.Time) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		http.ServeContent(w, r, "a.csv", at, bytes.NewReader(raw))
	}
}

// tagged gives an answer a tag.
func tagged(etag string, answer http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", etag)
		answer(w, r)
	}
}

// heedless gives the range that is asked for whatever its condition.
func heedless(answer http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		r.Header.Del("If-Range")
		answer(w, r)
	}
}

// cut ends the connection of an answer after n bytes of its body.
func cut(n int, answer http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { answer(&cutter{w, n}, r) }
}

type cutter struct {
	http.ResponseWriter
	left int
}

func (c *cutter) Write(p []byte) (int, error) {
	n, err := c.ResponseWriter.Write(p[:min(len(p), c.left)])
	if c.left -= n; c.left == 0 {
		_ = http.NewResponseController(c.ResponseWriter).Flush()
		panic(http.ErrAbortHandler)
	}
	return n, err
}

// wholly gives the file from its start whatever is asked for.
func wholly(raw []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("ETag", `"1"`)
		w.Header().Set("Content-Length", strconv.Itoa(len(raw)))
		_, _ = w.Write(raw)
	}
}

// shorter says that a file has a thousand bytes, and gives all of them.
func shorter(raw []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		connection, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			panic(err)
		}
		defer connection.Close()
		_, _ = fmt.Fprintf(connection, "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1000\r\n\r\n%s", raw)
	}
}

func status(code int, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(code)
	}
}
