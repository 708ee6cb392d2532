package ingest

import (
	"slices"
	"strings"

	"perimetre/data/format"
	"perimetre/data/format/table"
)

// unreadDay is the remark about columns of days, in a list of territories, that hold no field.
const unreadDay = "columns of days that are not read: where they are the first or the last day of a version, name them with " +
	"--column territoires.debut=NAME and --column territoires.fin=NAME"

// unread looks for days in the columns that hold no field.
type unread struct {
	names   []string
	columns []table.Column
	held    []bool
}

// unreadDays gives the columns to look at: none when the list has both days of a version.
func unreadDays(t *table.Table) *unread {
	u := &unread{}
	if t.Has(format.FieldFrom) && t.Has(format.FieldUntil) {
		return u
	}
	for _, name := range t.Header {
		column, err := t.Column(name)
		if err != nil { // it comes twice
			continue
		}
		if !slices.ContainsFunc(format.Territoires.Fields(), func(f format.Field) bool { return t.Columns[f] == name }) {
			u.names, u.columns = append(u.names, name), append(u.columns, column)
		}
	}
	u.held = make([]bool, len(u.names))
	return u
}

// look looks at a line. A number without a mark of days may be anything.
func (u *unread) look(row table.Row) {
	for i, column := range u.columns {
		cell := row.Cell(column)
		if strings.ContainsAny(cell, "-/") {
			_, day := format.Day(cell)
			u.held[i] = u.held[i] || day
		}
	}
}

// found gives the names of the columns that held a day.
func (u *unread) found() (names []string) {
	for i, name := range u.names {
		if u.held[i] {
			names = append(names, name)
		}
	}
	return names
}
