package flatgeobuf

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"strings"

	"perimetre/geo"

	"github.com/gogama/flatgeobuf/flatgeobuf/flat"
)

// schema is the columns of a file or of a feature.
type schema []column

type column struct {
	name string
	kind flat.ColumnType
}

// schemaOf reads column tables.
func schemaOf(tables []table) schema {
	s := make(schema, len(tables))
	for i, t := range tables {
		s[i] = column{t.text(0), flat.ColumnType(t.uint8(1))}
	}
	return s
}

// names gives the names of the columns that are read.
func (s schema) names() (names []string) {
	for _, c := range s {
		if c.kind != flat.ColumnTypeBinary {
			names = append(names, c.name)
		}
	}
	return names
}

// properties reads the buffer of properties of a feature: the number of a column and its value, for each that has one. They
// come in the order of the columns; what has no value is nil. When it fails, they hold what was read before.
func (s schema) properties(data []byte) ([]geo.Property, error) {
	values := make([]any, len(s))
	var err error
	for len(data) > 0 && err == nil {
		var n int
		if len(data) >= 2 {
			n = int(binary.LittleEndian.Uint16(data))
		}
		if len(data) < 2 || n >= len(s) {
			err = errBroken
			break
		}
		var size int
		if values[n], size, err = s[n].value(data[2:]); err == nil {
			data = data[2+size:]
		}
	}
	var properties []geo.Property
	for i, c := range s {
		if c.kind == flat.ColumnTypeBinary {
			continue
		}
		if properties == nil {
			properties = make([]geo.Property, 0, len(s))
		}
		properties = append(properties, geo.Property{Name: c.name, Value: values[i]})
	}
	return properties, err
}

// value reads the value of a column, and tells its size.
func (c column) value(data []byte) (value any, size int, err error) {
	size, ok := c.size(data)
	if !ok {
		return nil, 0, fmt.Errorf("the value of its column %q cannot be read", c.name)
	}
	order := binary.LittleEndian
	switch c.kind {
	case flat.ColumnTypeByte:
		value = int64(int8(data[0]))
	case flat.ColumnTypeUByte:
		value = int64(data[0])
	case flat.ColumnTypeBool:
		value = data[0] != 0
	case flat.ColumnTypeShort:
		value = int64(int16(order.Uint16(data)))
	case flat.ColumnTypeUShort:
		value = int64(order.Uint16(data))
	case flat.ColumnTypeInt:
		value = int64(int32(order.Uint32(data)))
	case flat.ColumnTypeUInt:
		value = int64(order.Uint32(data))
	case flat.ColumnTypeLong:
		value = int64(order.Uint64(data))
	case flat.ColumnTypeULong:
		n := order.Uint64(data)
		if value = int64(n); n > math.MaxInt64 {
			value = float64(n)
		}
	case flat.ColumnTypeFloat:
		value = float64(math.Float32frombits(order.Uint32(data)))
	case flat.ColumnTypeDouble:
		value = math.Float64frombits(order.Uint64(data))
	case flat.ColumnTypeString, flat.ColumnTypeDateTime:
		value = strings.ToValidUTF8(string(data[4:size]), "\ufffd")
	case flat.ColumnTypeJson:
		value = listOf(data[4:size])
	}
	return value, size, nil
}

// size is the number of bytes of the value that data begins with; ok is false when they are not there.
func (c column) size(data []byte) (size int, ok bool) {
	switch c.kind {
	case flat.ColumnTypeByte, flat.ColumnTypeUByte, flat.ColumnTypeBool:
		size = 1
	case flat.ColumnTypeShort, flat.ColumnTypeUShort:
		size = 2
	case flat.ColumnTypeInt, flat.ColumnTypeUInt, flat.ColumnTypeFloat:
		size = 4
	case flat.ColumnTypeLong, flat.ColumnTypeULong, flat.ColumnTypeDouble:
		size = 8
	case flat.ColumnTypeString, flat.ColumnTypeDateTime, flat.ColumnTypeJson, flat.ColumnTypeBinary:
		if len(data) < 4 {
			return 0, false
		}
		size = 4 + int(binary.LittleEndian.Uint32(data))
	default:
		return 0, false
	}
	return size, size <= len(data)
}

// listOf gives an array of strings as such, and any other JSON as its text.
func listOf(text []byte) any {
	var list []string
	if len(text) > 0 && text[0] == '[' && json.Unmarshal(text, &list) == nil {
		return list
	}
	return strings.ToValidUTF8(string(text), "\ufffd")
}
