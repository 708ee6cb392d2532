package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path"
	"slices"
	"strings"

	"perimetre/data/format/geojson"
	"perimetre/data/site"
	"perimetre/geo"
	"perimetre/geo/atlas"
	"perimetre/web/static"
)

// siteReport tells what was published as files. Its JSON form is stable: scripts read it.
type siteReport struct {
	Edition     int64  `json:"edition"`
	Destination string `json:"destination"`
	Territories int    `json:"territories"`
	Tiles       int    `json:"tiles"`
	site.Report
}

// writeSite writes the edition as the files of a site (perimetre/web/static).
func (c *publishCmd) writeSite(ctx context.Context, destination string, log *slog.Logger, out output) (err error) {
	limitMemory()
	place, err := site.Open(ctx, destination)
	if err != nil {
		return fmt.Errorf("publish to a site: %w", err)
	}
	defer func() { err = errors.Join(err, place.Close()) }()
	report := siteReport{Destination: destination}
	err = c.with(ctx, func(_ store, a *atlas.Atlas) error {
		progress := newProgress(os.Stderr, log)
		defer progress.finish()
		report.Edition, report.Territories = a.Edition.Number, len(a.Territories)
		if report.Tiles, err = makeSite(ctx, place, a, tileFlags{MaxZoom: c.MaxZoom}, progress); err != nil {
			return err
		}
		report.Report, err = place.Publish(ctx, report.Edition, func(n, of int) { progress.step("put files", int64(n), int64(of)) })
		return err
	})
	if err != nil {
		return fmt.Errorf("publish to %s: %w", destination, err)
	}
	if c.Format == "json" {
		return json.NewEncoder(out).Encode(report)
	}
	report.print(os.Stderr, language(c.Lang))
	return nil
}

// entryFiles are the files of a site by which readers come in, in the order in which they are replaced.
func entryFiles() []string {
	return []string{"territoires.json", "tiles.json", "style.json", "index.html"}
}

// makeSite makes the files of a site. It tells how many tiles there are.
func makeSite(ctx context.Context, place *site.Site, a *atlas.Atlas, chosen tileFlags, progress *progress) (made int, err error) {
	pyramid, description, err := chosen.of(a)
	if err != nil {
		return 0, err
	}
	pages, err := static.Files(description)
	if err != nil {
		return 0, err
	}
	description.Tiles = []string{"pmtiles://tiles.pmtiles/{z}/{x}/{y}"} // as the protocol for MapLibre has it
	entries := map[string][]byte{}
	for name, value := range map[string]any{"tiles.json": description, "territoires.json": static.Territories(a)} {
		if entries[name], err = json.Marshal(value); err != nil {
			return 0, fmt.Errorf("make %s: %w", name, err)
		}
	}
	put := func(name string, data []byte) error {
		return errors.Join(ctx.Err(), place.Make(siteFile(name), func(path string) error {
			return os.WriteFile(path, data, 0o666) //nolint:gosec // as any file that is written: the umask is the user's
		}))
	}

	progress.step("make pages", 0, 0)
	for name, data := range pages {
		if slices.Contains(entryFiles(), name) {
			entries[name] = data
		} else if err := put(name, data); err != nil {
			return 0, err
		}
	}
	for i, t := range a.Territories {
		progress.step("make territories", int64(i), int64(len(a.Territories)))
		if err := put(static.FileOf(t.ID), append(geojson.AppendFeature(nil, a.Feature(geo.Territoires, i)), '\n')); err != nil {
			return 0, err
		}
	}
	archive := tilesReport{Edition: a.Edition.Number, Layers: layerNames(description)}
	err = place.Make(siteFile("tiles.pmtiles"), func(path string) error {
		return archive.write(ctx, path, pyramid, description, progress)
	})
	if err != nil {
		return 0, err
	}
	for _, name := range entryFiles() {
		if err := put(name, entries[name]); err != nil {
			return 0, err
		}
	}
	return archive.Tiles, nil
}

// siteFile gives what a store of objects tells of a file. Names of assets change with what they hold; entries are asked for each
// time, so that an edition is seen when it is published; what they lead to is a few minutes old at most.
func siteFile(name string) site.File {
	f := site.File{Name: name, Type: contentTypes()[path.Ext(name)], Entry: slices.Contains(entryFiles(), name)}
	switch folder, _, _ := strings.Cut(name, "/"); {
	case f.Entry:
		f.CacheControl = "public, no-cache"
	case folder == "assets":
		f.CacheControl = "public, max-age=31536000, immutable"
	case folder == "fonts":
		f.CacheControl = "public, max-age=86400"
	default:
		f.CacheControl = "public, max-age=300"
	}
	return f
}

// contentTypes gives the media types of files, by their extensions.
func contentTypes() map[string]string {
	return map[string]string{
		".css":     "text/css; charset=utf-8",
		".geojson": "application/geo+json",
		".html":    "text/html; charset=utf-8",
		".js":      "text/javascript; charset=utf-8",
		".json":    "application/json",
		".mjs":     "text/javascript; charset=utf-8",
		".pbf":     "application/x-protobuf",
		".pmtiles": "application/vnd.pmtiles",
		".svg":     "image/svg+xml",
	}
}

// print writes the report for people.
func (r siteReport) print(out io.Writer, in language) {
	p := printer{out, in}
	p.line(geo.Text{FR: "%s : édition %d, %s, %s, %s, %d octets", EN: "%s: edition %d, %s, %s, %s, %d bytes"}, r.Destination, r.Edition,
		in.territories(r.Territories), in.count(r.Tiles, geo.Text{FR: "tuile", EN: "tile"}, geo.Text{FR: "tuiles", EN: "tiles"}),
		in.count(r.Files, geo.Text{FR: "fichier", EN: "file"}, geo.Text{FR: "fichiers", EN: "files"}), r.Bytes)
	if r.Removed > 0 {
		p.line(geo.Text{FR: "%s de la publication précédente", EN: "%s of the former publication"},
			in.count(r.Removed, geo.Text{FR: "fichier retiré", EN: "file removed"}, geo.Text{FR: "fichiers retirés", EN: "files removed"}))
	}
}
