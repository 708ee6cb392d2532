package parquet

import (
	"testing"

	"perimetre/data/format/formattest"
)

func TestParquet(t *testing.T) {
	formattest.Suite(t, formattest.Format{Extension: ".parquet", Layers: Layers, Read: Read, Create: Create})
}
