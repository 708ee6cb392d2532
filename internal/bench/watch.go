package main

import (
	"context"
	"crypto/sha256"
	"time"
)

// watch compares tiles with what they were.
type watch struct {
	compared, differ int
}

// look asks for tiles of both editions and of the current one until the context ends.
func (w *watch) look(ctx context.Context, h *hammer) error {
	digests := map[string][sha256.Size]byte{}
	digest := func(path string) (d [sha256.Size]byte, err error) {
		body, err := fetch(ctx, h.server.address+path, "gzip")
		return sha256.Sum256(body), err
	}
	for i := 0; ; i++ {
		tile := h.ids[i%len(h.ids)].String() + ".mvt"
		var editions [2][sha256.Size]byte
		for e, prefix := range h.prefixes {
			now, err := digest(prefix + tile)
			if err != nil {
				return err
			}
			if before, ok := digests[prefix+tile]; ok {
				w.tell(now == before)
			}
			digests[prefix+tile], editions[e] = now, now
		}
		now, err := digest(current + tile)
		if err != nil {
			return err
		}
		w.tell(now == editions[0] || now == editions[1])
		time.Sleep(time.Millisecond)
	}
}

func (w *watch) tell(same bool) {
	w.compared++
	if !same {
		w.differ++
	}
}
