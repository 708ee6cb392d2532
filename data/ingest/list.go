package ingest

import (
	"perimetre/data/format"
	"perimetre/geo"
)

// Territories reads a list of territories alone, sorted by ID, each in its latest version. Columns, which may be nil, holds those
// that the user named.
func Territories(path string, columns format.Given) ([]geo.Territory, error) {
	r := registers{report: &Report{}}
	_, err := r.readTable(Files{Columns: columns}, tableFile{
		role: format.Territoires, path: path, read: r.readTerritories(Files{Vintage: lastVintage}, "", &r.territories),
	})
	return r.territories, err
}
