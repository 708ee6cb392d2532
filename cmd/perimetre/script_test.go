package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"perimetre/internal/pgtest"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"perimetre": main})
}

// TestScripts runs every script of testdata/script against the command. $POSTGRES is an empty PostGIS database.
func TestScripts(t *testing.T) {
	scripts, err := filepath.Glob("testdata/script/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, script := range scripts {
		t.Run(filepath.Base(script), func(t *testing.T) {
			testscript.Run(t, testscript.Params{
				Files:               []string{script},
				RequireExplicitExec: true,
				RequireUniqueNames:  true,
				Setup: func(env *testscript.Env) error {
					env.Setenv("POSTGRES", pgtest.Database(t))
					env.Setenv("COUNTRY", country(t))
					return nil
				},
				Cmds: map[string]func(*testscript.TestScript, bool, []string){"truncate": truncate},
			})
		})
	}
}

// country writes the files of the demo country and gives their folder.
func country(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	if err := execute(t.Context(), []string{"demo", "--files", folder}); err != nil {
		t.Fatal(err)
	}
	return folder
}

// truncate cuts the second half of a file.
func truncate(script *testscript.TestScript, _ bool, args []string) {
	for _, name := range args {
		path := script.MkAbs(name)
		info, err := os.Stat(path)
		script.Check(err)
		script.Check(os.Truncate(path, info.Size()/2))
	}
}
