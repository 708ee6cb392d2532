// Command bench measures perimetre against its peers, in the same run, on real data, and prints a table of ratios in
// Markdown: the content of docs/BENCHMARKS.md.
//
// The work is the same for all: dissolve the communes of France into EPCI and into départements. perimetre and mapshaper
// are whole processes that read one GeoJSON file and write two; PostGIS runs ST_Union over a table that is loaded
// already, which favours it. Each is run several times, in turn, and the median is kept.
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

const (
	runs             = 5
	runsOfPostGIS    = 2 // a run takes a minute
	mapshaperVersion = "0.7.70"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 4 && os.Args[1] == "dissolve" {
		if err := dissolve(os.Args[2], os.Args[3]); err != nil {
			log.Fatal(err)
		}
		return
	}
	if err := run(context.Background()); err != nil {
		log.Fatal(err)
	}
}

// peer is one way of doing the work.
type peer struct {
	name string
	runs int
	work func(context.Context) error
	took []time.Duration
}

func (p *peer) median() time.Duration {
	sorted := slices.Sorted(slices.Values(p.took))
	return sorted[len(sorted)/2]
}

func run(ctx context.Context) error {
	folder, err := os.MkdirTemp("", "perimetre-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	for _, name := range []string{"perimetre", "mapshaper"} {
		if err := os.Mkdir(filepath.Join(folder, name), 0o755); err != nil {
			return err
		}
	}
	input := filepath.Join(folder, "communes.geojson")
	communes, err := writeInput(input)
	if err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	mapshaper, err := installMapshaper(ctx, folder)
	if err != nil {
		return err
	}
	postgis, err := loadPostGIS(ctx, folder, communes)
	if err != nil {
		return err
	}
	peers := []*peer{
		{name: "perimetre", runs: runs, work: func(ctx context.Context) error {
			return command(ctx, self, "dissolve", input, filepath.Join(folder, "perimetre"))
		}},
		{name: "mapshaper " + mapshaperVersion, runs: runs, work: func(ctx context.Context) error {
			return command(ctx, mapshaper, input, "-dissolve", "epci", "+", "name=epci",
				"-target", "communes", "-dissolve", "departement", "name=departements",
				"-o", filepath.Join(folder, "mapshaper"), "format=geojson", "force", "target=epci,departements")
		}},
		{name: "PostGIS ST_Union", runs: runsOfPostGIS, work: postgis.dissolve},
	}
	for i := range runs {
		for _, p := range peers {
			if i >= p.runs {
				continue
			}
			start := time.Now()
			if err := p.work(ctx); err != nil {
				return fmt.Errorf("%s: %w", p.name, err)
			}
			p.took = append(p.took, time.Since(start))
			log.Printf("%s: %s", p.name, p.took[i].Round(time.Millisecond))
		}
	}
	version, err := postgis.version(ctx)
	if err != nil {
		return err
	}
	print(peers, version)
	return nil
}

func print(peers []*peer, postgis string) {
	fmt.Printf("# Benchmarks\n\nMade by `make bench`; run it again to refresh this page. Times depend on the machine, ratios much less.\n\n")
	fmt.Printf("## Dissolve of the 35,357 communes of 2018 into EPCI and départements\n\n")
	fmt.Printf("Read one GeoJSON file, build the topology, dissolve twice, write two GeoJSON files. PostGIS (%s) only runs `ST_Union`\n"+
		"over a table that is loaded already. %s, %d cores; median of %d runs (%d for PostGIS), taken in turn.\n\n",
		postgis, runtime.Version(), runtime.NumCPU(), runs, runsOfPostGIS)
	fmt.Printf("| | median | range | × perimetre |\n|---|---:|---:|---:|\n")
	for _, p := range peers {
		fmt.Printf("| %s | %.2f s | %.2f–%.2f s | %.1f |\n", p.name, p.median().Seconds(),
			slices.Min(p.took).Seconds(), slices.Max(p.took).Seconds(), p.median().Seconds()/peers[0].median().Seconds())
	}
}

func command(ctx context.Context, name string, args ...string) error {
	_, err := output(ctx, name, args...)
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

// installMapshaper installs mapshaper in the folder and gives its program.
func installMapshaper(ctx context.Context, folder string) (string, error) {
	err := command(ctx, "npm", "install", "--prefix", folder, "--no-fund", "--no-audit", "mapshaper@"+mapshaperVersion)
	return filepath.Join(folder, "node_modules", ".bin", "mapshaper"), err
}
