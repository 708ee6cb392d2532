package miniature

import (
	"cmp"
	"fmt"
	"slices"

	"perimetre/geo"
)

// Vintage is that of the imaginary registers.
const Vintage geo.Vintage = 2025

// edition writes the country down: names, codes, outlines. It fails when a département has more communes than its code
// has numbers for.
func (c *country) edition(territories []territory) (e *geo.Edition, ok bool) {
	w := writer{country: c, names: namer{c.random, map[string]bool{}}}
	for i, name := range regionNames() {
		w.regions = append(w.regions, geo.Division{Code: fmt.Sprint(97 + i), Name: name})
	}
	w.nameDepartements()
	if ok := w.nameCommunes(); !ok {
		return nil, false
	}
	e = &geo.Edition{Vintage: Vintage, Communes: slices.Clone(w.communes), Groupings: w.groupings(), Regions: w.regions}
	e.Communes = slices.DeleteFunc(e.Communes, func(commune geo.Commune) bool { return commune.Code == "" })
	e.Departements = slices.Clone(w.departements)
	for _, t := range territories {
		e.Territories = append(e.Territories, w.territory(t))
	}
	w.number(e.Territories)
	slices.SortFunc(e.Communes, func(a, b geo.Commune) int { return cmp.Compare(a.Code, b.Code) })
	slices.SortFunc(e.Departements, func(a, b geo.Division) int { return cmp.Compare(a.Code, b.Code) })
	slices.SortFunc(e.Territories, func(a, b geo.Territory) int { return cmp.Compare(a.ID, b.ID) })
	e.Sources = sources(e)
	return e, true
}

// writer holds the records by the indices of the country.
type writer struct {
	*country
	names        namer
	regions      []geo.Division
	departements []geo.Division
	communes     []geo.Commune // a drowned one is the zero Commune
	epciNames    []string
}

// nameDepartements gives the codes of three figures, which leave two for the commune, to the smallest départements.
func (w *writer) nameDepartements() {
	sizes := make([]int, len(w.country.departements))
	for i, epcis := range w.country.departements {
		for _, epci := range epcis {
			sizes[i] += len(w.epci[epci])
		}
	}
	bySize := indices(0, len(sizes))
	slices.SortStableFunc(bySize, func(a, b int) int { return cmp.Compare(sizes[b], sizes[a]) })
	w.departements = make([]geo.Division, len(sizes))
	for i, code := range []string{"00", "20", "96", "99", "979", "980", "981", "982"} {
		w.departements[bySize[i]] = geo.Division{Code: code, Name: departementNames()[i]}
	}
}

// nameCommunes names them, and numbers those of a département by name.
func (w *writer) nameCommunes() (ok bool) {
	w.communes = make([]geo.Commune, len(w.country.communes))
	byDepartement := make([][]int, len(w.departements))
	for i, cells := range w.country.communes {
		if len(cells) == 0 {
			continue
		}
		departement := w.departementOf[w.epciOf[i]]
		w.communes[i] = geo.Commune{
			Name:        w.names.commune(),
			SIREN:       geo.SIREN(siren(kindCommune, i+1)),
			Population:  w.population[i],
			Departement: w.departements[departement].Code,
			Region:      w.regions[w.regionOf[w.epciOf[i]]].Code,
			Geometry:    w.mesh.outline(cells),
		}
		byDepartement[departement] = append(byDepartement[departement], i)
	}
	for departement, communes := range byDepartement {
		slices.SortFunc(communes, func(a, b int) int { return cmp.Compare(w.communes[a].Name, w.communes[b].Name) })
		code := w.departements[departement].Code
		for number, commune := range communes {
			w.communes[commune].Code = geo.Code(fmt.Sprintf("%s%0*d", code, 5-len(code), number+1))
			if !w.communes[commune].Code.Valid() {
				return false
			}
		}
	}
	return true
}

func (w *writer) groupings() []geo.Grouping {
	var groupings []geo.Grouping
	for i, communes := range w.epci {
		town := slices.MaxFunc(communes, func(a, b int) int { return cmp.Compare(w.population[a], w.population[b]) })
		name, nature := "Communauté de communes "+w.names.grouping(), "CC"
		switch {
		case i == w.metropole:
			name, nature = "Métropole "+of(w.communes[town].Name), "METRO"
		case w.population[town] > 20_000:
			name, nature = "Communauté d'agglomération "+of(w.communes[town].Name), "CA"
		}
		w.epciNames = append(w.epciNames, name)
		groupings = append(groupings, geo.Grouping{SIREN: geo.SIREN(siren(kindEPCI, i+1)), Name: name, Nature: nature, Communes: w.codes(communes)})
	}
	for i, communes := range w.ept {
		groupings = append(groupings, geo.Grouping{
			SIREN: geo.SIREN(siren(kindEPT, i+1)), Name: eptName(i), Nature: geo.NatureEPT, Communes: w.codes(communes),
		})
	}
	return groupings
}

func eptName(i int) string { return "EPT " + []string{"Levant-de-Brume", "Couchant-de-Brume"}[i] }

func (w *writer) codes(communes []int) []geo.Code {
	codes := make([]geo.Code, len(communes))
	for i, commune := range communes {
		codes[i] = w.communes[commune].Code
	}
	slices.Sort(codes)
	return codes
}

// territory lists the members. The lead region is that of the first EPCI.
func (w *writer) territory(t territory) geo.Territory {
	territory := geo.Territory{Name: t.name, Region: w.regions[w.regionOf[t.epci[0]]].Code}
	add := func(id, name string) { territory.Members = append(territory.Members, geo.Member{ID: id, Name: name}) }
	for _, epci := range t.epci {
		add(siren(kindEPCI, epci+1), w.epciNames[epci])
	}
	for _, ept := range t.ept {
		add(siren(kindEPT, ept+1), eptName(ept))
	}
	for _, commune := range t.communes {
		add(string(w.communes[commune].SIREN), w.communes[commune].Name)
	}
	for _, id := range t.stray {
		add(id, "Communauté de communes introuvable")
	}
	return territory
}

// number gives each territory an id: ti-, its lead region, its place there.
func (w *writer) number(territories []geo.Territory) {
	count := map[string]int{}
	for i := range territories {
		t := &territories[i]
		count[t.Region]++
		t.ID = fmt.Sprintf("ti-%s%02d", t.Region, count[t.Region])
	}
}
