package format

import (
	"slices"
	"strings"
)

// Find gives the name, among those of the attributes of a file, that holds what a column of another file holds: the same
// name, whatever its case, or one by which any publisher calls the same field; ok is false when there is none.
func Find(names []string, column string) (name string, ok bool) {
	for _, match := range []func(string) bool{
		func(n string) bool { return strings.EqualFold(n, column) },
		func(n string) bool { return alike(n, column) },
	} {
		if i := slices.IndexFunc(names, match); i >= 0 {
			return names[i], true
		}
	}
	return "", false
}

// alike tells whether two names are known for one field, be it in files of different roles.
func alike(a, b string) bool {
	fields := fieldsOf(b)
	return slices.ContainsFunc(fieldsOf(a), func(f Field) bool { return slices.Contains(fields, f) })
}

// fieldsOf gives the fields that a column of that name may hold. Both codes of a passage table are codes of communes.
func fieldsOf(column string) []Field {
	var fields []Field
	for _, role := range Roles() {
		for _, field := range role.Fields() {
			if !role.knows(field, column) {
				continue
			}
			if field == FieldOld || field == FieldNew {
				field = FieldINSEE
			}
			fields = append(fields, field)
		}
	}
	return fields
}
