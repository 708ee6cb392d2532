package inspection

import (
	"cmp"
	"fmt"
	"slices"

	"perimetre/geo"
	"perimetre/geo/check"
)

// Defect is one thing that is wrong with a file, or worth knowing. Its JSON form is stable: scripts read it.
type Defect struct {
	Code     string         `json:"code"` // of its kind: overlap, gap, axes-swapped…
	Rule     string         `json:"rule"` // of the catalogue: G07, G05
	Severity check.Severity `json:"severity"`
	Units    []string       `json:"units"`   // codes; none when it concerns the whole file
	At       *Position      `json:"at"`      // as the file gives it; nil when there is no place
	Area     float64        `json:"area_m2"` // of the ground concerned, 0 when there is none
	Width    float64        `json:"width_m"` // of the ground concerned: twice its area over the length of its outline
	Message  geo.Text       `json:"message"`

	Detail   geo.Text     `json:"-"` // the message without its title and its hint: units, what is known of the case, size
	Geometry geo.Geometry `json:"-"` // where to zoom: the ground of a gap or an overlap, else a point; nil when there is no place

	kind int // its place in the table
}

// String tells the defect in a line: its code, its place, its sentence in English.
func (d Defect) String() string {
	if d.At == nil {
		return fmt.Sprintf("%s: %s", d.Code, d.Message.EN)
	}
	return fmt.Sprintf("%s at %v: %s", d.Code, *d.At, d.Message.EN)
}

// compare puts the worst first, then the kinds in the order of the table, then the largest.
func (d Defect) compare(e Defect) int {
	return cmp.Or(
		-cmp.Compare(d.Severity, e.Severity),
		cmp.Compare(d.kind, e.kind),
		-cmp.Compare(d.Area, e.Area),
		comparePlaces(d.At, e.At),
		slices.Compare(d.Units, e.Units),
	)
}

func comparePlaces(p, q *Position) int {
	switch {
	case p == nil || q == nil:
		return cmp.Compare(places(p), places(q))
	default:
		return cmp.Or(cmp.Compare(p.X, q.X), cmp.Compare(p.Y, q.Y))
	}
}

func places(p *Position) int {
	if p == nil {
		return 0
	}
	return 1
}
