package site

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
)

// objectStore starts a store of objects with a bucket, cartes, whose credentials are in the environment, and gives its address.
func objectStore(t *testing.T) (endpoint string, objects *s3mem.Backend) {
	t.Helper()
	t.Setenv("AWS_ACCESS_KEY_ID", "key")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "secret-of-the-test")
	t.Setenv("AWS_CONFIG_FILE", os.DevNull)
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", os.DevNull)
	objects = s3mem.New()
	if err := objects.CreateBucket("cartes"); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(gofakes3.New(objects).Server())
	t.Cleanup(server.Close)
	return server.URL, objects
}

func addressOf(bucket, path, endpoint string) string {
	return "s3://" + bucket + path + "?region=eu-west-3&use_path_style=true&endpoint=" + url.QueryEscape(endpoint)
}

// objectsOf gives the objects of a bucket below a prefix.
func objectsOf(t *testing.T, objects *s3mem.Backend, bucket, prefix string) map[string]string {
	t.Helper()
	list, err := objects.ListBucket(bucket, nil, gofakes3.ListBucketPage{})
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, object := range list.Contents {
		content, err := objects.GetObject(bucket, object.Key, nil)
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(content.Contents)
		if err != nil {
			t.Fatal(err)
		}
		name, ok := strings.CutPrefix(object.Key, prefix)
		if !ok {
			name = "outside: " + object.Key
		}
		found[name] = string(data)
	}
	return found
}

func TestBucket(t *testing.T) {
	for name, path := range map[string]string{"whole": "", "below a path": "/my/site", "below a path with a slash": "/my/site/"} {
		t.Run(name, func(t *testing.T) {
			testDestination(t, func(t *testing.T) destinationTest {
				endpoint, objects := objectStore(t)
				prefix := strings.TrimPrefix(path, "/")
				if prefix != "" {
					prefix = strings.TrimSuffix(prefix, "/") + "/"
				}
				return destinationTest{
					addressOf("cartes", path, endpoint),
					func() map[string]string { return objectsOf(t, objects, "cartes", prefix) },
					func(name, content string) {
						if _, err := objects.PutObject("cartes", prefix+name, nil, strings.NewReader(content), int64(len(content)), nil); err != nil {
							t.Fatal(err)
						}
					},
				}
			})
		})
	}
}

