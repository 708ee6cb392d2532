package hygiene

import (
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

func TestMend(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"a good name", "Val d'Oise – Pays de l'Ourcq (Est)", "Val d'Oise – Pays de l'Ourcq (Est)"},
		{"nothing", "", ""},
		{"white space only", " \u00a0\t", ""},
		{"a no-break space at the end", "Basse-Terre\u00a0", "Basse-Terre"},
		{"a no-break space between words", "Le\u00a0Creusot\u202fMontceau", "Le Creusot Montceau"},
		{"several spaces", "Nord  Isère   Durable", "Nord Isère Durable"},
		{"a line break", "Nord\r\nIsère", "Nord Isère"},
		{"the no-break spaces of typography stay", "«\u00a0Vallée\u00a0» : l’Arve\u202f!", "«\u00a0Vallée\u00a0» : l’Arve\u202f!"},
		{"of two spaces before a colon, the no-break one", "Arve \u00a0: vallée", "Arve\u00a0: vallée"},
		{"a space before a colon stays plain", "Arve : vallée", "Arve : vallée"},
		{"characters of no width", "\ufeffSaint\u200b-É\u00adtienne", "Saint-Étienne"},
		{"the typewriter apostrophe stays", "L'Isle-d'Abeau", "L'Isle-d'Abeau"},
		{"the printer's apostrophe stays", "L’Isle-d’Abeau", "L’Isle-d’Abeau"},
		{"both in one name", "L’Isle-d'Abeau", "L’Isle-d’Abeau"},
		{"an acute accent", "L´Isle", "L’Isle"},
		{"a grave accent", "L`Isle", "L’Isle"},
		{"an opening quote", "L‘Isle", "L’Isle"},
		{"an opening quote that opens", "la ‘cité’ d'or", "la ‘cité’ d’or"},
		{"a quote of inches", "tube 3' court", "tube 3' court"},
		{"a letter and its accent apart", "Ise\u0300re", "Isère"},
		{"UTF-8 read as Latin-1", "IsÃ¨re Ã\u00a0 Saint-Ã‰tienne", "Isère à Saint-Étienne"},
		{"UTF-8 read as Windows-1252", "Lâ€™Isle â€“ Å“uvre", "L’Isle – œuvre"},
		{"UTF-8 read wrongly twice", "IsÃƒÂ¨re", "Isère"},
		{"a good accent beside: not all of it was read wrongly", "Isère IsÃ¨re", "Isère IsÃ¨re"},
		{"an accent that is half of a letter read wrongly, beside a good apostrophe", "CÃ´te d’Or", "CÃ´te d’Or"},
		{"a name with a tilde", "Ãlvaro São João", "Ãlvaro São João"},
		{"what would become Cyrillic", "Ð”", "Ð”"},
		{"a name that is not UTF-8", "Is\xe8re ", "Is\xe8re "},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, changed := Mend(test.text)
			if got != test.want || changed != (test.want != test.text) {
				t.Errorf("got %q, %v, want %q", got, changed, test.want)
			}
		})
	}
}

func TestMendingTwiceIsMendingOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringOf(rapid.OneOf(rapid.Rune(), rapid.SampledFrom([]rune("aé '’`´«»:!\u00a0\u202f\u00ad\u0301ÃÂ©¨â€™")))).Draw(t, "name")
		once, changed := Mend(name)
		if changed != (once != name) {
			t.Fatalf("%q becomes %q, changed %v", name, once, changed)
		}
		if twice, again := Mend(once); again {
			t.Fatalf("%q becomes %q, then %q", name, once, twice)
		}
		if once != strings.TrimFunc(once, unicode.IsSpace) {
			t.Fatalf("%q has white space at its ends", once)
		}
	})
}

func FuzzMend(f *testing.F) {
	for _, seed := range []string{"Isère", "IsÃ¨re", "a \u00a0: b", "L`l'l’", "\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		once, _ := Mend(name)
		if twice, again := Mend(once); again {
			t.Fatalf("%q becomes %q, then %q", name, once, twice)
		}
	})
}
