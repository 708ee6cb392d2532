package miniature

import (
	"math/rand/v2"
	"slices"

	"perimetre/geo"
)

// graph is units with a place, and the neighbours that they share a border with.
type graph struct {
	at   []geo.Point
	near [][]int
}

// distance is a squared distance, in square grid steps, where a degree of longitude is 7/10 of one of latitude: its cosine
// at 45.5° N.
func distance(p, q geo.Point) int64 {
	dx, dy := (int64(p.X)-int64(q.X))*7/10, int64(p.Y)-int64(q.Y)
	return dx*dx + dy*dy
}

// flood gives what can be reached from a unit through units that enter accepts, in order of discovery.
func (g graph) flood(from int, enter func(unit int) bool) []int {
	seen := map[int]bool{from: true}
	reached := []int{from}
	for i := 0; i < len(reached); i++ {
		for _, next := range g.near[reached[i]] {
			if !seen[next] && enter(next) {
				seen[next] = true
				reached = append(reached, next)
			}
		}
	}
	return reached
}

// steps counts the borders between each unit and the nearest of some units; -1 where no way leads.
func (g graph) steps(from []int) []int {
	steps := make([]int, len(g.at))
	for i := range steps {
		steps[i] = -1
	}
	for _, unit := range from {
		steps[unit] = 0
	}
	reached := slices.Clone(from)
	for i := 0; i < len(reached); i++ {
		for _, next := range g.near[reached[i]] {
			if steps[next] < 0 {
				steps[next] = steps[reached[i]] + 1
				reached = append(reached, next)
			}
		}
	}
	return steps
}

// grow parts connected units into n connected groups. Each grows from a seed, nearest unit first, and the hungriest group
// eats first: some groups have a larger appetite than others. Units of a group are ascending.
func (g graph) grow(random *rand.Rand, units []int, n int) [][]int {
	free := make(map[int]bool, len(units))
	for _, unit := range units {
		free[unit] = true
	}
	seeds := g.spread(random, units, n)
	groups, appetite := make([][]int, n), make([]int, n)
	for i, seed := range seeds {
		groups[i], appetite[i] = []int{seed}, 3+random.IntN(4)
		delete(free, seed)
	}
	growing := make([]int, n)
	for i := range growing {
		growing[i] = i
	}
	for len(free) > 0 && len(growing) > 0 {
		hungriest := slices.MinFunc(growing, func(i, j int) int { return len(groups[i])*appetite[j] - len(groups[j])*appetite[i] })
		unit, found := g.tastiest(groups[hungriest], seeds[hungriest], free)
		if !found {
			growing = slices.DeleteFunc(growing, func(i int) bool { return i == hungriest })
			continue
		}
		groups[hungriest] = append(groups[hungriest], unit)
		delete(free, unit)
	}
	for _, group := range groups {
		slices.Sort(group)
	}
	return groups
}

// spread draws n units far from each other: each is the best of a few candidates (D. P. Mitchell, Spectrally optimal
// sampling for distribution ray tracing, SIGGRAPH 1991).
func (g graph) spread(random *rand.Rand, units []int, n int) []int {
	const candidates = 12
	var seeds []int
	for len(seeds) < n {
		best, room := units[0], int64(-1)
		for range candidates {
			candidate := units[random.IntN(len(units))]
			nearest := int64(1) << 62
			for _, seed := range seeds {
				nearest = min(nearest, distance(g.at[seed], g.at[candidate]))
			}
			if nearest > room {
				best, room = candidate, nearest
			}
		}
		if room != 0 {
			seeds = append(seeds, best)
		}
	}
	return seeds
}

// tastiest gives the free neighbour of a group that is nearest to its seed; one that shares several borders with the group
// seems as many times nearer, which keeps groups compact.
func (g graph) tastiest(group []int, seed int, free map[int]bool) (unit int, found bool) {
	var frontier []int
	borders := map[int]int64{}
	for _, member := range group {
		for _, next := range g.near[member] {
			if free[next] {
				frontier = append(frontier, next)
				borders[next]++
			}
		}
	}
	least := int64(0)
	for _, next := range frontier {
		if d := distance(g.at[seed], g.at[next]) / borders[next]; !found || d < least {
			unit, least, found = next, d, true
		}
	}
	return unit, found
}

// quotient is the graph whose units are groups of the units of g.
func (g graph) quotient(groups [][]int) graph {
	groupOf := make([]int, len(g.at))
	for i := range groupOf {
		groupOf[i] = -1
	}
	for i, group := range groups {
		for _, unit := range group {
			groupOf[unit] = i
		}
	}
	q := graph{make([]geo.Point, len(groups)), make([][]int, len(groups))}
	for i, group := range groups {
		places := make([]geo.Point, len(group))
		for k, unit := range group {
			places[k] = g.at[unit]
			for _, next := range g.near[unit] {
				if other := groupOf[next]; other >= 0 && other != i {
					q.near[i] = append(q.near[i], other)
				}
			}
		}
		q.at[i] = middle(places...)
		slices.Sort(q.near[i])
		q.near[i] = slices.Compact(q.near[i])
	}
	return q
}

// middle is the mean of some points.
func middle(points ...geo.Point) geo.Point {
	var x, y int64
	for _, p := range points {
		x, y = x+int64(p.X), y+int64(p.Y)
	}
	n := int64(len(points))
	return geo.Point{X: int32(x / n), Y: int32(y / n)}
}
