package change

import (
	"cmp"
	"maps"
	"slices"

	"perimetre/geo"
	"perimetre/geo/cog"
	"perimetre/geo/perimeter"
)

// Between gives the territories that are not on both sides what they are on the other, by phase, then by ID. The history, which
// may be nil, brings codes from one vintage to the other: without it, a commune that changed its code has left, and another came.
//
// Where one side alone has phases, and of one phase only, phases are not told apart.
func Between(from, to Side, history *cog.History) []Change {
	if history == nil {
		history = &cog.History{}
	}
	onlyPhase := onePhase(from.Territories) && onePhase(to.Territories) && (phase(from) == "" || phase(to) == "")
	c := comparison{newReader(from, onlyPhase), newReader(to, onlyPhase), history, nil}
	if from.Ground != nil && to.Ground != nil {
		c.gone = map[geo.SIREN][]cog.Share{}
		for _, s := range cog.Successors(from.Ground.Edition.Groupings, to.Ground.Edition.Groupings, history, cog.Day(from.Vintage), cog.Day(to.Vintage)) {
			c.gone[s.Former.SIREN] = append([]cog.Share{}, s.Heirs...)
		}
	}
	keys := map[key]bool{}
	for k := range c.from.byKey {
		keys[k] = true
	}
	for k := range c.to.byKey {
		keys[k] = true
	}
	var changes []Change
	for _, k := range slices.SortedFunc(maps.Keys(keys), func(a, b key) int {
		return cmp.Or(cmp.Compare(a.phase, b.phase), cmp.Compare(a.id, b.id))
	}) {
		if change := c.compare(k); len(change.Kinds) > 0 {
			changes = append(changes, change)
		}
	}
	return changes
}

func phase(s Side) string {
	if len(s.Territories) == 0 {
		return ""
	}
	return s.Territories[0].Phase
}

func onePhase(territories []geo.Territory) bool {
	return !slices.ContainsFunc(territories, func(t geo.Territory) bool { return t.Phase != territories[0].Phase })
}

// comparison is two sides and what links them.
type comparison struct {
	from, to *reader
	history  *cog.History
	gone     map[geo.SIREN][]cog.Share // groupings of from that to does not have; nil when one side has no registers
}

func (c *comparison) compare(k key) Change {
	before, after := c.from.byKey[k], c.to.byKey[k]
	switch {
	case before == nil:
		codes := c.to.codes(after.Members)
		return c.newChange(k, after, Change{Kinds: []Kind{Added}, After: c.to.state(after, codes), Ground: c.to.ground(codes)})
	case after == nil:
		codes := c.from.codes(before.Members)
		return c.newChange(k, before, Change{Kinds: []Kind{Removed}, Before: c.from.state(before, codes), Ground: c.from.ground(codes)})
	}
	held, holds := c.from.codes(before.Members), c.to.codes(after.Members)
	change := c.newChange(k, after, Change{Before: c.from.state(before, held), After: c.to.state(after, holds)})
	if !sameName(before.Name, after.Name) {
		change.Kinds = append(change.Kinds, Renamed)
	}
	change.MembersAdded, change.MembersRemoved = without(after.Members, before.Members), without(before.Members, after.Members)
	if len(change.MembersAdded)+len(change.MembersRemoved) > 0 {
		change.Kinds = append(change.Kinds, Amended)
	}
	if c.gone != nil {
		c.compareGround(k, &change, before, after, held, holds)
	}
	return change
}

func (c *comparison) newChange(k key, t *geo.Territory, change Change) Change {
	change.Phase, change.ID, change.Name = cmp.Or(t.Phase, k.phase), t.ID, t.Name
	change.MembersAdded, change.MembersRemoved = []Member{}, []Member{}
	change.Came, change.Left, change.Recoded, change.Gone = []Move{}, []Move{}, []Recoding{}, []Gone{}
	change.Unresolved = []Member{}
	return change
}

// without gives the members of a list that another does not have.
func without(members, others []geo.Member) []Member {
	in := map[string]bool{}
	for _, m := range others {
		in[m.ID] = true
	}
	list := []Member{}
	for _, m := range members {
		if !in[m.ID] {
			list = append(list, Member{m.ID, m.Name})
		}
	}
	return list
}

