package ingest

import (
	"context"
	"fmt"
	"strings"

	"perimetre/data/format"
	"perimetre/geo"
)

// record is one feature of the file of communes.
type record struct {
	file     string
	number   int // in the file, from 1
	code     geo.Code
	name     string
	epci     []string // SIREN that the feature names
	geometry geo.MultiPolygon
}

// readCommunes reads the features of the file of communes, in its order.
func readCommunes(ctx context.Context, files Files, report *Report, progress Progress) ([]record, geo.Provenance, error) {
	if files.Communes == "" {
		return nil, geo.Provenance{}, fmt.Errorf("no file of communes: give one with --communes")
	}
	var records []record
	first := map[geo.Code]record{} // by code
	provenance, err := readFeatures(ctx, files, format.Communes, files.Communes, report, progress, func(f feature) error {
		r, err := readCommune(f, report)
		if err != nil {
			return err
		}
		if other, twice := first[r.code]; twice {
			return f.fault(string(r.code), fmt.Sprintf("the code is that of %s already", f.other(other.file, other.number)),
				"a commune is one feature: merge the two into a MultiPolygon, or remove one")
		}
		first[r.code] = r
		records = append(records, r)
		return nil
	})
	if err != nil {
		return nil, geo.Provenance{}, err
	}
	if files.Regions == "" { // a country that is not France has neither
		if err := displaced(records); err != nil {
			return nil, geo.Provenance{}, err
		}
		records = joinArrondissements(records, provenance.File, report)
	}
	return records, provenance, nil
}

func readCommune(f feature, report *Report) (record, error) {
	text, err := f.code(format.FieldINSEE)
	if err != nil {
		return record{}, err
	}
	code, mended := format.Padded(text)
	if mended {
		report.remark(f.file, lostZero, fmt.Sprintf("feature %d: %s", f.number, code))
	}
	if code == "" {
		return record{}, f.fault("", fmt.Sprintf("the property %s is empty", f.columns[format.FieldINSEE]), "give the INSEE code of the commune")
	}
	if !code.Valid() {
		return record{}, f.fault(string(code), "the INSEE code is malformed", codeMend)
	}
	geometry, err := f.polygons(string(code))
	if err != nil {
		return record{}, err
	}
	name := f.text(format.FieldName)
	if strings.ContainsRune(name, 0) {
		return record{}, f.fault(string(code), "the name holds a NUL character", "remove it")
	}
	return record{f.file, f.number, code, name, format.Codes(f.text(format.FieldEPCI)), geometry}, nil
}
