package geopackage

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/twpayne/go-geom/encoding/wkb"

	"perimetre/data/store"
	"perimetre/geo"
)

// header begins every geometry blob: OGC GeoPackage 1.3, section 2.1.3.1, little-endian, with an XY envelope.
type header struct {
	Magic                  [2]byte // "GP"
	Version                uint8   // 0: version 1
	Flags                  uint8
	SRID                   int32
	MinX, MaxX, MinY, MaxY float64
}

// flags: standard binary, not empty, envelope of four numbers, little-endian.
const flags = 1<<1 | 1

const headerSize = 40

// encode writes a geometry as a GeoPackage blob. It gives nil for nil and for an empty one.
func encode(g geo.Geometry) ([]byte, error) {
	t := store.ToGeom(g)
	if t == nil {
		return nil, nil
	}
	box, _ := g.Bounds()
	h := header{
		Magic: [2]byte{'G', 'P'}, Flags: flags, SRID: store.SRID,
		MinX: box.Min.Lon(), MaxX: box.Max.Lon(), MinY: box.Min.Lat(), MaxY: box.Max.Lat(),
	}
	buffer := bytes.NewBuffer(make([]byte, 0, headerSize+64+8*len(t.FlatCoords())))
	if err := binary.Write(buffer, binary.LittleEndian, h); err != nil {
		return nil, fmt.Errorf("header of a geometry: %w", err)
	}
	if err := wkb.Write(buffer, wkb.NDR, t); err != nil {
		return nil, fmt.Errorf("geometry: %w", err)
	}
	return buffer.Bytes(), nil
}

// decode reads the polygons of a blob that encode wrote. Nil bytes give nil.
func decode(blob []byte) (geo.MultiPolygon, error) {
	if blob == nil {
		return nil, nil
	}
	if len(blob) < headerSize || blob[0] != 'G' || blob[1] != 'P' || blob[3] != flags {
		return nil, errors.New("the blob has no GeoPackage header with an envelope")
	}
	t, err := wkb.Read(bytes.NewReader(blob[headerSize:]))
	if err != nil {
		return nil, fmt.Errorf("WKB: %w", err)
	}
	return store.FromGeom(t)
}
