package tilecache_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/andybalholm/brotli"

	"perimetre/tiles"
	"perimetre/web/negotiate"
	"perimetre/web/tilecache"
)

func constant(body string) func(context.Context) ([]byte, error) {
	return func(context.Context) ([]byte, error) { return []byte(body), nil }
}

func TestEveryCodingGivesTheTileBack(t *testing.T) {
	gunzip := func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) }
	readers := map[negotiate.Coding]func(io.Reader) (io.Reader, error){
		negotiate.Identity: func(r io.Reader) (io.Reader, error) { return r, nil },
		negotiate.Gzip:     gunzip,
		negotiate.Brotli:   func(r io.Reader) (io.Reader, error) { return brotli.NewReader(r), nil },
	}
	cache := tilecache.New(1 << 20)
	for _, size := range []int{1, 100, 64<<10 - 1, 64 << 10, 200_000} {
		body := strings.Repeat("commune ", size/8+1)[:size]
		tags := map[string]bool{}
		for coding, reader := range readers {
			for range 2 { // compressors are used again
				key := tilecache.Key{Edition: "e", ID: tiles.ID{Z: 20, X: uint32(size)}, Coding: coding}
				answer, err := cache.Get(t.Context(), key, constant(body))
				if err != nil {
					t.Fatal(err)
				}
				r, err := reader(bytes.NewReader(answer.Body))
				if err != nil {
					t.Fatal(err)
				}
				if got, err := io.ReadAll(r); string(got) != body || err != nil {
					t.Errorf("%d bytes in %v: %d come back (%v)", size, coding, len(got), err)
				}
				if answer.Tag[0] != `"`+answer.Opaque+`"` || answer.Length[0] != strconv.Itoa(len(answer.Body)) {
					t.Errorf("fields %v and %v of %q, %d bytes", answer.Tag, answer.Length, answer.Opaque, len(answer.Body))
				}
				tags[answer.Opaque] = true
			}
		}
		if len(tags) != 3 {
			t.Errorf("%d bytes: tags %v, want three", size, tags)
		}
	}
}

func TestThoseWhoAskTogetherAreGivenOneTile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		cache, made, finish := tilecache.New(1<<20), atomic.Int32{}, make(chan struct{})
		source := func(ctx context.Context) ([]byte, error) {
			made.Add(1)
			<-finish
			return []byte("tile"), ctx.Err()
		}
		leaving, leave := context.WithCancel(t.Context())
		var clients sync.WaitGroup
		for i := range 10 {
			clients.Go(func() {
				ctx := t.Context()
				if i == 0 {
					ctx = leaving
				}
				if answer, err := cache.Get(ctx, tilecache.Key{}, source); err != nil || string(answer.Body) != "tile" {
					t.Errorf("%v, %v", answer, err)
				}
			})
			synctest.Wait() // the first one makes it
		}
		leave()
		synctest.Wait()
		close(finish)
		clients.Wait()
		if made.Load() != 1 {
			t.Errorf("made %d times", made.Load())
		}
	})
}

func TestClientsThatLeaveBeforeTheirTurnCostNothing(t *testing.T) {
	for name, most := range map[string]int64{"with a cache": 1 << 20, "without a cache": 0} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				cache, finish, made := tilecache.New(most), make(chan struct{}), atomic.Int32{}
				var clients, gone sync.WaitGroup
				source := func(ctx context.Context) ([]byte, error) {
					made.Add(1)
					<-finish
					return []byte("tile"), ctx.Err()
				}
				const busy = 200 // more than there are processors
				leaving, leave := context.WithCancel(t.Context())
				for i := range busy {
					clients.Go(func() { _, _ = cache.Get(leaving, tilecache.Key{ID: tiles.ID{X: uint32(i)}}, source) })
				}
				synctest.Wait()
				begun := made.Load()
				leave()
				gone.Go(func() {
					if answer, err := cache.Get(t.Context(), tilecache.Key{Edition: "another"}, source); err != nil || len(answer.Body) != 4 {
						t.Errorf("the client that stays: %v, %v", answer, err)
					}
				})
				synctest.Wait()
				close(finish)
				clients.Wait()
				gone.Wait()
				if made.Load() != begun+1 || begun == busy {
					t.Errorf("%d tiles made of %d that were begun", made.Load(), begun)
				}
			})
		})
	}
}

func TestWhatIsKeptIsBounded(t *testing.T) {
	const most = 1 << 20
	cache := tilecache.New(most)
	body := strings.Repeat("x", 10_000)
	key := func(i int) tilecache.Key { return tilecache.Key{ID: tiles.ID{Z: 20, X: uint32(i)}} }
	const asked = 1000
	for i := range asked {
		if _, err := cache.Get(t.Context(), key(i), constant(body)); err != nil {
			t.Fatal(err)
		}
	}
	cache.CleanUp()
	kept := 0
	for i := range asked {
		if _, ok := cache.Find(key(i)); ok {
			kept++
		}
	}
	if kept == 0 || kept*len(body) > most {
		t.Errorf("%d tiles of %d bytes are kept in %d", kept, len(body), most)
	}
}

func TestFailuresAreNotKept(t *testing.T) {
	cache, broken := tilecache.New(1<<20), errors.New("broken")
	_, err := cache.Get(t.Context(), tilecache.Key{}, func(context.Context) ([]byte, error) { return nil, fmt.Errorf("read: %w", broken) })
	if !errors.Is(err, broken) {
		t.Errorf("error %v", err)
	}
	if answer, err := cache.Get(t.Context(), tilecache.Key{}, constant("tile")); err != nil || string(answer.Body) != "tile" {
		t.Errorf("afterwards: %v, %v", answer, err)
	}
}

func TestATileThatIsKeptIsNotMadeAgainToBeCompressed(t *testing.T) {
	cache, made := tilecache.New(1<<20), 0
	for _, coding := range []negotiate.Coding{negotiate.Identity, negotiate.Gzip, negotiate.Brotli} {
		_, err := cache.Get(t.Context(), tilecache.Key{Coding: coding}, func(context.Context) ([]byte, error) {
			made++
			return []byte("tile"), nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if made != 1 {
		t.Errorf("made %d times", made)
	}
}
