package main

import "testing"

func TestRedacted(t *testing.T) {
	tests := []struct{ name, address, want string }{
		{"a path is told as it is", "a folder/country@2025.gpkg", "a folder/country@2025.gpkg"},
		{"a password is masked", "postgres://u:secret@h:5432/db?sslmode=disable", "postgres://u:xxxxx@h:5432/db?sslmode=disable"},
		{"a password in the query is dropped", "postgres://h/db?user=u&password=secret&passfile=secret&sslpassword=secret", "postgres://h/db?user=u"},
		{"whatever its case", "postgres://h/db?PassWord=secret", "postgres://h/db"},
		{"a query that cannot be read is dropped", "postgres://h/db?password=secret%zz", "postgres://h/db"},
		{"an address that cannot be read keeps its scheme", "postgres://u:secret%zz@h/db", "postgres://…"},
		{"a password with a slash", "postgres://u:12/secret@h/db", "postgres://…"},
		{"a password with a question mark", "postgres://u:12?secret@h/db", "postgres://…"},
		{"a password with a hash", "postgres://u:12#secret@h/db", "postgres://…"},
		{"another case of the scheme", "Postgres://u:secret@h/db", "Postgres://…"},
		{"another scheme", "mysql://u:secret@h/db", "mysql://…"},
		{"keywords and values", "host=h user=u password=secret", "…"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := redacted(test.address); got != test.want {
				t.Errorf("redacted(%q) = %q, want %q", test.address, got, test.want)
			}
		})
	}
}
