package ingest

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

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
	passage      passage        // nil when no file is given that tells it
	geometry     geo.Vintage    // that the passage starts from, by the name of its column; 0 when that does not tell
	movements    []geo.Movement // none when no file is given
	nomenclature *cog.Nomenclature
	territories  []geo.Territory
	others       []geo.Territory // by phase, then by ID
	report       *Report
}

// readRegisters reads every table that is given.
func readRegisters(files Files, report *Report) (*registers, []geo.Provenance, error) {
	r := &registers{
		groupings: map[geo.SIREN]*geo.Grouping{}, epciOf: map[geo.Code]geo.SIREN{},
		names: map[geo.Code]string{}, populations: map[geo.Code]int{}, sirens: map[geo.Code]geo.SIREN{},
		nomenclature: cog.France(), report: report,
	}
	var sources []geo.Provenance
	for _, t := range []tableFile{
		{role: format.EPCI, path: files.EPCI, required: true, read: func(t *table.Table, f *faults) int { return r.readGroupings(t, f, false) }},
		{role: format.EPT, path: files.EPT, read: func(t *table.Table, f *faults) int { return r.readGroupings(t, f, true) }},
		{role: format.CommunesSIREN, path: files.CommunesSIREN, read: r.readCommunesSIREN},
		{role: format.Passage, path: files.Passage, read: r.readPassage},
		{role: format.Movements, path: files.Movements, read: r.readMovements},
		{role: format.Regions, path: files.Regions, read: r.readRegions},
		{role: format.Territoires, path: files.Territoires, phase: files.Phase, required: true, read: r.readTerritories(files, files.Phase, &r.territories)},
		{role: format.TerritoiresCommunes, path: files.TerritoiresCommunes, read: r.readTerritoriesCommunes},
	} {
		if t.path == "" {
			if t.required {
				return nil, nil, fmt.Errorf("no file of %s: give one with --%s", t.role, t.role)
			}
			continue
		}
		provenance, err := r.readTable(files, t)
		if err != nil {
			return nil, nil, err
		}
		sources = append(sources, provenance)
	}
	others, err := r.readOthers(files)
	if err != nil {
		return nil, nil, err
	}
	sources = append(sources, others...)
	for _, grouping := range r.groupings {
		slices.Sort(grouping.Communes)
	}
	return r, sources, nil
}

// tableFile is a table that is given, and who reads it: all its rows, counting them.
type tableFile struct {
	role     format.Role
	path     string
	phase    string
	required bool
	read     func(*table.Table, *faults) (records int)
}

