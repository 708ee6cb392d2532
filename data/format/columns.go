package format

import (
	"fmt"
	"maps"
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
	if err := Role(role).Check(Field(field)); err != nil {
		return fmt.Errorf("column %q: %w", text, err)
	}
	g.Put(Role(role), Field(field), column)
	return nil
}

// Put names the column of a field, in the place of the one that was named before.
func (g Given) Put(role Role, field Field, column string) {
	if g[role] == nil {
		g[role] = Columns{}
	}
	g[role][field] = column
}

// Check fails when there is no such role, or when its records have no such field.
func (r Role) Check(field Field) error {
	fields := r.Fields()
	if len(fields) == 0 {
		return fmt.Errorf("there is no role %q: one of %v", r, Roles())
	}
	if !slices.Contains(fields, field) {
		return fmt.Errorf("%s has no field %q: one of %v", r, field, fields)
	}
	return nil
}

// String gives the columns as "field:column" in the order of the fields: "insee:code_insee,nom:nom_officiel".
func (c Columns) String() string {
	var pairs []string
	for _, field := range slices.Sorted(maps.Keys(c)) {
		pairs = append(pairs, string(field)+":"+c[field])
	}
	return strings.Join(pairs, ",")
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
