package topojson

import (
	"testing"

	"perimetre/data/format/formattest"
)

func TestTopoJSON(t *testing.T) {
	formattest.Suite(t, formattest.Format{Extension: ".topojson", Layers: Layers, Read: Read, Create: Create})
}
