package topo

// islets gives the arcs that may go whole, ascending: each is all the border of a polygon, touches no other arc, has Outside
// around it, and nothing inside. The largest polygon of a unit is not one.
func (c *Coverage) islets() []int32 {
	islet := make([]bool, c.NumArcs())
	group, n := make([]int32, c.units), int32(0)
	for i := range group {
		group[i] = None
	}
	for i := range islet {
		if unit, ok := c.alone(int32(i)); ok && group[unit] == None {
			group[unit] = n
			n++
		}
	}
	for _, shape := range c.Dissolve(group, int(n)) {
		largest, most := -1, int128{}
		for i, polygon := range shape {
			if area := twiceArea(c.RingPoints(polygon[0])); area.compare(most) > 0 {
				largest, most = i, area
			}
		}
		for i, polygon := range shape {
			if i == largest || len(polygon) > 1 || len(polygon[0]) > 1 {
				continue
			}
			if _, ok := c.alone(int32(polygon[0][0].Index())); ok {
				islet[polygon[0][0].Index()] = true
			}
		}
	}
	var found []int32
	for i, ok := range islet {
		if ok {
			found = append(found, int32(i))
		}
	}
	return found
}

// alone tells whether an arc is closed, touches no other, and has a unit on one side and Outside on the other.
func (c *Coverage) alone(arc int32) (unit int32, ok bool) {
	start := c.origin[2*arc]
	if start != c.origin[2*arc+1] || len(c.leaving.of(start)) != 2 {
		return 0, false
	}
	sides := c.sides[arc]
	unit = max(sides[0], sides[1])
	return unit, min(sides[0], sides[1]) == Outside && unit < int32(c.units)
}
