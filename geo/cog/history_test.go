package cog

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"perimetre/geo"
)

// line makes a movement between communes; a code that is empty is no commune.
func line(mod int, date time.Time, before, after geo.Code) geo.Movement {
	side := func(code geo.Code) geo.Commonalty {
		if code == "" {
			return geo.Commonalty{}
		}
		return geo.Commonalty{Type: commune, Code: code, Name: "Commune " + string(code)}
	}
	return geo.Movement{Mod: mod, Date: date, Before: side(before), After: side(after)}
}

func TestAMovementOfAnUnknownKindIsFollowedAndTold(t *testing.T) {
	h := NewHistory([]geo.Movement{
		line(99, day("2024-05-01"), "01001", "01009"),
		line(98, day("2024-06-01"), "01002", "01002"),
	})
	if got := h.Unknown(); len(got) != 2 || got[0].Mod != 99 || got[1].Mod != 98 {
		t.Errorf("unknown movements %v, want both", got)
	}
	want := []string{"01001 Commune 01001 > 01009 Commune 01009, 2024 99"}
	if diff := cmp.Diff(want, brief(h.After("01001", Day(2024), Day(2025)))); diff != "" {
		t.Errorf("01001 (-want +got):\n%s", diff)
	}
	if got := h.Of("01009"); len(got) != 1 || got[0].Mod != 99 {
		t.Errorf("movements of 01009: %v, want the one", got)
	}
}

func TestEventsHoldFromTheirDayOn(t *testing.T) {
	h := NewHistory([]geo.Movement{line(31, day("2024-03-15"), "01001", "01002"), line(31, day("2024-03-15"), "01002", "01002")})
	for _, test := range []struct {
		code  geo.Code
		on    string
		alive bool
	}{
		{"01001", "2024-03-14", true},
		{"01001", "2024-03-15", false},
		{"01001", "2030-01-01", false},
		{"01002", "2024-03-14", true},
		{"01002", "2024-03-15", true},
	} {
		if alive, told := h.Alive(test.code, day(test.on)); alive != test.alive || !told {
			t.Errorf("%s on %s: alive %v, told %v, want %v", test.code, test.on, alive, told, test.alive)
		}
	}
	if _, told := h.Alive("75056", Day(2024)); told {
		t.Error("a code of which no movement speaks is told")
	}
	if got := h.After("75056", Day(2024), Day(2025)); len(got) != 1 || got[0].After.Code != "75056" || got[0].Moved() || !got[0].Holds {
		t.Errorf("a code of which no movement speaks became %v, want itself", got)
	}
	if got := h.After("01001", Day(2024), Day(2023)); got != nil {
		t.Errorf("a day before the first gives %v, want nothing", got)
	}
	if got := (&History{}).After("01001", Day(2020), Day(2025)); len(got) != 1 || got[0].After.Code != "01001" {
		t.Errorf("no history gives %v, want the code itself", got)
	}
}

// anyMovements draws movements of few communes on few days, many of which contradict each other.
func anyMovements(t *rapid.T) []geo.Movement {
	codes := rapid.SampledFrom([]geo.Code{"", "01001", "01002", "01003", "01004"})
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) geo.Movement {
		m := line(rapid.SampledFrom([]int{20, 21, 31, 41, 99}).Draw(t, "mod"),
			Day(2020).AddDate(0, 0, rapid.IntRange(1, 4).Draw(t, "day")), codes.Draw(t, "before"), codes.Draw(t, "after"))
		m.Before.Name = rapid.SampledFrom([]string{"A", "B"}).Draw(t, "name before")
		m.After.Name = rapid.SampledFrom([]string{"A", "B"}).Draw(t, "name after")
		return m
	}), 0, 12).Draw(t, "movements")
}

func TestHistoryWhateverTheMovements(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		movements := anyMovements(t)
		h := NewHistory(movements)
		shuffled := NewHistory(rapid.Permutation(movements).Draw(t, "order"))
		from := Day(2020).AddDate(0, 0, rapid.IntRange(0, 3).Draw(t, "from"))
		to := from.AddDate(0, 0, rapid.IntRange(0, 4).Draw(t, "days"))
		if diff := cmp.Diff(h.Passage(from, to), shuffled.Passage(from, to)); diff != "" {
			t.Fatalf("the order of movements matters:\n%s", diff)
		}
		for _, code := range []geo.Code{"01001", "01002", "01003", "01004"} {
			after := h.After(code, from, to)
			for _, l := range after {
				if l.After.Code == "" {
					continue
				}
				if alive, told := h.Alive(l.After.Code, to); told && !alive {
					t.Fatalf("%s leads to %s, which is not alive", code, l.After.Code)
				}
				if !slices.Contains(h.Before(l.After.Code, to, from), l) {
					t.Fatalf("%s leads to %s, which does not lead back", code, l.After.Code)
				}
			}
			if len(after) > 0 && !slices.ContainsFunc(after, func(l Link) bool { return l.Holds }) {
				t.Fatalf("the ground of %s is nowhere: %v", code, after)
			}
		}
	})
}
