package topo

import "slices"

// buckets lists items by a small integer key: a counting sort.
type buckets struct{ start, items []int32 }

// group puts items 0…items-1 into the buckets of their keys, 0…keys-1. A negative key leaves its item out.
func group(keys, items int, key func(item int) int32) buckets {
	start := make([]int32, keys+2)
	kept := 0
	for i := range items {
		if k := key(i); k >= 0 {
			start[k+2]++
			kept++
		}
	}
	for k := 1; k < len(start); k++ {
		start[k] += start[k-1]
	}
	b := buckets{start, make([]int32, kept)}
	for i := range items {
		if k := key(i); k >= 0 {
			b.items[start[k+1]] = int32(i)
			start[k+1]++
		}
	}
	b.start = start[:keys+1]
	return b
}

// of gives the items of a key, ascending.
func (b buckets) of(key int32) []int32 { return b.items[b.start[key]:b.start[key+1]] }

// runAt is the run that holds an item where run i is first[i]:first[i+1] of a list: a line or an arc among points.
func runAt(first []int32, item int32) int32 {
	i, found := slices.BinarySearch(first, item)
	if !found {
		i--
	}
	return int32(i)
}
