package main

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"perimetre/data/format"
	"perimetre/data/format/driver"
	"perimetre/data/source"
	"perimetre/geo/crs"
)

// layerFlags say what is read of a file of polygons, and how.
type layerFlags struct {
	Layer string `placeholder:"NAME" help:"Layer to read, of a file or an archive that has several. All layers of that name are read as one file."`
	CRS   string `name:"crs" env:"PERIMETRE_CRS" placeholder:"CODE" help:"Reference system of the coordinates, whatever the file says of it: EPSG:2154."`
}

// String gives the flags as they are written on a command line, each after a space.
func (f layerFlags) String() string {
	text := ""
	if f.Layer != "" {
		text += fmt.Sprintf(" --layer %q", f.Layer)
	}
	if f.CRS != "" {
		text += fmt.Sprintf(" --crs %q", f.CRS)
	}
	return text
}

// options gives the options of the readers.
func (f layerFlags) options() (format.Options, error) {
	if f.CRS == "" {
		return format.Options{}, nil
	}
	code, err := crs.Parse(f.CRS)
	if err != nil {
		return format.Options{}, fmt.Errorf("crs: %w", err)
	}
	return format.Options{CRS: code}, nil
}

// choose lists the layers of a file, and those of them to read, which have one name: the given one, else the only one that may
// be meant. That is the name of layers of communes or of EPCI; of any layer where none is. None is chosen where several may
// be meant. Where a name is given, layers of that name alone are listed: the others of an archive are not unpacked.
func (f layerFlags) choose(path string, b *source.Bundle) (all, chosen []source.Layer, err error) {
	if onlyOnce(path) {
		layer, err := piped(b)
		return []source.Layer{layer}, []source.Layer{layer}, err
	}
	if f.Layer != "" {
		if chosen, err = b.Layers(f.Layer); err != nil || len(chosen) > 0 {
			return chosen, chosen, err
		}
	}
	if all, err = b.Layers(); err != nil {
		return nil, nil, err
	}
	if len(all) == 0 {
		return nil, nil, fmt.Errorf("%s: there is no layer in it: give a file of %s", b.Name(), strings.Join(driver.Titles(), ", "))
	}
	if f.Layer != "" {
		if chosen = named(all, f.Layer); len(chosen) == 0 {
			return nil, nil, fmt.Errorf("%s: no layer %q: it has %s: name one of them with --layer", b.Name(), f.Layer, names(all))
		}
		return all, chosen, nil
	}
	candidates := named(all, slices.Concat(format.Communes.Layers(), format.EPCIPolygons.Layers())...)
	if len(candidates) == 0 {
		candidates = all
	}
	if chosen = named(candidates, candidates[0].Name); len(chosen) < len(candidates) {
		return all, nil, nil
	}
	return all, chosen, nil
}

// named gives the layers that have one of some names, whatever their case.
func named(layers []source.Layer, names ...string) []source.Layer {
	var found []source.Layer
	for _, l := range layers {
		if slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, l.Name) }) {
			found = append(found, l)
		}
	}
	return found
}

// severalLayers is the error of a file of which one layer is to be chosen.
func severalLayers(file string, layers []source.Layer) error {
	return fmt.Errorf("%s: it has several layers, %s: name one of them with --layer", file, names(layers))
}

// names lists the names of layers, each once.
func names(layers []source.Layer) string {
	var list []string
	for _, l := range layers {
		if !slices.Contains(list, l.Name) {
			list = append(list, l.Name)
		}
	}
	return strings.Join(list, ", ")
}

// onlyOnce tells whether a file is a pipe or the like, whose bytes can be read once.
func onlyOnce(path string) bool {
	info, err := os.Stat(path)
	return err == nil && !info.Mode().IsRegular()
}

// piped gives the only layer of a file that can be read once: GeoJSON, which is read from start to end.
func piped(b *source.Bundle) (source.Layer, error) {
	d, err := driver.ByName("geojson")
	member := b.Members()[0]
	return source.Layer{Layer: format.Layer{Features: -1}, Driver: d, Input: b.Input(member), Member: member}, err
}
