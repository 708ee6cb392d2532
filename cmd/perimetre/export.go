package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
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
	return writeFile(c.Output, func(w io.Writer) error { return exportTo(w, a, level) })
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

// writeFile writes a file beside its place and moves it there once it is whole: a failure leaves what was there. What is
// there and is no regular file, a pipe or a device, is written to directly.
func writeFile(path string, write func(io.Writer) error) error {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	mode := fs.FileMode(0o666) // less what the umask takes
	switch info, err := os.Stat(path); {
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return err
	case err == nil && info.IsDir():
		return fmt.Errorf("%s is a folder: give the path of a file", path)
	case err == nil && !info.Mode().IsRegular():
		file, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		return errors.Join(write(file), file.Close())
	case err == nil:
		mode = info.Mode().Perm()
	}
	if _, err := os.Stat(filepath.Dir(path)); err != nil {
		return fmt.Errorf("%s: there is no such folder: create it, or give another path", filepath.Dir(path))
	}
	beside := fmt.Sprintf("%s.%d.part", path, os.Getpid())
	file, err := os.OpenFile(beside, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	if err := errors.Join(write(file), file.Close()); err != nil {
		return errors.Join(fmt.Errorf("write %s: %w", path, err), os.Remove(beside))
	}
	return os.Rename(beside, path)
}
