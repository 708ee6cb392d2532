package geo

import "time"

// Unknown is a population that no register gives.
const Unknown = -1

// Vintage is the year of the codes (millésime): those of 1 January.
type Vintage int

// Commune is the atom of the map. It is a value: nothing changes it once an edition holds it.
type Commune struct {
	Code        Code
	Name        string
	SIREN       SIREN        // empty when no register gives it
	Population  int          // municipal population, or Unknown
	Departement string       // code of a Division of Edition.Departements
	Region      string       // code of a Division of Edition.Regions
	Geometry    MultiPolygon // never empty
}

// NatureEPT is the nature of an établissement public territorial: a part of the métropole du Grand Paris.
const NatureEPT = "EPT"

// Grouping is an intercommunality: an EPCI, or an EPT. A commune is in one EPCI at most, and in one EPT at most.
type Grouping struct {
	SIREN    SIREN
	Name     string
	Nature   string // CC, CA, CU, METRO, MET69, EPT
	Communes []Code // as the register lists them, sorted; some may have no geometry

	Declared MultiPolygon // as a file draws it, to compare with its communes; nil when none does
}

// Division is a département or a région.
type Division struct {
	Code, Name string
}

// Member is one line of a territory's list: the SIREN of an EPCI, of an EPT or of a commune, or an INSEE code.
type Member struct {
	ID   string
	Name string // as the list gives it; never used to match
}

// Territory is a group of members whose perimeter a committee validates.
type Territory struct {
	ID, Name string
	Region   string   // INSEE code of the lead Region, empty when the list does not say
	Members  []Member // in the order of the list
}

// Provenance says where one input of an edition came from.
type Provenance struct {
	Role    string // communes, epci, epci-polygons, ept, communes-siren, passage, regions, territoires
	File    string // base name
	SHA256  string // of the file's bytes, in hexadecimal
	Licence string
	Vintage Vintage
	Records int
	ReadAt  time.Time // UTC, to the second
}

// Edition is everything that one ingest loads. Once published it never changes.
//
// Slices are sorted: communes by code, groupings by SIREN, divisions by code, territories by ID, repairs by
// [Repair.Compare].
type Edition struct {
	Number       int64 // given by the store, from 1; 0 while not stored
	Vintage      Vintage
	Sources      []Provenance
	Communes     []Commune
	Groupings    []Grouping
	Departements []Division
	Regions      []Division
	Territories  []Territory
	Repairs      []Repair // none unless the ingest was asked to repair
}
