package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"time"

	"perimetre/data/format/geojson"
	"perimetre/geo"
	"perimetre/geo/atlas"
)

// serveGeoJSONVT starts geojson-vt behind the HTTP server of Node, on the levels whose tiles are compared.
func (b *bench) serveGeoJSONVT(ctx context.Context, a *atlas.Atlas) (*child, error) {
	folder, err := b.output("geojson-vt")
	if err != nil {
		return nil, err
	}
	for level := range tileLevels() {
		if err := writeLevel(folder+"/"+level.String()+".geojson", a, level); err != nil {
			return nil, err
		}
	}
	return b.serve(ctx, "node", b.path("geojsonvt.mjs"), folder)
}

// writeLevel writes the units of a level with the attributes that our tiles have.
func writeLevel(path string, a *atlas.Atlas, level geo.Level) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	w := geojson.NewWriter(file)
	for _, u := range a.Units(level) {
		if len(u.Shape) == 0 {
			continue
		}
		var properties []geo.Property
		for i, value := range attributes(level, u) {
			if value != "" {
				properties = append(properties, geo.Property{Name: tileLevels()[level][i], Value: value})
			}
		}
		if err := w.Write(geo.Feature{Properties: properties, Geometry: a.Ground.Coverage.Geometry(u.Shape)}); err != nil {
			return fmt.Errorf("write %s: %w", path, err)
		}
	}
	if err := w.Close(); err != nil {
		return err
	}
	return file.Close()
}

// encoding is the work of geojson-vt without HTTP, on tiles one after the other: over those that it has cut, for some
// seconds, or "once" each, cut from a new index.
func (c *child) encoding(layer, how string, paths []string) work {
	return func(ctx context.Context) (sample, error) {
		url := fmt.Sprintf("%s/%s/%s?seconds=%d", c.address, layer, how, int(loadLasts.Seconds()))
		request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, strings.NewReader(strings.Join(paths, "\n")))
		if err != nil {
			return sample{}, err
		}
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			return sample{}, err
		}
		defer response.Body.Close()
		var made, seconds float64
		if _, err := fmt.Fscan(response.Body, &made, &seconds); err != nil {
			return sample{}, err
		}
		return sample{took: time.Duration(seconds / made * float64(time.Second))}, nil
	}
}

// count gives the number of different values of a property in a layer of the tiles of a server.
func (b *bench) count(ctx context.Context, layer, property string, addresses []string) (n int, err error) {
	cmd := exec.CommandContext(ctx, "node", b.path("count.mjs"), layer, property)
	cmd.Stdin, cmd.Stderr = strings.NewReader(strings.Join(addresses, "\n")), os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return 0, fmt.Errorf("count.mjs: %w", err)
	}
	_, err = fmt.Sscan(string(out), &n)
	return n, err
}
