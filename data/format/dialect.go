package format

// Dialect is how a publisher names the columns of a file.
type Dialect string

// The dialects. The attributes of ADMIN EXPRESS changed with its versions 3.0 (2021) and 4.0 (2025).
const (
	AdminExpress2 Dialect = "ADMIN EXPRESS 2"
	AdminExpress3 Dialect = "ADMIN EXPRESS 3"
	AdminExpress4 Dialect = "ADMIN EXPRESS 4"
	DGCL          Dialect = "DGCL"
	INSEE         Dialect = "INSEE"
	ANCT          Dialect = "ANCT"
	Perimetre     Dialect = "perimetre" // ours
	Unknown       Dialect = "unknown"
)

// Dialect tells by the columns of a file whose they are. It is [Unknown] when they are of no publisher, or of several: such a
// file is read all the same.
func (r Role) Dialect(columns Columns) Dialect {
	for _, signature := range r.signatures() {
		if signature.fits(columns) {
			return signature.dialect
		}
	}
	return Unknown
}

// signature is columns by which a dialect is told from those below it in the list.
type signature struct {
	dialect Dialect
	columns Columns // # stands for any digit
}

func (s signature) fits(columns Columns) bool {
	for field, pattern := range s.columns {
		if column, ok := columns[field]; !ok || !matches(pattern, column) {
			return false
		}
	}
	return true
}

func (r Role) signatures() []signature {
	switch r {
	case Communes:
		return []signature{
			{AdminExpress4, Columns{FieldINSEE: "code_insee", FieldName: "nom_officiel"}},
			{AdminExpress3, Columns{FieldINSEE: "insee_com", FieldName: "nom"}},
			{AdminExpress2, Columns{FieldINSEE: "insee_com", FieldName: "nom_com"}},
			{INSEE, Columns{FieldINSEE: "codgeo", FieldName: "libgeo"}},
			{INSEE, Columns{FieldINSEE: "com", FieldName: "libelle"}},
			{Perimetre, Columns{FieldINSEE: "insee", FieldName: "nom"}},
		}
	case EPCI, EPT:
		return []signature{
			{DGCL, Columns{FieldSIREN: "siren", FieldName: "raison_sociale", FieldINSEE: "insee"}},
			{Perimetre, Columns{FieldSIREN: "siren", FieldName: "nom", FieldINSEE: "insee_commune"}},
		}
	case EPCIPolygons:
		return []signature{
			{AdminExpress4, Columns{FieldSIREN: "code_siren", FieldName: "nom_officiel"}},
			{AdminExpress3, Columns{FieldSIREN: "code_siren", FieldName: "nom"}},
			{AdminExpress2, Columns{FieldSIREN: "code_epci", FieldName: "nom_epci"}},
			{Perimetre, Columns{FieldSIREN: "siren"}},
		}
	case CommunesSIREN:
		return []signature{
			{DGCL, Columns{FieldSIREN: "siren_membre", FieldINSEE: "insee"}},
			{Perimetre, Columns{FieldSIREN: "siren", FieldINSEE: "insee"}},
		}
	case Passage:
		return []signature{
			{INSEE, Columns{FieldOld: "codgeo_####", FieldNew: "codgeo_####"}},
			{Perimetre, Columns{FieldOld: "insee_####", FieldNew: "insee_####"}},
		}
	case Movements:
		return []signature{
			{INSEE, Columns{FieldMovement: "mod", FieldDate: "date_eff", FieldOld: "com_av", FieldNew: "com_ap"}},
		}
	case Territoires:
		return []signature{
			{ANCT, Columns{FieldID: "id_ti", FieldName: "lib_ti", FieldMember: "siren_groupement"}},
			{Perimetre, Columns{FieldID: "territoire_id", FieldName: "territoire_nom", FieldMember: "epci_siren"}},
		}
	case TerritoiresCommunes:
		return []signature{
			{ANCT, Columns{FieldID: "id_ti", FieldINSEE: "insee_com"}},
			{Perimetre, Columns{FieldID: "territoire_id", FieldINSEE: "insee_commune"}},
		}
	case Regions:
		return []signature{
			{Perimetre, Columns{FieldDepartement: "departement", FieldRegion: "region"}},
		}
	}
	return nil
}
