package topo

import "math/bits"

// bitset is a set of points.
type bitset []uint64

func newBitset(n int) bitset { return make(bitset, n/64+1) }

func (b bitset) has(i int32) bool { return b[i>>6]>>(i&63)&1 != 0 }
func (b bitset) add(i int32)      { b[i>>6] |= 1 << (i & 63) }
func (b bitset) remove(i int32)   { b[i>>6] &^= 1 << (i & 63) }

// after gives the least member above i. There must be one.
func (b bitset) after(i int32) int32 {
	i++
	word := i >> 6
	rest := b[word] >> (i & 63)
	if rest != 0 {
		return i + int32(bits.TrailingZeros64(rest))
	}
	for word++; b[word] == 0; word++ {
	}
	return word<<6 + int32(bits.TrailingZeros64(b[word]))
}

// before gives the greatest member below i. There must be one.
func (b bitset) before(i int32) int32 {
	i--
	word := i >> 6
	rest := b[word] << (63 - i&63)
	if rest != 0 {
		return i - int32(bits.LeadingZeros64(rest))
	}
	for word--; b[word] == 0; word-- {
	}
	return word<<6 + 63 - int32(bits.LeadingZeros64(b[word]))
}
