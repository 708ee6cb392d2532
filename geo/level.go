package geo

import "fmt"

// Level is a kind of unit: each has a collection of the same name in stores and in the API.
type Level uint8

// The levels, from the whole to the atom.
const (
	Territoires Level = iota
	Regions
	Departements
	EPCI
	Communes
)

var levelNames = [...]string{"territoires", "regions", "departements", "epci", "communes"}

// Levels gives every level, from the whole to the atom.
func Levels() []Level { return []Level{Territoires, Regions, Departements, EPCI, Communes} }

// String is the name of the level's collection.
func (l Level) String() string { return levelNames[l] }

// ParseLevel is the inverse of [Level.String].
func ParseLevel(name string) (Level, error) {
	for i, n := range levelNames {
		if n == name {
			return Level(i), nil
		}
	}
	return 0, fmt.Errorf("no collection %q: one of %v", name, levelNames)
}
