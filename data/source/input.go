package source

import (
	"fmt"
	"io"
	"path"
	"strings"

	"perimetre/data/format"
)

// input is a member of a bundle as readers are given it: whatever packs it, gzip included, they see its bytes.
type input struct {
	bundle *Bundle
	member Member
}

// Name implements [format.Input].
func (in input) Name() string { return path.Base(in.member.Name) }

// Open implements [format.Input]. What it gives has the Progress of a [File].
func (in input) Open() (io.ReadCloser, error) {
	raw, err := in.raw()
	if err != nil {
		return nil, err
	}
	f, err := Open(raw)
	if err != nil || f.packed == nil {
		return f, err
	}
	_, packed := f.Progress()
	return &unpacked{f, metered{
		Reader: f, meter: &meter{limits: in.bundle.limits, packed: packed}, total: new(int64), of: "read " + in.Name() + ": ",
	}}, nil
}

// raw gives the path of the member as the archive has it. What is opened by a path is looked at again when the hash is given: see
// [Bundle.SHA256].
func (in input) raw() (string, error) {
	b := in.bundle
	if b.archive == nil {
		return b.path, b.sameStill()
	}
	b.unpacking.Lock()
	defer b.unpacking.Unlock()
	if err := b.unpack(b.together([]Member{in.member})); err != nil {
		return "", err
	}
	return b.raw[in.member.index], nil
}

// together adds, in a solid archive, the members that differ from some by their extension alone: they are read together.
func (b *Bundle) together(members []Member) []Member {
	if b.archive == nil || !b.archive.solid() {
		return members
	}
	stems := map[string]bool{}
	for _, m := range members {
		stems[stem(m.Name)] = true
	}
	var all []Member
	for _, m := range b.members {
		if stems[stem(m.Name)] {
			all = append(all, m)
		}
	}
	return all
}

// Path implements [format.Input].
func (in input) Path() (string, error) {
	b := in.bundle
	raw, err := in.raw()
	if err != nil || b.archive == nil && in.member.Size >= 0 { // plain
		return raw, err
	}
	f, err := Open(raw)
	if err != nil {
		return "", err
	}
	defer f.Close()
	if f.packed == nil {
		return raw, nil
	}
	b.unpacking.Lock()
	defer b.unpacking.Unlock()
	if done, ok := b.plain[in.member.index]; ok {
		return done, nil
	}
	_, packed := f.Progress()
	name := path.Join(in.member.Name, "unpacked", in.member.base()) // a folder that no member has
	done, err := b.write(name, &metered{Reader: f, meter: &meter{limits: b.limits, packed: packed}, total: &b.total})
	if err != nil {
		return "", fmt.Errorf("%s: %w", in.Name(), err)
	}
	b.plain[in.member.index] = done
	return done, nil
}

// Sibling implements [format.Input].
func (in input) Sibling(extension string) (format.Input, bool) {
	b := in.bundle
	if b.archive == nil {
		return format.File(b.path).Sibling(extension)
	}
	for _, m := range b.members {
		if stem(m.Name) == stem(in.member.Name) && strings.EqualFold(path.Ext(m.Name), extension) {
			return input{b, m}, true
		}
	}
	return nil, false
}

// unpacked is a gzip file that is read within limits.
type unpacked struct {
	*File
	metered
}

// Read gives the unpacked bytes.
func (u *unpacked) Read(p []byte) (int, error) {
	return u.metered.Read(p)
}
