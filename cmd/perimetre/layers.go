package main

import (
	"fmt"
	"slices"
	"strings"

	"perimetre/data/format"
	"perimetre/data/source"
	"perimetre/geo/crs"
)

// layerFlags say what is read of a file of polygons, and how.
type layerFlags struct {
	Layer string `env:"PERIMETRE_INPUT_LAYER" placeholder:"NAME" help:"Layer to read, of a file that has several: its name, or in an archive FILE/NAME, where * stands for any text. Parts of one layer are read as one file."`
	CRS   string `name:"crs" env:"PERIMETRE_INPUT_CRS" placeholder:"CODE" help:"Reference system of the coordinates, whatever the file says of it: EPSG:2154."`
}

// written gives the flags as they are written on a command line, each after a space.
func (f layerFlags) written() string {
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

// choose lists the layers of a file, and those of them to read: of the given name, else of the only name that may be meant. That is
// the name of layers of communes or of EPCI; of any layer where none is. None is chosen where several may be meant. Where a name is
// given, layers of that name alone are listed: the others of an archive are not unpacked.
func (f layerFlags) choose(b *source.Bundle) (all, chosen []source.Layer, err error) {
	if f.Layer != "" {
		chosen, err = b.Named(f.Layer)
		return chosen, chosen, err
	}
	if all, err = b.Layers(); err != nil {
		return nil, nil, err
	}
	if len(all) == 0 {
		_, err = b.Choose() // which says what there is instead
		return nil, nil, err
	}
	candidates := named(all, slices.Concat(format.Communes.Layers(), format.EPCIPolygons.Layers())...)
	if len(candidates) == 0 {
		candidates = all
	}
	if !oneLayer(candidates) {
		return all, nil, nil
	}
	return all, candidates, nil
}

// named gives the layers that have one of some names, whatever their case.
func named(layers []source.Layer, names ...string) []source.Layer {
	var found []source.Layer
	for _, l := range layers {
		if slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, l.Called()) }) {
			found = append(found, l)
		}
	}
	return found
}

// oneLayer tells whether layers are the parts of one: of one name and one format, each in a file of its own.
func oneLayer(layers []source.Layer) bool {
	for i, l := range layers {
		if !strings.EqualFold(l.Called(), layers[0].Called()) || l.Driver.Name != layers[0].Driver.Name || i > 0 && l.Member == layers[i-1].Member {
			return false
		}
	}
	return true
}

// severalLayers is the error of a file of which one layer is to be chosen.
func severalLayers(file string, layers []source.Layer) error {
	var list []string
	for _, l := range layers {
		list = append(list, l.Called())
	}
	if list = distinct(list); len(list) == 1 { // in several formats
		for _, l := range layers {
			list = append(list, l.File+"/"+l.Called())
		}
		list = list[1:]
	}
	return fmt.Errorf("%s: it has several layers, %s: name one of them with --layer", file, strings.Join(list, ", "))
}

func distinct(list []string) []string { return slices.Compact(slices.Sorted(slices.Values(list))) }
