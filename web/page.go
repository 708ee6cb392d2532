package web

import (
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"

	"perimetre/geo"
)

// errNoPages tells that the binary has no front end in it.
var errNoPages = errors.New("built without its front end: run make build")

// pages is the built front end: one page to explore, one to embed, and what they load. It is immutable.
type pages struct {
	index []byte
	embed *template.Template // of a geo.Territory
	files fs.FS              // those under assets/ carry a digest in their names
}

// newPages reads the built front end.
func newPages(dist fs.FS) (*pages, error) {
	index, err := fs.ReadFile(dist, "index.html")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errNoPages
	}
	if err != nil {
		return nil, fmt.Errorf("read pages: %w", err)
	}
	embed, err := template.ParseFS(dist, "embed.html")
	if err != nil {
		return nil, fmt.Errorf("read pages: %w", err)
	}
	return &pages{index: index, embed: embed, files: dist}, nil
}

// What a page may load: nothing from any other host. The map draws in a worker and makes its images itself.
const (
	contentPolicy  = "default-src 'self'; img-src 'self' data: blob:; worker-src 'self' blob:; base-uri 'none'; object-src 'none'"
	framedBySelf   = "; frame-ancestors 'self'"
	framedByAnyone = "; frame-ancestors *"
)

// home answers the page to explore. It waits for an edition itself, and has nothing to show of an archive.
func (s *Server) home(w http.ResponseWriter, r *http.Request) error {
	if s.hasArchive() {
		return errArchive(r)
	}
	if s.pages == nil {
		return &problem{kind: unavailable, detail: "this binary was " + errNoPages.Error()}
	}
	pageHeader(w, framedBySelf)
	_, _ = w.Write(s.pages.index)
	return nil
}

// embed answers the page that other sites frame: one territory, its name already in the title.
func (s *Server) embed(w http.ResponseWriter, r *http.Request, e *edition) error {
	if s.pages == nil {
		return &problem{kind: unavailable, detail: "this binary was " + errNoPages.Error()}
	}
	index, err := find(e, geo.Territoires, part(r, "item"))
	if err != nil {
		return err
	}
	pageHeader(w, framedByAnyone)
	if err := s.pages.embed.Execute(w, e.Territories[index].Territory); err != nil {
		return fmt.Errorf("page of %s: %w", e.Territories[index].ID, err)
	}
	return nil
}

func pageHeader(w http.ResponseWriter, framedBy string) {
	header := w.Header()
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Cache-Control", revalidate)
	header.Set("Content-Security-Policy", contentPolicy+framedBy)
	header.Set("X-Content-Type-Options", "nosniff")
}

// asset answers a file of the front end. A folder is not listed.
func (s *Server) asset(w http.ResponseWriter, r *http.Request) error {
	name := part(r, "*")
	if s.pages == nil {
		return notFoundf("no asset: this binary was %v", errNoPages)
	}
	if info, err := fs.Stat(s.pages.files, "assets/"+name); err != nil || info.IsDir() {
		return notFoundf("no asset %q in this build", name)
	}
	w.Header().Set("Cache-Control", forever)
	w.Header().Set("X-Content-Type-Options", "nosniff")
	http.ServeFileFS(w, r, s.pages.files, "assets/"+name)
	return nil
}
