package format

import (
	"fmt"
	"slices"
	"strings"
)

// Columns says which column of a file holds each field. A field that the file does not have is absent.
type Columns map[Field]string

// Given holds the columns that the user named, by role. They win over the known names.
type Given map[Role]Columns

// Set adds one column, written ROLE.FIELD=NAME.
func (g Given) Set(text string) error {
	key, column, _ := strings.Cut(text, "=")
	role, field, _ := strings.Cut(key, ".")
	if key == "" || column == "" || field == "" {
		return fmt.Errorf("column %q: write it as ROLE.FIELD=NAME", text)
	}
	fields := Role(role).Fields()
	if len(fields) == 0 {
		return fmt.Errorf("column %q: there is no role %q: one of %v", text, role,
			Roles())
	}
	if !slices.Contains(fields, Field(field)) {
		return fmt.Errorf("column %q: %s has no field %q: one of %v", text, role, field, fields)
	}
	if g[Role(role)] == nil {
		g[Role(role)] = Columns{}
	}
	g[Role(role)][Field(field)] = column
	return nil
}

// Columns finds the columns of a file of that role by their names. Those in given, which may be nil, win over the
// known names. It fails when a required column, or one that was given, is not in the file, and when it is there twice.
func (r Role) Columns(file string, names []string, given Columns) (Columns, error) {
	found := Columns{}
	free := slices.Sorted(slices.Values(names)) // of several years of one column, the oldest comes first
	take := func(field Field, pattern string) bool {
		i := slices.IndexFunc(free, func(name string) bool { return matches(pattern, name) })
		if i < 0 {
			return false
		}
		found[field] = free[i]
		free = slices.Delete(free, i, i+1)
		return true
	}

	specs := r.specs()
	for _, s := range specs {
		if column, ok := given[s.field]; ok && !take(s.field, column) {
			return nil, fmt.Errorf("%s: no column %q for %s.%s: the file has %s: give one of them with %s",
				file, column, r, s.field, strings.Join(names, ", "), r.flag(s.field))
		}
	}

	var missing []spec
	for _, s := range specs {
		if _, ok := found[s.field]; ok {
			continue
		}
		if !slices.ContainsFunc(s.names, func(name string) bool { return take(s.field, name) }) && s.required {
			missing = append(missing, s)
		}
	}
	if len(missing) > 0 {
		return nil, r.missing(file, names, missing)
	}

	for _, column := range found {
		if slices.Contains(free, column) {
			return nil, fmt.Errorf("%s: column %s occurs twice: rename one of the two", file, column)
		}
	}
	if r == Passage && len(given) == 0 {
		if i := slices.IndexFunc(free, func(name string) bool { return r.knows(FieldOld, name) }); i >= 0 {
			return nil, fmt.Errorf("%s: there are more than two vintages, %s, %s and %s: name two with %s %s",
				file, found[FieldOld], found[FieldNew], free[i], r.flag(FieldOld), r.flag(FieldNew))
		}
	}
	return found, nil
}

// missing says which columns were not found, what was tried and what to do.
func (r Role) missing(file string, names []string, specs []spec) error {
	fields, flags := make([]string, len(specs)), make([]string, len(specs))
	for i, s := range specs {
		fields[i] = fmt.Sprintf("%s.%s (tried %s)", r, s.field, strings.Join(s.names, ", "))
		flags[i] = r.flag(s.field)
	}
	return fmt.Errorf("%s: no column for %s: the file has %s: name it with %s",
		file, strings.Join(fields, " nor for "), strings.Join(names, ", "), strings.Join(flags, " "))
}

// matches tells whether a column has a known name, whatever the case; # stands for any digit.
func matches(pattern, column string) bool {
	if !strings.Contains(pattern, "#") {
		return strings.EqualFold(pattern, column)
	}
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return '#'
		}
		return r
	}, column)
	return strings.EqualFold(pattern, digits)
}
