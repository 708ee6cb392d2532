package inspection

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"perimetre/geo"
	"perimetre/geo/check"
	"perimetre/geo/topo"
)

// Kind is one entry of the table of defects.
type Kind struct {
	Code string   // its severity is that of check.Policy.DefectSeverity
	Rule string   // of the catalogue of geo/check
	Hint geo.Text // how to mend it
}

// Title is the name of the kind as a sentence begins: that of [check.DefectName].
func (k Kind) Title() geo.Text {
	name := check.DefectName(k.Code)
	return geo.Text{FR: capitalized(name.FR), EN: capitalized(name.EN)}
}

func capitalized(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}

// Names of the kinds that this package finds by itself; the others are those of [topo.DefectKind].
const (
	geometryEmpty         = "geometry-empty"
	coordinatesOutOfRange = "coordinates-out-of-range"
	coordinatesInMetres   = "coordinates-in-metres"
	longitudeWrapped      = "longitude-wrapped"
	axesSwapped           = "axes-swapped"
	partStray             = "part-stray"
	knownAbsence          = check.KnownAbsenceDefect
)

// Kinds gives the table of defects, in the order in which they are told.
func Kinds() []Kind {
	const g05, g07 = "G05", "G07"
	return []Kind{
		{
			geometryEmpty, g07,
			geo.Text{FR: "Donnez un polygone, ou retirez l’entité.", EN: "Give a polygon, or remove the feature."},
		},
		{
			coordinatesInMetres, g07,
			geo.Text{
				FR: "Nommez leur système avec --crs, ou convertissez le fichier en longitude et latitude (EPSG:4326).",
				EN: "Name their system with --crs, or convert the file to longitude and latitude (EPSG:4326).",
			},
		},
		{
			axesSwapped, g07,
			geo.Text{FR: "Écrivez la longitude d’abord.", EN: "Write the longitude first."},
		},
		{
			longitudeWrapped, g07,
			geo.Text{FR: "Ramenez la longitude entre -180 et 180.", EN: "Bring the longitude between -180 and 180."},
		},
		{
			coordinatesOutOfRange, g07,
			geo.Text{FR: "Corrigez le point.", EN: "Mend the point."},
		},
		{
			topo.PolygonDuplicate.String(), g07,
			geo.Text{FR: "Retirez l’un des deux.", EN: "Remove one of the two."},
		},
		{
			topo.PolygonInside.String(), g07,
			geo.Text{FR: "Percez celui qui entoure.", EN: "Cut a hole in the one around it."},
		},
		{
			topo.Overlap.String(), g07,
			geo.Text{FR: "Donnez ce terrain à une seule unité.", EN: "Give this ground to one unit only."},
		},
		{
			topo.Gap.String(), g07,
			geo.Text{
				FR: "Donnez ce terrain à une unité, ou inscrivez le lieu parmi les absences connues de la politique.",
				EN: "Give this ground to a unit, or write the place among the known absences of the policy.",
			},
		},
		{
			topo.RingSelfCrossing.String(), g07,
			geo.Text{FR: "Redressez l’ordre des sommets.", EN: "Put its vertices in order."},
		},
		{
			topo.HoleOutsideShell.String(), g07,
			geo.Text{FR: "Retirez le trou, ou rattachez-le au bon polygone.", EN: "Remove the hole, or give it to the right polygon."},
		},
		{
			topo.ShellsNested.String(), g07,
			geo.Text{FR: "Retirez le polygone intérieur, ou faites-en un trou.", EN: "Remove the inner polygon, or make it a hole."},
		},
		{
			topo.RingUnclosed.String(), g07,
			geo.Text{FR: "Répétez son premier point à la fin.", EN: "Repeat its first point at its end."},
		},
		{
			topo.RingTooSmall.String(), g07,
			geo.Text{FR: "Donnez au moins trois sommets distincts, ou retirez-le.", EN: "Give at least three distinct vertices, or remove it."},
		},
		{
			topo.EdgeUnmatched.String(), g07,
			geo.Text{FR: "Donnez aux deux voisins les mêmes sommets.", EN: "Give both neighbours the same vertices."},
		},
		{
			topo.SliverOverlap.String(), g07,
			geo.Text{FR: "Tracez la limite une seule fois pour les deux voisins.", EN: "Draw the border once for both neighbours."},
		},
		{
			topo.SliverGap.String(), g07,
			geo.Text{FR: "Tracez la limite une seule fois pour les deux voisins.", EN: "Draw the border once for both neighbours."},
		},
		{
			topo.HoleEmpty.String(), g07,
			geo.Text{
				FR: "Vérifiez qu’il y manque bien quelque chose : un lac, une enclave étrangère.",
				EN: "Check that something is meant to be missing there: a lake, foreign land.",
			},
		},
		{
			partStray, g07,
			geo.Text{
				FR: "Vérifiez que ce n’est pas une homonyme.",
				EN: "Check that it is not another unit of the same name.",
			},
		},
		{
			topo.Spike.String(), g07,
			geo.Text{FR: "Retirez le sommet de la pointe.", EN: "Remove the vertex at its tip."},
		},
		{
			topo.VertexNear.String(), g07,
			geo.Text{FR: "N’en gardez qu’un, chez tous les voisins.", EN: "Keep one of them, in all neighbours."},
		},
		{
			topo.RingSelfTouch.String(), g07,
			geo.Text{
				FR: "Rien à faire : le contour est scindé en ce point.",
				EN: "Nothing to do: the ring is split at this point.",
			},
		},
		{
			topo.VertexRepeated.String(), g07,
			geo.Text{FR: "Rien à faire : il est lu une fois.", EN: "Nothing to do: it is read once."},
		},
		{
			topo.RingWinding.String(), g07,
			geo.Text{FR: "Rien à faire : il est lu à l’endroit.", EN: "Nothing to do: it is read the right way."},
		},
		{
			knownAbsence, g05,
			geo.Text{FR: "Rien à faire.", EN: "Nothing to do."},
		},
	}
}

// KindOf gives the entry of the table that has a code. It panics when there is none: codes come from the table.
func KindOf(code string) Kind {
	kinds := Kinds()
	return kinds[rank(kinds, code)]
}

func rank(kinds []Kind, code string) int {
	return slices.IndexFunc(kinds, func(k Kind) bool { return k.Code == code })
}
