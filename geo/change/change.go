package change

import (
	"slices"
	"time"

	"perimetre/geo"
	"perimetre/geo/cog"
)

// Change is what became of one territory. Its JSON form is stable: scripts read it.
type Change struct {
	Phase string `json:"phase,omitempty"`
	ID    string `json:"id"`
	Name  string `json:"nom"` // the newer one
	Kinds []Kind `json:"kinds"`

	Before *State `json:"before"` // nil when the territory was added
	After  *State `json:"after"`  // nil when it was removed

	MembersAdded   []Member `json:"members_added"`   // in the order of the list
	MembersRemoved []Member `json:"members_removed"` // in the order of the list

	Came    []Move     `json:"came"`    // communes, by code of after, then of before
	Left    []Move     `json:"left"`    // communes, by code of before, then of after
	Recoded []Recoding `json:"recoded"` // communes whose ground stayed, under another code
	Gone    []Gone     `json:"gone"`    // members of before that the registers of after no longer have

	Unresolved []Member `json:"unresolved"` // members whose register one side has not

	RedrawnM2 float64          `json:"redrawn_m2"` // of ground that only one of the two drawings has
	Ground    geo.MultiPolygon `json:"-"`          // that ground; the whole of a territory that was added or removed
}

// Is tells whether the change is of a kind, among others.
func (c Change) Is(k Kind) bool { return slices.Contains(c.Kinds, k) }

// State is a territory on one side.
type State struct {
	Name     string  `json:"nom"`
	Members  int     `json:"members"`
	Communes int     `json:"communes"` // of the registers; 0 for a list alone
	AreaKm2  float64 `json:"area_km2"` // 0 for a list alone
}

// Member is a line of a list.
type Member struct {
	ID   string `json:"id"`
	Name string `json:"nom"` // as the list has it
}

// Commune is a commune of one side. The zero value is none.
type Commune struct {
	Code geo.Code `json:"code"`
	Name string   `json:"nom"`
}

// Event is the last movement that links a commune of before with one of after.
type Event struct {
	Mod  int      `json:"mod"` // code of INSEE
	Date string   `json:"date"`
	Kind geo.Text `json:"kind"`
}

// Recoding is ground of a territory that stayed in it under another code.
type Recoding struct {
	Before Commune `json:"before"`
	After  Commune `json:"after"`
	Event  *Event  `json:"event"`
}

// Move is a commune, or what is now a part of one, that came to a territory or left it.
type Move struct {
	Before   Commune          `json:"before"` // none when it began since
	After    Commune          `json:"after"`  // none when it ended since
	Cause    Kind             `json:"cause"`  // Drifted or Amended
	From     Place            `json:"from"`
	To       Place            `json:"to"`
	Event    *Event           `json:"event"` // nil when its code and ground are what they were
	Geometry geo.MultiPolygon `json:"-"`     // of After where that has a polygon, else of Before
}

// Place is what a commune belongs to on one side.
type Place struct {
	Territories []string  `json:"territoires"` // IDs of the phase, ascending
	EPCI        geo.SIREN `json:"epci"`        // empty when it is in none
	EPCIName    string    `json:"epci_nom"`
}

// Gone is a member that the registers no longer have, with the groupings that its communes are in now.
type Gone struct {
	Member
	Heirs []cog.Share `json:"heirs"`
}

// eventOf gives the event of a link, nil when none changed code or ground.
func eventOf(l cog.Link) *Event {
	if !l.Moved() {
		return nil
	}
	kind, _ := cog.Kind(l.Movement.Mod)
	return &Event{l.Movement.Mod, l.Movement.Date.Format(time.DateOnly), kind}
}