// Consoles make an object that looks like the folder to which a site goes.
func TestABucketWithAFolderThatAConsoleMade(t *testing.T) {
	endpoint, objects := objectStore(t)
	for _, name := range []string{"empty/", "full/", "full/notes.txt"} {
		if _, err := objects.PutObject("cartes", name, nil, strings.NewReader(""), 0, nil); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := publish(t, addressOf("cartes", "/empty", endpoint), 1, first()); err != nil {
		t.Error(err)
	}
	if _, err := publish(t, addressOf("cartes", "/full", endpoint), 1, first()); err == nil || !strings.Contains(err.Error(), "holds notes.txt") {
		t.Errorf("error %v", err)
	}
}

// The store of the tests hands out no Cache-Control: what it is told is looked at.
func TestObjectsHaveTheirHeaders(t *testing.T) {
	_, objects := objectStore(t)
	handler := gofakes3.New(objects).Server()
	var lock sync.Mutex
	got := map[string][2]string{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPut && !r.URL.Query().Has("partNumber") || r.URL.Query().Has("uploads") {
			lock.Lock()
			got[strings.TrimPrefix(r.URL.Path, "/cartes/a/")] = [2]string{r.Header.Get("Content-Type"), r.Header.Get("Cache-Control")}
			lock.Unlock()
		}
		handler.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	if _, err := publish(t, addressOf("cartes", "/a", server.URL), 1, first()); err != nil {
		t.Fatal(err)
	}
	want := map[string][2]string{Manifest: {"application/json", "no-cache"}}
	for name := range first() {
		want[name] = [2]string{"text/plain", "public, max-age=60"}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestBucketsThatCannotBeWritten(t *testing.T) {
	endpoint, _ := objectStore(t)
	refusing := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusForbidden)
		_, _ = io.WriteString(w, `<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>`)
	}))
	t.Cleanup(refusing.Close)
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nowhere := "http://" + closed.Addr().String()
	if err := closed.Close(); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ name, address, want string }{
		{"no such bucket", addressOf("absent", "", endpoint), "there is no bucket absent: create it, or give another"},
		{"no rights", addressOf("cartes", "", refusing.URL), "AccessDenied: Access Denied: give credentials that may list"},
		{"nobody answers", addressOf("cartes", "", nowhere), "connection refused: see that the endpoint is right and the store answers"},
		{"no region", "s3://cartes?endpoint=" + url.QueryEscape(endpoint), "name the region of the bucket"},
		{"no region of a bucket of Amazon's", "s3://cartes", "name the region of the bucket"},
		{"an unknown parameter", "s3://cartes?regoin=eu-west-3", `unknown query parameter "regoin"`},
		{"no bucket", "s3:///path", "names no bucket: write s3://bucket/path"},
		{"no slashes", "s3:cartes", "write s3://bucket/path or file:///path, or ./s3:cartes for a folder"},
		{"one slash", "file:/path", "write s3://bucket/path or file:///path"},
		{"another store", "gs://cartes", "nothing is known of stores of objects by gs: give a folder, file:///path or s3://bucket/path"},
		{"no address", "s3://%zz", "give a folder, file:///path or s3://bucket/path"},
		{"a file on a host", "file://host/path", "write file:///path"},
		{"a file with parameters", "file:///path?create=true", "write file:///path"},
		{"nothing", "", "no destination"},
		{"an escape cut short in a parameter", "s3://cartes?endpoint=%4", "give a folder, file:///path or s3://bucket/path"},
		{"credentials", "s3://key:secret-of-the-test@cartes", "an address has no room for credentials"},
		{"credentials of an endpoint", "s3://cartes?endpoint=http://key:secret-of-the-test@host", "an address has no room for credentials"},
		{"hidden credentials of an endpoint", "s3://cartes?endpoint=http%3A%2F%2Fkey%3Asecret-of-the-test%40host", "an address has no room for credentials"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := publish(t, test.address, 1, first())
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want %s", err, test.want)
			}
			if err != nil && strings.Contains(err.Error(), "secret-of-the-test") {
				t.Errorf("the error tells the credentials: %v", err)
			}
		})
	}
}

// A store that goes away in the middle loses nothing of the former publication that was not yet replaced.
func TestAStoreThatGoesAway(t *testing.T) {
	_, objects := objectStore(t)
	handler := gofakes3.New(objects).Server()
	down := false
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if down && r.Method == http.MethodPut && strings.HasSuffix(r.URL.Path, "index.html") || down && r.Method == http.MethodDelete {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		handler.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	address := addressOf("cartes", "", server.URL)
	if _, err := publish(t, address, 1, first()); err != nil {
		t.Fatal(err)
	}
	down = true
	_, err := publish(t, address, 2, second())
	if err == nil || !strings.Contains(err.Error(), "put index.html") || !strings.Contains(err.Error(), "give credentials") {
		t.Errorf("error %v", err)
	}
	got := objectsOf(t, objects, "cartes", "")
	if got["index.html"] != "one" || got["old/x"] != "x" || got["ti/c.geojson"] != "" || got["assets/a-2.js"] != "code" {
		t.Errorf("left: %v", got)
	}
	down = false
	if _, err := publish(t, address, 2, second()); err != nil {
		t.Fatal(err)
	}
	if got := objectsOf(t, objects, "cartes", ""); len(got) != len(second())+1 || got[Manifest] != secondList {
		t.Errorf("left: %v", got)
	}
}
