// Package mapping reads which columns of files hold which fields, where they are not found by themselves.
//
// A mapping is a YAML file: roles, the fields of each, and the name of the column that holds each of them.
//
//	territoires:
//	  id: identifiant
//	  membre: SIREN du groupement
//
// Invariants:
//
//  1. A file is read strictly: a role or a field that does not exist, or that comes twice, is an error with its line.
//  2. A mapping says what --column says, and nothing more.
//
// Which roles and fields there are is for data/format to say.
package mapping

import (
	"fmt"
	"io"

	"github.com/goccy/go-yaml/ast"

	"perimetre/data/format"
	"perimetre/data/strict"
)

// Read reads a mapping. Errors name the file and the line.
func Read(r io.Reader, file string) (format.Given, error) {
	d := document{}
	if err := strict.Decode(r, file, "write it as ROLE:, then FIELD: COLUMN below it", &d); err != nil {
		return nil, err
	}
	return format.Given(d), nil
}

type document format.Given

// UnmarshalYAML reads a mapping from roles to mappings from fields to columns.
func (d *document) UnmarshalYAML(node ast.Node) error {
	roles, err := strict.Entries(node, "a file is a list of ROLE: with its fields")
	if err != nil {
		return err
	}
	given := format.Given{}
	for _, role := range roles {
		fields, err := strict.Entries(role.Value, "a role has a list of FIELD: COLUMN")
		if err != nil {
			return err
		}
		name := format.Role(role.Key.GetToken().Value)
		if len(name.Fields()) == 0 {
			return strict.Fault(role.Key, name.Check("").Error())
		}
		for _, field := range fields {
			key := format.Field(field.Key.GetToken().Value)
			if err := name.Check(key); err != nil {
				return strict.Fault(field.Key, err.Error())
			}
			column, ok := field.Value.(ast.ScalarNode)
			if _, null := field.Value.(*ast.NullNode); !ok || null || column.GetToken().Value == "" {
				return strict.Fault(field.Value, fmt.Sprintf("%s.%s has no name of a column", name, key))
			}
			given.Put(name, key, column.GetToken().Value)
		}
	}
	*d = document(given)
	return nil
}
