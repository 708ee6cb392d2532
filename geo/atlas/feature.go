package atlas

import (
	"math"

	"perimetre/geo"
	"perimetre/geo/check"
	"perimetre/geo/perimeter"
)

// Feature gives the unit at an index of a level as a record: its code, its properties under their French names and its
// polygons. Areas are in km², lengths in km, rounded to a hundred square metres and to a metre.
func (a *Atlas) Feature(level geo.Level, index int) geo.Feature {
	if level == geo.Territoires {
		return a.TerritoryFeature(a.Territories[index])
	}
	u := a.units[level][index]
	return geo.Feature{
		ID:         u.Code,
		Properties: a.properties(level, index, u),
		Geometry:   a.Ground.Coverage.Geometry(u.Shape),
	}
}

// TerritoryFeature gives a territory as a record, as [Atlas.Feature] gives those of the edition.
func (a *Atlas) TerritoryFeature(t Territory) geo.Feature {
	p := &t.Perimeter
	communes, population, area, length := measures(p.Extent)
	return geo.Feature{
		ID: t.ID,
		Properties: []geo.Property{
			{Name: "id", Value: t.ID},
			{Name: "nom", Value: t.Name},
			{Name: "region", Value: optional(t.Region)},
			{Name: "regions", Value: p.Regions},
			{Name: "departements", Value: p.Departements},
			{Name: "membres", Value: int64(len(t.Members))},
			communes, population,
			{Name: "polygones", Value: int64(len(p.Shape))},
			{Name: "trous", Value: int64(len(p.Enclaves))},
			{Name: "parties", Value: int64(len(p.PartsByEdge))},
			area, length,
			{Name: "severite", Value: t.Severity()},
			{Name: "constats", Value: int64(len(t.Findings))},
		},
		Geometry: a.Ground.Coverage.Geometry(p.Shape),
	}
}

func measures(x perimeter.Extent) (communes, population, area, length geo.Property) {
	return geo.Property{Name: "communes", Value: int64(len(x.Communes))},
		geo.Property{Name: "population", Value: int64(x.Population)},
		geo.Property{Name: "superficie_km2", Value: SquareKilometres(x.Area)},
		geo.Property{Name: "perimetre_km", Value: Kilometres(x.Length)}
}

func (a *Atlas) properties(level geo.Level, index int, u Unit) []geo.Property {
	communes, population, area, length := measures(u.Extent)
	switch level {
	case geo.EPCI:
		return []geo.Property{
			{Name: "siren", Value: u.Code},
			{Name: "nom", Value: u.Name},
			{Name: "nature", Value: u.Nature},
			communes, population, area, length,
		}
	case geo.Communes:
		c := a.Edition.Communes[index]
		if c.Population == geo.Unknown {
			population.Value = nil
		}
		return []geo.Property{
			{Name: "insee", Value: u.Code},
			{Name: "nom", Value: u.Name},
			{Name: "siren", Value: optional(u.SIREN)},
			population,
			{Name: "epci", Value: optional(u.EPCI)},
			{Name: "departement", Value: u.Departement},
			{Name: "region", Value: u.Region},
			{Name: "territoire", Value: optional(u.Territory)},
			area,
		}
	case geo.Departements:
		return []geo.Property{
			{Name: "code", Value: u.Code},
			{Name: "nom", Value: u.Name},
			{Name: "region", Value: u.Region},
			communes, population, area, length,
		}
	default:
		return []geo.Property{
			{Name: "code", Value: u.Code}, {Name: "nom", Value: u.Name}, communes, population, area, length,
		}
	}
}

func optional(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// SquareKilometres turns m² into km², rounded to a hundred square metres.
func SquareKilometres(m2 float64) float64 { return math.Round(m2/100) / 1e4 }

// Kilometres turns m into km, rounded to a metre.
func Kilometres(m float64) float64 { return math.Round(m) / 1e3 }

// Summary is what the checks say of one territory. Its JSON form is stable: scripts read it.
type Summary struct {
	ID          string               `json:"id"`
	Name        string               `json:"nom"`
	Communes    int                  `json:"communes"`
	Polygons    int                  `json:"polygons"`
	Holes       int                  `json:"holes"`
	PartsByEdge int                  `json:"parts_by_edge"`
	Contiguity  perimeter.Contiguity `json:"contiguity"` // by-edge, by-point, by-sea, split-on-land
	AreaKm2     float64              `json:"area_km2"`
	PerimeterKm float64              `json:"perimeter_km"`
	Findings    []check.Finding      `json:"findings"`

	NotEvaluable []check.NotEvaluable `json:"not_evaluable"`
}

// Summary gives the summary of the territory at an index of Territories.
func (a *Atlas) Summary(index int) Summary { return a.Territories[index].Summary() }

// Summary sums up a territory.
func (t Territory) Summary() Summary {
	return Summary{
		ID: t.ID, Name: t.Name,
		Communes: len(t.Perimeter.Communes), Polygons: len(t.Perimeter.Shape), Holes: len(t.Perimeter.Enclaves),
		PartsByEdge: len(t.Perimeter.PartsByEdge), Contiguity: t.Perimeter.Contiguity(),
		AreaKm2: SquareKilometres(t.Perimeter.Area), PerimeterKm: Kilometres(t.Perimeter.Length),
		Findings: t.Findings, NotEvaluable: t.NotEvaluable,
	}
}
