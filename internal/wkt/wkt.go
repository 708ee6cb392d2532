// Package wkt writes and reads polygons as well-known text (OGC 06-103r4, section 7): for tests that draw their cases, and
// for those that show polygons to PostGIS.
//
// Numbers count units of a [Scale]: degrees, or the squares that a drawing is made of. Both ways are exact, since a scale
// is a power of ten.
//
// It is not a validator: rings are written and read as they are, unclosed ones too.
package wkt

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"perimetre/geo"
)

// Scale is the length of a unit of the text in grid steps: a power of ten.
type Scale int32

const (
	// Degrees are the units of files, and of PostGIS.
	Degrees Scale = geo.GridPerDegree
	// Drawing is a unit of a thousandth of a degree, about 111 m: wide enough for crossings to round harmlessly.
	Drawing Scale = geo.GridPerDegree / 1000
)

// Point gives a point as "x y".
func (s Scale) Point(p geo.Point) string {
	return string(s.appendNumber(append(s.appendNumber(nil, p.X), ' '), p.Y))
}

// Line gives points as "x y,x y".
func (s Scale) Line(points []geo.Point) string {
	texts := make([]string, len(points))
	for i, p := range points {
		texts[i] = s.Point(p)
	}
	return strings.Join(texts, ",")
}

// Format gives polygons as a POLYGON where there is one, as a MULTIPOLYGON otherwise.
func (s Scale) Format(polygons geo.MultiPolygon) string {
	texts := make([]string, len(polygons))
	for i, polygon := range polygons {
		rings := make([]string, len(polygon))
		for j, ring := range polygon {
			rings[j] = "(" + s.Line(ring) + ")"
		}
		texts[i] = "(" + strings.Join(rings, ",") + ")"
	}
	switch len(texts) {
	case 0:
		return "MULTIPOLYGON EMPTY"
	case 1:
		return "POLYGON" + texts[0]
	}
	return "MULTIPOLYGON(" + strings.Join(texts, ",") + ")"
}

func (s Scale) appendNumber(text []byte, steps int32) []byte {
	v := int64(steps)
	if v < 0 {
		text = append(text, '-')
		v = -v
	}
	text = strconv.AppendInt(text, v/int64(s), 10)
	rest := v % int64(s)
	if rest == 0 {
		return text
	}
	text = append(text, '.')
	for unit := int64(s) / 10; rest > 0; unit /= 10 {
		text = append(text, byte('0'+rest/unit))
		rest %= unit
	}
	return text
}

// Parse reads a POLYGON or a MULTIPOLYGON. A number is rounded to the nearest grid step.
func (s Scale) Parse(text string) (geo.MultiPolygon, error) {
	p := parser{scale: s, rest: strings.TrimSpace(text)}
	polygons, err := p.geometry()
	if err == nil && p.rest != "" {
		err = fmt.Errorf("more than a geometry")
	}
	if err != nil {
		return nil, fmt.Errorf("wkt %q, at %q: %w", text, p.rest, err)
	}
	return polygons, nil
}

// parser eats a text from its start.
type parser struct {
	scale Scale
	rest  string
}

func (p *parser) geometry() (geo.MultiPolygon, error) {
	multi := p.eat("MULTI")
	switch {
	case !p.eat("POLYGON"):
		return nil, fmt.Errorf("neither POLYGON nor MULTIPOLYGON")
	case p.eat("EMPTY"):
		return nil, nil
	case multi:
		return list(p, (*parser).polygon)
	}
	polygon, err := p.polygon()
	return geo.MultiPolygon{polygon}, err
}

func (p *parser) polygon() (geo.Polygon, error) { return list(p, (*parser).ring) }

func (p *parser) ring() (geo.Ring, error) { return list(p, (*parser).point) }

func (p *parser) point() (at geo.Point, err error) {
	if at.X, err = p.number(); err == nil {
		at.Y, err = p.number()
	}
	return at, err
}

func (p *parser) number() (int32, error) {
	end := strings.IndexAny(p.rest, " ,()")
	if end < 0 {
		end = len(p.rest)
	}
	value, err := strconv.ParseFloat(p.rest[:end], 64)
	if err != nil {
		return 0, fmt.Errorf("not a number: %q", p.rest[:end])
	}
	steps := math.Round(value * float64(p.scale))
	if !(math.Abs(steps) <= math.MaxInt32) {
		return 0, fmt.Errorf("off the grid: %v", value)
	}
	p.rest = strings.TrimLeft(p.rest[end:], " ")
	return int32(steps), nil
}

// eat passes over a word or a sign and the blanks after it, and tells whether it was there.
func (p *parser) eat(word string) bool {
	rest, ok := strings.CutPrefix(p.rest, word)
	if ok {
		p.rest = strings.TrimLeft(rest, " ")
	}
	return ok
}

// list reads what stands between brackets, parted by commas.
func list[T any](p *parser, item func(*parser) (T, error)) ([]T, error) {
	if !p.eat("(") {
		return nil, fmt.Errorf("no opening bracket")
	}
	var items []T
	for {
		next, err := item(p)
		if err != nil {
			return nil, err
		}
		items = append(items, next)
		switch {
		case p.eat(","):
		case p.eat(")"):
			return items, nil
		default:
			return nil, fmt.Errorf("neither a comma nor a closing bracket")
		}
	}
}
