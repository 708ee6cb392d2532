package static

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"iter"

	"perimetre/tiles"
	"perimetre/web/glyph"
	"perimetre/web/style"
	"perimetre/web/ui"
)

// Files gives the page, the style, what the page loads and the glyphs, in this order, by their paths in the folder. The style has
// the layers of the tiles that are described. It fails in a binary that was built without its front end.
func Files(described tiles.TileJSON) (iter.Seq2[string, []byte], error) {
	return files(ui.Dist(), described)
}

type file struct {
	path string
	data []byte
}

func files(dist fs.FS, described tiles.TileJSON) (iter.Seq2[string, []byte], error) {
	page, err := fs.ReadFile(dist, "static.html")
	if err != nil {
		return nil, fmt.Errorf("read the page of a static folder: %w: run make build", err)
	}
	look, err := json.MarshalIndent(style.Static(described), "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write the style: %w", err)
	}
	made := []file{{"index.html", page}, {"style.json", look}}
	err = fs.WalkDir(dist, "assets", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(dist, path)
		made = append(made, file{path, data})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read what the page loads: %w", err)
	}
	return func(yield func(string, []byte) bool) {
		for _, f := range made {
			if !yield(f.path, f.data) {
				return
			}
		}
		for path, data := range glyph.New().Files() {
			if !yield("fonts/"+path, data) {
				return
			}
		}
	}, nil
}
