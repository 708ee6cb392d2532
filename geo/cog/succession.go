package cog

import (
	"cmp"
	"slices"
	"time"

	"perimetre/geo"
)

// Succession says which groupings have the communes of one that is no more.
type Succession struct {
	Former geo.Grouping
	Heirs  []Share // the largest first; none when its communes are in no grouping now
}

// Share is what one grouping has of another. Its JSON form is stable: scripts read it.
type Share struct {
	SIREN    geo.SIREN `json:"siren"`
	Name     string    `json:"nom"`
	Communes int       `json:"communes"` // of the former grouping, by the codes of then
	Part     float64   `json:"part"`     // of its communes, from 0 to 1
}

// Successors gives, for every grouping of a register that another does not have, the groupings that its communes are in there, by
// SIREN. The codes of former are those of the day from, the codes of current those of the day to, which may be the earlier:
// history, which may be nil, brings them together. A commune that was cut counts for each grouping that has a part of it. EPT
// succeed to EPT only, and EPCI to EPCI: a commune is in one of each. A register without any EPT, or without any EPCI, tells
// nothing of them: none is gone.
func Successors(former, current []geo.Grouping, history *History, from, to time.Time) []Succession {
	if history == nil {
		history = &History{}
	}
	holders := map[bool]map[geo.Code]int{false: {}, true: {}} // by whether they are EPT: the grouping of a commune now
	alive := map[geo.SIREN]bool{}
	for i, g := range current {
		alive[g.SIREN] = true
		for _, code := range g.Communes {
			holders[g.Nature == geo.NatureEPT][code] = i
		}
	}
	var gone []Succession
	for _, g := range former {
		heads := holders[g.Nature == geo.NatureEPT]
		if alive[g.SIREN] || len(heads) == 0 {
			continue
		}
		counts := map[int]int{}
		for _, code := range g.Communes {
			heirs := map[int]bool{}
			for _, link := range history.Between(code, from, to) {
				if heir, ok := heads[link.After.Code]; ok {
					heirs[heir] = true
				}
			}
			for heir := range heirs {
				counts[heir]++
			}
		}
		s := Succession{Former: g}
		for heir, n := range counts {
			s.Heirs = append(s.Heirs, Share{current[heir].SIREN, current[heir].Name, n, float64(n) / float64(len(g.Communes))})
		}
		slices.SortFunc(s.Heirs, func(a, b Share) int {
			return cmp.Or(cmp.Compare(b.Communes, a.Communes), cmp.Compare(a.SIREN, b.SIREN))
		})
		gone = append(gone, s)
	}
	slices.SortFunc(gone, func(a, b Succession) int { return cmp.Compare(a.Former.SIREN, b.Former.SIREN) })
	return gone
}
