package change_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"perimetre/data/ingest"
	"perimetre/geo"
	"perimetre/geo/change"
	"perimetre/geo/cog"
	"perimetre/geo/perimeter"
	"perimetre/internal/race"
	"perimetre/internal/shared"
)

// france is the list of 2024 on the polygons of 2018, brought to the registers of 2024 and of 2025; it is read once.
var france struct {
	sync.Once
	of2024, of2025 change.Side
	history        *cog.History
	err            error
}

func sides(t *testing.T) (of2024, of2025 change.Side, history *cog.History) {
	t.Helper()
	race.LeaveOut(t)
	files := ingest.Files{
		Communes:      shared.File(t, "communes-2018.geojsonl.gz"),
		EPT:           shared.File(t, "ept-2025.csv.gz"),
		CommunesSIREN: shared.File(t, "communes-siren-2025.csv.gz"),
		Movements:     shared.File(t, "insee-mouvements-communes-2026.csv.gz"),
		Territoires:   shared.File(t, "territoires-industrie-183-2024.csv"),
		Geometry:      2018,
		Now:           time.Unix(0, 0),
	}
	read := func(vintage geo.Vintage, epci string) change.Side {
		files.Vintage, files.EPCI = vintage, epci
		edition, _, err := ingest.Read(context.Background(), files, func(string, int64, int64) {})
		if err != nil {
			france.err = err
			return change.Side{}
		}
		france.history = cog.NewHistory(edition.Movements)
		ground, _ := perimeter.NewGround(edition)
		return change.Of(ground)
	}
	france.Do(func() {
		france.of2024 = read(2024, shared.File(t, "epci-2024.csv.gz"))
		france.of2025 = read(2025, shared.File(t, "epci-2025.csv.gz"))
	})
	if france.err != nil {
		t.Fatal(france.err)
	}
	return france.of2024, france.of2025, france.history
}

// kinds writes the kinds of changes by territory.
func kinds(changes []change.Change) map[string]string {
	found := map[string]string{}
	for _, c := range changes {
		var names []string
		for _, k := range c.Kinds {
			names = append(names, k.String())
		}
		found[c.ID] = strings.Join(names, " ")
	}
	return found
}

// moves writes the communes that came to a territory and left it.
func moves(c change.Change) []string {
	var lines []string
	for _, m := range c.Came {
		lines = append(lines, fmt.Sprintf("+ %s > %s, %s, from %s %v", m.Before.Code, m.After.Code, m.Cause, m.From.EPCI, m.From.Territories))
	}
	for _, m := range c.Left {
		lines = append(lines, fmt.Sprintf("- %s > %s, %s, to %s %v", m.Before.Code, m.After.Code, m.Cause, m.To.EPCI, m.To.Territories))
	}
	return lines
}

func TestThe183BetweenTheRegistersOf2024And2025(t *testing.T) {
	of2024, of2025, history := sides(t)
	changes := change.Between(of2024, of2025, history)
	// Le Mont-Dieu merged into a commune of another EPCI; the other moves are changes of EPCI. Everything else is a merger, a cut or
	// another code inside a territory, whose ground is what it was.
	wantMoves := map[string][]string{
		"ti-2404": {"+ 45041 > 45041, drifted, from 200071850 [ti-2407]"},
		"ti-2407": {"- 45041 > 45041, drifted, to 244500419 [ti-2404]"},
		"ti-4407": {"- 08300 > 08439, drifted, to 240800920 []"},
		"ti-7613": {"+ 66058 > 66058, drifted, from 246600415 []"},
	}
	wantRecoded := map[string]string{
		"ti-2701": "25297>25364 25533>25223", "ti-2704": "71131>71566",
		"ti-2810": "61017>61275 61188>61275 61192>61275 61310>61275", "ti-3203": "80830>80155", "ti-3207": "59070>59006",
		"ti-3214": "02311>02589", "ti-4411": "51205>51485", "ti-4413": "88393>88321", "ti-5204": "49069>49126",
		"ti-5212": "72287>72155 72298>72382", "ti-5215": "85021>85076", "ti-5303": "22200>22237", "ti-7506": "23023>23149",
		"ti-7601": "30094>30329", "ti-7602": "09287>09088",
		"ti-7603": "12076>12218 15141>15031 15141>15035 15141>15047 15141>15141 15141>15171",
		"ti-8403": "69159>69114", "ti-8406": "63330>63109", "ti-8408": "42072>42217 42109>42084 42252>42084",
	}
	if len(changes) != 23 {
		t.Errorf("%d territories changed, want 23", len(changes))
	}
	for _, c := range changes {
		if diff := cmp.Diff(wantMoves[c.ID], moves(c)); diff != "" {
			t.Errorf("%s: moves (-want +got):\n%s", c.ID, diff)
		}
		var recoded []string
		for _, r := range c.Recoded {
			recoded = append(recoded, string(r.Before.Code+">"+r.After.Code))
		}
		if got := strings.Join(recoded, " "); got != wantRecoded[c.ID] {
			t.Errorf("%s: recoded %q, want %q", c.ID, got, wantRecoded[c.ID])
		}
		want := "recoded"
		if wantMoves[c.ID] != nil {
			want = "drifted"
		}
		if got := kinds(changes)[c.ID]; got != want {
			t.Errorf("%s: %s, want %s", c.ID, got, want)
		}
		if moved := c.Before.AreaKm2 != c.After.AreaKm2; moved != (want == "drifted") {
			t.Errorf("%s is %s and goes from %v to %v km²", c.ID, want, c.Before.AreaKm2, c.After.AreaKm2)
		}
	}
	if diff := cmp.Diff(changedSets(of2024.Ground, of2025.Ground), slices.Sorted(maps.Keys(kinds(changes)))); diff != "" {
		t.Errorf("territories whose set of codes differs (-registers +changes):\n%s", diff)
	}
}

