package site

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"sync/atomic"
)

// folder is a folder of files. Nothing of it leads outside, be there links in it.
type folder struct {
	root  *os.Root
	stage string      // below the root, so that files are moved from it as a whole
	fresh bool        // whether it was made by us
	used  atomic.Bool // whether a file was put
}

// stages are the names of the folders where files are made. One that is left over is of a publication that was killed.
const stages = ".perimetre-*.part"

// openFolder opens a folder and makes another in it, where the files of a publication are made.
func openFolder(name string) (p place, stage string, err error) {
	if name == "" {
		return nil, "", errors.New("no destination: give a folder, or the address of a bucket")
	}
	f := &folder{}
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if err := os.Mkdir(name, 0o777); err != nil { //nolint:gosec // the umask is the user's
			return nil, "", fmt.Errorf("%w: create the folder, or give another", err)
		}
		f.fresh = true
	case err != nil:
		return nil, "", err
	case !info.IsDir():
		return nil, "", fmt.Errorf("%s is no folder: give the path of one, or the address of a bucket", name)
	}
	if f.root, err = os.OpenRoot(name); err != nil {
		return nil, "", err
	}
	if stage, err = os.MkdirTemp(name, stages); err != nil {
		return nil, "", errors.Join(fmt.Errorf("%w: make the folder writable, or give another", err), f.close())
	}
	f.stage = filepath.Base(stage)
	return f, stage, nil
}

// read implements place.
func (f *folder) read(_ context.Context, name string) ([]byte, error) { return f.root.ReadFile(name) }

// holds implements place.
func (f *folder) holds(context.Context) (string, error) {
	entries, err := fs.ReadDir(f.root.FS(), ".")
	for _, entry := range entries {
		if made, _ := path.Match(stages, entry.Name()); !made {
			return entry.Name(), nil
		}
	}
	return "", err
}

// taken implements place. A file that has the name of a folder of a file is in its way too.
func (f *folder) taken(_ context.Context, names []string) (found []string, err error) {
	for _, name := range names {
		for folder := path.Dir(name); folder != "."; folder = path.Dir(folder) {
			if info, err := f.root.Stat(folder); err == nil && !info.IsDir() {
				return nil, fmt.Errorf("%s is in the way: it is no folder: move it, or give another destination", folder)
			}
		}
		switch info, err := f.root.Lstat(name); {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			return nil, err
		case info.IsDir():
			return nil, fmt.Errorf("%s is in the way: it is a folder: move it, or give another destination", name)
		default:
			found = append(found, name)
		}
	}
	return found, nil
}

// put implements place.
func (f *folder) put(_ context.Context, file File, _ string) error {
	f.used.Store(true)
	if folder := path.Dir(file.Name); folder != "." {
		if err := f.root.MkdirAll(folder, 0o777); err != nil {
			return err
		}
	}
	return f.root.Rename(path.Join(f.stage, file.Name), file.Name)
}

// remove implements place. Folders that it leaves empty go with the file.
func (f *folder) remove(_ context.Context, name string) error {
	if err := f.root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for folder := path.Dir(name); folder != "." && f.root.Remove(folder) == nil; folder = path.Dir(folder) {
	}
	return nil
}

// close implements place. A folder that was made for nothing goes.
func (f *folder) close() error {
	if f.fresh && !f.used.Load() {
		return errors.Join(os.Remove(f.root.Name()), f.root.Close())
	}
	return f.root.Close()
}
