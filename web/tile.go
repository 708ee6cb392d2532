package web

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"perimetre/tiles"
	"perimetre/tiles/mvt"
)

// tileJSON describes the tiles of the edition (TileJSON 3.0.0).
func (s *Server) tileJSON(w http.ResponseWriter, r *http.Request, e *edition) error {
	if _, err := parameters(r); err != nil {
		return err
	}
	description := e.pyramid.TileJSON()
	description.Tiles = []string{s.base(r) + "/tiles/" + e.token + "/{z}/{x}/{y}.mvt"}
	description.Attribution = e.attribution()
	return writeJSON(w, r, e, description)
}

// tile answers one vector tile: 204 when it is empty, 404 outside the zooms or the square of the world.
func (s *Server) tile(w http.ResponseWriter, r *http.Request, e *edition) error {
	if _, err := parameters(r); err != nil {
		return err
	}
	if asked := part(r, "edition"); asked != e.token {
		return notFoundf("tiles of edition %q are not served: the current edition is %s, see /tiles.json", asked, e.token)
	}
	id, err := tileID(r)
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", forever)
	if e.unchanged(w, r) {
		return nil
	}
	body, err := e.pyramid.Tile(r.Context(), id, nil)
	switch {
	case err != nil:
		return fmt.Errorf("tile %s: %w", id, err)
	case len(body) == 0:
		w.WriteHeader(http.StatusNoContent)
	default:
		w.Header().Set("Content-Type", typeTile)
		_, _ = w.Write(body)
	}
	return nil
}

// tileID reads z, x and y.mvt from the address.
func tileID(r *http.Request) (tiles.ID, error) {
	file, isTile := strings.CutSuffix(part(r, "file"), ".mvt")
	z, errZ := strconv.ParseUint(part(r, "z"), 10, 8)
	x, errX := strconv.ParseUint(part(r, "x"), 10, 32)
	y, errY := strconv.ParseUint(file, 10, 32)
	if !isTile || errZ != nil || errX != nil || errY != nil {
		return tiles.ID{}, notFoundf("%s is no tile: z/x/y.mvt with three integers", r.URL.Path)
	}
	id := tiles.ID{Z: uint8(z), X: uint32(x), Y: uint32(y)}
	if id.Z > mvt.MaxZoom || !id.Valid() {
		return tiles.ID{}, notFoundf("tile %s is out of range: zooms go from 0 to %d, columns and rows from 0 to 2^zoom - 1",
			id, mvt.MaxZoom)
	}
	return id, nil
}
