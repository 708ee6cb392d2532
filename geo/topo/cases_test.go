package topo_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"perimetre/geo"
	"perimetre/geo/topo"
	"perimetre/internal/wkt"
)

var update = flag.Bool("update", false, "write want.txt of the drawn cases anew; then check it against the drawing")

// drawnCase is an archive of testdata. Its comment draws the case and says where the expected values come from; then come
//
//	input.wkt      lines "UNIT POLYGON(…)", in units of a thousandth of a degree: a piece each
//	tolerance.txt  lines "sliver METRES" and "vertex METRES", if any
//	want.txt       what is built: see report
//	postgis.txt    what PostGIS has to say: see oracle_cases_test.go
type drawnCase struct {
	file    string
	archive *txtar.Archive
	units   []string // their names, sorted: a unit's number is its place
	input   []line   // by piece
	pieces  []topo.Piece
}

// line is a name, and what follows it.
type line struct{ name, text string }

func (c drawnCase) name() string { return strings.TrimSuffix(filepath.Base(c.file), ".txtar") }

// lines gives the lines of a part of the archive, blank ones left out.
func (c drawnCase) lines(part string) (lines []line) {
	for _, file := range c.archive.Files {
		if file.Name != part {
			continue
		}
		for text := range strings.Lines(string(file.Data)) {
			if name, rest, _ := strings.Cut(strings.TrimSpace(text), " "); name != "" {
				lines = append(lines, line{name, strings.TrimSpace(rest)})
			}
		}
	}
	return lines
}

func (c drawnCase) tolerance(t *testing.T) (tolerance topo.Tolerance) {
	for _, line := range c.lines("tolerance.txt") {
		metres, err := strconv.ParseFloat(line.text, 64)
		if err != nil {
			t.Fatal(err)
		}
		switch line.name {
		case "sliver":
			tolerance.Sliver = metres
		case "vertex":
			tolerance.Vertex = metres
		default:
			t.Fatalf("unknown tolerance %q", line.name)
		}
	}
	return tolerance
}

func drawnCases(t *testing.T) (cases []drawnCase) {
	t.Helper()
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no drawn cases: %v", err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		c := drawnCase{file: file, archive: archive}
		c.input = c.lines("input.wkt")
		for _, line := range c.input {
			c.units = append(c.units, line.name)
		}
		slices.Sort(c.units)
		c.units = slices.Compact(c.units)
		for _, line := range c.input {
			geometry, err := wkt.Drawing.Parse(line.text)
			if err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			c.pieces = append(c.pieces, topo.Piece{Unit: int32(slices.Index(c.units, line.name)), Geometry: geometry})
		}
		cases = append(cases, c)
	}
	return cases
}

