package main

import "path/filepath"

const mapshaperVersion = "0.7.70"

// mapshaperName is the peer in the tables.
const mapshaperName = "mapshaper " + mapshaperVersion

// mapshaper is the work of a mapshaper process.
func (b *bench) mapshaper(args ...string) work {
	return b.process(filepath.Join(b.folder, "node_modules", ".bin", "mapshaper"), args...)
}
