package perimeter

// Kind is what a member of a territory is.
type Kind uint8

// The kinds of members.
const (
	Unresolved Kind = iota // malformed, or in no register of the edition
	EPCI
	EPT
	Commune
)

// Member is a line of a territory's list, resolved in the registers of an edition.
type Member struct {
	ID       string // as the list gives it
	Kind     Kind
	Code     string  // SIREN of the grouping, or INSEE code of the commune; the ID when unresolved
	Name     string  // the register's name; the list's when unresolved, or of a commune without a polygon
	Communes []int32 // indices of Edition.Communes, ascending; none when unresolved, or when none has a polygon
}
