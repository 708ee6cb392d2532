package fetch

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
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

// ranges gives the Range of each request.
func (s *server) ranges() []string {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	var list []string
	for _, r := range s.requests {
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
		_, _ = fmt.Fprintf(connection, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n%s", raw)
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

// fetcher fetches into a new folder, at one time, and waits for nothing: waits says for how long it would have.
func fetcher(t *testing.T) (f *Fetcher, waits *[]time.Duration) {
	t.Helper()
	f, waits = New(filepath.Join(t.TempDir(), "cache")), &[]time.Duration{}
	f.Now = now
	f.Sleep = func(_ context.Context, d time.Duration) error {
		*waits = append(*waits, d)
		return nil
	}
	return f, waits
}

// wantFile wants a file in the cache, its entry in the lock file, and nothing else.
func wantFile(t *testing.T, f *Fetcher, got Fetched, raw []byte) {
	t.Helper()
	onDisk, err := os.ReadFile(got.Path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(onDisk, raw) {
		t.Errorf("the cache has %d bytes that differ from the %d of the publisher", len(onDisk), len(raw))
	}
	l, err := readLock(f.Folder)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(lock{[]Entry{got.Entry}}, l); diff != "" {
		t.Errorf("lock file: %s", diff)
	}
	if got.SHA256 != sum(raw) || got.Size != int64(len(raw)) || !got.FetchedAt.Equal(now()) {
		t.Errorf("entry %+v", got.Entry)
	}
	wantOnly(t, f, "a.csv", lockFile)
}

func wantOnly(t *testing.T, f *Fetcher, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(f.Folder)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, entry := range entries {
		got = append(got, entry.Name())
	}
	if diff := cmp.Diff(names, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("files of the cache: %s", diff)
	}
}

func TestAFileComesWhole(t *testing.T) {
	raw, other := noise(1), noise(2)
	for _, test := range []struct {
		name    string
		answers []http.HandlerFunc
		raw     []byte
		ranges  []string
		waits   []time.Duration
	}{
		{"at once", []http.HandlerFunc{file(raw, `"1"`)}, raw, []string{""}, nil},
		{"from a server that knows no length", []http.HandlerFunc{func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write(raw[:1000])
			_ = http.NewResponseController(w).Flush()
			_, _ = w.Write(raw[1000:])
		}}, raw, []string{""}, nil},
		{"when the connection is cut", []http.HandlerFunc{cut(100_000, file(raw, `"1"`)), file(raw, `"1"`)}, raw,
			[]string{"", "bytes=100000-"}, []time.Duration{time.Second}},
		{"when the connection is cut again and again, as long as bytes come", []http.HandlerFunc{
			cut(40_000, file(raw, `"1"`)), cut(40_000, file(raw, `"1"`)), cut(40_000, file(raw, `"1"`)), cut(40_000, file(raw, `"1"`)),
			cut(40_000, file(raw, `"1"`)), cut(40_000, file(raw, `"1"`)), file(raw, `"1"`),
		}, raw, []string{"", "bytes=40000-", "bytes=80000-", "bytes=120000-", "bytes=160000-", "bytes=200000-", "bytes=240000-"},
			[]time.Duration{time.Second, time.Second, time.Second, time.Second, time.Second, time.Second}},
		{"when the server knows it by its date", []http.HandlerFunc{cut(100_000, dated(raw, now())), dated(raw, now())}, raw,
			[]string{"", "bytes=100000-"}, []time.Duration{time.Second}},
		{"when the server ignores ranges", []http.HandlerFunc{cut(100_000, wholly(raw)), wholly(raw)}, raw,
			[]string{"", "bytes=100000-"}, []time.Duration{time.Second}},
		{"when the server cannot tell the file from another", []http.HandlerFunc{cut(100_000, file(raw, "")), file(raw, "")}, raw,
			[]string{"", ""}, []time.Duration{time.Second}},
		{"when the server has a weak tag only", []http.HandlerFunc{cut(100_000, file(raw, `W/"1"`)), file(raw, `W/"1"`)}, raw,
			[]string{"", ""}, []time.Duration{time.Second}},
		{"when the file changes between two tries", []http.HandlerFunc{cut(100_000, file(raw, `"1"`)), file(other, `"2"`)}, other,
			[]string{"", "bytes=100000-"}, []time.Duration{time.Second}},
		{"when the file changes and the server does not look at conditions", []http.HandlerFunc{
			cut(100_000, file(raw, `"1"`)),
			func(w http.ResponseWriter, r *http.Request) { r.Header.Del("If-Range"); file(other, `"2"`)(w, r) },
			file(other, `"2"`),
		}, other, []string{"", "bytes=100000-", ""}, []time.Duration{time.Second, 2 * time.Second}},
		{"when the file becomes shorter and the server does not look at conditions", []http.HandlerFunc{
			cut(100_000, dated(raw, now())),
			func(w http.ResponseWriter, r *http.Request) { r.Header.Del("If-Range"); dated(raw[:200_000], now())(w, r) },
			dated(raw[:200_000], now()),
		}, raw[:200_000], []string{"", "bytes=100000-", ""}, []time.Duration{time.Second, 2 * time.Second}},
		{"when the server gives more than the rest", []http.HandlerFunc{
			cut(100_000, file(raw, `"1"`)),
			func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Range", "bytes 100000-299999/300000")
				w.WriteHeader(http.StatusPartialContent)
				_ = http.NewResponseController(w).Flush()
				_, _ = w.Write(raw[90_000:])
			},
			file(raw, `"1"`),
		}, raw, []string{"", "bytes=100000-", ""}, []time.Duration{time.Second, time.Second}},
		{"when the server gives another part than was asked for", []http.HandlerFunc{
			cut(100_000, file(raw, `"1"`)),
			func(w http.ResponseWriter, r *http.Request) {
				r.Header.Set("Range", "bytes=5-")
				file(raw, `"1"`)(w, r)
			},
			file(raw, `"1"`),
		}, raw, []string{"", "bytes=100000-", ""}, []time.Duration{time.Second, 2 * time.Second}},
		{"when the server refuses the range", []http.HandlerFunc{
			cut(100_000, file(raw, `"1"`)), status(http.StatusRequestedRangeNotSatisfiable), file(raw, `"1"`),
		}, raw, []string{"", "bytes=100000-", ""}, []time.Duration{time.Second, 2 * time.Second}},
		{"when the server says a length that is too long", []http.HandlerFunc{func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "400000")
			_, _ = w.Write(raw)
		}, file(raw, "")}, raw, []string{"", ""}, []time.Duration{time.Second}},
		{"when the server is busy for some seconds", []http.HandlerFunc{
			status(http.StatusServiceUnavailable, "Retry-After", "7"), file(raw, ""),
		}, raw, []string{"", ""}, []time.Duration{7 * time.Second}},
		{"when the server is busy until a date", []http.HandlerFunc{
			status(http.StatusTooManyRequests, "Retry-After", now().Add(30*time.Second).Format(http.TimeFormat)), file(raw, ""),
		}, raw, []string{"", ""}, []time.Duration{30 * time.Second}},
		{"when the server fails, then later", []http.HandlerFunc{
			status(500), status(502), status(503), status(504), file(raw, ""),
		}, raw, []string{"", "", "", "", ""}, []time.Duration{time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second}},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := serve(t, test.answers...)
			f, waits := fetcher(t)
			told := int64(0)
			f.Progress = func(_ string, done, _ int64) { told = done }
			got, err := f.Fetch(t.Context(), s.source())
			if err != nil {
				t.Fatal(err)
			}
			wantFile(t, f, got, test.raw)
			if got.State != Downloaded || got.URL != s.URL+"/a.csv" || told != got.Size {
				t.Errorf("%+v, told %d bytes", got, told)
			}
			if diff := cmp.Diff(test.ranges, s.ranges()); diff != "" {
				t.Errorf("ranges: %s", diff)
			}
			if diff := cmp.Diff(test.waits, *waits, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("waits: %s", diff)
			}
		})
	}
}

