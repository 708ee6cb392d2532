package perimeter

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"perimetre/geo"
	"perimetre/geo/topo"
	"perimetre/internal/drawing"
)

// members names communes by their letters.
func members(letters string) []geo.Member {
	var members []geo.Member
	for i := range len(letters) {
		members = append(members, geo.Member{ID: string(drawing.Commune(letters[i]))})
	}
	return members
}

// letters names the communes of each list.
func letters(g *Ground, lists ...[]int32) []string {
	var names []string
	for _, list := range lists {
		name := ""
		for _, commune := range list {
			name += g.Edition.Communes[commune].Name
		}
		names = append(names, name)
	}
	return names
}

func TestPartsAndEnclaves(t *testing.T) {
	for _, test := range []struct {
		name, picture, members   string
		byEdge, byPoint, enclave []string
		contiguity               Contiguity
	}{
		{"two neighbours are one part", `AB`, "AB", []string{"AB"}, []string{"AB"}, nil, ByEdge},
		{"nobody is in no part", `AB`, "", nil, nil, nil, ByEdge},
		{"two communes apart are two parts, the larger first", `ACBB`, "AB", []string{"B", "A"}, []string{"B", "A"}, nil, SplitOnLand},
		{"a point joins parts that no edge joins", `AC DB`, "AB", []string{"B", "A"}, []string{"AB"}, nil, ByPoint},
		{"two islands", `AA.B`, "AB", []string{"A", "B"}, []string{"A", "B"}, nil, BySea},
		{"a part of an island that is shared with others", `AA.BC`, "AB", []string{"A", "B"}, []string{"A", "B"}, nil, BySea},
		{"two parts of another island", `AA.BCD`, "ABD", []string{"A", "B", "D"}, []string{"A", "B", "D"}, nil, SplitOnLand},
		{"an islet of a part on the land of another", `AA.BCA`, "AB", []string{"A", "B"}, []string{"A", "B"}, nil, SplitOnLand},
		{"a commune all around is an enclave", `AAA ABA AAA`, "A", []string{"A"}, []string{"A"}, []string{"B"}, ByEdge},
		{"two communes in one hole are one enclave", `AAAA ABCA AAAA`, "A", []string{"A"}, []string{"A"}, []string{"BC"}, ByEdge},
		{"a lake is an enclave of nobody", `AAA A.A AAA`, "A", []string{"A"}, []string{"A"}, []string{""}, ByEdge},
		{"an island in a lake is surrounded", `AAAAA A...A A.B.A A...A AAAAA`, "A", []string{"A"}, []string{"A"}, []string{"B"}, ByEdge},
		{"a member inside is no enclave", `AAA ABA AAA`, "AB", []string{"AB"}, []string{"AB"}, nil, ByEdge},
	} {
		t.Run(test.name, func(t *testing.T) {
			g, _ := NewGround(drawing.Draw(test.picture).Edition(nil, nil))
			p := g.Perimeter(members(test.members))
			if diff := cmp.Diff(test.byEdge, letters(g, p.PartsByEdge...)); diff != "" {
				t.Errorf("parts by edge (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.byPoint, letters(g, p.PartsByPoint...)); diff != "" {
				t.Errorf("parts by point (-want +got):\n%s", diff)
			}
			if got := p.Contiguity(); got != test.contiguity {
				t.Errorf("the perimeter holds together %v, want %v", got, test.contiguity)
			}
			var enclave []string
			for _, e := range p.Enclaves {
				enclave = append(enclave, letters(g, e.Communes)...)
			}
			if diff := cmp.Diff(test.enclave, enclave); diff != "" {
				t.Errorf("enclaves (-want +got):\n%s", diff)
			}
		})
	}
}

func TestADetachedPartOfACommuneIsPartlyEnclosed(t *testing.T) {
	g, _ := NewGround(drawing.Draw(`AAAB ABAB AAAB`).Edition(nil, nil))
	p := g.Perimeter(members("A"))
	if len(p.Enclaves) != 1 || len(p.Enclaves[0].Partly) != 1 {
		t.Errorf("enclaves %+v, want one that B is in partly", p.Enclaves)
	}
}

func TestACommuneSurroundsOthersByItself(t *testing.T) {
	g, _ := NewGround(drawing.Draw(`
		AAAAAA
		AB.ACA
		AAAADA
		AAAAAA
		ECF...`).Edition(nil, nil))
	a, _ := g.Commune(drawing.Commune('A'))
	enclaves := g.EnclavesOf(a)
	var communes, partly []string
	for _, e := range enclaves {
		communes = append(communes, letters(g, e.Communes)...)
		partly = append(partly, letters(g, e.Partly)...)
	}
	if diff := cmp.Diff([]string{"B", "CD"}, communes); diff != "" {
		t.Errorf("enclaves (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"", "C"}, partly); diff != "" {
		t.Errorf("communes that are enclosed in part (-want +got):\n%s", diff)
	}
	// The hole of B is as wide as two cells: its lake counts.
	if cells := enclaves[0].Area / g.Area(1); math.Abs(cells-2) > 0.01 {
		t.Errorf("the first enclave is %.2f times B, want 2", cells)
	}
	if got := g.EnclavesOf(1); got != nil {
		t.Errorf("B surrounds %v, want nothing", got)
	}
}

func TestASharedBorderIsMeasuredOnce(t *testing.T) {
	g, _ := NewGround(drawing.Draw(`
		AAB
		ACB
		D.B`).Edition(nil, nil))
	border := func(a, b string) float64 {
		return g.SharedBorder(g.Perimeter(members(a)).Communes, g.Perimeter(members(b)).Communes)
	}
	for _, test := range []struct {
		name, a, b string
		want       float64 // cells
	}{
		{"two sides of a cell", "A", "C", 2},
		{"a part of a longer border", "A", "B", 1},
		{"sets of communes", "AC", "B", 2},
		{"a point is no border", "C", "D", 0},
		{"neighbours that are apart", "D", "B", 0},
	} {
		// A cell is about 7.7 km from west to east and 11.1 km from south to north.
		got := border(test.a, test.b)
		if back := border(test.b, test.a); math.Abs(back-got) > 1e-6 {
			t.Errorf("%s: %f m one way, %f m the other", test.name, got, back)
		}
		if got < 7600*test.want || got > 11200*test.want {
			t.Errorf("%s: %.0f m, want %v sides of a cell", test.name, got, test.want)
		}
	}
	whole := g.Perimeter(members("ABCD"))
	sum := 0.0
	for _, letter := range "ABCD" {
		sum += g.Perimeter(members(string(letter))).Length
	}
	for _, pair := range []string{"AB", "AC", "AD", "BC", "BD", "CD"} {
		sum -= 2 * border(pair[:1], pair[1:])
	}
	if math.Abs(whole.Length-sum) > 1e-6 {
		t.Errorf("the outline is %f m, its parts less their borders %f", whole.Length, sum)
	}
}

func TestMembersAreResolvedByAnyIdentifier(t *testing.T) {
	e := drawing.Draw(`ABC`).Edition([]string{"AB", "D"}, nil)
	e.Communes[2].SIREN = "210100012"
	g, _ := NewGround(e)
	for id, want := range map[string]Member{
		string(drawing.EPCI(0)): {string(drawing.EPCI(0)), EPCI, string(drawing.EPCI(0)), "CC AB", []int32{0, 1}},
		"01002":                 {"01002", Commune, "01002", "B", []int32{1}},
		"210100012":             {"210100012", Commune, "01003", "C", []int32{2}},
		"01004":                 {"01004", Commune, "01004", "as listed", nil},
		"01005":                 {"01005", Unresolved, "01005", "as listed", nil},
		"200040715":             {"200040715", Unresolved, "200040715", "as listed", nil},
	} {
		if diff := cmp.Diff(want, g.Resolve(geo.Member{ID: id, Name: "as listed"})); diff != "" {
			t.Errorf("member %s (-want +got):\n%s", id, diff)
		}
	}
	got := Reach(e)([]geo.Member{{ID: string(drawing.EPCI(0))}, {ID: "210100012"}, {ID: "01004"}, {ID: "01005"}, {ID: "01001"}})
	if diff := cmp.Diff([]geo.Code{"01001", "01002", "01003", "01004"}, got); diff != "" {
		t.Errorf("reached (-want +got):\n%s", diff)
	}
}

// The figures are those of PostGIS 3.3: SELECT ST_Area(g), ST_Perimeter(g) FROM
// (SELECT ST_MakeEnvelope(2, 46, 2.1, 46.1, 4326)::geography AS g) AS cell.
func TestMeasuresOfACell(t *testing.T) {
	g, _ := NewGround(drawing.Draw(`A`).Edition(nil, nil))
	p := g.Perimeter(members("A"))
	const area, length = 86024622.786, 37709.151
	if math.Abs(p.Area-area) > 0.01 || math.Abs(p.Length-length) > 0.001 {
		t.Errorf("area %.2f m², length %.2f m, want %.2f and %.2f", p.Area, p.Length, area, length)
	}
	if want := (geo.Box{Min: geo.Point{X: 20000000, Y: 460000000}, Max: geo.Point{X: 21000000, Y: 461000000}}); p.Box != want {
		t.Errorf("box %v, want %v", p.Box, want)
	}
}

func TestAreasAddUpAndLabelsLieInside(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		width, height := rapid.IntRange(1, 6).Draw(t, "width"), rapid.IntRange(1, 6).Draw(t, "height")
		d := drawing.Drawing{Bent: rapid.Bool().Draw(t, "bent")}
		for range height {
			row := rapid.SliceOfN(rapid.SampledFrom([]byte("ABC.")), width, width).Draw(t, "row")
			d.Rows = append(d.Rows, string(row))
		}
		g, defects := NewGround(d.Edition(nil, nil))
		for _, defect := range defects {
			if defect.Kind != topo.Gap && defect.Kind != topo.HoleEmpty {
				t.Errorf("the drawing has a defect %v", defect)
			}
		}
		sum := 0.0
		for _, letter := range d.Units() {
			p := g.Perimeter(members(string(letter)))
			sum += p.Area
			for _, half := range []float64{-0.5, 0.5} {
				if at := crossings(p.polygonAt(g), float64(p.Label.Y)+half); !inside(at, float64(p.Label.X)) {
					t.Errorf("label %v of %c is not inside %v", p.Label, letter, at)
				}
			}
		}
		whole := g.Perimeter(members(string(d.Units())))
		if math.Abs(whole.Area-sum) > 1e-9*sum {
			t.Errorf("the whole is %f m², its parts %f", whole.Area, sum)
		}
	})
}

// polygonAt gives all rings of the perimeter as one polygon: the even-odd rule tells its inside.
func (p Perimeter) polygonAt(g *Ground) geo.Polygon {
	var rings geo.Polygon
	for _, polygon := range g.Coverage.Geometry(p.Shape) {
		rings = append(rings, polygon...)
	}
	return rings
}

func inside(crossings []float64, x float64) bool {
	n := 0
	for _, at := range crossings {
		if at < x {
			n++
		}
	}
	return n%2 == 1
}
