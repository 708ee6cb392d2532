package miniature

import (
	"cmp"
	"math/rand/v2"
	"slices"

	"perimetre/geo"
)

// Country makes the country of a seed: complete, sorted, with sources that name the files that [Write] writes.
// The caller owns the result.
func Country(seed uint64) *geo.Edition {
	// A mesh has room for the whole story more often than not: otherwise the next one is tried.
	for attempt := uint64(0); ; attempt++ {
		random := rand.New(rand.NewPCG(seed, attempt))
		c, ok := newCountry(random)
		if !ok {
			continue
		}
		territories, ok := c.story()
		if !ok {
			continue
		}
		if e, ok := c.edition(territories); ok {
			return e
		}
	}
}

// country is the groups, level by level: each level is lists of indices of the one before.
type country struct {
	random *rand.Rand
	mesh   *mesh

	communes     [][]int // of cells; a drowned one has none
	epci         [][]int // of communes; the last one is the island
	departements [][]int // of EPCI
	regions      [][]int // of départements
	metropole    int     // the EPCI that has EPT
	ept          [][]int // of communes

	communeGraph, epciGraph graph

	epciOf, departementOf, regionOf []int // by commune; by EPCI; by EPCI
	population                      []int // by commune
}

func newCountry(random *rand.Rand) (*country, bool) {
	const communes, epci, departements, regions, islandCommunes = 600, 40, 8, 3, 8
	m := newMesh(random)
	land, ok := newLand(m, random)
	if !ok {
		return nil, false
	}
	c := &country{random: random, mesh: m}

	c.communes = m.grow(random, land.mainland, communes-islandCommunes)
	c.communes = append(c.communes, m.grow(random, land.island, islandCommunes)...)
	c.communeGraph = m.quotient(c.communes)
	mainland, island := indices(0, communes-islandCommunes), indices(communes-islandCommunes, communes)
	closest := c.communeGraph.closest(mainland, m.at[land.islet])
	c.communes[closest] = append(c.communes[closest], land.islet)

	c.epci = append(c.communeGraph.grow(random, mainland, epci-1), island)
	c.epciGraph = c.communeGraph.quotient(c.epci)
	c.epciOf = membership(c.epci, communes)

	c.departements = c.epciGraph.grow(random, indices(0, epci-1), departements)
	graph := c.epciGraph.quotient(c.departements)
	c.regions = graph.grow(random, indices(0, departements), regions)
	ferry := c.epciGraph.closest(indices(0, epci-1), c.epciGraph.at[epci-1])
	home := membership(c.departements, epci)[ferry]
	c.departements[home] = append(c.departements[home], epci-1)
	c.departementOf = membership(c.departements, epci)
	regionOf := membership(c.regions, departements)
	for _, departement := range c.departementOf {
		c.regionOf = append(c.regionOf, regionOf[departement])
	}
	c.settle()
	return c, true
}

// settle gives every commune its people, and every EPCI a town. The largest EPCI of the mainland is the metropole.
func (c *country) settle() {
	for range c.communes {
		c.population = append(c.population, 40+c.random.IntN(30)*c.random.IntN(40))
	}
	for epci, communes := range c.epci {
		town := communes[c.random.IntN(len(communes))]
		c.population[town] += 3_000 + c.random.IntN(200)*c.random.IntN(200)
		if len(communes) > len(c.epci[c.metropole]) && epci < len(c.epci)-1 {
			c.metropole = epci
		}
	}
	capital := c.epci[c.metropole][c.random.IntN(len(c.epci[c.metropole]))]
	c.population[capital] += 310_000 + c.random.IntN(50_000)
	c.ept = c.communeGraph.grow(c.random, c.epci[c.metropole], 2)
}

// closest gives the unit that is closest to a place.
func (g graph) closest(units []int, place geo.Point) int {
	return slices.MinFunc(units, func(a, b int) int { return cmp.Compare(distance(g.at[a], place), distance(g.at[b], place)) })
}

// indices gives the integers from one up to, but not including, another.
func indices(from, to int) []int {
	list := make([]int, to-from)
	for i := range list {
		list[i] = from + i
	}
	return list
}

// membership gives the group of each of n units, -1 when it is in none.
func membership(groups [][]int, n int) []int {
	group := make([]int, n)
	for i := range group {
		group[i] = -1
	}
	for i, units := range groups {
		for _, unit := range units {
			group[unit] = i
		}
	}
	return group
}
