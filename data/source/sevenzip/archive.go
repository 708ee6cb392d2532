// Package sevenzip reads 7z archives.
//
// It models an [Archive]: its [File]s in their order, and the folders, as the format calls them, that hold their bytes:
// runs of files that one chain of coders packed together. A file is reached by unpacking all that lies before it in its
// folder, so [Archive.Unpack] gives any number of files in one pass.
//
// The format is that of 7zFormat.txt and Methods.txt in the 7-Zip sources. Methods read: Copy, LZMA, LZMA2, Deflate, BZip2.
//
// Invariants:
//
//  1. Memory follows the bytes that the archive has, never a number that it claims: a count that its header could not hold
//     is an error. A dictionary has 512 MiB at most.
//  2. No more bytes are given for a file than its header says, and fewer are an error.
//  3. A file whose header has a CRC and whose bytes have another is an error.
//  4. Whatever the bytes, there is an error or an archive, never a panic.
//
// It is not a writer. It does not decrypt, and reads no filter for programs (BCJ2…). Names come as the archive has them: whether
// one is safe to use as a path is for data/source to say.
package sevenzip

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
)

const (
	signatureSize = 32
	mostHeader    = 16 << 20 // bytes of a header: ten thousand files take about one
	mostNested    = 4        // headers that are packed in one another; 7-Zip writes one or two
)

// Magic begins every 7z archive.
const Magic = "7z\xbc\xaf\x27\x1c"

// Archive is an open archive. It is immutable, and safe for concurrent use when its reader is.
type Archive struct {
	Files   []File // folders of files included
	reader  io.ReaderAt
	folders []folder
}

// File is one entry of an archive.
type File struct {
	Name   string      // as the archive has it, with slashes where 7-Zip wrote it
	Size   int64       // in bytes, unpacked
	Mode   fs.FileMode // type and, when a Unix system wrote it, permissions
	folder int         // that holds it, -1 when it has no bytes
	sum    *uint32     // CRC-32, nil when the archive has none
}

// Open reads the header of an archive of so many bytes. One with more than most files, or folders, is refused.
func Open(r io.ReaderAt, size int64, most int) (archive *Archive, err error) {
	defer recovered(&err)
	header, err := readHeader(r, size)
	if err != nil {
		return nil, err
	}
	archive = &Archive{reader: r}
	if len(header) == 0 { // an archive without a file
		return archive, nil
	}
	for range mostNested {
		p := &parser{rest: header, size: size, most: most}
		switch id := p.byte(); id {
		case idHeader:
			archive.Files, archive.folders, err = p.archive()
			return archive, err
		case idEncodedHeader:
			if header, err = unpackHeader(r, p); err != nil {
				return nil, err
			}
		default:
			return nil, p.fail("the header begins with %#x", id)
		}
	}
	return nil, damaged("its header is packed more than %d times", mostNested)
}

// readHeader gives the bytes of the header that the signature leads to.
func readHeader(r io.ReaderAt, size int64) ([]byte, error) {
	start := make([]byte, signatureSize)
	if n, err := r.ReadAt(start, 0); n < len(start) {
		return nil, ended(err)
	}
	if !bytes.HasPrefix(start, []byte(Magic)) {
		return nil, damaged("it does not begin as a 7z archive does")
	}
	little := binary.LittleEndian
	if crc32.ChecksumIEEE(start[12:]) != little.Uint32(start[8:]) {
		return nil, damaged("the checksum of its first bytes is wrong")
	}
	offset, length := little.Uint64(start[12:]), little.Uint64(start[20:])
	behind := uint64(size - signatureSize)
	if offset > behind || length > behind-offset {
		return nil, ended(io.ErrUnexpectedEOF)
	}
	if length > mostHeader {
		return nil, damaged("its header is longer than %d MiB", mostHeader>>20)
	}
	header := make([]byte, length)
	if n, err := r.ReadAt(header, signatureSize+int64(offset)); n < len(header) {
		return nil, ended(err)
	}
	if len(header) > 0 && crc32.ChecksumIEEE(header) != little.Uint32(start[28:]) {
		return nil, damaged("the checksum of its header is wrong")
	}
	return header, nil
}

