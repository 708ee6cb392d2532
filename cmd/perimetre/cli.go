package main

import (
	"context"
	"io"
	"log/slog"
	"os"

	"github.com/alecthomas/kong"
)

// cli is every verb.
type cli struct {
	Ingest    ingestCmd    `cmd:"" help:"Read boundaries and lists, compute perimeters and checks, load a new edition."`
	Publish   publishCmd   `cmd:"" help:"Make a loaded edition the current one."`
	Check     checkCmd     `cmd:"" help:"Print the findings of territories. The status is 1 when one of them is an error."`
	Perimeter perimeterCmd `cmd:"" help:"Compute the perimeter of a list of members. Nothing is stored. The status is 1 when a finding is an error."`
	Export    exportCmd    `cmd:"" help:"Write a collection to a file."`
	Inspect   inspectCmd   `cmd:"" help:"Tell what a file of polygons holds: its coverage, and every gap, overlap and other defect. The status is 1 when one is an error."`
	Dissolve  dissolveCmd  `cmd:"" help:"Merge polygons into the groups of a table."`
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
	return parsed.Run()
}