func (r *registers) readTable(files Files, f tableFile) (geo.Provenance, error) {
	file, err := source.OpenHashed(f.path)
	if err != nil {
		return geo.Provenance{}, fmt.Errorf("%s: %w", f.role, err)
	}
	t, err := table.Read(file, file.Name(), f.role, files.Columns[f.role])
	if err != nil {
		return geo.Provenance{}, errors.Join(fmt.Errorf("%s: %w", f.role, err), file.Close())
	}
	var faults faults
	records := f.read(t, &faults)
	if err := faults.err(); err != nil {
		return geo.Provenance{}, errors.Join(err, file.Close())
	}
	r.report.Readings = append(r.report.Readings, Reading{
		Role: f.role, Phase: f.phase, File: file.Name(), Sheet: t.Sheet,
		Dialect: f.role.Dialect(t.Columns), Columns: t.Columns, Records: records,
	})
	return (&reading{file, f.role, t.Sheet, t.Columns, records}).provenance(files)
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
		if text := row.Get(format.FieldSIREN); text != "" && len(format.Codes(text)) == 0 {
			r.report.remark(row.File(), "lines whose SIREN is none: their communes are in no grouping", row.Get(format.FieldINSEE))
			return nil
		}
		siren, code, err := r.sirenAndCode(row)
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
		name, nature := row.Get(format.FieldName), row.Get(format.FieldNature)
		if ept {
			nature = geo.NatureEPT
		}
		if grouping == nil {
			grouping = &geo.Grouping{SIREN: siren}
			r.groupings[siren] = grouping
		}
		grouping.Name, grouping.Nature = cmp.Or(grouping.Name, name), cmp.Or(grouping.Nature, nature)
		if name != "" && grouping.Name != name || nature != "" && grouping.Nature != nature {
			return row.Fault(fmt.Sprintf("%s is %q of nature %q here and %q of nature %q before", siren, name, nature, grouping.Name, grouping.Nature),
				"give it one name and one nature")
		}
		grouping.Communes = append(grouping.Communes, code)
		if name := row.Get(format.FieldCommune); name != "" {
			r.names[code] = name
		}
		if text := row.Get(format.FieldPopulation); text != "" {
			population, ok := format.Number(text)
			if !ok || population > mostPopulation || population != math.Trunc(population) {
				return row.Fault(fmt.Sprintf("population %q of commune %s is not a number", text, code),
					"write digits only, or leave the cell empty")
			}
			r.populations[code] = int(population)
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
		siren, code, err := r.sirenAndCode(row)
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
	r.passage = passage{}
	r.geometry = vintageIn(t.Columns[format.FieldOld])
	return rows(t, faults, func(row table.Row) error {
		before, err := r.codeIn(row, format.FieldOld)
		if err != nil {
			return err
		}
		after, err := r.codeIn(row, format.FieldNew)
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
		departement := geo.Division{Code: r.division(row, format.FieldDepartement), Name: row.Get(format.FieldDepartementName)}
		region := geo.Division{Code: r.division(row, format.FieldRegion), Name: row.Get(format.FieldRegionName)}
		if departement.Code == "" || region.Code == "" {
			return row.Fault("a code is empty", "give the codes of the département and of its région")
		}
		r.nomenclature.Add(departement, region)
		return nil
	})
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
func (r *registers) sirenAndCode(row table.Row) (geo.SIREN, geo.Code, error) {
	text, err := codeOf(row, format.FieldSIREN)
	if err != nil {
		return "", "", err
	}
	siren := geo.SIREN(text)
	if !siren.Valid() {
		return "", "", row.Fault(fmt.Sprintf("SIREN %q is malformed", siren), "give nine digits whose Luhn key is right")
	}
	code, err := r.codeIn(row, format.FieldINSEE)
	return siren, code, err
}

// codeIn reads the INSEE code of a row.
func (r *registers) codeIn(row table.Row, field format.Field) (geo.Code, error) {
	text, err := codeOf(row, field)
	if err != nil {
		return "", err
	}
	return r.valid(row, text)
}

// valid gives an INSEE code of a row, with the zero that it lost.
func (r *registers) valid(row table.Row, text string) (geo.Code, error) {
	code, mended := format.Padded(text)
	if !code.Valid() {
		return "", row.Fault(fmt.Sprintf("INSEE code %q is malformed", code), codeMend)
	}
	if mended {
		r.report.remark(row.File(), lostZero, fmt.Sprintf("%s: %s", row, code))
	}
	return code, nil
}

// division gives the code of a département or of a région of a row, empty when there is none.
func (r *registers) division(row table.Row, field format.Field) string {
	codes := format.Codes(row.Get(field))
	if len(codes) != 1 {
		return strings.Join(codes, ";")
	}
	code, mended := format.PaddedDivision(codes[0])
	if mended {
		r.report.remark(row.File(), "codes of divisions had lost their leading zero: it is given back", fmt.Sprintf("%s: %s", row, code))
	}
	return code
}

// codeOf gives the only code of a cell, empty when there is none.
func codeOf(row table.Row, field format.Field) (string, error) {
	codes := format.Codes(row.Get(field))
	if len(codes) > 1 {
		return "", row.Fault(fmt.Sprintf("a cell holds several codes, %s", strings.Join(codes, " ")), "give one a line")
	}
	return strings.Join(codes, ""), nil
}

// codeMend says how to mend an INSEE code that is not valid.
const codeMend = "give five characters: the département, then the commune"