// changedSets compares the codes that each list holds in two registers, without any history: the territories where they differ.
func changedSets(a, b *perimeter.Ground) []string {
	codes := func(g *perimeter.Ground, t geo.Territory) []geo.Code {
		var codes []geo.Code
		for _, m := range t.Members {
			if grouping := g.Grouping(geo.SIREN(m.ID)); grouping != nil {
				codes = append(codes, grouping.Grouping.Communes...)
			} else {
				codes = append(codes, geo.Code(m.ID))
			}
		}
		slices.Sort(codes)
		return codes
	}
	var changed []string
	for i, t := range a.Edition.Territories {
		if !slices.Equal(codes(a, t), codes(b, b.Edition.Territories[i])) {
			changed = append(changed, t.ID)
		}
	}
	return changed
}

func TestWithoutMovementsAMergerIsTakenForAMove(t *testing.T) {
	of2024, of2025, _ := sides(t)
	drifted := 0
	for _, c := range change.Between(of2024, of2025, nil) {
		if c.Is(change.Drifted) {
			drifted++
		}
	}
	if drifted != 23 {
		t.Errorf("%d territories drifted, want all 23", drifted)
	}
}

func TestBackwardsTheSameMovesAreExchanged(t *testing.T) {
	of2024, of2025, history := sides(t)
	changes := change.Between(of2025, of2024, history)
	want := map[string][]string{
		"ti-2404": {"- 45041 > 45041, drifted, to 200071850 [ti-2407]"},
		"ti-2407": {"+ 45041 > 45041, drifted, from 244500419 [ti-2404]"},
		"ti-4407": {"+ 08439 > 08300, drifted, from 240800920 []"},
		"ti-7613": {"- 66058 > 66058, drifted, to 246600415 []"},
	}
	if len(changes) != 23 {
		t.Errorf("%d territories changed, want 23", len(changes))
	}
	for _, c := range changes {
		if diff := cmp.Diff(want[c.ID], moves(c)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.ID, diff)
		}
	}
}

// lists reads the two lists of the 183 territories.
func lists(t *testing.T) (of2023, of2024 []geo.Territory) {
	t.Helper()
	read := func(name string) []geo.Territory {
		list, err := ingest.Territories(shared.File(t, name), nil)
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	return read("territoires-industrie-183-2023.csv"), read("territoires-industrie-183-2024.csv")
}

func TestTheListsOf2023And2024DifferByFourAmendments(t *testing.T) {
	of2023, of2024 := lists(t)
	changes := change.Between(change.Side{Territories: of2023}, change.Side{Territories: of2024}, nil)
	want := map[string]string{"ti-2707": "amended", "ti-7506": "amended", "ti-7613": "amended", "ti-8412": "renamed"}
	if diff := cmp.Diff(want, kinds(changes)); diff != "" {
		t.Fatalf("(-want +got):\n%s", diff)
	}
	var got []string
	for _, c := range changes {
		got = append(got, fmt.Sprintf("%s +%d -%d: %s", c.ID, len(c.MembersAdded), len(c.MembersRemoved), c.Sentences()[0].EN))
	}
	sentences := []string{
		"ti-2707 +1 -0: Member added: Cercy-la-Tour (215800467)",
		"ti-7506 +11 -1: Member added: Beissat (212301907)",
		"ti-7613 +1 -1: Member added: CC du Vallespir (246600373)",
		"ti-8412 +0 -0: Renamed: “Pays de Gex – Genevois – Pays Bellegardien” is now “Pays de Gex – Genevois – Terre Valserhône”",
	}
	if diff := cmp.Diff(sentences, got); diff != "" {
		t.Errorf("sentences (-want +got):\n%s", diff)
	}
	if removed := changes[1].MembersRemoved[0].ID; removed != "200066744" {
		t.Errorf("ti-7506 loses %s, want 200066744", removed)
	}
}

func TestAnAmendmentMovesCommunesInTheRegisters(t *testing.T) {
	_, of2025, _ := sides(t)
	of2023, of2024 := lists(t)
	before, after := of2025, of2025
	before.Territories, after.Territories = of2023, of2024
	var got []string
	for _, c := range change.Between(before, after, nil) {
		if c.Is(change.Drifted) {
			t.Errorf("%s drifted between two lists on the same registers", c.ID)
		}
		got = append(got, fmt.Sprintf("%s +%d -%d", c.ID, len(c.Came), len(c.Left)))
	}
	// Eleven communes of Haute-Corrèze Communauté stay in ti-7506: they were in it by their EPCI before.
	want := []string{"ti-2707 +1 -0", "ti-7506 +0 -59", "ti-7613 +10 -14", "ti-8412 +0 -0"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("communes that came and left (-want +got):\n%s", diff)
	}
}
