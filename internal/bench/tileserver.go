package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"

	"perimetre/tiles"
	"perimetre/tiles/mvt"
)

// encoder makes a tile of one layer anew each time.
type encoder func(ctx context.Context, layer string, id tiles.ID) ([]byte, error)

// How hard tiles are compressed, as the server does.
const (
	gzipLevel   = 6
	brotliLevel = 5
)

// listen serves an encoder at /LAYER/Z/X/Y until the process ends, and prints its address. Nothing is kept of a tile.
func listen(encode encoder) error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{layer}/{z}/{x}/{y}", func(w http.ResponseWriter, r *http.Request) {
		var id tiles.ID
		if _, err := fmt.Sscan(r.PathValue("z")+" "+r.PathValue("x")+" "+r.PathValue("y"), &id.Z, &id.X, &id.Y); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		tile, err := encode(r.Context(), r.PathValue("layer"), id)
		switch {
		case err != nil:
			http.Error(w, err.Error(), http.StatusInternalServerError)
		case len(tile) == 0:
			w.WriteHeader(http.StatusNoContent)
		default:
			w.Header().Set("Content-Type", "application/vnd.mapbox-vector-tile")
			send(w, tile, r.Header.Get("Accept-Encoding"))
		}
	})
	fmt.Printf("http://%s\n", listener.Addr())
	return http.Serve(listener, mux)
}

// send writes a tile in the encoding that is asked for. A client that leaves is no error.
func send(w http.ResponseWriter, tile []byte, encoding string) {
	var compressed io.WriteCloser
	switch encoding {
	case "gzip":
		compressed, _ = gzip.NewWriterLevel(w, gzipLevel) // the level is right
	case "br":
		compressed = brotli.NewWriterLevel(w, brotliLevel)
	default:
		w.Header().Set("Content-Length", strconv.Itoa(len(tile)))
		_, _ = w.Write(tile)
		return
	}
	w.Header().Set("Content-Encoding", encoding)
	_, _ = compressed.Write(tile)
	_ = compressed.Close()
}

// servePyramid serves the pyramid of the edition that a GeoPackage, its argument, publishes.
func servePyramid(ctx context.Context, args []string) error {
	a, err := readAtlas(ctx, args[0])
	if err != nil {
		return err
	}
	pyramid := mvt.New(a, mvt.Options{})
	return listen(func(ctx context.Context, layer string, id tiles.ID) ([]byte, error) {
		return pyramid.Tile(ctx, id, strings.Split(layer, "+"))
	})
}
