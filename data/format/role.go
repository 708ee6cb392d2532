package format

import "fmt"

// Role is what a file is given for. It is also the name of the command's flag.
type Role string

// The roles.
const (
	Communes      Role = "communes"       // one record a commune, with its place
	EPCI          Role = "epci"           // one record a member commune of an EPCI
	EPCIPolygons  Role = "epci-polygons"  // one record an EPCI, with its place
	EPT           Role = "ept"            // one record a member commune of an EPT
	CommunesSIREN Role = "communes-siren" // one record a commune, with its SIREN
	Passage       Role = "passage"        // one record a commune of an older vintage
	Movements     Role = "movements"      // one record a side of an event of communes
	Territoires   Role = "territoires"    // one record a member of a territory
	Regions       Role = "regions"        // one record a département, with its région

	// TerritoiresCommunes has one record a commune that the list says to be in a territory.
	TerritoiresCommunes Role = "territoires-communes"
)

// Roles gives every role.
func Roles() []Role {
	return []Role{Communes, EPCI, EPCIPolygons, EPT, CommunesSIREN, Passage, Movements, Territoires, Regions, TerritoiresCommunes}
}

// Layers gives the names by which publishers call the layer of a role, none when it has none.
func (r Role) Layers() []string {
	switch r {
	case Communes:
		return []string{"communes", "commune"}
	case EPCIPolygons:
		return []string{"epci"}
	}
	return nil
}

// Field is an attribute of a record, whatever its column is called.
type Field string

// The fields. Which of them a role has is in [Role.Fields].
const (
	FieldINSEE           Field = "insee"       // INSEE code of the commune
	FieldName            Field = "nom"         // name of the commune, of the grouping or of the territory
	FieldSIREN           Field = "siren"       // SIREN of the grouping, or of the commune
	FieldNature          Field = "nature"      // of the grouping: CC, CA, CU, METRO…
	FieldCommune         Field = "nom_commune" // name of the member commune
	FieldPopulation      Field = "population"  // municipal population of the commune
	FieldEPCI            Field = "epci"        // SIREN of the commune's EPCI
	FieldDepartement     Field = "departement" // code
	FieldDepartementName Field = "nom_departement"
	FieldRegion          Field = "region" // code
	FieldRegionName      Field = "nom_region"
	FieldOld             Field = "old"      // INSEE code in the older vintage, or before an event
	FieldOldType         Field = "old_type" // COM, or the type of a part of a commune
	FieldOldName         Field = "old_name"
	FieldNew             Field = "new" // INSEE code of the commune that holds it now, or after an event
	FieldNewType         Field = "new_type"
	FieldNewName         Field = "new_name"
	FieldDate            Field = "date"  // from which the new code holds
	FieldMovement        Field = "mod"   // INSEE code of the movement
	FieldSplit           Field = "split" // 1 when the older commune was cut into several
	FieldID              Field = "id"    // of the territory
	FieldMember          Field = "membre"
	FieldMemberName      Field = "nom_membre"
	FieldFrom            Field = "debut"      // day from which the territory has these members
	FieldUntil           Field = "fin"        // last day on which it has them
	FieldArea            Field = "superficie" // of the territory, km²
)

// spec is a field of a role and the names of its column that are known, the best first.
// In a name, # stands for any digit: the year of a vintage.
type spec struct {
	field    Field
	required bool
	names    []string
}

