package pmtiles

import (
	"bufio"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"

	"perimetre/tiles"
)

// Spool is where tile data wait until the archive is written: a temporary file.
type Spool interface {
	io.Writer
	io.ReaderAt
}

// Writer gathers the tiles of an archive, which [Writer.Finish] writes. It is for one goroutine.
type Writer struct {
	spool    Spool
	buffered *bufio.Writer
	spooled  uint64
	added    []addressed
	contents []content
	known    map[[sha256.Size]byte]int32 // index of a content, by its digest
	zooms    [maxZoom + 1]Zoom
}

// addressed is a tile that was added.
type addressed struct {
	number  uint64
	content int32
}

// content is bytes that one tile or several have.
type content struct {
	digest [sha256.Size]byte
	offset uint64 // in the spool
	length uint32
}

// Zoom is what an archive holds at one zoom.
type Zoom struct {
	Zoom   uint8 `json:"zoom"`
	Tiles  int   `json:"tiles"`
	Bytes  int64 `json:"bytes"`  // of the tiles, before compression
	Packed int64 `json:"packed"` // after it, equal tiles counted each time
}

// NewWriter makes a writer, whose spool is empty, and stays the caller's to close and to remove.
func NewWriter(spool Spool) *Writer {
	const buffer = 1 << 20
	return &Writer{spool: spool, buffered: bufio.NewWriterSize(spool, buffer), known: map[[sha256.Size]byte]int32{}}
}

// Add adds a tile. Tiles are best added in the order of their numbers: they are then copied as they lie. It fails when the tile
// does not exist, is empty or has more bytes than are read of one, and when the spool fails.
func (w *Writer) Add(id tiles.ID, tile Packed) error {
	switch {
	case !id.Valid():
		return fmt.Errorf("tile %v: there is none: columns and rows are below 2^zoom, zooms 0 to %d", id, maxZoom)
	case tile.plain == 0:
		return fmt.Errorf("tile %v: it is empty: leave it out", id)
	case max(tile.plain, len(tile.data)) > maxTile:
		return fmt.Errorf("tile %v: it takes more than %d bytes: leave layers out, or show them from deeper zooms on", id, maxTile)
	}
	index, known := w.known[tile.digest]
	if !known {
		if _, err := w.buffered.Write(tile.data); err != nil {
			return fmt.Errorf("tile %v: %w", id, err)
		}
		index = int32(len(w.contents))
		w.known[tile.digest] = index
		w.contents = append(w.contents, content{tile.digest, w.spooled, uint32(len(tile.data))})
		w.spooled += uint64(len(tile.data))
	}
	w.added = append(w.added, addressed{Number(id), index})
	z := &w.zooms[id.Z]
	z.Zoom = id.Z
	z.Tiles++
	z.Bytes += int64(tile.plain)
	z.Packed += int64(len(tile.data))
	return nil
}

// Zooms gives what was added, zoom by zoom.
func (w *Writer) Zooms() []Zoom {
	return slices.DeleteFunc(slices.Clone(w.zooms[:]), func(z Zoom) bool { return z.Tiles == 0 })
}

// Finish writes the archive of the tiles that were added. Its zooms are theirs, its bounds, centre and layers are those of the
// description. It fails when no tile was added, when one was added twice, and when the spool or out fails.
func (w *Writer) Finish(out io.Writer, m Metadata) error {
	if err := w.buffered.Flush(); err != nil {
		return err
	}
	slices.SortFunc(w.added, func(a, b addressed) int { return cmp.Compare(a.number, b.number) })
	if len(w.added) == 0 {
		return errors.New("there is no tile: an archive has one at least")
	}
	for i, tile := range w.added[1:] {
		if tile.number == w.added[i].number {
			id, _ := Numbered(tile.number)
			return fmt.Errorf("tile %v was added twice", id)
		}
	}
	m.Version = w.version()
	d, order := w.directory()
	root, leaves := tree(d)
	text, err := m.marshal()
	if err != nil {
		return err
	}
	metadata := NewPacker().Pack(text).data
	h := w.header(m.Tiles, len(d))
	end := uint64(headerSize)
	for _, part := range []struct {
		section *section
		length  int
	}{{&h.root, len(root)}, {&h.metadata, len(metadata)}, {&h.leaves, len(leaves)}, {&h.tiles, int(w.spooled)}} {
		*part.section = section{end, uint64(part.length)}
		end += uint64(part.length)
	}
	for _, part := range [][]byte{h.encode(), root, metadata, leaves} {
		if _, err := out.Write(part); err != nil {
			return err
		}
	}
	return w.copy(out, order)
}

