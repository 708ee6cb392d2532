package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"

	"perimetre/tiles/pmtiles"
	"perimetre/web"
)

// serveArchive answers the tiles of an archive until the context ends. A file that takes its place is seen at the next start.
func (f serveFlags) serveArchive(ctx context.Context, path string, log *slog.Logger) (err error) {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("archive %s: no such file: make it with perimetre tiles", path)
	}
	if err != nil {
		return fmt.Errorf("archive: %w: give one that can be read", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	archive, err := pmtiles.Open(file, info.Size())
	if err != nil {
		return fmt.Errorf("%s: %w: give an archive that perimetre tiles wrote, or another PMTiles archive", path, err)
	}
	digest, err := archive.Digest()
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	server := web.New(f.config(log))
	server.PublishTiles(archive, "archive-"+digest)
	return f.answer(ctx, server, func(context.Context) {})
}
