package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
)

// handler answers a request or says why it cannot.
type handler func(w http.ResponseWriter, r *http.Request) error

// reader answers a request from an edition that has an atlas.
type reader func(w http.ResponseWriter, r *http.Request, e *edition) error

// Handler gives every route of the server.
func (s *Server) Handler() http.Handler {
	tile, other := s.tileHandler(), s.router()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.stopping.Load() {
			w.Header().Set("Connection", "close")
		}
		if r.ContentLength != 0 { // the answer waits for the end of the body
			_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(bodyTimeout))
		}
		if isTile(r.URL.Path) {
			tile.ServeHTTP(w, r)
		} else {
			other.ServeHTTP(w, r)
		}
	})
}

// router gives the routes of all but tiles.
func (s *Server) router() http.Handler {
	mux := chi.NewRouter()
	mux.Use(compress(), identify, s.observe, s.recover, anyOrigin, middleware.GetHead)
	mux.NotFound(s.handle(func(_ http.ResponseWriter, r *http.Request) error {
		if s.hasArchive() {
			return errArchive(r)
		}
		return notFoundf("nothing is at %s: data start at /collections and /tiles.json", brief(r.URL.Path))
	}))
	mux.MethodNotAllowed(s.handle(func(_ http.ResponseWriter, r *http.Request) error {
		return errMethod(r)
	}))

	mux.Get("/livez", s.handle(s.live))
	mux.Get("/readyz", s.handle(s.ready))

	mux.Get("/", s.handle(s.home))
	mux.Get("/assets/*", s.handle(s.asset))
	mux.Get("/embed/territoires/{item}", s.read(s.embed))

	mux.Get("/collections", s.read(s.collections))
	mux.Get("/collections/{collection}", s.read(s.collection))
	mux.Get("/collections/{collection}/items", s.read(s.items))
	mux.Get("/collections/{collection}/items/{item}", s.read(s.item))
	mux.Get("/collections/territoires/items/{item}/constats", s.read(s.findings))
	mux.Get("/collections/territoires/items/{item}/membres", s.read(s.members))

	mux.Get("/style.json", s.handle(s.style))
	mux.Get("/fonts/{fontstack}/{file}", s.handle(s.glyphs))
	mux.Get("/fonts/{digest}/{fontstack}/{file}", s.handle(s.glyphs))
	mux.Get("/tiles.json", s.handle(s.tileJSON))
	mux.Get("/tiles/{edition}.json", s.handle(s.editionTileJSON))
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
		e := s.shelf.current.Load()
		switch {
		case e == nil:
			return errNoEdition()
		case e.Atlas == nil:
			return errArchive(r)
		default:
			return h(w, r, e)
		}
	})
}

// hasArchive tells whether an archive of tiles is all that there is.
func (s *Server) hasArchive() bool {
	e := s.shelf.current.Load()
	return e != nil && e.Atlas == nil
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
	revalidate   = "public, no-cache"                    // ask each time whether it changed
	forAnInstant = "public, max-age=30"                  // then ask whether it changed
	forever      = "public, max-age=31536000, immutable" // its address changes when it does
)
