package ingest

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"perimetre/data/format"
	"perimetre/geo"
)

// Vintages are the years of the codes of files, by role: those that the user says. They win over what a file tells.
type Vintages map[format.Role]geo.Vintage

// Set adds one, written ROLE=YEAR.
func (v Vintages) Set(text string) error {
	role, year, _ := strings.Cut(text, "=")
	if len(format.Role(role).Fields()) == 0 {
		return fmt.Errorf("vintage %q: there is no role %q: one of %v", text, role, format.Roles())
	}
	vintage, err := strconv.Atoi(year)
	if err != nil || !plausible(geo.Vintage(vintage)) {
		return fmt.Errorf("vintage %q: write it as ROLE=YEAR, a year from %d to %d", text, firstVintage, lastVintage)
	}
	v[format.Role(role)] = geo.Vintage(vintage)
	return nil
}

func plausible(v geo.Vintage) bool { return v >= firstVintage && v <= lastVintage }

// vintagesIn gives the years that a file tells its codes are of, ascending: in the names of its columns (insee_2018,
// codgeo_2025, and pmun_2025 in a register), else in its own name (epcicom2025.xlsx). A day in the name of a file, 2025-03-14, is
// that of its publication.
func vintagesIn(role format.Role, columns []string, file string) []geo.Vintage {
	var years []geo.Vintage
	of := regexp.MustCompile(`(?i)^(insee|codgeo|com)_(\d{4})$`)
	if role == format.EPCI || role == format.EPT {
		of = regexp.MustCompile(`(?i)^(insee|codgeo|com|pmun|ptot)_(\d{4})$`)
	}
	for _, column := range columns {
		if match := of.FindStringSubmatch(column); match != nil {
			years = append(years, year(match[2]))
		}
	}
	if years = sorted(years); len(years) > 0 {
		return years
	}
	file = regexp.MustCompile(`\d{4}-\d{2}(-\d{2})?`).ReplaceAllString(file, "-")
	for _, digits := range regexp.MustCompile(`\d+`).FindAllString(file, -1) {
		if len(digits) == 4 {
			years = append(years, year(digits))
		}
	}
	return sorted(years)
}

func year(digits string) geo.Vintage {
	n, _ := strconv.Atoi(digits) // four digits are a number
	return geo.Vintage(n)
}

// sorted gives the years that can be, each once.
func sorted(years []geo.Vintage) []geo.Vintage {
	years = slices.DeleteFunc(years, func(v geo.Vintage) bool { return !plausible(v) })
	slices.Sort(years)
	return slices.Compact(years)
}

// vintage gives the year of the codes of the file: what the user says, else what the file tells; ok is false when neither does.
// A passage has the year that it leads to.
func (r *reading) vintage(files Files) (vintage geo.Vintage, ok bool) {
	if given, ok := files.Vintages[r.role]; ok {
		return given, true
	}
	told := vintagesIn(r.role, r.columns, r.Name())
	if r.role == format.Passage && len(told) == 2 {
		return told[1], true
	}
	if r.role != format.Passage && len(told) == 1 {
		return told[0], true
	}
	return 0, false
}

// passageFrom gives the year of the codes that a passage leads from; 0 when its file does not tell.
func (r *reading) passageFrom() geo.Vintage {
	if told := vintagesIn(r.role, r.columns, r.Name()); len(told) == 2 {
		return told[0]
	}
	return 0
}

// tooOld tells that a passage does not begin early enough for the polygons of communes.
func tooOld(communes geo.Provenance, from geo.Vintage, passage string) error {
	if from == 0 || communes.Vintage >= from {
		return nil
	}
	return fmt.Errorf("%s: the codes are of %d, and %s leads from those of %d: give the passage from %d, or the right year with --vintage-of communes=YEAR",
		communes.File, communes.Vintage, passage, from, communes.Vintage)
}
