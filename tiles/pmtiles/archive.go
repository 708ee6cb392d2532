package pmtiles

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"

	"perimetre/tiles"
)

// What is read of an archive at most, whatever it claims: bytes of one part, before and after decompression; and entries of leaf
// directories that are kept, 24 bytes each.
const (
	maxTile      = 32 << 20
	maxDirectory = 4 << 20
	maxMetadata  = 8 << 20
	maxKept      = 1 << 20
)

// maxDepth is how many directories are between the root and a tile, as the readers of the format's authors have it.
const maxDepth = 3

// Archive reads the tiles of an archive. It implements [tiles.Source]; it is safe for concurrent use as far as its file is.
type Archive struct {
	file     io.ReaderAt
	header   header
	root     directory
	metadata Metadata
	leaves   *cache
	inflater inflater
}

// Open reads the header, the root directory and the metadata of an archive of so many bytes. Errors name the part that cannot be
// read. The file stays the caller's to close.
func Open(file io.ReaderAt, size int64) (*Archive, error) {
	a := &Archive{file: file, leaves: newCache(maxKept)}
	start := make([]byte, min(max(size, 0), headerSize))
	if err := readAt(file, start, 0); err != nil {
		return nil, fmt.Errorf("open archive: the header: %w", err)
	}
	var err error
	if a.header, err = parseHeader(start, uint64(size)); err != nil {
		return nil, fmt.Errorf("open archive: %w", err)
	}
	data, err := a.part(a.header.root, 0, a.header.root.length, a.header.internal, maxDirectory)
	if err == nil {
		a.root, err = parseDirectory(data)
	}
	if err != nil {
		return nil, fmt.Errorf("open archive: the root directory: %w", err)
	}
	data, err = a.part(a.header.metadata, 0, a.header.metadata.length, a.header.internal, maxMetadata)
	if err == nil {
		a.metadata, err = parseMetadata(data, a.header)
	}
	if err != nil {
		return nil, fmt.Errorf("open archive: the metadata: %w", err)
	}
	return a, nil
}

// Metadata gives what the archive says of itself.
func (a *Archive) Metadata() Metadata { return a.metadata }

// Digest gives 16 hexadecimal digits that tell apart archives of which a tile differs. The version of one that a [Writer] wrote
// vouches for its tile data, and its directories for which of them other programs left; of other archives all is read.
func (a *Archive) Digest() (string, error) {
	sections := []section{{0, headerSize}, a.header.root, a.header.metadata, a.header.leaves, a.header.tiles}
	if strings.HasPrefix(a.metadata.Version, versionMark) {
		sections = sections[:len(sections)-1]
	}
	digest := sha256.New()
	for _, s := range sections {
		if _, err := io.Copy(digest, io.NewSectionReader(a.file, int64(s.offset), int64(s.length))); err != nil {
			return "", fmt.Errorf("digest of the archive: %w", err)
		}
	}
	return shortened(digest.Sum(nil)), nil
}

// TileJSON implements [tiles.Source].
func (a *Archive) TileJSON() tiles.TileJSON { return a.metadata.Tiles }

// Tile implements [tiles.Source].
func (a *Archive) Tile(ctx context.Context, id tiles.ID, layers []string) ([]byte, error) {
	if !id.Valid() || id.Z < a.header.minZoom || id.Z > a.header.maxZoom {
		return nil, fmt.Errorf("tile %v: the archive has none: zooms are %d to %d, columns and rows below 2^zoom",
			id, a.header.minZoom, a.header.maxZoom)
	}
	data, err := a.tile(ctx, Number(id))
	if err == nil && layers != nil {
		data, err = tiles.SelectLayers(data, layers)
	}
	if err != nil {
		return nil, fmt.Errorf("tile %v: %w", id, err)
	}
	return data, nil
}

// tile goes from the root directory through leaf directories to a tile; nil when there is none.
func (a *Archive) tile(ctx context.Context, number uint64) ([]byte, error) {
	d := a.root
	for range maxDepth + 1 {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		e, ok := d.find(number)
		if !ok {
			return nil, nil
		}
		if e.run > 0 {
			data, err := a.part(a.header.tiles, e.offset, uint64(e.length), a.header.packing, maxTile)
			if err != nil {
				return nil, fmt.Errorf("tile data at %d: %w", e.offset, err)
			}
			if len(data) == 0 {
				return nil, nil
			}
			return data, nil
		}
		var err error
		if d, err = a.leaf(e); err != nil {
			return nil, fmt.Errorf("leaf directory at %d: %w", e.offset, err)
		}
	}
	return nil, fmt.Errorf("more than %d directories lead to it", maxDepth)
}

// leaf gives a leaf directory.
func (a *Archive) leaf(e entry) (directory, error) {
	if d, ok := a.leaves.get(e.offset); ok {
		return d, nil
	}
	data, err := a.part(a.header.leaves, e.offset, uint64(e.length), a.header.internal, maxDirectory)
	if err != nil {
		return nil, err
	}
	d, err := parseDirectory(data)
	if err != nil {
		return nil, err
	}
	a.leaves.put(e.offset, d)
	return d, nil
}

// part reads bytes of a section and decompresses them. There may be so many, before and after.
func (a *Archive) part(s section, offset, length uint64, how compression, most int) ([]byte, error) {
	switch {
	case !s.within(offset, length):
		return nil, fmt.Errorf("%d bytes are not within the %d of their section", length, s.length)
	case length == 0:
		return nil, errors.New("it has no byte")
	case length > uint64(most):
		return nil, fmt.Errorf("it has %d bytes: %d are read at most", length, most)
	}
	data := make([]byte, length)
	if err := readAt(a.file, data, int64(s.offset+offset)); err != nil {
		return nil, err
	}
	return a.inflater.inflate(data, how, most)
}

// readAt fills the bytes.
func readAt(file io.ReaderAt, data []byte, offset int64) error {
	if n, err := file.ReadAt(data, offset); n < len(data) {
		return fmt.Errorf("read %d bytes from %d on: %w", len(data), offset, noEOF(err))
	}
	return nil
}

// shortened gives the start of a digest, long enough to tell apart the archives that one address ever has.
func shortened(digest []byte) string { return hex.EncodeToString(digest[:8]) }
