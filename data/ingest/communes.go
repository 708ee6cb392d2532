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
	number   int // in the file, from 1
	code     geo.Code
	name     string
	geometry geo.MultiPolygon
}

// readCommunes reads the features of the file of communes, in its order. Its codes are of the vintage given, unless it tells another.
func readCommunes(ctx context.Context, files Files, vintage geo.Vintage, progress Progress) ([]record, geo.Provenance, error) {
	if files.Communes == "" {
		return nil, geo.Provenance{}, fmt.Errorf("no file of communes: give one with --communes")
	}
	var records []record
	first := map[geo.Code]int{} // by code: the number of its feature
	provenance, err := readFeatures(ctx, files, vintage, format.Communes, files.Communes, progress, func(f feature) error {
		r, err := readCommune(f)
		if err != nil {
			return err
		}
		if number, twice := first[r.code]; twice {
			return f.fault(string(r.code), fmt.Sprintf("the code is that of feature %d already", number),
				"a commune is one feature: merge the two into a MultiPolygon, or remove one")
		}
		first[r.code] = r.number
		records = append(records, r)
		return nil
	})
	return records, provenance, err
}

func readCommune(f feature) (record, error) {
	code := geo.Code(strings.TrimSpace(f.text(format.FieldINSEE)))
	if code == "" {
		return record{}, f.fault("", fmt.Sprintf("the property %s is empty", f.columns[format.FieldINSEE]), "give the INSEE code of the commune")
	}
	if !code.Valid() {
		return record{}, f.fault(string(code), "the INSEE code is malformed", codeMend(code))
	}
	geometry, err := f.polygons(string(code))
	if err != nil {
		return record{}, err
	}
	name := f.text(format.FieldName)
	if strings.ContainsRune(name, 0) {
		return record{}, f.fault(string(code), "the name holds a NUL character", "remove it")
	}
	return record{f.number, code, name, geometry}, nil
}
