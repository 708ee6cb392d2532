package main

import (
	"context"
	"embed"
	"os"
	"path/filepath"
	"strings"
)

// scripts are what drives programs that are no peers of ours by themselves: Node modules, and the load of wrk.
//
//go:embed scripts
var scripts embed.FS

// packages are the peers and the readers that npm installs, by name and version. geojson-vt 5 copies a tile each time that
// it gives it, which costs a third of its speed: the version before is the faster peer.
func packages() []string {
	return []string{mapshaperName, "geojson-vt 4.0.2", "vt-pbf 3.1.3", "@mapbox/vector-tile 3.0.0", "pbf 5.1.2"}
}

// installPeers puts the packages into the folder of a bench, and the scripts beside them, which find them there.
func (b *bench) installPeers(ctx context.Context) error {
	args := []string{"install", "--prefix", b.folder, "--no-fund", "--no-audit"}
	for _, p := range packages() {
		args = append(args, strings.Replace(p, " ", "@", 1))
	}
	if _, err := output(ctx, "npm", args...); err != nil {
		return err
	}
	files, err := scripts.ReadDir("scripts")
	if err != nil {
		return err
	}
	for _, file := range files {
		content, err := scripts.ReadFile("scripts/" + file.Name())
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(b.folder, file.Name()), content, 0o600); err != nil {
			return err
		}
	}
	return nil
}
