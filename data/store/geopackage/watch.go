package geopackage

import (
	"context"
	"os"
	"time"
)

// pollInterval is how often Watch looks at the file.
const pollInterval = 500 * time.Millisecond

// Watch calls back with the number of the published edition, at once when there is one, then each time that another is
// published, or that another file takes the place of this one, whatever its number. It calls back again, a while later,
// where the callback failed. It returns nil when the context ends. A file that cannot be read for a while is waited for:
// Ping tells.
func (s *Store) Watch(ctx context.Context, published func(number int64) error) error {
	ticker := time.NewTicker(pollInterval)
	defer ticker.Stop()
	var (
		last int64
		file os.FileInfo // that held it
	)
	for {
		// The file is looked at before it is read: one that comes between the two is told twice rather than never.
		found, _ := os.Stat(s.path)
		number, err := s.Published(ctx)
		if err == nil && number != 0 && (number != last || !os.SameFile(found, file)) && published(number) == nil {
			last, file = number, found
		}
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
	}
}
