// Package fetch downloads the public files that perimetre reads into a cache.
//
// It models a [Source], one published file with its address and licence; a [Manifest], the list of them, of which [France] is
// built in; and a [Fetcher], which brings a source into its folder and says so in a lock file there, sources.lock.yaml.
//
// Invariants:
//
//  1. A file of the cache is whole: it is written beside its place and moved there once its length and its hash were looked at.
//  2. What was received of a file that is not whole is kept, and goes on from there only when the server says that it is the
//     same file.
//  3. A file that is there is never downloaded again, nor replaced. One that is not what the manifest or the lock file says is an
//     error.
//  4. No wait is without end: a connection, an answer, the next byte each have a time, and tries are counted.
//
// It reads no format, and no archive: data/source opens what was fetched.
package fetch

import (
	_ "embed"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path"
	"regexp"
	"strings"

	"perimetre/data/strict"
)

// Source is one published file. It is a value.
type Source struct {
	ID        string `yaml:"id"`
	Title     string `yaml:"title"`
	Publisher string `yaml:"publisher"`
	Licence   string `yaml:"licence"`
	Vintage   int    `yaml:"vintage"`
	Page      string `yaml:"page"`    // where it is published
	URL       string `yaml:"url"`     // empty when the file is to be downloaded by hand
	File      string `yaml:"file"`    // its name in the cache
	SHA256    string `yaml:"sha256"`  // in hexadecimal, empty when it is not known beforehand
	MaxMiB    int64  `yaml:"max_mib"` // a larger file is refused
}

// maxMiB is the limit of a source that gives none: a national file many times over.
const maxMiB = 4096

// Manifest is a list of sources, each with an ID and a file of its own. [Read] makes one.
type Manifest struct {
	Sources []Source `yaml:"sources"`
}

//go:embed sources.yaml
var france string

// France gives the public sources of France.
func France() Manifest {
	m, err := Read(strings.NewReader(france), "sources.yaml")
	if err != nil {
		panic(err) // the file is part of the program, and a test reads it
	}
	return m
}

// Read reads a manifest, whose form sources.yaml shows. It is read strictly; errors name the file, and the line or the source.
func Read(r io.Reader, file string) (Manifest, error) {
	var m Manifest
	if err := strict.Decode(r, file, "mend it as in the manifest of France", &m); err != nil {
		return Manifest{}, err
	}
	if len(m.Sources) == 0 {
		return Manifest{}, fmt.Errorf("%s: there is no source: list some under sources", file)
	}
	ids, files := map[string]bool{}, map[string]string{}
	for i := range m.Sources {
		s := &m.Sources[i]
		if err := s.complete(); err != nil {
			return Manifest{}, fmt.Errorf("%s: source %d (%s): %w", file, i+1, s.ID, err)
		}
		name := strings.ToLower(s.File)
		if former := files[name]; ids[s.ID] || former != "" {
			return Manifest{}, fmt.Errorf("%s: source %d (%s): its id, or its file %s, is that of a source before it: give another",
				file, i+1, s.ID, s.File)
		}
		ids[s.ID], files[name] = true, s.ID
	}
	return m, nil
}

// The forms of what a source says.
var (
	idForm   = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`)
	fileForm = regexp.MustCompile(`^[\pL\pN_][\pL\pN_. ()+-]*$`)
	hashForm = regexp.MustCompile(`^[0-9a-f]{64}$`)
)

// complete fills in what a source leaves out, and says what is wrong with it.
func (s *Source) complete() error {
	if !idForm.MatchString(s.ID) {
		return errors.New("the id is made of small letters, digits and dashes")
	}
	if err := address(s.Page); err != nil {
		return fmt.Errorf("page: %w", err)
	}
	if s.URL != "" {
		if err := address(s.URL); err != nil {
			return fmt.Errorf("url: %w", err)
		}
		if s.File == "" {
			u, _ := url.Parse(s.URL)
			s.File = path.Base(u.Path)
		}
	}
	if !fileForm.MatchString(s.File) || strings.HasSuffix(s.File, partEnd) ||
		strings.HasSuffix(s.File, stateEnd) || s.File == lockFile {
		return fmt.Errorf("file %q: give the name of a file, made of letters, digits, dashes and dots", s.File)
	}
	s.SHA256 = strings.ToLower(s.SHA256)
	if s.SHA256 != "" && !hashForm.MatchString(s.SHA256) {
		return fmt.Errorf("sha256 %q: give 64 hexadecimal digits, or leave it out", s.SHA256)
	}
	if s.MaxMiB == 0 {
		s.MaxMiB = maxMiB
	}
	if s.MaxMiB < 0 || s.MaxMiB > 1<<30 {
		return fmt.Errorf("max_mib %d: give a number of MiB", s.MaxMiB)
	}
	return nil
}

// address says what is wrong with the address of a page or a file.
func address(text string) error {
	u, err := url.Parse(text)
	if err != nil {
		return errors.New("it is not an address: give one that begins with https://")
	}
	if u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return fmt.Errorf("%q is not an address: give one that begins with https://", u.Redacted())
	}
	if u.User != nil {
		return fmt.Errorf("%q holds a user: a public source has none", u.Redacted())
	}
	return nil
}

// Choose gives the sources of some ids, in the order of the ids, and all of them for none.
func (m Manifest) Choose(ids []string) ([]Source, error) {
	if len(ids) == 0 {
		return m.Sources, nil
	}
	var chosen []Source
next:
	for _, id := range ids {
		var known []string
		for _, s := range m.Sources {
			if s.ID == id {
				chosen = append(chosen, s)
				continue next
			}
			known = append(known, s.ID)
		}
		return nil, fmt.Errorf("no source %q: one of %s", id, strings.Join(known, ", "))
	}
	return chosen, nil
}
