package web

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http"
	"regexp"
	"runtime/debug"
	"time"

	"github.com/go-chi/chi/v5/middleware"
	"github.com/klauspost/compress/gzhttp"
)

// compress answers in gzip to those who accept it, and marks the entity tag.
func compress() func(http.Handler) http.Handler {
	wrap, err := gzhttp.NewWrapper(gzhttp.EnableZstd(false), gzhttp.SuffixETag(gzipSuffix))
	if err != nil {
		panic(fmt.Sprintf("options of gzhttp: %v", err))
	}
	return func(next http.Handler) http.Handler { return wrap(next) }
}

type requestIDKey struct{}

// identify gives each request an identifier: that of the X-Request-Id header when it is plain, else a random one.
// The answer carries it too.
func identify(next http.Handler) http.Handler {
	plain := regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := r.Header.Get("X-Request-Id")
		if !plain.MatchString(id) {
			id = rand.Text()[:12]
		}
		w.Header().Set("X-Request-Id", id)
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), requestIDKey{}, id)))
	})
}

func requestID(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}

// observe logs one line per request; bytes are counted before compression. Those of tiles that were answered are for
// debugging: maps ask for hundreds.
func (s *Server) observe(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		wrapped := middleware.NewWrapResponseWriter(w, r.ProtoMajor)
		defer func() {
			level := slog.LevelInfo
			switch {
			case wrapped.Status() == http.StatusInternalServerError:
				level = slog.LevelError
			case r.URL.Path == "/livez" || r.URL.Path == "/readyz":
				level = slog.LevelDebug
			case isTile(r.URL.Path) && wrapped.Status() < http.StatusBadRequest:
				level = tileLevel
			}
			s.log.Log(r.Context(), level, "request",
				"method", r.Method, "path", r.URL.Path, "query", r.URL.RawQuery,
				"status", wrapped.Status(), "bytes", wrapped.BytesWritten(),
				"duration", time.Since(start), "request", requestID(r.Context()))
		}()
		next.ServeHTTP(wrapped, r)
	})
}

// recover turns a panic into an internal error. http.ErrAbortHandler passes: it is how an answer is cut short.
func (s *Server) recover(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			switch cause := recover(); cause {
			case nil:
			case http.ErrAbortHandler:
				panic(cause)
			default:
				s.fail(w, r, fmt.Errorf("panic: %v\n%s", cause, debug.Stack()))
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// anyOrigin lets pages of any site read what we answer, and ask whether they may (Fetch standard, CORS protocol).
func anyOrigin(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("Access-Control-Allow-Origin", "*")
		if r.Method != http.MethodOptions {
			next.ServeHTTP(w, r)
			return
		}
		header.Set("Allow", methods)
		header.Set("Access-Control-Allow-Methods", methods)
		header.Set("Access-Control-Allow-Headers", "*")
		header.Set("Access-Control-Max-Age", "86400")
		w.WriteHeader(http.StatusNoContent)
	})
}
