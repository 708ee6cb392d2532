package pmtiles

import (
	"container/list"
	"sync"
)

// cache keeps the leaf directories that were used last, by their offset, up to a number of entries in all. It is safe for
// concurrent use.
type cache struct {
	most int

	mutex sync.Mutex
	held  int                      // entries
	byUse list.List                // of leaf, the last used in front
	at    map[uint64]*list.Element // by offset
}

type leaf struct {
	offset  uint64
	entries directory
}

func newCache(most int) *cache { return &cache{most: most, at: map[uint64]*list.Element{}} }

func (c *cache) get(offset uint64) (d directory, ok bool) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	element, ok := c.at[offset]
	if !ok {
		return nil, false
	}
	c.byUse.MoveToFront(element)
	return element.Value.(leaf).entries, true
}

func (c *cache) put(offset uint64, d directory) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if _, held := c.at[offset]; held || len(d) > c.most {
		return
	}
	c.at[offset] = c.byUse.PushFront(leaf{offset, d})
	for c.held += len(d); c.held > c.most; {
		oldest := c.byUse.Remove(c.byUse.Back()).(leaf)
		c.held -= len(oldest.entries)
		delete(c.at, oldest.offset)
	}
}
