package main

import (
	"encoding/xml"
	"io/fs"
	"slices"
	"testing"

	"perimetre/data/format"
	"perimetre/geo"
	"perimetre/geo/atlas"
	"perimetre/geo/check"
	"perimetre/internal/drawing"
)

// drawn gives an atlas of two territories, one of them without ground.
func drawn(t *testing.T) *atlas.Atlas {
	t.Helper()
	a, _ := atlas.Build(drawing.Draw(`
		AAB
		C.B`).Edition([]string{"AB"}, []string{"Z"}), check.Policy{})
	return a
}

// qml is what QGIS reads of a style, as far as it must agree with its layer.
type qml struct {
	XMLName    xml.Name `xml:"qgis"`
	Version    string   `xml:"version,attr"`
	Categories string   `xml:"styleCategories,attr"`
	Renderer   struct {
		Type       string `xml:"type,attr"`
		Attribute  string `xml:"attr,attr"`
		Categories []struct {
			Value  string `xml:"value,attr"`
			Symbol string `xml:"symbol,attr"`
			Label  string `xml:"label,attr"`
		} `xml:"categories>category"`
		Symbols []struct {
			Name   string `xml:"name,attr"`
			Type   string `xml:"type,attr"`
			Layers []struct {
				Class string `xml:"class,attr"`
				Props []struct {
					Key   string `xml:"k,attr"`
					Value string `xml:"v,attr"`
				} `xml:"prop"`
			} `xml:"layer"`
		} `xml:"symbols>symbol"`
	} `xml:"renderer-v2"`
}

func TestEveryLayerHasAStyleThatFitsIt(t *testing.T) {
	a := drawn(t)
	var layers []collection
	for _, level := range levels(allCollections) {
		layers = append(layers, unitsOf(a, level))
	}
	layers = append(layers, findingsOf(a, true)...)
	symbolOf := map[format.GeometryType]string{format.MultiPolygon: "fill", format.MultiLine: "line", format.MultiPoint: "marker"}
	for _, l := range layers {
		t.Run(l.name, func(t *testing.T) {
			var s qml
			if err := xml.Unmarshal([]byte(l.style), &s); err != nil {
				t.Fatal(err)
			}
			if s.Version == "" || s.Categories != "Symbology" || len(s.Renderer.Symbols) == 0 {
				t.Errorf("version %q, categories %q, %d symbols", s.Version, s.Categories, len(s.Renderer.Symbols))
			}
			var names []string
			for _, symbol := range s.Renderer.Symbols {
				names = append(names, symbol.Name)
				if symbol.Type != symbolOf[l.geometry] || len(symbol.Layers) == 0 {
					t.Errorf("symbol %s is a %s of %d layers, want a %s", symbol.Name, symbol.Type, len(symbol.Layers), symbolOf[l.geometry])
				}
			}
			switch s.Renderer.Type {
			case "singleSymbol":
				if !slices.Equal(names, []string{"0"}) {
					t.Errorf("symbols %v, want 0", names)
				}
			case "categorizedSymbol":
				testCategories(t, l, s, names)
			default:
				t.Errorf("renderer %q", s.Renderer.Type)
			}
		})
	}
	files, err := fs.ReadDir(styles, "style")
	if err != nil || len(files) != len(layers) {
		t.Errorf("%d styles for %d layers (%v)", len(files), len(layers), err)
	}
}

func testCategories(t *testing.T, l collection, s qml, symbols []string) {
	t.Helper()
	fields := format.SchemaOf("", slices.Collect(l.features)).Fields
	if len(fields) == 0 {
		fields = format.SchemaOf("", []geo.Feature{findingFeature("", check.Finding{})}).Fields // no finding of that kind is drawn
	}
	if !slices.ContainsFunc(fields, func(f format.Attribute) bool { return f.Name == s.Renderer.Attribute }) {
		t.Errorf("it asks for the attribute %q, the layer has %v", s.Renderer.Attribute, fields)
	}
	var values []string
	for _, c := range s.Renderer.Categories {
		values = append(values, c.Value)
		if !slices.Contains(symbols, c.Symbol) || c.Label == "" {
			t.Errorf("category %+v, symbols %v", c, symbols)
		}
	}
	want := []string{"error", "warning", "notice", "info"}
	if l.name == geo.Territoires.String() {
		want = append(want, "none")
	}
	if !slices.Equal(values, want) {
		t.Errorf("categories %v, want %v", values, want)
	}
	// No severity is told by its colour alone, but on the ground of territories, which findings lie over.
	seen := map[string]bool{}
	for _, symbol := range s.Renderer.Symbols {
		for _, p := range symbol.Layers[0].Props {
			if shape := map[string]string{"fill": "style", "line": "line_style", "marker": "name"}[symbol.Type]; p.Key == shape {
				seen[p.Value] = true
			}
		}
	}
	if l.name != geo.Territoires.String() && len(seen) != len(want) {
		t.Errorf("%d shapes or patterns for %d severities", len(seen), len(want))
	}
}
