package web

import (
	"net/http"

	"perimetre/geo"
	"perimetre/geo/check"
	"perimetre/geo/perimeter"
)

// territory gives the index of the territory that the address names; the route takes no parameter.
func territory(r *http.Request, e *edition) (int, error) {
	if _, err := parameters(r); err != nil {
		return 0, err
	}
	return find(e, geo.Territoires, part(r, "item"))
}

// findings answers what the checks say of a territory.
func (s *Server) findings(w http.ResponseWriter, r *http.Request, e *edition) error {
	index, err := territory(r, e)
	if err != nil {
		return err
	}
	summary := e.Summary(index)
	if summary.Findings == nil {
		summary.Findings = []check.Finding{}
	}
	return writeJSON(w, r, e, summary)
}

// memberJSON is one line of a territory's list.
type memberJSON struct {
	ID       string `json:"id"`   // as the list gives it
	Kind     string `json:"kind"` // epci, ept, commune, unresolved
	Code     string `json:"code"` // SIREN or INSEE code
	Name     string `json:"nom"`
	Communes int    `json:"communes"`
}

// members answers the list of a territory, resolved in the registers of the edition.
func (s *Server) members(w http.ResponseWriter, r *http.Request, e *edition) error {
	index, err := territory(r, e)
	if err != nil {
		return err
	}
	t := e.Territories[index]
	members := make([]memberJSON, len(t.Perimeter.Members))
	for i, m := range t.Perimeter.Members {
		members[i] = memberJSON{ID: m.ID, Kind: kindName(m.Kind), Code: m.Code, Name: m.Name, Communes: len(m.Communes)}
	}
	return writeJSON(w, r, e, struct {
		ID      string       `json:"id"`
		Name    string       `json:"nom"`
		Members []memberJSON `json:"membres"`
	}{t.ID, t.Name, members})
}

func kindName(k perimeter.Kind) string {
	switch k {
	case perimeter.EPCI:
		return "epci"
	case perimeter.EPT:
		return "ept"
	case perimeter.Commune:
		return "commune"
	case perimeter.Unresolved:
	}
	return "unresolved"
}
