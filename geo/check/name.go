package check

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// folded is what is left of a name to compare once typography is set aside: case, accents, ligatures, spaces, apostrophes,
// dashes, quotation marks, what is in brackets, articles, and what says the nature of a grouping, in words or abbreviated.
// It is empty only where the name has no letter and no digit.
func folded(name string) string {
	all := words(withoutBrackets(name))
	var kept []string
	for _, word := range withoutNature(all) {
		switch word {
		case "de", "du", "des", "d", "la", "le", "les", "l", "et":
		case "st":
			kept = append(kept, "saint")
		case "ste":
			kept = append(kept, "sainte")
		default:
			kept = append(kept, word)
		}
	}
	if len(kept) == 0 {
		kept = words(name)
	}
	return strings.Join(kept, " ")
}

// words gives the runs of letters and digits of a text, in small letters without accents.
func words(text string) []string {
	text = strings.NewReplacer("œ", "oe", "Œ", "oe", "æ", "ae", "Æ", "ae").Replace(text)
	var plain strings.Builder
	for _, r := range norm.NFKD.String(text) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r), unicode.IsDigit(r):
			plain.WriteRune(unicode.ToLower(r))
		default:
			plain.WriteByte(' ')
		}
	}
	return strings.Fields(plain.String())
}

// withoutBrackets drops what is between brackets: an acronym, most often.
func withoutBrackets(text string) string {
	before, rest, opened := strings.Cut(text, "(")
	_, after, closed := strings.Cut(rest, ")")
	if !opened || !closed {
		return text
	}
	return before + " " + withoutBrackets(after)
}

// natures gives the words by which lists and registers say the nature of a member, folded, and the code of each.
func natures() []struct{ words, code string } {
	return []struct{ words, code string }{
		{"communaute de communes", "CC"},
		{"communaute d agglomeration", "CA"},
		{"communaute urbaine", "CU"},
		{"metropole", "METRO"},
		{"etablissement public territorial", "EPT"},
		{"commune", "COM"},
		{"cc", "CC"},
		{"ca", "CA"},
		{"cu", "CU"},
		{"metro", "METRO"},
		{"met69", "METRO"},
		{"metropole de lyon", "METRO"},
		{"ept", "EPT"},
		{"com", "COM"},
	}
}

// withoutNature drops the nature that a name begins with.
func withoutNature(name []string) []string {
	for _, n := range natures() {
		if start := strings.Fields(n.words); len(name) >= len(start) && slices.Equal(name[:len(start)], start) {
			return name[len(start):]
		}
	}
	return name
}

// nature is the code of a nature in words or abbreviated. One that is not known stays as its words.
func nature(text string) string {
	text = strings.Join(words(text), " ")
	for _, n := range natures() {
		if n.words == text {
			return n.code
		}
	}
	return text
}