func TestDrawnCases(t *testing.T) {
	for _, c := range drawnCases(t) {
		t.Run(c.name(), func(t *testing.T) {
			coverage, defects := topo.Build(len(c.units), c.pieces, c.tolerance(t))
			got := c.report(coverage, defects)
			at := slices.IndexFunc(c.archive.Files, func(f txtar.File) bool { return f.Name == "want.txt" })
			if *update {
				if at < 0 {
					at = len(c.archive.Files)
					c.archive.Files = append(c.archive.Files, txtar.File{Name: "want.txt"})
				}
				c.archive.Files[at].Data = []byte(got)
				if err := os.WriteFile(c.file, txtar.Format(c.archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if at < 0 {
				t.Fatalf("no want.txt, write it with -update")
			}
			if diff := cmp.Diff(string(c.archive.Files[at].Data), got); diff != "" {
				t.Errorf("what is built (-want +got):\n%s", diff)
			}
		})
	}
}

// Every kind of defect is drawn.
func TestEveryKindOfDefectIsDrawn(t *testing.T) {
	drawn := map[string]bool{}
	for _, c := range drawnCases(t) {
		for _, line := range c.lines("want.txt") {
			if kind, _, _ := strings.Cut(line.text, " "); line.name == "defect" {
				drawn[kind] = true
			}
		}
	}
	for _, kind := range topo.DefectKinds() {
		if !drawn[kind.String()] {
			t.Errorf("no case has a %v", kind)
		}
	}
}

// report tells what was built, in lines:
//
//	arc LEFT|RIGHT x y,x y,…     the sides are units, several joined by +, or a dot where there is none
//	faces N                      what the arcs enclose: ground of one unit, of several, or of none
//	UNIT POLYGON…                the shape of each unit
//	union POLYGON…               the shape of all units together
//	defect KIND UNITS at x y, A  the area, where there is one, in squares of the drawing
func (c drawnCase) report(coverage *topo.Coverage, defects []topo.Defect) string {
	var out strings.Builder
	for i := range coverage.NumArcs() {
		arc := coverage.Arc(i)
		fmt.Fprintf(&out, "arc %s|%s %s\n", c.side(coverage, arc.Left), c.side(coverage, arc.Right), wkt.Drawing.Line(arc.Points))
	}
	fmt.Fprintf(&out, "faces %d\n", faces(coverage))
	all := make([]int32, len(c.units))
	for unit, name := range c.units {
		all[unit] = int32(unit)
		shape := coverage.Geometry(coverage.Union([]int32{int32(unit)}))
		fmt.Fprintf(&out, "%s %s\n", name, wkt.Drawing.Format(settled(shape)))
	}
	fmt.Fprintf(&out, "union %s\n", wkt.Drawing.Format(settled(coverage.Geometry(coverage.Union(all)))))
	for _, defect := range defects {
		fmt.Fprintf(&out, "defect %v %s at %s", defect.Kind, c.names(defect.Units), wkt.Drawing.Point(defect.At))
		if defect.Ground != nil {
			fmt.Fprintf(&out, ", %s", strconv.FormatFloat(squares(defect.Ground), 'g', 9, 64))
		}
		out.WriteByte('\n')
	}
	return out.String()
}

func (c drawnCase) side(coverage *topo.Coverage, side int32) string {
	if side == topo.Outside {
		return "."
	}
	return c.names(coverage.Owners(side))
}

func (c drawnCase) names(units []int32) string {
	var names []string
	for _, unit := range units {
		names = append(names, c.units[unit])
	}
	return strings.Join(names, "+")
}

// faces counts what the arcs of a coverage enclose, by Euler's formula: arcs less nodes plus connected parts.
func faces(c *topo.Coverage) int {
	parent := map[geo.Point]geo.Point{}
	root := func(p geo.Point) geo.Point {
		for parent[p] != p {
			p = parent[p]
		}
		return p
	}
	for i := range c.NumArcs() {
		points := c.Arc(i).Points
		first, last := points[0], points[len(points)-1]
		for _, node := range [2]geo.Point{first, last} {
			if _, known := parent[node]; !known {
				parent[node] = node
			}
		}
		parent[root(first)] = root(last)
	}
	parts := 0
	for node := range parent {
		if root(node) == node {
			parts++
		}
	}
	return c.NumArcs() - len(parent) + parts
}

// settled gives a shape in an order that depends on its points only: rings from their lowest point, shells before holes.
func settled(shape geo.MultiPolygon) geo.MultiPolygon {
	for _, polygon := range shape {
		for i, ring := range polygon {
			open := ring[:len(ring)-1]
			lowest := slices.Index(open, slices.MinFunc(open, geo.Point.Compare))
			turned := slices.Concat(open[lowest:], open[:lowest+1])
			polygon[i] = turned
		}
		slices.SortFunc(polygon[1:], comparedRings)
	}
	slices.SortFunc(shape, func(p, q geo.Polygon) int { return comparedRings(p[0], q[0]) })
	return shape
}

func comparedRings(r, s geo.Ring) int { return slices.CompareFunc(r, s, geo.Point.Compare) }

// squares is the area of polygons in squares of a drawing.
func squares(polygons geo.MultiPolygon) (area float64) {
	for _, polygon := range polygons {
		for _, ring := range polygon {
			for i := 1; i < len(ring); i++ {
				p, q := ring[i-1], ring[i]
				area += float64(int64(p.X)*int64(q.Y)-int64(q.X)*int64(p.Y)) / 2
			}
		}
	}
	return area / float64(wkt.Drawing) / float64(wkt.Drawing)
}
