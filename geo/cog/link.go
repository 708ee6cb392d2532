package cog

import (
	"maps"
	"slices"
	"time"

	"perimetre/geo"
)

// Link says that a commune of one day holds ground of a commune of an earlier day.
type Link struct {
	Before, After geo.Commonalty // communes; a name is empty when no movement gives it. After has no code when the commune ended
	Movement      geo.Movement   // the last that changed the code or cut the commune; the zero Movement when none did
	Split         bool           // the ground of Before is in several communes, of which After is one
	Holds         bool           // After has ground of Before, as far as parts can be told apart; always true without a split
}

// Moved tells whether any event changed the code, or cut the commune.
func (l Link) Moved() bool { return l.Movement != geo.Movement{} }

// After gives the communes that hold, on a day, the ground of the commune that had a code on an earlier one, ascending. Events
// of the first day are over, those of the last are done. It gives the code itself when no movement speaks of it, and nothing
// when the code was not alive on the first day.
//
// A commune that was merged and whose new commune was cut since leads to every commune that came of the cut. [Link.Holds] tells
// those that have its ground: a part that is named as it comes out takes its own, one that comes out under its former code too,
// and the rest is in the heirs that neither of these explains.
func (h *History) After(code geo.Code, from, to time.Time) []Link {
	if alive, told := h.Alive(code, from); told && !alive || to.Before(from) {
		return nil
	}
	reached := h.walk(trail{code: code, since: from, holds: true}, to)
	links := make([]Link, 0, len(reached))
	for _, heir := range slices.Sorted(maps.Keys(reached)) {
		t := reached[heir]
		link := Link{Movement: t.movement, Split: len(reached) > 1, Holds: t.holds || len(reached) == 1}
		link.Before = geo.Commonalty{Type: commune, Code: code, Name: h.name(code, from)}
		if heir != "" {
			link.After = geo.Commonalty{Type: commune, Code: heir, Name: h.name(heir, to)}
		}
		links = append(links, link)
	}
	return links
}

// Before gives the communes of an earlier day, then, whose ground the commune that has a code on a day, at, holds, ascending. It
// is the inverse of [History.After]: the same links, seen from the other end.
func (h *History) Before(code geo.Code, at, then time.Time) []Link {
	if alive, told := h.Alive(code, at); told && !alive {
		return nil
	}
	var links []Link
	for _, former := range h.ancestors(code, at, then) {
		for _, link := range h.After(former, then, at) {
			if link.After.Code == code {
				links = append(links, link)
			}
		}
	}
	return links
}

// Between gives the communes of the day to that have ground of the commune that has a code on the day from, whichever of the two is
// the earlier: [History.After] one way, [History.Before] the other. Before is the side of from, and only links that hold are given.
func (h *History) Between(code geo.Code, from, to time.Time) []Link {
	var links []Link
	if to.Before(from) {
		links = h.Before(code, from, to)
		for i, l := range links {
			links[i].Before, links[i].After = l.After, l.Before
		}
	} else {
		links = h.After(code, from, to)
	}
	return slices.DeleteFunc(links, func(l Link) bool { return !l.Holds })
}

// ancestors gives the codes of a day from which steps lead to a code, ascending.
func (h *History) ancestors(code geo.Code, at, then time.Time) []geo.Code {
	found := map[geo.Code]bool{code: true}
	for {
		last := then // the day of the latest step to any of them
		for code := range found {
			if n := upTo(h.before[code], at); n > 0 && h.before[code][n-1].day.After(last) {
				last = h.before[code][n-1].day
			}
		}
		if !last.After(then) {
			return slices.Sorted(maps.Keys(found))
		}
		at = last.AddDate(0, 0, -1)
		former := map[geo.Code]bool{}
		for code := range found {
			steps := h.before[code][upTo(h.before[code], at):upTo(h.before[code], last)]
			former[code] = former[code] || len(steps) == 0
			for _, s := range steps {
				former[s.before.Code] = true
			}
		}
		maps.DeleteFunc(former, func(code geo.Code, in bool) bool { return !in || code == "" })
		found = former
	}
}