func TestARedirectionIsFollowed(t *testing.T) {
	raw := noise(1)
	there := serve(t, cut(100_000, file(raw, `"1"`)), file(raw, `"1"`))
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, there.URL+"/moved", http.StatusFound)
	})
	f, _ := fetcher(t)
	got, err := f.Fetch(t.Context(), s.source())
	if err != nil {
		t.Fatal(err)
	}
	wantFile(t, f, got, raw)
	if diff := cmp.Diff([]string{"", "bytes=100000-"}, there.ranges()); diff != "" {
		t.Errorf("ranges: %s", diff)
	}
}

func TestARedirectionToWhatIsNotEncryptedIsRefused(t *testing.T) {
	plain := serve(t, file(noise(1), ""))
	s := httptest.NewTLSServer(http.RedirectHandler(plain.URL, http.StatusFound))
	defer s.Close()
	f, waits := fetcher(t)
	f.Client.Transport = s.Client().Transport
	_, err := f.Fetch(t.Context(), Source{ID: "a", URL: s.URL, File: "a.csv", MaxMiB: 1})
	if err == nil || !strings.Contains(err.Error(), "which is not encrypted") || len(plain.requests) > 0 || len(*waits) > 0 {
		t.Errorf("error %v after %d requests and %d waits", err, len(plain.requests), len(*waits))
	}
}

