package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"perimetre/data/format/driver"
	"perimetre/tiles/mvt"
)

// cli is every verb.
type cli struct {
	Fetch     fetchCmd     `cmd:"" help:"Download public files of boundaries, registers and lists into a cache."`
	Ingest    ingestCmd    `cmd:"" help:"Read boundaries and lists, compute perimeters and checks, load a new edition."`
	Publish   publishCmd   `cmd:"" help:"Make a loaded edition the current one."`
	Check     checkCmd     `cmd:"" help:"Print the findings of territories. The status is 1 when one of them is an error."`
	Perimeter perimeterCmd `cmd:"" help:"Compute the perimeter of a list of members. Nothing is stored. The status is 1 when a finding is an error."`
	Export    exportCmd    `cmd:"" help:"Write a collection to a file."`
	Tiles     tilesCmd     `cmd:"" help:"Write vector tiles to an archive (PMTiles), which any server of files serves."`
	Inspect   inspectCmd   `cmd:"" help:"Tell what a file holds before it is ingested: of polygons, the layers, the coverage, and every gap, overlap and other defect; of a table, what it is good for and the rows at fault. The status is 1 when there is an error."`
	Diff      diffCmd      `cmd:"" help:"Tell what changed between two editions of a store, or between two lists of territories."`
	Drift     driftCmd     `cmd:"" help:"Tell which territories the registers changed between two editions though their list did not, and what is to be done."`
	Dissolve  dissolveCmd  `cmd:"" help:"Merge polygons into the groups of a table."`
	Doctor    doctorCmd    `cmd:"" help:"Tell what is wrong with a store, and what an edition lacks. The status is 1 when something is wrong."`
	Serve     serveCmd     `cmd:"" help:"Serve GeoJSON, vector tiles and the map."`
	Migrate   migrateCmd   `cmd:"" help:"Create or update the tables of a PostGIS store."`
	Demo      demoCmd      `cmd:"" help:"Make an imaginary country, then serve it."`
	Version   versionCmd   `cmd:"" help:"Print the version."`
}

// output is where results go.
type output struct{ io.Writer }

// execute parses a command line and runs its verb.
func execute(ctx context.Context, args []string) error {
	var c cli
	parser, err := kong.New(&c,
		kong.Name("perimetre"),
		kong.Description("Perimeters of territories: ingest, check, serve."),
		kong.DefaultEnvars("PERIMETRE"),
		kong.Vars{
			"polygons":   strings.Join(driver.Titles(), ", ") + "; plain, gzip, or in a zip or 7z archive",
			"maxzoom":    strconv.Itoa(mvt.MaxZoom),
			"outformats": strings.Join(outFormatNames(), ", "),
		},
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(output{os.Stdout}),
		kong.Bind(slog.New(slog.NewTextHandler(os.Stderr, nil))),
	)
	if err != nil {
		return err
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		return err
	}
	if verb := parsed.Selected().Name; verb != "serve" && verb != "demo" && os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	return mended(parsed.Run())
}

// mended says how to mend what may come of any file that is written.
func mended(err error) error {
	for _, full := range []error{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG} {
		if errors.Is(err, full) {
			return fmt.Errorf("%w: make room there, or write to another place", err)
		}
	}
	return err
}

// gcPercent is how much garbage, in percent of what is alive, a verb that ends by itself lets lie before it is collected. It
// holds coverages, which live as long as it does: on the communes of France twice the usual saves a tenth of the time and
// costs a tenth of the memory, and more saves nothing.
const gcPercent = 200
