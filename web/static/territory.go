package static

import (
	"net/url"

	"perimetre/geo"
	"perimetre/geo/atlas"
)

// Territory is an entry of territoires.json.
type Territory struct {
	ID       string      `json:"id"`
	Name     string      `json:"nom"`
	Severity string      `json:"severite"` // of its worst finding: none, info, notice, warning, error
	Box      *[4]float64 `json:"bbox"`     // west, south, east, north, in degrees; null when it has no place
	GeoJSON  string      `json:"geojson"`  // address of its file, relative to the folder
}

// Territories lists the territories of an atlas, in their order.
func Territories(a *atlas.Atlas) []Territory {
	list := []Territory{}
	for i, t := range a.Territories {
		entry := Territory{ID: t.ID, Name: t.Name, Severity: t.Severity(), GeoJSON: (&url.URL{Path: FileOf(t.ID)}).EscapedPath()}
		if unit := a.Units(geo.Territoires)[i]; len(unit.Shape) > 0 {
			entry.Box = &[4]float64{unit.Box.Min.Lon(), unit.Box.Min.Lat(), unit.Box.Max.Lon(), unit.Box.Max.Lat()}
		}
		list = append(list, entry)
	}
	return list
}

// FileOf gives the path in the folder of the GeoJSON of a territory. What a path could take for more than a name is
// written as in an address, so that every id is one file of the folder territoires.
func FileOf(id string) string { return "territoires/" + url.PathEscape(id) + ".geojson" }
