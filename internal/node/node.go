// Package node runs scripts under Node.js in tests, with the packages that web/ui/package.json pins: real clients of what perimetre
// serves.
package node

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
)

// Run runs a script, an ES module that imports packages of the front end by their names, and gives what it prints. It must not say
// a word on its standard error. Arguments that are paths are absolute: the script runs in web/ui. Where Node or the packages
// are absent the test is skipped aloud; where CI=true their absence is a failure.
func Run(t *testing.T, script string, args ...string) string {
	t.Helper()
	_, here, _, _ := runtime.Caller(0)
	ui := filepath.Join(filepath.Dir(here), "..", "..", "web", "ui")
	_, err := exec.LookPath("node")
	if err == nil {
		_, err = os.Stat(filepath.Join(ui, "node_modules"))
	}
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("Node and the packages of web/ui are required where CI=true, npm ci --prefix web/ui: %v", err)
		}
		t.Skipf("no Node with the packages of web/ui, npm ci --prefix web/ui: %v", err)
	}
	text, err := os.ReadFile(script)
	if err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	// From the standard input, names of packages are looked up from the working directory.
	cmd := exec.CommandContext(t.Context(), "node", append([]string{"--input-type=module", "-"}, args...)...)
	cmd.Dir, cmd.Stdin = ui, bytes.NewReader(text)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil || stderr.Len() > 0 {
		t.Errorf("node %s %v: %v\n%s", script, args, err, stderr.String())
	}
	return stdout.String()
}
