package inspection

import (
	"slices"

	"perimetre/geo"
	"perimetre/geo/check"
	"perimetre/geo/topo"
)

// Kind is one entry of the table of defects.
type Kind struct {
	Code     string
	Rule     string         // of the catalogue of geo/check
	Severity check.Severity // unless the policy says otherwise
	Title    geo.Text
	Hint     geo.Text // how to mend it
}

// Names of the kinds that this package finds by itself; the others are those of [topo.DefectKind].
const (
	geometryEmpty         = "geometry-empty"
	coordinatesOutOfRange = "coordinates-out-of-range"
	coordinatesInMetres   = "coordinates-in-metres"
	longitudeWrapped      = "longitude-wrapped"
	axesSwapped           = "axes-swapped"
	partStray             = "part-stray"
	knownAbsence          = "known-absence"
)

// Kinds gives the table of defects, in the order in which they are told.
//
// Errors leave some ground to nobody or to several, or put it where it is not. Warnings call for a look. Notices and infos
// are harmless: the coverage is exact all the same.
func Kinds() []Kind {
	const g05, g07 = "G05", "G07"
	return []Kind{
		{
			geometryEmpty, g07, check.Error,
			geo.Text{FR: "Aucun polygone", EN: "No polygon"},
			geo.Text{FR: "Donnez un polygone, ou retirez l’entité.", EN: "Give a polygon, or remove the feature."},
		},
		{
			coordinatesInMetres, g07, check.Error,
			geo.Text{FR: "Coordonnées en mètres", EN: "Coordinates in metres"},
			geo.Text{FR: "Convertissez le fichier en longitude et latitude (EPSG:4326).", EN: "Convert the file to longitude and latitude (EPSG:4326)."},
		},
		{
			axesSwapped, g07, check.Error,
			geo.Text{FR: "Latitude et longitude inversées", EN: "Latitude and longitude swapped"},
			geo.Text{FR: "Écrivez la longitude d’abord.", EN: "Write the longitude first."},
		},
		{
			longitudeWrapped, g07, check.Error,
			geo.Text{FR: "Longitude décalée d’un tour", EN: "Longitude off by one turn"},
			geo.Text{FR: "Ramenez la longitude entre -180 et 180.", EN: "Bring the longitude between -180 and 180."},
		},
		{
			coordinatesOutOfRange, g07, check.Error,
			geo.Text{FR: "Coordonnées hors du globe", EN: "Coordinates out of the globe"},
			geo.Text{FR: "Corrigez le point.", EN: "Mend the point."},
		},
		{
			topo.PolygonDuplicate.String(), g07, check.Error,
			geo.Text{FR: "Polygone en double", EN: "Duplicate polygon"},
			geo.Text{FR: "Retirez l’un des deux.", EN: "Remove one of the two."},
		},
		{
			topo.PolygonInside.String(), g07, check.Error,
			geo.Text{FR: "Polygone à l’intérieur d’un autre, qui n’a pas de trou", EN: "Polygon inside another that has no hole"},
			geo.Text{FR: "Percez celui qui entoure.", EN: "Cut a hole in the one around it."},
		},
		{
			topo.Overlap.String(), g07, check.Error,
			geo.Text{FR: "Chevauchement", EN: "Overlap"},
			geo.Text{FR: "Donnez ce terrain à une seule unité.", EN: "Give this ground to one unit only."},
		},
		{
			topo.Gap.String(), g07, check.Error,
			geo.Text{FR: "Lacune", EN: "Gap"},
			geo.Text{
				FR: "Donnez ce terrain à une unité, ou inscrivez le lieu parmi les absences connues de la politique.",
				EN: "Give this ground to a unit, or write the place among the known absences of the policy.",
			},
		},
		{
			topo.RingSelfCrossing.String(), g07, check.Error,
			geo.Text{FR: "Contour qui se croise", EN: "Ring that crosses itself"},
			geo.Text{FR: "Redressez l’ordre des sommets.", EN: "Put its vertices in order."},
		},
		{
			topo.HoleOutsideShell.String(), g07, check.Error,
			geo.Text{FR: "Trou hors de son polygone", EN: "Hole outside its polygon"},
			geo.Text{FR: "Retirez le trou, ou rattachez-le au bon polygone.", EN: "Remove the hole, or give it to the right polygon."},
		},
		{
			topo.ShellsNested.String(), g07, check.Error,
			geo.Text{FR: "Polygones emboîtés d’une même unité", EN: "Nested polygons of one unit"},
			geo.Text{FR: "Retirez le polygone intérieur, ou faites-en un trou.", EN: "Remove the inner polygon, or make it a hole."},
		},
		{
			topo.RingUnclosed.String(), g07, check.Error,
			geo.Text{FR: "Contour non fermé", EN: "Ring that is not closed"},
			geo.Text{FR: "Répétez son premier point à la fin.", EN: "Repeat its first point at its end."},
		},
		{
			topo.RingTooSmall.String(), g07, check.Error,
			geo.Text{FR: "Contour sans surface", EN: "Ring without an area"},
			geo.Text{FR: "Donnez au moins trois sommets distincts, ou retirez-le.", EN: "Give at least three distinct vertices, or remove it."},
		},
		{
			topo.EdgeUnmatched.String(), g07, check.Error,
			geo.Text{FR: "Sommet qui manque d’un côté de la limite", EN: "Vertex that one side of the border lacks"},
			geo.Text{FR: "Donnez aux deux voisins les mêmes sommets.", EN: "Give both neighbours the same vertices."},
		},
		{
			topo.SliverOverlap.String(), g07, check.Error,
			geo.Text{FR: "Chevauchement filiforme", EN: "Sliver of overlap"},
			geo.Text{FR: "Tracez la limite une seule fois pour les deux voisins.", EN: "Draw the border once for both neighbours."},
		},
		{
			topo.SliverGap.String(), g07, check.Error,
			geo.Text{FR: "Lacune filiforme", EN: "Sliver of gap"},
			geo.Text{FR: "Tracez la limite une seule fois pour les deux voisins.", EN: "Draw the border once for both neighbours."},
		},
		{
			topo.HoleEmpty.String(), g07, check.Warning,
			geo.Text{FR: "Trou vide dans une unité", EN: "Empty hole inside a unit"},
			geo.Text{
				FR: "Vérifiez qu’il y manque bien quelque chose : un lac, une enclave étrangère.",
				EN: "Check that something is meant to be missing there: a lake, foreign land.",
			},
		},
		{
			partStray, g07, check.Warning,
			geo.Text{FR: "Partie loin de son unité", EN: "Part far from its unit"},
			geo.Text{
				FR: "Vérifiez que ce n’est pas une homonyme.",
				EN: "Check that it is not another unit of the same name.",
			},
		},
		{
			topo.Spike.String(), g07, check.Warning,
			geo.Text{FR: "Pointe sans épaisseur", EN: "Spike without a width"},
			geo.Text{FR: "Retirez le sommet de la pointe.", EN: "Remove the vertex at its tip."},
		},
		{
			topo.VertexNear.String(), g07, check.Notice,
			geo.Text{FR: "Sommets presque confondus", EN: "Vertices nearly the same"},
			geo.Text{FR: "N’en gardez qu’un, chez tous les voisins.", EN: "Keep one of them, in all neighbours."},
		},
		{
			topo.RingSelfTouch.String(), g07, check.Notice,
			geo.Text{FR: "Contour qui se touche", EN: "Ring that touches itself"},
			geo.Text{
				FR: "Rien à faire : le contour est scindé en ce point.",
				EN: "Nothing to do: the ring is split at this point.",
			},
		},
		{
			topo.VertexRepeated.String(), g07, check.Info,
			geo.Text{FR: "Sommet répété", EN: "Repeated vertex"},
			geo.Text{FR: "Rien à faire : il est lu une fois.", EN: "Nothing to do: it is read once."},
		},
		{
			topo.RingWinding.String(), g07, check.Info,
			geo.Text{FR: "Contour parcouru à l’envers", EN: "Ring wound the wrong way"},
			geo.Text{FR: "Rien à faire : il est lu à l’endroit.", EN: "Nothing to do: it is read the right way."},
		},
		{
			knownAbsence, g05, check.Info,
			geo.Text{FR: "Absence connue", EN: "Known absence"},
			geo.Text{FR: "Rien à faire.", EN: "Nothing to do."},
		},
	}
}

// severity is that of a kind under a policy: the one that the policy gives the kind, else the one that it gives the rule,
// which the milder kinds of G07 do not follow.
func (k Kind) severity(policy check.Policy) check.Severity {
	if s, set := policy.Defects[k.Code]; set {
		return s
	}
	if s, set := policy.Severities[k.Rule]; set && (k.Severity == check.Error || k.Code == knownAbsence) {
		return s
	}
	return k.Severity
}

// KindOf gives the entry of the table that has a code. It panics when there is none: codes come from the table.
func KindOf(code string) Kind {
	kinds := Kinds()
	return kinds[rank(kinds, code)]
}

func rank(kinds []Kind, code string) int {
	return slices.IndexFunc(kinds, func(k Kind) bool { return k.Code == code })
}
