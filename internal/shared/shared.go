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
	path := filepath.Join(root(), "data", name)
	if _, err := os.Stat(path); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("real data is required where CI=true: %v", err)
		}
		t.Skipf("no real data, set PERIMETRE_SHARED: %v", err)
	}
	return path
}

func root() string {
	if dir := os.Getenv("PERIMETRE_SHARED"); dir != "" {
		return dir
	}
	_, here, _, _ := runtime.Caller(0)
	return filepath.Join(filepath.Dir(here), "..", "..", "..", "shared")
}
