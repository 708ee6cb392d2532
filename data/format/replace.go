package format

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Replace has a file written under its own name in a new folder beside its place, and moves it there once it is whole, with the
// files that its format writes beside it: a failure, or the end of the program, leaves what was there. The file itself is moved
// last, so that it never lies beside files that are older than it.
func Replace(path string, write func(path string) error) (err error) {
	place, name := filepath.Dir(path), filepath.Base(path)
	folder, err := os.MkdirTemp(place, "."+name+".*.part")
	if err != nil {
		return fmt.Errorf("%s: %w: create the folder, or make it writable", name, err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	if err := write(filepath.Join(folder, name)); err != nil {
		return err
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	move := func(name string) error { return os.Rename(filepath.Join(folder, name), filepath.Join(place, name)) }
	for _, entry := range entries {
		if entry.Name() == name {
			continue
		}
		if err := move(entry.Name()); err != nil {
			return err
		}
	}
	return move(name)
}
