package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"perimetre/geo"
	"perimetre/tiles/mvt"
)

// pyramidDeepest is the last zoom of the archive.
const pyramidDeepest = 12

// pyramidComparison is every tile of France in one file.
func pyramidComparison() comparison {
	const ours = "perimetre tiles"
	var zooms []sizes
	return comparison{
		name:  "pyramid",
		title: "The whole pyramid",
		setting: "A whole process that reads the edition of a GeoPackage and writes an archive (PMTiles) of zooms 0 to 12 with every layer:\n" +
			"communes, EPCI, départements, regions, territories, borders, labels and findings.",
		memory:  peak,
		postgis: true,
		ways: func(ctx context.Context, b *bench) ([]*way, error) {
			path, err := b.france(ctx)
			if err != nil {
				return nil, err
			}
			program, err := b.program(ctx)
			if err != nil {
				return nil, err
			}
			if zooms, err = b.sizes(ctx, path); err != nil {
				return nil, err
			}
			return []*way{{name: ours, runs: 3, work: b.process(program, "tiles", "--store", path,
				"-o", b.path("france.pmtiles"), "--maxzoom", strconv.Itoa(pyramidDeepest), "--format", "json")}}, nil
		},
		targets: []target{
			within(ours, 8*time.Second),
			below(ours, 500e6),
			{
				text: "tiles of EPCI and communes no larger than those of ST_AsMVT at any zoom",
				measure: func(func(string) *way) (string, bool) {
					worst := 0.0
					for _, z := range zooms {
						worst = max(worst, z.ratio())
					}
					return fmt.Sprintf("%.2f× at most, gzipped", worst), worst <= 1
				},
			},
		},
		more: func(named func(string) *way) string {
			return archiveTable(named(ours).samples[0].said) + "\n" + sizesTable(zooms)
		},
	}
}

// archiveTable tells what is in an archive, from the summary that the program prints of it.
func archiveTable(summary string) string {
	var archive struct {
		Size, Tiles int64
		Zooms       []struct{ Zoom, Tiles, Bytes, Packed int64 }
	}
	if err := json.Unmarshal([]byte(summary), &archive); err != nil {
		return fmt.Sprintf("perimetre tiles tells no summary: %v: %s\n", err, summary)
	}
	var s strings.Builder
	fmt.Fprintf(&s, "The archive has %d tiles in %s:\n\n| zoom | tiles | bytes | gzipped |\n|---:|---:|---:|---:|\n", archive.Tiles, bytes(archive.Size))
	for _, z := range archive.Zooms {
		fmt.Fprintf(&s, "| %d | %d | %s | %s |\n", z.Zoom, z.Tiles, bytes(z.Bytes), bytes(z.Packed))
	}
	return s.String()
}

// sizes is the bytes of a tile at a zoom, on average over so many tiles, with the same layers.
type sizes struct {
	zoom         uint8
	tiles        int
	layers       []string
	ours, theirs weight
}

// ratio is how many times larger our tiles are.
func (s sizes) ratio() float64 { return float64(s.ours.gzipped) / float64(s.theirs.gzipped) }

// sizes compares our tiles with those of ST_AsMVT at every zoom, in the layers that both have there.
func (b *bench) sizes(ctx context.Context, path string) (zooms []sizes, err error) {
	a, err := readAtlas(ctx, path)
	if err != nil {
		return nil, err
	}
	if err := b.loadTiles(ctx, a); err != nil {
		return nil, err
	}
	ours, err := b.serve(ctx, b.self, "do", "serve-pyramid", path)
	if err != nil {
		return nil, err
	}
	theirs, err := b.serve(ctx, b.self, "do", "serve-asmvt", b.postgis.address)
	if err != nil {
		return nil, err
	}
	first := map[string]uint8{}
	for _, layer := range mvt.New(a, mvt.Options{}).TileJSON().VectorLayers {
		first[layer.ID] = layer.MinZoom
	}
	for zoom := range uint8(pyramidDeepest + 1) {
		ids := drawn(land(a, zoom, true), tilesMost)
		s := sizes{zoom: zoom, tiles: len(ids)}
		for _, level := range []geo.Level{geo.EPCI, geo.Communes} {
			layer := level.String()
			if zoom < first[layer] {
				continue
			}
			s.layers = append(s.layers, layer)
			asked := paths("/"+layer+"/", ids, "")
			if err := s.ours.add(ctx, ours.address, asked); err != nil {
				return nil, err
			}
			if err := s.theirs.add(ctx, theirs.address, asked); err != nil {
				return nil, err
			}
		}
		if len(s.layers) > 0 {
			zooms = append(zooms, s)
		}
	}
	return zooms, nil
}

// add adds what a tile of a server weighs.
func (w *weight) add(ctx context.Context, address string, paths []string) error {
	tile, err := weigh(ctx, address, paths, identity)
	w.size += tile.size
	w.gzipped += tile.gzipped
	return err
}

func sizesTable(zooms []sizes) string {
	var s strings.Builder
	s.WriteString("Bytes of a tile on average, in the same layers, over tiles where a commune lies, 200 of each zoom at most:\n\n" +
		"| zoom | tiles | layers | perimetre | ST_AsMVT | perimetre, gzipped | ST_AsMVT, gzipped | ratio |\n" +
		"|---:|---:|---|---:|---:|---:|---:|---:|\n")
	for _, z := range zooms {
		fmt.Fprintf(&s, "| %d | %d | %s | %s | %s | %s | %s | %.2f |\n", z.zoom, z.tiles, strings.Join(z.layers, ", "),
			bytes(z.ours.size), bytes(z.theirs.size), bytes(z.ours.gzipped), bytes(z.theirs.gzipped), z.ratio())
	}
	return s.String()
}
