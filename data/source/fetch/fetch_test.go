package fetch

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

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
		{
			"when the connection is cut",
			[]http.HandlerFunc{cut(100_000, file(raw, `"1"`)), file(raw, `"1"`)},
			raw,
			[]string{"", "bytes=100000-"},
			[]time.Duration{time.Second},
		},
		{
			"when the connection is cut again and again, as long as bytes come",
			[]http.HandlerFunc{
				cut(40_000, file(raw, `"1"`)), cut(40_000, file(raw, `"1"`)), cut(40_000, file(raw, `"1"`)), cut(40_000, file(raw, `"1"`)),
				cut(40_000, file(raw, `"1"`)), cut(40_000, file(raw, `"1"`)), file(raw, `"1"`),
			},
			raw,
			[]string{"", "bytes=40000-", "bytes=80000-", "bytes=120000-", "bytes=160000-", "bytes=200000-", "bytes=240000-"},
			[]time.Duration{time.Second, time.Second, time.Second, time.Second, time.Second, time.Second},
		},
		{
			"when the server knows it by its date",
			[]http.HandlerFunc{cut(100_000, dated(raw, now())), dated(raw, now())},
			raw,
			[]string{"", "bytes=100000-"},
			[]time.Duration{time.Second},
		},
		{
			"when the server ignores ranges",
			[]http.HandlerFunc{cut(100_000, wholly(raw)), wholly(raw)},
			raw,
			[]string{"", "bytes=100000-"},
			[]time.Duration{time.Second},
		},
		{
			"when the server cannot tell the file from another",
			[]http.HandlerFunc{cut(100_000, file(raw, "")), file(raw, "")},
			raw,
			[]string{"", ""},
			[]time.Duration{time.Second},
		},
		{
			"when the server has a weak tag only",
			[]http.HandlerFunc{cut(100_000, file(raw, `W/"1"`)), file(raw, `W/"1"`)},
			raw,
			[]string{"", ""},
			[]time.Duration{time.Second},
		},
		{
			"when the file changes between two tries",
			[]http.HandlerFunc{cut(100_000, file(raw, `"1"`)), file(other, `"2"`)},
			other,
			[]string{"", "bytes=100000-"},
			[]time.Duration{time.Second},
		},
		{"when the file changes and the server does not look at conditions", []http.HandlerFunc{
			cut(100_000, file(raw, `"1"`)),
			heedless(file(other, `"2"`)),
			file(other, `"2"`),
		}, other, []string{"", "bytes=100000-", ""}, []time.Duration{time.Second, 2 * time.Second}},
		{"when the file becomes shorter and the server does not look at conditions", []http.HandlerFunc{
			cut(100_000, dated(raw, now())),
			heedless(dated(raw[:200_000], now())),
			dated(raw[:200_000], now()),
		}, raw[:200_000], []string{"", "bytes=100000-", ""}, []time.Duration{time.Second, 2 * time.Second}},
		{"when the file changes, keeps its length, and the server knows it by a date that it does not look at", []http.HandlerFunc{
			cut(100_000, dated(raw, now())), heedless(dated(other, now().Add(time.Hour))), dated(other, now().Add(time.Hour)),
		}, other, []string{"", "bytes=100000-", ""}, []time.Duration{time.Second, 2 * time.Second}},
		{"when the server does not say what file the rest is of", []http.HandlerFunc{
			cut(100_000, dated(raw, now())), heedless(dated(other, time.Time{})), dated(other, now()),
		}, other, []string{"", "bytes=100000-", ""}, []time.Duration{time.Second, 2 * time.Second}},
		{"when the server says of the rest no more than a weak tag", []http.HandlerFunc{
			cut(100_000, tagged(`W/"1"`, dated(raw, now()))), heedless(file(other, `W/"1"`)), file(other, ""),
		}, other, []string{"", "bytes=100000-", ""}, []time.Duration{time.Second, 2 * time.Second}},
		{"when the server gives more than the rest", []http.HandlerFunc{
			cut(100_000, file(raw, `"1"`)),
			func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("ETag", `"1"`)
				w.Header().Set("Content-Range", "bytes 100000-299999/300000")
				w.WriteHeader(http.StatusPartialContent)
				_ = http.NewResponseController(w).Flush()
				_, _ = w.Write(raw[90_000:])
			},
			file(raw, `"1"`),
		}, raw, []string{"", "bytes=100000-", ""}, []time.Duration{time.Second, 2 * time.Second}},
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
	if err == nil || !strings.Contains(err.Error(), "which is not encrypted") || len(plain.ranges()) > 0 || len(*waits) > 0 {
		t.Errorf("error %v after %d requests and %d waits", err, len(plain.ranges()), len(*waits))
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
	}{
		{"a file that has moved", status(404), nil, "the file has moved: look for it on https://publisher.invalid/a", 1},
		{"a refusal", status(403), nil, "answers 403 Forbidden: download the file by hand from https://publisher.invalid/a and save it as", 1},
		{"a server that always fails", status(500), nil, "gave up after 5 tries: ", 5},
		{"a server that wants to be left alone for a day", status(503, "Retry-After", "86400"), nil, "it asks to come back in 24h0m0s", 1},
		{
			"a connection that is cut before any byte", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, nil,
			"gave up after 5 tries", 5,
		},
		{"a page for people", status(200, "Content-Type", "text/html; charset=utf-8"), nil, "gives a page for people, not the file", 1},
		{
			"a file that comes packed", status(200, "Content-Encoding", "gzip"), nil,
			`gives the file coded as "gzip", though asked for it as it is: download it by hand from https://publisher.invalid/a`, 1,
		},
		{"a file that says that it is over the limit", file(make([]byte, 2<<20), ""), nil, "the file has more than 1 MiB", 1},
		{"a file that is over the limit without a word", func(w http.ResponseWriter, _ *http.Request) {
			for range 1 << 10 {
				_, _ = w.Write(make([]byte, 1<<16))
			}
		}, nil, "the file has more than 1 MiB", 1},
		{
			"a file with another hash", file(raw, `"1"`), func(s *Source) { s.SHA256 = sum(noise(2)) },
			"has the sha256 " + sum(raw) + " where the manifest says " + sum(noise(2)), 1,
		},
		{"a file that the server says to be shorter, which a hash alone can tell", shorter(raw), func(s *Source) { s.SHA256 = sum(raw) }, "where the manifest says " + sum(raw), 1},
		{
			"redirections in a circle", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path, http.StatusFound) }, nil,
			"it redirects over ten times", 10,
		},
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
			if got := len(s.ranges()); got != test.tries {
				t.Errorf("%d requests, want %d", got, test.tries)
			}
			wantOnly(t, f)
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
	f.Stall = 500 * time.Millisecond // a busy machine is not silent for so long
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
	if got := proxy.asked()[0].URL.String(); got != source.URL {
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
