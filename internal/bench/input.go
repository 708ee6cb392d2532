package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"perimetre/data/format"
	"perimetre/data/format/geojson"
	"perimetre/data/format/table"
	"perimetre/data/ingest"
	"perimetre/data/source"
	"perimetre/geo"
	"perimetre/geo/perimeter"
	"perimetre/internal/shared"
)

// Files of the folder of a bench: the communes as GeoJSON, and the same as rows for PostGIS.
const (
	inputName = "communes.geojson"
	rowsName  = "communes.csv"
)

// france is the polygons of 2018 with every register of 2025.
func france() ingest.Files {
	return ingest.Files{
		Communes:      shared.Path("communes-2018.geojsonl.gz"),
		EPCI:          shared.Path("epci-2025.csv.gz"),
		EPT:           shared.Path("ept-2025.csv.gz"),
		CommunesSIREN: shared.Path("communes-siren-2025.csv.gz"),
		Passage:       shared.Path("passage-communes-2018-2025.csv.gz"),
		Territoires:   shared.Path("territoires-industrie-183-2024.csv"),
		Vintage:       2025,
		Now:           time.Now(),
	}
}

func readEdition(ctx context.Context) (*geo.Edition, error) {
	edition, _, err := ingest.Read(ctx, france(), func(string, int64, int64) {})
	return edition, err
}

// prepare writes into a folder, its argument, the communes of 2018 with their EPCI of 2025, their département and their
// territory of 2024: as one FeatureCollection, and as rows.
func prepare(ctx context.Context, args []string) error {
	edition, err := readEdition(ctx)
	if err != nil {
		return err
	}
	groups, err := readGroups(edition)
	if err != nil {
		return err
	}
	in, err := source.Open(shared.Path("communes-2018.geojsonl.gz"))
	if err != nil {
		return err
	}
	defer in.Close()
	collection, err := os.Create(filepath.Join(args[0], inputName))
	if err != nil {
		return err
	}
	list, err := os.Create(filepath.Join(args[0], rowsName))
	if err != nil {
		return err
	}
	features, rows := geojson.NewWriter(collection), csv.NewWriter(list)
	for feature, err := range geojson.Read(in, in.Name()) {
		if err != nil {
			return err
		}
		code := geo.Code(feature.Property("insee").(string))
		cells := []string{string(code), groups.epci[code], code.Departement(), groups.territoire[code]}
		feature.Properties = nil
		for i, name := range []string{"insee", "epci", "departement", "territoire"} {
			property := geo.Property{Name: name}
			if cells[i] != "" {
				property.Value = cells[i]
			}
			feature.Properties = append(feature.Properties, property)
		}
		if err := features.Write(feature); err != nil {
			return err
		}
		if err := rows.Write(append(cells, string(geo.AppendGeoJSON(nil, feature.Geometry)))); err != nil {
			return err
		}
	}
	rows.Flush()
	return errors.Join(features.Close(), collection.Close(), rows.Error(), list.Close())
}

// groups says what the communes of 2018 belong to, by their codes of that year.
type groups struct {
	epci, territoire map[geo.Code]string
}

func readGroups(edition *geo.Edition) (groups, error) {
	ground, _ := perimeter.NewGround(edition)
	g := groups{map[geo.Code]string{}, map[geo.Code]string{}}
	now := groups{map[geo.Code]string{}, map[geo.Code]string{}}
	for i, commune := range edition.Communes {
		if epci := ground.EPCI(int32(i)); epci != nil {
			now.epci[commune.Code] = string(epci.SIREN)
		}
	}
	for _, territory := range edition.Territories {
		for _, member := range territory.Members {
			for _, commune := range ground.Resolve(member).Communes {
				now.territoire[edition.Communes[commune].Code] = territory.ID
			}
		}
	}
	file, err := source.Open(shared.Path("passage-communes-2018-2025.csv.gz"))
	if err != nil {
		return g, err
	}
	defer file.Close()
	passage, err := table.Read(file, file.Name(), format.Passage, nil)
	if err != nil {
		return g, err
	}
	for row, err := range passage.Rows() {
		if err != nil {
			return g, err
		}
		before, after := geo.Code(row.Get(format.FieldOld)), geo.Code(row.Get(format.FieldNew))
		if now.epci[after] != "" {
			g.epci[before] = now.epci[after]
		}
		if now.territoire[after] != "" {
			g.territoire[before] = now.territoire[after]
		}
	}
	if len(g.territoire) == 0 {
		return g, fmt.Errorf("%s: no commune of it is in a territory", file.Name())
	}
	return g, nil
}
