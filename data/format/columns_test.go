package format

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestColumnsOfEveryKnownDialect(t *testing.T) {
	for _, test := range []struct {
		name    string
		role    Role
		dialect Dialect
		columns string
		want    Columns
	}{
		{
			"communes of ADMIN EXPRESS 2", Communes, AdminExpress2, "ID INSEE_COM NOM_COM INSEE_DEP INSEE_REG CODE_EPCI POPULATION",
			Columns{
				FieldINSEE: "INSEE_COM", FieldName: "NOM_COM", FieldEPCI: "CODE_EPCI", FieldDepartement: "INSEE_DEP",
				FieldRegion: "INSEE_REG", FieldPopulation: "POPULATION",
			},
		},
		{
			"communes of ADMIN EXPRESS 3", Communes, AdminExpress3, "ID NOM NOM_M INSEE_COM SIREN_EPCI POPULATION",
			Columns{FieldINSEE: "INSEE_COM", FieldName: "NOM", FieldEPCI: "SIREN_EPCI", FieldPopulation: "POPULATION"},
		},
		{
			"communes of ADMIN EXPRESS 4", Communes, AdminExpress4,
			"code_insee nom_officiel codes_siren_des_epci code_insee_du_departement code_insee_de_la_region",
			Columns{
				FieldINSEE: "code_insee", FieldName: "nom_officiel", FieldEPCI: "codes_siren_des_epci",
				FieldDepartement: "code_insee_du_departement", FieldRegion: "code_insee_de_la_region",
			},
		},
		{
			"composition of EPCI, short names", EPCI, Perimetre, "siren nom type insee_commune nom_commune population",
			Columns{
				FieldSIREN: "siren", FieldName: "nom", FieldNature: "type", FieldINSEE: "insee_commune",
				FieldCommune: "nom_commune", FieldPopulation: "population",
			},
		},
		{
			"composition of EPCI, as DGCL publishes it", EPCI, DGCL,
			"dept siren raison_sociale nature_juridique mode_financ nb_membres total_pop_tot total_pop_mun dep_com insee " +
				"siren_membre nom_membre ptot_2025 pmun_2025",
			Columns{
				FieldSIREN: "siren", FieldName: "raison_sociale", FieldNature: "nature_juridique", FieldINSEE: "insee",
				FieldCommune: "nom_membre", FieldPopulation: "pmun_2025",
			},
		},
		{
			"polygons of EPCI, ADMIN EXPRESS 3", EPCIPolygons, AdminExpress3, "ID CODE_SIREN NOM NATURE",
			Columns{FieldSIREN: "CODE_SIREN", FieldName: "NOM"},
		},
		{
			"polygons of EPCI, ADMIN EXPRESS 4", EPCIPolygons, AdminExpress4, "cleabs code_siren nature nom_officiel",
			Columns{FieldSIREN: "code_siren", FieldName: "nom_officiel"},
		},
		{
			"SIREN of communes", CommunesSIREN, Perimetre, "siren insee nom",
			Columns{FieldSIREN: "siren", FieldINSEE: "insee", FieldName: "nom"},
		},
		{
			"SIREN of communes, as DGCL publishes it beside those of EPCI", CommunesSIREN, DGCL, "siren raison_sociale insee siren_membre nom_membre",
			Columns{FieldSIREN: "siren_membre", FieldINSEE: "insee", FieldName: "nom_membre"},
		},
		{
			"passage between two vintages, the older first", Passage, Perimetre, "insee_2018 nom_2018 insee_2025 date_effet mod_insee split",
			Columns{
				FieldOld: "insee_2018", FieldNew: "insee_2025", FieldDate: "date_effet", FieldMovement: "mod_insee",
				FieldSplit: "split",
			},
		},
		{
			"movements of communes, as INSEE publishes them", Movements, INSEE,
			"MOD DATE_EFF TYPECOM_AV COM_AV TNCC_AV NCC_AV NCCENR_AV LIBELLE_AV TYPECOM_AP COM_AP TNCC_AP NCC_AP NCCENR_AP LIBELLE_AP",
			Columns{
				FieldMovement: "MOD", FieldDate: "DATE_EFF", FieldOldType: "TYPECOM_AV", FieldOld: "COM_AV", FieldOldName: "LIBELLE_AV",
				FieldNewType: "TYPECOM_AP", FieldNew: "COM_AP", FieldNewName: "LIBELLE_AP",
			},
		},
		{
			"passage with the newer vintage first", Passage, Perimetre, "insee_2025 insee_2018",
			Columns{FieldOld: "insee_2018", FieldNew: "insee_2025"},
		},
		{
			"territories, long names", Territoires, Perimetre, "territoire_id territoire_nom region_insee_code epci_siren epci_nom source",
			Columns{
				FieldID: "territoire_id", FieldName: "territoire_nom", FieldRegion: "region_insee_code",
				FieldMember: "epci_siren", FieldMemberName: "epci_nom",
			},
		},
		{
			"territories, as ANCT publishes them", Territoires, ANCT, "id_ti lib_ti siren_groupement lib_groupement nature_juridique",
			Columns{
				FieldID: "id_ti", FieldName: "lib_ti", FieldMember: "siren_groupement", FieldMemberName: "lib_groupement",
				FieldNature: "nature_juridique",
			},
		},
		{
			"territories with what the list declares of them", Territoires, Unknown,
			"id_ti territoire_nom siren date_debut date_fin superficie_ti_km2 pop_ti population",
			Columns{
				FieldID: "id_ti", FieldName: "territoire_nom", FieldMember: "siren", FieldFrom: "date_debut",
				FieldUntil: "date_fin", FieldArea: "superficie_ti_km2", FieldPopulation: "pop_ti",
			},
		},
		{
			"communes of territories", TerritoiresCommunes, ANCT, "id_ti lib_ti insee_com lib_com",
			Columns{FieldID: "id_ti", FieldINSEE: "insee_com"},
		},
		{
			"communes of INSEE", Communes, INSEE, "CODGEO LIBGEO DEP REG EPCI",
			Columns{
				FieldINSEE: "CODGEO", FieldName: "LIBGEO", FieldDepartement: "DEP", FieldRegion: "REG", FieldEPCI: "EPCI",
			},
		},
		{
			"passage of INSEE", Passage, INSEE, "CODGEO_2018 CODGEO_2025",
			Columns{FieldOld: "CODGEO_2018", FieldNew: "CODGEO_2025"},
		},
		{
			"polygons of EPCI, ADMIN EXPRESS 2", EPCIPolygons, AdminExpress2, "ID CODE_EPCI NOM_EPCI TYPE_EPCI",
			Columns{FieldSIREN: "CODE_EPCI", FieldName: "NOM_EPCI"},
		},
		{
			"régions of départements", Regions, Perimetre, "departement nom_departement region nom_region",
			Columns{
				FieldDepartement: "departement", FieldDepartementName: "nom_departement",
				FieldRegion: "region", FieldRegionName: "nom_region",
			},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := test.role.Columns("f.csv", strings.Fields(test.columns), nil)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
			if dialect := test.role.Dialect(got); dialect != test.dialect {
				t.Errorf("dialect %q, want %q", dialect, test.dialect)
			}
		})
	}
}

