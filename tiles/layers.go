package tiles

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
)

// Numbers and wire types of the fields of a vector tile that are looked at (MVT 2.1, vector_tile.proto).
const (
	tileLayers = 3
	layerName  = 1

	wireVarint, wireFixed64, wireBytes, wireFixed32 = 0, 1, 2, 5
)

// SelectLayers gives a vector tile with the named layers of another alone, in the order in which they are there, without decoding
// them; nil when none is left. It fails when the tile cannot be read.
func SelectLayers(tile []byte, names []string) ([]byte, error) {
	var kept []byte
	for rest := tile; len(rest) > 0; {
		f, after, err := nextField(rest)
		if err != nil {
			return nil, fmt.Errorf("vector tile: byte %d: %w", len(tile)-len(rest), err)
		}
		if f.number == tileLayers && f.wire == wireBytes {
			name, err := nameOfLayer(f.value)
			if err != nil {
				return nil, fmt.Errorf("vector tile: layer at byte %d: %w", len(tile)-len(rest), err)
			}
			if slices.Contains(names, name) {
				kept = append(kept, rest[:len(rest)-len(after)]...)
			}
		}
		rest = after
	}
	return kept, nil
}

// nameOfLayer looks for the name among the fields of a layer, which come in any order.
func nameOfLayer(layer []byte) (name string, err error) {
	found := false
	for len(layer) > 0 {
		f, after, err := nextField(layer)
		if err != nil {
			return "", err
		}
		if f.number == layerName && f.wire == wireBytes {
			name, found = string(f.value), true // the last one counts, as protocol buffers have it
		}
		layer = after
	}
	if !found {
		return "", errors.New("it has no name")
	}
	return name, nil
}

// field is a field of a message of protocol buffers.
type field struct {
	number, wire uint64
	value        []byte // of wireBytes
}

// nextField reads the first field of a message, and gives what follows it.
func nextField(data []byte) (f field, after []byte, err error) {
	tag, size := binary.Uvarint(data)
	if size <= 0 {
		return f, nil, errors.New("the number of a field cannot be read")
	}
	f.number, f.wire, data = tag>>3, tag&7, data[size:]
	var length uint64
	switch f.wire {
	case wireVarint:
		_, size := binary.Uvarint(data)
		if size <= 0 {
			return f, nil, fmt.Errorf("the value of field %d cannot be read", f.number)
		}
		length = uint64(size)
	case wireFixed64:
		length = 8
	case wireFixed32:
		length = 4
	case wireBytes:
		n, size := binary.Uvarint(data)
		if size <= 0 {
			return f, nil, fmt.Errorf("the length of field %d cannot be read", f.number)
		}
		length, data = n, data[size:]
	default:
		return f, nil, fmt.Errorf("field %d has wire type %d, which is none", f.number, f.wire)
	}
	if length > uint64(len(data)) {
		return f, nil, fmt.Errorf("field %d has %d bytes, and %d are left", f.number, length, len(data))
	}
	f.value = data[:length]
	return f, data[length:], nil
}
