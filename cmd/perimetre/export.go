package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"

	"perimetre/data/format/geojson"
	"perimetre/geo"
	"perimetre/geo/atlas"
)

type exportCmd struct {
	editionFlags
	Collection string `required:"" enum:"territoires,regions,departements,epci,communes" help:"One of territoires, epci, communes, departements, regions."`
	Format     string `enum:"geojson" default:"geojson" help:"Format of the file: geojson."`
	Output     string `short:"o" required:"" placeholder:"FILE|-" help:"File to write, or - for standard output."`
}

// Run implements the verb.
func (c *exportCmd) Run(ctx context.Context, log *slog.Logger, out output) error {
	level, err := geo.ParseLevel(c.Collection)
	if err != nil {
		return err
	}
	a, err := c.open(ctx, log)
	if err != nil {
		return err
	}
	if c.Output == "-" {
		return exportTo(out, a, level)
	}
	return replaceFile(c.Output, func(w io.Writer) error { return exportTo(w, a, level) })
}

func exportTo(out io.Writer, a *atlas.Atlas, level geo.Level) error {
	buffered := bufio.NewWriter(out)
	w := geojson.NewWriter(buffered)
	for i := range a.Units(level) {
		if err := w.Write(a.Feature(level, i)); err != nil {
			return err
		}
	}
	return errors.Join(w.Close(), buffered.Flush())
}

// replaceFile writes a file beside its place and moves it there once it is whole: a failure leaves what was there.
func replaceFile(path string, write func(io.Writer) error) error {
	file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return err
	}
	err = errors.Join(write(file), file.Chmod(0o644), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	return nil
}
