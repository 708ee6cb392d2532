// Package shared finds the real data that tests and benchmarks read, which is never part of the repository.
package shared

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// File gives the path of a file of real data: PERIMETRE_SHARED, or the folder shared beside the repository,
// then data and the name. Where it is absent the test is skipped aloud; where CI=true its absence is a failure.
func File(t testing.TB, name string) string {
	t.Helper()
	path := Path(name)
	if _, err := os.Stat(path); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("real data is required where CI=true: %v", err)
		}
		t.Skipf("no real data, set PERIMETRE_SHARED: %v", err)
	}
	return path
}

// Path gives where a file of real data should be, for a program that measures rather than tests.
func Path(name string) string {
	root := os.Getenv("PERIMETRE_SHARED")
	if root == "" {
		_, here, _, _ := runtime.Caller(0)
		root = filepath.Join(filepath.Dir(here), "..", "..", "..", "shared")
	}
	return filepath.Join(root, "data", name)
}
