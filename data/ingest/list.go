package ingest

import (
	"perimetre/data/format"
	"perimetre/geo"
)

// Territories reads a list of territories alone, sorted by ID. Columns, which may be nil, holds those that the user named.
func Territories(path string, columns format.Given) ([]geo.Territory, error) {
	var r registers
	_, err := readTable(Files{Columns: columns}, format.Territoires, path, r.readTerritories)
	return r.territories, err
}
