package parquet

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"

	"github.com/klauspost/compress/snappy"
	"github.com/klauspost/compress/zstd"
	parquetformat "github.com/parquet-go/parquet-go/format"
)

// largestPage bounds what a page has once it is decompressed, and before. Writers make pages of a megabyte, some of a hundred.
const largestPage = 1 << 28

// largestDictionary bounds a dictionary, whose values take eight times as much. Writers give up at one megabyte.
const largestDictionary = 1 << 26

// header is what the header of a page says (parquet.thrift, PageHeader).
type header struct {
	kind              parquetformat.PageType
	size, packed      int // bytes decompressed, and as they lie in the file
	values            int // nulls included
	encoding          parquetformat.Encoding
	defined, repeated int // bytes of levels, which version 2 does not compress
	levels            parquetformat.Encoding
	compressed        bool
	sum               int64 // CRC-32 of the page as it lies in the file
	hasSum            bool
}

// headerOf reads the header from the fields of PageHeader.
func headerOf(found map[field]int64) (header, error) {
	const dataPage, dictionaryPage, dataPageV2 = 5, 7, 8
	h := header{
		kind: parquetformat.PageType(found[field{0, 1}]), size: int(found[field{0, 2}]), packed: int(found[field{0, 3}]),
		compressed: true, levels: parquetformat.RLE,
	}
	h.sum, h.hasSum = found[field{0, 4}]
	switch h.kind {
	case parquetformat.DataPage:
		h.values = int(found[field{dataPage, 1}])
		h.encoding = parquetformat.Encoding(found[field{dataPage, 2}])
		h.levels = parquetformat.Encoding(found[field{dataPage, 3}])
	case parquetformat.DictionaryPage:
		h.values = int(found[field{dictionaryPage, 1}])
		h.encoding = parquetformat.Encoding(found[field{dictionaryPage, 2}])
	case parquetformat.DataPageV2:
		h.values = int(found[field{dataPageV2, 1}])
		h.encoding = parquetformat.Encoding(found[field{dataPageV2, 4}])
		h.defined = int(found[field{dataPageV2, 5}])
		h.repeated = int(found[field{dataPageV2, 6}])
		if compressed, ok := found[field{dataPageV2, 7}]; ok {
			h.compressed = compressed != 0
		}
	}
	levels := h.defined + h.repeated
	if h.size < 0 || h.size > largestPage || h.packed < 0 || h.packed > largestPage || h.values < 0 ||
		min(h.defined, h.repeated) < 0 || levels > min(h.packed, h.size) {
		return h, fmt.Errorf("a page is said to have %d values in %d bytes, of which %d are levels, and to be %d bytes long",
			h.values, h.size, levels, h.packed)
	}
	return h, nil
}

// decompressor decompresses pages. Its zero value is ready; it is for one goroutine.
type decompressor struct{ zstd *zstd.Decoder }

// close gives back what the decompressor holds.
func (d *decompressor) close() {
	if d.zstd != nil {
		d.zstd.Close()
	}
}

// page gives the bytes of a page that are so many once decompressed, in dst if it has room for them.
func (d *decompressor) page(codec parquetformat.CompressionCodec, dst, src []byte, size int) (page []byte, err error) {
	switch codec {
	case parquetformat.Uncompressed:
		page = src
	case parquetformat.Snappy:
		page, err = unsnap(dst, src, size)
	case parquetformat.Zstd:
		if d.zstd == nil {
			d.zstd, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(largestPage))
			if err != nil {
				return nil, err
			}
		}
		page, err = d.zstd.DecodeAll(src, dst[:0])
	case parquetformat.Gzip:
		page, err = gunzip(dst, src, size)
	default:
		return nil, fmt.Errorf("is compressed with %s: write the file again with zstd, snappy or gzip", codec)
	}
	if err == nil && len(page) != size {
		err = fmt.Errorf("%d bytes came out where %d are due", len(page), size)
	}
	if err != nil {
		return nil, fmt.Errorf("has a page that cannot be decompressed: %w: get the file again", err)
	}
	return page, nil
}

func unsnap(dst, src []byte, size int) ([]byte, error) {
	// A copy of 64 bytes takes 3: no block can hold what claims more.
	const most = 64 / 3 * 2
	n, err := snappy.DecodedLen(src)
	if err != nil {
		return nil, err
	}
	if n != size || n > most*len(src) {
		return nil, fmt.Errorf("its block claims %d bytes", n)
	}
	return snappy.Decode(dst[:cap(dst)], src)
}

func gunzip(dst, src []byte, size int) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(src))
	if err != nil {
		return nil, err
	}
	page := bytes.NewBuffer(dst[:0])
	_, err = page.ReadFrom(io.LimitReader(r, int64(size)+1))
	return page.Bytes(), err
}