func TestAServerWhoseCertificateIsWrongIsLeftAtOnce(t *testing.T) {
	s := httptest.NewUnstartedServer(file(noise(1), ""))
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	defer s.Close()
	f, waits := fetcher(t)
	_, err := f.Fetch(t.Context(), Source{ID: "a", URL: s.URL, File: "a.csv", MaxMiB: 1})
	if err == nil || !strings.Contains(err.Error(), "certificate") || len(*waits) > 0 {
		t.Errorf("error %v after %d waits", err, len(*waits))
	}
}

func TestWhatCannotBeFetchedIsTold(t *testing.T) {
	raw := noise(1)
	for _, test := range []struct {
		name   string
		answer http.HandlerFunc
		change func(*Source)
		want   string
		tries  int
		left   []string
	}{
		{"a file that has moved", status(404), nil, "the file has moved: look for it on https://publisher.invalid/a", 1, []string{"a.csv.part"}},
		{"a refusal", status(403), nil, "answers 403 Forbidden: download the file by hand from https://publisher.invalid/a and save it as", 1, []string{"a.csv.part"}},
		{"a server that always fails", status(500), nil, "gave up after 5 tries: ", 5, []string{"a.csv.part"}},
		{"a server that wants to be left alone for a day", status(503, "Retry-After", "86400"), nil, "it asks to come back in 24h0m0s", 1, []string{"a.csv.part"}},
		{"a connection that is cut before any byte", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, nil,
			"gave up after 5 tries", 5, []string{"a.csv.part"}},
		{"a page for people", status(200, "Content-Type", "text/html; charset=utf-8"), nil, "gives a page for people, not the file", 1, []string{"a.csv.part"}},
		{"a file that says that it is over the limit", file(make([]byte, 2<<20), ""), nil, "the file has more than 1 MiB", 1, nil},
		{"a file that is over the limit without a word", func(w http.ResponseWriter, _ *http.Request) {
			for range 1 << 10 {
				_, _ = w.Write(make([]byte, 1<<16))
			}
		}, nil, "the file has more than 1 MiB", 1, nil},
		{"a file with another hash", file(raw, `"1"`), func(s *Source) { s.SHA256 = sum(noise(2)) },
			"has the sha256 " + sum(raw) + " where the manifest says " + sum(noise(2)), 1, nil},
		{"a file that the server says to be shorter, which a hash alone can tell", shorter(raw), func(s *Source) { s.SHA256 = sum(raw) }, "where the manifest says " + sum(raw), 1, nil},
		{"redirections in a circle", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path, http.StatusFound) }, nil,
			"it redirects over ten times", 10, []string{"a.csv.part"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := serve(t, test.answer)
			f, _ := fetcher(t)
			source := s.source()
			if test.change != nil {
				test.change(&source)
			}
			_, err := f.Fetch(t.Context(), source)
			if err == nil || !strings.Contains(err.Error(), test.want) || !strings.HasPrefix(err.Error(), "a: ") {
				t.Errorf("error %v, want one that names the source and says %q", err, test.want)
			}
			if len(s.requests) != test.tries {
				t.Errorf("%d requests, want %d", len(s.requests), test.tries)
			}
			wantOnly(t, f, test.left...)
		})
	}
}

