// Package strict reads the YAML files that people write: policies, mappings, manifests of sources.
//
// It models what those files have in common: one document, [Decode]; its mappings, [Entries]; and what is wrong at a place of it,
// [Fault].
//
// Invariants:
//
//  1. A field that does not exist, a key that comes twice and a second document are errors: nothing is passed over.
//  2. An error says its line.
//  3. A file without a document changes nothing.
//
// What fields there are is for its callers to say.
package strict

import (
	"errors"
	"fmt"
	"io"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
)

// Decode reads the document of a file into what to points to. Errors name the file and the line; mend says how the file is written.
func Decode(r io.Reader, file, mend string, to any) error {
	decoder := yaml.NewDecoder(r, yaml.Strict())
	err := decoder.Decode(to)
	if err == nil {
		var second any
		if err = decoder.Decode(&second); err == nil {
			err = errors.New("there is a second document: a file has one, remove the line ---")
		}
	}
	// A file of comments only ends before any document.
	if errors.Is(err, io.EOF) {
		return nil
	}
	var at yaml.Error
	if errors.As(err, &at) && at.GetToken() != nil {
		err = fmt.Errorf("line %d: %s", at.GetToken().Position.Line, at.GetMessage())
	}
	return fmt.Errorf("%s: %w: %s", file, err, mend)
}

// Entries gives the entries of a mapping; nil when the node is null. A node that is neither is at fault: want says what belongs there.
func Entries(node ast.Node, want string) ([]*ast.MappingValueNode, error) {
	switch node := node.(type) {
	case *ast.NullNode:
		return nil, nil
	case *ast.MappingNode:
		return append([]*ast.MappingValueNode{}, node.Values...), nil
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{node}, nil
	}
	return nil, Fault(node, want)
}

// Fault is an error at the place of a node.
func Fault(node ast.Node, problem string) error {
	return &yaml.SyntaxError{Message: problem, Token: node.GetToken()}
}
