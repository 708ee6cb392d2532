package ingest

import (
	"fmt"
	"slices"

	"perimetre/data/format"
	"perimetre/geo"
	"perimetre/geo/cog"
)

// city gives the commune of a municipal arrondissement. Source: INSEE, code officiel géographique, municipal arrondissements of
// Paris, Lyon and Marseille; they were not changed since 1964.
func city(code geo.Code) (geo.Division, bool) {
	switch {
	case "75101" <= code && code <= "75120":
		return geo.Division{Code: "75056", Name: "Paris"}, true
	case "69381" <= code && code <= "69389":
		return geo.Division{Code: "69123", Name: "Lyon"}, true
	case "13201" <= code && code <= "13216":
		return geo.Division{Code: "13055", Name: "Marseille"}, true
	}
	return geo.Division{}, false
}

// joinArrondissements makes the features of municipal arrondissements pieces of their commune. Where the file holds the commune
// too, its ground is given twice: the arrondissements are left out.
func joinArrondissements(records []record, file string, report *Report) []record {
	held := map[geo.Code]bool{}
	for _, r := range records {
		held[r.code] = true
	}
	for i := range records {
		of, ok := city(records[i].code)
		if code := geo.Code(of.Code); ok && !held[code] {
			report.remark(file, "arrondissements: they are made pieces of their commune", string(records[i].code))
			records[i].code, records[i].name = code, of.Name
		}
	}
	return slices.DeleteFunc(records, func(r record) bool {
		of, ok := city(r.code)
		if !ok || !held[geo.Code(of.Code)] {
			return false
		}
		report.remark(file, "arrondissements of a commune that the file has too: they are left out", string(r.code))
		return true
	})
}

// displaced refuses overseas communes that are not where their département is: some products draw them beside the mainland, as
// insets of a printed map. Those whose axes are swapped are left to the inspection, which names that.
func displaced(records []record) error {
	var faults faults
	for _, r := range records {
		departement := r.code.Departement()
		if len(departement) < 3 {
			continue
		}
		extent, known := cog.Extent(departement)
		box, ok := r.geometry.Bounds()
		if !known || !ok || box.Intersects(extent) {
			continue
		}
		swapped := geo.Box{Min: geo.Point{X: box.Min.Y, Y: box.Min.X}, Max: geo.Point{X: box.Max.Y, Y: box.Max.X}}
		if swapped.Intersects(extent) {
			continue
		}
		faults.add(&format.RecordError{
			File: r.file, Kind: format.Feature, Record: r.number, Code: string(r.code),
			Problem: fmt.Sprintf("it lies at %s, far from its département %s: its shape was moved, as on a printed map", box.Min, departement),
			Mend:    "give the product that has its true coordinates",
		})
	}
	return faults.err()
}
