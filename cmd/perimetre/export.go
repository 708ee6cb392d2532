package main

import (
	"cmp"
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
	if c.Output == "-" || c.Output == "/dev/stdout" { // which may lead to a file that is not to be replaced
		return exportTo(out, a, level)
	}
	return writeFile(c.Output, func(w io.Writer) error { return exportTo(w, a, level) })
}

func exportTo(out io.Writer, a *atlas.Atlas, level geo.Level) error {
	w := geojson.NewWriter(out)
	for i := range a.Units(level) {
		if err := w.Write(a.Feature(level, i)); err != nil {
			return err
		}
	}
	return w.Close()
}

// writeFile writes a file as a whole or not at all. What is there and is no regular file, a pipe or a device, is written to
// directly.
func writeFile(path string, write func(io.Writer) error) error {
	path = target(path)
	former, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if _, err := os.Stat(filepath.Dir(path)); err != nil {
			return fmt.Errorf("%s: there is no such folder: create it, or give another path", filepath.Dir(path))
		}
		return replaceFile(path, nil, write)
	case err != nil:
		return err
	case former.IsDir():
		return fmt.Errorf("%s is a folder: give the path of a file", path)
	case former.Mode().IsRegular():
		return replaceFile(path, former, write)
	}
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return errors.Join(write(file), file.Close())
}

// target follows symbolic links, the last of which may lead to a file that is yet to be made.
func target(path string) string {
	if found, err := filepath.EvalSymlinks(path); err == nil {
		return found
	}
	link, err := os.Readlink(path)
	if err != nil || filepath.IsAbs(link) {
		return cmp.Or(link, path)
	}
	return filepath.Join(filepath.Dir(path), link)
}

// replaceFile writes a file beside its place and moves it there once it is whole: a failure leaves what was there. It gets
// the mode of the former one; where there was none, what the umask leaves.
func replaceFile(path string, former fs.FileInfo, write func(io.Writer) error) error {
	beside := fmt.Sprintf("%s.%d.part", path, os.Getpid())
	file, err := os.OpenFile(beside, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return fmt.Errorf("write %s: %w", path, errors.Unwrap(err)) // which would name the file beside
	}
	if former != nil {
		err = file.Chmod(former.Mode().Perm())
	}
	if err == nil {
		err = write(file)
	}
	if err = errors.Join(err, file.Close()); err == nil {
		err = os.Rename(beside, path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("write %s: %w", path, err), os.Remove(beside))
	}
	return nil
}
