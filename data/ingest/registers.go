package ingest

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"perimetre/data/format"
	"perimetre/data/format/table"
	"perimetre/data/source"
	"perimetre/geo"
	"perimetre/geo/cog"
)

// registers is what the tables say.
type registers struct {
	groupings    map[geo.SIREN]*geo.Grouping
	epciOf       map[geo.Code]geo.SIREN
	names        map[geo.Code]string
	populations  map[geo.Code]int
	sirens       map[geo.Code]geo.SIREN
	passage      map[geo.Code]geo.Code // nil when no table is given
	nomenclature *cog.Nomenclature
	territories  []geo.Territory
	passageFile  string      // base name, empty when no table is given
	passageFrom  geo.Vintage // of the codes that it leads from, 0 when it does not tell
}

// readRegisters reads every table that is given.
func readRegisters(files Files) (*registers, []geo.Provenance, error) {
	r := &registers{
		groupings: map[geo.SIREN]*geo.Grouping{}, epciOf: map[geo.Code]geo.SIREN{},
		names: map[geo.Code]string{}, populations: map[geo.Code]int{}, sirens: map[geo.Code]geo.SIREN{},
		nomenclature: cog.France(),
	}
	var sources []geo.Provenance
	for _, t := range []struct {
		role     format.Role
		path     string
		required bool
		read     func(*table.Table, *faults) int
	}{
		{format.EPCI, files.EPCI, true, func(t *table.Table, f *faults) int { return r.readGroupings(t, f, false) }},
		{format.EPT, files.EPT, false, func(t *table.Table, f *faults) int { return r.readGroupings(t, f, true) }},
		{format.CommunesSIREN, files.CommunesSIREN, false, r.readCommunesSIREN},
		{format.Passage, files.Passage, false, r.readPassage},
		{format.Regions, files.Regions, false, r.readRegions},
		{format.Territoires, files.Territoires, true, r.readTerritories},
	} {
		if t.path == "" {
			if t.required {
				return nil, nil, fmt.Errorf("no file of %s: give one with --%s", t.role, t.role)
			}
			continue
		}
		provenance, err := r.readTable(files, t.role, t.path, t.read)
		if err != nil {
			return nil, nil, err
		}
		sources = append(sources, provenance)
	}
	for _, grouping := range r.groupings {
		slices.Sort(grouping.Communes)
	}
	return r, sources, nil
}

func (r *registers) readTable(files Files, role format.Role, path string, read func(*table.Table, *faults) int) (geo.Provenance, error) {
	file, err := source.OpenHashed(path)
	if err != nil {
		return geo.Provenance{}, fmt.Errorf("%s: %w", role, err)
	}
	t, err := table.Read(file, file.Name(), role, files.Columns[role])
	if err != nil {
		return geo.Provenance{}, errors.Join(fmt.Errorf("%s: %w", role, err), file.Close())
	}
	var faults faults
	records := read(t, &faults)
	if err := faults.err(); err != nil {
		return geo.Provenance{}, errors.Join(err, file.Close())
	}
	columns, err := role.Columns(file.Name(), t.Header, files.Columns[role])
	if err != nil {
		return geo.Provenance{}, errors.Join(err, file.Close())
	}
	of := &reading{file, role, slices.Sorted(maps.Values(columns)), records}
	if role == format.Passage {
		r.passageFile, r.passageFrom = file.Name(), of.passageFrom()
	}
	return of.provenance(files, files.Vintage)
}

// rows visits the rows of a table that can be read, and counts them.
func rows(t *table.Table, faults *faults, visit func(table.Row) error) (n int) {
	for row, err := range t.Rows() {
		if err == nil {
			n++
			err = visit(row)
		}
		if err != nil {
			faults.add(err)
		}
	}
	return n
}

// mostPopulation is more than any commune has.
const mostPopulation = 1e8

func (r *registers) readGroupings(t *table.Table, faults *faults, ept bool) int {
	held := map[geo.Code]geo.SIREN{}
	return rows(t, faults, func(row table.Row) error {
		siren, code, err := sirenAndCode(row)
		if err != nil {
			return err
		}
		if other, twice := held[code]; twice {
			return row.Fault(fmt.Sprintf("commune %s is in %s already", code, other),
				"a commune is in one grouping of the file: remove one of the two lines")
		}
		held[code] = siren
		grouping := r.groupings[siren]
		if grouping != nil && ept != (grouping.Nature == geo.NatureEPT) {
			return row.Fault(fmt.Sprintf("%s is an EPCI already", siren), "give a file of EPT only, or the right file")
		}
		if grouping == nil {
			grouping = &geo.Grouping{SIREN: siren, Name: row.Get(format.FieldName), Nature: row.Get(format.FieldNature)}
			if ept {
				grouping.Nature = geo.NatureEPT
			}
			r.groupings[siren] = grouping
		}
		grouping.Communes = append(grouping.Communes, code)
		if name := row.Get(format.FieldCommune); name != "" {
			r.names[code] = name
		}
		if text := row.Get(format.FieldPopulation); text != "" {
			population, err := strconv.Atoi(text)
			if err != nil || population < 0 || population > mostPopulation {
				return row.Fault(fmt.Sprintf("population %q of commune %s is not a number", text, code),
					"write digits only, or leave the cell empty")
			}
			r.populations[code] = population
		}
		if !ept {
			r.epciOf[code] = siren
		}
		return nil
	})
}

