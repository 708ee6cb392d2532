package cog

import (
	"cmp"
	"slices"
	"time"

	"perimetre/geo"
)

// Home gives the commune of a day in which polygons of an earlier day put the ground of a commune: its own code where that
// holds it, else the lowest of the communes that do. It is no code when the commune ended without an heir, or was none then.
func (h *History) Home(code geo.Code, from, to time.Time) geo.Code {
	return home(code, h.After(code, from, to))
}

func home(code geo.Code, links []Link) geo.Code {
	holders := slices.DeleteFunc(slices.Clone(links), func(l Link) bool { return !l.Holds })
	for _, l := range holders {
		if l.After.Code == code {
			return code
		}
	}
	if len(holders) == 0 {
		return ""
	}
	return holders[0].After.Code
}

// Unfollowed is a commune that polygons of an earlier day cannot draw: it was cut out of another since, re-established for the
// most part, and no movement says where the limit runs.
type Unfollowed struct {
	geo.Commonalty                // as it is now
	Within         geo.Commonalty // the commune of now whose polygon holds its ground
	Movement       geo.Movement   // by which it was cut out
}

// Unfollowed gives the communes of a day that polygons of an earlier day cannot draw, ascending. The polygon of the commune that
// each is within is too large.
func (h *History) Unfollowed(from, to time.Time) []Unfollowed {
	var list []Unfollowed
	links := h.Passage(from, to)
	for i := 0; i < len(links); {
		n := i
		for n < len(links) && links[n].Before.Code == links[i].Before.Code {
			n++
		}
		heirs := links[i:n]
		i = n
		within := slices.IndexFunc(heirs, func(l Link) bool { return l.After.Code == home(heirs[0].Before.Code, heirs) })
		for k, l := range heirs {
			if l.Holds && k != within {
				list = append(list, Unfollowed{l.After, heirs[within].After, l.Movement})
			}
		}
	}
	slices.SortFunc(list, func(a, b Unfollowed) int {
		return cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(a.Within.Code, b.Within.Code))
	})
	return slices.CompactFunc(list, func(a, b Unfollowed) bool { return a.Code == b.Code && a.Within.Code == b.Within.Code })
}
