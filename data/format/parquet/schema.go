package parquet

import (
	"errors"
	"fmt"
	"slices"

	"github.com/parquet-go/parquet-go/deprecated"
	parquetformat "github.com/parquet-go/parquet-go/format"
)

// schema is the columns of a file that are read.
type schema struct {
	geometry leaf
	columns  []column // the properties, then the geometry
	leaves   int      // of all columns
}

// column is a column of the table.
type column struct {
	name    string
	leaf    leaf
	list    bool
	present int // of a list: how deeply it is defined when it is not null
	item    int // of a list: how deeply it is defined when it has an item
	convert conversion
}

// leaf is a column of values.
type leaf struct {
	chunk                  int // its number in a row group
	kind                   parquetformat.Type
	size                   int // bytes of a FIXED_LEN_BYTE_ARRAY
	repetition, definition int // the deepest
	element                *parquetformat.SchemaElement
}

// tree walks over the elements of a schema, which come depth first.
type tree struct {
	elements []parquetformat.SchemaElement
	at       int
	leaves   int
}

// readSchema finds the column of geometries and those of properties.
func readSchema(elements []parquetformat.SchemaElement, meta *metadata) (schema, error) {
	if len(elements) == 0 {
		return schema{}, errors.New("its schema is empty: get the file again")
	}
	t := tree{elements: elements, at: 1}
	var s schema
	for range elements[0].NumChildren.V {
		at := t.at
		leaves, err := t.walk(nil, 0, 0, 0)
		if err != nil {
			return schema{}, err
		}
		top := &elements[at]
		if top.Name == meta.Primary {
			if len(leaves) != 1 || leaves[0].repetition > 0 || leaves[0].element != top || leaves[0].kind != parquetformat.ByteArray {
				return schema{}, fmt.Errorf("its column of geometries %s is not one of BYTE_ARRAY: mend the key geo", top.Name)
			}
			s.geometry = leaves[0]
			continue
		}
		if c, ok := property(elements[at:t.at], leaves); ok && meta.Columns[c.name] == nil {
			s.columns = append(s.columns, c)
		}
	}
	if s.geometry.element == nil {
		return schema{}, fmt.Errorf("its schema has no column of geometries %s: mend the key geo", meta.Primary)
	}
	s.leaves = t.leaves
	return s, nil
}

// walk appends the leaves of the next element to some.
func (t *tree) walk(leaves []leaf, depth, repetition, definition int) ([]leaf, error) {
	if t.at >= len(t.elements) || depth > deepest {
		return nil, errors.New("its schema cannot be read: an element is missing or lies too deep: get the file again")
	}
	element := &t.elements[t.at]
	t.at++
	switch element.RepetitionType.V {
	case parquetformat.Optional:
		definition++
	case parquetformat.Repeated:
		repetition++
		definition++
	}
	if !element.NumChildren.Valid && element.Type.Valid {
		l := leaf{
			chunk: t.leaves, kind: element.Type.V, size: int(element.TypeLength.V),
			repetition: repetition, definition: definition, element: element,
		}
		t.leaves++
		if l.kind == parquetformat.FixedLenByteArray && l.size < 1 {
			return nil, fmt.Errorf("its column %s has values of %d bytes: get the file again", element.Name, l.size)
		}
		return append(leaves, l), nil
	}
	var err error
	for range element.NumChildren.V {
		if leaves, err = t.walk(leaves, depth+1, repetition, definition); err != nil {
			return nil, err
		}
	}
	return leaves, nil
}

// property gives the column of a property of those elements; ok is false when values of its type are left out.
func property(elements []parquetformat.SchemaElement, leaves []leaf) (c column, ok bool) {
	const list = 3 // elements: the list, what it repeats, the item
	if len(leaves) != 1 || len(elements) > list {
		return c, false
	}
	top := &elements[0]
	c = column{name: top.Name, leaf: leaves[0], convert: conversionOf(leaves[0].element)}
	if c.convert == nil {
		return c, false
	}
	switch {
	case c.leaf.element == top && c.leaf.repetition == 0:
	case c.leaf.element == top: // of a repeated value, as older writers have lists: it cannot be null
		c.list, c.item = true, 1
	case c.leaf.repetition == 1 && isList(top) && top.RepetitionType.V != parquetformat.Repeated:
		// A list holds a repeated element, which holds an item that may be null (LogicalTypes.md, Lists).
		c.list = true
		if top.RepetitionType.V == parquetformat.Optional {
			c.present = 1
		}
		c.item = c.present + 1
	default:
		return c, false
	}
	return c, true
}

func isList(element *parquetformat.SchemaElement) bool {
	_, ok := element.LogicalType.Value.(*parquetformat.ListType)
	return ok || element.ConvertedType.Valid && element.ConvertedType.V == deprecated.List
}

// names gives the names of the properties.
func (s *schema) names() []string {
	names := make([]string, len(s.columns))
	for i, c := range s.columns {
		names[i] = c.name
	}
	return slices.Clip(names)
}
