package tilecache

import (
	"bytes"
	"io"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"

	"perimetre/web/negotiate"
)

// Compressors, chosen on tiles of France (docs/decisions/021): the levels after these cost twice the time for a hundredth of
// the bytes. On small tiles the newer brotli encoder is no better than gzip, and the older one is.
const (
	gzipLevel        = 6
	brotliLevel      = 5 // of the newer encoder
	smallBrotliLevel = 5 // of the older one
	small            = 64 << 10
)

// bench is what a tile is compressed on. Compressors are made when they are first needed, and used again.
type bench struct {
	buffer                   bytes.Buffer
	gzip, brotli, smallTiles resetter
}

type resetter interface {
	io.WriteCloser
	Reset(io.Writer)
}

// encode compresses a tile. An empty one stays empty: it is sent without a body, thus without a coding.
func (b *bench) encode(plain []byte, coding negotiate.Coding) ([]byte, error) {
	if coding == negotiate.Identity || len(plain) == 0 {
		if cap(plain) > len(plain)+len(plain)/4 {
			plain = bytes.Clone(plain) // what is kept is counted by its length
		}
		return plain, nil
	}
	w := b.compressor(coding, len(plain))
	b.buffer.Reset()
	w.Reset(&b.buffer)
	if _, err := w.Write(plain); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return bytes.Clone(b.buffer.Bytes()), nil
}

func (b *bench) compressor(coding negotiate.Coding, size int) resetter {
	make := func(w *resetter, new func() resetter) resetter {
		if *w == nil {
			*w = new()
		}
		return *w
	}
	switch {
	case coding == negotiate.Gzip:
		return make(&b.gzip, func() resetter {
			w, err := gzip.NewWriterLevel(nil, gzipLevel)
			if err != nil {
				panic(err) // the level is ours
			}
			return w
		})
	case size < small:
		return make(&b.smallTiles, func() resetter { return brotli.NewWriterLevel(nil, smallBrotliLevel) })
	default:
		return make(&b.brotli, func() resetter { return brotli.NewWriterV2(nil, brotliLevel) })
	}
}
