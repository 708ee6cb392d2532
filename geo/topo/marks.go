package topo

// marks gives numbers to things that are numbered from 0: -1 to each until set. The list serves a pass over the whole
// coverage, the map one over a small part, which then costs nothing for the rest. The zero value reads as all -1.
type marks struct {
	list  []int32 // the numbers plus one
	table map[int32]int32
}

func dense(n int) marks { return marks{list: make([]int32, n)} }

func sparse() marks { return marks{table: map[int32]int32{}} }

func (m marks) at(i int32) int32 {
	if m.list != nil {
		return m.list[i] - 1
	}
	return m.table[i] - 1
}

func (m marks) set(i, number int32) {
	if m.list != nil {
		m.list[i] = number + 1
		return
	}
	m.table[i] = number + 1
}
