package change_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"perimetre/geo"
	"perimetre/geo/change"
	"perimetre/geo/cog"
	"perimetre/geo/perimeter"
	"perimetre/internal/drawing"
)

// side makes a side of a drawing: groupings and the lists of territories are letters; 0, 1… in a list is a grouping.
func side(vintage geo.Vintage, picture string, groupings []string, lists ...string) change.Side {
	e := drawing.Draw(picture).Edition(groupings, lists)
	e.Vintage = vintage
	for i := range e.Territories {
		t := &e.Territories[i]
		t.Name = "Territoire"
		for j, m := range t.Members {
			if letter := lists[i][j]; letter < 'A' {
				m.ID = string(drawing.EPCI(int(letter - '0')))
			}
			t.Members[j] = m
		}
	}
	ground, _ := perimeter.NewGround(e)
	return change.Of(ground)
}

// merger is the event of 2025 by which letters become the last of them.
func merger(letters string) *cog.History {
	var movements []geo.Movement
	last := drawing.Commune(letters[len(letters)-1])
	for i := range len(letters) {
		movements = append(movements, geo.Movement{
			Mod: 32, Date: time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC),
			Before: geo.Commonalty{Type: "COM", Code: drawing.Commune(letters[i]), Name: letters[i : i+1]},
			After:  geo.Commonalty{Type: "COM", Code: last, Name: "Neuve"},
		})
	}
	return cog.NewHistory(movements)
}

func TestEveryKindOfChangeIsToldApart(t *testing.T) {
	const picture = `
		ABCD
		ABCD`
	twoEPCI := []string{"AB", "CD"}
	another := change.Side{Territories: []geo.Territory{{ID: "ti-09", Name: "Autre", Members: []geo.Member{{ID: "01001"}}}}}
	for _, test := range []struct {
		name     string
		from, to change.Side
		history  *cog.History
		want     map[string]string
		said     []string
	}{
		{
			"nothing", side(2024, picture, twoEPCI, "0", "1"), side(2025, picture, twoEPCI, "0", "1"), nil, map[string]string{}, nil,
		},
		{
			"a list that takes a commune", side(2024, picture, twoEPCI, "0"), side(2024, picture, twoEPCI, "0C"), nil,
			map[string]string{"ti-01": "amended"},
			[]string{"Membre ajouté : 01003", "C (01003) entre dans le territoire"},
		},
		{
			"an EPCI that takes a commune of another territory",
			side(2024, picture, twoEPCI, "0", "1"), side(2025, picture, []string{"ABC", "D"}, "0", "1"), nil,
			map[string]string{"ti-01": "drifted", "ti-02": "drifted"},
			[]string{
				"C (01003) entre dans le territoire depuis ti-02 [CC CD → CC ABC]",
				"C (01003) quitte le territoire pour ti-01 [CC CD → CC ABC]",
			},
		},
		{
			"an amendment and a drift are told apart",
			side(2024, picture, twoEPCI, "0"), side(2025, picture, []string{"ABC", "D"}, "0D"), nil,
			map[string]string{"ti-01": "amended drifted"},
			[]string{
				"Membre ajouté : 01004", "C (01003) entre dans le territoire [CC CD → CC ABC]",
				"D (01004) entre dans le territoire",
			},
		},
		{
			"a merger inside", side(2024, picture, twoEPCI, "0"), side(2025, `
				BBCD
				BBCD`, []string{"B", "CD"}, "0"), merger("AB"),
			map[string]string{"ti-01": "recoded"},
			[]string{"A (01001) → B (01002), sur le même terrain (création de commune nouvelle, 2025-01-01)"},
		},
		{
			"a merger with a commune of elsewhere", side(2024, picture, twoEPCI, "0"), side(2025, `
				ABBD
				ABBD`, []string{"AB", "D"}, "0"), merger("CB"),
			map[string]string{"ti-01": "drifted"},
			[]string{"C (01003) → B (01002) entre dans le territoire [CC CD → CC AB] (création de commune nouvelle, 2025-01-01)"},
		},
		{
			"a border that is drawn otherwise", side(2024, picture, twoEPCI, "0"), side(2024, `
				ABCD
				ABBD`, twoEPCI, "0"), nil,
			map[string]string{"ti-01": "redigitised"},
			[]string{"Tracé repris : 86,0 km² d'un seul des deux tracés"},
		},
		{
			"an EPCI that is no more, whose communes are in another of the list",
			side(2024, picture, twoEPCI, "01"), side(2025, picture, []string{"ABCD"}, "01"), nil,
			map[string]string{"ti-01": "dissolved"},
			[]string{"200000016 n'existe plus ; ses communes sont dans : CC ABCD (200000008) 100 %"},
		},
		{
			"a territory that comes and one that goes", side(2024, picture, twoEPCI, "0"), another, nil,
			map[string]string{"ti-01": "removed", "ti-09": "added"},
			[]string{"Territoire supprimé : membres 1, communes 2", "Nouveau territoire : membres 1, communes 0"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			changes := change.Between(test.from, test.to, test.history)
			if diff := cmp.Diff(test.want, kinds(changes)); diff != "" {
				t.Errorf("kinds (-want +got):\n%s", diff)
			}
			var said []string
			for _, c := range changes {
				for _, s := range c.Sentences() {
					said = append(said, s.FR)
				}
			}
			if diff := cmp.Diff(test.said, said); diff != "" {
				t.Errorf("sentences (-want +got):\n%s", diff)
			}
		})
	}
}

