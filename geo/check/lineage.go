package check

import (
	"cmp"
	"slices"
	"time"

	"perimetre/geo"
)

// lineage says what became of the codes of communes by the movements of an edition, up to its vintage. It follows whole
// communes: what becomes of an associated or delegated one changes no code.
type lineage struct {
	until  time.Time           // 1 January of the vintage
	events []event             // ascending by date
	names  map[geo.Code]string // the last one of communes that moved
}

// event is all movements from a commune to a commune on one day.
type event struct {
	date   time.Time
	after  map[geo.Code][]geo.Code
	before map[geo.Code][]geo.Code
}

func newLineage(e *geo.Edition) *lineage {
	const whole = "COM"
	l := &lineage{until: newYear(e.Vintage), names: map[geo.Code]string{}}
	movements := slices.Clone(e.Movements)
	slices.SortStableFunc(movements, func(a, b geo.Movement) int { return a.Date.Compare(b.Date) })
	for _, m := range movements {
		if m.Before.Type != whole || m.After.Type != whole || m.Date.After(l.until) {
			continue
		}
		if len(l.events) == 0 || !l.events[len(l.events)-1].date.Equal(m.Date) {
			l.events = append(l.events, event{m.Date, map[geo.Code][]geo.Code{}, map[geo.Code][]geo.Code{}})
		}
		on := l.events[len(l.events)-1]
		on.after[m.Before.Code] = append(on.after[m.Before.Code], m.After.Code)
		on.before[m.After.Code] = append(on.before[m.After.Code], m.Before.Code)
		l.names[m.Before.Code] = m.Before.Name
	}
	return l
}

// newYear is the day whose codes a vintage has.
func newYear(v geo.Vintage) time.Time {
	return time.Date(int(v), time.January, 1, 0, 0, 0, 0, time.UTC)
}

// since gives the events after a day.
func (l *lineage) since(day time.Time) []event {
	i, _ := slices.BinarySearchFunc(l.events, day, func(e event, day time.Time) int {
		return cmp.Or(e.date.Compare(day), -1) // that of the day itself is past
	})
	return l.events[i:]
}

// heirs gives the codes of today that have ground of a commune of a vintage, ascending.
func (l *lineage) heirs(code geo.Code, of geo.Vintage) []geo.Code {
	return follow(code, l.since(newYear(of)), func(e event) map[geo.Code][]geo.Code { return e.after })
}

// origins gives the codes of a vintage whose communes gave ground to one of today, ascending.
func (l *lineage) origins(code geo.Code, of geo.Vintage) []geo.Code {
	past := slices.Clone(l.since(newYear(of)))
	slices.Reverse(past)
	return follow(code, past, func(e event) map[geo.Code][]geo.Code { return e.before })
}

// successors gives what became of a code that is no commune's today, since the last day on which it went into others; ok is
// false when the movements do not know it.
func (l *lineage) successors(code geo.Code) (heirs []geo.Code, since time.Time, ok bool) {
	for i, e := range slices.Backward(l.events) {
		if _, ended := e.after[code]; ended {
			return follow(code, l.events[i:], func(e event) map[geo.Code][]geo.Code { return e.after }), e.date, true
		}
	}
	return nil, time.Time{}, false
}

func follow(code geo.Code, events []event, step func(event) map[geo.Code][]geo.Code) []geo.Code {
	codes := []geo.Code{code}
	for _, e := range events {
		var next []geo.Code
		for _, code := range codes {
			if became, moved := step(e)[code]; moved {
				next = append(next, became...)
			} else {
				next = append(next, code)
			}
		}
		slices.Sort(next)
		codes = slices.Compact(next)
	}
	return codes
}
