package pmtiles_test

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"perimetre/internal/node"
	"perimetre/tiles"
	"perimetre/tiles/pmtiles"
)

// The reader of the format's authors finds in an archive what was written, through leaf directories, and nothing elsewhere.
func TestTheReaderOfTheFormatsAuthorsReadsArchives(t *testing.T) {
	contents, ids := deepTiles()
	path := filepath.Join(t.TempDir(), "deep.pmtiles")
	if err := os.WriteFile(path, write(t, contents, ids), 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{path}
	var want strings.Builder
	for i := 0; i < len(ids); i += 997 {
		args = append(args, ids[i].String())
		fmt.Fprintf(&want, "%v %d %x\n", ids[i], pmtiles.Number(ids[i]), sha256.Sum256([]byte(contents[ids[i]])))
	}
	for _, id := range []tiles.ID{{Z: 5, X: 3, Y: 4}, {Z: 9, X: 100, Y: 7}} {
		args = append(args, id.String())
		fmt.Fprintf(&want, "%v %d none\n", id, pmtiles.Number(id))
	}
	header, rest, _ := strings.Cut(node.Run(t, filepath.Join("testdata", "read.mjs"), args...), "\n")
	metadata, found, _ := strings.Cut(rest, "\n")
	if diff := cmp.Diff(want.String(), found); diff != "" {
		t.Errorf("tiles, their numbers and digests (-want +got):\n%s", diff)
	}
	var h, m map[string]any
	if err := json.Unmarshal([]byte(header), &h); err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]any{
		"specVersion": 3., "clustered": true, "internalCompression": 2., "tileCompression": 2., "tileType": 1., "minZoom": 6., "maxZoom": 7.,
		"minLon": -61.8, "minLat": -21.4, "maxLon": 55.9, "maxLat": 51.1, "centerZoom": 6., "centerLon": 2.5, "centerLat": 46.25,
		"numAddressedTiles": float64(len(ids)), "numTileEntries": float64(len(ids)), "numTileContents": float64(len(ids)),
	} {
		if h[name] != value {
			t.Errorf("%s in the header is %v, want %v", name, h[name], value)
		}
	}
	if err := json.Unmarshal([]byte(metadata), &m); err != nil {
		t.Fatal(err)
	}
	if layers, ok := m["vector_layers"].([]any); !ok || len(layers) != 2 || m["name"] != "perimetre" || m["generator"] != "perimetre test" {
		t.Errorf("metadata are %s", metadata)
	}
}
