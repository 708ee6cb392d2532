package crs

import (
	"errors"
	"fmt"
	"math"
	"strings"
)

// readWKT reads the horizontal system of a definition.
func readWKT(text string) (description, error) {
	root, err := parseNode(text)
	if err != nil {
		return description{}, err
	}
	shifted := false
	for {
		switch root.keyword {
		case "PROJCS", "PROJCRS", "PROJECTEDCRS", "GEOGCS", "GEOGCRS", "GEOGRAPHICCRS", "GEODCRS", "GEODETICCRS":
			d := root.describe()
			d.shifted = d.shifted || shifted
			return d, nil
		case "COMPD_CS", "COMPOUNDCRS", "SOURCECRS":
			if len(root.nodes) == 0 {
				return description{}, fmt.Errorf("%s holds no system", root.keyword)
			}
			root = root.nodes[0]
		case "BOUNDCRS":
			for _, p := range root.child("ABRIDGEDTRANSFORMATION").nodes {
				shifted = shifted || isTranslation(p.value(0)) && p.number(1) != 0
			}
			root = root.child("SOURCECRS")
		default:
			return description{}, errNotHorizontal
		}
	}
}

var errNotHorizontal = errors.New("it is neither a projected nor a geographic system: say which system the positions are in")

// isTranslation tells whether a parameter of a shift is one of its three translations (EPSG:8605 to 8607).
func isTranslation(parameter string) bool {
	return strings.HasSuffix(key(parameter), "axistranslation")
}

func (n node) describe() description {
	d := description{name: n.value(0), eastFirst: strings.EqualFold(n.child("AXIS").value(1), "east")}
	for _, c := range n.nodes {
		if c.keyword == "AUTHORITY" || c.keyword == "ID" {
			d.identifiers = append(d.identifiers, c.value(0)+":"+c.value(1))
		}
	}
	base := n
	if strings.HasPrefix(n.keyword, "PROJ") {
		base = n.child("GEOGCS", "BASEGEOGCRS", "BASEGEODCRS")
		d.projected = true
		n.describeConversion(&d)
		d.units(n, 1)
	}
	d.units(base, degree)
	datum := base.child("DATUM", "GEODETICDATUM", "TRF", "ENSEMBLE")
	d.frames = []string{datum.value(0), base.value(0)}
	e := datum.child("ELLIPSOID", "SPHEROID")
	d.semiMajor, d.inverse = e.number(1), e.number(2)
	if m := base.child("PRIMEM", "PRIMEMERIDIAN"); m.keyword != "" {
		d.meridian = m.number(1)
	}
	for i := range datum.child("TOWGS84").values {
		d.shifted = d.shifted || datum.child("TOWGS84").number(i) != 0
	}
	return d
}

func (n node) describeConversion(d *description) {
	conversion := n.child("CONVERSION")
	if conversion.keyword == "" {
		conversion = n
	}
	d.method = conversion.child("PROJECTION", "METHOD").value(0)
	d.onSphere = strings.Contains(n.child("EXTENSION").value(1)+" ", "+a=6378137 +b=6378137 ")
	d.parameters[scale] = 1
	for _, p := range conversion.nodes {
		if p.keyword != "PARAMETER" {
			continue
		}
		d.add(p.value(0), p.number(1))
		for _, u := range p.nodes {
			if strings.HasSuffix(u.keyword, "UNIT") && !near(u.number(1), 1) && !near(u.number(1), degree) {
				d.oddUnit = excerpt(u.value(0))
			}
		}
	}
}

// units tells a unit that is not the one wanted, of a system or of its horizontal axes.
func (d *description) units(system node, wanted float64) {
	holders := []node{system}
	for _, n := range system.nodes {
		if n.keyword == "AXIS" && len(holders) <= 2 {
			holders = append(holders, n)
		}
	}
	for _, n := range holders {
		if u := n.child("UNIT", "LENGTHUNIT", "ANGLEUNIT"); u.keyword != "" && !near(u.number(1), wanted) {
			d.oddUnit = excerpt(u.value(0))
		}
	}
}

// near tells whether the factor of a unit, which definitions round, is the one wanted.
func near(factor, wanted float64) bool { return math.Abs(factor-wanted) <= 1e-10 }