// withEPT makes the last grouping of a side an EPT.
func withEPT(s change.Side) change.Side {
	groupings := s.Ground.Edition.Groupings
	groupings[len(groupings)-1].Nature = geo.NatureEPT
	ground, _ := perimeter.NewGround(s.Ground.Edition)
	return change.Of(ground)
}

func TestAMemberWhoseRegisterOneSideHasNotIsNoMove(t *testing.T) {
	const picture = "ABCD"
	without, with := side(2024, picture, []string{"ABC"}, "1D"), withEPT(side(2025, picture, []string{"ABC", "AB"}, "1D"))
	for name, sides := range map[string][2]change.Side{"given since": {without, with}, "given before": {with, without}} {
		changes := change.Between(sides[0], sides[1], nil)
		if diff := cmp.Diff(map[string]string{"ti-01": "unresolved"}, kinds(changes)); diff != "" {
			t.Errorf("%s: kinds (-want +got):\n%s", name, diff)
			continue
		}
		c := changes[0]
		if len(c.Came)+len(c.Left)+len(c.Gone) > 0 || len(c.Unresolved) != 1 || c.Unresolved[0].ID != string(drawing.EPCI(1)) {
			t.Errorf("%s: came %v, left %v, gone %v, unresolved %v", name, c.Came, c.Left, c.Gone, c.Unresolved)
		}
	}
}

func TestSharesAreToldAsEachLanguageWritesThem(t *testing.T) {
	changes := change.Between(side(2024, "ABCD", []string{"AB", "CD"}, "01"), side(2025, "ABCD", []string{"ABCD"}, "01"), nil)
	want := geo.Text{
		FR: "200000016 n'existe plus ; ses communes sont dans : CC ABCD (200000008) 100 %",
		EN: "200000016 is no more; its communes are in: CC ABCD (200000008) 100%",
	}
	if got := changes[0].Sentences()[0]; got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestNamesThatReadTheSameAreNoRenaming(t *testing.T) {
	for _, test := range []struct {
		before, after string
		renamed       bool
	}{
		{"Pays d'Auge", "Pays d’Auge", false},
		{"Pays d'Auge", "Pays d'Auge\u00a0", false},
		{"Loire – Forez", "Loire-Forez", false},
		{"Loire  Forez", "Loire Forez", false},
		{"Loire Forez", "Loire-Forez", true},
		{"Pays d'Auge", "Pays d'auge", true},
		{"Vallées", "Vallees", true},
	} {
		from := change.Side{Territories: []geo.Territory{{ID: "ti-01", Name: test.before}}}
		to := change.Side{Territories: []geo.Territory{{ID: "ti-01", Name: test.after}}}
		if changes := change.Between(from, to, nil); (len(changes) > 0) != test.renamed {
			t.Errorf("%q and %q: %v, want renamed %v", test.before, test.after, changes, test.renamed)
		}
	}
}

func TestPhasesAreToldApartWhereBothSidesHaveThem(t *testing.T) {
	list := func(phases ...string) change.Side {
		var s change.Side
		for _, phase := range phases {
			s.Territories = append(s.Territories, geo.Territory{Phase: phase, ID: "ti-01", Name: "Un"})
		}
		return s
	}
	for _, test := range []struct {
		name     string
		from, to change.Side
		want     int
	}{
		{"the same phase", list("2"), list("2"), 0},
		{"a phase that only one side names", list(""), list("2"), 0},
		{"two phases", list("1"), list("2"), 2},
		{"one phase of two", list(""), list("1", "2"), 3},
	} {
		if got := change.Between(test.from, test.to, nil); len(got) != test.want {
			t.Errorf("%s: %d changes, want %d", test.name, len(got), test.want)
		}
	}
}

// anySide draws registers and lists over four communes.
func anySide(t *rapid.T, vintage geo.Vintage) change.Side {
	var groupings [2]string
	for _, letter := range "ABCD" {
		if g := rapid.IntRange(0, 2).Draw(t, "grouping"); g < 2 {
			groupings[g] += string(letter)
		}
	}
	lists := rapid.SliceOfN(rapid.SliceOfNDistinct(rapid.SampledFrom([]byte("01ABCD")), 1, 3, rapid.ID), 1, 2).Draw(t, "lists")
	var letters []string
	for _, list := range lists {
		slices.Sort(list)
		letters = append(letters, string(list))
	}
	return side(vintage, "AB CD", groupings[:], letters...)
}

func TestMovesAreTheSameFromEitherSide(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := anySide(t, 2024), anySide(t, 2024)
		if same := change.Between(a, a, nil); same != nil {
			t.Fatalf("a side differs from itself: %v", same)
		}
		there, back := change.Between(a, b, nil), change.Between(b, a, nil)
		if len(there) != len(back) {
			t.Fatalf("%d changes one way and %d the other", len(there), len(back))
		}
		for i, c := range there {
			if len(c.Came) != len(back[i].Left) || len(c.Left) != len(back[i].Came) {
				t.Fatalf("%s: +%d -%d one way, +%d -%d the other", c.ID, len(c.Came), len(c.Left), len(back[i].Came), len(back[i].Left))
			}
		}
	})
}
