package geo

import (
	"slices"
	"strings"
	"time"
)

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
	ID     string
	Name   string // as the list gives it; never used to match
	Nature string // as the list gives it, empty when it does not
}

// Territory is a group of members whose perimeter a committee validates. Its key is its phase and its ID: phases of the
// programme reuse IDs.
type Territory struct {
	Phase     string // of the programme, as the one who loads the list names it; empty when there is one only
	ID, Name  string
	Published string   // the name as the list writes it, where Name mends it; else empty
	Region    string   // INSEE code of the lead Region, empty when the list does not say
	Members   []Member // in the order of the list
	Period    Period   // for which the list gives these members
	Versions  []Period // of all versions of the territory in its list, ascending; nil when there is one only
	Declared  Declaration
	Validated *Validation // nil when no edition with the territory was published before
}

// Period is the days for which something holds: from From on, up to and without Until. The zero time is no bound.
type Period struct{ From, Until time.Time }

// Declaration is what files say of a territory beside its members, to be compared with what is computed.
type Declaration struct {
	Communes   []Code  // ascending; nil when no file lists them
	AreaKm2    float64 // 0 when no file gives it
	Population int     // 0 when no file gives it
}

// Validation is a territory as it was in the edition that was published before.
type Validation struct {
	Edition  int64
	Vintage  Vintage
	Members  []Member
	Communes []Code // that its members reached then, ascending, by the codes of that vintage
}

// Provenance says where one input of an edition came from.
type Provenance struct {
	Role    string // communes, epci, epci-polygons, ept, communes-siren, passage, movements, regions, territoires, territoires-communes
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
	Others       []Territory // of lists of other phases, by phase, then by ID: names, Region and Members only
	Movements    []Movement  // of communes, as their file orders them; none when no file was given
	Repairs      []Repair    // none unless the ingest was asked to repair
}

// Attribution is the mention that licences ask for: those of the sources, each once, in their order.
func (e *Edition) Attribution() string {
	var licences []string
	for _, source := range e.Sources {
		if source.Licence != "" && !slices.Contains(licences, source.Licence) {
			licences = append(licences, source.Licence)
		}
	}
	return strings.Join(licences, " ; ")
}
