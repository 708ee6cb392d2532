package source

import (
	"archive/zip"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"perimetre/data/source/sevenzip"
)

// archive is a file that holds others.
type archive interface {
	// entries says what it holds, in its order.
	entries() []entry
	// unpack gives the bytes of the wanted entries, each to its own call of give, in one pass.
	unpack(wanted func(entry int) bool, give func(entry int, r io.Reader) error) error
	// solid tells whether several entries may be packed as one stream, which each pass reads from its start.
	solid() bool
}

// magics of archives, which are told from other files by their first bytes.
const (
	zipMagic      = "PK\x03\x04" // APPNOTE.TXT of PKWARE, section 4.3.7
	emptyZipMagic = "PK\x05\x06" // section 4.3.16
)

// openArchive gives the archive that a file is, and nil when it is none. A spreadsheet is none, though it is a zip file.
func openArchive(file *os.File, size int64, limits Limits) (archive, error) {
	magic := make([]byte, len(sevenzip.Magic))
	n, err := file.ReadAt(magic, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	magic = magic[:n]
	if string(magic) == sevenzip.Magic {
		a, err := sevenzip.Open(file, size, limits.Members)
		if err != nil {
			return nil, err
		}
		return sevenZip{a}, nil
	}
	if n < 4 || string(magic[:4]) != zipMagic && string(magic[:4]) != emptyZipMagic {
		return nil, nil
	}
	r, err := zip.NewReader(file, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) { // paths are looked at with those of other archives
		return nil, zipError(err)
	}
	if isDocument(r) {
		return nil, nil
	}
	if len(r.File) > limits.Members {
		return nil, fmt.Errorf("the zip archive has %d files, over %d: unpack it by hand and give the file", len(r.File), limits.Members)
	}
	return zipped{r}, nil
}

// isDocument tells whether a zip file is a document of an office program: ECMA-376 part 2, section 7.2.3 has
// [Content_Types].xml, OpenDocument 1.3 part 2, section 3.3 begins with mimetype.
func isDocument(r *zip.Reader) bool {
	return slices.ContainsFunc(r.File, func(f *zip.File) bool { return f.Name == "[Content_Types].xml" }) ||
		len(r.File) > 0 && r.File[0].Name == "mimetype"
}

// zipped is a zip archive.
type zipped struct{ *zip.Reader }

func (z zipped) entries() []entry {
	list := make([]entry, len(z.File))
	for i, f := range z.File {
		name := f.Name
		if f.NonUTF8 && !utf8.ValidString(name) {
			name, _ = charmap.CodePage437.NewDecoder().String(name) // APPNOTE.TXT, appendix D.1; each byte is a character
		}
		list[i] = entry{name, int64(min(f.UncompressedSize64, 1<<62)), f.Mode()}
	}
	return list
}

func (z zipped) solid() bool { return false }

func (z zipped) unpack(wanted func(int) bool, give func(int, io.Reader) error) error {
	for i, f := range z.File {
		if !wanted(i) {
			continue
		}
		const encrypted = 1 // APPNOTE.TXT, section 4.4.4
		if f.Flags&encrypted != 0 {
			return fmt.Errorf("member %q is encrypted: give an archive without a password", f.Name)
		}
		r, err := f.Open()
		if errors.Is(err, zip.ErrAlgorithm) {
			return fmt.Errorf("member %q is packed by method %d, which is not read: pack it again with Deflate", f.Name, f.Method)
		}
		if err != nil {
			return zipError(err)
		}
		if err := errors.Join(give(i, zipReader{r}), r.Close()); err != nil {
			return err
		}
	}
	return nil
}

// zipReader words the errors of a packed member.
type zipReader struct{ io.Reader }

func (r zipReader) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = zipError(err)
	}
	return n, err
}

// zipError says what a failure means for the one who gave the file.
func zipError(err error) error {
	var corrupt flate.CorruptInputError
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return fmt.Errorf("the zip archive ends early: download it again: %w", io.ErrUnexpectedEOF)
	case errors.Is(err, zip.ErrFormat), errors.Is(err, zip.ErrChecksum), errors.As(err, &corrupt):
		return fmt.Errorf("the zip archive is damaged: download it again: %w", err)
	}
	return err
}

// sevenZip is a 7z archive.
type sevenZip struct{ *sevenzip.Archive }

func (z sevenZip) entries() []entry {
	list := make([]entry, len(z.Files))
	for i, f := range z.Files {
		list[i] = entry{f.Name, f.Size, f.Mode}
	}
	return list
}

func (z sevenZip) solid() bool { return true }

func (z sevenZip) unpack(wanted func(int) bool, give func(int, io.Reader) error) error {
	return z.Unpack(wanted, give)
}
