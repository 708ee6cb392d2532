package source

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"perimetre/data/format"
	"perimetre/data/format/driver"
	"perimetre/geo"
)

// Layer is one layer of a file of a bundle, with the driver that reads it.
type Layer struct {
	format.Layer
	Driver driver.Driver
	Input  format.Input
	Member Member
}

// Features reads the layer. Its name takes the place of that of the options.
func (l Layer) Features(o format.Options) geo.Features {
	o.Layer = l.Name
	return l.Driver.Read(l.Input, o)
}

// Layers lists the layers that the bundle has, in its order, of those with one of some names, whatever their case; of all where
// there is no name. A format of one layer a file has it named after the file: members of an archive that have another name are
// not unpacked.
func (b *Bundle) Layers(names ...string) ([]Layer, error) {
	wanted := func(name string) bool {
		return len(names) == 0 || slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, name) })
	}
	var list []Layer
	for _, m := range b.members {
		file := strings.TrimSuffix(path.Base(m.Name), ".gz")
		if b.archive != nil {
			d, err := driver.ByExtension(file)
			if err != nil || !d.Several && !wanted(strings.TrimSuffix(file, path.Ext(file))) {
				continue
			}
		}
		in := b.Input(m)
		d, err := driver.Of(in)
		if err != nil {
			return nil, err
		}
		layers, err := d.Layers(in)
		if err != nil {
			return nil, err
		}
		for _, l := range layers {
			if wanted(l.Name) || !d.Several && b.archive != nil {
				list = append(list, Layer{l, d, in, m})
			}
		}
	}
	return list, nil
}

// Choose gives the layers with one of some names, several where a delivery has one for each part of the country; else the only
// layer of the bundle. It is an error, which lists the layers, when there is none of those names among several.
func (b *Bundle) Choose(names ...string) ([]Layer, error) {
	found, err := b.Layers(names...)
	if err != nil || len(found) > 0 && len(names) > 0 {
		return found, err
	}
	all, err := b.Layers()
	switch {
	case err != nil:
		return nil, err
	case len(all) == 1:
		return all, nil
	case len(all) == 0:
		return nil, fmt.Errorf("%s: there is no layer in it: give a file of %s", b.Name(), strings.Join(driver.Titles(), ", "))
	}
	var list []string
	for _, l := range all {
		list = append(list, l.Name)
	}
	slices.Sort(list)
	list = slices.Compact(list)
	problem := "which layer is meant"
	if len(names) > 0 {
		problem = fmt.Sprintf("no layer %s", strings.Join(names, ", nor "))
	}
	return nil, errors.New(b.Name() + ": " + problem + ": it has " + strings.Join(list, ", ") + ": name one with --layer")
}
