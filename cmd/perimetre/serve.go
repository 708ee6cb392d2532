package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"

	"golang.org/x/sync/errgroup"

	datastore "perimetre/data/store"
	"perimetre/geo"
	"perimetre/web"
)

type serveFlags struct {
	policyFlag
	Addr    string `default:"127.0.0.1:8080" help:"Address to listen on."`
	BaseURL string `name:"base-url" placeholder:"URL" help:"Public address of the service, when a proxy stands before it."`
}

type serveCmd struct {
	Store   string `placeholder:"STORE" help:"A path that ends in .gpkg, or a postgres:// address."`
	Archive string `excludes:"policy" placeholder:"FILE" help:"Serve the tiles of a PMTiles archive and nothing else, in the place of a store."`
	serveFlags
}

// Run implements the verb.
func (c *serveCmd) Run(ctx context.Context, log *slog.Logger) error {
	log.Info("configuration", "store", redacted(c.Store), "archive", c.Archive, "addr", c.Addr, "base_url", c.BaseURL)
	switch {
	case c.Archive != "" && c.Store != "":
		return errors.New("a store and an archive: give --store or --archive, not both (PERIMETRE_STORE and PERIMETRE_ARCHIVE count too)")
	case c.Archive != "":
		return c.serveArchive(ctx, c.Archive, log)
	case c.Store == "":
		return errors.New("nothing to serve: give --store STORE, or --archive FILE")
	}
	s, err := openStore(ctx, c.Store)
	if err != nil {
		return err
	}
	return errors.Join(c.serve(ctx, s, log), s.Close())
}

// serve answers until the context ends. It reads the published edition, then each one that is published after it, and former
// ones that are asked for. A store that goes away stops nothing but that.
func (f serveFlags) serve(ctx context.Context, s store, log *slog.Logger) error {
	policy, err := f.read()
	if err != nil {
		return err
	}
	defer hurry()()
	config := f.config(log)
	config.Ready = s.Ping
	config.Policy = policy
	config.Edition = func(ctx context.Context, number int64) (*geo.Edition, error) {
		e, err := readEdition(ctx, s, number, policy)
		if errors.Is(err, datastore.ErrNoEdition) {
			return nil, nil
		}
		return e, err
	}
	server := web.New(config)
	show := func(number int64) error {
		err := server.PublishEdition(ctx, number)
		if err != nil {
			log.Error("edition cannot be read: the former one stays", "edition", number, "error", err)
		}
		return err
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
	return f.answer(ctx, server, func(ctx context.Context) {
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
	})
}

// config is what the flags say.
func (f serveFlags) config(log *slog.Logger) web.Config {
	return web.Config{Logger: log, Version: version(), BaseURL: f.BaseURL}
}

// answer listens until the context ends, and watches meanwhile.
func (f serveFlags) answer(ctx context.Context, server *web.Server, watch func(context.Context)) error {
	listener, err := net.Listen("tcp", f.Addr)
	if err != nil {
		return fmt.Errorf("%w: choose another address with --addr", err)
	}
	fmt.Printf("perimetre is ready: http://%s/\n", listener.Addr())
	settle()
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return server.Serve(ctx, listener) })
	group.Go(func() error {
		watch(ctx)
		return nil
	})
	return group.Wait()
}
