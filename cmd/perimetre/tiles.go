package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"os"
	"runtime/debug"
	"slices"
	"strings"

	"perimetre/geo"
	"perimetre/geo/atlas"
	"perimetre/tiles"
	"perimetre/tiles/mvt"
	"perimetre/tiles/pmtiles"
)

// tileFlags choose tiles of an edition.
type tileFlags struct {
	MaxZoom  deepestZoom `name:"maxzoom" default:"12" placeholder:"ZOOM" help:"Deepest zoom, 1 to ${maxzoom}, by default ${default}. It has every vertex; map clients enlarge its tiles beyond."`
	MinZooms firstZooms  `name:"minzoom" placeholder:"LAYER=ZOOM" help:"First zoom of a layer, where it is not the usual one. Several, with commas or each with its own flag."`
	Layers   []string    `placeholder:"LAYER" help:"Layers, with commas, by default all: regions, departements, territoires, epci, communes, limites, etiquettes, constats."`
}

type tilesCmd struct {
	editionFlags
	Output string `short:"o" required:"" placeholder:"FILE" help:"Archive to write (PMTiles): a name that ends in .pmtiles."`
	tileFlags
	Format string `enum:"text,json" default:"text" help:"Form of the summary: text, on standard error, or json, on standard output."`
	Lang   string `enum:"fr,en" default:"fr" help:"Language of the text: fr or en."`
}

// tilesReport tells what an archive holds. Its JSON form is stable: scripts read it.
type tilesReport struct {
	Edition int64          `json:"edition"`
	File    string         `json:"file"`
	Size    int64          `json:"size"`  // of the file, in bytes
	Tiles   int            `json:"tiles"` // at all zooms
	Layers  []string       `json:"layers"`
	Zooms   []pmtiles.Zoom `json:"zooms"`
}

// memoryLimit is the bytes near which garbage is collected more often than gcPercent asks. France lives in 300 MB: it takes 480 MB
// instead of 860 MB then, and no more time. Where more lives, the collector takes half of the time at the worst.
const memoryLimit = 420 << 20

// limitMemory sets the limit, but where the user did.
func limitMemory() {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryLimit)
	}
}

// Run implements the verb.
func (c *tilesCmd) Run(ctx context.Context, log *slog.Logger, out output) error {
	if err := c.fits(); err != nil {
		return err
	}
	limitMemory()
	a, err := c.open(ctx, log)
	if err != nil {
		return err
	}
	pyramid, description, err := c.of(a)
	if err != nil {
		return err
	}
	report := tilesReport{Edition: a.Edition.Number, File: c.Output, Layers: layerNames(description)}
	err = writeFiles(c.Output, func(path string) error {
		progress := newProgress(os.Stderr, log)
		defer progress.finish()
		return report.write(ctx, path, pyramid, description, progress)
	})
	if err != nil {
		return fmt.Errorf("write %s: %w", c.Output, err)
	}
	if c.Format == "json" {
		return json.NewEncoder(out).Encode(report)
	}
	return report.print(os.Stderr, language(c.Lang))
}

// fits fails when there can be no such archive.
func (c *tilesCmd) fits() error {
	if strings.Contains(c.Output, "://") {
		return fmt.Errorf("%s: an archive is written to a file: give its path; perimetre publish -o puts one in a bucket", c.Output)
	}
	if !strings.HasSuffix(strings.ToLower(c.Output), ".pmtiles") {
		return fmt.Errorf("%s: an archive has a name that ends in .pmtiles", c.Output)
	}
	_, _, err := placeOf(c.Output)
	return errors.Join(err, c.spares(c.Output))
}

// of gives the tiles of an edition, and their description.
func (f tileFlags) of(a *atlas.Atlas) (*mvt.Pyramid, tiles.TileJSON, error) {
	pyramid := mvt.New(a, mvt.Options{MaxZoom: uint8(f.MaxZoom), MinZooms: f.MinZooms})
	description, err := f.describe(pyramid.TileJSON(), a.Edition)
	return pyramid, description, err
}

