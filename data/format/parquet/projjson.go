package parquet

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// projJSON gives the PROJJSON (https://proj.org/schemas/v0.7/projjson.schema.json) of a system given in WKT 1 (OGC 01-009) with
// the codes of its parts. PROJ takes no definition that is only a name and a code.
func projJSON(wkt string) ([]byte, error) {
	root, rest, err := readNode(wkt)
	if err != nil || rest != "" {
		return nil, errors.New("it has no definition in WKT")
	}
	var system object
	switch root.keyword {
	case "GEOGCS":
		system = geographic(root)
	case "PROJCS":
		if system, err = projected(root); err != nil {
			return nil, err
		}
	default:
		return nil, fmt.Errorf("a system of the kind %s is not known", root.keyword)
	}
	return json.Marshal(append(object{{"$schema", "https://proj.org/schemas/v0.7/projjson.schema.json"}}, system...))
}

// object is a JSON object whose members have an order.
type object []member

type member struct {
	name  string
	value any
}

// MarshalJSON writes the members in their order.
func (o object) MarshalJSON() ([]byte, error) {
	text := []byte{'{'}
	for i, m := range o {
		if i > 0 {
			text = append(text, ',')
		}
		value, err := json.Marshal(m.value)
		if err != nil {
			return nil, err
		}
		text = append(append(strconv.AppendQuote(text, m.name), ':'), value...)
	}
	return append(text, '}'), nil
}

func geographic(n node) object {
	datum := n.child("DATUM")
	ellipsoid := datum.child("SPHEROID")
	return object{
		{"type", "GeographicCRS"},
		{"name", n.text(0)},
		{"datum", object{
			{"type", "GeodeticReferenceFrame"},
			{"name", datum.text(0)},
			{"ellipsoid", object{
				{"name", ellipsoid.text(0)},
				{"semi_major_axis", ellipsoid.number(1)},
				{"inverse_flattening", ellipsoid.number(2)},
			}},
		}},
		{"coordinate_system", object{{"subtype", "ellipsoidal"}, {"axis", n.axes("degree", "lat", "lon")}}},
		{"id", n.id()},
	}
}

func projected(n node) (object, error) {
	method, ok := methodOf(n)
	if !ok {
		return nil, fmt.Errorf("its projection %q is not known", n.child("PROJECTION").text(0))
	}
	parameters := []object{}
	for _, p := range method.parameters {
		value := json.Number("0")
		for _, given := range n.children {
			if given.keyword == "PARAMETER" && given.text(0) == p.wkt {
				value = given.number(1)
			}
		}
		parameters = append(parameters, object{
			{"name", p.name}, {"value", value}, {"unit", p.unit}, {"id", epsg(p.code)},
		})
	}
	return object{
		{"type", "ProjectedCRS"},
		{"name", n.text(0)},
		{"base_crs", geographic(n.child("GEOGCS"))},
		{"conversion", object{
			{"name", n.text(0)},
			{"method", object{{"name", method.name}, {"id", epsg(method.code)}}},
			{"parameters", parameters},
		}},
		{"coordinate_system", object{{"subtype", "Cartesian"}, {"axis", n.axes("metre", "N", "E")}}},
		{"id", n.id()},
	}, nil
}

func epsg(code int) object { return object{{"authority", "EPSG"}, {"code", code}} }

// method is a projection of the EPSG register, with its name in WKT 1.
type method struct {
	name       string
	code       int
	parameters []parameter
}

type parameter struct {
	wkt, name string
	code      int
	unit      string
}

