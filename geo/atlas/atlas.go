package atlas

import (
	"cmp"
	"slices"

	"perimetre/geo"
	"perimetre/geo/check"
	"perimetre/geo/perimeter"
	"perimetre/geo/topo"
)

// Atlas is one edition, ready to be read: its coverage, the units of every level, the perimeters of its
// territories and their findings. It is immutable and safe for concurrent use; a server swaps one for another.
type Atlas struct {
	Edition     *geo.Edition
	Ground      *perimeter.Ground
	Territories []Territory     // as in Edition.Territories
	Findings    []check.Finding // about the edition as a whole
	// NotEvaluable is the rules that could not judge the edition, then those that could not judge any territory, for one reason.
	NotEvaluable []check.NotEvaluable

	policy check.Policy
	units  map[geo.Level][]Unit
	places map[geo.Level]*places
}

// Unit is one feature of a level's collection.
type Unit struct {
	Code        string // id of a territory, SIREN of an EPCI, code of a division, INSEE code of a commune
	Name        string
	Nature      string // of an EPCI: CC, CA, CU, METRO…
	SIREN       string // of a commune
	EPCI        string // SIREN of the commune's EPCI
	Departement string // code, of a commune
	Region      string // code, of a commune and of a département; the lead Region of a territory
	Territory   string // id of the first territory that holds the commune
	perimeter.Extent
}

// Territory is a territory of the edition with what was computed of it.
type Territory struct {
	*geo.Territory
	Perimeter perimeter.Perimeter
	check.Verdict
}

// Severity is the name of the worst finding of the territory, "none" when there is no finding.
func (t Territory) Severity() string {
	if worst, ok := check.Worst(t.Findings); ok {
		return worst.String()
	}
	return "none"
}

// Build computes the atlas of an edition under a policy, and tells the defects of its coverage.
func Build(e *geo.Edition, policy check.Policy) (*Atlas, []topo.Defect) {
	ground, defects := perimeter.NewGround(e)
	a := &Atlas{
		Edition: e,
		Ground:  ground,
		policy:  policy,
		units:   map[geo.Level][]Unit{},
		places:  map[geo.Level]*places{},
	}
	a.buildCommunes()
	a.buildTerritories()
	a.buildEPCI()
	a.units[geo.Departements] = a.divisions(e.Departements, func(c geo.Commune) string { return c.Departement })
	a.units[geo.Regions] = a.divisions(e.Regions, func(c geo.Commune) string { return c.Region })
	for i, departement := range a.units[geo.Departements] {
		if len(departement.Communes) > 0 {
			a.units[geo.Departements][i].Region = e.Communes[departement.Communes[0]].Region
		}
	}
	for level, units := range a.units {
		a.places[level] = newPlaces(units)
	}
	return a, defects
}

func (a *Atlas) buildTerritories() {
	perimeters := make([]perimeter.Perimeter, len(a.Edition.Territories))
	for i, territory := range a.Edition.Territories {
		perimeters[i] = a.Ground.Perimeter(territory.Members)
	}
	verdicts := check.Territories(a.policy, a.Ground, perimeters)
	edition := check.Edition(a.policy, a.Ground)
	a.Findings = edition.Findings
	a.NotEvaluable = slices.AppendSeq(edition.NotEvaluable, slices.Values(check.Common(verdicts)))
	a.Territories = make([]Territory, len(perimeters))
	units := make([]Unit, len(perimeters))
	for i := range a.Edition.Territories {
		t := &a.Edition.Territories[i]
		a.Territories[i] = Territory{t, perimeters[i], verdicts[i]}
		units[i] = Unit{Code: t.ID, Name: t.Name, Region: t.Region, Extent: perimeters[i].Extent}
		for _, commune := range perimeters[i].Communes {
			holder := &a.units[geo.Communes][commune].Territory
			*holder = cmp.Or(*holder, t.ID)
		}
	}
	a.units[geo.Territoires] = units
}

func (a *Atlas) buildCommunes() {
	units := make([]Unit, len(a.Edition.Communes))
	for i, c := range a.Edition.Communes {
		units[i] = Unit{
			Code: string(c.Code), Name: c.Name, SIREN: string(c.SIREN),
			Departement: c.Departement, Region: c.Region,
			Extent: a.Ground.Extent([]int32{int32(i)}, a.Ground.Faces.Shape(int32(i))),
		}
		if epci := a.Ground.EPCI(int32(i)); epci != nil {
			units[i].EPCI = string(epci.SIREN)
		}
	}
	a.units[geo.Communes] = units
}

func (a *Atlas) buildEPCI() {
	var units []Unit
	for _, grouping := range a.Edition.Groupings {
		if grouping.Nature != geo.NatureEPT {
			units = append(units, Unit{Code: string(grouping.SIREN), Name: grouping.Name, Nature: grouping.Nature})
		}
	}
	a.units[geo.EPCI] = a.dissolved(units, func(commune int32) string {
		if epci := a.Ground.EPCI(commune); epci != nil {
			return string(epci.SIREN)
		}
		return ""
	})
}

func (a *Atlas) divisions(divisions []geo.Division, of func(geo.Commune) string) []Unit {
	units := make([]Unit, len(divisions))
	for i, d := range divisions {
		units[i] = Unit{Code: d.Code, Name: d.Name}
	}
	return a.dissolved(units, func(commune int32) string { return of(a.Edition.Communes[commune]) })
}

// dissolved gives units their extent: the communes whose code is theirs.
func (a *Atlas) dissolved(units []Unit, code func(commune int32) string) []Unit {
	index := make(map[string]int32, len(units))
	for i, unit := range units {
		index[unit.Code] = int32(i)
	}
	group := make([]int32, len(a.Edition.Communes))
	communes := make([][]int32, len(units))
	for i := range group {
		unit, ok := index[code(int32(i))]
		if !ok {
			group[i] = topo.None
			continue
		}
		group[i] = unit
		communes[unit] = append(communes[unit], int32(i))
	}
	for i, shape := range a.Ground.Coverage.Dissolve(group, len(units)) {
		units[i].Extent = a.Ground.Extent(communes[i], shape)
	}
	return units
}

// WhatIf computes what a territory of any members would be, beside those of the edition. Nothing is kept.
func (a *Atlas) WhatIf(t *geo.Territory) Territory {
	p := a.Ground.Perimeter(t.Members)
	return Territory{t, p, check.Alone(a.policy, a.Ground, t, &p)}
}

// Policy is the one that the findings were made under.
func (a *Atlas) Policy() check.Policy { return a.policy }

// Units gives the units of a level, sorted by code.
func (a *Atlas) Units(level geo.Level) []Unit { return a.units[level] }

// Find gives the index of a unit of a level by its code.
func (a *Atlas) Find(level geo.Level, code string) (index int, ok bool) {
	return slices.BinarySearchFunc(a.units[level], code, func(u Unit, code string) int { return cmp.Compare(u.Code, code) })
}

// Search gives the indices of the units of a level whose box meets a box, ascending.
func (a *Atlas) Search(level geo.Level, box geo.Box) []int { return a.places[level].search(box) }

// Box is the extent of the whole edition; the zero Box when it has no commune.
func (a *Atlas) Box() geo.Box {
	var whole geo.Box
	for i, c := range a.units[geo.Communes] {
		if i == 0 {
			whole = c.Box
		}
		whole = whole.Extend(c.Box.Min).Extend(c.Box.Max)
	}
	return whole
}
