// Package gdal runs the programs of GDAL in tests: a real client of what perimetre writes, and a source of what it reads.
package gdal

import (
	"bytes"
	"os"
	"os/exec"
	"testing"

	"perimetre/internal/race"
)

// Run runs a program of GDAL, which must not say a word on its standard error, and gives what it prints. Where it is absent the
// test is skipped aloud; where CI=true its absence is a failure. The pass under the race detector leaves the test out.
func Run(t *testing.T, name string, args ...string) string {
	t.Helper()
	race.LeaveOut(t)
	if _, err := exec.LookPath(name); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("GDAL is required where CI=true: apt-get install gdal-bin")
		}
		t.Skip("no GDAL: apt-get install gdal-bin")
	}
	var stdout, stderr bytes.Buffer
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil || stderr.Len() > 0 {
		t.Errorf("%s %v: %v\n%s", name, args, err, stderr.String())
	}
	return stdout.String()
}
