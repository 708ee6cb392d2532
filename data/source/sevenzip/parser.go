package sevenzip

import (
	"encoding/binary"
	"fmt"
	"math"
)

// parser reads a header. Once it failed it gives zeros, so that what it reads is checked at its end, and every count is one that
// the bytes left could hold.
type parser struct {
	rest []byte
	size int64 // bytes of the archive
	most int   // files, and folders, that it may have
	err  error
}

// fail keeps the first failure.
func (p *parser) fail(format string, args ...any) error {
	if p.err == nil {
		p.err = damaged(format, args...)
	}
	p.rest = nil
	return p.err
}

// crowded fails for the number of files, which may be sound.
func (p *parser) crowded() {
	if p.err == nil {
		p.err = fmt.Errorf("the 7z archive has over %d files: unpack it by hand and give the file", p.most)
	}
	p.rest = nil
}

func (p *parser) bytes(n uint64) []byte {
	if n > uint64(len(p.rest)) {
		_ = p.fail("its header ends early")
		return nil
	}
	taken := p.rest[:n]
	p.rest = p.rest[n:]
	return taken
}

func (p *parser) byte() byte {
	if b := p.bytes(1); b != nil {
		return b[0]
	}
	return 0
}

func (p *parser) uint32() uint32 {
	if b := p.bytes(4); b != nil {
		return binary.LittleEndian.Uint32(b)
	}
	return 0
}

// number reads a NUMBER: the leading ones of its first byte count the bytes that follow, lowest first; what is left of the first
// are the highest bits.
func (p *parser) number() uint64 {
	first := p.byte()
	value := uint64(0)
	for i := range 8 {
		mask := byte(0x80) >> i
		if first&mask == 0 {
			return value | uint64(first&(mask-1))<<(8*i)
		}
		value |= uint64(p.byte()) << (8 * i)
	}
	return value
}

// length reads a number of bytes.
func (p *parser) length() int64 {
	n := p.number()
	if n > math.MaxInt64 {
		_ = p.fail("a size is over 2^63")
		return 0
	}
	return int64(n)
}

// count reads how many things follow, each of which takes a byte at least.
func (p *parser) count() int {
	n := p.number()
	if n > uint64(len(p.rest)) {
		_ = p.fail("its header counts %d things where %d bytes are left", n, len(p.rest))
		return 0
	}
	return int(n)
}

// expect reads an identifier.
func (p *parser) expect(id byte) {
	if got := p.byte(); got != id && p.err == nil {
		_ = p.fail("its header has %#x where %#x is due", got, id)
	}
}

// bits reads n booleans, highest bit first.
func (p *parser) bits(n int) []bool {
	packed := p.bytes((uint64(n) + 7) / 8)
	if packed == nil {
		return make([]bool, 0)
	}
	set := make([]bool, n)
	for i := range set {
		set[i] = packed[i/8]&(0x80>>(i%8)) != 0
	}
	return set
}

// defined reads which of n things have a value: all of them, or those of a list.
func (p *parser) defined(n int) []bool {
	if p.byte() == 0 {
		return p.bits(n)
	}
	if n > len(p.rest) { // each value takes a byte at least
		_ = p.fail("its header ends early")
		return nil
	}
	all := make([]bool, n)
	for i := range all {
		all[i] = true
	}
	return all
}

// sums reads the CRC of n things, nil where there is none.
func (p *parser) sums(n int) []*uint32 {
	sums := make([]*uint32, 0, n)
	for _, ok := range p.defined(n) {
		var sum *uint32
		if ok {
			value := p.uint32()
			sum = &value
		}
		sums = append(sums, sum)
	}
	if p.err != nil || len(sums) != n {
		return make([]*uint32, n)
	}
	return sums
}
