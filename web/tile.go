package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"

	"perimetre/web/negotiate"
	"perimetre/web/tilecache"
)

// tileHandler answers tiles: the kept ones on a short way of their own, the others by what every request goes through, but for
// compression, which tiles have already.
func (s *Server) tileHandler() http.Handler {
	long := identify(s.observe(s.recover(anyOrigin(s.handle(s.tile)))))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.keptTile(w, r) {
			long.ServeHTTP(w, r)
		}
	})
}

// isTile tells the paths that the handler of tiles answers: all that begin as those of tiles do, but the descriptions.
func isTile(path string) bool {
	name, isBelow := strings.CutPrefix(path, tilePrefix)
	return isBelow && (!strings.HasSuffix(name, ".json") || strings.Contains(name, "/"))
}

// keptTile answers a tile that is kept; it tells whether it did. It writes no log line and gives no identifier: both would
// cost more than the answer. Where lines of that level are wanted it leaves the request to the long way.
func (s *Server) keptTile(w http.ResponseWriter, r *http.Request) bool {
	if r.Method != http.MethodGet && r.Method != http.MethodHead || s.log.Enabled(r.Context(), tileLevel) {
		return false
	}
	layers, isLayers := strings.CutPrefix(r.URL.RawQuery, "layers=")
	isPlain := r.URL.RawQuery == "" || isLayers && layers != "" && !strings.ContainsAny(layers, "%+&;") // that parsing would change
	address, errAddress := parseTile(r.URL.Path)
	coding, errCoding := negotiate.Encoding(r.Header["Accept-Encoding"])
	if !isPlain || errAddress != nil || errCoding != nil {
		return false
	}
	key := tilecache.Key{Edition: address.edition, ID: address.id, Layers: layers, Coding: coding}
	if e := s.shelf.current.Load(); address.edition == "" && e != nil {
		key.Edition = e.token
	}
	answer, ok := s.tiles.Find(key)
	if ok {
		s.sendTile(w, r, address, coding, answer)
	}
	return ok
}

// tileLevel is that of the log lines of tiles that were answered.
const tileLevel = slog.LevelDebug

// tile answers one vector tile: 204 when it is empty, 404 when it is not within the limits that TileJSON tells.
func (s *Server) tile(w http.ResponseWriter, r *http.Request) error {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return errMethod(r)
	}
	address, err := parseTile(r.URL.Path)
	if err != nil {
		return err
	}
	values, err := parameters(r, "layers")
	if err != nil {
		return err
	}
	coding, err := negotiate.Encoding(r.Header["Accept-Encoding"])
	switch {
	case errors.Is(err, negotiate.ErrNotAcceptable):
		return &problem{kind: notAcceptable, detail: "tiles are given in br, gzip or identity: Accept-Encoding takes none of them"}
	case err != nil:
		return &problem{kind: badRequest, detail: "the field Accept-Encoding cannot be read: " + err.Error()}
	}
	e, err := s.edition(r.Context(), address.edition)
	if err != nil {
		return err
	}
	layers, err := e.layers(values)
	if err != nil {
		return err
	}
	if !e.description.Holds(address.id) {
		d := e.description
		return notFoundf("tile %v is outside: zooms go from %d to %d, longitudes from %g to %g, latitudes from %g to %g",
			address.id, d.MinZoom, d.MaxZoom, d.Bounds[0], d.Bounds[2], d.Bounds[1], d.Bounds[3])
	}
	key := tilecache.Key{Edition: e.token, ID: address.id, Layers: strings.Join(layers, ","), Coding: coding}
	answer, err := s.tiles.Get(r.Context(), key, func(ctx context.Context) ([]byte, error) {
		return e.source.Tile(ctx, address.id, layers)
	})
	if err != nil {
		return err
	}
	s.sendTile(w, r, address, coding, answer)
	return nil
}

// edition gives the edition of a token; the current one when it is empty.
func (s *Server) edition(ctx context.Context, token string) (*edition, error) {
	current := s.shelf.current.Load()
	switch {
	case current == nil:
		return nil, errNoEdition()
	case token == "" || token == current.token:
		return current, nil
	}
	e, err := s.shelf.get(ctx, token)
	if ctx.Err() != nil {
		return nil, ctx.Err() // the client has gone
	}
	if err != nil {
		s.log.Warn("a former edition cannot be opened", "token", token, "error", err)
		return nil, &problem{kind: unavailable, detail: "edition " + brief(token) + " cannot be opened now: ask again in a moment"}
	}
	if e == nil {
		return nil, notFoundf("edition %s is not served: the current one is %s, see /tiles.json", brief(token), current.token)
	}
	return e, nil
}

// tileFields is the values of header fields that all tiles share, made once.
type tileFields struct {
	codings                                             [3][]string
	anyOrigin, contentType, vary, forever, forAnInstant []string
}

func newTileFields() tileFields {
	return tileFields{
		codings:      [...][]string{negotiate.Gzip: {negotiate.Gzip.String()}, negotiate.Brotli: {negotiate.Brotli.String()}},
		anyOrigin:    []string{"*"},
		contentType:  []string{typeTile},
		vary:         []string{"Accept-Encoding"},
		forever:      []string{forever},
		forAnInstant: []string{forAnInstant},
	}
}

// sendTile answers a tile, or that the client has it. Names of fields are written as net/http keeps them.
func (s *Server) sendTile(w http.ResponseWriter, r *http.Request, address tileAddress, coding negotiate.Coding, a *tilecache.Answer) {
	header := w.Header()
	header["Access-Control-Allow-Origin"] = s.tileFields.anyOrigin
	header["Etag"] = a.Tag
	header["Vary"] = s.tileFields.vary
	header["Cache-Control"] = s.tileFields.forever
	if address.edition == "" {
		header["Cache-Control"] = s.tileFields.forAnInstant
	}
	switch {
	case negotiate.Match(r.Header["If-None-Match"], a.Opaque):
		w.WriteHeader(http.StatusNotModified)
	case len(a.Body) == 0:
		w.WriteHeader(http.StatusNoContent)
	default:
		header["Content-Type"] = s.tileFields.contentType
		header["Content-Length"] = a.Length
		if coding != negotiate.Identity {
			header["Content-Encoding"] = s.tileFields.codings[coding]
		}
		w.WriteHeader(http.StatusOK) // which HEAD has too, and the log tells
		if r.Method != http.MethodHead {
			_, _ = w.Write(a.Body)
		}
	}
}
