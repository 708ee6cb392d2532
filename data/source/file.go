// Package source opens the files that data comes from.
//
// It models one file as it lies on disk: a [File] gives its unpacked bytes, its raw size and how far the reading is;
// a [Hashed] gives the SHA-256 of its raw bytes as well, which takes longer than to read a plain file. A [Bundle] gives the files
// that one holds, those of an archive or itself, to the readers of data/format.
//
// Invariants:
//
//  1. Packing is told by the first bytes of the file, never by its name: gzip, zip, 7z, or plain.
//  2. The hash is that of the file on disk, all of it, whatever part of it was read. A file that changes between the opening of its
//     bundle and its hash is an error.
//  3. A packed stream that ends early is an error, never an end of file.
//  4. What an archive unpacks to lies in a folder of its own, whatever the names of its members, and never grows over its [Limits],
//     whatever sizes it claims.
//
// It is not a reader of any format: those are in data/format. An archive in an archive is a member like another. It downloads
// nothing: the package fetch below it does.
package source

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync/atomic"
)

// gzipMagic begins every gzip stream (RFC 1952, section 2.3.1).
var gzipMagic = []byte{0x1f, 0x8b}

// File is an open file: an [io.Reader] of its unpacked bytes. The zero value is not usable: [Open] makes one.
// One goroutine reads; [File.Progress] may be called from any.
type File struct {
	name   string
	file   *os.File
	raw    *rawReader
	packed *gzip.Reader // nil when the file is plain
	plain  io.Reader
}

// Open opens a file, plain or gzip. The caller closes it.
func Open(path string) (*File, error) { return open(path, nil) }

func open(path string, raw io.Writer) (*File, error) {
	file, err := openFile(path)
	if err != nil {
		return nil, err
	}
	f, err := read(file, raw)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", path, err), file.Close())
	}
	return f, nil
}

// read looks at the first bytes of a file. All its raw bytes go to raw as well, when there is one.
func read(file *os.File, raw io.Writer) (*File, error) {
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return nil, errFolder
	}
	f := &File{name: filepath.Base(file.Name()), file: file}
	f.raw = &rawReader{file: file, size: info.Size(), copied: raw}
	buffered := bufio.NewReaderSize(f.raw, 1<<16)
	f.plain = buffered

	magic, err := buffered.Peek(len(gzipMagic))
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if bytes.Equal(magic, gzipMagic) {
		if f.packed, err = gzip.NewReader(buffered); err != nil {
			return nil, gzipError(err)
		}
	}
	return f, nil
}

// Name is the base name of the file.
func (f *File) Name() string { return f.name }

// Read gives the unpacked bytes. Errors name the file and say how to mend it.
func (f *File) Read(p []byte) (int, error) {
	if f.packed == nil {
		return f.plain.Read(p)
	}
	n, err := f.packed.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = fmt.Errorf("read %s: %w", f.name, gzipError(err))
	}
	return n, err
}

// Progress gives how many raw bytes were read, and how many there are. It is safe for concurrent use.
func (f *File) Progress() (read, total int64) { return f.raw.count.Load(), f.raw.size }

// Close closes the file.
func (f *File) Close() error { return f.file.Close() }

// gzipError says what a failure of the gzip stream means for the one who gave the file.
func gzipError(err error) error {
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return fmt.Errorf("the gzip stream ends early: download the file again: %w", io.ErrUnexpectedEOF)
	case errors.Is(err, gzip.ErrChecksum), errors.Is(err, gzip.ErrHeader):
		return fmt.Errorf("the gzip stream is damaged: download the file again: %w", err)
	}
	return fmt.Errorf("the gzip stream cannot be read: download the file again: %w", err)
}

// rawReader counts the bytes of a file as they are read, and copies them.
type rawReader struct {
	file   *os.File
	size   int64
	copied io.Writer // which never fails, as a hash does not; nil for none
	count  atomic.Int64
}

func (r *rawReader) Read(p []byte) (int, error) {
	n, err := r.file.Read(p)
	if r.copied != nil {
		_, _ = r.copied.Write(p[:n])
	}
	r.count.Add(int64(n))
	return n, err
}
