package geopackage_test

import (
	"context"
	"os"
	"testing"
	"time"
)

// TestWatchAcrossReplacedFile: the file goes away, which is no edition 0, then another one takes its place, whose edition
// has the same number.
func TestWatchAcrossReplacedFile(t *testing.T) {
	path, other := made(t), made(t)
	s := open(t, path)
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	heard, ended := make(chan int64), make(chan error)
	go func() { ended <- s.Watch(ctx, func(number int64) error { heard <- number; return nil }) }()

	wantOnly := func(want int64) {
		t.Helper()
		select {
		case got := <-heard:
			if got != want {
				t.Errorf("heard of edition %d, want %d", got, want)
			}
		case <-ctx.Done():
			t.Fatalf("did not hear of edition %d", want)
		}
		select {
		case got := <-heard:
			t.Errorf("heard of edition %d, want silence while nothing changes", got)
		case <-time.After(1500 * time.Millisecond): // of a few looks at the file
		}
	}
	wantOnly(1)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	select {
	case got := <-heard:
		t.Errorf("heard of edition %d of a file that is gone", got)
	case <-time.After(1500 * time.Millisecond):
	}
	if err := os.Rename(other, path); err != nil {
		t.Fatal(err)
	}
	wantOnly(1)
	cancel()
	if err := <-ended; err != nil {
		t.Errorf("Watch: %v", err)
	}
}
