// Command bench measures perimetre beside its peers, in the same run, on real data, and prints what it measured in
// Markdown: the content of docs/BENCHMARKS.md. Names of comparisons as arguments measure these alone:
//
//	PERIMETRE_SHARED=../shared go run ./internal/bench [dissolve coverage perimeter validate weights dense ingest formats cold warm pyramid start publishing]
//
// A [comparison] is a piece of work and the ways of doing it, each run several times, in turn, so that a slow moment of the
// machine falls on all of them; the median is kept. Some ways are whole processes, whose peak memory is measured too;
// others are functions of this one. A comparison says what was aimed at, and whether it was reached.
//
// Every comparison runs in a process of its own: none inherits the heap of another.
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"runtime/debug"
	"slices"
)

func main() {
	log.SetFlags(0)
	if err := run(context.Background(), os.Args[1:]); err != nil {
		log.Fatal(err)
	}
}

// comparisons are the sections of the page, in its order.
func comparisons() []comparison {
	return []comparison{
		dissolveComparison(), coverageComparison(), perimeterComparison(), validateComparison(), weightsComparison(),
		denseComparison(), ingestComparison(), formatsComparison(), coldComparison(),
		warmComparison(), pyramidComparison(), startComparison(), publishingComparison(),
	}
}

// commands are the processes that a bench starts of itself, named after "do": work to be measured, and work that needs
// memory.
func commands() map[string]func(ctx context.Context, args []string) error {
	return map[string]func(context.Context, []string) error{
		"dissolve":      dissolve,
		"validate":      validate,
		"prepare":       prepare,
		"densify":       densify,
		"hide":          hide,
		"ingest":        ingestFrance,
		"read":          readFormat,
		"write":         writeFormat,
		"compare":       compare,
		"time":          timed,
		"serve-pyramid": servePyramid,
		"serve-asmvt":   serveAsMVT,
	}
}

func run(ctx context.Context, args []string) error {
	if len(args) > 2 && args[0] == "do" {
		debug.SetGCPercent(200) // as the verbs of perimetre do
		return commands()[args[1]](ctx, args[2:])
	}
	chosen, err := choose(args)
	if err != nil {
		return err
	}
	return writePage(ctx, chosen)
}

// choose gives the comparisons of these names, all when there is none.
func choose(names []string) ([]comparison, error) {
	all := comparisons()
	if len(names) == 0 {
		return all, nil
	}
	var chosen []comparison
	for _, name := range names {
		i := slices.IndexFunc(all, func(t comparison) bool { return t.name == name })
		if i < 0 {
			return nil, fmt.Errorf("no comparison is named %s", name)
		}
		chosen = append(chosen, all[i])
	}
	return chosen, nil
}
