package check

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"perimetre/geo"
	"perimetre/internal/drawing"
)

func catalogueExamples() map[string]examples {
	nowhere := example{name: "no commune has a polygon", picture: `AB`, territories: []string{"A"}, change: first(func(t *geo.Territory) {
		t.Members[0].ID = "01099"
	})}
	plain := example{name: "a whole perimeter", picture: `AB`, territories: []string{"AB"}}
	with := func(name string, change func(*geo.Edition)) example {
		return example{name: name, picture: `AB`, territories: []string{"AB"}, change: change}
	}
	twoRegions := func(e *geo.Edition) { e.Communes[1].Region, e.Communes[1].Departement = "24", "02" }
	return map[string]examples{
		"M01": {
			speaks: []example{
				with("a wrong key", first(func(t *geo.Territory) { t.Members[0].ID = "200000173" })),
				with("a lost zero", first(func(t *geo.Territory) { t.Members[0].ID = "1001" })),
			},
			silent: []example{plain, with("an unknown code", first(func(t *geo.Territory) { t.Members[0].ID = "01099" }))},
		},
		"M02": {
			speaks: []example{
				with("an unknown code", first(func(t *geo.Territory) { t.Members[0].ID = "01099" })),
				with("an unknown SIREN", first(func(t *geo.Territory) { t.Members[0].ID = "200000172" })),
				{name: "a commune of an EPCI that has no polygon", picture: `AB`, groupings: []string{"ABC"}, territories: []string{"C"}},
			},
			silent: []example{
				plain, with("a malformed one", first(func(t *geo.Territory) { t.Members[0].ID = "200000173" })),
				{name: "an EPCI of which one commune has no polygon", picture: `AB`, groupings: []string{"ABC"}, territories: []string{""}, change: byEPCI(0)},
			},
		},
		"M03": {
			speaks: []example{
				{name: "a commune in two", picture: `AB`, territories: []string{"A", "AB"}},
				{name: "a commune without a polygon", picture: `AB`, groupings: []string{"BC"}, territories: []string{"AC", "C"}},
				{name: "a member that no register has", picture: `AB`, territories: []string{"AD", "BD"}},
			},
			silent: []example{
				{name: "neighbours", picture: `AB`, territories: []string{"A", "B"}},
				{
					name: "of two phases", picture: `AB`, territories: []string{"A", "AB"},
					change: first(func(t *geo.Territory) { t.Phase = "2" }),
				},
				{
					name: "one after the other", picture: `AB`, territories: []string{"A", "AB"},
					change: func(e *geo.Edition) {
						e.Territories[0].Period.Until, e.Territories[1].Period.From = day(2024, 1), day(2024, 1)
					},
				},
			},
		},
		"M04": {
			speaks: []example{
				{
					name: "by its EPCI and its own line", picture: `AB`, groupings: []string{"AB"}, territories: []string{"A"},
					change: first(func(t *geo.Territory) { t.Members = append(t.Members, geo.Member{ID: string(drawing.EPCI(0))}) }),
				},
				{
					name: "by metropole and EPT", picture: `AB`, groupings: []string{"AB", "A"}, territories: []string{""},
					change: both(byEPCI(0, 1), func(e *geo.Edition) { e.Groupings[0].Nature, e.Groupings[1].Nature = "METRO", geo.NatureEPT }),
				},
				{name: "one line twice", picture: `AB`, territories: []string{"AA"}},
			},
			silent: []example{plain, {name: "two EPCI", picture: `AB`, groupings: []string{"A", "B"}, territories: []string{""}, change: byEPCI(0, 1)}},
		},
		"M05": {
			speaks: []example{{name: "one of two communes", picture: `AB`, groupings: []string{"AB"}, territories: []string{"A"}}},
			silent: []example{{name: "both of them", picture: `AB`, groupings: []string{"AB"}, territories: []string{"AB"}}},
		},
		"M06": {
			speaks: []example{{name: "above", picture: `AB`, territories: []string{"AB"}, policy: func(p *Policy) { p.Members = 1 }}},
			silent: []example{{name: "at the limit", picture: `AB`, territories: []string{"AB"}, policy: func(p *Policy) { p.Members = 2 }}, plain},
			lacks:  []example{plain},
		},
		"M07": {
			speaks: []example{{name: "one in none", picture: `AB`, groupings: []string{"A"}, territories: []string{"AB"}}},
			silent: []example{{name: "all in one", picture: `AB`, groupings: []string{"AB"}, territories: []string{"AB"}}, plain},
			lacks:  []example{plain},
		},
		"M08": {
			speaks: []example{with("another name", first(func(t *geo.Territory) { t.Members[0].Name = "Ailleurs" }))},
			silent: []example{
				with("another case", first(func(t *geo.Territory) { t.Members[0].Name = "a" })),
				{
					name: "words for an abbreviation", picture: `AB`, groupings: []string{"AB"}, territories: []string{""},
					change: both(byEPCI(0), first(func(t *geo.Territory) { t.Members[0].Name = "Communauté de communes d’AB" })),
				},
				with("of a member that is unknown", first(func(t *geo.Territory) { t.Members[0] = geo.Member{ID: "01099", Name: "Ailleurs"} })),
			},
			lacks: []example{plain},
		},
		"M09": {
			speaks: []example{
				{
					name: "an agglomeration", picture: `AB`, groupings: []string{"AB"}, territories: []string{""},
					change: both(byEPCI(0), first(func(t *geo.Territory) { t.Members[0].Nature = "Communauté d'agglomération" })),
				},
				with("a commune that is no CC", first(func(t *geo.Territory) { t.Members[0].Nature = "CC" })),
			},
			silent: []example{
				{
					name: "in words", picture: `AB`, groupings: []string{"AB"}, territories: []string{""},
					change: both(byEPCI(0), first(func(t *geo.Territory) { t.Members[0].Nature = "COMMUNAUTÉ DE COMMUNES" })),
				},
				with("a commune", first(func(t *geo.Territory) { t.Members[0].Nature = "Commune" })),
			},
			lacks: []example{plain},
		},
		"G01": {
			speaks: []example{{name: "two parts", picture: `AACB`, territories: []string{"AB"}}},
			silent: []example{{name: "two islands", picture: `AA.B`, territories: []string{"AB"}}, plain},
			lacks:  []example{nowhere},
		},
		"G02": {
			speaks: []example{{name: "a point", picture: `AC DB`, territories: []string{"AB"}}},
			silent: []example{plain, {name: "two parts", picture: `AACB`, territories: []string{"AB"}}},
			lacks:  []example{nowhere},
		},
		"G03": {
			speaks: []example{{name: "two islands", picture: `AA.B`, territories: []string{"AB"}}},
			silent: []example{{name: "two parts on land", picture: `AACB`, territories: []string{"AB"}}},
			lacks:  []example{nowhere},
		},
		"G04": {
			speaks: []example{{name: "all around", picture: `AAA ABA AAA`, territories: []string{"A"}}},
			silent: []example{{name: "open to the sea", picture: `AAA ABA A.A`, territories: []string{"A"}}},
			lacks:  []example{nowhere},
		},
		"G05": {
			speaks: []example{{name: "a lake", picture: `AAA A.A AAA`, territories: []string{"A"}}},
			silent: []example{{name: "a commune", picture: `AAA ABA AAA`, territories: []string{"A"}}},
			lacks:  []example{nowhere},
		},
		"G06": {
			speaks: []example{
				{name: "a new part", picture: `AACB`, territories: []string{"AB"}, change: was(2025, "A")},
				{name: "parts farther away", picture: `ACBDDE`, territories: []string{"AE"}, change: was(2025, "AB")},
				{name: "a new enclave", picture: `AAA ABC AAA`, territories: []string{"AC"}, change: was(2025, "A")},
				{name: "a hole where a member was", picture: `AAA ABA AAA`, territories: []string{"A"}, change: was(2025, "AB")},
			},
			silent: []example{
				{name: "the same split as before", picture: `AACBD`, territories: []string{"ABD"}, change: was(2025, "AB")},
				{name: "the same members", picture: `AACB`, territories: []string{"AB"}, change: was(2025, "AB")},
				{name: "a split that is mended", picture: `AACB`, territories: []string{"ABC"}, change: was(2025, "AB")},
				{name: "a part more, across the sea", picture: `AA.B`, territories: []string{"AB"}, change: was(2025, "A")},
				{
					name: "parts of then by the codes of today", picture: `AACB`, territories: []string{"AB"},
					change: both(was(2020, "AE"), followed(day(2022, 1), "EB")),
				},
				{
					name: "parts of a later year by the codes of today", picture: `AACB`, territories: []string{"AB"},
					change: both(was(2026, "AE"), followed(day(2025, 7), "BE")),
				},
			},
			lacks: []example{
				plain,
				{name: "codes of another year, without movements", picture: `AACB`, territories: []string{"AB"}, change: was(2020, "AE")},
				{
					name: "codes of another year, with movements that end before", picture: `AACB`, territories: []string{"AB"},
					change: both(was(2020, "AE"), moved(day(2000, 1), "ZZ"), moved(day(2022, 1), "EB")),
				},
			},
		},
		"G07": {
			speaks: []example{{name: "a gap", picture: `AAB A.B ABB`, territories: []string{"A"}}},
			silent: []example{{name: "a lake", picture: `AAB A.B ABB`, territories: []string{"AB"}}},
			lacks:  []example{nowhere},
		},
		"G08": {
			speaks: []example{{
				name: "a commune too few", picture: `AB`, groupings: []string{"AB"}, territories: []string{""},
				change: both(byEPCI(0), func(e *geo.Edition) { e.Groupings[0].Declared = e.Communes[0].Geometry }),
			}, {
				name: "a commune without a polygon", picture: `AB`, groupings: []string{"ABC"}, territories: []string{""}, change: byEPCI(0),
			}},
			silent: []example{{
				name: "the same ground", picture: `AB`, groupings: []string{"A"}, territories: []string{""},
				change: both(byEPCI(0), func(e *geo.Edition) { e.Groupings[0].Declared = e.Communes[0].Geometry }),
			}},
			lacks: []example{plain},
		},
		"A01": {speaks: []example{with("two", twoRegions)}, silent: []example{plain}, lacks: []example{nowhere}},
		"A02": {speaks: []example{with("two", twoRegions)}, silent: []example{plain}, lacks: []example{nowhere}},
		"A03": {
			speaks: []example{with("one of two", twoRegions)},
			silent: []example{
				plain,
				{
					name: "an EPCI that is in it by one commune", picture: `AB`, groupings: []string{"AB"}, territories: []string{""},
					change: both(byEPCI(0), twoRegions),
				},
				with("no lead Region", both(twoRegions, first(func(t *geo.Territory) { t.Region = "" }))),
			},
			lacks: []example{with("no lead Region", first(func(t *geo.Territory) { t.Region = "" })), nowhere},
		},
		"A04": {
			speaks: []example{
				with("a larger area", first(func(t *geo.Territory) { t.Declared.AreaKm2 = 180 })),
				with("fewer people", first(func(t *geo.Territory) { t.Declared.Population = 180 })),
				{
					name: "a stricter tolerance", picture: `AB`, territories: []string{"AB"},
					change: first(func(t *geo.Territory) { t.Declared.Population = 199 }), policy: func(p *Policy) { p.Population = 0 },
				},
			},
			silent: []example{
				with("nearly the same", first(func(t *geo.Territory) { t.Declared.AreaKm2, t.Declared.Population = 172, 205 })),
				with("people whom nobody counted", both(
					first(func(t *geo.Territory) { t.Declared.Population = 180 }),
					func(e *geo.Edition) { e.Communes[0].Population = geo.Unknown })),
			},
			lacks: []example{plain, with("people whom nobody counted", both(
				first(func(t *geo.Territory) { t.Declared.Population = 180 }),
				func(e *geo.Edition) { e.Communes[0].Population = geo.Unknown }))},
		},
		"A05": {
			speaks: []example{
				with("one too many", first(func(t *geo.Territory) { t.Declared.Communes = letters("ABC") })),
				with("one missing", first(func(t *geo.Territory) { t.Declared.Communes = letters("A") })),
				with("an empty list", first(func(t *geo.Territory) { t.Declared.Communes = []geo.Code{} })),
			},
			silent: []example{
				with("the same", first(func(t *geo.Territory) { t.Declared.Communes = letters("AB") })),
				with("by a former code", both(
					first(func(t *geo.Territory) { t.Declared.Communes = letters("AE") }), moved(day(2019, 1), "EB", "BB"))),
			},
			lacks: []example{plain},
		},
		"V01": {
			speaks: []example{
				with("one came", had(2025, "A")),
				{name: "one went", picture: `ABC`, territories: []string{"AB"}, change: had(2025, "ABC")},
				{
					name: "one went into another elsewhere", picture: `ABC`, territories: []string{"AB"},
					change: both(had(2020, "ABE"), followed(day(2022, 1), "EC", "CC")),
				},
				{
					name: "one came to an EPCI of an amended list", picture: `ABC`, groupings: []string{"AB"}, territories: []string{""},
					change: both(byEPCI(0), amended("A", "C")),
				},
				{
					name: "one left an EPCI of an amended list", picture: `ABC`, groupings: []string{"A", "B"}, territories: []string{""},
					change: both(byEPCI(0), amended("AB", "C")),
				},
				with("one came, before the later year that was published", both(had(2026, "A"), followed(day(2022, 1), "ZZ"))),
				with("a merger with one that was not in it", both(had(2020, "AB"), followed(day(2022, 1), "EB", "BB"))),
			},
			silent: []example{
				with("the same", had(2025, "AB")),
				with("the same codes of another year", had(2020, "AB")),
				with("a merger inside", both(had(2020, "ABE"), followed(day(2022, 1), "EB", "BB"))),
				with("other members", was(2025, "A")),
				{
					name: "an EPCI that the list no longer has", picture: `ABC`, groupings: []string{"A", "B"}, territories: []string{""},
					change: both(byEPCI(0), amended("AB", ""), first(func(t *geo.Territory) {
						t.Validated.Members = append(t.Validated.Members, geo.Member{ID: string(drawing.EPCI(1))})
					})),
				},
				with("a later year, after a merger inside", both(had(2026, "B"), followed(day(2025, 7), "AB", "BB"))),
				ept("an EPT that no register had then", "C", true),
				ept("an EPT that no register has today", "ABC", false),
				with("one that has no polygon today", had(2025, "ABE")),
				with("codes that cannot be followed", had(2020, "ABE")),
			},
			lacks: []example{
				plain,
				with("codes that cannot be followed", had(2020, "ABE")),
				with("movements that begin too late", both(had(2020, "ABE"), moved(day(2022, 1), "EB", "BB"), moved(day(2026, 1), "ZZ"))),
				with("movements that end too early", both(had(2020, "ABE"), moved(day(2000, 1), "ZZ"), moved(day(2022, 1), "EB", "BB"))),
				ept("an EPT that no register had then", "C", true),
				ept("an EPT that no register has today", "ABC", false),
			},
		},
		"V02": {
			speaks: []example{
				with("polygons of another year", from(source("communes", 2018), source("epci", 2025))),
				with("a passage to another year", from(source("communes", 2018), source("passage", 2024))),
				with("a register of another year, which no passage mends", from(source("epci", 2024), source("passage", 2025))),
				with("polygons of a later year", from(source("communes", 2026), source("passage", 2025))),
				with("polygons of a later year, with movements", both(
					from(source("communes", 2026)), moved(day(2000, 1), "AB"), moved(day(2026, 1), "AB"))),
				with("movements that end before", both(from(source("communes", 2018)), moved(day(2000, 1), "AB"), moved(day(2019, 1), "AB"))),
			},
			silent: []example{
				with("one year", from(source("communes", 2025), source("epci", 2025))),
				with("a passage", from(source("communes", 2018), source("epci", 2025), source("passage", 2025))),
				with("movements", both(from(source("communes", 2018)), moved(day(2000, 1), "AB"), moved(day(2025, 1), "AB"))),
				with("a list, which has no codes", from(source("territoires", 2024))),
			},
			lacks: []example{plain},
		},
		"V03": {
			speaks: []example{
				with("an overlap", first(func(t *geo.Territory) {
					t.Versions = []geo.Period{{Until: day(2024, 2)}, {From: day(2024, 1)}}
				})),
				with("a gap", first(func(t *geo.Territory) {
					t.Versions = []geo.Period{{Until: day(2024, 1)}, {From: day(2024, 2)}}
				})),
				with("an overlap with a version that is long over", first(func(t *geo.Territory) {
					t.Versions = []geo.Period{{Until: day(2024, 6)}, {From: day(2024, 1), Until: day(2024, 2)}, {From: day(2024, 2)}}
				})),
				with("no end", first(func(t *geo.Territory) { t.Versions = []geo.Period{{}, {From: day(2024, 2)}} })),
			},
			silent: []example{plain, with("one after the other", first(func(t *geo.Territory) {
				t.Versions = []geo.Period{{Until: day(2024, 1)}, {From: day(2024, 1)}}
			}))},
		},
		"V04": {
			speaks: []example{
				with("another name", elsewhere(geo.Territory{ID: "ti-01", Name: "Autre"})),
				with("other members", elsewhere(geo.Territory{ID: "ti-01", Name: "Territoire AB", Members: []geo.Member{{ID: "01001"}}})),
			},
			silent: []example{
				with("the same, spelt otherwise", elsewhere(geo.Territory{
					ID: "ti-01", Name: "TERRITOIRE « AB »", Members: []geo.Member{{ID: "01002"}, {ID: "01001"}},
				})),
				with("another identifier", elsewhere(geo.Territory{ID: "ti-02", Name: "Autre"})),
			},
			lacks: []example{plain},
		},
		"Q01": {
			speaks: []example{
				with("a no-break space", first(func(t *geo.Territory) { t.Published = t.Name + "\u00a0" })),
				with("a control character", first(func(t *geo.Territory) { t.Name = "A\x07" })),
				with("a wrong encoding", first(func(t *geo.Territory) { t.Name = "CrÃ©mieu" })),
				with("a member's name", first(func(t *geo.Territory) { t.Members[0].Name = "Pontarlier\u00c2\u00a0" })),
			},
			silent: []example{
				with("published as it is", first(func(t *geo.Territory) { t.Published = t.Name })),
				with("accents", first(func(t *geo.Territory) { t.Name = "L’Âge d’Œuvre – Noël à Crémieu «»" })),
			},
		},
	}
}