// unpackHeader gives the bytes of a header that is packed as the file of a folder is.
func unpackHeader(r io.ReaderAt, p *parser) ([]byte, error) {
	streams := p.streams()
	if p.err != nil {
		return nil, p.err
	}
	if len(streams.folders) != 1 {
		return nil, damaged("its header lies in %d folders", len(streams.folders))
	}
	f := streams.folders[0]
	if f.size() > mostHeader {
		return nil, damaged("its header is longer than %d MiB", mostHeader>>20)
	}
	packed, err := f.open(r)
	if err != nil {
		return nil, err
	}
	header, err := io.ReadAll(io.LimitReader(packed, f.size()))
	if err != nil {
		return nil, unreadable(err)
	}
	if int64(len(header)) < f.size() {
		return nil, ended(io.ErrUnexpectedEOF)
	}
	if f.sum != nil && crc32.ChecksumIEEE(header) != *f.sum {
		return nil, damaged("the checksum of its header is wrong")
	}
	return header, nil
}

// Unpack gives the bytes of the files that are wanted, known by their place in Files, each to its own call of give, in the order
// of the archive, in one pass: a folder is unpacked up to its last wanted file, and one without any is not touched. A file that
// give leaves in the middle is passed over. It stops at the first error; one of give comes back as it is.
func (a *Archive) Unpack(wanted func(file int) bool, give func(file int, r io.Reader) error) error {
	last := make(map[int]int, len(a.folders)) // the last wanted file of each folder
	for i, file := range a.Files {
		if wanted(i) && file.folder >= 0 {
			last[file.folder] = i
		}
	}
	var from io.Reader // what is left of the folder that is open
	open := -1
	for i, file := range a.Files {
		if file.folder < 0 {
			if wanted(i) {
				if err := give(i, bytes.NewReader(nil)); err != nil {
					return err
				}
			}
			continue
		}
		if until, ok := last[file.folder]; !ok || i > until {
			continue
		}
		if open != file.folder {
			var err error
			if from, err = a.folders[file.folder].open(a.reader); err != nil {
				return err
			}
			open = file.folder
		}
		content := &content{from: from, left: file.Size, want: file.sum, sum: crc32.NewIEEE()}
		if wanted(i) {
			if err := give(i, content); err != nil {
				return err
			}
		}
		if _, err := io.Copy(io.Discard, content); err != nil {
			return err
		}
	}
	return nil
}

// content is the bytes of one file, checked at their end.
type content struct {
	from io.Reader
	left int64
	want *uint32
	sum  interface {
		io.Writer
		Sum32() uint32
	}
}

func (c *content) Read(p []byte) (n int, err error) {
	defer recovered(&err)
	if c.left == 0 {
		if c.want != nil && c.sum.Sum32() != *c.want {
			return 0, damaged("the checksum of a file is wrong")
		}
		return 0, io.EOF
	}
	n, err = c.from.Read(p[:min(int64(len(p)), c.left)])
	_, _ = c.sum.Write(p[:n])
	c.left -= int64(n)
	switch {
	case c.left == 0:
		return n, nil
	case errors.Is(err, io.EOF):
		return n, ended(io.ErrUnexpectedEOF)
	case err != nil:
		return n, unreadable(err)
	}
	return n, nil
}

// damaged is an archive that is not as its format says.
func damaged(format string, args ...any) error {
	return fmt.Errorf("the 7z archive is damaged: %s: download it again", fmt.Sprintf(format, args...))
}

// ended is an archive that has fewer bytes than it says.
func ended(cause error) error {
	if cause == nil || errors.Is(cause, io.EOF) {
		cause = io.ErrUnexpectedEOF
	}
	return fmt.Errorf("the 7z archive ends early: download it again: %w", cause)
}

// unreadable is a packed stream that a coder cannot read.
func unreadable(cause error) error {
	if errors.Is(cause, io.ErrUnexpectedEOF) {
		return ended(cause)
	}
	return fmt.Errorf("the 7z archive is damaged: download it again: %w", cause)
}

// recovered turns a panic of a decoder of the libraries, which some meet damaged bytes with, into an error.
func recovered(err *error) {
	if r := recover(); r != nil {
		*err = damaged("%v", r)
	}
}