// methodOf gives the method of a projected system. Names and codes are those of the EPSG register; those of WKT 1 are GDAL's.
func methodOf(n node) (method, bool) {
	natural := []parameter{
		{"latitude_of_origin", "Latitude of natural origin", 8801, "degree"},
		{"central_meridian", "Longitude of natural origin", 8802, "degree"},
	}
	shift := []parameter{{"false_easting", "False easting", 8806, "metre"}, {"false_northing", "False northing", 8807, "metre"}}
	switch n.child("PROJECTION").text(0) {
	case "Lambert_Conformal_Conic_2SP":
		return method{"Lambert Conic Conformal (2SP)", 9802, []parameter{
			{"latitude_of_origin", "Latitude of false origin", 8821, "degree"},
			{"central_meridian", "Longitude of false origin", 8822, "degree"},
			{"standard_parallel_1", "Latitude of 1st standard parallel", 8823, "degree"},
			{"standard_parallel_2", "Latitude of 2nd standard parallel", 8824, "degree"},
			{"false_easting", "Easting at false origin", 8826, "metre"},
			{"false_northing", "Northing at false origin", 8827, "metre"},
		}}, true
	case "Transverse_Mercator":
		scale := parameter{"scale_factor", "Scale factor at natural origin", 8805, "unity"}
		return method{"Transverse Mercator", 9807, append(append(natural, scale), shift...)}, true
	case "Lambert_Azimuthal_Equal_Area":
		natural[0].wkt, natural[1].wkt = "latitude_of_center", "longitude_of_center"
		return method{"Lambert Azimuthal Equal Area", 9820, append(natural, shift...)}, true
	case "Mercator_1SP":
		// With this extension the sphere of web maps is meant, which WKT 1 has no name for.
		return method{"Popular Visualisation Pseudo Mercator", 1024, append(natural, shift...)},
			strings.Contains(n.child("EXTENSION").text(1), "+nadgrids=@null")
	}
	return method{}, false
}

// node is KEYWORD["text",1.5,CHILD[…]] of WKT.
type node struct {
	keyword  string
	values   []string // texts and numbers
	children []node
}

// child gives the first child of that keyword, and an empty node when there is none.
func (n node) child(keyword string) node {
	for _, c := range n.children {
		if c.keyword == keyword {
			return c
		}
	}
	return node{}
}

// text gives a value, and nothing when there is none.
func (n node) text(i int) string {
	if i < len(n.values) {
		return n.values[i]
	}
	return ""
}

// number gives a number in full, without an exponent.
func (n node) number(i int) json.Number {
	f, err := strconv.ParseFloat(n.text(i), 64)
	if err != nil {
		return "0"
	}
	return json.Number(strconv.FormatFloat(f, 'f', -1, 64))
}

// id gives the code of a system: that of EPSG is a number.
func (n node) id() object {
	authority := n.child("AUTHORITY")
	if code, err := strconv.Atoi(authority.text(1)); err == nil {
		return object{{"authority", authority.text(0)}, {"code", code}}
	}
	return object{{"authority", authority.text(0)}, {"code", authority.text(1)}}
}

// axes gives the axes of a system, with abbreviations of those that go north and east: as the definition has them, else that
// which WKT 1 says first (easting and northing, longitude and latitude).
func (n node) axes(unit, north, east string) []object {
	var axes []object
	add := func(name, direction, abbreviation string) {
		axes = append(axes, object{{"name", name}, {"abbreviation", abbreviation}, {"direction", direction}, {"unit", unit}})
	}
	for _, c := range n.children {
		if c.keyword == "AXIS" && c.child("NORTH").keyword != "" {
			add(c.text(0), "north", north)
		} else if c.keyword == "AXIS" {
			add(c.text(0), "east", east)
		}
	}
	if axes == nil && unit == "degree" {
		// The register has the latitude first in all of them.
		add("Geodetic latitude", "north", north)
		add("Geodetic longitude", "east", east)
	} else if axes == nil {
		add("Easting", "east", east)
		add("Northing", "north", north)
	}
	return axes
}

// readNode reads a node and gives what comes after it.
func readNode(text string) (n node, rest string, err error) {
	bad := errors.New("it is no WKT")
	at := strings.IndexAny(text, `[",]`)
	if at < 0 || text[at] != '[' { // a keyword alone, such as EAST
		if at < 0 {
			at = len(text)
		}
		return node{keyword: text[:at]}, text[at:], nil
	}
	n.keyword, text = text[:at], text[at:]
	for text != "" && (text[0] == '[' || text[0] == ',') {
		text = text[1:]
		switch {
		case strings.HasPrefix(text, `"`):
			value, after, ok := strings.Cut(text[1:], `"`)
			if !ok {
				return n, text, bad
			}
			n.values, text = append(n.values, value), after
		case text != "" && strings.ContainsRune("+-.0123456789", rune(text[0])):
			end := strings.IndexAny(text, ",]")
			if end < 0 {
				return n, text, bad
			}
			n.values, text = append(n.values, text[:end]), text[end:]
		default:
			child, after, err := readNode(text)
			if err != nil || after == text {
				return n, text, bad
			}
			n.children, text = append(n.children, child), after
		}
	}
	if !strings.HasPrefix(text, "]") {
		return n, text, bad
	}
	return n, text[1:], nil
}
