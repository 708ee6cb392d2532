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
	File   string // base name, after as many folders as tell it from the files of the other layers
	called string // the name that it is asked for by
}

// Called is the name by which the layer is asked for. In an archive, or a packed file, it may be another than the driver knows it by.
func (l Layer) Called() string { return l.called }

// Read reads the layer. Its name takes the place of that of the options.
func (l Layer) Read(o format.Options) geo.Features {
	o.Layer = l.Name
	return l.Driver.Read(l.Input, o)
}

// Layers lists the layers that the bundle has, in its order, of those with one of some names, whatever their case; of all where
// there is no name. FILE/LAYER is the name of a layer in the members that FILE names, as in [Bundle.Find].
//
// In an archive, a file of a format of one layer has the layer named after the file, whatever the file itself says. Members that
// cannot have a layer of those names are not unpacked, the others in one pass. One that turns out to be of no format, or to be JSON
// without layers, is left out unless its own name is asked for or nothing else is there: it is an error then, as it always is where
// any layer may lie in it (".gpkg").
func (b *Bundle) Layers(names ...string) ([]Layer, error) {
	for _, name := range names {
		if _, err := path.Match(name, ""); err != nil {
			return nil, fmt.Errorf("%s: layer %q: %w: close its brackets", b.Name(), name, err)
		}
	}
	var asked []holder
	var members []Member
	for _, h := range b.holders() {
		if h.layer == "" || h.isNamed(h.layer, names) {
			asked, members = append(asked, h), append(members, h.Member)
		}
	}
	if err := b.Unpack(b.together(members)...); err != nil {
		return nil, err
	}
	var list []Layer
	var aside error
	for _, h := range asked {
		layers, err := b.layersOf(h)
		if errors.As(err, new(besideError)) && (len(names) == 0 || !h.isNamed(h.title(), names)) {
			if aside == nil {
				aside = err
			}
			continue
		}
		if err != nil {
			return nil, err
		}
		for _, l := range layers {
			if h.isNamed(l.called, names) {
				list = append(list, l)
			}
		}
	}
	if len(list) == 0 && len(names) == 0 {
		return nil, aside
	}
	tellApart(list)
	return list, nil
}

// holder is a member that may have layers.
type holder struct {
	Member
	layer string // the name of its only layer where its own name tells it, else empty
	sure  bool   // whether its extension is that of files with layers, and of no others
}

// holders gives the members that may have layers: the file itself where it is no archive, else those whose extension is that of a
// format.
func (b *Bundle) holders() (list []holder) {
	if b.archive == nil {
		return []holder{{Member: b.members[0], sure: true}}
	}
	for _, m := range b.members {
		d, err := driver.ByExtension(m.base())
		if err != nil {
			continue
		}
		h := holder{Member: m, sure: !strings.EqualFold(path.Ext(m.base()), ".json")}
		if h.sure && !d.Several {
			h.layer = m.title()
		}
		list = append(list, h)
	}
	return list
}

// besideError is the failure of a member of an archive that may lie beside the data: nothing but its extension says that it has
// layers.
type besideError struct{ error }

func (e besideError) Unwrap() error { return e.error }

// errPackedAlone is a Shapefile whose other files are not found.
var errPackedAlone = errors.New(
	"a Shapefile that is packed alone has no .dbf, .prj and .cpg beside it: put all its files into one zip archive and give that")

// isNamed tells whether a layer of the member has one of some names, or there is no name.
func (h holder) isNamed(layer string, names []string) bool {
	return len(names) == 0 || slices.ContainsFunc(names, func(name string) bool {
		slash := strings.LastIndex(name, "/")
		if !strings.EqualFold(layer, name[slash+1:]) {
			return false
		}
		ok := slash < 0
		if !ok {
			ok, _ = h.matches(name[:slash])
		}
		return ok
	})
}