func TestEveryRuleSpeaksIsSilentAndSaysWhenItCannotJudge(t *testing.T) {
	all := catalogueExamples()
	for _, rule := range Catalogue() {
		examples := all[rule.Code]
		if rule.Title.FR == "" || rule.Title.EN == "" || rule.Basis == "" {
			t.Errorf("rule %s lacks a title or a basis", rule.Code)
		}
		if len(examples.speaks) == 0 || len(examples.silent) == 0 || (len(examples.lacks) == 0) != (rule.lacks == nil) {
			t.Errorf("rule %s lacks an example: where it speaks, where it is silent, where it cannot judge", rule.Code)
		}
		for _, kind := range []struct {
			name                 string
			examples             []example
			speaks, notEvaluable bool
		}{
			{"speaks of", examples.speaks, true, false},
			{"is silent on", examples.silent, false, false},
			{"cannot judge", examples.lacks, false, true},
		} {
			for _, x := range kind.examples {
				t.Run(rule.Code+" "+kind.name+" "+x.name, func(t *testing.T) {
					verdict := x.verdict()
					if spoke := slices.Contains(codes(verdict.Findings), rule.Code); spoke != kind.speaks && !kind.notEvaluable {
						t.Errorf("findings %v", codes(verdict.Findings))
					}
					lacking := slices.IndexFunc(verdict.NotEvaluable, func(n NotEvaluable) bool { return n.Code == rule.Code })
					if kind.notEvaluable && (lacking < 0 || verdict.NotEvaluable[lacking].Reason.FR == "" || verdict.NotEvaluable[lacking].Reason.EN == "") {
						t.Errorf("not evaluable: %+v", verdict.NotEvaluable)
					}
					worded(t, verdict.Findings)
				})
			}
		}
	}
}

// worded holds findings to what people need: a sentence and, unless it is for their knowledge only, a mend in both languages.
func worded(t *testing.T, findings []Finding) {
	t.Helper()
	for _, f := range findings {
		if f.Message.FR == "" || f.Message.EN == "" || (f.Hint.FR == "") != (f.Hint.EN == "") {
			t.Errorf("%s lacks a language: %+v, %+v", f.Code, f.Message, f.Hint)
		}
		if f.Hint.FR == "" && f.Severity != Info {
			t.Errorf("%s has no hint: %s", f.Code, f.Message.EN)
		}
	}
}

func TestTheCatalogueIsWholeAndOrdered(t *testing.T) {
	var codes []string
	for _, rule := range Catalogue() {
		codes = append(codes, rule.Code)
	}
	want := []string{
		"M01", "M02", "M03", "M04", "M05", "M06", "M07", "M08", "M09", "G01", "G02", "G03", "G04", "G05", "G06", "G07", "G08",
		"A01", "A02", "A03", "A04", "A05", "V01", "V02", "V03", "V04", "Q01",
	}
	if diff := cmp.Diff(want, codes); diff != "" {
		t.Errorf("catalogue (-want +got):\n%s", diff)
	}
}
