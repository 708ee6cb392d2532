package flatgeobuf_test

import (
	"testing"

	"perimetre/data/format/flatgeobuf"
	"perimetre/data/format/formattest"
)

func suite() formattest.Format {
	return formattest.Format{
		Extension: ".fgb", Layers: flatgeobuf.Layers, Read: flatgeobuf.Read, Create: flatgeobuf.Create, Unordered: true,
	}
}

func TestSuite(t *testing.T) { formattest.Suite(t, suite()) }

func TestWhatDoesNotFitIsRefused(t *testing.T) { formattest.Refusals(t, suite()) }
