package main

import (
	"context"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"perimetre/data/site"
	"perimetre/web"
	"perimetre/web/static"
)

// ingested makes a store of the demo country.
func ingested(t *testing.T) (store string) {
	t.Helper()
	files, store := country(t), filepath.Join(t.TempDir(), "a.gpkg")
	args := []string{"ingest", "--store", store, "--vintage", "2025", "--policy", filepath.Join(files, "policy.yaml"), "--communes", filepath.Join(files, "communes.geojson")}
	for _, role := range []string{"epci", "ept", "communes-siren", "regions", "territoires"} {
		args = append(args, "--"+role, filepath.Join(files, role+".csv"))
	}
	if err := execute(t.Context(), args); err != nil {
		t.Fatal(err)
	}
	return store
}

func needPages(t *testing.T) {
	t.Helper()
	if !hasPages(t) {
		t.Skip("this build has no front end: run make build")
	}
}

// cartes is a store of objects with a bucket of that name, which remembers what it was told of each object.
type cartes struct {
	*s3mem.Backend
	address string
	lock    sync.Mutex
	headers map[string]http.Header
}

func newCartes(t *testing.T) *cartes {
	t.Helper()
	for name, value := range map[string]string{
		"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_CONFIG_FILE": os.DevNull, "AWS_SHARED_CREDENTIALS_FILE": os.DevNull,
	} {
		t.Setenv(name, value)
	}
	c := &cartes{Backend: s3mem.New(), headers: map[string]http.Header{}}
	if err := c.CreateBucket("cartes"); err != nil {
		t.Fatal(err)
	}
	handler := gofakes3.New(c).Server()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Cache-Control") != "" {
			c.lock.Lock()
			c.headers[strings.TrimPrefix(r.URL.Path, "/cartes/2025/")] = r.Header
			c.lock.Unlock()
		}
		handler.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	c.address = "s3://cartes/2025?region=eu-west-3&use_path_style=true&endpoint=" + url.QueryEscape(server.URL)
	return c
}

// objects gives the contents of the objects, by their names.
func (c *cartes) objects(t *testing.T) map[string]string {
	t.Helper()
	list, err := c.ListBucket("cartes", nil, gofakes3.ListBucketPage{})
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, o := range list.Contents {
		object, err := c.GetObject("cartes", o.Key, nil)
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(object.Contents)
		if err != nil {
			t.Fatal(err)
		}
		found[strings.TrimPrefix(o.Key, "2025/")] = string(data)
	}
	return found
}

// filesBelow gives the contents of the files of a folder, by their names.
func filesBelow(t *testing.T, folder string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := fs.WalkDir(os.DirFS(folder), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(folder, name))
		found[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestASiteIsTheSameInAFolderAndInABucket(t *testing.T) {
	needPages(t)
	store, folder, bucket := ingested(t), filepath.Join(t.TempDir(), "site"), newCartes(t)
	for _, destination := range []string{folder, bucket.address} {
		if err := execute(t.Context(), []string{"publish", "--store", store, "-o", destination, "--maxzoom", "8"}); err != nil {
			t.Fatal(err)
		}
	}
	files := filesBelow(t, folder)
	if diff := cmp.Diff(files, bucket.objects(t)); diff != "" {
		t.Error(diff)
	}
	types := contentTypes()
	for name := range files {
		want := [2]string{types[path.Ext(name)], "public, max-age=300"}
		switch {
		case strings.HasPrefix(name, "assets/"):
			want[1] = "public, max-age=31536000, immutable"
		case strings.HasPrefix(name, "fonts/"):
			want[1] = "public, max-age=86400"
		case name == site.Manifest:
			want[1] = "no-cache"
		case !strings.Contains(name, "/") && name != "tiles.pmtiles":
			want[1] = "public, no-cache"
		}
		h := bucket.headers[name]
		if got := [2]string{h.Get("Content-Type"), h.Get("Cache-Control")}; got != want || got[0] == "" {
			t.Errorf("%s: headers %q, want %q", name, got, want)
		}
	}
}

// A territory is the same file from the site and from a server.
func TestATerritoryOfASiteIsThatOfTheServer(t *testing.T) {
	needPages(t)
	store, folder := ingested(t), filepath.Join(t.TempDir(), "site")
	if err := execute(t.Context(), []string{"publish", "--store", store, "-o", folder, "--maxzoom", "1"}); err != nil {
		t.Fatal(err)
	}
	flags := editionFlags{Store: store, Edition: 1}
	a, err := flags.open(t.Context(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	server := web.New(web.Config{Logger: slog.New(slog.DiscardHandler)})
	server.Publish(a)
	for _, territory := range a.Territories {
		answer := httptest.NewRecorder()
		server.Handler().ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/collections/territoires/items/"+territory.ID, http.NoBody))
		data, err := os.ReadFile(filepath.Join(folder, static.FileOf(territory.ID)))
		if err != nil {
			t.Fatal(err)
		}
		if answer.Code != http.StatusOK || answer.Body.String() != string(data) {
			t.Errorf("%s: status %d: %s\nthe file has %s", territory.ID, answer.Code, answer.Body, data)
		}
	}
}

// An edition that a store may not publish is no site either, and a publication that is stopped leaves the former one.
func TestASiteIsNotReplacedInVain(t *testing.T) {
	needPages(t)
	store, folder := ingested(t), filepath.Join(t.TempDir(), "site")
	if err := execute(t.Context(), []string{"publish", "--store", store, "-o", folder, "--maxzoom", "4"}); err != nil {
		t.Fatal(err)
	}
	before := filesBelow(t, folder)
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if err := execute(ctx, []string{"publish", "--store", store, "-o", folder, "--maxzoom", "5"}); err == nil {
		t.Error("a publication that was stopped succeeds")
	}
	if diff := cmp.Diff(before, filesBelow(t, folder)); diff != "" {
		t.Error(diff)
	}
}
