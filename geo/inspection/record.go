package inspection

import (
	"encoding/json"
	"fmt"
	"strconv"

	"perimetre/geo"
)

// Unit is what people call the owner of some ground. The zero value has no name at all.
type Unit struct {
	Code string // INSEE code, SIREN, code of a division, or the number of the record: #12
	Name string // empty when the file has none
}

// String is how a sentence calls the unit: its name, then its code. A name that is a list or a sentence by itself is left out.
func (u Unit) String() string {
	const longest = 60
	if u.Name == "" || len(u.Name) > longest {
		return u.Code
	}
	return fmt.Sprintf("%s (%s)", u.Name, u.Code)
}

// Number is the code of a record that has none: its number in the file, from 1.
func Number(record int) string { return fmt.Sprintf("#%d", record) }

// Record is one feature of a file of polygons.
type Record struct {
	Unit     int32            // index of its unit; several records may share one
	Geometry geo.MultiPolygon // nil when it has no polygon, or when it could not be read
	Fault    *Position        // a position of its geometry that is not on the globe; nil when all are
	Instead  string           // type of what it has instead of a geometry that can be read: GeometryCollection…; empty as a rule
}

// Position is a longitude and a latitude as a file gives them: degrees as a rule, whatever they are when they are at fault.
type Position struct{ X, Y float64 }

// At gives a place of the grid in degrees.
func At(p geo.Point) Position { return Position{p.Lon(), p.Lat()} }

// String gives the two numbers as they would be written.
func (p Position) String() string { return number(p.X) + " " + number(p.Y) }

// MarshalJSON writes the position as GeoJSON does: [x,y].
func (p Position) MarshalJSON() ([]byte, error) { return json.Marshal([2]float64{p.X, p.Y}) }

func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
