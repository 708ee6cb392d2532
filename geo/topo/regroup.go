package topo

// Regroup gives the coverage of groups of units: group[u], from 0 to n-1 or None, is the group of unit u. What belongs
// to no group becomes Outside. It is the coverage that Build would make of the shapes of Dissolve, without the rings in
// between: arcs inside a group vanish, and those that remain are joined where no third one meets them any more.
func (c *Coverage) Regroup(group []int32, n int) *Coverage {
	made := &Coverage{units: n}
	owners := make([][]int32, len(c.shared))
	for i, units := range c.shared {
		for _, unit := range units {
			if group[unit] != None {
				owners[i] = append(owners[i], group[unit])
			}
		}
		owners[i] = distinct(owners[i])
	}
	made.share(owners)
	of := make([]int32, 1, 1+c.units+len(c.shared)) // by side + 1
	of[0] = Outside
	of = append(of, group...)
	for _, groups := range owners {
		of = append(of, made.side(groups))
	}
	grouped := *c
	grouped.sides = make([][2]int32, len(c.sides))
	for i, sides := range c.sides {
		grouped.sides[i] = [2]int32{of[sides[0]+1], of[sides[1]+1]}
	}
	made.chain(&grouped)
	return made
}
