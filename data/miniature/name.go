package miniature

import (
	"math/rand/v2"
	"strconv"
	"strings"
)

// The kinds of legal units: the fourth digit of their SIREN.
const (
	kindEPCI = iota + 1
	kindCommune
	kindEPT
)

// siren makes the SIREN of a legal unit that cannot exist: 000, its kind, four digits, and a right Luhn key.
func siren(kind, serial int) string {
	digits := strconv.Itoa(kind*10_000 + serial)
	digits = "000" + digits
	sum := 0
	for i := range digits {
		d := int(digits[i] - '0')
		if i%2 == 1 {
			d *= 2
		}
		sum += d/10 + d%10
	}
	return digits + strconv.Itoa((10-sum%10)%10)
}

// namer gives names, never the same twice.
type namer struct {
	random *rand.Rand
	given  map[string]bool
}

func (n *namer) pick(words string) string {
	list := strings.Fields(words)
	return strings.ReplaceAll(list[n.random.IntN(len(list))], "_", " ")
}

func (n *namer) fresh(make func() string) string {
	for {
		if name := make(); !n.given[name] {
			n.given[name] = true
			return name
		}
	}
}

const (
	beginnings = "Brume Songe Plume Mirage Murmure Écume Ombre Flâne Rêve Chimère Fable Songère Tisane Encre Virgule " +
		"Girouette Coquille Parenthèse Presque Nuage Grelot Pantoufle Ricoche Bruine Frisson Lanterne Ardoise Marelle"
	endings = "lune ville bourg mont val court fontaine pré roche rive clair lac bois port gué ménil lande combe"
	saints  = "Improbable Fictif Chimère Nulpart Pantoufle Songeur Peut-Être Brumaire Ricochet Distrait Murmure Virgule"
	ends    = "sur-Ombre sur-Songe sur-Murmure en-Brume en-Songe les-Bains le-Vieux le-Flou la-Rêveuse aux-Nuages lès-Échos " +
		"sous-Brume"
	lands = "du_Val du_Pays des_Collines des_Rives du_Plateau de_la_Vallée des_Marches du_Bocage des_Coteaux"
	winks = "d'Écho de_Brume des_Songes du_Mirage de_l'Ombre des_Murmures de_Nulle-Part du_Presque de_l'À-Peu-Près " +
		"des_Points-Virgules du_Peut-Être des_Ricochets de_l'Entre-Deux"
)

// commune names a commune: Brumelune, Saint-Improbable, Flânemont-sur-Ombre.
func (n *namer) commune() string {
	return n.fresh(func() string {
		name := n.pick(beginnings) + n.pick(endings)
		if n.random.IntN(8) == 0 {
			name = "Saint-" + n.pick(saints)
		}
		if n.random.IntN(3) == 0 {
			name += "-" + n.pick(ends)
		}
		return name
	})
}

// grouping names an EPCI that its town does not name: du Val d'Écho.
func (n *namer) grouping() string {
	return n.fresh(func() string { return n.pick(lands) + " " + n.pick(winks) })
}

// of puts "de" before a name, elided where French elides it.
func of(name string) string {
	if strings.ContainsRune("AEIOUÉÊ", []rune(name)[0]) {
		return "d'" + name
	}
	return "de " + name
}

func departementNames() []string {
	return []string{
		"Haute-Brume", "Basse-Brume", "Songe-et-Mirage", "Val-d'Ombre", "Côtes-d'Écume", "Murmure-Inférieure",
		"Échos-Maritimes", "Deux-Virgules",
	}
}

func regionNames() []string { return []string{"Septentrie", "Ponantelle", "Grand-Mirage"} }
