package tilecache

import (
	"context"
	"fmt"
	"runtime"
	"strconv"

	"github.com/cespare/xxhash/v2"
	"github.com/maypok86/otter/v2"

	"perimetre/tiles"
	"perimetre/web/negotiate"
)

// Key names an answer. Keys are comparable with ==.
type Key struct {
	Edition string // whose tile it is: two editions never share a key
	ID      tiles.ID
	Layers  string // names in their order, with commas between; "" for all of them
	Coding  negotiate.Coding
}

// Answer is a tile as it is sent. It is immutable, and so are the slices in it.
type Answer struct {
	Body   []byte // empty when nothing is in the tile
	Opaque string // of the strong entity tag: a digest of the body
	Tag    []string
	Length []string // of the body; these two are values of header fields, ready to be set
}

func newAnswer(body []byte) *Answer {
	opaque := strconv.FormatUint(xxhash.Sum64(body), 16)
	return &Answer{Body: body, Opaque: opaque, Tag: []string{`"` + opaque + `"`}, Length: []string{strconv.Itoa(len(body))}}
}

// overhead is about what an answer costs beside its body, in bytes: itself, its key, its place in the cache.
const overhead = 400

// Cache keeps answers. New makes one. It is safe for concurrent use.
type Cache struct {
	kept    *otter.Cache[Key, *Answer] // nil when nothing is kept
	benches chan *bench                // those that are free
}

// New makes a cache that keeps a number of bytes at most; nothing at all when it is not positive.
func New(most int64) *Cache {
	c := &Cache{benches: make(chan *bench, runtime.GOMAXPROCS(0))}
	for range cap(c.benches) {
		c.benches <- &bench{}
	}
	if most > 0 {
		c.kept = otter.Must(&otter.Options[Key, *Answer]{
			MaximumWeight: uint64(most),
			Weigher:       func(_ Key, a *Answer) uint32 { return uint32(len(a.Body)) + overhead },
		})
	}
	return c
}

// Find gives an answer that is kept.
func (c *Cache) Find(k Key) (*Answer, bool) {
	if c.kept == nil {
		return nil, false
	}
	return c.kept.GetIfPresent(k)
}

// Get gives an answer, made by need: source gives the tile, not compressed. It fails as source does, or when the context ends.
func (c *Cache) Get(ctx context.Context, k Key, source func(context.Context) ([]byte, error)) (*Answer, error) {
	load := func(ctx context.Context, k Key) (*Answer, error) { return c.make(ctx, k, source) }
	if c.kept == nil {
		return load(ctx, k)
	}
	return c.kept.Get(ctx, k, otter.LoaderFunc[Key, *Answer](load))
}

func (c *Cache) make(ctx context.Context, k Key, source func(context.Context) ([]byte, error)) (*Answer, error) {
	var b *bench
	select {
	case b = <-c.benches:
	case <-ctx.Done():
		return nil, fmt.Errorf("tile %v: waiting for its turn: %w", k.ID, ctx.Err())
	}
	defer func() { c.benches <- b }()
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("tile %v: %w", k.ID, err)
	}
	plain, err := c.plain(context.WithoutCancel(ctx), k, source)
	if err != nil {
		return nil, err
	}
	body, err := b.encode(plain, k.Coding)
	if err != nil {
		return nil, fmt.Errorf("tile %v: %v: %w", k.ID, k.Coding, err)
	}
	return newAnswer(body), nil
}

// plain gives a tile that is not compressed, from what is kept or from the source.
func (c *Cache) plain(ctx context.Context, k Key, source func(context.Context) ([]byte, error)) ([]byte, error) {
	k.Coding = negotiate.Identity
	if kept, ok := c.Find(k); ok {
		return kept.Body, nil
	}
	return source(ctx)
}
