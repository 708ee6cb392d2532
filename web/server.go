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
	"sync"
	"sync/atomic"
	"time"

	"perimetre/geo"
	"perimetre/geo/atlas"
	"perimetre/geo/check"
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

	// Edition reads the edition of a number, so that it can be published and the tiles of a former one can be had; it gives nil, and
	// no error, when there is none. When it is nil itself, former editions are gone some minutes after another took their place.
	Edition func(ctx context.Context, number int64) (*geo.Edition, error)
	Policy  check.Policy // that findings of what Edition reads are made under

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
	shelf      *shelf
	tiles      *tilecache.Cache
	tileFields tileFields
	stopping   atomic.Bool

	publishing sync.Mutex         // of what follows
	preparing  context.CancelFunc // of the edition last published
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
	s.shelf = newShelf(nil)
	if config.Edition != nil {
		s.shelf.open = s.reopen
	}
	var err error
	if s.pages, err = newPages(ui.Dist()); err != nil {
		s.log.Warn("pages are off", "reason", err)
	}
	return s
}

// Publish makes an atlas the edition that requests arriving from now on read. The former one stays readable by the addresses
// of its tiles. What tiles need is made ready in the background, unless it is still there: of an edition that comes back.
func (s *Server) Publish(a *atlas.Atlas) {
	s.publish(newEdition(a, s.config))
}

// PublishEdition is the same for the edition of a number, which Config.Edition reads. One that is in memory, since it is the
// former one or the current one, is read to be compared, and is not made again. No other edition is read meanwhile: the reading of a
// former one starts again afterwards. It needs Config.Edition, and fails as that does, or when there is no edition of the number.
func (s *Server) PublishEdition(ctx context.Context, number int64) error {
	release, err := s.shelf.readings.hold(ctx)
	if err != nil {
		return fmt.Errorf("edition %d: waiting for its turn: %w", number, err)
	}
	defer release()
	read, err := s.config.Edition(ctx, number)
	switch {
	case err != nil:
		return err
	case read == nil:
		return fmt.Errorf("there is no edition %d: publish one that was loaded", number)
	}
	if s.shelf.current.Load() != nil { // else there is nothing to compare with
		if e, _ := s.shelf.find(token(read, s.config.Policy, s.config.Version)); e != nil {
			s.publish(e)
			return nil
		}
	}
	a, _ := atlas.Build(read, s.config.Policy)
	s.Publish(a)
	return nil
}

// PublishTiles makes an archive of tiles what requests arriving from now on read: there are no data then, and no pages. The
// token, which has letters, digits and hyphens only, stands for its contents.
func (s *Server) PublishTiles(archive tiles.Source, token string) {
	s.publish(newArchive(archive, token, s.config))
}

func (s *Server) publish(e *edition) {
	s.publishing.Lock()
	defer s.publishing.Unlock()
	e = s.shelf.put(e)
	if e.Atlas == nil {
		s.log.Info("archive of tiles published", "token", e.token)
	} else {
		s.log.Info("edition published", "edition", e.Edition.Number, "token", e.token, "territories", len(e.Territories))
	}
	s.stopPreparing()
	if source, ok := e.source.(preparer); ok && !s.stopping.Load() {
		ctx, cancel := context.WithCancel(context.Background())
		s.preparing = cancel
		go s.prepare(ctx, source, e.token)
	}
}

func (s *Server) stopPreparing() {
	if s.preparing != nil {
		s.preparing()
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
	read, err := s.config.Edition(ctx, number)
	if err != nil || read == nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err // what follows cannot be interrupted
	}
	a, _ := atlas.Build(read, s.config.Policy)
	e := newEdition(a, s.config)
	s.log.Info("former edition opened", "edition", number, "token", e.token)
	return e, nil
}

// Limits of a connection.
const (
	headerTimeout = 10 * time.Second
	bodyTimeout   = 10 * time.Second // for a body, which no route reads
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
	s.publishing.Lock()
	s.stopping.Store(true)
	s.stopPreparing()
	s.publishing.Unlock()
	_ = listener.Close() // no new connection from here
	time.Sleep(farewell)
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), graceTimeout)
	defer cancel()
	if cut := server.Shutdown(grace); cut != nil {
		err = errors.Join(err, fmt.Errorf("stop serving on %s: %w", listener.Addr(), cut), server.Close())
	}
	s.shelf.readings.interrupt() // nobody waits for it, and whoever closes the store would
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
