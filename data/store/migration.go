package store

import (
	"fmt"
	"io/fs"
	"strconv"
	"strings"
)

// Migration is one numbered change of a schema. Changes only go forward.
type Migration struct {
	Version int    // from 1, without a gap
	Name    string // of the file
	SQL     string
}

// Migrations reads the files of a folder named like 0001_edition.sql, in order.
func Migrations(files fs.FS, folder string) ([]Migration, error) {
	entries, err := fs.ReadDir(files, folder)
	if err != nil {
		return nil, fmt.Errorf("migrations: %w", err)
	}
	var all []Migration
	for _, entry := range entries {
		digits, _, _ := strings.Cut(entry.Name(), "_")
		version, err := strconv.Atoi(digits)
		if err != nil || version != len(all)+1 {
			return nil, fmt.Errorf("migration %s: the number %04d is due", entry.Name(), len(all)+1)
		}
		text, err := fs.ReadFile(files, folder+"/"+entry.Name())
		if err != nil {
			return nil, fmt.Errorf("migration %s: %w", entry.Name(), err)
		}
		all = append(all, Migration{version, entry.Name(), string(text)})
	}
	return all, nil
}
