package check

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"perimetre/geo"
	"perimetre/geo/hygiene"
)

// untidyText tells how the name of a territory was mended, and what is left to mend in it and in the names of its members.
func untidyText(s *subject) []Finding {
	var found []Finding
	if published := s.territory.Published; published != "" && published != s.territory.Name {
		found = append(found, Finding{
			Message: say(
				"Le nom publié « %s » a été corrigé en « %s » : %s.",
				"The published name “%s” was mended into “%s”: %s.",
				visible(published), s.territory.Name, mended(published, s.territory.Name)),
			Units: []string{s.territory.ID},
		})
	}
	names, units := []string{s.territory.Name}, []string{s.territory.ID}
	for _, m := range s.territory.Members {
		names, units = append(names, m.Name), append(units, m.ID)
	}
	for i, name := range names {
		if unreadable(name) {
			found = append(found, Finding{
				Message: say(
					"Le nom « %s » a des caractères illisibles.",
					"The name “%s” has characters that cannot be read.", visible(name)),
				Hint:  corrected(name),
				Units: []string{units[i]},
			})
		}
	}
	return found
}

// mended names the characters of a published name that another has fewer of.
func mended(published, name string) geo.Text {
	var fr, en []string
	for _, kind := range []struct {
		in     func(rune) bool
		fr, en string
	}{
		{func(r rune) bool { return r == '\u00a0' || r == '\u202f' || r == '\u2007' }, "espaces insécables", "no-break spaces"},
		{func(r rune) bool { return strings.ContainsRune("'‘ʼ´`", r) }, "apostrophes", "apostrophes"},
		{func(r rune) bool { return r != '-' && unicode.Is(unicode.Pd, r) }, "tirets", "dashes"},
		{func(r rune) bool { return unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r) }, "caractères invisibles", "invisible characters"},
	} {
		if occurrences(published, kind.in) > occurrences(name, kind.in) {
			fr, en = append(fr, kind.fr), append(en, kind.en)
		}
	}
	if len(fr) == 0 {
		return geo.Text{FR: "espaces ou lettres", EN: "spaces or letters"}
	}
	return geo.Text{FR: list(fr).text("et", "autres"), EN: list(en).text("and", "others")}
}

func occurrences(text string, in func(rune) bool) (n int) {
	for _, r := range text {
		if in(r) {
			n++
		}
	}
	return n
}

// unreadable tells whether a text holds control or replacement characters, or was read in the wrong encoding.
func unreadable(text string) bool { return strings.ContainsFunc(text, broken) || garbled(text) }

func broken(r rune) bool { return unicode.Is(unicode.Cc, r) || r == utf8.RuneError }

// garbled tells whether a text has what a letter or a quote of UTF-8 becomes when it is read in Windows-1252: Ã© for é. In a good
// name a letter follows Â and Ã.
func garbled(text string) bool {
	const continued = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ" // with U+0080 to U+00BF, bytes that go on
	var last rune
	for _, r := range text {
		if (last == 'Â' || last == 'Ã') && (r >= 0x80 && r <= 0xbf || strings.ContainsRune(continued, r)) || last == 'â' && r == '€' {
			return true
		}
		last = r
	}
	return false
}

func corrected(name string) geo.Text {
	if better, changed := hygiene.Mend(name); changed && !unreadable(better) {
		return say("Corriger le nom dans la liste : sans doute « %s ».", "Correct the name in the list: probably “%s”.", better)
	}
	return geo.Text{FR: "Corriger le nom dans la liste.", EN: "Correct the name in the list."}
}

// visible shows the places of characters that have no width or look like others: spaces at an end, no-break spaces, controls.
func visible(text string) string {
	runes := []rune(text)
	for i, r := range runes {
		switch {
		case broken(r), unicode.Is(unicode.Cf, r):
			runes[i] = '�'
		case r != ' ' && unicode.IsSpace(r):
			runes[i] = '⍽'
		}
	}
	return string(runes)
}
