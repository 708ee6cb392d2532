package formattest

import (
	"bytes"
	"os"
	"os/exec"
	"testing"
)

// GDAL runs a program of GDAL, which must not say a word on its standard error, and gives what it prints. Where it is absent the
// test is skipped; where CI=true its absence is a failure.
func GDAL(t *testing.T, name string, args ...string) string {
	t.Helper()
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
