package fetch

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml"

	"perimetre/data/format"
)

// lockFile is where a cache says what its files are.
const lockFile = "sources.lock.yaml"

// Entry is what the lock file says of one source.
type Entry struct {
	ID           string    `yaml:"id"`
	File         string    `yaml:"file"`
	URL          string    `yaml:"url,omitempty"` // empty when the file was put there by hand
	SHA256       string    `yaml:"sha256"`
	Size         int64     `yaml:"size"`       // in bytes
	FetchedAt    time.Time `yaml:"fetched_at"` // or found, when it was put there by hand
	ETag         string    `yaml:"etag,omitempty"`
	LastModified string    `yaml:"last_modified,omitempty"`
}

// lock is the lock file of a folder, its entries in the order of their ids.
type lock struct {
	Sources []Entry `yaml:"sources"`
}

func readLock(folder string) (lock, error) {
	var l lock
	return l, readYAML(filepath.Join(folder, lockFile), &l)
}

// entry finds what is known of a source.
func (l lock) entry(id string) (Entry, bool) {
	i := slices.IndexFunc(l.Sources, func(e Entry) bool { return e.ID == id })
	if i < 0 {
		return Entry{}, false
	}
	return l.Sources[i], true
}

// put writes an entry into the lock file, in the place of the one with its id.
func put(folder string, e Entry) error {
	l, err := readLock(folder) // again: another process may have written it since
	if err != nil {
		return err
	}
	l.Sources = slices.DeleteFunc(l.Sources, func(other Entry) bool { return other.ID == e.ID })
	l.Sources = append(l.Sources, e)
	slices.SortFunc(l.Sources, func(a, b Entry) int { return strings.Compare(a.ID, b.ID) })
	return writeYAML(filepath.Join(folder, lockFile), l)
}

// readYAML reads a file of the cache; one that is absent leaves the value as it is.
func readYAML(path string, value any) error {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := yaml.Unmarshal(text, value); err != nil {
		return fmt.Errorf("%s cannot be read: remove it, and fetch again: %w", path, err)
	}
	return nil
}

// writeYAML writes a file of the cache as a whole or not at all.
func writeYAML(path string, value any) error {
	text, err := yaml.Marshal(value)
	if err != nil {
		return err
	}
	err = format.Replace(path, func(path string) error { return os.WriteFile(path, text, 0o644) })
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}
