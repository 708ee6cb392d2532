package cog

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"perimetre/geo"
)

// History is what movements tell of the codes of communes, by the day from which each event holds. [NewHistory] makes one;
// the zero value tells nothing: every code is what it was. It is immutable and safe for concurrent use.
type History struct {
	after   map[geo.Code][]step                 // by the code before; "" for communes that come from nowhere. By day
	before  map[geo.Code][]step                 // by the code after; "" for communes that end without an heir. By day
	parts   map[time.Time]map[geo.Code]geo.Code // by day and code of a part: the commune that it, or its ground, came to
	lines   map[geo.Code][]geo.Movement         // by the code on either side, by day
	unknown []geo.Movement
}

// step is what one commune became, wholly or in part, by the events of one day.
type step struct {
	day           time.Time
	before, after geo.Commonalty
	movement      geo.Movement // the last line that led there
	split         bool         // the commune before became several that day
	merged        bool         // the commune after comes from several
}

// commune is the type of a commune proper among the sides of movements.
const commune = "COM"

// Day is the day of which a vintage has the codes: 1 January, in UTC.
func Day(v geo.Vintage) time.Time { return time.Date(int(v), time.January, 1, 0, 0, 0, 0, time.UTC) }

// NewHistory reads movements, in any order.
//
// Lines whose two sides are communes say what became of codes. A side that is empty is a commune that begins or ends with
// the coverage of the nomenclature: an overseas département that enters it, Saint-Barthélemy that leaves it. Lines between a
// commune and an associated or delegated one change no code; they are kept for what they say of the ground of a part.
func NewHistory(movements []geo.Movement) *History {
	h := &History{
		after: map[geo.Code][]step{}, before: map[geo.Code][]step{},
		parts: map[time.Time]map[geo.Code]geo.Code{}, lines: map[geo.Code][]geo.Movement{},
	}
	days := map[time.Time][]geo.Movement{}
	for _, m := range movements {
		if _, known := Kind(m.Mod); !known {
			h.unknown = append(h.unknown, m)
		}
		if m.Before.Type == commune || m.After.Type == commune {
			days[m.Date] = append(days[m.Date], m)
		}
	}
	alive := map[geo.Code]bool{}
	for _, day := range slices.SortedFunc(maps.Keys(days), time.Time.Compare) {
		h.addDay(day, days[day], alive)
	}
	return h
}

// addDay adds the events of one day. alive is what is known of codes the day before; it is brought to that day.
func (h *History) addDay(day time.Time, lines []geo.Movement, alive map[geo.Code]bool) {
	slices.SortStableFunc(lines, compareMovements)
	from := map[geo.Code][]geo.Movement{}
	parts := map[geo.Code]geo.Code{}
	h.parts[day] = parts
	passing := map[geo.Code]bool{} // codes that others take by a change of code
	for _, m := range lines {
		h.addLine(m)
		if (m.Before.Type != commune && m.Before.Type != "") || (m.After.Type != commune && m.After.Type != "") {
			if m.After.Type == commune {
				parts[m.Before.Code] = m.After.Code
			}
			continue
		}
		from[m.Before.Code] = append(from[m.Before.Code], m)
		if m.After.Code != m.Before.Code && (m.Mod == modDepartement || m.Mod == modChefLieu) {
			passing[m.After.Code] = true
		}
	}
	var steps []step
	for _, code := range slices.Sorted(maps.Keys(from)) {
		if living, known := alive[code]; code != "" && (known && !living || !known && passing[code]) {
			continue // a commune takes that code and leaves it the same day: it is no commune of the day before
		}
		steps = append(steps, stepsOf(code, from, day)...)
	}
	for _, s := range slices.Clone(steps) {
		// A living commune that takes ground and has no line of its own goes on.
		own := func(o step) bool { return o.before.Code == s.after.Code }
		if alive[s.after.Code] && !slices.ContainsFunc(steps, own) {
			steps = append(steps, step{day: day, before: s.after, after: s.after, movement: s.movement})
		}
	}
	sources := map[geo.Code]int{}
	for _, s := range steps {
		sources[s.after.Code]++
		if s.before.Code != "" {
			alive[s.before.Code] = false
		}
	}
	for _, s := range steps {
		s.merged = sources[s.after.Code] > 1
		h.after[s.before.Code] = append(h.after[s.before.Code], s)
		h.before[s.after.Code] = append(h.before[s.after.Code], s)
		if s.after.Code != "" {
			alive[s.after.Code] = true
		}
	}
}