// Passage gives the links between two days of every commune that some event recoded or cut, by code before, then by code
// after. Codes that are not in it are what they were.
func (h *History) Passage(from, to time.Time) []Link {
	var links []Link
	for _, code := range slices.Sorted(maps.Keys(h.after)) {
		if code == "" || upTo(h.after[code], to) == upTo(h.after[code], from) {
			continue
		}
		for _, link := range h.After(code, from, to) {
			if link.Moved() {
				links = append(links, link)
			}
		}
	}
	return links
}

// trail is how a walk came to a code.
type trail struct {
	code     geo.Code
	since    time.Time
	parts    []geo.Code // codes under which the ground is a part of the commune, the innermost first; nil when that is not told
	movement geo.Movement
	holds    bool
}

// walk follows a commune up to a day, one day of events after the other: codes that part and meet again are one.
func (h *History) walk(start trail, to time.Time) map[geo.Code]trail {
	now := map[geo.Code]trail{start.code: start}
	for {
		var first time.Time // the day of the earliest step from any of them
		for code, t := range now {
			if steps := h.next(code, t.since, to); len(steps) > 0 && (first.IsZero() || steps[0].day.Before(first)) {
				first = steps[0].day
			}
		}
		if first.IsZero() {
			return now
		}
		next := map[geo.Code]trail{}
		for _, code := range slices.Sorted(maps.Keys(now)) {
			t := now[code]
			steps := h.next(code, t.since, first)
			if len(steps) == 0 {
				meet(next, t)
			}
			for _, advanced := range h.advance(t, steps, start.since) {
				meet(next, advanced)
			}
		}
		now = next
	}
}

// meet adds a trail to those of a day. Of two that meet, the last event and any ground are kept; parts are told no more.
func meet(trails map[geo.Code]trail, t trail) {
	if other, met := trails[t.code]; met {
		if t.movement.Date.Before(other.movement.Date) {
			t.movement = other.movement
		}
		t.holds = t.holds || other.holds
		t.parts = nil
	}
	trails[t.code] = t
}

// next gives the steps of the first day after a day on which a code has any, none when that is too late. A commune that ended
// has none.
func (h *History) next(code geo.Code, since, to time.Time) []step {
	if code == "" {
		return nil
	}
	steps := h.after[code]
	steps = steps[upTo(steps, since):upTo(steps, to)]
	for i, s := range steps {
		if !s.day.Equal(steps[0].day) {
			return steps[:i]
		}
	}
	return steps
}

// advance takes the steps of one day.
func (h *History) advance(t trail, steps []step, from time.Time) []trail {
	if len(steps) == 0 {
		return nil
	}
	holders := h.holders(t, steps, from)
	trails := make([]trail, len(steps))
	for i, s := range steps {
		next := trail{s.after.Code, s.day, t.parts, t.movement, t.holds && slices.Contains(holders, s.after.Code)}
		if s.split || s.after.Code != t.code {
			next.movement = s.movement
		}
		if s.merged && !s.split {
			next.parts = append(slices.Clone(t.parts), t.code)
		}
		if s.split && len(holders) == 1 {
			next.parts = nil
		}
		trails[i] = next
	}
	return trails
}

// holders tells which heirs of a commune that is cut have the ground of a part of it, which was a commune on the day from.
func (h *History) holders(t trail, steps []step, from time.Time) []geo.Code {
	heirs := make([]geo.Code, len(steps))
	undone := true
	for i, s := range steps {
		heirs[i] = s.after.Code
		undone = undone && s.movement.Mod == modReestablished
	}
	if len(heirs) == 1 || len(t.parts) == 0 || !undone {
		return heirs // it is whole, or nothing tells its parts apart: a new commune may be cut out of any
	}
	named := h.parts[steps[0].day]
	for _, part := range t.parts {
		if heir, ok := named[part]; ok && slices.Contains(heirs, heir) {
			return []geo.Code{heir}
		}
		if part != t.code && slices.Contains(heirs, part) {
			return []geo.Code{part}
		}
	}
	taken := slices.Collect(maps.Values(named))
	unnamed := slices.DeleteFunc(slices.Clone(heirs), func(heir geo.Code) bool { return slices.Contains(taken, heir) })
	rest := slices.DeleteFunc(slices.Clone(unnamed), func(heir geo.Code) bool {
		alive, _ := h.Alive(heir, from)
		return alive && heir != t.code // it takes back what it was
	})
	switch {
	case len(rest) > 0:
		return rest
	case len(unnamed) > 0:
		return unnamed
	}
	return heirs
}
