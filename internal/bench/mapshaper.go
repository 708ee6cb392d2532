package main

import (
	"context"
	"path/filepath"
)

const mapshaperVersion = "0.7.70"

// mapshaperName is the peer in the tables.
const mapshaperName = "mapshaper " + mapshaperVersion

func (b *bench) installMapshaper(ctx context.Context) error {
	_, err := output(ctx, "npm", "install", "--prefix", b.folder, "--no-fund", "--no-audit", "mapshaper@"+mapshaperVersion)
	return err
}

// mapshaper is the work of a mapshaper process.
func (b *bench) mapshaper(args ...string) work {
	return b.process(filepath.Join(b.folder, "node_modules", ".bin", "mapshaper"), args...)
}
