package main

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"perimetre/internal/race"
)

// TestEveryCommandOfTheReadmeWorks runs the commands of the README's sh blocks, in their order, in an empty folder.
func TestEveryCommandOfTheReadmeWorks(t *testing.T) {
	race.LeaveOut(t)
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	makefile, err := os.ReadFile("../../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	folder, ran := t.TempDir(), 0
	for _, line := range commands(string(readme)) {
		ran++
		words := strings.Fields(line)
		switch {
		case words[0] == "make":
			if !regexp.MustCompile(`(?m)^` + words[1] + `:`).Match(makefile) {
				t.Errorf("%s: the Makefile has no such target", line)
			}
		case words[0] == "perimetre" && words[1] == "serve":
			serveAndStop(t, folder, path, words[1:])
		default:
			cmd := exec.Command("sh", "-c", line)
			cmd.Dir = folder
			cmd.Env = append(os.Environ(), "PATH="+filepath.Dir(path)+":"+os.Getenv("PATH"))
			output, err := cmd.CombinedOutput()
			if status := cmd.ProcessState.ExitCode(); err != nil && (words[1] != "check" || status != 1) {
				t.Errorf("%s: %v\n%s", line, err, output)
			}
		}
	}
	if ran < 9 {
		t.Errorf("%d commands found in the README", ran)
	}
}

// commands gives the command lines of the sh blocks of a Markdown text, without comments, continued lines joined.
func commands(markdown string) []string {
	var found []string
	for _, block := range regexp.MustCompile("(?s)```sh\n(.*?)```").FindAllStringSubmatch(markdown, -1) {
		for line := range strings.Lines(strings.ReplaceAll(block[1], "\\\n", " ")) {
			line, _, _ = strings.Cut(line, "#")
			if line = strings.TrimSpace(line); line != "" {
				found = append(found, line)
			}
		}
	}
	return found
}

// serveAndStop starts a server at the address of --addr, waits until it is ready, and stops it as a service manager would.
func serveAndStop(t *testing.T, folder, path string, args []string) {
	t.Helper()
	cmd := exec.Command(path, args...)
	cmd.Dir = folder
	output, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(time.Minute, func() { _ = cmd.Process.Kill() })
	defer timer.Stop()
	line, err := bufio.NewReader(output).ReadString('\n')
	i := slices.Index(args, "--addr")
	if want := "perimetre is ready: http://" + args[i+1] + "/"; err != nil || !strings.Contains(line, want) {
		t.Errorf("serve prints %q (%v), want %s", line, err, want)
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("serve does not stop well: %v", err)
	}
}
