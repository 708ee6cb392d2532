// Package ui holds the pages of perimetre: TypeScript built by npm into the folder dist, and embedded.
//
// Its parts: index.html and embed.html, which the server answers; static.html, the page of a folder without a server
// (perimetre/web/static); the sources under src, the tests in a real browser under e2e. The folder dist
// is not committed. The pattern below also matches dist.md, so that a binary builds without it.
//
// Invariants:
//
//  1. A page loads nothing from any other host: no font, no icon, no background map.
//  2. Everything the map shows is also in a table or a list, and nothing is told by colour alone.
//  3. Every text that a person reads is in src/text.ts, in French and in English.
//
// It is not a server: perimetre/web answers the requests.
package ui

import (
	"embed"
	"fmt"
	"io/fs"
)

//go:embed all:dist*
var files embed.FS

// Dist is the built front end; it is empty when the binary was built without one.
func Dist() fs.FS {
	dist, err := fs.Sub(files, "dist")
	if err != nil {
		panic(fmt.Sprintf("dist is a valid path, and yet: %v", err))
	}
	return dist
}
