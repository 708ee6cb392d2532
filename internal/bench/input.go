package main

import (
	"errors"
	"os"

	"perimetre/data/format"
	"perimetre/data/format/geojson"
	"perimetre/data/format/table"
	"perimetre/data/source"
	"perimetre/geo"
	"perimetre/internal/shared"
)

// writeInput writes the communes of 2018 with their EPCI of 2019 and their département as one FeatureCollection, and
// gives them.
func writeInput(path string) ([]geo.Feature, error) {
	epci, err := readEPCI(shared.Path("epci-2019.csv.gz"))
	if err != nil {
		return nil, err
	}
	in, err := source.Open(shared.Path("communes-2018.geojsonl.gz"))
	if err != nil {
		return nil, err
	}
	defer in.Close()
	out, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	w := geojson.NewWriter(out)
	var communes []geo.Feature
	for feature, err := range geojson.Read(in, in.Name()) {
		if err != nil {
			return nil, err
		}
		code := geo.Code(feature.Property("insee").(string))
		feature.Properties = []geo.Property{
			{Name: "insee", Value: string(code)},
			{Name: "epci", Value: nil},
			{Name: "departement", Value: code.Departement()},
		}
		if siren, ok := epci[code]; ok {
			feature.Properties[1].Value = siren
		}
		if err := w.Write(feature); err != nil {
			return nil, err
		}
		communes = append(communes, feature)
	}
	return communes, errors.Join(w.Close(), out.Close())
}

func readEPCI(path string) (map[geo.Code]string, error) {
	file, err := source.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	register, err := table.Read(file, file.Name(), format.EPCI, nil)
	if err != nil {
		return nil, err
	}
	epci := map[geo.Code]string{}
	for row, err := range register.Rows() {
		if err != nil {
			return nil, err
		}
		epci[geo.Code(row.Get(format.FieldINSEE))] = row.Get(format.FieldSIREN)
	}
	return epci, nil
}
