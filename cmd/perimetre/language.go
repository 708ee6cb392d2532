package main

import (
	"fmt"
	"io"
	"strings"

	"perimetre/geo"
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
