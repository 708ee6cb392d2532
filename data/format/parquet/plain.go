package parquet

import (
	"encoding/binary"

	parquetformat "github.com/parquet-go/parquet-go/format"
)

// value is one value of a column before its conversion: bits of a number, or bytes that belong to the page.
type value struct {
	bits  uint64
	bytes []byte
}

// plain gives values one by one as they lie after each other
// (https://parquet.apache.org/docs/file-format/data-pages/encodings/#PLAIN).
type plain struct {
	data []byte
	kind parquetformat.Type
	size int // bytes of a FIXED_LEN_BYTE_ARRAY
	bit  int // of the next BOOLEAN in data[0]
}

// next gives the next value; ok is false when there is none.
func (p *plain) next() (v value, ok bool) {
	switch p.kind {
	case parquetformat.Boolean:
		if len(p.data) == 0 {
			return v, false
		}
		v.bits = uint64(p.data[0] >> p.bit & 1)
		if p.bit++; p.bit == 8 {
			p.bit, p.data = 0, p.data[1:]
		}
		return v, true
	case parquetformat.Int32, parquetformat.Float:
		bytes, ok := p.take(4)
		if ok {
			v.bits = uint64(binary.LittleEndian.Uint32(bytes))
		}
		return v, ok
	case parquetformat.Int64, parquetformat.Double:
		bytes, ok := p.take(8)
		if ok {
			v.bits = binary.LittleEndian.Uint64(bytes)
		}
		return v, ok
	case parquetformat.Int96:
		v.bytes, ok = p.take(12)
		return v, ok
	case parquetformat.ByteArray:
		length, ok := p.take(4)
		if !ok {
			return v, false
		}
		v.bytes, ok = p.take(int(binary.LittleEndian.Uint32(length)))
		return v, ok
	case parquetformat.FixedLenByteArray:
		v.bytes, ok = p.take(p.size)
		return v, ok
	}
	return v, false
}

func (p *plain) take(n int) ([]byte, bool) {
	if n > len(p.data) {
		return nil, false
	}
	bytes := p.data[:n:n]
	p.data = p.data[n:]
	return bytes, true
}
