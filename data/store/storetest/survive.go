package storetest

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// victim names the variable by which a process knows that it is the one to be killed, and where its store is.
const victim = "PERIMETRE_STORETEST_VICTIM"

// half is what the victim prints when it has written half of the rows.
const half = "storetest: half"

// Survive loads an edition in another process, kills that process when half of the rows are written, and asks that the
// former edition is served and that a second load succeeds. The other process is this very test, run again: the caller
// must be a test of the top level that does nothing before but make an address.
func Survive(t *testing.T, address func() string, open func(t *testing.T, address string) Store) {
	if address := os.Getenv(victim); address != "" {
		loadHalf(t, open(t, address))
		return
	}
	place := address()
	s := open(t, place)
	former := load(t, s, Country())
	publish(t, s, former)

	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	cmd.Env = append(os.Environ(), victim+"="+place)
	output, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	reached := false
	for lines := bufio.NewScanner(io.TeeReader(output, &said)); !reached && lines.Scan(); {
		reached = strings.Contains(lines.Text(), half)
	}
	if !reached {
		t.Fatalf("the other process did not load half of the edition: %v\n%s", cmd.Wait(), said.String())
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err == nil {
		t.Fatal("the other process ended well, it was to be killed")
	}

	again := open(t, place)
	wantNumber(t, "Published", again.Published, former)
	wantNumber(t, "Latest", again.Latest, former)
	wantEdition(t, again, former, Country())
	latest := load(t, again, Country())
	publish(t, again, latest)
	wantNumber(t, "Published", again.Published, latest)
}

// loadHalf says when half of the rows are written, then waits to be killed.
func loadHalf(t *testing.T, s Store) {
	_, err := s.Load(t.Context(), Atlas(t, Grid(60, 40)), func(done, total int) {
		if done > total/2 {
			fmt.Println(half)
			select {}
		}
	})
	t.Fatalf("the load ended: %v", err)
}
