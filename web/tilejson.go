package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// tileJSON describes the tiles of the current edition, or some of their layers (TileJSON 3.0.0).
func (s *Server) tileJSON(w http.ResponseWriter, r *http.Request) error {
	return s.describeTiles(w, r, "")
}

// editionTileJSON describes the tiles of any edition.
func (s *Server) editionTileJSON(w http.ResponseWriter, r *http.Request) error {
	token := part(r, "edition")
	if token == "" { // which chi takes for a part of a path
		return notFoundf("nothing is at %s: the tiles of the current edition are described at /tiles.json", brief(r.URL.Path))
	}
	return s.describeTiles(w, r, token)
}

// describeTiles answers a TileJSON whose tiles never change: their address says the edition, and the layers where they were
// chosen.
func (s *Server) describeTiles(w http.ResponseWriter, r *http.Request, token string) error {
	values, err := parameters(r, "layers")
	if err != nil {
		return err
	}
	e, err := s.edition(r.Context(), token)
	if err != nil {
		return err
	}
	layers, err := e.layers(values)
	if err != nil {
		return err
	}
	description := e.description.Select(layers)
	address := s.base(r) + tilePrefix + e.token + "/{z}/{x}/{y}.mvt"
	if layers != nil {
		escaped := slices.Clone(layers)
		for i := range escaped {
			escaped[i] = url.QueryEscape(escaped[i])
		}
		address += "?layers=" + strings.Join(escaped, ",")
	}
	description.Tiles = []string{address}
	return writeJSON(w, r, e, description)
}
