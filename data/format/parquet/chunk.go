package parquet

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math/bits"

	parquetformat "github.com/parquet-go/parquet-go/format"
)

// errEnd is a column chunk that has no more values.
var errEnd = errors.New("has fewer values than its row group has rows: get the file again")

// plainDictionary is what older writers call both a dictionary and indexes into it.
const plainDictionary parquetformat.Encoding = 2

// chunk gives the values of a column in one row group, one by one. It holds one page and the dictionary.
type chunk struct {
	leaf  leaf
	codec parquetformat.CompressionCodec
	unzip *decompressor
	r     *bufio.Reader
	left  int64 // bytes that were not read

	packed, page []byte // as it lies in the file, and decompressed: kept to be used again
	dictionary   []value

	values            int // that the page has left
	repeated, defined hybrid
	plain             plain
	indexes           hybrid // into the dictionary
	byIndex           bool
	runs              hybrid // of booleans
	byRun             bool
}

// entry is a value with its levels (S. Melnik et al., Dremel, 2010): it is null when it is defined less deeply than the column.
type entry struct {
	repetition, definition int
	value
}

// newChunk gives a reader of the pages of a column in a row group.
func (f *file) newChunk(l leaf, group parquetformat.RowGroup, unzip *decompressor) (*chunk, error) {
	m := group.Columns[l.chunk].MetaData
	from, length, err := f.extent(m)
	if err != nil {
		return nil, err
	}
	return &chunk{
		leaf: l, codec: m.Codec, unzip: unzip, left: length, r: bufio.NewReader(io.NewSectionReader(f.bytes, from, length)),
	}, nil
}

// next gives the next value.
func (c *chunk) next() (e entry, err error) {
	for c.values == 0 {
		if err := c.turn(); err != nil {
			return e, err
		}
	}
	c.values--
	if e.repetition, err = level(&c.repeated, c.leaf.repetition); err != nil {
		return e, err
	}
	if e.definition, err = level(&c.defined, c.leaf.definition); err != nil {
		return e, err
	}
	if e.definition < c.leaf.definition {
		return e, nil
	}
	var ok bool
	switch {
	case c.byIndex:
		var i uint32
		if i, ok = c.indexes.next(); ok {
			if int(i) >= len(c.dictionary) {
				return e, fmt.Errorf("has value %d of a dictionary of %d: get the file again", i, len(c.dictionary))
			}
			e.value = c.dictionary[i]
		}
	case c.byRun:
		var bit uint32
		bit, ok = c.runs.next()
		e.bits = uint64(bit)
	default:
		e.value, ok = c.plain.next()
	}
	if !ok {
		return e, errors.New("has a page that is cut short: get the file again")
	}
	return e, nil
}

// level gives the next level, of a column where it is most at most.
func level(h *hybrid, most int) (int, error) {
	if most == 0 {
		return 0, nil
	}
	n, ok := h.next()
	if !ok || int(n) > most {
		return 0, errors.New("has levels that are cut short or too high: get the file again")
	}
	return int(n), nil
}

// turn goes to the next page that has values.
func (c *chunk) turn() error {
	if c.left == 0 {
		return errEnd
	}
	walk := compact{r: c.r, left: c.left, found: map[field]int64{}}
	err := walk.structure(0, 0)
	if err != nil {
		return fmt.Errorf("has the header of a page that cannot be read: %w: get the file again", err)
	}
	c.left = walk.left
	h, err := headerOf(walk.found)
	if err == nil && int64(h.packed) > c.left {
		err = fmt.Errorf("a page of %d bytes is claimed where %d are left", h.packed, c.left)
	}
	if err != nil {
		return fmt.Errorf("cannot be read: %w: get the file again", err)
	}
	if cap(c.packed) < h.packed {
		c.packed = make([]byte, h.packed)
	}
	c.packed = c.packed[:h.packed]
	if _, err := io.ReadFull(c.r, c.packed); err != nil {
		return err
	}
	c.left -= int64(h.packed)
	if h.hasSum && uint32(h.sum) != crc32.ChecksumIEEE(c.packed) {
		return errors.New("has a page whose check sum is wrong: get the file again")
	}
	switch h.kind {
	case parquetformat.DictionaryPage:
		return c.readDictionary(h)
	case parquetformat.DataPage:
		return c.readPage(h)
	case parquetformat.DataPageV2:
		return c.readPageV2(h)
	}
	return nil // of a kind that has no values
}

