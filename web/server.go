package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"perimetre/geo/atlas"
	"perimetre/web/glyph"
	"perimetre/web/ui"
)

// Config is what a server is told once. The zero value works.
type Config struct {
	Logger  *slog.Logger                // slog.Default() when nil
	Ready   func(context.Context) error // whether the store answers; nil when there is none to ask
	Version string                      // of the program, told by /readyz
	BaseURL string                      // public address without a final slash; that of each request when empty
}

// Server answers HTTP requests from the edition last published. It is safe for concurrent use. New makes one.
type Server struct {
	config  Config
	log     *slog.Logger
	pages   *pages // nil when the binary has no front end
	fonts   *glyph.Set
	current atomic.Pointer[edition]
}

// New makes a server with nothing to show: until the first [Server.Publish], data routes answer 503.
func New(config Config) *Server {
	s := &Server{config: config, log: config.Logger, fonts: glyph.New()}
	if s.log == nil {
		s.log = slog.Default()
	}
	s.config.BaseURL = strings.TrimSuffix(config.BaseURL, "/")
	var err error
	if s.pages, err = newPages(ui.Dist()); err != nil {
		s.log.Warn("pages are off", "reason", err)
	}
	return s
}

// Publish makes an atlas the edition that requests arriving from now on read.
func (s *Server) Publish(a *atlas.Atlas) {
	e := newEdition(a, s.config.Version)
	s.current.Store(e)
	s.log.Info("edition published", "edition", a.Edition.Number, "token", e.token, "territories", len(a.Territories))
}

// Limits of a connection.
const (
	headerTimeout = 10 * time.Second
	idleTimeout   = 2 * time.Minute
	graceTimeout  = 10 * time.Second // for requests under way when the server is told to stop
)

// Serve answers on a listener until the context ends, then lets requests under way finish. It closes the listener.
func (s *Server) Serve(ctx context.Context, listener net.Listener) error {
	server := &http.Server{
		Handler:           s.Handler(),
		ReadHeaderTimeout: headerTimeout,
		IdleTimeout:       idleTimeout,
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelWarn),
	}
	stopped := make(chan error, 1)
	go func() {
		<-ctx.Done()
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), graceTimeout)
		defer cancel()
		stopped <- server.Shutdown(grace)
	}()
	s.log.Info("serving", "address", listener.Addr().String())
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve on %s: %w", listener.Addr(), err)
	}
	if err := <-stopped; err != nil {
		return fmt.Errorf("stop serving on %s: %w", listener.Addr(), err)
	}
	s.log.Info("stopped")
	return nil
}

// base is the address that absolute links of an answer start with.
func (s *Server) base(r *http.Request) string {
	switch {
	case s.config.BaseURL != "":
		return s.config.BaseURL
	case r.TLS != nil:
		return "https://" + r.Host
	default:
		return "http://" + r.Host
	}
}
