package web

import (
	"fmt"
	"strings"

	"perimetre/tiles"
)

// tilePrefix is what the paths of tiles begin with.
const tilePrefix = "/tiles/"

// tileAddress is what the path of a tile says. A tile has one spelling, but for the ending of its name.
type tileAddress struct {
	edition string // its token; "" for the current one
	id      tiles.ID
}

// parseTile reads /tiles/{edition}/{z}/{x}/{y}.mvt, or .pbf, or the same without an edition. What is not a tile is a bad
// request, a tile that is outside of the world is not found.
func parseTile(path string) (a tileAddress, err error) {
	name, isTile := strings.CutSuffix(path[len(tilePrefix):], ".mvt")
	if !isTile {
		name, isTile = strings.CutSuffix(name, ".pbf")
	}
	if strings.Count(name, "/") == 3 {
		a.edition, name, _ = strings.Cut(name, "/")
		isTile = isTile && a.edition != "" && a.edition[0] != '.'
	}
	zoom, place, _ := strings.Cut(name, "/")
	column, row, _ := strings.Cut(place, "/")
	z, isZoom := parseNumber(zoom)
	x, isColumn := parseNumber(column)
	y, isRow := parseNumber(row)
	switch {
	case !isTile || !isZoom || !isColumn || !isRow:
		return a, &problem{kind: badRequest, detail: fmt.Sprintf("%s is not a tile: write /tiles/{z}/{x}/{y}.mvt or "+
			"/tiles/{edition}/{z}/{x}/{y}.mvt, with three whole numbers of ten digits at most and no zero before them", brief(path))}
	case z > 30 || x>>z != 0 || y>>z != 0:
		return a, notFoundf("tile %d/%d/%d is outside of the world: columns and rows go from 0 to 2^zoom - 1", z, x, y)
	}
	a.id = tiles.ID{Z: uint8(z), X: uint32(x), Y: uint32(y)}
	return a, nil
}

// parseNumber reads a whole number of ten digits at most, without a sign and without a zero before it.
func parseNumber(text string) (n uint64, ok bool) {
	if text == "" || len(text) > 10 || len(text) > 1 && text[0] == '0' {
		return 0, false
	}
	for i := range len(text) {
		digit := text[i] - '0'
		if digit > 9 {
			return 0, false
		}
		n = n*10 + uint64(digit)
	}
	return n, true
}
