package web

import (
	"context"
	"maps"
	"strconv"
	"strings"
	"sync"
	"time"
)

// formers keeps one edition besides the current one: the one that the current one took the place of, or the one of the last
// address that was asked for. newFormers makes one; it is safe for concurrent use.
type formers struct {
	open func(ctx context.Context, number int64) (*edition, error) // nil when none can be opened; gives nil for one that is not there
	turn chan struct{}                                             // full while an edition is opened: one at a time

	mutex   sync.Mutex // of what follows
	kept    *edition   // nil when there is none
	used    time.Time  // when kept was last asked for
	timer   *time.Timer
	tokens  map[int64]string // of editions that were looked for, "" when they are not there: each is looked for once
	changed chan struct{}    // closed when kept or tokens change
}

const (
	formerTimeout = 5 * time.Minute // how long a former edition is kept after it was last asked for
	maxTokens     = 1000            // from which on those that are not there are forgotten
)

func newFormers(open func(context.Context, int64) (*edition, error)) *formers {
	return &formers{open: open, turn: make(chan struct{}, 1), tokens: map[int64]string{}, changed: make(chan struct{})}
}

// get gives the edition of a token; nil when there is none. Those who ask for an edition that is being opened wait for it. An
// edition is opened for the client that waits for it: when that one leaves, the next one has its turn.
func (f *formers) get(ctx context.Context, token string) (*edition, error) {
	for {
		e, absent, changed := f.find(token)
		if e != nil || absent {
			return e, nil
		}
		select {
		case f.turn <- struct{}{}:
			if err := f.look(ctx, token); err != nil {
				return nil, err
			}
		case <-changed:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// find gives the edition of a token when it is kept, else whether it is known that there is none, else what to wait for.
func (f *formers) find(token string) (e *edition, absent bool, changed <-chan struct{}) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if f.kept != nil && f.kept.token == token {
		f.used = time.Now()
		return f.kept, false, nil
	}
	number, ok := numberOf(token)
	known, looked := f.tokens[number]
	return nil, !ok || f.open == nil || looked && known != token, f.changed
}

// look opens the edition of a token, unless that was done meanwhile, and ends the turn.
func (f *formers) look(ctx context.Context, token string) error {
	defer func() { <-f.turn }()
	if e, absent, _ := f.find(token); e != nil || absent {
		return nil
	}
	number, _ := numberOf(token)
	e, err := f.open(ctx, number)
	if err != nil {
		return err
	}
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if len(f.tokens) >= maxTokens { // those that are there stay, as many as a store has: they are dear to look for
		maps.DeleteFunc(f.tokens, func(_ int64, token string) bool { return token == "" })
	}
	f.tokens[number] = ""
	if e != nil {
		f.tokens[number] = e.token
	}
	if e != nil && e.token == token {
		f.keep(e)
	}
	f.tell()
	return nil
}

// replaced keeps the edition that was the current one, if any, and forgets what is not there: a store may have other editions now.
func (f *formers) replaced(e *edition) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	clear(f.tokens)
	if e != nil {
		f.keep(e)
	}
	f.tell()
}

func (f *formers) keep(e *edition) {
	f.kept, f.used = e, time.Now()
	if f.timer == nil {
		f.timer = time.AfterFunc(formerTimeout, f.expire)
	}
	f.timer.Reset(formerTimeout)
}

func (f *formers) tell() {
	close(f.changed)
	f.changed = make(chan struct{})
}

// expire drops the edition that is kept, unless it was asked for meanwhile.
func (f *formers) expire() {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if left := formerTimeout - time.Since(f.used); left > 0 {
		f.timer.Reset(left)
	} else {
		f.kept = nil
	}
}

// numberOf gives the number of the edition that a token stands for; ok is false when it is no token.
func numberOf(token string) (number int64, ok bool) {
	text, digest, _ := strings.Cut(token, "-")
	number, err := strconv.ParseInt(text, 10, 64)
	return number, err == nil && number > 0 && len(digest) == 8
}
