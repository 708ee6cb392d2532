package topo

import "math"

// tournament holds keys and knows the least: a tree of eight children to a node, so that the children of one fill a line
// of the cache, and most changes stop at the first round.
type tournament struct {
	rounds [][]uint64 // the keys, the least of each eight, the least of each eight of those…
}

// never is the key of what is not to be tried.
const never = math.MaxUint64

// keyOf orders by weight, then by number: the bits of positive floats are in the order of the floats.
func keyOf(weight float32, i int32) uint64 {
	return uint64(math.Float32bits(weight))<<32 | uint64(uint32(i))
}

func (t *tournament) clear() {
	if len(t.rounds) == 0 {
		t.rounds = [][]uint64{nil}
	}
	t.rounds[0] = t.rounds[0][:0]
}

func (t *tournament) add(key uint64) { t.rounds[0] = append(t.rounds[0], key) }

// build must come after the last add and before the first set.
func (t *tournament) build() {
	for round := 0; ; round++ {
		keys := t.rounds[round]
		if round > 0 && len(keys) == 1 {
			t.rounds = t.rounds[:round+1]
			return
		}
		for len(keys)%8 > 0 {
			keys = append(keys, never)
		}
		t.rounds[round] = keys
		if round+1 == len(t.rounds) {
			if cap(t.rounds) > len(t.rounds) {
				t.rounds = t.rounds[:round+2]
			} else {
				t.rounds = append(t.rounds, nil)
			}
		}
		next := t.rounds[round+1][:0]
		for ; len(keys) > 0; keys = keys[8:] {
			next = append(next, leastOf((*[8]uint64)(keys)))
		}
		t.rounds[round+1] = next
	}
}

func leastOf(keys *[8]uint64) uint64 {
	return min(
		min(min(keys[0], keys[1]), min(keys[2], keys[3])),
		min(min(keys[4], keys[5]), min(keys[6], keys[7])))
}

// least gives the number with the least key and its weight, +Inf when none is to be tried.
func (t *tournament) least() (weight float32, i int32) {
	top := t.rounds[len(t.rounds)-1][0]
	if top == never {
		return forever, -1
	}
	return math.Float32frombits(uint32(top >> 32)), int32(uint32(top))
}

func (t *tournament) set(i int32, key uint64) {
	at := int(i)
	t.rounds[0][at] = key
	for round := 1; round < len(t.rounds); round++ {
		key = leastOf((*[8]uint64)(t.rounds[round-1][at&^7:]))
		at >>= 3
		if t.rounds[round][at] == key {
			return
		}
		t.rounds[round][at] = key
	}
}
