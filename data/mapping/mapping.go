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
	"errors"
	"fmt"
	"io"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"

	"perimetre/data/format"
)

// Read reads a mapping. Errors name the file and the line.
func Read(r io.Reader, file string) (format.Given, error) {
	d := document{}
	// A file of comments only ends before any document: it names no column.
	if err := yaml.NewDecoder(r, yaml.Strict()).Decode(&d); err != nil && !errors.Is(err, io.EOF) {
		var at yaml.Error
		if errors.As(err, &at) && at.GetToken() != nil {
			err = fmt.Errorf("line %d: %s", at.GetToken().Position.Line, at.GetMessage())
		}
		return nil, fmt.Errorf("%s: %w: write it as ROLE:, then FIELD: COLUMN below it", file, err)
	}
	return format.Given(d), nil
}

type document format.Given

// UnmarshalYAML reads a mapping from roles to mappings from fields to columns.
func (d *document) UnmarshalYAML(node ast.Node) error {
	roles, err := entries(node, "a file is a list of ROLE: with its fields")
	if err != nil {
		return err
	}
	given := format.Given{}
	for _, role := range roles {
		fields, err := entries(role.Value, "a role has a list of FIELD: COLUMN")
		if err != nil {
			return err
		}
		name := format.Role(role.Key.GetToken().Value)
		if len(name.Fields()) == 0 {
			return fault(role.Key, name.Check("").Error())
		}
		for _, field := range fields {
			key := format.Field(field.Key.GetToken().Value)
			if err := name.Check(key); err != nil {
				return fault(field.Key, err.Error())
			}
			column, ok := field.Value.(ast.ScalarNode)
			if _, null := field.Value.(*ast.NullNode); !ok || null || column.GetToken().Value == "" {
				return fault(field.Value, fmt.Sprintf("%s.%s has no name of a column", name, key))
			}
			given.Put(name, key, column.GetToken().Value)
		}
	}
	*d = document(given)
	return nil
}

// entries gives the entries of a mapping, none of a null.
func entries(node ast.Node, form string) ([]*ast.MappingValueNode, error) {
	switch node := node.(type) {
	case *ast.NullNode:
		return nil, nil
	case *ast.MappingNode:
		return node.Values, nil
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{node}, nil
	}
	return nil, fault(node, form)
}

func fault(node ast.Node, problem string) error {
	return &yaml.SyntaxError{Message: problem, Token: node.GetToken()}
}
