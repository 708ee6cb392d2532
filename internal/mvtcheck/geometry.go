package mvtcheck

import (
	"fmt"
	"math"
)

// The commands (section 4.3.1).
const (
	moveTo    = 1
	lineTo    = 2
	closePath = 7
)

// command is a command with the points that it leads to.
type command struct {
	id     uint32
	count  uint32
	points []Point
}

// commands decodes the integers of a geometry, as many commands as can be read.
func (r *reader) commands(integers []uint32) (all []command) {
	var x, y int32 // the cursor
	for len(integers) > 0 {
		c := command{id: integers[0] & 7, count: integers[0] >> 3}
		integers = integers[1:]
		short := MoveToPairs
		switch c.id {
		case closePath:
			if c.count != 1 {
				r.fault(ClosePathOnce, "it counts %d", c.count)
			}
			all = append(all, c)
			continue
		case lineTo:
			short = LineToPairs
		case moveTo:
		default:
			r.fault(CommandKnown, "there is a command %d", c.id)
			return all
		}
		pairs := min(int64(c.count), int64(len(integers)/2))
		for range pairs {
			if integers[0] == math.MaxUint32 || integers[1] == math.MaxUint32 {
				r.fault(ParameterSupported, "there is one of -2^31")
			}
			dx, dy := unzigzag(integers[0]), unzigzag(integers[1])
			integers = integers[2:]
			if c.id == lineTo && dx == 0 && dy == 0 {
				r.fault(LineToMoves, "one does, at (%d, %d)", x, y)
			}
			x, y = x+dx, y+dy
			c.points = append(c.points, Point{x, y})
		}
		all = append(all, c)
		if pairs < int64(c.count) {
			r.fault(short, "%d for %d", pairs, c.count)
			return all
		}
	}
	return all
}

// unzigzag is the formula of section 4.3.2.
func unzigzag(p uint32) int32 { return int32(p>>1) ^ -int32(p&1) }

// readGeometry reads the geometry of a feature by its type.
func (r *reader) readGeometry(f *Feature, integers []uint32) {
	commands := r.commands(integers)
	switch f.Type {
	case PointType:
		if len(commands) != 1 || commands[0].id != moveTo || len(commands[0].points) == 0 {
			r.fault(PointSequence, "there are %s", sequence(commands))
		}
		for _, c := range commands {
			f.Points = append(f.Points, c.points...)
		}
	case LineString:
		for len(commands) > 0 {
			if !starts(commands, 1, moveTo, lineTo) {
				r.fault(LineSequence, "there are %s", sequence(commands))
				return
			}
			f.Lines = append(f.Lines, append(Line(commands[0].points), commands[1].points...))
			commands = commands[2:]
		}
	case PolygonType:
		r.readPolygons(f, commands)
	case Unknown: // experimental: decoders may ignore them (section 4.3.4.1)
	}
}

// starts tells whether commands begin with some: a MoveTo of one point, a LineTo of a number of points at least, and others.
func starts(commands []command, least int, ids ...uint32) bool {
	if len(commands) < len(ids) {
		return false
	}
	for i, id := range ids {
		c := commands[i]
		if c.id != id || id == moveTo && len(c.points) != 1 || id == lineTo && len(c.points) < least {
			return false
		}
	}
	return true
}

// sequence names the first commands, for a fault.
func sequence(commands []command) string {
	text := ""
	for i, c := range commands {
		if i == 3 {
			return text + "…"
		}
		name := map[uint32]string{moveTo: "MoveTo", lineTo: "LineTo", closePath: "ClosePath"}[c.id]
		text += fmt.Sprintf("%s(%d) ", name, len(c.points))
	}
	return text
}

// readPolygons gathers rings into polygons: a ring of positive area begins one.
func (r *reader) readPolygons(f *Feature, commands []command) {
	for len(commands) > 0 {
		if !starts(commands, 2, moveTo, lineTo, closePath) {
			r.fault(RingSequence, "there are %s", sequence(commands))
			return
		}
		ring := append(Ring(commands[0].points), commands[1].points...)
		commands = commands[3:]
		if ring[len(ring)-1] == ring[0] {
			r.fault(RingClosing, "it is, at %v", ring[0])
			ring = ring[:len(ring)-1]
		}
		area := ring.area2()
		switch last := len(f.Polygons) - 1; {
		case area == 0:
			r.fault(RingArea, "one has none, at %v", ring[0])
			continue
		case area > 0:
			f.Polygons = append(f.Polygons, Polygon{ring})
		case last < 0:
			r.fault(ExteriorFirst, "it is not, at %v", ring[0])
			continue
		default:
			f.Polygons[last] = append(f.Polygons[last], ring)
		}
		if p, ok := ring.anomaly(); ok {
			r.fault(RingSimple, "one does, at %v", p)
		}
	}
	r.checkHoles(f.Polygons)
}

// checkHoles compares interior rings with their exterior one, and with each other.
func (r *reader) checkHoles(polygons []Polygon) {
	for i, polygon := range polygons {
		for j, hole := range polygon[1:] {
			if !polygon[0].encloses(hole) {
				clause := InteriorEnclosed
				for k, other := range polygons {
					if k != i && other[0].encloses(hole) {
						clause = InteriorAfter
					}
				}
				r.fault(clause, "one is not, at %v", hole[0])
			}
			for _, other := range polygon[1 : j+1] {
				if hole.intersects(other) {
					r.fault(InteriorApart, "two do, at %v and %v", hole[0], other[0])
				}
			}
		}
	}
}
