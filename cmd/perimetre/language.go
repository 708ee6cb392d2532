package main

import (
	"fmt"
	"io"
	"strings"

	"perimetre/geo"
	"perimetre/geo/change"
	"perimetre/geo/check"
)

// language picks the text of a language.
type language string

func (l language) of(t geo.Text) string {
	if l == "en" {
		return t.EN
	}
	return t.FR
}

// count gives a number and what it counts. French has its singular for zero too.
func (l language) count(n int, one, more geo.Text) string {
	if n == 1 || n == 0 && l != "en" {
		return fmt.Sprintf("%d %s", n, l.of(one))
	}
	return fmt.Sprintf("%d %s", n, l.of(more))
}

// territories counts territories.
func (l language) territories(n int) string {
	return l.count(n, geo.Text{FR: "territoire", EN: "territory"}, geo.Text{FR: "territoires", EN: "territories"})
}

// severities counts findings by severity, the worst first.
func (l language) severities(found map[check.Severity]int) string {
	var counts []string
	for _, s := range []check.Severity{check.Error, check.Warning, check.Notice, check.Info} {
		name := severityName(s)
		counts = append(counts, l.count(found[s], name, geo.Text{FR: name.FR + "s", EN: name.EN + "s"}))
	}
	return strings.Join(counts, ", ")
}

// kinds names kinds of changes for people; the names of JSON are change.Kind's.
func (l language) kinds(kinds []change.Kind) string {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = l.of(kindName(k))
	}
	return strings.Join(names, ", ")
}

func kindName(k change.Kind) geo.Text {
	french := k.String()
	switch k {
	case change.Added:
		french = "ajouté"
	case change.Removed:
		french = "supprimé"
	case change.Renamed:
		french = "renommé"
	case change.Amended:
		french = "liste modifiée"
	case change.Drifted:
		french = "dérive"
	case change.Dissolved:
		french = "membre dissous"
	case change.Unresolved:
		french = "membre sans registre"
	case change.Recoded:
		french = "codes changés"
	case change.Redigitised:
		french = "redessiné"
	}
	return geo.Text{FR: french, EN: k.String()}
}

// severityNames are for people; those of JSON are check.Severity's.
func severityName(s check.Severity) geo.Text {
	switch s {
	case check.Error:
		return geo.Text{FR: "erreur", EN: "error"}
	case check.Warning:
		return geo.Text{FR: "alerte", EN: "warning"}
	case check.Notice:
		return geo.Text{FR: "remarque", EN: "notice"}
	}
	return geo.Text{FR: "info", EN: "info"}
}

// printer prints lines in a language. Errors of writing come with the flush of the buffer below.
type printer struct {
	w  io.Writer
	in language
}

func (p printer) line(format geo.Text, values ...any) {
	fmt.Fprintln(p.w, strings.TrimRight(fmt.Sprintf(p.in.of(format), values...), " "))
}
