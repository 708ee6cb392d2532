package geopackage

import (
	"context"
	"time"
)

// pollInterval is how often Watch looks at the file.
const pollInterval = 500 * time.Millisecond

// Watch calls back with the number of the published edition, at once when there is one, then each time that another is
// published. It calls back again, a while later, where the callback failed. It returns nil when the context ends. A file that cannot be read for a while is waited for: Ping tells.
func (s *Store) Watch(ctx context.Context, published func(number int64) error) error {
	ticker := time.NewTicker(pollInterval)
	defer ticker.Stop()
	var last int64
	for {
		if number, err := s.Published(ctx); err == nil && number != 0 && number != last && published(number) == nil {
			last = number
		}
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
	}
}
