package web

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"time"

	"perimetre/geo/atlas"
	"perimetre/tiles"
	"perimetre/web/glyph"
	"perimetre/web/tilecache"
	"perimetre/web/ui"
)

// Config is what a server is told once. The zero value works.
type Config struct {
	Logger  *slog.Logger                // slog.Default() when nil
	Ready   func(context.Context) error // whether the store answers; nil when there is none to ask
	Version string                      // of the program, told by /readyz
	BaseURL string                      // public address without a final slash; that of each request when empty

	// Edition reads the edition of a number again, so that the tiles of a former one can be had; it gives nil, and no error, when
	// there is none. When it is nil itself, former editions are gone some minutes after another took their place.
	Edition func(ctx context.Context, number int64) (*atlas.Atlas, error)

	TileCache int64 // bytes of tiles that are kept, DefaultTileCache when 0; none when negative
}

// DefaultTileCache holds all tiles of France from zoom 0 to 9, compressed.
const DefaultTileCache = 32 << 20

// Server answers HTTP requests from the edition last published. It is safe for concurrent use. New makes one.
type Server struct {
	config     Config
	log        *slog.Logger
	pages      *pages // nil when the binary has no front end
	fonts      *glyph.Set
	current    atomic.Pointer[edition]
	formers    *formers
	tiles      *tilecache.Cache
	tileFields tileFields
	preparing  atomic.Pointer[context.CancelFunc] // of the edition last published
	stopping   atomic.Bool
}

// New makes a server with nothing to show: until the first [Server.Publish], data routes answer 503.
func New(config Config) *Server {
	s := &Server{
		config:     config,
		log:        config.Logger,
		fonts:      glyph.New(),
		tiles:      tilecache.New(cmp.Or(config.TileCache, DefaultTileCache)),
		tileFields: newTileFields(),
	}
	if s.log == nil {
		s.log = slog.Default()
	}
	s.config.BaseURL = strings.TrimSuffix(config.BaseURL, "/")
	s.formers = newFormers(nil)
	if config.Edition != nil {
		s.formers.open = s.reopen
	}
	var err error
	if s.pages, err = newPages(ui.Dist()); err != nil {
		s.log.Warn("pages are off", "reason", err)
	}
	return s
}

// Publish makes an atlas the edition that requests arriving from now on read. The former one stays readable by the addresses
// of its tiles. What tiles need is made ready in the background.
func (s *Server) Publish(a *atlas.Atlas) {
	e := newEdition(a, s.config.Version)
	s.publish(e)
	s.log.Info("edition published", "edition", a.Edition.Number, "token", e.token, "territories", len(a.Territories))
}

// PublishTiles makes an archive of tiles what requests arriving from now on read: there are no data then, and no pages. The
// token, which has letters, digits and hyphens only, stands for its contents.
func (s *Server) PublishTiles(archive tiles.Source, token string) {
	s.publish(newArchive(archive, token))
	s.log.Info("archive of tiles published", "token", token)
}

func (s *Server) publish(e *edition) {
	s.formers.replaced(s.current.Swap(e))
	ctx, cancel := context.WithCancel(context.Background())
	if former := s.preparing.Swap(&cancel); former != nil {
		(*former)()
	}
	if source, ok := e.source.(preparer); ok && !s.stopping.Load() {
		go s.prepare(ctx, source, e.token)
	}
}

// preparer is a source that can do beforehand what its first tiles would wait for.
type preparer interface {
	Prepare(ctx context.Context) error
}

func (s *Server) prepare(ctx context.Context, source preparer, token string) {
	start := time.Now()
	err := source.Prepare(ctx)
	switch {
	case ctx.Err() != nil: // another edition took its place, or the server stops
		return
	case err != nil:
		s.log.Error("tiles are made ready as they are asked for", "token", token, "error", err)
		return
	}
	debug.FreeOSMemory() // half of what that took is garbage
	s.log.Debug("tiles are ready", "token", token, "duration", time.Since(start))
}

// reopen makes a former edition readable again.
func (s *Server) reopen(ctx context.Context, number int64) (*edition, error) {
	a, err := s.config.Edition(ctx, number)
	if err != nil || a == nil {
		return nil, err
	}
	e := newEdition(a, s.config.Version)
	s.log.Info("former edition opened", "edition", number, "token", e.token)
	return e, nil
}

// Limits of a connection.
const (
	headerTimeout = 10 * time.Second
	idleTimeout   = 2 * time.Minute
	graceTimeout  = 10 * time.Second       // for requests under way when the server is told to stop
	farewell      = 250 * time.Millisecond // for clients that keep a connection: their next answer tells that it ends
)

// Serve answers on a listener until the context ends, then lets requests under way finish. It closes the listener.
func (s *Server) Serve(ctx context.Context, listener net.Listener) error {
	server := &http.Server{
		Handler:           s.Handler(),
		ReadHeaderTimeout: headerTimeout,
		IdleTimeout:       idleTimeout,
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelWarn),
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(patientListener{listener, stallTimeout}) }()
	s.log.Info("serving", "address", listener.Addr().String())
	var err error
	select {
	case err = <-ended:
		err = fmt.Errorf("serve on %s: %w", listener.Addr(), err)
	case <-ctx.Done():
	}
	s.stopping.Store(true)
	if cancel := s.preparing.Load(); cancel != nil {
		(*cancel)()
	}
	_ = listener.Close() // no new connection from here
	time.Sleep(farewell)
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), graceTimeout)
	defer cancel()
	if cut := server.Shutdown(grace); cut != nil {
		err = errors.Join(err, fmt.Errorf("stop serving on %s: %w", listener.Addr(), cut), server.Close())
	}
	s.log.Info("stopped")
	return err
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
