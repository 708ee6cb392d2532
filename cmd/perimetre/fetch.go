package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"text/tabwriter"

	"perimetre/data/source/fetch"
)

type fetchCmd struct {
	ID       []string `arg:"" optional:"" help:"Sources to fetch. None lists them."`
	All      bool     `help:"Fetch every source of the manifest."`
	List     bool     `help:"List the sources, and fetch nothing."`
	To       string   `env:"PERIMETRE_CACHE" placeholder:"FOLDER" help:"Folder to keep files in. The user's cache folder when it is not given."`
	Manifest string   `placeholder:"FILE" help:"Sources to choose from, in place of the public ones of France: YAML."`
	Offline  bool     `help:"Take what is there, and reach no server."`
}

// Run implements the verb. Each source that is there is a line: its id, a tabulation, its path.
func (c *fetchCmd) Run(ctx context.Context, log *slog.Logger, out output) error {
	manifest, err := c.manifest()
	if err != nil {
		return err
	}
	folder, err := c.folder()
	if err != nil {
		return err
	}
	sources, err := manifest.Choose(c.ID)
	if err != nil {
		return err
	}
	fetcher := fetch.New(folder)
	fetcher.Offline = c.Offline
	if c.List || len(c.ID) == 0 && !c.All {
		return listSources(out, fetcher, sources)
	}
	progress := newProgress(os.Stderr, log)
	fetcher.Progress = func(id string, done, total int64) { progress.step("fetch "+id, done, total) }
	var failures []error
	for _, source := range sources {
		fetched, err := fetcher.Fetch(ctx, source)
		progress.finish()
		if err != nil {
			failures = append(failures, err)
			if ctx.Err() != nil {
				break
			}
			continue
		}
		if fetched.Former != "" {
			log.Warn("the publisher gives another file than before", "source", source.ID, "sha256", fetched.SHA256, "before", fetched.Former)
		}
		log.Info("source in the cache", "source", source.ID, "state", string(fetched.State), "bytes", fetched.Size, "sha256", fetched.SHA256)
		fmt.Fprintf(out, "%s\t%s\n", source.ID, fetched.Path)
	}
	return errors.Join(failures...)
}

func (c *fetchCmd) manifest() (fetch.Manifest, error) {
	if c.Manifest == "" {
		return fetch.France(), nil
	}
	file, err := os.Open(c.Manifest)
	if err != nil {
		return fetch.Manifest{}, err
	}
	defer file.Close()
	return fetch.Read(file, filepath.Base(c.Manifest))
}

func (c *fetchCmd) folder() (string, error) {
	if c.To != "" {
		return c.To, nil
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("%w: give a folder with --to", err)
	}
	return filepath.Join(cache, "perimetre"), nil
}

func listSources(out output, fetcher *fetch.Fetcher, sources []fetch.Source) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "ID\tVINTAGE\tSTATE\tTITLE\tPUBLISHER\tLICENCE\tPAGE")
	for _, s := range sources {
		fmt.Fprintf(w, "%s\t%d\t%s\t%s\t%s\t%s\t%s\n", s.ID, s.Vintage, fetcher.Look(s), s.Title, s.Publisher, s.Licence, s.Page)
	}
	return w.Flush()
}