func (h *History) addLine(m geo.Movement) {
	var codes []geo.Code
	for _, side := range []geo.Commonalty{m.Before, m.After} {
		if side.Type == commune && !slices.Contains(codes, side.Code) {
			codes = append(codes, side.Code)
			h.lines[side.Code] = append(h.lines[side.Code], m)
		}
	}
}

// stepsOf gives what a commune became in one day. A commune that changes its code and is merged under the new one the same
// day (49144, on 1 January 2018) is followed to the end: the name tells the two communes of one code apart.
func stepsOf(code geo.Code, from map[geo.Code][]geo.Movement, day time.Time) []step {
	reached, followed := map[geo.Code]step{}, map[geo.Code]bool{code: true}
	reach := func(first, m geo.Movement) {
		if _, twice := reached[m.After.Code]; !twice {
			reached[m.After.Code] = step{day: day, before: first.Before, after: m.After, movement: m}
		}
	}
	var follow func(first, m geo.Movement)
	follow = func(first, m geo.Movement) {
		next := slices.DeleteFunc(slices.Clone(from[m.After.Code]), func(n geo.Movement) bool { return n.Before.Name != m.After.Name })
		stays := slices.ContainsFunc(next, func(n geo.Movement) bool { return n.After.Code == m.After.Code })
		switch {
		case stays || len(next) == 0 || m.After.Code == "" || m.After.Code == code:
			reach(first, m)
		case !followed[m.After.Code]:
			followed[m.After.Code] = true
			for _, n := range next {
				follow(first, n)
			}
		}
	}
	for _, m := range from[code] {
		follow(m, m)
	}
	if len(reached) == 0 { // codes that turn in a circle
		for _, m := range from[code] {
			reach(m, m)
		}
	}
	steps := slices.SortedFunc(maps.Values(reached), func(a, b step) int { return cmp.Compare(a.after.Code, b.after.Code) })
	for i := range steps {
		steps[i].split = len(steps) > 1 && code != ""
	}
	return steps
}

// compareMovements puts movements in an order that does not depend on that of the file.
func compareMovements(a, b geo.Movement) int {
	return cmp.Or(a.Date.Compare(b.Date), cmp.Compare(a.Before.Code, b.Before.Code), cmp.Compare(a.After.Code, b.After.Code),
		cmp.Compare(a.Before.Type, b.Before.Type), cmp.Compare(a.After.Type, b.After.Type), cmp.Compare(b.Mod, a.Mod),
		cmp.Compare(a.Before.Name, b.Before.Name), cmp.Compare(a.After.Name, b.After.Name))
}

// Unknown gives the movements whose kind is not known here, in the order in which they were given. Their codes are followed
// like those of any other: a line says by itself what a commune became.
func (h *History) Unknown() []geo.Movement { return slices.Clone(h.unknown) }

// Of gives the movements that have a code for a commune on either side, by day.
func (h *History) Of(code geo.Code) []geo.Movement { return slices.Clone(h.lines[code]) }

// Alive tells whether a code is that of a commune on a day, the events of that day included; told is false when no movement
// speaks of the code. A code may end and come back, with another extent.
func (h *History) Alive(code geo.Code, on time.Time) (alive, told bool) {
	gone, came := h.after[code], h.before[code]
	lastGone, lastCame := upTo(gone, on), upTo(came, on)
	switch {
	case len(gone)+len(came) == 0:
		return false, false
	case lastGone+lastCame == 0: // it is before all of its events: the first one tells
		return len(gone) > 0 && (len(came) == 0 || !came[0].day.Before(gone[0].day)), true
	case lastCame == 0:
		return false, true
	}
	return lastGone == 0 || !came[lastCame-1].day.Before(gone[lastGone-1].day), true
}

// upTo counts the steps that hold on a day.
func upTo(steps []step, on time.Time) int {
	n, _ := slices.BinarySearchFunc(steps, on, func(s step, on time.Time) int {
		if s.day.After(on) {
			return 1
		}
		return -1
	})
	return n
}

// name gives the name of the commune that has a code on a day; empty when no movement tells.
func (h *History) name(code geo.Code, on time.Time) string {
	if n := upTo(h.before[code], on); n > 0 {
		return h.before[code][n-1].after.Name
	}
	if n := upTo(h.after[code], on); n < len(h.after[code]) {
		return h.after[code][n].before.Name
	}
	return ""
}
