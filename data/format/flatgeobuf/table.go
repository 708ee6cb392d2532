package flatgeobuf

import (
	"encoding/binary"
	"errors"
	"strings"
)

// errBroken is a FlatBuffer that does not hold what it says.
var errBroken = errors.New("its FlatBuffer is broken")

// buffer is a FlatBuffer (https://flatbuffers.dev/internals) that nothing vouches for: every offset is held against its bytes.
// The runtime of google/flatbuffers panics where this one fails.
type buffer struct {
	data []byte
	left int   // bytes of vectors that may still be read: all of them lie side by side
	err  error // the first
}

// table is a table of a buffer. The zero value has no field, and neither has any after an error of its buffer.
type table struct {
	in     *buffer
	at     int    // of the table
	fields []byte // offsets of the fields, 2 bytes each
}

// rootOf gives the root table of a FlatBuffer, without its size.
func rootOf(data []byte) table {
	b := &buffer{data: data, left: len(data)}
	return b.table(b.follow(0))
}

func (b *buffer) fail() { b.err = errBroken }

// bytes gives so many bytes from a position on, nil where they are not.
func (b *buffer) bytes(at, size int) []byte {
	if b.err != nil || at < 0 || size < 0 || at > len(b.data) || size > len(b.data)-at {
		b.fail()
		return nil
	}
	return b.data[at : at+size]
}

// follow gives the position that the offset at a position leads to, which comes after it.
func (b *buffer) follow(at int) int {
	offset := b.bytes(at, 4)
	if offset == nil {
		return 0
	}
	return at + int(binary.LittleEndian.Uint32(offset))
}

func (b *buffer) table(at int) table {
	back := b.bytes(at, 4)
	if back == nil {
		return table{in: b}
	}
	v := at - int(int32(binary.LittleEndian.Uint32(back)))
	sizes := b.bytes(v, 4)
	if sizes == nil {
		return table{in: b}
	}
	vtable := b.bytes(v, int(binary.LittleEndian.Uint16(sizes)))
	if len(vtable) < 4 {
		b.fail()
		return table{in: b}
	}
	return table{b, at, vtable[4:]}
}

// field gives the position of a field, and 0 when the table does not have it. Fields are numbered from 0 in the order of the schema.
func (t table) field(number int) int {
	if 2*number+2 > len(t.fields) || t.in.err != nil {
		return 0
	}
	offset := int(binary.LittleEndian.Uint16(t.fields[2*number:]))
	if offset == 0 {
		return 0
	}
	return t.at + offset
}

// scalar gives the bytes of a number, nil when the table does not have it.
func (t table) scalar(number, size int) []byte {
	if at := t.field(number); at > 0 {
		return t.in.bytes(at, size)
	}
	return nil
}

func (t table) uint8(number int) uint8 {
	if b := t.scalar(number, 1); b != nil {
		return b[0]
	}
	return 0
}

func (t table) uint16(number int, absent uint16) uint16 {
	if b := t.scalar(number, 2); b != nil {
		return binary.LittleEndian.Uint16(b)
	}
	return absent
}

func (t table) int32(number int) int32 {
	if b := t.scalar(number, 4); b != nil {
		return int32(binary.LittleEndian.Uint32(b))
	}
	return 0
}

func (t table) uint64(number int) uint64 {
	if b := t.scalar(number, 8); b != nil {
		return binary.LittleEndian.Uint64(b)
	}
	return 0
}

// vector gives the items of a vector, and where they lie; nil when the table does not have it.
func (t table) vector(number, size int) (items []byte, at int) {
	if at = t.field(number); at == 0 {
		return nil, 0
	}
	at = t.in.follow(at)
	count := t.in.bytes(at, 4)
	if count == nil {
		return nil, 0
	}
	items = t.in.bytes(at+4, int(binary.LittleEndian.Uint32(count))*size)
	if t.in.left -= len(items); t.in.left < 0 {
		t.in.fail()
		return nil, 0
	}
	return items, at + 4
}

// text gives a string. Malformed UTF-8 becomes U+FFFD.
func (t table) text(number int) string {
	items, _ := t.vector(number, 1)
	return strings.ToValidUTF8(string(items), "\ufffd")
}

// table gives a table below this one, one without fields when it is not there.
func (t table) table(number int) table {
	at := t.field(number)
	if at == 0 {
		return table{}
	}
	return t.in.table(t.in.follow(at))
}

// tables gives the tables of a vector.
func (t table) tables(number int) (below []table) {
	items, at := t.vector(number, 4)
	for i := 0; i < len(items); i += 4 {
		below = append(below, t.in.table(t.in.follow(at+i)))
	}
	return below
}