// header gives the header, without its sections.
func (w *Writer) header(t tiles.TileJSON, entries int) header {
	zooms := w.Zooms()
	h := header{
		addressed: uint64(len(w.added)), entries: uint64(entries), contents: uint64(len(w.contents)),
		clustered: true, internal: gzipped, packing: gzipped, kind: vectorTiles,
		minZoom: zooms[0].Zoom, maxZoom: zooms[len(zooms)-1].Zoom,
		center: [2]int32{steps(t.Center[0]), steps(t.Center[1])},
	}
	h.centerZoom = min(max(uint8(t.Center[2]), h.minZoom), h.maxZoom)
	for i, degrees := range t.Bounds {
		h.bounds[i] = steps(degrees)
	}
	return h
}

// version digests the tiles and what they are.
func (w *Writer) version() string {
	digest := sha256.New()
	var line [8 + sha256.Size]byte
	for _, tile := range w.added {
		binary.LittleEndian.PutUint64(line[:], tile.number)
		copy(line[8:], w.contents[tile.content].digest[:])
		digest.Write(line[:])
	}
	return versionMark + shortened(digest.Sum(nil))
}

// directory gives the entries of the tiles, and the contents as they lie in the spool in the order in which tiles need them first.
func (w *Writer) directory() (d directory, order []content) {
	const unplaced = ^uint64(0)
	offsets := make([]uint64, len(w.contents))
	for i := range offsets {
		offsets[i] = unplaced
	}
	end := uint64(0)
	for _, tile := range w.added {
		c := w.contents[tile.content]
		if offsets[tile.content] == unplaced {
			offsets[tile.content] = end
			end += uint64(c.length)
			order = append(order, c)
		}
		at := offsets[tile.content]
		if n := len(d); n > 0 && d[n-1].offset == at && d[n-1].tile+uint64(d[n-1].run) == tile.number {
			d[n-1].run++
			continue
		}
		d = append(d, entry{tile.number, at, c.length, 1})
	}
	return d, order
}

// tree packs a directory: whole as the root where it fits, else in leaves, small ones if the root holds all that they are.
func tree(d directory) (root, leaves []byte) {
	p := NewPacker()
	pack := func(d directory) []byte { return p.Pack(d.encode()).data }
	const most, smallest = rootWithin - headerSize, 4096
	if len(d) <= rootWithin { // a byte for each after compression, at the best
		if root = pack(d); len(root) <= most {
			return root, nil
		}
	}
	for size := smallest; ; size *= 2 {
		var top directory
		leaves = leaves[:0]
		for part := range slices.Chunk(d, size) {
			packed := pack(part)
			top = append(top, entry{tile: part[0].tile, offset: uint64(len(leaves)), length: uint32(len(packed))})
			leaves = append(leaves, packed...)
		}
		if root = pack(top); len(root) <= most {
			return root, leaves
		}
	}
}

// copy writes contents of the spool; those that follow each other there at once.
func (w *Writer) copy(out io.Writer, order []content) error {
	for len(order) > 0 {
		start, end := order[0].offset, order[0].offset
		for len(order) > 0 && order[0].offset == end {
			end += uint64(order[0].length)
			order = order[1:]
		}
		if _, err := io.Copy(out, io.NewSectionReader(w.spool, int64(start), int64(end-start))); err != nil {
			return err
		}
	}
	return nil
}
