package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"

	"golang.org/x/sync/errgroup"

	"perimetre/web"
)

type serveFlags struct {
	policyFlag
	Addr    string `default:"127.0.0.1:8080" help:"Address to listen on."`
	BaseURL string `name:"base-url" placeholder:"URL" help:"Public address of the service, when a proxy stands before it."`
}

type serveCmd struct {
	Store string `required:"" placeholder:"STORE" help:"A path that ends in .gpkg, or a postgres:// address."`
	serveFlags
}

// Run implements the verb.
func (c *serveCmd) Run(ctx context.Context, log *slog.Logger) error {
	log.Info("configuration", "store", redacted(c.Store), "addr", c.Addr, "base_url", c.BaseURL)
	s, err := openStore(ctx, c.Store)
	if err != nil {
		return err
	}
	return errors.Join(c.serve(ctx, s, log), s.Close())
}

// serve answers until the context ends. It reads the published edition, then each one that is published after it. A
// store that goes away stops nothing but that.
func (f serveFlags) serve(ctx context.Context, s store, log *slog.Logger) error {
	policy, err := f.read()
	if err != nil {
		return err
	}
	server := web.New(web.Config{Logger: log, Ready: s.Ping, Version: version(), BaseURL: f.BaseURL})
	show := func(number int64) error {
		a, err := readAtlas(ctx, s, number, policy)
		if err != nil {
			log.Error("edition cannot be read: the former one stays", "edition", number, "error", err)
			return err
		}
		server.Publish(a)
		return nil
	}
	number, err := s.Published(ctx)
	if err != nil {
		return err
	}
	if number == 0 {
		log.Warn("no edition is published yet: waiting for one")
	} else if err := show(number); err != nil {
		return err
	}
	listener, err := net.Listen("tcp", f.Addr)
	if err != nil {
		return fmt.Errorf("%w: choose another address with --addr", err)
	}
	fmt.Printf("perimetre is ready: http://%s/\n", listener.Addr())
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return server.Serve(ctx, listener) })
	group.Go(func() error {
		shown := number // Watch tells of it first
		err := s.Watch(ctx, func(number int64) error {
			again := number == shown
			shown = 0
			if again {
				return nil
			}
			return show(number)
		})
		if err != nil && ctx.Err() == nil {
			log.Error("new editions will not be seen", "error", err)
		}
		return nil
	})
	return group.Wait()
}
