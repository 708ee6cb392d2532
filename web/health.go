package web

import (
	"context"
	"encoding/json"
	"net/http"
	"time"
)

// live tells that the process answers.
func (s *Server) live(w http.ResponseWriter, _ *http.Request) error {
	return writeHealth(w, health{Status: "live", Version: s.config.Version})
}

// storeTimeout is how long /readyz waits for the store.
const storeTimeout = 2 * time.Second

// ready tells that there is an edition to read, and whether the store answers. A store that is away does not make the
// server unready: it goes on serving the edition it holds.
func (s *Server) ready(w http.ResponseWriter, r *http.Request) error {
	e := s.shelf.current.Load()
	if e == nil {
		return &problem{kind: unavailable, detail: "no edition is published yet"}
	}
	h := health{Status: "ready", Version: s.config.Version, Edition: e.token, Store: "none"}
	if s.config.Ready != nil {
		ctx, cancel := context.WithTimeout(r.Context(), storeTimeout)
		defer cancel()
		h.Store = "reachable"
		if err := s.config.Ready(ctx); err != nil {
			h.Store = "unreachable"
			s.log.Warn("store is away, reads go on", "error", err)
		}
	}
	return writeHealth(w, h)
}

type health struct {
	Status  string `json:"status"`
	Version string `json:"version,omitempty"`
	Edition string `json:"edition,omitempty"`
	Store   string `json:"store,omitempty"` // reachable, unreachable, none
}

func writeHealth(w http.ResponseWriter, h health) error {
	w.Header().Set("Content-Type", typeJSON)
	w.Header().Set("Cache-Control", "no-store")
	_ = json.NewEncoder(w).Encode(h)
	return nil
}
