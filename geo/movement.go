package geo

import "time"

// Movement is one line of the movements of communes that INSEE publishes: what one commune, or a part of one, became by an
// event. Several lines make an event: a merger has one for each commune that it takes.
type Movement struct {
	Mod    int       // code of the kind of event: 10, 20, 21, 30 to 35, 41, 50, 70, 71, 72
	Date   time.Time // from which it holds, UTC, a day
	Before Commonalty
	After  Commonalty
}

// Commonalty is a side of a movement: a commune, or a part that keeps a name of its own.
type Commonalty struct {
	Type string // COM; COMA, COMD or ARM for an associated or delegated commune or a municipal arrondissement
	Code Code
	Name string
}
