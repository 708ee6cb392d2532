package check

import (
	"time"

	"perimetre/geo"
	"perimetre/geo/cog"
)

// lineage says what became of the codes of communes by the movements of an edition, up to its vintage.
type lineage struct {
	*cog.History
	until time.Time // 1 January of the vintage
}

func newLineage(e *geo.Edition) *lineage {
	return &lineage{cog.NewHistory(e.Movements), cog.Day(e.Vintage)}
}

// heirs gives the codes of today that have ground of a commune of a vintage, earlier or later, ascending; the code itself when no
// movement speaks of it.
func (l *lineage) heirs(code geo.Code, of geo.Vintage) []geo.Code {
	return after(l.Between(code, cog.Day(of), l.until))
}

// origins gives the codes of a vintage, earlier or later, whose communes have ground of one of today, ascending.
func (l *lineage) origins(code geo.Code, of geo.Vintage) []geo.Code {
	return after(l.Between(code, l.until, cog.Day(of)))
}

// covers tells whether movements say all that happened to codes from one year to another.
func covers(movements []geo.Movement, a, b geo.Vintage) bool {
	early, late := false, false
	for _, m := range movements {
		early = early || m.Date.Year() <= int(min(a, b))
		late = late || m.Date.Year() >= int(max(a, b))
	}
	return early && late || a == b
}

// successors gives what became of a code that is no commune's today, since the last day on which it went into others; ok is
// false when the movements do not know it.
func (l *lineage) successors(code geo.Code) (heirs []geo.Code, since time.Time, ok bool) {
	m, ok := l.last(code)
	if !ok {
		return nil, time.Time{}, false
	}
	return after(l.Between(code, m.Date.AddDate(0, 0, -1), l.until)), m.Date, true
}

// nameOf gives the last name of a commune that moved, empty for one that did not.
func (l *lineage) nameOf(code geo.Code) string {
	m, _ := l.last(code)
	return m.Before.Name
}

// last gives the last movement of a commune into a commune.
func (l *lineage) last(code geo.Code) (last geo.Movement, ok bool) {
	const whole = "COM"
	for _, m := range l.Of(code) {
		if m.Before.Code == code && m.Before.Type == whole && m.After.Type == whole && !m.Date.After(l.until) {
			last, ok = m, true
		}
	}
	return last, ok
}

func after(links []cog.Link) []geo.Code {
	var codes []geo.Code
	for _, link := range links {
		if link.After.Code != "" {
			codes = append(codes, link.After.Code)
		}
	}
	return codes
}
