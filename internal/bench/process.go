package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// process is the work of a whole program, started by another process of this one: see timed.
func (b *bench) process(name string, args ...string) work {
	return func(ctx context.Context) (sample, error) {
		printed, err := output(ctx, b.self, append([]string{"do", "time", name}, args...)...)
		if err != nil {
			return sample{}, err
		}
		figures, said, _ := strings.Cut(printed, "\n")
		var s sample
		if _, err := fmt.Sscan(figures, &s.took, &s.memory); err != nil {
			return sample{}, fmt.Errorf("%s: %w\n%s", filepath.Base(name), err, printed)
		}
		s.said = lastLine(said)
		return s, nil
	}
}

// timed runs a program, its arguments being ours, and prints the nanoseconds and the bytes that it took on a line before
// what it says. Linux counts the peak of the process that starts a program as that of the program (exec_mmap in fs/exec.c):
// it must be started by one that was never large.
func timed(ctx context.Context, args []string) error {
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	start := time.Now()
	said, err := cmd.CombinedOutput()
	took := time.Since(start)
	if err != nil {
		return fmt.Errorf("%s: %w\n%s", filepath.Base(args[0]), err, said)
	}
	usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		return errors.New("this system tells no peak of memory")
	}
	const unit = 1 << 10 // of Maxrss on Linux: getrusage(2)
	fmt.Println(took.Nanoseconds(), usage.Maxrss*unit)
	_, err = os.Stdout.Write(said)
	return err
}

// output runs a program and gives what it prints.
func output(ctx context.Context, name string, args ...string) (string, error) {
	printed, err := exec.CommandContext(ctx, name, args...).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%s: %w\n%s", filepath.Base(name), err, printed)
	}
	return strings.TrimSpace(string(printed)), nil
}

func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return strings.TrimSpace(lines[len(lines)-1])
}

// exists tells whether a file is there.
func exists(path string) bool {
	_, err := os.Stat(path)
	return !errors.Is(err, os.ErrNotExist)
}
