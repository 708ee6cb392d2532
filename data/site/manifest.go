package site

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
)

// Manifest is the name of the file that tells which files of a destination are ours, and of which edition they are: of the last
// whole publication while another one is under way.
const Manifest = "perimetre.json"

// manifest is what [Manifest] holds. It is not changed once made.
type manifest struct {
	Edition int64    `json:"edition,omitempty"` // none when no publication ended
	Files   []string `json:"files"`             // in any order, without the manifest itself
}

// readManifest reads the manifest of a place; the error is fs.ErrNotExist when there is none.
func readManifest(ctx context.Context, p place) (m manifest, err error) {
	data, err := p.read(ctx, Manifest)
	if err != nil {
		return manifest{}, fmt.Errorf("read %s: %w", Manifest, err)
	}
	err = json.Unmarshal(data, &m)
	if err == nil && m.Files == nil {
		err = errors.New("it has no files")
	}
	if i := slices.IndexFunc(m.Files, func(name string) bool { return !valid(name) }); err == nil && i >= 0 {
		err = fmt.Errorf("%q is no name of a file of a site", m.Files[i])
	}
	if err != nil {
		return manifest{}, fmt.Errorf("%s is not what perimetre publish wrote: %w: bring that back, or give another destination", Manifest, err)
	}
	return m, nil
}

// write writes the manifest to a file.
func (m manifest) write(path string) error {
	m.Files = slices.Sorted(slices.Values(m.Files))
	data, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(data, '\n'), 0o666) //nolint:gosec // the umask is the user's: all files of a site are as readable
}

// has tells whether a file is ours.
func (m manifest) has(name string) bool { return slices.Contains(m.Files, name) }

// with gives the manifest that lists some files too.
func (m manifest) with(names []string) manifest {
	m.Files = slices.Compact(slices.Sorted(slices.Values(slices.Concat(m.Files, names))))
	return m
}

// without gives the files that are not among some.
func (m manifest) without(names []string) []string {
	return slices.DeleteFunc(slices.Clone(m.Files), func(name string) bool { return slices.Contains(names, name) })
}

// valid tells whether a name can be that of a file of a site: it leads to a place below it, and not to one where files are made.
func valid(name string) bool {
	control := func(c rune) bool { return c < ' ' || c == 0x7f || c == '\\' }
	return fs.ValidPath(name) && !strings.HasPrefix(name, ".") && name != Manifest && !strings.ContainsFunc(name, control)
}
