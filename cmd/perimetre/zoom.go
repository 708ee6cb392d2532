package main

import (
	"fmt"
	"strconv"
	"strings"

	"perimetre/tiles/mvt"
)

// deepestZoom is the deepest zoom of tiles: from 1 to mvt.MaxZoom.
type deepestZoom uint8

// UnmarshalText implements encoding.TextUnmarshaler.
func (z *deepestZoom) UnmarshalText(text []byte) error {
	zoom, err := parseZoom(string(text), 1)
	*z = deepestZoom(zoom)
	return err
}

// firstZooms are the first zooms of layers, by their names.
type firstZooms map[string]uint8

// UnmarshalText implements encoding.TextUnmarshaler: LAYER=ZOOM, several with commas, or nothing. It adds to what is there.
func (z *firstZooms) UnmarshalText(text []byte) error {
	if *z == nil {
		*z = firstZooms{}
	}
	if len(text) == 0 {
		return nil
	}
	for part := range strings.SplitSeq(string(text), ",") {
		layer, value, found := strings.Cut(part, "=")
		if !found {
			return fmt.Errorf("%q: write LAYER=ZOOM", part)
		}
		zoom, err := parseZoom(value, 0)
		if err != nil {
			return fmt.Errorf("%s: %w", layer, err)
		}
		(*z)[layer] = zoom
	}
	return nil
}

func parseZoom(text string, least uint64) (uint8, error) {
	zoom, err := strconv.ParseUint(text, 10, 8)
	if err != nil || zoom < least || zoom > mvt.MaxZoom {
		return 0, fmt.Errorf("%q: give a zoom from %d to %d", text, least, mvt.MaxZoom)
	}
	return uint8(zoom), nil
}
