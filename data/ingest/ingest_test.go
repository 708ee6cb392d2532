package ingest_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"perimetre/data/ingest"
	"perimetre/geo"
	"perimetre/geo/perimeter"
)

// The files of a country of two communes in one EPCI.
const (
	twoCommunes = `{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"insee":"01001","nom":"A"},"geometry":{"type":"Polygon","coordinates":[[[5,46],[5.1,46],[5.1,46.1],[5,46.1],[5,46]]]}},
{"type":"Feature","properties":{"insee":"01002","nom":"B"},"geometry":{"type":"Polygon","coordinates":[[[5.1,46],[5.2,46],[5.2,46.1],[5.1,46.1],[5.1,46]]]}}
]}`
	oneEPCI    = "siren,nom,type,insee_commune,nom_commune,population\n200000172,CC,CC,01001,A,10\n200000172,CC,CC,01002,B,20\n"
	onePolygon = `{"type":"Feature","properties":{"code_siren":"200000172"},"geometry":{"type":"Polygon","coordinates":[[[5,46],[5,46.1],[5.2,46.1],[5.2,46],[5,46]]]}}`
	oneMerger  = "MOD,DATE_EFF,TYPECOM_AV,COM_AV,LIBELLE_AV,TYPECOM_AP,COM_AP,LIBELLE_AP\n" +
		"32,2020-01-01,COM,01001,A,COM,01002,B la Neuve\n32,2020-01-01,COM,01002,B,COM,01002,B la Neuve\n"
	withPeriods  = "id_ti,lib_ti,siren,date_debut,date_fin\n"
	oneTerritory = "territoire_id,territoire_nom,region_insee_code,epci_siren,epci_nom\nti-01,Un,84,200000172,CC\n"
)

