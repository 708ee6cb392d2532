package ingest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"perimetre/data/format"
	"perimetre/data/policy"
	"perimetre/geo"
	"perimetre/geo/check"
	"perimetre/geo/inspection"
)

// Report tells what was read.
type Report struct {
	Features        int                 // records of the file of communes
	FeaturesInEPCI  int                 // of them, those whose commune is in an EPCI
	Communes        int                 // units made of them
	EPCI            int                 // with at least one commune that has a geometry
	Territories     int                 //
	WithoutEPCI     []geo.Code          // communes that the register of EPCI does not have
	WithoutGeometry []geo.Code          // communes of the register that no feature has
	UnknownEPCI     []geo.SIREN         // of the polygons of EPCI, those that no register has
	OtherEPCI       []geo.Code          // communes whose feature names another EPCI than the register
	Readings        []Reading           // how each file was understood, in the order of reading
	Remarks         []Remark            // what was mended or left aside, in the order of reading
	Defects         []inspection.Defect // of the coverage, the worst first; those that are left where some were repaired
	Repairs         []geo.Repair        // of the coverage, when they are asked for
	Movements       Movements           // what they say, when they are given
}

// Vintages that can be: INSEE has kept the codes of communes since 1943.
const (
	firstVintage = 1943
	lastVintage  = 2100
)

// Read reads the files and makes an edition of them: not yet stored, its number 0.
func Read(ctx context.Context, files Files, progress Progress) (*geo.Edition, *Report, error) {
	if !plausible(files.Vintage) {
		return nil, nil, fmt.Errorf("vintage %d: give the year of the registers, from %d to %d", files.Vintage, firstVintage, lastVintage)
	}
	report := &Report{}
	registers, sources, err := readRegisters(files, report)
	if err != nil {
		return nil, nil, err
	}
	if err := policy.Fit(files.policy(), registers.nomenclature.Regions); err != nil {
		return nil, nil, err
	}
	polygons := files // of the year that the user says, else the file, else the passage; 0 when none does
	polygons.Vintage = registers.geometry
	records, communesSource, err := readCommunes(ctx, polygons, report, progress)
	if err != nil {
		return nil, nil, err
	}
	told := communesSource.Vintage != 0
	communesSource.Vintage = cmp.Or(communesSource.Vintage, files.Vintage)
	if err := tooOld(communesSource, registers.geometry); err != nil {
		return nil, nil, err
	}
	sources = append([]geo.Provenance{communesSource}, sources...)
	report.Features, report.Territories = len(records), len(registers.territories)
	if files.EPCIPolygons != "" {
		source, unknown, err := registers.readDeclared(ctx, files, progress)
		if err != nil {
			return nil, nil, err
		}
		sources, report.UnknownEPCI = append(sources, source), unknown
	}
	history, err := registers.follow(communesSource.Vintage, told, files.Vintage, report)
	if err != nil {
		return nil, nil, err
	}
	progress("build the coverage", 0, 0)
	a := assembly{registers: registers, policy: files.policy(), repair: files.Repair, vintage: files.Vintage, report: report}
	communes, err := a.communes(records, communesSource.File)
	if err != nil {
		return nil, nil, err
	}
	a.compare(communes)
	a.tellMovements(history, records, communes)
	departements, regions := a.divisions(communes)
	return &geo.Edition{
		Vintage:      files.Vintage,
		Sources:      sources,
		Communes:     communes,
		Groupings:    registers.list(),
		Departements: departements,
		Regions:      regions,
		Territories:  registers.territories,
		Movements:    registers.movements,
		Others:       registers.others,
		Repairs:      a.report.Repairs,
	}, a.report, nil
}

// assembly joins features and registers.
type assembly struct {
	*registers
	policy  check.Policy
	repair  float64 // m, see Files.Repair
	vintage geo.Vintage
	report  *Report
}

