package web

import (
	"context"
	"fmt"
	"maps"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// shelf is the editions that are in memory: the current one, and beside it one former edition, the one whose place the current
// one took or the one of the last address that was asked for. newShelf makes one; it is safe for concurrent use.
//
// It keeps one former edition and not several, since each of France takes some 200 MB once all its zooms were asked for. With the
// one that readings is at, three is the most that there are, beside those that requests under way hold until they end. Who asks
// for two former editions in turn has each opened again; all who wait for one are served together, and the pauses of
// readings leave half of the time to everything else. The current edition is read without any of this.
type shelf struct {
	open     func(ctx context.Context, number int64) (*edition, error) // nil when none can be opened; gives nil for one that is not there
	current  atomic.Pointer[edition]                                   // nil until the first is put; changed with mutex held
	readings *readings

	mutex  sync.Mutex // of what follows
	former *edition   // nil when there is none
	used   time.Time  // when former was last asked for
	timer  *time.Timer
	tokens map[int64]string // of editions of the store that are known, "" when they are not there: each is looked for once
}

const (
	formerTimeout = 5 * time.Minute // how long a former edition is kept after it was last asked for
	maxTokens     = 1000            // from which on those that are not there are forgotten
)

func newShelf(open func(context.Context, int64) (*edition, error)) *shelf {
	s := &shelf{open: open, tokens: map[int64]string{}}
	s.readings = newReadings(s.read)
	return s
}

// get gives the edition of a token; nil when there is none. One that is not in memory is waited for, as long as the context lasts.
func (s *shelf) get(ctx context.Context, token string) (*edition, error) {
	if e, absent := s.find(token); e != nil || absent {
		return e, nil
	}
	return s.readings.get(ctx, token)
}

// find gives the edition of a token when it is in memory, else whether it is known that there is none.
func (s *shelf) find(token string) (e *edition, absent bool) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if e := s.held(token); e != nil {
		s.used = time.Now()
		return e, false
	}
	number, ok := numberOf(token)
	known, looked := s.tokens[number]
	return nil, !ok || s.open == nil || looked && known != token
}

// held gives the edition of a token when it is in memory.
func (s *shelf) held(token string) *edition {
	for _, e := range []*edition{s.current.Load(), s.former} {
		if e != nil && e.token == token {
			return e
		}
	}
	return nil
}

// read opens the edition of a token, unless that was done meanwhile. It is called by one at a time.
func (s *shelf) read(ctx context.Context, token string) (*edition, error) {
	if e, absent := s.find(token); e != nil || absent {
		return e, nil
	}
	s.mutex.Lock()
	tokens := s.tokens // what is read says nothing of the store after the next publication, which begins another list
	s.mutex.Unlock()
	number, _ := numberOf(token)
	e, err := s.open(ctx, number)
	if err != nil {
		return nil, err
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if len(tokens) >= maxTokens { // those that are there stay, as many as a store has: they are dear to look for
		maps.DeleteFunc(tokens, func(_ int64, token string) bool { return token == "" })
	}
	tokens[number] = ""
	if e != nil {
		tokens[number] = e.token
	}
	if e == nil || e.token != token {
		return nil, nil
	}
	s.keep(e)
	return e, nil
}

// put makes an edition the current one, and the one that was it the former. Where the former has its token, the former comes
// back in its place, with what was made for its tiles: put gives the one that it took. What is not there is forgotten: a store may
// have other editions now.
func (s *shelf) put(e *edition) *edition {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if held := s.held(e.token); held != nil && held.Atlas != nil && e.Atlas != nil {
		e = held
	}
	s.tokens = map[int64]string{}
	if e.Atlas != nil {
		s.tokens[e.Edition.Number] = e.token
	}
	if replaced := s.current.Swap(e); replaced != nil && replaced != e {
		s.keep(replaced)
	}
	return e
}

func (s *shelf) keep(e *edition) {
	s.former, s.used = e, time.Now()
	if s.timer == nil {
		s.timer = time.AfterFunc(formerTimeout, s.expire)
	}
	s.timer.Reset(formerTimeout)
}

// expire drops the former edition, unless it was asked for meanwhile.
func (s *shelf) expire() {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if left := formerTimeout - time.Since(s.used); left > 0 {
		s.timer.Reset(left)
	} else {
		s.former = nil
	}
}

// numberOf gives the number of the edition that a token stands for; ok is false when it is no token.
func numberOf(token string) (number int64, ok bool) {
	text, digest, _ := strings.Cut(token, "-")
	number, errNumber := strconv.ParseInt(text, 10, 64)
	sum, errDigest := strconv.ParseUint(digest, 16, 32)
	return number, errNumber == nil && errDigest == nil && number > 0 && token == fmt.Sprintf("%d-%08x", number, sum)
}