// files writes the country, some of its files replaced, into a folder.
func files(t *testing.T, replaced map[string]string) ingest.Files {
	t.Helper()
	folder := t.TempDir()
	given := func(name, text string) string {
		if other, ok := replaced[name]; ok {
			text = other
		}
		if text == "" {
			return ""
		}
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	return ingest.Files{
		Communes: given("communes.geojson", twoCommunes), EPCI: given("epci.csv", oneEPCI), EPT: given("ept.csv", ""),
		EPCIPolygons: given("epci.geojson", ""), CommunesSIREN: given("communes-siren.csv", ""), Passage: given("passage.csv", ""),
		Movements:   given("movements.csv", ""),
		Territoires: given("territoires.csv", oneTerritory), TerritoiresCommunes: given("declared.csv", ""), Vintage: 2025, Now: time.Unix(0, 0),
	}
}

func TestFaultsAreNamedWithTheirPlaceAndTheirMend(t *testing.T) {
	const siren = "siren,insee,nom\n"
	for _, test := range []struct {
		name, file, text, want string
	}{
		{
			"an EPCI of two names", "epci.csv", strings.Replace(oneEPCI, "CC,CC,01002", "CC Bêta,CC,01002", 1),
			`epci.csv: line 3: 200000172 is "CC Bêta" of nature "CC" here and "CC" of nature "CC" before: give it one name and one nature`,
		},
		{
			"an EPCI of two natures", "epci.csv", strings.Replace(oneEPCI, "CC,CC,01002", "CC,CA,01002", 1),
			`epci.csv: line 3: 200000172 is "CC" of nature "CA" here and "CC" of nature "CC" before`,
		},
		{
			"two lead Regions in a cell", "territoires.csv", strings.Replace(oneTerritory, ",84,", ",84;27,", 1),
			`territoires.csv: line 2: there is no Region "84;27": give the INSEE code of the one lead Region`,
		},
		{
			"a lead Region by its name", "territoires.csv", strings.Replace(oneTerritory, ",84,", ",Bretagne,", 1),
			`territoires.csv: line 2: there is no Region "Bretagne"`,
		},
		{
			"two lead Regions in two lines", "territoires.csv", oneTerritory + "ti-01,Un,27,01001,A\n",
			"territoires.csv: line 3: territory ti-01 has the lead Region 27 here and 84 before: give it one",
		},
		{
			"one figure for two territories", "territoires.csv", "id_ti,lib_ti,siren,pop_ti\nti-01 ; ti-02,Un,200000172,12\n",
			"territoires.csv: line 2: one figure for several territories, ti-01 ti-02: give one territory a line",
		},
		{
			"a polygon of an EPCI with a wrong key", "epci.geojson", strings.Replace(onePolygon, "200000172", "200000173", 1),
			"epci.geojson: feature 1 (200000173): the SIREN is malformed: give nine digits whose Luhn key is right",
		},
		{
			"a bow-tie for an EPCI", "epci.geojson", strings.Replace(onePolygon, "[5,46],[5,46.1],[5.2,46.1],[5.2,46]", "[5,46],[5.2,46.1],[5.2,46],[5,46.1]", 1),
			"epci.geojson: feature 1 (200000172): the polygon has a defect, ring-self-crossing at 5.1 46.05: mend it, or remove the feature",
		},
		{
			"two features for an EPCI", "epci.geojson", onePolygon + "\n" + onePolygon,
			"epci.geojson: feature 2 (200000172): the SIREN is that of feature 1 already",
		},
		{
			"a line for an EPCI without ground", "epci.geojson", strings.Replace(onePolygon, "[5,46.1],[5.2,46.1],", "[5.1,46],", 1),
			"epci.geojson: feature 1 (200000172): the polygon has a defect, ring-too-small at 5 46: mend it, or remove the feature",
		},
		{
			"an EPT that is an EPCI", "ept.csv", oneEPCI,
			"ept.csv: line 2: 200000172 is an EPCI already: give a file of EPT only, or the right file",
		},
		{
			"a SIREN of two communes", "communes-siren.csv", siren + "210100012,01001,A\n210100012,01002,B\n",
			"communes-siren.csv: line 3: SIREN 210100012 of commune 01002 is that of another commune or of a grouping: " +
				"give the SIREN of the commune itself",
		},
		{
			"a SIREN of a grouping", "communes-siren.csv", siren + "200000172,01001,A\n",
			"communes-siren.csv: line 2: SIREN 200000172 of commune 01001 is that of another commune or of a grouping",
		},
		{
			"a population that cannot be", "epci.csv", strings.Replace(oneEPCI, ",10", ",99999999999", 1),
			`epci.csv: line 2: population "99999999999" of commune 01001 is not a number`,
		},
		{
			"a commune in two EPCI", "epci.csv", oneEPCI + "249710062,CC 2,CC,01001,A,10\n",
			"epci.csv: line 4: commune 01001 is in 200000172 already",
		},
		{
			"a SIREN with a wrong key", "epci.csv", strings.Replace(oneEPCI, "200000172", "200000173", 1),
			`epci.csv: line 2: SIREN "200000173" is malformed: give nine digits whose Luhn key is right`,
		},
		{
			"a register whose cell holds two SIREN", "epci.csv", strings.Replace(oneEPCI, "200000172", "200054781/200057974", 1),
			"epci.csv: line 2: a cell holds several codes, 200054781 200057974: give one a line",
		},
		{
			"an INSEE code of three digits", "epci.csv", strings.Replace(oneEPCI, "01001", "101", 1),
			`epci.csv: line 2: INSEE code "101" is malformed: give five characters: the département, then the commune`,
		},
		{
			"a feature with two codes", "communes.geojson", strings.Replace(twoCommunes, `"01001"`, `["01001","01003"]`, 1),
			"communes.geojson: feature 1 (01001): the property insee holds several codes, 01001 01003: give one a feature",
		},
		{
			"a commune of Guadeloupe beside the mainland", "communes.geojson", strings.Replace(twoCommunes, "01001", "97105", 1),
			"communes.geojson: feature 1 (97105): it lies at 5 46, far from its département 971: its shape was moved, as on a printed map: " +
				"give the product that has its true coordinates",
		},
		{
			"a day that is none", "territoires.csv", withPeriods + "ti-01,Un,200000172,2024-02-30,\n",
			`territoires.csv: line 2: debut "2024-02-30" is not a day: write it as 2024-01-31`,
		},
		{
			"a period that ends before it begins", "territoires.csv", withPeriods + "ti-01,Un,200000172,2024-02-01,31/01/2024\n",
			"territoires.csv: line 2: the period ends on 2024-01-31, before it begins: correct one of the two days",
		},
		{
			"a territory with two areas", "territoires.csv",
			"id_ti,lib_ti,siren,superficie_ti\nti-01,Un,200000172,12\nti-01,Un,01001,13\n",
			"territoires.csv: line 3: territory ti-01 has an area of 13 km² here and of 12 before: give the figure of the whole territory",
		},
		{
			"a territory with two populations", "territoires.csv",
			"id_ti,lib_ti,siren,pop_ti\nti-01,Un,200000172,12\nti-01,Un,01001,13\n",
			"territoires.csv: line 3: territory ti-01 has 13 inhabitants here and 12 before: give the figure of the whole territory",
		},
		{
			"an area that is a word", "territoires.csv", "id_ti,lib_ti,siren,superficie_ti\nti-01,Un,200000172,grand\n",
			`territoires.csv: line 2: superficie "grand" is not a number from 0 to 1e+06: write digits, or leave the cell empty`,
		},
		{
			"a member that is none", "territoires.csv", "id_ti,lib_ti,siren\nti-01,Un,NR\n",
			"territoires.csv: line 2: the id of the territory or of the member is empty",
		},
		{
			"a declared commune that is malformed", "declared.csv", "id_ti,insee_com\nti-01,01001 ; x\n",
			`declared.csv: line 2: INSEE code "x" is malformed`,
		},
		{
			"a territory with two names", "territoires.csv", oneTerritory + "ti-01,Deux,84,01001,A\n",
			`territoires.csv: line 3: territory ti-01 is named "Deux" here and "Un" before: give it one name, or two ids`,
		},
		{
			"a département in no région", "communes.geojson", strings.Replace(twoCommunes, "01001", "99001", 1),
			"communes.geojson: feature 1 (99001): département 99 is in no région",
		},
		{
			"a feature without a code", "communes.geojson", strings.Replace(twoCommunes, `"01001"`, "null", 1),
			"communes.geojson: feature 1: the property insee is empty: give the INSEE code of the commune",
		},
		{
			"a point for a commune", "communes.geojson",
			strings.Replace(twoCommunes, `"Polygon","coordinates":[[[5,46],[5.1,46],[5.1,46.1],[5,46.1],[5,46]]]`, `"Point","coordinates":[5,46]`, 1),
			"communes.geojson: feature 1 (01001): the geometry is not a polygon",
		},
		{
			"a movement of a kind that is no number", "movements.csv", oneMerger + "XX,2020-01-01,COM,01001,A,COM,01002,B\n",
			`movements.csv: line 4: the kind of event "XX" is not a number: give the code MOD of INSEE`,
		},
		{
			"a movement of a day that is none", "movements.csv", oneMerger + "32,32/01/2020,COM,01001,A,COM,01002,B\n",
			`movements.csv: line 4: date "32/01/2020" cannot be read: write year, month and day: 2025-01-01`,
		},
		{
			"a movement of no commune", "movements.csv", oneMerger + "32,2020-01-01,COM,Un,A,COM,01002,B\n",
			`movements.csv: line 4: INSEE code "Un" is malformed: give five characters: the département, then the commune`,
		},
		{
			"a movement without a type", "movements.csv", oneMerger + "32,2020-01-01,,01001,A,COM,01002,B\n",
			"movements.csv: line 4: the type of 01001 is empty: give it: COM for a commune, COMA, COMD or ARM for a part of one",
		},
		{
			"a bow-tie", "communes.geojson", strings.Replace(twoCommunes, "[5,46],[5.1,46],[5.1,46.1],[5,46.1],[5,46]", "[5,46],[5.1,46.1],[5.1,46],[5,46.1],[5,46]", 1),
			"ring-self-crossing at 5.05 46.05: Ring that crosses itself: A (01001)",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, _, err := ingest.Read(t.Context(), files(t, map[string]string{test.file: test.text}), func(string, int64, int64) {})
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got  %v\nwant %s", err, test.want)
			}
		})
	}
}

