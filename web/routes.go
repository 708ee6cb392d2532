package web

import (
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
)

// handler answers a request or says why it cannot.
type handler func(w http.ResponseWriter, r *http.Request) error

// reader answers a request from an edition.
type reader func(w http.ResponseWriter, r *http.Request, e *edition) error

// Handler gives every route of the server.
func (s *Server) Handler() http.Handler {
	mux := chi.NewRouter()
	mux.Use(compress(), identify, s.observe, s.recover, middleware.GetHead)
	mux.NotFound(s.handle(func(_ http.ResponseWriter, r *http.Request) error {
		return notFoundf("nothing is at %s: data start at /collections and /tiles.json", r.URL.Path)
	}))
	mux.MethodNotAllowed(s.handle(func(_ http.ResponseWriter, r *http.Request) error {
		return &problem{kind: methodNotAllowed, detail: r.Method + " is not possible here: GET or HEAD"}
	}))

	mux.Get("/livez", s.handle(s.live))
	mux.Get("/readyz", s.handle(s.ready))

	mux.Get("/", s.handle(s.home))
	mux.Get("/assets/*", s.handle(s.asset))
	mux.Get("/embed/territoires/{item}", s.read(s.embed))

	mux.Group(func(data chi.Router) {
		data.Use(anyOrigin)
		data.Get("/collections", s.read(s.collections))
		data.Get("/collections/{collection}", s.read(s.collection))
		data.Get("/collections/{collection}/items", s.read(s.items))
		data.Get("/collections/{collection}/items/{item}", s.read(s.item))
		data.Get("/collections/territoires/items/{item}/constats", s.read(s.findings))
		data.Get("/collections/territoires/items/{item}/membres", s.read(s.members))
		data.Get("/tiles.json", s.read(s.tileJSON))
		data.Get("/style.json", s.read(s.style))
		data.Get("/fonts/{fontstack}/{file}", s.handle(s.glyphs))
		data.Get("/fonts/{digest}/{fontstack}/{file}", s.handle(s.glyphs))
		data.Get("/tiles/{edition}/{z}/{x}/{file}", s.read(s.tile))
	})
	return mux
}

func (s *Server) handle(h handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := h(w, r); err != nil {
			s.fail(w, r, err)
		}
	}
}

func (s *Server) read(h reader) http.HandlerFunc {
	return s.handle(func(w http.ResponseWriter, r *http.Request) error {
		e := s.current.Load()
		if e == nil {
			return &problem{kind: unavailable, detail: "no edition is published yet: ask again in a moment"}
		}
		return h(w, r, e)
	})
}

// link is a place to go from an answer (RFC 8288).
type link struct {
	Href  string `json:"href"`
	Rel   string `json:"rel"`
	Type  string `json:"type"`
	Title string `json:"title,omitempty"`
}

const (
	typeJSON    = "application/json"
	typeGeoJSON = "application/geo+json"
	typeTile    = "application/vnd.mapbox-vector-tile"
)

// writeJSON answers a value drawn from the edition, unless the client holds it already.
func writeJSON(w http.ResponseWriter, r *http.Request, e *edition, value any) error {
	if e.unchanged(w, r) {
		return nil
	}
	body, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("write %s: %w", r.URL.Path, err)
	}
	w.Header().Set("Content-Type", typeJSON)
	_, _ = w.Write(append(body, '\n'))
	return nil
}

// How long an answer may be kept.
const (
	revalidate = "public, no-cache"                    // ask each time whether it changed
	forever    = "public, max-age=31536000, immutable" // its address changes when it does
)
