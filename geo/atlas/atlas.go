package atlas

import (
	"perimetre/geo"
	"perimetre/geo/check"
	"perimetre/geo/perimeter"
)

// Atlas is one edition, ready to be read: its coverage, the units of every level, the perimeters of its
// territories and their findings. It is immutable and safe for concurrent use; a server swaps one for another.
type Atlas struct {
	Edition     *geo.Edition
	Ground      *perimeter.Ground
	Territories []Territory // as in Edition.Territories

	units [5][]Unit // by level
}

// Unit is one feature of a level's collection.
type Unit struct {
	Level       geo.Level
	Code        string // id of a territory, SIREN of an EPCI, code of a division, INSEE code of a commune
	Name        string
	Nature      string // of an EPCI: CC, CA, CU, METRO…
	SIREN       string // of a commune
	EPCI        string // SIREN of the commune's EPCI
	Departement string // code, of a commune
	Region      string // code, of a commune and of a département; the lead Region of a territory
	perimeter.Extent
}

// Territory is a territory of the edition with what was computed of it.
type Territory struct {
	*geo.Territory
	Perimeter perimeter.Perimeter
	Findings  []check.Finding
}
