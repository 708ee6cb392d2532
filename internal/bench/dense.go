package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"

	"perimetre/data/format/geojson"
	"perimetre/data/source"
	"perimetre/geo"
	"perimetre/internal/fractal"
)

// denseComparison is the same work on larger and larger files.
func denseComparison() comparison {
	size := func(levels int) string { return fmt.Sprintf(", %d×", 1<<levels) }
	return comparison{
		name:  "dense",
		title: "The same on 4, 9 and 17 million vertices",
		setting: "The communes densified two-, four- and eightfold by a fractal that both neighbours share (`internal/fractal`): 94, 192\n" +
			"and 390 MB of GeoJSON, read and dissolved as above by whole processes.",
		memory: peak,
		ways: func(ctx context.Context, b *bench) ([]*way, error) {
			var all []*way
			for levels := 1; levels <= 3; levels++ {
				input, err := b.dense(ctx, levels)
				if err != nil {
					return nil, err
				}
				ways, err := b.dissolving(input, size(levels), 3)
				if err != nil {
					return nil, err
				}
				all = append(all, ways...)
			}
			return all, nil
		},
		targets: []target{
			faster("perimetre"+size(3), mapshaperName+size(3), 2.5),
			below("perimetre"+size(3), 1.5e9),
			linear("perimetre"+size(1), "perimetre"+size(2), 2),
			linear("perimetre"+size(2), "perimetre"+size(3), 2),
		},
	}
}

// dense gives the file of communes densified, which it makes when it is not there.
func (b *bench) dense(ctx context.Context, levels int) (path string, err error) {
	path = b.path(fmt.Sprintf("communes-%dx.geojson", 1<<levels))
	if !exists(path) {
		_, err = output(ctx, b.self, "do", "densify", b.input(), path, strconv.Itoa(levels))
	}
	return path, err
}

// hidden gives the file of communes densified eightfold with one crossing in it, which it makes when it is not there.
func (b *bench) hidden(ctx context.Context) (path string, err error) {
	path = b.path("communes-hidden.geojson")
	if !exists(path) {
		_, err = output(ctx, b.self, "do", "hide", b.input(), path)
	}
	return path, err
}

// fractalOf densifies without making borders cross: a test of data/ingest holds that.
func fractalOf(levels int) fractal.Fractal { return fractal.Fractal{Levels: levels, Seed: 16} }

// densify writes a file of communes densified: the file, the one to write, and the levels are the arguments.
func densify(_ context.Context, args []string) error {
	levels, err := strconv.Atoi(args[2])
	if err != nil {
		return err
	}
	return writeFeatures(args[1], fractalOf(levels).Densify(features(args[0])))
}

// hide writes a file of communes densified eightfold in which one vertex is pushed through a border: the file and the one
// to write are the arguments. The vertex is next to the node of Betton, Melesse and Saint-Grégoire.
func hide(_ context.Context, args []string) error {
	node, along := geo.Point{X: -1_6971400, Y: 48_1810800}, geo.Point{X: -1_6964600, Y: 48_1837300}
	dense := fractalOf(3).Densify(features(args[0]))
	push, err := fractal.Through(dense, fractalOf(3).Edge(node, along)[0])
	if err != nil {
		return err
	}
	return writeFeatures(args[1], push.Apply(dense))
}

// features gives those of a file, read anew each time that they are gone through.
func features(path string) geo.Features {
	return func(yield func(geo.Feature, error) bool) {
		file, err := source.Open(path)
		if err != nil {
			yield(geo.Feature{}, err)
			return
		}
		defer file.Close()
		geojson.Read(file, file.Name())(yield)
	}
}

func writeFeatures(path string, features geo.Features) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	w := geojson.NewWriter(file)
	for feature, err := range features {
		if err == nil {
			err = w.Write(feature)
		}
		if err != nil {
			return errors.Join(err, file.Close())
		}
	}
	return errors.Join(w.Close(), file.Close())
}
