// Package race tells whether the race detector is on, and leaves out what it has nothing to say of.
//
// `make unit` runs all tests without the race detector, then `go test -race -short`. The detector makes a program several times
// slower and larger, so the second pass leaves out ([LeaveOut]) what it has nothing to say of: other programs that judge what
// we write, answers over real data, and long calculations on one core. All of them have had their say in the first pass.
//
// Invariants:
//
//  1. Nothing is left out where the race detector is off, -short or not.
//  2. A test that is left out starts no goroutine that a test on less data, which stays, does not start too.
package race

import "testing"

// Short tells whether the process is that second pass: `go test -race -short`. A test then looks at less.
func Short() bool { return Enabled && testing.Short() }

// LeaveOut leaves a test, or all that use a fixture, out of the second pass.
func LeaveOut(t testing.TB) {
	t.Helper()
	if Short() {
		t.Skip("judged without the race detector")
	}
}
