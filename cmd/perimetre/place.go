package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"perimetre/data/format"
)

// writeFile writes a file as a whole or not at all. What is there and is no regular file, a pipe or a device, is written to
// directly.
func writeFile(path string, write func(io.Writer) error) error {
	path, former, err := placeOf(path)
	if err != nil {
		return err
	}
	if former == nil || former.Mode().IsRegular() {
		err := writeFiles(path, func(path string) error {
			file, err := os.Create(path)
			if err != nil {
				return err
			}
			return errors.Join(write(file), file.Close())
		})
		if err != nil {
			return fmt.Errorf("write %s: %w", path, err)
		}
		return nil
	}
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return errors.Join(write(file), file.Close())
}

// writeFiles writes a file as a whole or not at all, with those that its format has beside it. It gets the mode of the former
// one.
func writeFiles(path string, write func(path string) error) error {
	path, former, err := placeOf(path)
	if err != nil {
		return err
	}
	if former != nil && !former.Mode().IsRegular() {
		return fmt.Errorf("%s is no regular file: give the path of one, or of none", path)
	}
	return format.Replace(path, func(beside string) error {
		if err := write(beside); err != nil || former == nil {
			return err
		}
		return os.Chmod(beside, former.Mode().Perm())
	})
}

// placeOf says where a path leads to and what is there, nil for nothing. It fails where no file can be.
func placeOf(path string) (place string, former fs.FileInfo, err error) {
	path = target(path)
	former, err = os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if _, err := os.Stat(filepath.Dir(path)); err != nil {
			return "", nil, fmt.Errorf("%s: there is no such folder: create it, or give another path", filepath.Dir(path))
		}
		return path, nil, nil
	case err != nil:
		return "", nil, fmt.Errorf("%w: give another path", err)
	case former.IsDir():
		return "", nil, fmt.Errorf("%s is a folder: give the path of a file", path)
	}
	return path, former, nil
}

// target follows symbolic links, the last of which may lead to a file that is yet to be made.
func target(path string) string {
	if found, err := filepath.EvalSymlinks(path); err == nil {
		return found
	}
	link, err := os.Readlink(path)
	if err != nil || filepath.IsAbs(link) {
		return cmp.Or(link, path)
	}
	return filepath.Join(filepath.Dir(path), link)
}
