package check

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"perimetre/geo"
)

// untidyText tells how the name of a territory was mended, and what is left to mend in it and in the names of its members.
func untidyText(s *subject) []Finding {
	var found []Finding
	if published := s.territory.Published; published != "" && published != s.territory.Name {
		found = append(found, Finding{
			Message: say(
				"Le nom publié « %s » a été corrigé en « %s » : %s.",
				"The published name “%s” was mended into “%s”: %s.",
				visible(published), s.territory.Name, mended(published)),
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

// mended names what text hygiene changes in a name.
func mended(published string) geo.Text {
	var fr, en []string
	for _, kind := range []struct {
		in     func(rune) bool
		fr, en string
	}{
		{func(r rune) bool { return r == '\u00a0' || r == '\u202f' || r == '\u2007' }, "espaces insécables", "no-break spaces"},
		{func(r rune) bool { return strings.ContainsRune("'’‘ʼ´`", r) }, "apostrophes", "apostrophes"},
		{func(r rune) bool { return r != '-' && unicode.Is(unicode.Pd, r) }, "tirets", "dashes"},
		{func(r rune) bool { return unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r) }, "caractères invisibles", "invisible characters"},
	} {
		if strings.ContainsFunc(published, kind.in) {
			fr, en = append(fr, kind.fr), append(en, kind.en)
		}
	}
	if len(fr) == 0 {
		return geo.Text{FR: "espaces ou lettres", EN: "spaces or letters"}
	}
	return geo.Text{FR: list(fr).text("et", "autres"), EN: list(en).text("and", "others")}
}

// unreadable tells whether a text holds control or replacement characters, or was decoded in the wrong encoding.
func unreadable(text string) bool {
	_, garbled := decodedTwice(text)
	return garbled || strings.ContainsFunc(text, broken)
}

func broken(r rune) bool { return unicode.Is(unicode.Cc, r) || r == utf8.RuneError }

// decodedTwice undoes the reading of UTF-8 as Windows-1252 (mojibake): "Ã©" for "é". A text of one encoding all along
// hardly ever is sound UTF-8 once it is written in Windows-1252.
func decodedTwice(text string) (string, bool) {
	written, err := charmap.Windows1252.NewEncoder().String(text)
	if err != nil || written == text || !utf8.ValidString(written) {
		return "", false
	}
	return written, true
}

func corrected(name string) geo.Text {
	if better, garbled := decodedTwice(name); garbled {
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
