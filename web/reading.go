package web

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"sync"
	"time"
)

// readings reads former editions. newReadings makes one; it is safe for concurrent use.
//
//   - One edition is read at a time: that takes three times the memory of what is read. Then nothing is read for as long as it
//     took: whatever is asked for, half of the time is left to all else.
//   - Those who ask for an edition that is being read, or waits for its turn, wait for the same reading. Who leaves stops waiting. A
//     reading that has not begun is given up when nobody waits for it; one that has is finished: who leaves a map in the middle of
//     its tiles comes back for others.
//   - A publication goes before: it interrupts the reading under way, which starts again after it, and waits for nothing but what
//     cannot be interrupted, the making of an atlas, so that no two editions are ever read at once.
type readings struct {
	read  func(ctx context.Context, token string) (*edition, error)
	first chan struct{} // full while an edition is read to be published

	mutex sync.Mutex // of what follows
	queue []*reading // those not finished, in the order in which they were asked for; the first one may be under way
	busy  bool       // one is under way, or the pause after it
	now   *attempt   // the reading under way, if any
	held  bool       // by a publication: none begins
}

// reading is one edition that is read for all who wait for it.
type reading struct {
	token   string
	waiting int           // how many
	done    chan struct{} // closed when what follows is there
	edition *edition
	err     error
}

// attempt is a reading under way.
type attempt struct {
	cancel context.CancelFunc
	ended  chan struct{} // closed when it is not any more
}

// readingTimeout is how long a store has to give a former edition.
const readingTimeout = time.Minute

func newReadings(read func(context.Context, string) (*edition, error)) *readings {
	return &readings{read: read, first: make(chan struct{}, 1)}
}

// get gives what reading a token gives.
func (r *readings) get(ctx context.Context, token string) (*edition, error) {
	l := r.join(token)
	select {
	case <-l.done:
		return l.edition, l.err
	case <-ctx.Done():
		r.leave(l)
		return nil, ctx.Err()
	}
}

func (r *readings) join(token string) *reading {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	i := slices.IndexFunc(r.queue, func(l *reading) bool { return l.token == token })
	if i < 0 {
		i = len(r.queue)
		r.queue = append(r.queue, &reading{token: token, done: make(chan struct{})})
	}
	l := r.queue[i]
	l.waiting++
	r.begin()
	return l
}

func (r *readings) leave(l *reading) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	l.waiting--
	if i := slices.Index(r.queue, l); l.waiting == 0 && (i > 0 || i == 0 && r.now == nil) {
		r.queue = slices.Delete(r.queue, i, i+1)
	}
}

// begin reads the first of the queue, when nothing is in its way.
func (r *readings) begin() {
	if r.busy || r.held || len(r.queue) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), readingTimeout)
	r.busy, r.now = true, &attempt{cancel, make(chan struct{})}
	token := r.queue[0].token
	go func() {
		start := time.Now()
		e, err := r.attempt(ctx, token)
		r.end(e, err, err != nil && errors.Is(ctx.Err(), context.Canceled))
		time.AfterFunc(time.Since(start), func() {
			r.mutex.Lock()
			defer r.mutex.Unlock()
			r.busy = false
			r.begin()
		})
	}()
}

func (r *readings) attempt(ctx context.Context, token string) (e *edition, err error) {
	defer func() {
		if cause := recover(); cause != nil { // a former edition is no reason to stop serving the current one
			e, err = nil, fmt.Errorf("panic: %v\n%s", cause, debug.Stack())
		}
	}()
	return r.read(ctx, token)
}

// end finishes the first of the queue, or leaves it there when it was interrupted and is still waited for.
func (r *readings) end(e *edition, err error, interrupted bool) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if l := r.queue[0]; !interrupted || l.waiting == 0 {
		r.queue = slices.Delete(r.queue, 0, 1)
		l.edition, l.err = e, err
		close(l.done)
	}
	r.now.cancel()
	close(r.now.ended)
	r.now = nil
}

// hold is for reading an edition to publish it: it waits until nothing is read, and nothing is read until release is called. It
// fails when the context ends.
func (r *readings) hold(ctx context.Context) (release func(), err error) {
	select {
	case r.first <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	r.mutex.Lock()
	r.held = true
	r.mutex.Unlock()
	release = func() {
		r.mutex.Lock()
		defer r.mutex.Unlock()
		r.held = false
		r.begin()
		<-r.first
	}
	select {
	case <-r.interrupt():
		return release, nil
	case <-ctx.Done():
		release()
		return nil, ctx.Err()
	}
}

// interrupt ends the reading under way, if any, as soon as it can be; what it gives is closed then.
func (r *readings) interrupt() (ended <-chan struct{}) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.now == nil {
		none := make(chan struct{})
		close(none)
		return none
	}
	r.now.cancel()
	return r.now.ended
}
