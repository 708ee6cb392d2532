package pmtiles

import (
	"bytes"
	"crypto/sha256"
	"fmt"

	"github.com/klauspost/compress/gzip"
)

// level of compression: docs/decisions/020 has the measure.
const level = 6

// Packer compresses tiles. It is for one goroutine.
type Packer struct {
	buffer bytes.Buffer
	gzip   *gzip.Writer
}

// Packed is a tile as an archive has it. It is immutable.
type Packed struct {
	data   []byte
	digest [sha256.Size]byte // of data
	plain  int               // bytes before compression
}

// NewPacker makes a packer.
func NewPacker() *Packer {
	w, err := gzip.NewWriterLevel(nil, level)
	if err != nil {
		panic(fmt.Sprintf("gzip has level %d, and yet: %v", level, err))
	}
	return &Packer{gzip: w}
}

// Pack compresses a tile. The same bytes give the same ones, whatever was packed before.
func (p *Packer) Pack(tile []byte) Packed {
	p.buffer.Reset()
	p.gzip.Reset(&p.buffer)
	_, _ = p.gzip.Write(tile) // to memory: it does not fail
	_ = p.gzip.Close()
	data := bytes.Clone(p.buffer.Bytes())
	return Packed{data, sha256.Sum256(data), len(tile)}
}
