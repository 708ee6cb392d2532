package parquet

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
)

// errCut is a structure that ends before it is whole.
var errCut = errors.New("it is cut short")

// Types of values in the compact protocol of Apache Thrift
// (https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md).
const (
	typeTrue = 1 + iota
	typeFalse
	typeByte
	typeInt16
	typeInt32
	typeInt64
	typeDouble
	typeBinary
	typeList
	typeSet
	typeMap
	typeStruct
	typeUUID
)

const (
	deepest   = 24      // structures in each other: Parquet has 6
	mostItems = 1 << 19 // items of all lists of a structure, a column chunk of a row group being one
)

// compact walks over structures in the compact protocol without making any, and fails where one claims more than is there.
type compact struct {
	r     *bufio.Reader
	left  int64 // bytes that the structures may take
	items int
	found map[field]int64 // integers and booleans of the outer structure and of those right in it
}

// field is the number of a field in a structure, and that of the structure in the outer one: 0 for the outer one itself.
type field struct{ in, id int16 }

// structure walks over a structure.
func (c *compact) structure(depth int, in int16) error {
	if depth > deepest {
		return fmt.Errorf("more than %d structures lie in each other", deepest)
	}
	id := int16(0)
	for {
		head, err := c.byte()
		if err != nil || head == 0 {
			return err
		}
		if delta := head >> 4; delta > 0 {
			id += int16(delta)
		} else {
			long, err := c.integer()
			if err != nil {
				return err
			}
			id = int16(long)
		}
		if err := c.field(head&0xf, depth, in, id); err != nil {
			return err
		}
	}
}

func (c *compact) field(kind byte, depth int, in, id int16) error {
	var value int64
	var err error
	switch kind {
	case typeTrue:
		value = 1
	case typeFalse:
	case typeInt16, typeInt32, typeInt64:
		value, err = c.integer()
	default:
		return c.value(kind, depth, id)
	}
	if err == nil && depth <= 1 && c.found != nil {
		c.found[field{in, id}] = value
	}
	return err
}

// value walks over a value of a list, or of a field that is neither an integer nor a boolean.
func (c *compact) value(kind byte, depth int, id int16) error {
	switch kind {
	case typeTrue, typeFalse, typeByte:
		return c.skip(1)
	case typeInt16, typeInt32, typeInt64:
		_, err := c.integer()
		return err
	case typeDouble:
		return c.skip(8)
	case typeUUID:
		return c.skip(16)
	case typeBinary:
		n, err := c.count()
		if err != nil {
			return err
		}
		return c.skip(n)
	case typeList, typeSet:
		return c.list(depth)
	case typeMap:
		return c.dictionary(depth)
	case typeStruct:
		return c.structure(depth+1, id)
	}
	return fmt.Errorf("there is no type %d", kind)
}

func (c *compact) list(depth int) error {
	head, err := c.byte()
	if err != nil {
		return err
	}
	n := int64(head >> 4)
	if n == 15 {
		if n, err = c.count(); err != nil {
			return err
		}
	}
	return c.values(n, depth, head&0xf)
}

func (c *compact) dictionary(depth int) error {
	n, err := c.count()
	if err != nil || n == 0 {
		return err
	}
	kinds, err := c.byte()
	if err != nil {
		return err
	}
	return c.values(n, depth, kinds>>4, kinds&0xf)
}

// values walks over so many groups of values of those types.
func (c *compact) values(n int64, depth int, kinds ...byte) error {
	if n > c.left {
		return fmt.Errorf("%d items are claimed where %d bytes are left", n, c.left)
	}
	if c.items += int(n); c.items > mostItems {
		return fmt.Errorf("it has more than %d items", mostItems)
	}
	for range n {
		for _, kind := range kinds {
			if depth >= deepest {
				return fmt.Errorf("more than %d lists lie in each other", deepest)
			}
			if err := c.value(kind, depth+1, 0); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *compact) byte() (byte, error) {
	if c.left == 0 {
		return 0, errCut
	}
	c.left--
	b, err := c.r.ReadByte()
	if err != nil {
		return 0, errCut
	}
	return b, nil
}

// ReadByte implements [io.ByteReader].
func (c *compact) ReadByte() (byte, error) { return c.byte() }

// count reads a length.
func (c *compact) count() (int64, error) {
	n, err := binary.ReadUvarint(c)
	if err != nil {
		return 0, errCut
	}
	if n > uint64(c.left) {
		return 0, fmt.Errorf("a length of %d is claimed where %d bytes are left", n, c.left)
	}
	return int64(n), nil
}

func (c *compact) integer() (int64, error) {
	n, err := binary.ReadUvarint(c)
	if err != nil {
		return 0, errCut
	}
	return int64(n>>1) ^ -int64(n&1), nil
}

func (c *compact) skip(n int64) error {
	if n > c.left {
		return errCut
	}
	c.left -= n
	if _, err := c.r.Discard(int(n)); err != nil {
		return errCut
	}
	return nil
}
