// Package house holds the habits of this repository as tests: who may import whom, a comment on every package, files of
// a readable size, a README whose commands work.
package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"strings"
)

// File is one Go file of the repository, parsed.
type File struct {
	Path    string // from the root, with slashes
	Package string // folder from the root
	Syntax  *ast.File
	Lines   int
}

// Test tells whether the file is a test.
func (f File) Test() bool { return strings.HasSuffix(f.Path, "_test.go") }

// Imports gives the import paths of the file.
func (f File) Imports() []string {
	var paths []string
	for _, spec := range f.Syntax.Imports {
		paths = append(paths, strings.Trim(spec.Path.Value, `"`))
	}
	return paths
}

// Files parses every Go file below a root.
func Files(root string) ([]File, error) {
	var files []File
	set := token.NewFileSet()
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (entry.Name() == "node_modules" || strings.HasPrefix(entry.Name(), ".") && name != root) {
			return filepath.SkipDir
		}
		if filepath.Ext(name) != ".go" {
			return nil
		}
		syntax, err := parser.ParseFile(set, name, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		slashed := filepath.ToSlash(relative)
		files = append(files, File{slashed, path.Dir(slashed), syntax, set.File(syntax.Pos()).LineCount()})
		return nil
	})
	return files, err
}
