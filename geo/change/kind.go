package change

import "fmt"

// Kind is how a territory changed. A change may have several.
type Kind uint8

// The kinds, in the order in which they are told.
const (
	Added       Kind = iota // only the second side has it
	Removed                 // only the first side has it
	Renamed                 // it has another name
	Amended                 // the list changed its members
	Drifted                 // the registers changed its communes below the same list
	Dissolved               // the registers no longer have a member that the list still names
	Recoded                 // its communes have other codes on the same ground
	Redigitised             // its ground is drawn otherwise
	Unresolved              // one side has not the register of a member, whose communes are not compared
)

var kindNames = [...]string{"added", "removed", "renamed", "amended", "drifted", "dissolved", "recoded", "redigitised", "unresolved"}

// String is the kind's name in every output.
func (k Kind) String() string { return kindNames[k] }

// MarshalText implements encoding.TextMarshaler.
func (k Kind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (k *Kind) UnmarshalText(text []byte) error {
	for i, name := range kindNames {
		if name == string(text) {
			*k = Kind(i)
			return nil
		}
	}
	return fmt.Errorf("kind %q is not one of %v", text, kindNames)
}
