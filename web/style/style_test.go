package style_test

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"perimetre/data/miniature"
	"perimetre/data/policy"
	"perimetre/geo/atlas"
	"perimetre/tiles"
	"perimetre/tiles/mvt"
	"perimetre/web/glyph"
	"perimetre/web/style"
)

// described is the description of the tiles of the imaginary country.
func described() tiles.TileJSON {
	a, _ := atlas.Build(miniature.Country(1), policy.France())
	t := mvt.New(a, mvt.Options{}).TileJSON()
	t.Attribution = "Pays imaginaire"
	return t
}

// plain is a style as a client reads it: numbers, texts, lists and maps.
func plain(t *testing.T, s style.Style) (p struct {
	Sources map[string]map[string]any
	Layers  []map[string]any
},
) {
	t.Helper()
	text, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &p); err != nil {
		t.Fatal(err)
	}
	return p
}

func TestEveryLayerAndPropertyIsInTheTiles(t *testing.T) {
	tiles := described()
	fields := map[string]map[string]string{}
	for _, l := range tiles.VectorLayers {
		fields[l.ID] = l.Fields
	}
	checked := 0
	for _, layer := range plain(t, style.New("", "", tiles)).Layers {
		name, ok := layer["source-layer"].(string)
		if !ok {
			continue
		}
		if fields[name] == nil {
			t.Errorf("layer %s reads %s, which tiles do not have", layer["id"], name)
		}
		for _, property := range properties([]any{layer["filter"], layer["layout"], layer["paint"]}) {
			checked++
			if fields[name][property] == "" {
				t.Errorf("layer %s reads %s of %s, which tiles do not have", layer["id"], property, name)
			}
		}
	}
	if checked < 20 {
		t.Errorf("%d properties checked", checked)
	}
}

// properties gives what expressions read of a feature.
func properties(value any) (found []string) {
	switch value := value.(type) {
	case map[string]any:
		for _, v := range value {
			found = append(found, properties(v)...)
		}
	case []any:
		if len(value) == 2 && (value[0] == "get" || value[0] == "has") {
			return []string{value[1].(string)}
		}
		for _, v := range value {
			found = append(found, properties(v)...)
		}
	}
	return found
}

func TestBordersAndNamesAreEachDrawnFromOneTileLayer(t *testing.T) {
	of := map[string][]any{}
	for _, layer := range plain(t, style.New("", "", described())).Layers {
		of[layer["type"].(string)] = append(of[layer["type"].(string)], layer["source-layer"])
		if paint, ok := layer["paint"].(map[string]any); ok && paint["fill-outline-color"] != nil {
			t.Errorf("layer %s has outlines", layer["id"])
		}
	}
	for kind, want := range map[string]string{"line": "limites", "symbol": "etiquettes"} {
		if got := slices.Compact(of[kind]); len(got) != 1 || got[0] != want {
			t.Errorf("layers of type %s read %v, want %s alone", kind, got, want)
		}
	}
}

func TestEveryFontIsOneThatWeDraw(t *testing.T) {
	known, seen := glyph.New().Names(), 0
	for _, layer := range plain(t, style.New("", "", described())).Layers {
		layout, _ := layer["layout"].(map[string]any)
		fonts, _ := layout["text-font"].([]any)
		for _, font := range fonts {
			seen++
			if !slices.Contains(known, font.(string)) {
				t.Errorf("layer %s is written in %v", layer["id"], font)
			}
		}
	}
	if seen == 0 {
		t.Error("no font seen")
	}
}

func TestALayerWhoseTilesAreLeftOutIsLeftOut(t *testing.T) {
	s := style.New("", "", described().Select([]string{"epci", "limites"}))
	if len(s.Layers) < 2 || s.Layers[0].Type != "background" {
		t.Fatalf("%d layers", len(s.Layers))
	}
	for _, l := range s.Layers[1:] {
		if l.SourceLayer != "limites" {
			t.Errorf("layer %s reads %s", l.ID, l.SourceLayer)
		}
	}
}

func TestAStaticStyleDiffersByItsAddresses(t *testing.T) {
	served := style.New("https://example.org/tiles.json", "https://example.org/fonts/{fontstack}/{range}.pbf", described())
	static := style.Static(described())
	want := map[string]style.Source{style.SourceName: {Type: "vector", URL: "pmtiles://tiles.pmtiles", Attribution: "Pays imaginaire"}}
	if diff := cmp.Diff(want, static.Sources); diff != "" {
		t.Errorf("sources (-want +got):\n%s", diff)
	}
	if static.Glyphs != "fonts/{fontstack}/{range}.pbf" {
		t.Errorf("glyphs %q", static.Glyphs)
	}
	if diff := cmp.Diff(served.Layers, static.Layers); diff != "" {
		t.Errorf("layers (-served +static):\n%s", diff)
	}
}

// TestPagesHaveTheSameColours: pages draw legends, symbols and patterns in the colours of the style.
func TestPagesHaveTheSameColours(t *testing.T) {
	source, err := os.ReadFile("../ui/src/severity.ts")
	if err != nil {
		t.Fatal(err)
	}
	for _, layer := range plain(t, style.New("", "", described())).Layers {
		if layer["id"] != "territoires" {
			continue
		}
		match := layer["paint"].(map[string]any)["fill-color"].([]any)
		last := len(match) - 1
		for pair := range slices.Chunk(append(match[2:last:last], []any{"none"}, match[last]), 2) {
			if line := fmt.Sprintf("%s: %q,", pair[0].([]any)[0], pair[1]); !strings.Contains(string(source), line) {
				t.Errorf("severity.ts does not say %s", line)
			}
		}
		return
	}
	t.Error("no layer of territories")
}
