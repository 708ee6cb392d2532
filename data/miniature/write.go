package miniature

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"perimetre/data/format/geojson"
	"perimetre/geo"
	"perimetre/geo/topo"
)

// Write writes an edition as the files that `perimetre ingest` reads, into a folder that exists: communes.geojson, epci.csv,
// ept.csv, communes-siren.csv, territoires.csv, regions.csv and policy.yaml. Files that are there already are replaced.
func Write(dir string, e *geo.Edition) error {
	for _, f := range append(files(e), policyFile(e)) {
		if err := os.WriteFile(filepath.Join(dir, f.name), f.bytes, 0o644); err != nil {
			return fmt.Errorf("write the files of the imaginary country: %w", err)
		}
	}
	return nil
}

// file is one input of an ingest.
type file struct {
	role, name string
	records    int
	bytes      []byte
}

func files(e *geo.Edition) []file {
	epci, ept := [][]string{groupingColumns()}, [][]string{groupingColumns()}
	communes := make(map[geo.Code]geo.Commune, len(e.Communes))
	for _, c := range e.Communes {
		communes[c.Code] = c
	}
	for _, g := range e.Groupings {
		for _, code := range g.Communes {
			c := communes[code]
			row := []string{string(g.SIREN), g.Name, g.Nature, string(code), c.Name, strconv.Itoa(c.Population)}
			if g.Nature == geo.NatureEPT {
				ept = append(ept, row)
			} else {
				epci = append(epci, row)
			}
		}
	}
	sirens := [][]string{{"siren", "insee", "nom"}}
	for _, c := range e.Communes {
		sirens = append(sirens, []string{string(c.SIREN), string(c.Code), c.Name})
	}
	territories := [][]string{{"territoire_id", "territoire_nom", "region_insee_code", "epci_siren", "epci_nom"}}
	for _, t := range e.Territories {
		for _, m := range t.Members {
			territories = append(territories, []string{t.ID, t.Name, t.Region, m.ID, m.Name})
		}
	}
	return []file{
		{"communes", "communes.geojson", len(e.Communes), places(e.Communes)},
		table("epci", epci),
		table("ept", ept),
		table("communes-siren", sirens),
		table("territoires", territories),
		table("regions", divisions(e)),
	}
}

func groupingColumns() []string {
	return []string{"siren", "nom", "type", "insee_commune", "nom_commune", "population"}
}

func divisions(e *geo.Edition) [][]string {
	rows := [][]string{{"departement", "nom_departement", "region", "nom_region"}}
	regionOf, regionName := map[string]string{}, map[string]string{}
	for _, c := range e.Communes {
		regionOf[c.Departement] = c.Region
	}
	for _, r := range e.Regions {
		regionName[r.Code] = r.Name
	}
	for _, d := range e.Departements {
		region := regionOf[d.Code]
		rows = append(rows, []string{d.Code, d.Name, region, regionName[region]})
	}
	return rows
}

// table makes a CSV file of a role: a row of column names, then records.
func table(role string, rows [][]string) file {
	var out bytes.Buffer
	// A bytes.Buffer takes everything: there is no error to pass on.
	_ = csv.NewWriter(&out).WriteAll(rows)
	return file{role, role + ".csv", len(rows) - 1, out.Bytes()}
}

// places makes a GeoJSON FeatureCollection (RFC 7946), a commune a line.
func places(communes []geo.Commune) []byte {
	var out bytes.Buffer
	w := geojson.NewWriter(&out)
	for _, c := range communes {
		// A bytes.Buffer takes everything: there is no error to pass on.
		_ = w.Write(geo.Feature{
			Properties: []geo.Property{{Name: "insee", Value: string(c.Code)}, {Name: "nom", Value: c.Name}},
			Geometry:   c.Geometry,
		})
	}
	_ = w.Close()
	return out.Bytes()
}

// policyFile writes the policy of the country: that of France, but for the absences that are known here, which are the lakes.
func policyFile(e *geo.Edition) file {
	text := "# Policy of the imaginary country: that of France, but for its lake.\nknown_strays: []\nknown_absences:"
	lakes := lakes(e)
	if len(lakes) == 0 {
		text += " []"
	}
	for _, at := range lakes {
		text += fmt.Sprintf("\n  - name: le lac\n    at: [%s]", strings.ReplaceAll(at.String(), " ", ", "))
	}
	return file{name: "policy.yaml", bytes: []byte(text + "\n")}
}

// lakes gives a place in each hole of the country: the mean of its corners, since a lake is one cell of the mesh or few.
func lakes(e *geo.Edition) []geo.Point {
	pieces := make([]topo.Piece, len(e.Communes))
	for i, c := range e.Communes {
		pieces[i] = topo.Piece{Unit: int32(i), Geometry: c.Geometry}
	}
	coverage, _ := topo.Build(len(pieces), pieces, topo.Tolerance{})
	var places []geo.Point
	for _, polygon := range coverage.Dissolve(make([]int32, len(pieces)), 1)[0] {
		for _, hole := range polygon[1:] {
			corners := coverage.RingPoints(hole)[1:]
			x, y := int64(0), int64(0)
			for _, p := range corners {
				x, y = x+int64(p.X), y+int64(p.Y)
			}
			n := int64(len(corners))
			places = append(places, geo.Point{X: int32(x / n), Y: int32(y / n)})
		}
	}
	return places
}

// sources says where an edition would come from, had it been read from the files that Write writes.
func sources(e *geo.Edition) []geo.Provenance {
	var sources []geo.Provenance
	for _, f := range files(e) {
		sum := sha256.Sum256(f.bytes)
		sources = append(sources, geo.Provenance{
			Role: f.role, File: f.name, SHA256: hex.EncodeToString(sum[:]), Licence: "Pays imaginaire, libre de droits",
			Vintage: e.Vintage, Records: f.records, ReadAt: time.Date(int(e.Vintage), time.January, 1, 0, 0, 0, 0, time.UTC),
		})
	}
	return sources
}
