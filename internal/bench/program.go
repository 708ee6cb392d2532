package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"
)

// program gives the program that users run, which it builds when it is not there.
func (b *bench) program(ctx context.Context) (path string, err error) {
	path = b.path("perimetre-program")
	if !exists(path) {
		_, err = output(ctx, "go", "build", "-o", path, "perimetre/cmd/perimetre")
	}
	return path, err
}

// perimetre starts the server of a store, and waits for it to be ready.
func (b *bench) perimetre(ctx context.Context, store string) (*child, error) {
	program, err := b.program(ctx)
	if err != nil {
		return nil, err
	}
	c, err := b.serve(ctx, program, "serve", "--store", store, "--addr", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	for {
		_, err := fetch(ctx, c.address+"/readyz", identity)
		if err == nil {
			c.ready = time.Since(c.started)
			return c, nil
		}
		if time.Since(c.started) > patience {
			return nil, c.failure(err)
		}
		time.Sleep(time.Millisecond)
	}
}

// tilesOf gives the path of the tiles of the current edition of a server, up to the zoom.
func tilesOf(ctx context.Context, address string) (prefix string, err error) {
	body, err := fetch(ctx, address+"/tiles.json", identity)
	if err != nil {
		return "", err
	}
	var description struct {
		Tiles []string `json:"tiles"`
	}
	if err := json.Unmarshal(body, &description); err != nil {
		return "", fmt.Errorf("%s/tiles.json: %w", address, err)
	}
	if len(description.Tiles) == 0 {
		return "", errors.New(address + "/tiles.json names no tiles")
	}
	prefix, rest, ok := strings.Cut(description.Tiles[0], "{z}")
	if !ok || rest != "/{x}/{y}.mvt" {
		return "", fmt.Errorf("%s/tiles.json: %s is not …/{z}/{x}/{y}.mvt", address, description.Tiles[0])
	}
	u, err := url.Parse(prefix)
	if err != nil {
		return "", err
	}
	return u.Path, nil
}
