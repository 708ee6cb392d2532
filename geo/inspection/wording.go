package inspection

import (
	"fmt"
	"strconv"
	"strings"

	"perimetre/geo"
)

// both is a text that is the same in both languages.
func both(text string) geo.Text { return geo.Text{FR: text, EN: text} }

// join puts texts one after the other.
func join(separator string, texts ...geo.Text) geo.Text {
	var joined geo.Text
	for _, t := range texts {
		if t == (geo.Text{}) {
			continue
		}
		if joined != (geo.Text{}) {
			joined.FR += separator
			joined.EN += separator
		}
		joined.FR += t.FR
		joined.EN += t.EN
	}
	return joined
}

// sentence is a title, what is known of the case, and a hint.
func sentence(k Kind, detail geo.Text) geo.Text {
	if detail == (geo.Text{}) {
		return join(". ", k.Title(), k.Hint)
	}
	return geo.Text{
		FR: fmt.Sprintf("%s : %s. %s", k.Title().FR, detail.FR, k.Hint.FR),
		EN: fmt.Sprintf("%s: %s. %s", k.Title().EN, detail.EN, k.Hint.EN),
	}
}

// enumerate names the first five of some units, then counts the others.
func enumerate(units []Unit) geo.Text {
	const most = 5
	names := make([]string, len(units))
	for i, u := range units {
		names[i] = u.String()
	}
	switch {
	case len(names) == 0:
		return geo.Text{}
	case len(names) == 1:
		return both(names[0])
	case len(names) > most+1:
		first, others := strings.Join(names[:most], ", "), len(names)-most
		return geo.Text{FR: fmt.Sprintf("%s et %d autres", first, others), EN: fmt.Sprintf("%s and %d others", first, others)}
	}
	first, last := strings.Join(names[:len(names)-1], ", "), names[len(names)-1]
	return geo.Text{FR: first + " et " + last, EN: first + " and " + last}
}

// Area words an area in m² in the unit that suits it: m² below a hectare, then ha, then km².
func Area(m2 float64) geo.Text {
	switch {
	case m2 >= 1e6:
		return decimal(m2/1e6, 1, "km²")
	case m2 >= 1e4:
		return decimal(m2/1e4, 1, "ha")
	case m2 >= 10:
		return decimal(m2, 0, "m²")
	}
	return decimal(m2, 2, "m²")
}

// Width words a width in m.
func Width(m float64) geo.Text {
	if m >= 100 {
		return decimal(m, 0, "m")
	}
	return decimal(m, 2, "m")
}

func decimal(v float64, decimals int, unit string) geo.Text {
	en := strconv.FormatFloat(v, 'f', decimals, 64) + " " + unit
	return geo.Text{FR: strings.Replace(en, ".", ",", 1), EN: en}
}

// size words what is known of the ground of a defect; empty when it has none.
func size(area, width float64) geo.Text {
	if area == 0 {
		return geo.Text{}
	}
	if width == 0 {
		return Area(area)
	}
	wide := Width(width)
	return join(", ", Area(area), geo.Text{FR: wide.FR + " de large", EN: wide.EN + " wide"})
}