// communes makes the units of the coverage, one for each code of the registers, sorted by code.
func (a *assembly) communes(records []record, file string) ([]geo.Commune, error) {
	var codes []geo.Code
	for _, r := range records {
		codes = append(codes, a.passage.after(r.code))
	}
	slices.Sort(codes)
	codes = slices.Compact(codes)
	communes := make([]geo.Commune, len(codes))
	places := make([]inspection.Record, len(records))
	var faults faults
	for i, r := range records {
		code := a.passage.after(r.code)
		unit, _ := slices.BinarySearch(codes, code)
		places[i] = inspection.Record{Unit: int32(unit), Geometry: r.geometry}
		if epci, ok := a.epciOf[code]; ok {
			a.report.FeaturesInEPCI++
			if len(r.epci) > 0 && !slices.Contains(r.epci, string(epci)) {
				a.report.OtherEPCI = append(a.report.OtherEPCI, code)
			}
		}
		c := &communes[unit]
		if c.Code == "" {
			*c = geo.Commune{Code: code, SIREN: a.sirens[code], Population: geo.Unknown, Departement: code.Departement()}
		}
		// The name of the register, else that of the feature which kept its code, else that of any.
		if c.Name == "" || r.code == code {
			c.Name = r.name
		}
		region, ok := a.nomenclature.RegionOf[c.Departement]
		if !ok {
			faults.add(&format.RecordError{
				File: r.file, Kind: format.Feature, Record: r.number, Code: string(r.code),
				Problem: fmt.Sprintf("département %s is in no région", c.Departement),
				Mend:    "correct the code, or name the divisions of the country with --regions",
			})
		}
		c.Region = region
	}
	units := make([]inspection.Unit, len(communes))
	for unit, c := range communes {
		units[unit] = inspection.Unit{Code: string(c.Code), Name: cmp.Or(a.names[c.Code], c.Name)}
	}
	found := a.inspect(places, units)
	a.report.Defects = found.Defects
	coverage, faces := found.Coverage, found.Coverage.Faces()
	for unit := range communes {
		c := &communes[unit]
		if c.Geometry = coverage.Geometry(faces.Shape(int32(unit))); len(c.Geometry) == 0 {
			faults.add(fmt.Errorf("%s: commune %s has no ground: its rings have no area: mend them", file, c.Code))
		}
		if name, ok := a.names[c.Code]; ok {
			c.Name = name
		}
		if population, ok := a.populations[c.Code]; ok {
			c.Population = population
		}
	}
	a.report.Communes = len(communes)
	slices.Sort(a.report.OtherEPCI)
	a.report.OtherEPCI = slices.Compact(a.report.OtherEPCI)
	return communes, errors.Join(faults.err(), unsound(found.Errors(), file))
}

// inspect builds the coverage, and mends it where that is asked for.
func (a *assembly) inspect(places []inspection.Record, units []inspection.Unit) *inspection.Report {
	if a.repair <= 0 {
		return inspection.Inspect(places, units, a.policy)
	}
	found, repairs := inspection.Mend(places, units, a.policy, a.repair)
	code := func(unit int32) geo.Code { return geo.Code(units[unit].Code) }
	for _, r := range repairs {
		repair := geo.Repair{Kind: r.Kind.String(), At: r.At, Area: r.Area, Ground: r.Ground}
		for _, unit := range r.Before {
			repair.Before = append(repair.Before, code(unit))
		}
		if r.After >= 0 {
			repair.After = code(r.After)
		}
		a.report.Repairs = append(a.report.Repairs, repair)
	}
	slices.SortFunc(a.report.Repairs, geo.Repair.Compare)
	return found
}

// unsound words the defects that refuse an ingest; nil when there is none.
func unsound(defects []inspection.Defect, file string) error {
	var fatal faults
	widest := 0.0
	for _, d := range defects {
		fatal.add(errors.New(d.String()))
		widest = max(widest, d.Width)
	}
	err := fatal.err()
	if err == nil {
		return nil
	}
	repair := ""
	if widest > 0 {
		repair = fmt.Sprintf(", or let --repair give gaps and overlaps to a neighbour: the widest is %.1f m wide", widest)
	}
	return fmt.Errorf("%s: the communes do not share the ground out between them, nothing is stored: "+
		"see it all with perimetre inspect, then mend the file%s:\n%w", file, repair, err)
}

// compare reports what the file and the register of EPCI do not have in common.
func (a *assembly) compare(communes []geo.Commune) {
	placed := map[geo.Code]bool{}
	populated := map[geo.SIREN]bool{}
	for _, c := range communes {
		placed[c.Code] = true
		if epci, ok := a.epciOf[c.Code]; ok {
			populated[epci] = true
		} else {
			a.report.WithoutEPCI = append(a.report.WithoutEPCI, c.Code)
		}
	}
	a.report.EPCI = len(populated)
	for code := range a.epciOf {
		if !placed[code] {
			a.report.WithoutGeometry = append(a.report.WithoutGeometry, code)
		}
	}
	slices.Sort(a.report.WithoutGeometry)
}

// divisions gives the départements and régions that communes are in.
func (a *assembly) divisions(communes []geo.Commune) (departements, regions []geo.Division) {
	used := map[string]bool{}
	for _, c := range communes {
		used["département "+c.Departement], used["région "+c.Region] = true, true
	}
	for _, d := range a.nomenclature.Departements {
		if used["département "+d.Code] {
			departements = append(departements, d)
		}
	}
	for _, r := range a.nomenclature.Regions {
		if used["région "+r.Code] {
			regions = append(regions, r)
		}
	}
	return departements, regions
}
