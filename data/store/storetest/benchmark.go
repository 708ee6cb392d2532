package storetest

import (
	"fmt"
	"testing"
)

// Benchmark loads and reads an edition of the size of France: n = 35,344 communes, 2.3 million vertices.
func Benchmark(b *testing.B, open func(b *testing.B) Store) {
	const size, vertices = 188, 16
	a := Atlas(b, Grid(size, vertices))
	s := open(b)
	var number int64
	b.Run(fmt.Sprintf("load/n=%d", size*size), func(b *testing.B) {
		for b.Loop() {
			var err error
			if number, err = s.Load(b.Context(), a, nil); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run(fmt.Sprintf("read/n=%d", size*size), func(b *testing.B) {
		for b.Loop() {
			if _, err := s.Edition(b.Context(), number); err != nil {
				b.Fatal(err)
			}
		}
	})
}
