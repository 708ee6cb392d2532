package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"time"

	"perimetre/tiles"
	"perimetre/tiles/mvt"
	"perimetre/web/negotiate"
	"perimetre/web/tilecache"
)

// encoder makes a tile of one layer anew each time.
type encoder struct {
	codings bool // whether it compresses: else it is only asked for the identity
	encode  func(ctx context.Context, layer string, id tiles.ID, coding negotiate.Coding) (tile []byte, err error)
}

// listen serves tiles at /LAYER/Z/X/Y until the process ends, and prints its address. Nothing is kept of a tile.
func (e encoder) listen() error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{layer}/{z}/{x}/{y}", func(w http.ResponseWriter, r *http.Request) {
		id, err := tileOf(r)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		coding, err := negotiate.Encoding(r.Header["Accept-Encoding"])
		if err != nil {
			http.Error(w, err.Error(), http.StatusNotAcceptable)
			return
		}
		if !e.codings {
			coding = negotiate.Identity
		}
		tile, err := e.encode(r.Context(), r.PathValue("layer"), id, coding)
		switch {
		case err != nil:
			http.Error(w, err.Error(), http.StatusInternalServerError)
		case len(tile) == 0:
			w.WriteHeader(http.StatusNoContent)
		default:
			w.Header().Set("Content-Type", "application/vnd.mapbox-vector-tile")
			if coding != negotiate.Identity {
				w.Header().Set("Content-Encoding", coding.String())
			}
			w.Header().Set("Content-Length", strconv.Itoa(len(tile)))
			_, _ = w.Write(tile) // a client that leaves is no error
		}
	})
	fmt.Printf("http://%s\n", listener.Addr())
	return http.Serve(listener, mux)
}

// tileOf reads the tile that is asked for.
func tileOf(r *http.Request) (tiles.ID, error) {
	z, errZ := strconv.ParseUint(r.PathValue("z"), 10, 8)
	x, errX := strconv.ParseUint(r.PathValue("x"), 10, 32)
	y, errY := strconv.ParseUint(r.PathValue("y"), 10, 32)
	return tiles.ID{Z: uint8(z), X: uint32(x), Y: uint32(y)}, errors.Join(errZ, errX, errY)
}

// servePyramid serves the pyramid of the edition that a GeoPackage, its argument, publishes: by the cache of the server, which
// is told to keep nothing.
func servePyramid(ctx context.Context, args []string) error {
	a, err := readAtlas(ctx, args[0])
	if err != nil {
		return err
	}
	pyramid, cache := mvt.New(a, mvt.Options{}), tilecache.New(0)
	return encoder{true, func(ctx context.Context, layer string, id tiles.ID, coding negotiate.Coding) ([]byte, error) {
		answer, err := cache.Get(ctx, tilecache.Key{ID: id, Coding: coding}, func(ctx context.Context) ([]byte, error) {
			return pyramid.Tile(ctx, id, []string{layer})
		})
		if err != nil {
			return nil, err
		}
		return answer.Body, nil
	}}.listen()
}

// encoding is the work of making tiles of a pyramid one after the other, on one core.
func encoding(p *mvt.Pyramid, layer string, ids []tiles.ID) work {
	return func(ctx context.Context) (sample, error) {
		made, start := 0, time.Now()
		for ; made%len(ids) != 0 || time.Since(start) < loadLasts; made++ {
			if _, err := p.Tile(ctx, ids[made%len(ids)], []string{layer}); err != nil {
				return sample{}, err
			}
		}
		return sample{took: time.Since(start) / time.Duration(made)}, nil
	}
}
