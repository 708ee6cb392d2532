package topojson

import (
	"errors"
	"fmt"
	"strconv"

	"perimetre/data/format"
	"perimetre/geo"
	"perimetre/geo/crs"
)

// positions turns positions of a topology into places of the grid.
type positions struct {
	transform *transform // nil when positions are coordinates
	system    crs.System
}

// arc is a line of a topology, or what is wrong with it.
type arc struct {
	points []geo.Point
	fault  error
}

// place gives the place of a position.
func (p positions) place(x, y float64) (geo.Point, error) {
	if t := p.transform; t != nil {
		x, y = x*t.Scale[0]+t.Translate[0], y*t.Scale[1]+t.Translate[1]
	}
	return format.Place(p.system, x, y)
}

// arcs reads the arcs of a topology, and counts their points. Where there is a transform, a position says how far it is from the
// one before it (section 2.1.4).
func (p positions) arcs(text []byte) (arcs []arc, count int, err error) {
	if text == nil {
		return nil, 0, nil
	}
	s := scanner{text: text}
	err = s.items(func() error {
		var a arc
		var fromX, fromY float64
		err := s.items(func() error {
			x, y, err := s.position()
			if err != nil {
				return err
			}
			if p.transform != nil {
				x, y = x+fromX, y+fromY
				fromX, fromY = x, y
			}
			point, err := p.place(x, y)
			if err != nil && a.fault == nil {
				a.fault = err
			}
			a.points = append(a.points, point)
			return nil
		})
		if err == nil {
			count += len(a.points)
			arcs = append(arcs, a)
		}
		return err
	})
	if err != nil {
		return nil, 0, fmt.Errorf("its arc %d cannot be read: %w: give arrays of positions", len(arcs), err)
	}
	return arcs, count, nil
}

// scanner reads arrays of numbers in a JSON text that is known to be right.
type scanner struct {
	text []byte
	at   int
}

var errNoArray = errors.New("there is no array where one is due")

// items reads an array, of which item reads one element.
func (s *scanner) items(item func() error) error {
	if s.next() != '[' {
		return errNoArray
	}
	s.at++
	if s.next() == ']' {
		s.at++
		return nil
	}
	for {
		if err := item(); err != nil {
			return err
		}
		c := s.next()
		s.at++
		if c == ']' {
			return nil
		}
	}
}

// position reads a position: two numbers, and any more that are dropped.
func (s *scanner) position() (x, y float64, err error) {
	n := 0
	err = s.items(func() error {
		v, err := s.number()
		switch n++; n {
		case 1:
			x = v
		case 2:
			y = v
		}
		return err
	})
	if err == nil && n < 2 {
		err = fmt.Errorf("a position of %d numbers", n)
	}
	return x, y, err
}

func (s *scanner) number() (float64, error) {
	s.next()
	start := s.at
	for s.at < len(s.text) && (s.text[s.at] == '-' || s.text[s.at] == '+' || s.text[s.at] == '.' ||
		s.text[s.at] == 'e' || s.text[s.at] == 'E' || '0' <= s.text[s.at] && s.text[s.at] <= '9') {
		s.at++
	}
	v, err := strconv.ParseFloat(string(s.text[start:s.at]), 64)
	if err != nil {
		return 0, fmt.Errorf("there is no number at byte %d of it", start)
	}
	return v, nil
}

// next gives the next byte that is no white space, and goes to it: 0 at the end.
func (s *scanner) next() byte {
	for s.at < len(s.text) {
		switch c := s.text[s.at]; c {
		case ' ', '\t', '\r', '\n':
			s.at++
		default:
			return c
		}
	}
	return 0
}
