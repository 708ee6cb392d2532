package site

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"
)

// File is a file of a site. Stores of objects hand out its headers; a folder has none.
type File struct {
	Name         string // below the destination, with slashes: fonts/0-255.pbf
	Type         string // Content-Type (RFC 9110, section 8.3)
	CacheControl string // Cache-Control (RFC 9111, section 5.2); none when empty
	Entry        bool   // whether readers come in by it
}

// place is where the files of a site go. Names are those of [File].
type place interface {
	// read gives what a file holds; an error that is fs.ErrNotExist when there is none.
	read(ctx context.Context, name string) ([]byte, error)

	// holds names something that is there; nothing when it is empty.
	holds(ctx context.Context) (string, error)

	// taken gives the names, among these, where there is something already.
	taken(ctx context.Context, names []string) ([]string, error)

	// put puts a file, which is made at a path, in the place of what has its name. It is safe for concurrent use.
	put(ctx context.Context, f File, path string) error

	// remove removes a file, if it is there.
	remove(ctx context.Context, name string) error

	// close ends the use of the place.
	close() error
}

// Site is a destination, and the files that are made for it. Open makes one; it is not safe for concurrent use.
type Site struct {
	place  place
	stage  string // folder of the files that are made
	former manifest
	files  []File
	bytes  int64
}

// Open opens a destination: a folder, which is made when it is not there but its parent is; file:///path, which is the same;
// or s3://bucket/path, with the parameters of gocloud.dev/blob/s3blob: region, and endpoint for stores other than Amazon's.
// It fails when files cannot be put there, as far as can be told without putting any; and when something is there that no
// publication explains, so that the files of a site are never strewn among others by mistake.
func Open(ctx context.Context, destination string) (s *Site, err error) {
	s = &Site{}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Close())
			s = nil
		}
	}()
	if s.place, s.stage, err = open(ctx, destination); err != nil {
		return s, err
	}
	s.former, err = readManifest(ctx, s.place)
	if !errors.Is(err, fs.ErrNotExist) {
		return s, err
	}
	name, err := s.place.holds(ctx)
	if err == nil && name != "" {
		err = fmt.Errorf("%s holds %s, and no %s: give an empty folder or path, or one that perimetre publish wrote", destination, name, Manifest)
	}
	return s, err
}

// Close removes what was made and is not published. The site is not used after it.
func (s *Site) Close() error {
	var errs []error
	if s.stage != "" {
		errs = append(errs, os.RemoveAll(s.stage))
	}
	if s.place != nil {
		errs = append(errs, s.place.close())
	}
	return errors.Join(errs...)
}

// Make has a file made, by a function that writes it, and nothing else that stays, at a path. It fails when the name cannot be
// that of a file or has been made already, and when the function does.
func (s *Site) Make(f File, write func(path string) error) error {
	if !valid(f.Name) {
		return fmt.Errorf("%q is no name of a file of a site", f.Name)
	}
	if slices.ContainsFunc(s.files, func(other File) bool { return other.Name == f.Name }) {
		return fmt.Errorf("%s is there twice", f.Name)
	}
	path := s.path(f.Name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	if err := write(path); err != nil {
		return fmt.Errorf("make %s: %w", f.Name, err)
	}
	info, err := os.Stat(path)
	if err != nil {
		return fmt.Errorf("make %s: %w", f.Name, err)
	}
	s.files, s.bytes = append(s.files, f), s.bytes+info.Size()
	return nil
}

// path says where a file is made.
func (s *Site) path(name string) string { return filepath.Join(s.stage, filepath.FromSlash(name)) }

// Report tells what was published.
type Report struct {
	Files   int   `json:"files"`   // without the manifest
	Bytes   int64 `json:"bytes"`   // of them
	Removed int   `json:"removed"` // files of the former publication
}

// lanes is how many files are put at a time: a store of objects answers each after some tens of milliseconds.
const lanes = 8

// Publish puts all files that were made in their places: those that are no entries first, in any order, then entries in theirs.
// It then removes the files of the former publication that are no more. It tells how many files are put. It fails when
// something else has the name of a file, and then changes nothing; when the destination does; and when the context ends.
func (s *Site) Publish(ctx context.Context, edition int64, done func(n, of int)) (Report, error) {
	published := manifest{Edition: edition}
	for _, f := range s.files {
		published.Files = append(published.Files, f.Name)
	}
	if err := s.makeWay(ctx, published.Files); err != nil {
		return Report{}, err
	}
	if err := s.list(ctx, s.former.with(published.Files)); err != nil {
		return Report{}, err
	}
	if err := s.putAll(ctx, done); err != nil {
		return Report{}, err
	}
	gone := s.former.without(published.Files)
	for _, name := range gone {
		if err := ctx.Err(); err != nil {
			return Report{}, err
		}
		if err := s.place.remove(ctx, name); err != nil {
			return Report{}, fmt.Errorf("remove %s: %w", name, err)
		}
	}
	if err := s.list(ctx, published); err != nil {
		return Report{}, err
	}
	return Report{len(s.files), s.bytes, len(gone)}, nil
}

// makeWay fails when what is not ours has one of the names.
func (s *Site) makeWay(ctx context.Context, names []string) error {
	taken, err := s.place.taken(ctx, names)
	if err != nil {
		return err
	}
	foreign := slices.DeleteFunc(taken, s.former.has)
	if len(foreign) == 0 {
		return nil
	}
	const most = 5
	slices.Sort(foreign)
	more := ""
	if len(foreign) > most {
		more = fmt.Sprintf(" and %d more", len(foreign)-most)
	}
	return fmt.Errorf("in the way and listed by no %s: %s%s: move that, or give another destination",
		Manifest, strings.Join(foreign[:min(len(foreign), most)], ", "), more)
}

// putAll puts all files.
func (s *Site) putAll(ctx context.Context, done func(n, of int)) error {
	var last []File
	var lock sync.Mutex
	count := 0
	put := func(ctx context.Context, f File) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := s.place.put(ctx, f, s.path(f.Name)); err != nil {
			return fmt.Errorf("put %s: %w", f.Name, err)
		}
		lock.Lock()
		defer lock.Unlock()
		count++
		done(count, len(s.files))
		return nil
	}
	group, within := errgroup.WithContext(ctx)
	group.SetLimit(lanes)
	for _, f := range s.files {
		if f.Entry {
			last = append(last, f)
		} else {
			group.Go(func() error { return put(within, f) })
		}
	}
	if err := group.Wait(); err != nil {
		return err
	}
	for _, f := range last {
		if err := put(ctx, f); err != nil {
			return err
		}
	}
	return nil
}

// list puts a manifest.
func (s *Site) list(ctx context.Context, m manifest) error {
	path := s.path(Manifest)
	if err := m.write(path); err != nil {
		return err
	}
	if err := s.place.put(ctx, File{Name: Manifest, Type: "application/json", CacheControl: "no-cache"}, path); err != nil {
		return fmt.Errorf("put %s: %w", Manifest, err)
	}
	return nil
}
