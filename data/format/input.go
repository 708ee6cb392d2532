package format

import (
	"io"
	"os"
	"path/filepath"
	"strings"
)

// Input is a file that a reader of data/format is given: one of a folder, or one that data/source unpacked. It may be opened
// several times, one after the other or at once.
type Input interface {
	// Name is the base name, which every error tells.
	Name() string
	// Open gives the bytes of the file from its start, unpacked. The caller closes it.
	Open() (io.ReadCloser, error)
	// Path says where the unpacked bytes lie on disk, for formats that are not read from start to end.
	Path() (string, error)
	// Sibling gives the file beside it that has the same name and another extension, ".dbf", whatever the case of the extension.
	Sibling(extension string) (Input, bool)
}

// File is an Input that lies on disk as it is, by its path.
type File string

// Name implements [Input].
func (f File) Name() string { return filepath.Base(string(f)) }

// Open implements [Input].
func (f File) Open() (io.ReadCloser, error) { return os.Open(string(f)) }

// Path implements [Input].
func (f File) Path() (string, error) { return string(f), nil }

// Sibling implements [Input]. A file of the very name comes first, then one whose extension alone has another case. One whose name
// has another case is taken when nothing else is so named: neither two of them, nor a file that it belongs to rather than to f.
func (f File) Sibling(extension string) (Input, bool) {
	folder, stem := filepath.Dir(string(f)), Stem(f.Name())
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, false
	}
	var alike []string
	claimed := false
	for _, entry := range entries {
		switch name := entry.Name(); {
		case entry.IsDir():
		case name == stem+extension:
			return File(filepath.Join(folder, name)), true
		case strings.EqualFold(name, stem+extension):
			alike = append(alike, name)
		case name != f.Name() && strings.EqualFold(name, f.Name()):
			claimed = true
		}
	}
	for _, name := range alike {
		if Stem(name) == stem || len(alike) == 1 && !claimed {
			return File(filepath.Join(folder, name)), true
		}
	}
	return nil, false
}

// Stem gives the name of a file without its folder and its extension, which a layer without a name has.
func Stem(path string) string {
	name := filepath.Base(path)
	return strings.TrimSuffix(name, filepath.Ext(name))
}
