// Command perimetre ingests the boundaries of intercommunalities, computes and checks the perimeters of territories,
// and serves them as GeoJSON and vector tiles.
//
// Each verb has a file of its own. Flags win over environment variables (PERIMETRE_STORE…), those over defaults.
// Results go to standard output, everything else to standard error. The status is 0 when all is well, 1 when check,
// perimeter, inspect or doctor found an error, 2 when the command failed.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

func main() { os.Exit(run(os.Args[1:])) }

// run runs a command line and gives its exit status.
func run(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	switch err := execute(ctx, args); {
	case err == nil:
		return 0
	case errors.Is(err, errFound):
		return 1
	default:
		fmt.Fprintln(os.Stderr, "perimetre:", err)
		return 2
	}
}
