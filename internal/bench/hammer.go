package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"perimetre/tiles"
)

// hammer loads a server while editions are published one after the other, and counts what comes of it.
type hammer struct {
	server    *child
	store     string
	ids       []tiles.ID
	prefixes  [2]string // of the tiles of editions 1 and 2
	published atomic.Int64
	left      int // clients, in the middle of an answer
	watch     watch

	requests, failures int64
	early, peak        int64 // memory, after two editions and in the end
}

// current is what the path of a tile begins with, whatever the edition.
const current = "/tiles/"

// prepare makes a GeoPackage of two editions, with different lists of territories, and starts a server of it.
func (h *hammer) prepare(ctx context.Context, b *bench) error {
	h.store = b.path("editions.gpkg")
	for _, list := range []string{"territoires-industrie-183-2024.csv", "territoires-industrie-183-2023.csv"} {
		if _, err := output(ctx, b.self, "do", "ingest", h.store, list); err != nil {
			return err
		}
	}
	a, err := readAtlas(ctx, h.store)
	if err != nil {
		return err
	}
	for zoom := uint8(5); zoom <= 10; zoom++ {
		h.ids = append(h.ids, drawn(land(a, zoom, false), tilesMost)...)
	}
	if h.server, err = b.perimetre(ctx, h.store); err != nil {
		return err
	}
	if h.prefixes[1], err = tilesOf(ctx, h.server.address); err != nil {
		return err
	}
	h.prefixes[0], err = h.publish(ctx, b, 1)
	return err
}

// publish publishes an edition, and waits until it is served.
func (h *hammer) publish(ctx context.Context, b *bench, edition int) (prefix string, err error) {
	program, err := b.program(ctx)
	if err != nil {
		return "", err
	}
	former, err := tilesOf(ctx, h.server.address)
	if err != nil {
		return "", err
	}
	if _, err := output(ctx, program, "publish", "--store", h.store, "--edition", strconv.Itoa(edition)); err != nil {
		return "", err
	}
	for deadline := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) {
		switch prefix, err = tilesOf(ctx, h.server.address); {
		case err != nil || prefix != former:
			return prefix, err
		case time.Now().After(deadline):
			return "", fmt.Errorf("edition %d was published and is not served after %v", edition, patience)
		}
	}
}

// run loads the server until there were enough requests and enough editions. That it takes too long is an error.
func (h *hammer) run(ctx context.Context, b *bench) (sample, error) {
	ctx, cancel := context.WithTimeout(ctx, hammerMost)
	defer cancel()
	group, meanwhile := errgroup.WithContext(ctx)
	for _, other := range []func(context.Context) error{
		func(ctx context.Context) error { return h.publishAll(ctx, b) },
		func(ctx context.Context) error { return h.watch.look(ctx, h) },
		h.leave,
	} {
		group.Go(func() error { return other(meanwhile) })
	}
	var all sample
	var took time.Duration
	for h.requests < hammerRequests || h.published.Load() < hammerEditions {
		o, err := b.put(meanwhile, load{
			address: h.server.address, paths: paths(current, h.ids, ".mvt"), encoding: "gzip", lasts: hammerLasts,
		})
		if err != nil {
			cancel()
			return sample{}, errors.Join(group.Wait(), err)
		}
		h.requests += o.requests
		h.failures += o.failures
		took += o.took
		all.tail = max(all.tail, o.tail)
		if h.early == 0 || h.published.Load() <= 2 {
			h.early = h.server.peak()
		}
	}
	if meanwhile.Err() != nil {
		return sample{}, group.Wait()
	}
	h.peak = h.server.peak()
	all.took = took / time.Duration(h.requests)
	cancel()
	_ = group.Wait() // the others fail of being interrupted
	return all, nil
}

// publishAll publishes the editions in turn until the context ends.
func (h *hammer) publishAll(ctx context.Context, b *bench) error {
	for i := 1; ; i++ {
		edition := i%2 + 1
		prefix, err := h.publish(ctx, b, edition)
		switch {
		case err != nil:
			return err
		case prefix != h.prefixes[edition-1]:
			return fmt.Errorf("edition %d is served at %s, and was at %s", edition, prefix, h.prefixes[edition-1])
		}
		h.published.Add(1)
	}
}

// leave asks for tiles over connections that it closes after the first byte, until the context ends.
func (h *hammer) leave(ctx context.Context) error {
	host := strings.TrimPrefix(h.server.address, "http://")
	asked := paths(current, h.ids, ".mvt")
	for ; ctx.Err() == nil; h.left++ {
		conn, err := net.Dial("tcp", host)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: %s\r\n\r\n", asked[h.left%len(asked)], host)
		if err == nil {
			_, err = io.ReadFull(conn, make([]byte, 1))
		}
		if err := errors.Join(err, conn.Close()); err != nil {
			return fmt.Errorf("a client that would leave: %w", err)
		}
		time.Sleep(20 * time.Millisecond)
	}
	return nil
}
