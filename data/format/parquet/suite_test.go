package parquet

import (
	"testing"

	"perimetre/data/format/formattest"
)

func suite() formattest.Format {
	return formattest.Format{Extension: ".parquet", Layers: Layers, Read: Read, Create: Create}
}

func TestSuite(t *testing.T) { formattest.Suite(t, suite()) }

func TestWhatDoesNotFitIsRefused(t *testing.T) { formattest.Refusals(t, suite()) }
