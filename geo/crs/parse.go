package crs

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// longestDefinition is more bytes than any definition takes: WKT 2 with its area of use takes some 3 kB.
const longestDefinition = 1 << 16

// Parse gives the code of a definition: a number or a name in the register (2154, EPSG:2154, RGF93 / Lambert-93), an URN or an
// address of the OGC, WKT 1 (OGC 01-009, or that of ESRI in .prj files), WKT 2 (ISO 19162), or PROJJSON.
//
// A definition in WKT or PROJJSON is known by the code that it gives itself, else by its name, else by its projection and its
// datum. One whose name and projection contradict each other is refused, and so is one that is not in the table: the error
// says what was found and which systems are known. Of a compound system the horizontal part counts.
func Parse(definition string) (Code, error) {
	text := strings.Trim(definition, "\ufeff\x00 \t\r\n")
	switch {
	case text == "":
		return 0, errors.New("the definition of the reference system is empty")
	case len(text) > longestDefinition:
		return 0, fmt.Errorf("the definition of the reference system has %d bytes, more than any", len(text))
	case text[0] == '{':
		d, err := readPROJJSON(text)
		if err != nil {
			return 0, fmt.Errorf("reference system %s: %w", excerpt(text), err)
		}
		return d.identify()
	case looksLikeWKT(text):
		d, err := readWKT(text)
		if err != nil {
			return 0, fmt.Errorf("reference system %s: %w", excerpt(text), err)
		}
		return d.identify()
	}
	if code, ok := byIdentifier(text); ok {
		return code, nil
	}
	if d, ok := byName(text); ok {
		return d.code, nil
	}
	return 0, unknown(excerpt(text), "")
}

// looksLikeWKT tells whether a text starts with a keyword, a bracket, and another keyword and bracket or a quote, which names like
// NTF (Paris) do not.
func looksLikeWKT(text string) bool {
	return regexp.MustCompile(`^\w+\s*[\[(]\s*("|\w+\s*[\[(])`).MatchString(text)
}

// byIdentifier finds a system by the code that a register gave it: what comes last in EPSG:2154, in the URN
// urn:ogc:def:crs:EPSG::2154 (OGC 07-092r1) and in the address http://www.opengis.net/def/crs/EPSG/0/2154 (OGC 09-048r5).
func byIdentifier(text string) (Code, bool) {
	parts := strings.FieldsFunc(strings.ToUpper(text), func(r rune) bool { return strings.ContainsRune(":/#", r) })
	if len(parts) == 0 {
		return 0, false
	}
	last := parts[len(parts)-1]
	number, err := strconv.Atoi(last)
	isNumber := err == nil && number > 0
	switch {
	case slices.Contains(parts, "OGC") && last == "CRS84":
		return CRS84, true
	case isNumber && (len(parts) == 1 || slices.Contains(parts, "EPSG") || slices.Contains(parts, "EPSG.XML")):
		if _, ok := Code(number).definition(); ok {
			return Code(number), true
		}
		d, ok := byName("EPSG:" + last)
		return d.code, ok
	}
	return 0, false
}

// byName finds a system by its name, or by a code of another register among its aliases.
func byName(name string) (definition, bool) {
	wanted := key(name)
	for _, d := range definitions() {
		for _, n := range append(d.aliases, d.name, d.esri) {
			if key(n) == wanted {
				return d, true
			}
		}
	}
	return definition{}, false
}

// key is a name without case, accents, spaces and signs, and without the word zone, which tools add and drop: WGS_1984_UTM_Zone_20N
// and "wgs 1984 / utm 20n" are one.
func key(name string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z' || '0' <= r && r <= '9':
			return r
		case r == 'é':
			return 'e'
		case r == 'ç':
			return 'c'
		}
		return -1
	}, strings.ToLower(name))
	return strings.ReplaceAll(name, "zone", "")
}

// unknown is the error of a system that is not in the table, and why, when it may be told.
func unknown(found, why string) error {
	if why != "" {
		why = " (" + why + ")"
	}
	return fmt.Errorf("reference system %s is not known%s: convert to one of %s, or say which of them it is", found, why, known())
}

// known lists the codes of the table.
func known() string {
	var all []string
	for _, c := range Codes() {
		all = append(all, c.String())
	}
	return strings.Join(all, ", ")
}

// excerpt quotes the start of a text.
func excerpt(text string) string {
	const most = 80
	if len(text) > most {
		return strconv.QuoteToGraphic(strings.ToValidUTF8(text[:most], "") + "…")
	}
	return strconv.QuoteToGraphic(text)
}