func TestColumnsAreToldInTheOrderOfTheirFields(t *testing.T) {
	columns := Columns{FieldName: "nom_officiel", FieldINSEE: "code_insee", FieldEPCI: "codes_siren_des_epci"}
	if got, want := columns.String(), "epci:codes_siren_des_epci,insee:code_insee,nom:nom_officiel"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestGivenColumnsWin(t *testing.T) {
	given := Given{}
	for _, text := range []string{"passage.new=insee_2018", "passage.date=Since"} {
		if err := given.Set(text); err != nil {
			t.Fatal(err)
		}
	}
	got, err := Passage.Columns("f.csv", []string{"insee_2018", "insee_2016", "SINCE", "date_effet"}, given[Passage])
	if err != nil {
		t.Fatal(err)
	}
	want := Columns{FieldOld: "insee_2016", FieldNew: "insee_2018", FieldDate: "SINCE"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestColumnsThatCannotBeFound(t *testing.T) {
	for _, test := range []struct {
		name    string
		columns []string
		given   Columns
		want    string
	}{
		{
			"one is missing",
			[]string{"siren", "name"},
			nil,
			"f.csv: no column for communes-siren.insee (tried insee, insee_commune, insee_com, code_insee): " +
				"the file has siren, name: name it with --column communes-siren.insee=NAME",
		},
		{
			"two are missing",
			[]string{"a", "b"},
			nil,
			"f.csv: no column for communes-siren.siren (tried siren_commune, siren_membre, siren, code_siren) " +
				"nor for communes-siren.insee (tried insee, insee_commune, insee_com, code_insee): the file has a, b: " +
				"name it with --column communes-siren.siren=NAME --column communes-siren.insee=NAME",
		},
		{
			"the given one is missing",
			[]string{"siren", "insee"},
			Columns{FieldINSEE: "commune"},
			`f.csv: no column "commune" for communes-siren.insee: the file has siren, insee: ` +
				"give one of them with --column communes-siren.insee=NAME",
		},
		{
			"one occurs twice",
			[]string{"siren", "insee", "siren"},
			nil,
			"f.csv: column siren occurs twice: rename one of the two",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := CommunesSIREN.Columns("f.csv", test.columns, test.given)
			if err == nil || err.Error() != test.want {
				t.Errorf("got  %v\nwant %s", err, test.want)
			}
		})
	}
}

func TestGivenColumnsAreChecked(t *testing.T) {
	for text, want := range map[string]string{
		"insee=code":        `column "insee=code": write it as ROLE.FIELD=NAME`,
		"epci.insee":        `column "epci.insee": write it as ROLE.FIELD=NAME`,
		"communs.insee=a":   `column "communs.insee=a": there is no role "communs": one of [communes epci epci-polygons ept communes-siren passage movements territoires regions territoires-communes]`,
		"passage.insee=a":   `column "passage.insee=a": passage has no field "insee": one of [old new date mod split]`,
		"passage.old=a=b.c": "",
	} {
		given := Given{}
		got := ""
		if err := given.Set(text); err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

func TestAPassageBetweenThreeVintagesIsRefused(t *testing.T) {
	_, err := Passage.Columns("f.csv", []string{"insee_2018", "insee_2019", "insee_2025"}, nil)
	want := "f.csv: there are more than two vintages, insee_2018, insee_2019 and insee_2025: " +
		"name two with --column passage.old=NAME --column passage.new=NAME"
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}
