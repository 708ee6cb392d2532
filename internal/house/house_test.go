package house

import (
	"go/ast"
	"slices"
	"strings"
	"sync"
	"testing"
)

const root = "../.."

// parsed is every file, read once for all tests.
var parsed = sync.OnceValues(func() ([]File, error) { return Files(root) })

func files(t *testing.T) []File {
	t.Helper()
	files, err := parsed()
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 50 {
		t.Fatalf("only %d files found below %s", len(files), root)
	}
	return files
}

// layers says which folders of ours the files of a folder may import. The longest prefix wins.
var layers = map[string][]string{
	"geo":                  {"geo"},
	"committee":            {"geo"},
	"tiles":                {"geo", "tiles"},
	"data":                 {"geo", "committee", "data"},
	"data/format":          {"geo", "data/format"},
	"data/store/storetest": {"geo", "data", "internal"},
	"data/store":           {"geo", "committee", "data/store"},
	"web":                  {"geo", "committee", "tiles", "data/format", "web"},
	"cmd":                  {"geo", "committee", "tiles", "data", "web"},
	"internal":             {"geo", "internal"},
	"internal/bench":       {"geo", "data", "tiles", "web", "internal"}, // it measures what the program is made of
}

// homes says where alone a library, or a package of the standard library, may be imported.
var homes = map[string][]string{
	"github.com/jackc/pgx":          {"data/store/postgis", "internal/pgtest", "internal/bench"},
	"modernc.org/sqlite":            {"data/store/geopackage", "data/format/geopackage"},
	"github.com/go-chi/chi":         {"web"},
	"github.com/alecthomas/kong":    {"cmd"},
	"github.com/paulmach/orb":       {"tiles"},
	"github.com/twpayne/go-geom":    {"data/store"},
	"github.com/goccy/go-yaml":      {"data/policy", "data/mapping", "data/strict", "data/source/fetch"},
	"github.com/ulikunitz/xz":       {"data/source/sevenzip"},
	"github.com/gogama/flatgeobuf":  {"data/format/flatgeobuf"},
	"github.com/google/flatbuffers": {"data/format/flatgeobuf"},
	"github.com/xuri/excelize":      {"data/format/table"},
	"github.com/parquet-go":         {"data/format/parquet"},
	"github.com/cespare/xxhash":     {"web/tilecache"},
	"golang.org/x/image":            {"web/glyph"},
	"github.com/maypok86/otter":     {"web/tilecache"},
	"github.com/andybalholm/brotli": {"web/tilecache", "internal/bench"},
	"google.golang.org/protobuf":    {"web/glyph", "internal/mvtcheck"},
	"gocloud.dev":                   {"data/site"},
	"github.com/aws":                {"data/site"},
	"log/slog":                      {"cmd", "web"},
}

// forbiddenInGeo is what would give geo a file, a socket or a database.
var forbiddenInGeo = []string{"os", "io/fs", "net", "net/http", "database/sql", "embed", "os/exec"}

func TestImportsFollowTheLayers(t *testing.T) {
	for _, file := range files(t) {
		if file.Test() {
			continue
		}
		for _, imported := range file.Imports() {
			if ours, ok := strings.CutPrefix(imported, "perimetre/"); ok && !within(ours, layers[longest(file.Package)]) {
				t.Errorf("%s imports %s: %s may import %v only", file.Path, imported, file.Package, layers[longest(file.Package)])
			}
			for library, places := range homes {
				if within(imported, []string{library}) && !within(file.Package, places) {
					t.Errorf("%s imports %s, which belongs to %v", file.Path, imported, places)
				}
			}
			if within(file.Package, []string{"geo"}) && slices.Contains(forbiddenInGeo, imported) {
				t.Errorf("%s imports %s: geo has no file, no socket and no database", file.Path, imported)
			}
		}
	}
}

func longest(folder string) string {
	best := ""
	for layer := range layers {
		if within(folder, []string{layer}) && len(layer) > len(best) {
			best = layer
		}
	}
	return best
}

func within(folder string, roots []string) bool {
	return slices.ContainsFunc(roots, func(root string) bool {
		return folder == root || strings.HasPrefix(folder, root+"/")
	})
}

func TestGeoHasNoClock(t *testing.T) {
	for _, file := range files(t) {
		if within(file.Package, []string{"geo"}) && names(file, "time", "Now") {
			t.Errorf("%s reads the clock", file.Path)
		}
	}
}

// What is left out must have run without the race detector, which internal/race sees to.
func TestNoTestIsLeftOutButUnderTheRaceDetector(t *testing.T) {
	for _, file := range files(t) {
		if file.Package != "internal/race" && names(file, "testing", "Short") {
			t.Errorf("%s asks for testing.Short: ask race.Short", file.Path)
		}
	}
}

// names tells whether a file names what a package exports.
func names(file File, of, name string) (found bool) {
	ast.Inspect(file.Syntax, func(node ast.Node) bool {
		if selector, ok := node.(*ast.SelectorExpr); ok {
			if x, ok := selector.X.(*ast.Ident); ok && x.Name == of && selector.Sel.Name == name {
				found = true
			}
		}
		return true
	})
	return found
}

func TestEveryPackageHasAComment(t *testing.T) {
	documented := map[string]bool{}
	for _, file := range files(t) {
		documented[file.Package] = documented[file.Package] || file.Syntax.Doc != nil && !file.Test()
	}
	for folder, ok := range documented {
		if !ok {
			t.Errorf("package %s has no comment: say what it models, its invariants, what it is not", folder)
		}
	}
}

func TestNoFileIsLongerThanAReaderBears(t *testing.T) {
	const most = 500
	for _, file := range files(t) {
		if file.Lines > most {
			t.Errorf("%s has %d lines, over %d: split it", file.Path, file.Lines, most)
		}
	}
}