// specs is the table of dialects: ADMIN EXPRESS 2, 3 and 4 of IGN, DGCL, INSEE, ANCT.
func (r Role) specs() []spec {
	const required, optional = true, false
	switch r {
	case Communes:
		return []spec{
			{FieldINSEE, required, []string{"insee", "insee_com", "code_insee", "codgeo", "com"}},
			{FieldName, required, []string{"nom", "nom_officiel", "nom_com", "libgeo", "libelle"}},
			{FieldEPCI, optional, []string{"epci", "siren_epci", "code_epci", "codes_siren_des_epci"}},
			{FieldSIREN, optional, []string{"siren", "code_siren"}},
			{FieldPopulation, optional, []string{"population", "pmun_####"}},
			{FieldDepartement, optional, []string{"departement", "insee_dep", "code_insee_du_departement", "dep"}},
			{FieldRegion, optional, []string{"region", "insee_reg", "code_insee_de_la_region", "reg"}},
		}
	case EPCI, EPT:
		return []spec{
			{FieldSIREN, required, []string{"siren", "code_siren", "code_epci", "siren_epci", "siren_groupement"}},
			{FieldName, required, []string{"nom", "nom_officiel", "raison_sociale", "nom_epci", "lib_groupement"}},
			{FieldNature, optional, []string{"type", "nature", "type_epci", "nature_juridique"}},
			{FieldINSEE, required, []string{"insee_commune", "insee", "insee_com", "code_insee"}},
			{FieldCommune, optional, []string{"nom_commune", "nom_membre", "nom_com"}},
			{FieldPopulation, optional, []string{"population", "pmun_####"}},
		}
	case EPCIPolygons:
		return []spec{
			{FieldSIREN, required, []string{"siren", "code_siren", "code_epci", "siren_epci"}},
			{FieldName, optional, []string{"nom", "nom_officiel", "nom_epci"}},
		}
	case CommunesSIREN:
		return []spec{
			{FieldSIREN, required, []string{"siren_commune", "siren_membre", "siren", "code_siren"}},
			{FieldINSEE, required, []string{"insee", "insee_commune", "insee_com", "code_insee"}},
			{FieldName, optional, []string{"nom", "nom_officiel", "nom_commune", "nom_com", "nom_membre"}},
		}
	case Passage:
		return []spec{
			{FieldOld, required, []string{"insee_####", "codgeo_####"}},
			{FieldNew, required, []string{"insee_####", "codgeo_####"}},
			{FieldDate, optional, []string{"date_effet", "date_eff"}},
			{FieldMovement, optional, []string{"mod_insee", "mod"}},
			{FieldSplit, optional, []string{"split"}},
		}
	case Movements:
		return []spec{
			{FieldMovement, required, []string{"mod"}},
			{FieldDate, required, []string{"date_eff", "date_effet"}},
			{FieldOldType, required, []string{"typecom_av"}},
			{FieldOld, required, []string{"com_av"}},
			{FieldOldName, required, []string{"libelle_av", "nccenr_av"}},
			{FieldNewType, required, []string{"typecom_ap"}},
			{FieldNew, required, []string{"com_ap"}},
			{FieldNewName, required, []string{"libelle_ap", "nccenr_ap"}},
		}
	case Territoires:
		return []spec{
			{FieldID, required, []string{"territoire_id", "id_ti", "id_territoire"}},
			{FieldName, required, []string{"territoire_nom", "lib_ti", "lib_territoire"}},
			{FieldRegion, optional, []string{"region_insee_code", "region", "insee_reg"}},
			{FieldMember, required, []string{"epci_siren", "siren_groupement", "siren"}},
			{FieldMemberName, optional, []string{"epci_nom", "lib_groupement"}},
			{FieldNature, optional, []string{"epci_nature", "nature_juridique", "nature"}},
			{FieldFrom, optional, []string{"date_debut", "debut", "valid_from"}},
			{FieldUntil, optional, []string{"date_fin", "fin", "valid_until"}},
			// Names without the territory in them may be those of figures of the member.
			{FieldArea, optional, []string{"territoire_superficie_km2", "superficie_ti_km2", "superficie_ti"}},
			{FieldPopulation, optional, []string{"territoire_population", "population_ti", "pop_ti"}},
		}
	case TerritoiresCommunes:
		return []spec{
			{FieldID, required, []string{"territoire_id", "id_ti", "id_territoire"}},
			{FieldINSEE, required, []string{"insee_commune", "insee_com", "insee", "code_insee", "codgeo"}},
		}
	case Regions:
		return []spec{
			{FieldDepartement, required, []string{"departement", "insee_dep", "code_departement", "dep"}},
			{FieldDepartementName, required, []string{"nom_departement", "nom_dep"}},
			{FieldRegion, required, []string{"region", "insee_reg", "code_region", "reg"}},
			{FieldRegionName, required, []string{"nom_region", "nom_reg"}},
		}
	}
	return nil
}

// Fields gives the fields that a record of that role may have, and none when there is no such role.
func (r Role) Fields() []Field {
	specs := r.specs()
	fields := make([]Field, len(specs))
	for i, s := range specs {
		fields[i] = s.field
	}
	return fields
}

// knows tells whether a column of that name is known to hold a field of the role.
func (r Role) knows(field Field, column string) bool {
	for _, s := range r.specs() {
		if s.field != field {
			continue
		}
		for _, name := range s.names {
			if matches(name, column) {
				return true
			}
		}
	}
	return false
}

// flag is how a user names the column of a field.
func (r Role) flag(field Field) string {
	return fmt.Sprintf("--column %s.%s=NAME", r, field)
}