func TestAServerThatHangsIsLeft(t *testing.T) {
	raw := noise(1)
	hang := func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"1"`)
		w.Header().Set("Content-Length", strconv.Itoa(len(raw)))
		_, _ = w.Write(raw[:1000])
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	}
	silent := func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	s := serve(t, silent, hang, file(raw, `"1"`))
	f, _ := fetcher(t)
	f.Stall = 50 * time.Millisecond
	got, err := f.Fetch(t.Context(), s.source())
	if err != nil {
		t.Fatal(err)
	}
	wantFile(t, f, got, raw)
	if diff := cmp.Diff([]string{"", "", "bytes=1000-"}, s.ranges()); diff != "" {
		t.Errorf("ranges: %s", diff)
	}

	f, _ = fetcher(t)
	f.Stall = 5 * time.Millisecond
	_, err = f.Fetch(t.Context(), serve(t, silent).source())
	if err == nil || !strings.Contains(err.Error(), "gave no byte for 5ms") {
		t.Errorf("error %v", err)
	}
}

func TestAFetchThatIsInterruptedGoesOnTheNextTime(t *testing.T) {
	raw := noise(1)
	s := serve(t, cut(100_000, file(raw, `"1"`)), file(raw, `"1"`))
	f, _ := fetcher(t)
	ctx, cancel := context.WithCancel(t.Context())
	f.Sleep = func(ctx context.Context, _ time.Duration) error {
		cancel()
		return ctx.Err()
	}
	if _, err := f.Fetch(ctx, s.source()); !errors.Is(err, context.Canceled) {
		t.Fatalf("error %v", err)
	}
	wantOnly(t, f, "a.csv.part", "a.csv.part.yaml")
	got, err := f.Fetch(t.Context(), s.source())
	if err != nil {
		t.Fatal(err)
	}
	wantFile(t, f, got, raw)
	if diff := cmp.Diff([]string{"", "bytes=100000-"}, s.ranges()); diff != "" {
		t.Errorf("ranges: %s", diff)
	}
}

func TestAPartOfAnotherAddressIsForgotten(t *testing.T) {
	raw := noise(1)
	s := serve(t, cut(100_000, file(noise(2), `"1"`)), status(404), file(raw, `"1"`))
	f, _ := fetcher(t)
	if _, err := f.Fetch(t.Context(), s.source()); err == nil {
		t.Fatal("it is fetched")
	}
	moved := s.source()
	moved.URL = s.URL + "/b.csv"
	got, err := f.Fetch(t.Context(), moved)
	if err != nil {
		t.Fatal(err)
	}
	wantFile(t, f, got, raw)
	if diff := cmp.Diff([]string{"", "bytes=100000-", ""}, s.ranges()); diff != "" {
		t.Errorf("ranges: %s", diff)
	}
}

func TestWhatIsInTheCacheIsNotFetchedAgain(t *testing.T) {
	raw := noise(1)
	s := serve(t, file(raw, `"1"`))
	f, _ := fetcher(t)
	first, err := f.Fetch(t.Context(), s.source())
	if err != nil {
		t.Fatal(err)
	}
	f.Now = func() time.Time { return now().AddDate(1, 0, 0) }
	f.Offline = true
	again, err := f.Fetch(t.Context(), s.source())
	if err != nil {
		t.Fatal(err)
	}
	wantFile(t, f, again, raw)
	if again.State != Cached || len(s.requests) != 1 || f.Look(s.source()) != Cached {
		t.Errorf("%s after %d requests", again.State, len(s.requests))
	}

	moved := s.source()
	moved.URL += "?new"
	wantError(t, f, moved, "comes from "+s.URL+"/a.csv where the manifest says "+moved.URL+": remove it to fetch it again")
	moved.SHA256 = sum(raw) // it is known to be the same
	if _, err := f.Fetch(t.Context(), moved); err != nil {
		t.Error(err)
	}
	moved.SHA256 = sum(noise(2))
	wantError(t, f, moved, "has the sha256 "+sum(raw)+" where the manifest says "+sum(noise(2))+": remove it")

	if err := os.WriteFile(first.Path, []byte("changed"), 0o600); err != nil {
		t.Fatal(err)
	}
	wantError(t, f, s.source(), "changed since 2026-03-01: its sha256 is "+sum([]byte("changed"))+" and was "+sum(raw)+": remove it to fetch it again")
}

func wantError(t *testing.T, f *Fetcher, s Source, want string) {
	t.Helper()
	if _, err := f.Fetch(t.Context(), s); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("error %v, want one that says %q", err, want)
	}
}

func TestAFileThatThePublisherReplacedIsTold(t *testing.T) {
	s := serve(t, file(noise(1), `"1"`), file(noise(2), `"2"`))
	f, _ := fetcher(t)
	first, err := f.Fetch(t.Context(), s.source())
	if err != nil || first.Former != "" {
		t.Fatalf("%v, formerly %q", err, first.Former)
	}
	if err := os.Remove(first.Path); err != nil {
		t.Fatal(err)
	}
	second, err := f.Fetch(t.Context(), s.source())
	if err != nil {
		t.Fatal(err)
	}
	wantFile(t, f, second, noise(2))
	if second.Former != sum(noise(1)) {
		t.Errorf("formerly %q", second.Former)
	}
}

func TestAFileIsPutByHand(t *testing.T) {
	f, _ := fetcher(t)
	s := Source{ID: "a", Page: "https://publisher.invalid/a", File: "a.csv", MaxMiB: 1}
	wantError(t, f, s, "download it by hand from https://publisher.invalid/a and save it as "+f.Path(s))
	if got := f.Look(s); got != ByHand {
		t.Errorf("it is %s", got)
	}
	if err := os.WriteFile(f.Path(s), noise(1), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, want := range []State{Found, Cached} {
		got, err := f.Fetch(t.Context(), s)
		if err != nil {
			t.Fatal(err)
		}
		wantFile(t, f, got, noise(1))
		if got.State != want {
			t.Errorf("it is %s, want %s", got.State, want)
		}
	}
}

func TestOfflineNoServerIsReached(t *testing.T) {
	s := serve(t, file(noise(1), ""))
	f, _ := fetcher(t)
	f.Offline = true
	wantError(t, f, s.source(), "is absent: fetch it without --offline, or download it by hand from https://publisher.invalid/a")
	if len(s.requests) > 0 || f.Look(s.source()) != Absent {
		t.Errorf("%d requests", len(s.requests))
	}
}

func TestEachSourceKeepsItsEntry(t *testing.T) {
	s := serve(t, file(noise(1), ""))
	f, _ := fetcher(t)
	for _, id := range []string{"c", "a", "b"} {
		source := s.source()
		source.ID, source.File = id, id+".csv"
		if _, err := f.Fetch(t.Context(), source); err != nil {
			t.Fatal(err)
		}
	}
	l, err := readLock(f.Folder)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, e := range l.Sources {
		ids = append(ids, e.ID)
	}
	if diff := cmp.Diff([]string{"a", "b", "c"}, ids); diff != "" {
		t.Error(diff)
	}
	if err := os.WriteFile(filepath.Join(f.Folder, lockFile), []byte("sources: 3"), 0o600); err != nil {
		t.Fatal(err)
	}
	wantError(t, f, s.source(), lockFile+" cannot be read: remove it, and fetch again")
}

func TestAProxyIsGoneThrough(t *testing.T) {
	raw := noise(1)
	proxy := serve(t, file(raw, ""))
	f, _ := fetcher(t)
	at, err := url.Parse(proxy.URL)
	if err != nil {
		t.Fatal(err)
	}
	// That the environment names it is for the command script to test: a process reads it once.
	f.Client.Transport.(*http.Transport).Proxy = http.ProxyURL(at)
	source := Source{ID: "a", Page: "https://publisher.invalid/a", URL: "http://publisher.invalid/a.csv", File: "a.csv", MaxMiB: 1}
	got, err := f.Fetch(t.Context(), source)
	if err != nil {
		t.Fatal(err)
	}
	wantFile(t, f, got, raw)
	if got := proxy.requests[0].URL.String(); got != source.URL {
		t.Errorf("the proxy is asked for %s", got)
	}
}

func TestSleepEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	if err := sleep(ctx, time.Nanosecond); err != nil {
		t.Error(err)
	}
	cancel()
	if err := sleep(ctx, time.Hour); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func TestManifestOfFranceIsRead(t *testing.T) {
	m := France()
	publishers := map[string]int{}
	for _, s := range m.Sources {
		publishers[s.Publisher]++
		if s.Title == "" || s.Licence == "" || s.Vintage == 0 || s.File == "" {
			t.Errorf("%s says too little: %+v", s.ID, s)
		}
	}
	if diff := cmp.Diff(map[string]int{"IGN": 4, "INSEE": 4, "DGCL": 2, "ANCT": 2}, publishers); diff != "" {
		t.Error(diff)
	}
	chosen, err := m.Choose([]string{"insee-communes-2025", "dgcl-epcicom-2025"})
	if err != nil || len(chosen) != 2 || chosen[0].File != "v_commune_2025.csv" || chosen[1].File != "epcicom2025.xlsx" {
		t.Errorf("%+v (%v)", chosen, err)
	}
	if _, err := m.Choose([]string{"insee"}); err == nil || !strings.Contains(err.Error(), `no source "insee": one of ign-admin-express-cog-2026, `) {
		t.Errorf("error %v", err)
	}
}

func TestAManifestIsReadStrictly(t *testing.T) {
	source := func(fields string) string {
		return "sources:\n  - id: a\n    page: https://a.invalid/\n    " + strings.ReplaceAll(fields, "\n", "\n    ") + "\n"
	}
	for _, test := range []struct{ name, text, want string }{
		{"a field that does not exist", source("adress: x"), `m.yaml: line 4: unknown field "adress"`},
		{"text that is no YAML", "sources: [", "m.yaml: "},
		{"nothing", "", "m.yaml: there is no source"},
		{"an id with spaces", "sources:\n  - id: a b\n", "m.yaml: source 1 (a b): the id is made of"},
		{"no page", "sources:\n  - id: a\n    file: a.csv\n", `m.yaml: source 1 (a): page: "" is not an address`},
		{"an address that is none", source("url: a.csv"), `url: "a.csv" is not an address`},
		{"an address of a file on disk", source("url: file:///etc/passwd"), `url: "file:///etc/passwd" is not an address`},
		{"a password", source("url: https://me:secret@a.invalid/a.csv"), `url: "https://me:xxxxx@a.invalid/a.csv" holds a user`},
		{"no name for the file", source("url: https://a.invalid/"), `file "/": give the name of a file`},
		{"a name that climbs", source("file: ../a.csv"), `file "../a.csv": give the name of a file`},
		{"a hidden name", source("file: .a"), `file ".a": give the name of a file`},
		{"the name of the lock file", source("file: sources.lock.yaml"), `file "sources.lock.yaml": give the name`},
		{"the name of a part", source("file: a.csv.part"), `file "a.csv.part": give the name`},
		{"a hash that is none", source("file: a.csv\nsha256: abc"), `sha256 "abc": give 64 hexadecimal digits`},
		{"a limit below zero", source("file: a.csv\nmax_mib: -1"), "max_mib -1: give a number of MiB"},
		{"an id twice", source("file: a.csv") + "  - id: a\n    page: https://a.invalid/\n    file: b.csv\n", "source 2 (a): its id, or its file b.csv, is that of a source before it"},
		{"a file twice", source("file: a.csv") + "  - id: b\n    page: https://a.invalid/\n    file: A.csv\n", "source 2 (b): its id, or its file A.csv, is that"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := Read(strings.NewReader(test.text), "m.yaml")
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want one that says %q", err, test.want)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add(france)
	f.Fuzz(func(t *testing.T, text string) {
		m, err := Read(strings.NewReader(text), "m.yaml")
		if err != nil {
			return
		}
		for _, s := range m.Sources {
			if filepath.Base(s.File) != s.File || s.File == ".." {
				t.Errorf("file %q", s.File)
			}
		}
	})
}