// describe describes the tiles of the chosen layers, those left out that start beyond the deepest zoom. It fails when the flags
// ask for what there is not.
func (f tileFlags) describe(t tiles.TileJSON, e *geo.Edition) (tiles.TileJSON, error) {
	for _, name := range slices.Concat(f.Layers, slices.Sorted(maps.Keys(f.MinZooms))) {
		i := slices.IndexFunc(t.VectorLayers, func(l tiles.VectorLayer) bool { return l.ID == name })
		if i < 0 {
			return t, fmt.Errorf("there is no layer %q: one of %s", name, strings.Join(layerNames(t), ", "))
		}
		if first := t.VectorLayers[i].MinZoom; first > t.MaxZoom {
			return t, fmt.Errorf("layer %s starts at zoom %d and --maxzoom is %d: nothing of it would be there: raise --maxzoom",
				name, first, t.MaxZoom)
		}
	}
	t = t.Select(f.Layers)
	if len(t.VectorLayers) == 0 {
		return t, errors.New("no layer: name some with --layers, or leave that out for all of them")
	}
	for _, name := range slices.Sorted(maps.Keys(f.MinZooms)) {
		if !slices.Contains(layerNames(t), name) {
			return t, fmt.Errorf("--minzoom of layer %s, which --layers does not name: name it there, or leave it out", name)
		}
	}
	t.VectorLayers = slices.DeleteFunc(t.VectorLayers, func(l tiles.VectorLayer) bool { return l.MinZoom > t.MaxZoom })
	t.Attribution = e.Attribution()
	return t, nil
}

func layerNames(t tiles.TileJSON) (names []string) {
	for _, layer := range t.VectorLayers {
		names = append(names, layer.ID)
	}
	return names
}

// write makes the tiles and writes their archive, which is not yet in its place.
func (r *tilesReport) write(ctx context.Context, path string, p *mvt.Pyramid, t tiles.TileJSON, progress *progress) (err error) {
	spool, err := os.Create(path + ".spool")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, spool.Close(), os.Remove(spool.Name())) }()
	progress.step("prepare zooms", 0, 0)
	if err := p.Prepare(ctx); err != nil {
		return err
	}
	var ids []tiles.ID
	for zoom := range t.MaxZoom + 1 {
		ids = append(ids, p.Covering(zoom)...)
	}
	w := pmtiles.NewWriter(spool)
	err = w.Fill(ctx, p, r.Layers, ids, func(n int) { progress.step("make tiles", int64(n), int64(len(ids))) })
	if err != nil {
		return err
	}
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	err = w.Finish(file, pmtiles.Metadata{Tiles: t, Generator: "perimetre " + version(), Edition: r.Edition})
	if info, failure := file.Stat(); failure == nil {
		r.Size = info.Size()
	}
	r.Zooms = w.Zooms()
	for _, zoom := range r.Zooms {
		r.Tiles += zoom.Tiles
	}
	return errors.Join(err, file.Close())
}

// print writes the report for people.
func (r *tilesReport) print(out io.Writer, in language) error {
	w := bufio.NewWriter(out)
	p := printer{w, in}
	p.line(geo.Text{FR: "zoom  tuiles      octets   compressés", EN: "zoom   tiles       bytes   compressed"})
	for _, z := range r.Zooms {
		p.line(geo.Text{FR: "%4d %7d %11d %12d", EN: "%4d %7d %11d %12d"}, z.Zoom, z.Tiles, z.Bytes, z.Packed)
	}
	p.line(geo.Text{FR: "%s : %s de l'édition %d, %d octets", EN: "%s: %s of edition %d, %d bytes"}, r.File,
		in.count(r.Tiles, geo.Text{FR: "tuile", EN: "tile"}, geo.Text{FR: "tuiles", EN: "tiles"}), r.Edition, r.Size)
	return w.Flush()
}
