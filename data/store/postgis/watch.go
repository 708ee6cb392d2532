package postgis

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"perimetre/data/store"
)

// How long Watch waits before it connects again, and how long it trusts a connection that says nothing.
const (
	retryAfter   = time.Second
	checkedEvery = 30 * time.Second
)

const listen = `LISTEN perimetre_edition`

// Watch calls back with the number of the published edition, at once when there is one, then each time that another is
// published. It calls back again, a while later, where the callback failed. It returns nil when the context ends. A
// connection that is lost is made again, and what was published meanwhile is told then: Ping tells whether the server
// answers.
func (s *Store) Watch(ctx context.Context, published func(number int64) error) error {
	var last int64
	told := func(number int64) error {
		if number == 0 || number == last {
			return nil
		}
		err := published(number)
		if err == nil {
			last = number
		}
		return err
	}
	for ctx.Err() == nil {
		if s.follow(ctx, told) != nil {
			select {
			case <-ctx.Done():
			case <-time.After(retryAfter):
			}
		}
	}
	return nil
}

// follow tells the published number after each notification, until the connection is lost or the telling fails. It has
// a connection of its own, so that watchers take none of the pool's.
func (s *Store) follow(ctx context.Context, told func(number int64) error) error {
	conn, err := pgx.ConnectConfig(ctx, s.pool.Config().ConnConfig)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	// Listening comes before reading, so that no publication falls between the two.
	if _, err := conn.Exec(ctx, listen); err != nil {
		return err
	}
	for {
		var number int64
		if err := conn.QueryRow(ctx, store.SelectPublished).Scan(&number); err != nil {
			return err
		}
		if err := told(number); err != nil {
			return err
		}
		if err := wait(ctx, conn); err != nil {
			return err
		}
	}
}

// wait returns at the next notification, or when it is time to see whether the server is still there.
func wait(ctx context.Context, conn *pgx.Conn) error {
	ctx, cancel := context.WithTimeout(ctx, checkedEvery)
	defer cancel()
	_, err := conn.WaitForNotification(ctx)
	if err != nil && ctx.Err() == context.DeadlineExceeded && !conn.IsClosed() {
		return nil
	}
	return err
}