// layersOf reads what a member says of its layers.
func (b *Bundle) layersOf(h holder) ([]Layer, error) {
	in := b.Input(h.Member)
	d, err := driver.Of(in)
	if err != nil && (h.layer != "" || !h.sure) {
		err = besideError{err}
	}
	if err != nil {
		return nil, err
	}
	if d.Name == "shapefile" && h.isNamedPacked() {
		return nil, fmt.Errorf("%s: %w", in.Name(), errPackedAlone)
	}
	layers, err := d.Layers(in)
	if err != nil && !h.sure {
		err = besideError{err}
	}
	if err != nil {
		return nil, err
	}
	var list []Layer
	for _, l := range layers {
		called := l.Name
		if b.archive != nil && !d.Several || h.isNamedPacked() && called == h.base() { // the driver took off one extension of two
			called = h.title()
		}
		list = append(list, Layer{Layer: l, Driver: d, Input: in, Member: h.Member, called: called})
	}
	return list, nil
}

// tellApart names the files of layers.
func tellApart(list []Layer) {
	for i, l := range list {
		parts := strings.Split(l.Member.Name, "/")
		for n := 1; n <= len(parts); n++ {
			tail := strings.Join(parts[len(parts)-n:], "/")
			list[i].File = tail
			if !slices.ContainsFunc(list, func(other Layer) bool {
				return other.Member != l.Member && strings.HasSuffix("/"+other.Member.Name, "/"+tail)
			}) {
				break
			}
		}
	}
}

// Choose gives the layers with one of some names, several where a delivery has one for each part of the country; else the only
// layer of the bundle. It is an error, which lists what there is, when there is none of those names among several, and when
// those that are found may be the same twice: they differ in their names, or in their formats, or are in one file.
func (b *Bundle) Choose(names ...string) ([]Layer, error) {
	if len(names) > 0 {
		found, err := b.Layers(names...)
		if err != nil || len(found) > 0 {
			return found, errors.Join(err, b.ambiguous(found))
		}
	}
	holders := b.holders()
	sure := 0
	for _, h := range holders {
		if h.sure {
			sure++
		}
	}
	if len(holders) > 0 && sure <= 1 {
		all, err := b.Layers()
		if err != nil || len(all) == 1 {
			return all, err
		}
	}
	if len(names) == 0 {
		return nil, b.other("which layer is meant")
	}
	return nil, b.other("no layer " + strings.Join(names, ", nor "))
}

// Named gives the layers of a name that the user gave, as [Bundle.Choose] does. It is an error when there is none.
func (b *Bundle) Named(name string) ([]Layer, error) {
	found, err := b.Layers(name)
	if err == nil && len(found) == 0 {
		err = b.other("no layer " + name)
	}
	return found, errors.Join(err, b.ambiguous(found))
}

// ambiguous is the error of layers that may be the same twice, nil when they are the parts of one.
func (b *Bundle) ambiguous(found []Layer) error {
	for i, l := range found {
		if i == 0 || strings.EqualFold(l.called, found[0].called) && l.Driver.Name == found[0].Driver.Name && l.Member != found[i-1].Member {
			continue
		}
		var list []string
		for _, l := range found {
			list = append(list, l.File+"/"+l.called)
		}
		return fmt.Errorf("%s: which of the layers %s is meant: name one with --layer, as FILE/LAYER, where * stands for any text",
			b.Name(), some(list))
	}
	return nil
}

// other is the error of a layer that is not found: it lists the layers that there are.
func (b *Bundle) other(problem string) error {
	var list, packed []string
	for _, h := range b.holders() {
		if h.layer != "" {
			list = append(list, h.layer)
			continue
		}
		layers, err := b.layersOf(h)
		if errors.As(err, new(besideError)) {
			continue
		}
		if err != nil {
			return err
		}
		for _, l := range layers {
			list = append(list, l.called)
		}
	}
	if len(list) > 0 {
		slices.Sort(list)
		return fmt.Errorf("%s: %s: it has %s: name one with --layer", b.Name(), problem, some(slices.Compact(list)))
	}
	for _, m := range b.members {
		if slices.Contains([]string{".7z", ".zip"}, strings.ToLower(path.Ext(m.Name))) {
			packed = append(packed, m.Name)
		}
	}
	if len(packed) > 0 {
		return fmt.Errorf("%s: there is no layer in it, but archives, %s: unpack it and give one of them", b.Name(), some(packed))
	}
	return fmt.Errorf("%s: there is no layer in it: it holds %s: give a file of %s", b.Name(), names(b.members), strings.Join(driver.Titles(), ", "))
}
