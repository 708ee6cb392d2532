package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"perimetre/data/store/geopackage"
	"perimetre/geo/check"
	"perimetre/tiles"
	"perimetre/tiles/mvt"
	"perimetre/tiles/pmtiles"
)

// The archive has every tile of the pyramid to its zoom, to the byte, and no other.
func TestAnArchiveHoldsThePyramid(t *testing.T) {
	folder := country(t)
	file := func(name string) string { return filepath.Join(folder, name) }
	store, path := file("a.gpkg"), file("a.pmtiles")
	perimetre(t, "ingest", "--store", store, "--vintage", "2025", "--communes", file("communes.geojson"), "--epci", file("epci.csv"),
		"--regions", file("regions.csv"), "--territoires", file("territoires.csv"), "--licence", "Pays imaginaire", "--policy", file("policy.yaml"))
	perimetre(t, "tiles", "--store", store, "-o", path, "--maxzoom", "9")

	s, err := geopackage.Open(t.Context(), store)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	a, err := readAtlas(t.Context(), s, 1, check.Policy{})
	if err != nil {
		t.Fatal(err)
	}
	pyramid := mvt.New(a, mvt.Options{MaxZoom: 9})
	opened, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	info, err := opened.Stat()
	if err != nil {
		t.Fatal(err)
	}
	archive, err := pmtiles.Open(opened, info.Size())
	if err != nil {
		t.Fatal(err)
	}

	want := pyramid.TileJSON()
	want.Attribution = "Pays imaginaire"
	if diff := cmp.Diff(want, archive.TileJSON(), cmpopts.EquateApprox(0, 1e-7)); diff != "" {
		t.Errorf("TileJSON (-want +got):\n%s", diff)
	}
	if m := archive.Metadata(); m.Edition != 1 || m.Generator != "perimetre "+version() {
		t.Errorf("edition %d, by %q", m.Edition, m.Generator)
	}
	full := 0
	for zoom := range uint8(10) {
		for x := range uint32(1) << zoom {
			for y := range uint32(1) << zoom {
				id := tiles.ID{Z: zoom, X: x, Y: y}
				if zoom > 6 && !want.Holds(id) {
					continue // there are many
				}
				want, err := pyramid.Tile(t.Context(), id, nil)
				if err != nil {
					t.Fatal(err)
				}
				if got, err := archive.Tile(t.Context(), id, nil); err != nil || !bytes.Equal(got, want) {
					t.Fatalf("tile %v has %d bytes (%v), want %d", id, len(got), err, len(want))
				}
				if want != nil {
					full++
				}
			}
		}
	}
	if full < 20 {
		t.Errorf("%d tiles hold something", full)
	}
}
