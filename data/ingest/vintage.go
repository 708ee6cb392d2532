package ingest

import (
	"cmp"
	"fmt"
	"maps"
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

// vintage gives the year of the codes of the file: what the user says, else what the file tells, else that of files. A passage has
// the year that it leads to.
func (r *reading) vintage(files Files) geo.Vintage {
	if r.role == format.Communes && files.Geometry != 0 {
		return files.Geometry
	}
	if given, ok := files.Vintages[r.role]; ok {
		return given
	}
	columns := slices.Sorted(maps.Values(r.columns))
	if r.role == format.Passage {
		columns = []string{r.columns[format.FieldNew]}
	}
	return cmp.Or(vintageTold(r.role, columns, r.sheet, r.Name()), files.Vintage)
}

// vintageTold gives the year that a file tells its codes are of, 0 when it tells none or several: by the names of its columns
// (insee_2018, codgeo_2025, and pmun_2025 in a register), else of its sheet, else by its own (epcicom2025.xlsx).
func vintageTold(role format.Role, columns []string, sheet, file string) geo.Vintage {
	of := regexp.MustCompile(`(?i)^(insee|codgeo|com)_\d{4}$`)
	if role == format.EPCI || role == format.EPT {
		of = regexp.MustCompile(`(?i)^(insee|codgeo|com|pmun|ptot)_\d{4}$`)
	}
	var years []geo.Vintage
	for _, column := range columns {
		if of.MatchString(column) {
			years = append(years, vintageIn(column))
		}
	}
	return cmp.Or(only(years), only(yearsIn(sheet)), only(yearsIn(file)))
}

// yearsIn gives the numbers of four digits in the name of a file or of a sheet. A day in it, 2025-03-14, is that of publication.
func yearsIn(name string) []geo.Vintage {
	name = regexp.MustCompile(`\d{4}-\d{2}(-\d{2})?`).ReplaceAllString(name, "-")
	var years []geo.Vintage
	for _, digits := range regexp.MustCompile(`\d+`).FindAllString(name, -1) {
		if len(digits) == 4 {
			years = append(years, vintageIn(digits))
		}
	}
	return years
}

// only gives the one year among some, 0 when there is none or several.
func only(years []geo.Vintage) geo.Vintage {
	years = slices.DeleteFunc(years, func(v geo.Vintage) bool { return v == 0 })
	slices.Sort(years)
	if years = slices.Compact(years); len(years) != 1 {
		return 0
	}
	return years[0]
}

// tooOld tells that a passage does not begin early enough for the polygons of communes. From is the year that it leads from, 0
// when it does not tell.
func tooOld(communes geo.Provenance, from geo.Vintage) error {
	if from == 0 || communes.Vintage >= from {
		return nil
	}
	return fmt.Errorf("%s: the codes are of %d, and the passage leads from those of %d: give the passage from %d, or the right year with --vintage-of communes=YEAR",
		communes.File, communes.Vintage, from, communes.Vintage)
}