func TestAPolygonGoesToItsGrouping(t *testing.T) {
	edition, report, err := ingest.Read(t.Context(), files(t, map[string]string{
		"epci.geojson": onePolygon + "\n" + strings.Replace(onePolygon, "200000172", "249710062", 1),
	}), func(string, int64, int64) {})
	if err != nil {
		t.Fatal(err)
	}
	// The ring is wound as RFC 7946 asks, and starts anywhere.
	want := geo.Box{Min: geo.Point{X: 5_0000000, Y: 46_0000000}, Max: geo.Point{X: 5_2000000, Y: 46_1000000}}
	declared := edition.Groupings[0].Declared
	if box, _ := declared.Bounds(); box != want || declared.Vertices() != 5 || perimeter.Area(declared) < 1e8 {
		t.Errorf("declared polygon %v, want that of the file, counter-clockwise", declared)
	}
	if diff := cmp.Diff([]geo.SIREN{"249710062"}, report.UnknownEPCI); diff != "" {
		t.Errorf("polygons that no register has (-want +got):\n%s", diff)
	}
	if source := edition.Sources[len(edition.Sources)-1]; source.Role != "epci-polygons" || source.Records != 2 {
		t.Errorf("the last source is %+v, want the polygons", source)
	}
}

func TestPassageMergesAndFollows(t *testing.T) {
	given := files(t, map[string]string{
		"passage.csv": "insee_2018,insee_2025\n01001,01002\n01002,01002\n",
		"epci.csv":    "siren,nom,type,insee_commune,nom_commune,population\n200000172,CC,CC,01002,B la Neuve,30\n",
	})
	edition, report, err := ingest.Read(t.Context(), given, func(string, int64, int64) {})
	if err != nil {
		t.Fatal(err)
	}
	if report.Features != 2 || report.Communes != 1 || report.FeaturesInEPCI != 2 {
		t.Errorf("report %+v, want two features in one commune", report)
	}
	commune := edition.Communes[0]
	if commune.Code != "01002" || commune.Name != "B la Neuve" || commune.Population != 30 || len(commune.Geometry) != 1 {
		t.Errorf("commune %+v, want the merged one of the register", commune)
	}
}

