package pmtiles

import (
	"context"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"perimetre/tiles"
)

// batch is tiles that one core makes in a row.
type batch struct {
	ids    []tiles.ID
	packed []Packed // of each; empty where there is no tile
	ready  chan struct{}
}

const (
	batchSize = 8
	// waiting is how many batches, for each core, may be ready before an earlier one is: low zooms have the large tiles.
	waiting = 16
)

// Fill adds the named layers of tiles of a source, all layers where they are nil, in the order of ids, made on all cores. What is
// empty is left out. It calls done now and then, from one goroutine, with how many of ids are done. It fails when the source does,
// when a tile cannot be added (see [Writer.Add]), and when the context ends.
func (w *Writer) Fill(ctx context.Context, source tiles.Source, layers []string, ids []tiles.ID, done func(n int)) error {
	cores := runtime.GOMAXPROCS(0)
	group, ctx := errgroup.WithContext(ctx)
	work, inOrder := make(chan *batch), make(chan *batch, waiting*cores)
	group.Go(func() error {
		defer close(work)
		defer close(inOrder)
		for part := range slices.Chunk(ids, batchSize) {
			b := &batch{ids: part, packed: make([]Packed, len(part)), ready: make(chan struct{})}
			for _, to := range []chan<- *batch{inOrder, work} {
				select {
				case to <- b:
				case <-ctx.Done():
					return ctx.Err()
				}
			}
		}
		return nil
	})
	for range cores {
		group.Go(func() error {
			packer := NewPacker()
			for b := range work {
				if err := b.make(ctx, source, layers, packer); err != nil {
					return err
				}
			}
			return nil
		})
	}
	group.Go(func() error {
		n := 0
		for b := range inOrder {
			select {
			case <-b.ready:
			case <-ctx.Done():
				return ctx.Err()
			}
			if err := w.addAll(b); err != nil {
				return err
			}
			n += len(b.ids)
			done(n)
		}
		return nil
	})
	return group.Wait()
}

// make makes the tiles.
func (b *batch) make(ctx context.Context, source tiles.Source, layers []string, packer *Packer) error {
	for i, id := range b.ids {
		tile, err := source.Tile(ctx, id, layers)
		if err != nil {
			return err
		}
		if len(tile) > 0 {
			b.packed[i] = packer.Pack(tile)
		}
	}
	close(b.ready)
	return nil
}

func (w *Writer) addAll(b *batch) error {
	for i, tile := range b.packed {
		if tile.plain == 0 {
			continue
		}
		if err := w.Add(b.ids[i], tile); err != nil {
			return err
		}
	}
	return nil
}