// compareGround compares the communes of a territory: held before, it holds others now.
func (c *comparison) compareGround(k key, change *Change, before, after *geo.Territory, held, holds map[geo.Code]bool) {
	for _, m := range before.Members {
		if heirs, gone := c.gone[geo.SIREN(m.ID)]; gone {
			change.Gone = append(change.Gone, Gone{Member{m.ID, m.Name}, heirs})
		}
	}
	same := c.to.codes(before.Members) // what the list of before holds now
	unread := c.unresolved(change, before, after)
	for _, code := range slices.Sorted(maps.Keys(held)) {
		for _, l := range c.heirs(code) {
			switch {
			case unread(l):
			case !holds[l.After.Code]:
				change.Left = append(change.Left, c.move(k, l, cause(!same[l.After.Code])))
			case l.Before.Code != l.After.Code || l.Split:
				change.Recoded = append(change.Recoded, Recoding{c.from.commune(l.Before), c.to.commune(l.After), eventOf(l)})
			}
		}
	}
	for _, code := range slices.Sorted(maps.Keys(holds)) {
		for _, l := range c.origins(code) {
			if !held[l.Before.Code] && !unread(l) {
				change.Came = append(change.Came, c.move(k, l, cause(same[code])))
			}
		}
	}
	moves := slices.Concat(change.Came, change.Left)
	if slices.ContainsFunc(moves, func(m Move) bool { return m.Cause == Drifted }) {
		change.Kinds = append(change.Kinds, Drifted)
	}
	if slices.ContainsFunc(after.Members, func(m geo.Member) bool { return c.gone[geo.SIREN(m.ID)] != nil }) {
		change.Kinds = append(change.Kinds, Dissolved)
	}
	if len(change.Recoded) > 0 {
		change.Kinds = append(change.Kinds, Recoded)
	}
	if len(change.Unresolved) > 0 {
		change.Kinds = append(change.Kinds, Unresolved)
		return
	}
	if len(moves) == 0 && c.from.Ground != c.to.Ground {
		a, b := c.from.ground(held), c.to.ground(holds)
		if change.Ground = redrawn(a, b); len(change.Ground) > 0 {
			change.RedrawnM2 = perimeter.Area(change.Ground)
			change.Kinds = append(change.Kinds, Redigitised)
		}
	}
}

// unresolved notes the members that one side cannot tell from want of a register, and gives what tells the links of their communes.
func (c *comparison) unresolved(change *Change, before, after *geo.Territory) func(cog.Link) bool {
	var there, here []geo.Member // that the first side alone tells, and the second
	for _, m := range before.Members {
		if c.to.misses(c.from, m) {
			there = append(there, m)
			change.Unresolved = append(change.Unresolved, Member{m.ID, m.Name})
		}
	}
	for _, m := range after.Members {
		if c.from.misses(c.to, m) {
			here = append(here, m)
			change.Unresolved = append(change.Unresolved, Member{m.ID, m.Name})
		}
	}
	former, current := c.from.codes(there), c.to.codes(here)
	return func(l cog.Link) bool { return former[l.Before.Code] || current[l.After.Code] }
}

func cause(drifted bool) Kind {
	if drifted {
		return Drifted
	}
	return Amended
}

func (c *comparison) move(k key, l cog.Link, cause Kind) Move {
	m := Move{Cause: cause, Event: eventOf(l), From: c.from.place(k.phase, l.Before.Code), To: c.to.place(k.phase, l.After.Code)}
	if l.Before.Code != "" {
		m.Before = c.from.commune(l.Before)
		if i, ok := c.from.Ground.Commune(l.Before.Code); ok {
			m.Geometry = c.from.Ground.Edition.Communes[i].Geometry
		}
	}
	if l.After.Code != "" {
		m.After = c.to.commune(l.After)
		if i, ok := c.to.Ground.Commune(l.After.Code); ok {
			m.Geometry = c.to.Ground.Edition.Communes[i].Geometry
		}
	}
	return m
}

// heirs gives the communes of the second side that have ground of one of the first. A register may know a code that movements
// say is none: it is taken for what it is.
func (c *comparison) heirs(code geo.Code) []cog.Link {
	from, to := cog.Day(c.from.Vintage), cog.Day(c.to.Vintage)
	if links := c.history.Between(code, from, to); len(links) > 0 {
		return links
	}
	here := geo.Commonalty{Code: code}
	if alive, _ := c.history.Alive(code, from); alive {
		return []cog.Link{{Before: here}}
	}
	return []cog.Link{{Before: here, After: here}}
}

// origins is the inverse of heirs.
func (c *comparison) origins(code geo.Code) []cog.Link {
	back := comparison{from: c.to, to: c.from, history: c.history}
	links := back.heirs(code)
	for i, l := range links {
		links[i].Before, links[i].After = l.After, l.Before
	}
	return links
}
