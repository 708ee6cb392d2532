package parquet

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	parquetformat "github.com/parquet-go/parquet-go/format"

	"perimetre/geo/crs"
)

// geoKey is the key of the metadata of GeoParquet in those of Parquet.
const geoKey = "geo"

// metadata is what the key geo holds (GeoParquet 1.1, File metadata).
type metadata struct {
	Version string                     `json:"version"`
	Primary string                     `json:"primary_column"`
	Columns map[string]*columnMetadata `json:"columns"`
}

// columnMetadata describes one column of geometries (GeoParquet 1.1, Column metadata).
type columnMetadata struct {
	Encoding string          `json:"encoding"`
	Types    []string        `json:"geometry_types"`
	CRS      json.RawMessage `json:"crs,omitempty"` // PROJJSON; null when it is not known, absent when it is CRS84
	BBox     []float64       `json:"bbox,omitempty"`
	Covering *covering       `json:"covering,omitempty"`
}

// covering names the column that holds the box of each geometry, and where its sides are.
type covering struct {
	BBox map[string][]string `json:"bbox"`
}

// readMetadata reads the metadata of GeoParquet from those of Parquet.
func readMetadata(pairs []parquetformat.KeyValue) (*metadata, error) {
	i := slices.IndexFunc(pairs, func(kv parquetformat.KeyValue) bool { return kv.Key == geoKey })
	if i < 0 {
		return nil, errors.New("it is no GeoParquet file: its metadata have no key geo: write it again with GDAL or GeoPandas")
	}
	var m metadata
	if err := json.Unmarshal([]byte(pairs[i].Value), &m); err != nil {
		return nil, fmt.Errorf("its metadata of GeoParquet cannot be read: %w: mend the JSON under the key geo", err)
	}
	if !strings.HasPrefix(m.Version, "1.") {
		return nil, fmt.Errorf("it follows version %q of GeoParquet: write it again with version 1.1", m.Version)
	}
	column := m.Columns[m.Primary]
	if column == nil {
		return nil, fmt.Errorf("its primary column of geometries is %q, of which its metadata say nothing: mend the key geo", m.Primary)
	}
	if column.Encoding != "WKB" {
		return nil, fmt.Errorf("its geometries are encoded as %q (GeoArrow): write it again with the encoding WKB", column.Encoding)
	}
	return &m, nil
}

// code gives the system of the primary column: 0 when it is not known.
func (m *metadata) code() (crs.Code, error) {
	text := m.Columns[m.Primary].CRS
	switch {
	case text == nil:
		return crs.CRS84, nil
	case string(text) == "null":
		return 0, nil
	}
	code, err := crs.Parse(string(text))
	if err != nil {
		return 0, fmt.Errorf("column %s: %w", m.Primary, err)
	}
	return code, nil
}