func (c *chunk) readDictionary(h header) error {
	if c.dictionary != nil || h.encoding != parquetformat.Plain && h.encoding != plainDictionary {
		return fmt.Errorf("has a second dictionary, or one that is encoded as %s: get the file again", h.encoding)
	}
	if h.size > largestDictionary || c.leaf.kind == parquetformat.Boolean {
		return fmt.Errorf("has a dictionary of %d bytes: write the file again", h.size)
	}
	// Its values are used to the end of the chunk: it has bytes of its own.
	page, err := c.unzip.page(c.codec, nil, c.packed, h.size)
	if err != nil {
		return err
	}
	if c.codec == parquetformat.Uncompressed {
		c.packed = nil
	}
	values := plain{data: page, kind: c.leaf.kind, size: c.leaf.size}
	c.dictionary = []value{}
	for range h.values {
		v, ok := values.next()
		if !ok {
			return errors.New("has a dictionary that is cut short: get the file again")
		}
		c.dictionary = append(c.dictionary, v)
	}
	return nil
}

// readPage reads a page of version 1: levels, each after its length, and values are compressed together.
func (c *chunk) readPage(h header) error {
	page, err := c.unzip.page(c.codec, c.page, c.packed, h.size)
	if err != nil {
		return err
	}
	c.keep(page)
	for _, levels := range []struct {
		of   *hybrid
		most int
	}{{&c.repeated, c.leaf.repetition}, {&c.defined, c.leaf.definition}} {
		if levels.most == 0 {
			continue
		}
		if h.levels != parquetformat.RLE {
			return fmt.Errorf("has levels that are encoded as %s: write the file again", h.levels)
		}
		if len(page) < 4 || uint64(binary.LittleEndian.Uint32(page)) > uint64(len(page)-4) {
			return errors.New("has levels that are cut short: get the file again")
		}
		length := 4 + int(binary.LittleEndian.Uint32(page))
		*levels.of = hybrid{data: page[4:length], width: bits.Len(uint(levels.most))}
		page = page[length:]
	}
	return c.begin(h, page)
}

// readPageV2 reads a page of version 2: values alone are compressed.
func (c *chunk) readPageV2(h header) error {
	c.repeated = hybrid{data: c.packed[:h.repeated], width: bits.Len(uint(c.leaf.repetition))}
	levels := h.repeated + h.defined
	c.defined = hybrid{data: c.packed[h.repeated:levels], width: bits.Len(uint(c.leaf.definition))}
	page := c.packed[levels:]
	if h.compressed && len(page) > 0 {
		var err error
		if page, err = c.unzip.page(c.codec, c.page, page, h.size-levels); err != nil {
			return err
		}
		c.keep(page)
	}
	return c.begin(h, page)
}

// keep keeps a page to write the next one on it, unless it lies in packed.
func (c *chunk) keep(page []byte) {
	if c.codec != parquetformat.Uncompressed {
		c.page = page
	}
}

// begin begins the values of a page, which come after the levels.
func (c *chunk) begin(h header, data []byte) error {
	c.values = h.values
	c.byIndex, c.byRun = false, false
	switch {
	case h.encoding == parquetformat.Plain:
		c.plain = plain{data: data, kind: c.leaf.kind, size: c.leaf.size}
	case h.encoding == parquetformat.RLEDictionary || h.encoding == plainDictionary:
		c.byIndex = true
		c.indexes = hybrid{}
		if len(data) > 0 {
			c.indexes = hybrid{data: data[1:], width: int(data[0])}
		}
		if c.indexes.width > 32 {
			return fmt.Errorf("has indexes of %d bits: get the file again", c.indexes.width)
		}
	case h.encoding == parquetformat.RLE && c.leaf.kind == parquetformat.Boolean && len(data) >= 4:
		c.byRun = true
		c.runs = hybrid{data: data[4:], width: 1}
	default:
		return fmt.Errorf("is encoded as %s: write the file again with the encodings PLAIN or RLE_DICTIONARY", h.encoding)
	}
	return nil
}
