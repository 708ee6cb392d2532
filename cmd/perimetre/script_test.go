package main

import (
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"perimetre/internal/pgtest"
	"perimetre/internal/race"
	"perimetre/web/ui"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"perimetre": main, "peak": peak})
}

// TestScripts runs every script of testdata/script against the command. The condition pages holds in a build that has its front end. $POSTGRES is an empty PostGIS database, $PUBLISHER a server
// that has communes.csv and goes by the name of any other as a proxy.
func TestScripts(t *testing.T) {
	scripts, err := filepath.Glob("testdata/script/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, script := range scripts {
		t.Run(filepath.Base(script), func(t *testing.T) {
			if race.Short() && !slices.Contains(scriptsOfGoroutines(), filepath.Base(script)) {
				race.LeaveOut(t)
			}
			testscript.Run(t, testscript.Params{
				Files:               []string{script},
				RequireExplicitExec: true,
				RequireUniqueNames:  true,
				Setup: func(env *testscript.Env) error {
					env.Setenv("POSTGRES", pgtest.Database(t))
					env.Setenv("COUNTRY", country(t))
					env.Setenv("PUBLISHER", publisher(t))
					env.Setenv("GORACE", "atexit_sleep_ms=10") // else a command waits a second to end, hundreds of times
					return nil
				},
				Condition: func(name string) (bool, error) {
					if name != "pages" {
						return false, fmt.Errorf("unknown condition %q", name)
					}
					return hasPages(t), nil
				},
				Cmds: map[string]func(*testscript.TestScript, bool, []string){
					"truncate": truncate, "publisher": address, "convert": convert, "pack": pack,
					"hostile": func(script *testscript.TestScript, _ bool, _ []string) { writeHostile(t, script.MkAbs(".")) },
				},
			})
		})
	}
}

// scriptsOfGoroutines are the scripts in which a command does several things at once: it reads and writes both stores, and
// fills an archive. What serves, fetches or publishes has tests in this process.
func scriptsOfGoroutines() []string { return []string{"country.txtar", "tiles.txtar"} }

// hasPages tells whether this build has its front end, which is required where CI=true.
func hasPages(t *testing.T) bool {
	t.Helper()
	_, err := fs.Stat(ui.Dist(), "index.html")
	if err != nil && os.Getenv("CI") == "true" {
		t.Fatal("the front end is required where CI=true: run make build")
	}
	return err == nil
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

// publisher starts a server and gives its address.
func publisher(t *testing.T) string {
	t.Helper()
	files := http.NewServeMux() // of any host
	files.HandleFunc("GET /communes.csv", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "code,nom\n01001,A\n") })
	server := httptest.NewServer(files)
	t.Cleanup(server.Close)
	return server.URL
}

// address puts the address of the publisher into a file, in the place of its name.
func address(script *testscript.TestScript, _ bool, args []string) {
	for _, name := range args {
		text := strings.ReplaceAll(script.ReadFile(name), "PUBLISHER", script.Getenv("PUBLISHER"))
		script.Check(os.WriteFile(script.MkAbs(name), []byte(text), 0o600))
	}
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
