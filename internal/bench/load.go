package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// load is what wrk asks of a server: paths drawn at random, always in the same order, over eight connections.
type load struct {
	address  string // http://host:port
	paths    []string
	encoding string        // that the client accepts: identity, gzip, br
	lasts    time.Duration // whole seconds
}

// outcome is what came of a load.
type outcome struct {
	requests, bytes, failures int64
	took, tail                time.Duration
}

const connections = 8

// put loads a server.
func (b *bench) put(ctx context.Context, l load) (o outcome, err error) {
	list, err := os.CreateTemp(b.folder, "paths-*")
	if err != nil {
		return o, err
	}
	defer os.Remove(list.Name())
	if _, err := list.WriteString(strings.Join(l.paths, "\n") + "\n"); err != nil {
		return o, err
	}
	if err := list.Close(); err != nil {
		return o, err
	}
	printed, err := output(ctx, "wrk", "--threads", "1", "--connections", strconv.Itoa(connections),
		"--duration", strconv.Itoa(int(l.lasts.Seconds()))+"s", "--timeout", "60s",
		"--header", "Accept-Encoding: "+l.encoding, "--script", b.path("load.lua"), l.address, "--", list.Name())
	if err != nil {
		return o, err
	}
	var took, tail int64
	if _, err := fmt.Sscan(lastLine(printed), &o.requests, &took, &tail, &o.bytes, &o.failures); err != nil {
		return o, fmt.Errorf("wrk: %w\n%s", err, printed)
	}
	o.took, o.tail = time.Duration(took)*time.Microsecond, time.Duration(tail)*time.Microsecond
	return o, nil
}

// loading is the work of a server under load. A request that fails is an error: rates of failures are worth nothing.
func (b *bench) loading(l load) work {
	return func(ctx context.Context) (sample, error) {
		o, err := b.put(ctx, l)
		switch {
		case err != nil:
			return sample{}, err
		case o.requests == 0 || o.failures > 0:
			return sample{}, fmt.Errorf("%s: of %d requests %d failed", l.address, o.requests, o.failures)
		}
		return sample{took: o.took / time.Duration(o.requests), tail: o.tail}, nil
	}
}
