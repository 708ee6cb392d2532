package shapefile

import (
	"testing"

	"perimetre/data/format/formattest"
)

func TestSuite(t *testing.T) {
	formattest.Suite(t, formattest.Format{Extension: ".shp", Layers: Layers, Read: Read, Create: Create})
}
