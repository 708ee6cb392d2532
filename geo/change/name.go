package change

import (
	"strings"
	"unicode"
)

// sameName tells whether two names are one to a reader: spaces of any kind and number, apostrophes and dashes of any kind count
// for one another, with or without spaces around a dash.
func sameName(a, b string) bool { return plain(a) == plain(b) }

func plain(name string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune("’‘ʼ´`′", r):
			return '\''
		case unicode.Is(unicode.Pd, r), r == '−':
			return '-'
		case unicode.IsSpace(r):
			return ' '
		case r == '\u200b', r == '\ufeff', r == '\u00ad':
			return -1
		}
		return r
	}, name)
	name = strings.Join(strings.Fields(name), " ")
	return strings.ReplaceAll(strings.ReplaceAll(name, " -", "-"), "- ", "-")
}
