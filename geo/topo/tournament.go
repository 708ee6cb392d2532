package topo

import "math"

// tournament holds a key for each point and knows the least: a tree of eight children to a node, so that the children
// of one fill a line of the cache. Points that follow each other on an arc are close in it, and most changes stop at
// its first round.
type tournament [][]uint64 // rounds: the keys, the least of each eight, the least of each eight of those…

// never is the key of a point that is not to be tried.
const never = math.MaxUint64

// keyOf orders points by weight, then by number: the bits of positive floats are in the order of the floats.
func keyOf(weight float32, point int32) uint64 {
	return uint64(math.Float32bits(weight))<<32 | uint64(uint32(point))
}

// newTournament makes one of keys, by point. It keeps the slice.
func newTournament(keys []uint64) tournament {
	t := tournament{keys}
	for len(keys) > 1 {
		for len(keys)%8 > 0 {
			keys = append(keys, never)
		}
		t[len(t)-1] = keys
		next := make([]uint64, len(keys)/8)
		for i := range next {
			next[i] = leastOf((*[8]uint64)(keys[8*i:]))
		}
		t = append(t, next)
		keys = next
	}
	return t
}

func leastOf(keys *[8]uint64) uint64 {
	return min(
		min(min(keys[0], keys[1]), min(keys[2], keys[3])),
		min(min(keys[4], keys[5]), min(keys[6], keys[7])))
}

// least gives the point with the least key and its weight, +Inf when no point is to be tried.
func (t tournament) least() (weight float32, point int32) {
	top := t[len(t)-1]
	if len(top) == 0 || top[0] == never {
		return forever, 0
	}
	return math.Float32frombits(uint32(top[0] >> 32)), int32(uint32(top[0]))
}

func (t tournament) set(point int32, key uint64) {
	i := int(point)
	t[0][i] = key
	for round := 1; round < len(t); round++ {
		key = leastOf((*[8]uint64)(t[round-1][i&^7:]))
		i >>= 3
		if t[round][i] == key {
			return
		}
		t[round][i] = key
	}
}
