package web_test

import (
	"html/template"
	"io/fs"
	"net/http"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"perimetre/web"
	"perimetre/web/ui"
)

func built() bool {
	_, err := fs.Stat(ui.Dist(), "index.html")
	return err == nil
}

func TestABinaryWithoutItsFrontEndSaysSo(t *testing.T) {
	server := published(t, web.Config{})
	if err := web.ReadPages(server, fstest.MapFS{}); err == nil {
		t.Error("an empty folder is a front end")
	}
	c := listen(t, server)
	for _, path := range []string{"/", "/embed/territoires/t1"} {
		answer := c.get(path)
		if answer.StatusCode != http.StatusServiceUnavailable || !strings.Contains(answer.body, "run make build") {
			t.Errorf("GET %s: status %d: %s", path, answer.StatusCode, answer.body)
		}
	}
}

func TestPages(t *testing.T) {
	if !built() {
		if os.Getenv("CI") == "true" {
			t.Fatal("the front end is required where CI=true: run make build")
		}
		t.Skip("this build has no front end: run make build")
	}
	c := serve(t, web.Config{})
	home, embed := c.get("/"), c.get("/embed/territoires/t1")
	for _, page := range []answer{home, embed} {
		policy := page.Header.Get("Content-Security-Policy")
		if page.StatusCode != http.StatusOK || !strings.Contains(policy, "default-src 'self'") {
			t.Errorf("GET %s: status %d, policy %q", page.Request.URL.Path, page.StatusCode, policy)
		}
	}
	if policy := embed.Header.Get("Content-Security-Policy"); !strings.Contains(policy, "frame-ancestors *") {
		t.Errorf("the embedded page cannot be framed: %q", policy)
	}
	if title := "<title>Périmètre de " + template.HTMLEscapeString("Ouest <&> Cie") + "</title>"; !strings.Contains(embed.body, title) {
		t.Errorf("no %s in %s", title, embed.body)
	}
	_, rest, _ := strings.Cut(home.body, `src="/assets/`)
	script, _, _ := strings.Cut(rest, `"`)
	asset := c.get("/assets/" + script)
	if asset.StatusCode != http.StatusOK || !strings.Contains(asset.Header.Get("Cache-Control"), "immutable") {
		t.Errorf("asset %q: status %d, cache %q", script, asset.StatusCode, asset.Header.Get("Cache-Control"))
	}
	for _, absent := range []string{"/assets/", "/assets/absent.js", "/assets/../index.html"} {
		if answer := c.get(absent); answer.StatusCode == http.StatusOK && strings.Contains(answer.body, "<pre>") {
			t.Errorf("GET %s lists a folder", absent)
		}
	}
}
