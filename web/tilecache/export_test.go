package tilecache

// CleanUp lets the cache drop what is over its limit, which it does a little later than it keeps.
func (c *Cache) CleanUp() { c.kept.CleanUp() }
