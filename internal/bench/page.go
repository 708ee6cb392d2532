package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"
)

// writePage measures comparisons and prints the page.
func writePage(ctx context.Context, comparisons []comparison) error {
	folder, err := os.MkdirTemp("", "perimetre-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	b, err := newBench(folder)
	if err != nil {
		return err
	}
	if _, err := output(ctx, b.self, "do", "prepare", folder); err != nil {
		return err
	}
	if err := b.installPeers(ctx); err != nil {
		return err
	}
	peers := strings.Join(packages(), ", ")
	if slices.ContainsFunc(comparisons, func(c comparison) bool { return c.postgis }) {
		if err := b.loadPostGIS(ctx); err != nil {
			return err
		}
		version, err := b.postgis.version(ctx)
		if err != nil {
			return err
		}
		peers += ", PostGIS " + version
	}
	node, err := output(ctx, "node", "--version")
	if err != nil {
		return err
	}
	fmt.Printf("# Benchmarks\n\n"+
		"Made by `make bench` on %s; run it again to refresh this page. Times depend on the machine, ratios much less.\n\n"+
		"%s, %d cores, %s of memory; %s, Node %s, %s.\n\n"+
		"Ways of doing the same work run in turn; the median counts, and the peak memory is that of the largest run. The data are the\n"+
		"35,357 communes of 2018 (2,163,327 vertices) with the EPCI of 2025 and the 183 territories of 2024.\n",
		time.Now().Format(time.DateOnly), processor(), runtime.NumCPU(), bytes(memory()), runtime.Version(), node, peers)
	for _, c := range comparisons {
		section, err := b.measured(ctx, c)
		if err != nil {
			return err
		}
		fmt.Printf("\n%s", section)
	}
	return nil
}

// measured runs a comparison in a process of its own and gives its section.
func (b *bench) measured(ctx context.Context, c comparison) (string, error) {
	cmd := exec.CommandContext(ctx, b.self, "do", "compare", c.name, b.folder)
	cmd.Env = append(os.Environ(), "PERIMETRE_TEST_POSTGRES="+b.postgis.address)
	cmd.Stderr = os.Stderr
	section, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("%s: %w", c.name, err)
	}
	return string(section), nil
}

// processor is the model of the processor, as Linux names it.
func processor() string {
	if model := field("/proc/cpuinfo", "model name"); model != "" {
		return model
	}
	return runtime.GOARCH
}

// memory is that of the machine, in bytes; 0 where it is not told.
func memory() int64 { return kibibytes("/proc/meminfo", "MemTotal") }

// kibibytes gives an amount that Linux tells in them, in bytes; 0 where it is not told.
func kibibytes(path, name string) int64 {
	kib, _ := strconv.ParseInt(strings.TrimSuffix(field(path, name), " kB"), 10, 64)
	return kib << 10
}

// field gives the first value of that name in a file of lines like "name : value".
func field(path, name string) string {
	text, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(text)) {
		if key, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// bench is what comparisons measure with.
type bench struct {
	folder   string // input and output
	self     string // this program
	postgis  server
	children []*child // in the order of their starts
}

func newBench(folder string) (*bench, error) {
	self, err := os.Executable()
	return &bench{folder: folder, self: self, postgis: server{os.Getenv("PERIMETRE_TEST_POSTGRES")}}, err
}

func (b *bench) path(name string) string { return filepath.Join(b.folder, name) }

// input is the file of communes as it is.
func (b *bench) input() string { return b.path(inputName) }

// output gives a folder to write into, made when it is not there.
func (b *bench) output(name string) (string, error) {
	folder := b.path(name)
	return folder, os.MkdirAll(folder, 0o755)
}
