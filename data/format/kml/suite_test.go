package kml_test

import (
	"testing"

	"perimetre/data/format/formattest"
	"perimetre/data/format/kml"
)

func suite() formattest.Format {
	return formattest.Format{Extension: ".kml", Layers: kml.Layers, Read: kml.Read, Create: kml.Create}
}

func TestSuite(t *testing.T) { formattest.Suite(t, suite()) }

func TestWhatDoesNotFitIsRefused(t *testing.T) { formattest.Refusals(t, suite()) }
