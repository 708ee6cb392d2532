package miniature

import "slices"

// territory is a chapter of the story: the members of a territory, as indices, and lines that no register knows.
type territory struct {
	name     string
	epci     []int
	ept      []int
	communes []int
	stray    []string // identifiers
}

// teller picks a place for each chapter. An EPCI serves in one chapter, unless the chapter is about sharing it.
type teller struct {
	*country
	used map[int]bool // EPCI
}

// story shapes the country for the territories, and gives them. It fails when the country has no place for one of them.
func (c *country) story() (territories []territory, ok bool) {
	t := teller{c, map[int]bool{c.metropole: true, len(c.epci) - 1: true}}
	for _, tell := range []func() ([]territory, bool){
		t.pointOfContact, t.acrossTheSea, t.aroundTheLake, t.aroundTheStone, t.sharing, t.acrossTheLimit, t.twoPieces,
	} {
		chapter, ok := tell()
		if !ok {
			return nil, false
		}
		territories = append(territories, chapter...)
	}
	return territories, true
}

// take gives the first unused EPCI that fits, and uses it.
func (t *teller) take(among []int, fits func(epci int) bool) (epci int, ok bool) {
	for _, epci := range among {
		if !t.used[epci] && fits(epci) {
			t.used[epci] = true
			return epci, true
		}
	}
	return -1, false
}

func anyone(int) bool { return true }

// pointOfContact looks for two EPCI whose border is that of two cells only, and shrinks it to a point.
func (t *teller) pointOfContact() ([]territory, bool) {
	communeOf := membership(t.communes, len(t.mesh.at))
	epciOf := func(cell int) int {
		if communeOf[cell] < 0 {
			return -1
		}
		return t.epciOf[communeOf[cell]]
	}
	type border struct{ between, beside [2]int } // cells
	borders := map[[2]int][]border{}             // by two EPCI
	var pairs [][2]int
	for commune, cells := range t.communes {
		for _, cell := range cells {
			for k, other := range t.mesh.near[cell] {
				pair := [2]int{t.epciOf[commune], epciOf(other)}
				if pair[0] >= pair[1] {
					continue
				}
				pairs = append(pairs, pair)
				around := t.mesh.near[cell]
				borders[pair] = append(borders[pair], border{[2]int{cell, other}, [2]int{around[(k+5)%6], around[(k+1)%6]}})
			}
		}
	}
	for _, pair := range pairs {
		b := borders[pair][0]
		if len(borders[pair]) > 1 || t.used[pair[0]] || t.used[pair[1]] {
			continue
		}
		if one, two := epciOf(b.beside[0]), epciOf(b.beside[1]); one < 0 || two < 0 || one == two {
			continue
		}
		t.mesh.pinch = b.between
		t.used[pair[0]], t.used[pair[1]] = true, true
		return []territory{{name: "Le Point de Contact", epci: pair[:], stray: []string{siren(kindEPCI, 9001)}}}, true
	}
	return nil, false
}

// acrossTheSea joins the island and the EPCI of its own département that is closest to it.
func (t *teller) acrossTheSea() ([]territory, bool) {
	island := len(t.epci) - 1
	home := slices.DeleteFunc(slices.Clone(t.departements[t.departementOf[island]]), func(epci int) bool { return t.used[epci] })
	if len(home) == 0 {
		return nil, false
	}
	shore := t.epciGraph.closest(home, t.epciGraph.at[island])
	t.used[shore] = true
	return []territory{{name: "L'Île et le Rivage", epci: []int{shore, island}}}, true
}

// aroundTheLake drowns a commune that lies within one EPCI.
func (t *teller) aroundTheLake() ([]territory, bool) {
	epci, ok := t.take(indices(0, len(t.epci)), func(epci int) bool { return len(t.inner(epci)) > 0 })
	if !ok {
		return nil, false
	}
	neighbour, ok := t.take(t.epciGraph.near[epci], func(other int) bool { return t.regionOf[other] == t.regionOf[epci] })
	drowned := slices.MaxFunc(t.inner(epci), func(a, b int) int { return len(t.communes[a]) - len(t.communes[b]) })
	t.communes[drowned] = nil
	t.epci[epci] = without(t.epci[epci], drowned)
	return []territory{{name: "Autour du Lac", epci: []int{epci, neighbour}}}, ok
}