func (r *registers) readCommunesSIREN(t *table.Table, faults *faults) int {
	communes := map[geo.SIREN]geo.Code{}
	return rows(t, faults, func(row table.Row) error {
		siren, code, err := sirenAndCode(row)
		if err != nil {
			return err
		}
		if other, twice := r.sirens[code]; twice && other != siren {
			return row.Fault(fmt.Sprintf("commune %s has SIREN %s already", code, other), "remove one of the two lines")
		}
		if other, twice := communes[siren]; twice && other != code || r.groupings[siren] != nil {
			return row.Fault(fmt.Sprintf("SIREN %s of commune %s is that of another commune or of a grouping", siren, code),
				"give the SIREN of the commune itself")
		}
		r.sirens[code], communes[siren] = siren, code
		return nil
	})
}

// readPassage keeps one new code for each old one. A commune that was split since cannot be followed by its geometry: it
// keeps its code when that is still alive, otherwise it goes to the lowest of its heirs.
func (r *registers) readPassage(t *table.Table, faults *faults) int {
	r.passage = map[geo.Code]geo.Code{}
	return rows(t, faults, func(row table.Row) error {
		before, err := codeIn(row, format.FieldOld)
		if err != nil {
			return err
		}
		after, err := codeIn(row, format.FieldNew)
		if err != nil {
			return err
		}
		if kept, twice := r.passage[before]; !twice || after == before || kept != before && after < kept {
			r.passage[before] = after
		}
		return nil
	})
}

func (r *registers) readRegions(t *table.Table, faults *faults) int {
	r.nomenclature = &cog.Nomenclature{}
	return rows(t, faults, func(row table.Row) error {
		departement := geo.Division{Code: row.Get(format.FieldDepartement), Name: row.Get(format.FieldDepartementName)}
		region := geo.Division{Code: row.Get(format.FieldRegion), Name: row.Get(format.FieldRegionName)}
		if departement.Code == "" || region.Code == "" {
			return row.Fault("a code is empty", "give the codes of the département and of its région")
		}
		r.nomenclature.Add(departement, region)
		return nil
	})
}

func (r *registers) readTerritories(t *table.Table, faults *faults) int {
	territories := map[string]*geo.Territory{}
	n := rows(t, faults, func(row table.Row) error {
		id, member := row.Get(format.FieldID), row.Get(format.FieldMember)
		if id == "" || member == "" {
			return row.Fault("the id of the territory or of the member is empty", "give both, or remove the line")
		}
		name := row.Get(format.FieldName)
		territory := territories[id]
		if territory == nil {
			territory = &geo.Territory{ID: id, Name: name, Region: row.Get(format.FieldRegion)}
			territories[id] = territory
		}
		territory.Region = cmp.Or(territory.Region, row.Get(format.FieldRegion))
		if territory.Name != name {
			return row.Fault(fmt.Sprintf("territory %s is named %q here and %q before", id, name, territory.Name),
				"give it one name, or two ids")
		}
		territory.Members = append(territory.Members, geo.Member{ID: member, Name: row.Get(format.FieldMemberName)})
		return nil
	})
	for _, id := range slices.Sorted(maps.Keys(territories)) {
		r.territories = append(r.territories, *territories[id])
	}
	return n
}

// list gives the groupings sorted by SIREN.
func (r *registers) list() []geo.Grouping {
	groupings := make([]geo.Grouping, 0, len(r.groupings))
	for _, grouping := range r.groupings {
		groupings = append(groupings, *grouping)
	}
	slices.SortFunc(groupings, func(a, b geo.Grouping) int { return cmp.Compare(a.SIREN, b.SIREN) })
	return groupings
}

// sirenAndCode reads the SIREN of a row and the INSEE code of its commune.
func sirenAndCode(row table.Row) (geo.SIREN, geo.Code, error) {
	siren := geo.SIREN(row.Get(format.FieldSIREN))
	if !siren.Valid() {
		return "", "", row.Fault(fmt.Sprintf("SIREN %q is malformed", siren), "give nine digits whose Luhn key is right")
	}
	code, err := codeIn(row, format.FieldINSEE)
	return siren, code, err
}

func codeIn(row table.Row, field format.Field) (geo.Code, error) {
	code := geo.Code(row.Get(field))
	if !code.Valid() {
		return "", row.Fault(fmt.Sprintf("INSEE code %q is malformed", code), codeMend(code))
	}
	return code, nil
}

// codeMend says how to mend a code that is not valid.
func codeMend(code geo.Code) string {
	if padded := "0" + code; padded.Valid() {
		return fmt.Sprintf("a leading zero was lost: write %s", padded)
	}
	return "give five characters: the département, then the commune"
}
