package shapefile

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"perimetre/data/format"
)

// maxName is the bytes of the name of a field: 11 less the zero at its end.
const maxName = 10

// fieldNames gives names of at most 10 bytes, each another whatever its case. Those that fit keep theirs; the others, in their
// order, are cut, and where that is taken end in _1, _2…
func fieldNames(attributes []format.Attribute) []string {
	names := make([]string, len(attributes))
	taken := map[string]bool{}
	take := func(i int, name string) bool {
		key := strings.ToLower(name)
		if name == "" || taken[key] {
			return false
		}
		taken[key], names[i] = true, name
		return true
	}
	for i, a := range attributes {
		if len(a.Name) <= maxName {
			take(i, a.Name)
		}
	}
	for i, a := range attributes {
		if names[i] != "" || take(i, cut(a.Name, maxName)) {
			continue
		}
		for n := 1; ; n++ {
			end := "_" + strconv.Itoa(n)
			if take(i, cut(a.Name, maxName-len(end))+end) {
				break
			}
		}
	}
	return names
}

// cut gives the beginning of a text: so many bytes at most, whole characters.
func cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	for !utf8.RuneStart(text[most]) {
		most--
	}
	return text[:most]
}
