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
	// Sibling gives the file beside it that has the same name and another extension, whatever its case: ".dbf".
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

// Sibling implements [Input].
func (f File) Sibling(extension string) (Input, bool) {
	stem := strings.TrimSuffix(f.Name(), filepath.Ext(f.Name()))
	entries, err := os.ReadDir(filepath.Dir(string(f)))
	if err != nil {
		return nil, false
	}
	for _, entry := range entries {
		if name := entry.Name(); !entry.IsDir() && strings.EqualFold(name, stem+extension) {
			return File(filepath.Join(filepath.Dir(string(f)), name)), true
		}
	}
	return nil, false
}