// aroundTheStone gives a commune that lies within one EPCI to another EPCI of the same département.
func (t *teller) aroundTheStone() ([]territory, bool) {
	sameDepartement := func(epci int) func(other int) bool {
		return func(other int) bool { return other != epci && t.departementOf[other] == t.departementOf[epci] }
	}
	epci, ok := t.take(indices(0, len(t.epci)), func(epci int) bool {
		return len(t.inner(epci)) > 0 && slices.ContainsFunc(t.epciGraph.near[epci], func(other int) bool {
			return !t.used[other] && sameDepartement(epci)(other)
		})
	})
	if !ok {
		return nil, false
	}
	owner, _ := t.take(t.epciGraph.near[epci], sameDepartement(epci))
	neighbour, ok := t.take(t.epciGraph.near[epci], anyone)
	stone := t.inner(epci)[0]
	t.epci[epci] = without(t.epci[epci], stone)
	t.epci[owner] = append(t.epci[owner], stone)
	t.epciOf[stone] = owner
	return []territory{{name: "Autour du Caillou", epci: []int{epci, neighbour}}}, ok
}

// inner gives the communes of an EPCI that touch no other one, nor the sea.
func (t *teller) inner(epci int) []int {
	var own []int // cells
	for _, commune := range t.epci[epci] {
		own = append(own, t.communes[commune]...)
	}
	var inner []int
	for _, commune := range t.epci[epci] {
		if !slices.ContainsFunc(t.communes[commune], func(cell int) bool {
			return slices.ContainsFunc(t.mesh.near[cell], func(next int) bool { return !slices.Contains(own, next) })
		}) {
			inner = append(inner, commune)
		}
	}
	return inner
}

// sharing puts one EPCI in two territories: with an EPT of the metropole, and with some communes of an EPCI.
func (t *teller) sharing() ([]territory, bool) {
	shared, ok := t.take(t.epciGraph.near[t.metropole], func(epci int) bool { return len(t.neighbours(epci, t.ept[0])) > 0 })
	if !ok {
		return nil, false
	}
	partly, ok := t.take(t.epciGraph.near[shared], func(epci int) bool { return len(t.epci[epci]) > 6 })
	if !ok {
		return nil, false
	}
	return []territory{
		{name: "La Métropole voisine", epci: []int{shared}, ept: []int{0}},
		{name: "La Moitié du Bocage", epci: []int{shared}, communes: t.neighbours(shared, t.epci[partly])},
	}, len(t.neighbours(shared, t.epci[partly])) < len(t.epci[partly])
}

// neighbours gives those of some communes that share a border with an EPCI.
func (t *teller) neighbours(epci int, communes []int) []int {
	var found []int
	for _, commune := range communes {
		if slices.ContainsFunc(t.communeGraph.near[commune], func(next int) bool { return t.epciOf[next] == epci }) {
			found = append(found, commune)
		}
	}
	return found
}

// acrossTheLimit joins two EPCI of two régions.
func (t *teller) acrossTheLimit() ([]territory, bool) {
	other := func(epci int) func(int) bool {
		return func(next int) bool { return !t.used[next] && t.regionOf[next] != t.regionOf[epci] }
	}
	epci, ok := t.take(indices(0, len(t.epci)), func(epci int) bool {
		return slices.ContainsFunc(t.epciGraph.near[epci], other(epci))
	})
	if !ok {
		return nil, false
	}
	beyond, ok := t.take(t.epciGraph.near[epci], other(epci))
	return []territory{{name: "Par-delà la Limite", epci: []int{epci, beyond}}}, ok
}

// twoPieces takes two EPCI of one région that do not touch, and lists one of them again with a wrong key.
func (t *teller) twoPieces() ([]territory, bool) {
	epci, ok := t.take(indices(0, len(t.epci)), anyone)
	if !ok {
		return nil, false
	}
	away := t.epciGraph.steps([]int{epci})
	far, ok := t.take(indices(0, len(t.epci)), func(other int) bool {
		return away[other] >= 2 && t.regionOf[other] == t.regionOf[epci]
	})
	if !ok {
		return nil, false
	}
	id := []byte(siren(kindEPCI, far+1))
	id[8] = '0' + (id[8]-'0'+1)%10
	return []territory{{name: "Les Deux Morceaux", epci: []int{epci, far}, stray: []string{string(id)}}}, true
}

func without(list []int, item int) []int {
	return slices.DeleteFunc(slices.Clone(list), func(i int) bool { return i == item })
}