func TestMovementsMergeAndFollowAndTellWhatTheyCannot(t *testing.T) {
	// A and B merge in 2020; in 2024, C is cut out of the two, and an event of a kind that nobody knows befalls a commune.
	movements := oneMerger + "21,2024-01-01,COM,01002,B la Neuve,COM,01002,B la Neuve\n21,2024-01-01,COM,01002,B la Neuve,COM,01003,C\n" +
		"99,2024-02-01,COM,01002,B la Neuve,COM,01002,B la Neuve\n"
	given := files(t, map[string]string{
		"movements.csv": movements,
		"epci.csv": "siren,nom,type,insee_commune,nom_commune,population\n200000172,CC,CC,01002,B la Neuve,30\n" +
			"200000172,CC,CC,01003,C,5\n",
	})
	given.Geometry = 2018
	edition, report, err := ingest.Read(t.Context(), given, func(string, int64, int64) {})
	if err != nil {
		t.Fatal(err)
	}
	if len(edition.Communes) != 1 || edition.Communes[0].Code != "01002" || edition.Communes[0].Population != 30 || len(edition.Movements) != 5 {
		t.Errorf("communes %+v and %d movements, want the merged one and 5", edition.Communes, len(edition.Movements))
	}
	m := report.Movements
	if m.Read != 5 || m.Geometry != 2018 || len(m.Unknown) != 1 || m.Unknown[0].Mod != 99 || m.NotAlive != nil || m.Differ != nil {
		t.Errorf("movements %+v, want 5 read and one of an unknown kind", m)
	}
	if len(m.Unfollowed) != 1 || m.Unfollowed[0].Code != "01003" || m.Unfollowed[0].Within.Code != "01002" {
		t.Errorf("communes that polygons cannot draw: %+v, want C in B", m.Unfollowed)
	}
	if source := edition.Sources[0]; source.Role != "communes" || source.Vintage != 2018 {
		t.Errorf("the polygons are of %d, want 2018", source.Vintage)
	}

	// Without their year, the polygons are taken for those of the registers, and a code is told that nobody had.
	given.Geometry = 0
	if edition, report, err = ingest.Read(t.Context(), given, func(string, int64, int64) {}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]geo.Code{"01001"}, report.Movements.NotAlive); diff != "" || len(edition.Communes) != 2 {
		t.Errorf("%d communes, want 2; codes that are not alive (-want +got):\n%s", len(edition.Communes), diff)
	}
	given.Geometry = 2026
	if _, _, err = ingest.Read(t.Context(), given, func(string, int64, int64) {}); err == nil || !strings.Contains(err.Error(), "polygons of 2026 and registers of 2025: give") {
		t.Errorf("polygons newer than the registers: %v", err)
	}
}

func TestAPassageWinsOverMovementsAndTheDifferenceIsTold(t *testing.T) {
	given := files(t, map[string]string{"movements.csv": oneMerger, "passage.csv": "insee_2018,insee_2025\n01001,01001\n01002,01002\n"})
	edition, report, err := ingest.Read(t.Context(), given, func(string, int64, int64) {})
	if err != nil {
		t.Fatal(err)
	}
	want := []ingest.Difference{{Code: "01001", Passage: "01001", Movements: "01002"}}
	if diff := cmp.Diff(want, report.Movements.Differ); diff != "" || len(edition.Communes) != 2 {
		t.Errorf("%d communes, want 2; differences (-want +got):\n%s", len(edition.Communes), diff)
	}
}

func TestAStoreIsNotOpenedForFilesThatCannotBeRead(t *testing.T) {
	given := files(t, map[string]string{"epci.csv": "nothing\n"})
	opened := false
	_, _, err := ingest.Run(t.Context(), given, func(context.Context) (ingest.Store, error) {
		opened = true
		return nil, os.ErrInvalid
	}, true, func(string, int64, int64) {})
	if err == nil || opened {
		t.Errorf("error %v, store opened: %v", err, opened)
	}
	given.Vintage = 0
	if _, _, err := ingest.Read(t.Context(), given, nil); err == nil || !strings.Contains(err.Error(), "vintage 0: give the year") {
		t.Errorf("vintage 0: %v", err)
	}
}
