package web

import (
	"net/http"

	"perimetre/geo"
)

// collectionJSON describes a collection.
type collectionJSON struct {
	Name  string   `json:"name"`
	Title geo.Text `json:"title"`
	Count int      `json:"count"`
	Links []link   `json:"links"`
}

// editionJSON tells which edition an answer was drawn from.
type editionJSON struct {
	Number  int64       `json:"number"`
	Vintage geo.Vintage `json:"vintage"`
	Token   string      `json:"token"` // of tile addresses
}

// collections lists what the edition holds, whom it is owed to and where it lies (west, south, east, north, degrees).
func (s *Server) collections(w http.ResponseWriter, r *http.Request, e *edition) error {
	if _, err := parameters(r); err != nil {
		return err
	}
	base, box := s.base(r), e.Box()
	list := make([]collectionJSON, 0, len(geo.Levels()))
	for _, level := range geo.Levels() {
		list = append(list, describe(base, e, level))
	}
	return writeJSON(w, r, e, struct {
		Edition     editionJSON      `json:"edition"`
		Attribution string           `json:"attribution"`
		Box         [4]float64       `json:"bbox"`
		Collections []collectionJSON `json:"collections"`
		Links       []link           `json:"links"`
	}{
		Edition:     editionJSON{e.Edition.Number, e.Edition.Vintage, e.token},
		Attribution: e.Edition.Attribution(),
		Box:         [4]float64{box.Min.Lon(), box.Min.Lat(), box.Max.Lon(), box.Max.Lat()},
		Collections: list,
		Links: []link{
			{Href: base + "/collections", Rel: "self", Type: typeJSON},
			{Href: base + "/tiles.json", Rel: "tiles", Type: typeJSON, Title: "TileJSON 3.0"},
		},
	})
}

// collection describes one collection.
func (s *Server) collection(w http.ResponseWriter, r *http.Request, e *edition) error {
	if _, err := parameters(r); err != nil {
		return err
	}
	level, err := levelOf(r)
	if err != nil {
		return err
	}
	return writeJSON(w, r, e, describe(s.base(r), e, level))
}

func describe(base string, e *edition, level geo.Level) collectionJSON {
	address := base + "/collections/" + level.String()
	return collectionJSON{
		Name:  level.String(),
		Title: title(level),
		Count: len(e.Units(level)),
		Links: []link{
			{Href: address, Rel: "self", Type: typeJSON},
			{Href: address + "/items", Rel: "items", Type: typeGeoJSON},
			{Href: address + "/items?download", Rel: "enclosure", Type: typeGeoJSON},
		},
	}
}

func title(level geo.Level) geo.Text {
	return map[geo.Level]geo.Text{
		geo.Territoires:  {FR: "Territoires", EN: "Territories"},
		geo.Regions:      {FR: "Régions", EN: "Regions"},
		geo.Departements: {FR: "Départements", EN: "Departments"},
		geo.EPCI:         {FR: "Intercommunalités (EPCI)", EN: "Intercommunalities (EPCI)"},
		geo.Communes:     {FR: "Communes", EN: "Communes"},
	}[level]
}

// levelOf gives the level whose collection the address names.
func levelOf(r *http.Request) (geo.Level, error) {
	level, err := geo.ParseLevel(part(r, "collection"))
	if err != nil {
		return 0, notFoundf("%v", err)
	}
	return level, nil
}
