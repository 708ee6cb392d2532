package check

import (
	"slices"

	"perimetre/geo"
)

// drifted compares the communes with those that the same members had when the territory was published before. A commune
// that merged into another is still there, where all that it merged with was in the perimeter too. Communes that have no polygon
// today are not missed.
func drifted(s *subject) []Finding {
	former := s.territory.Validated
	if noFormer(s) != (geo.Text{}) || !sameMembers(s.territory.Members, former.Members) {
		return nil
	}
	var came, went []geo.Code
	var communes []int32
	for _, commune := range s.perimeter.Communes {
		code := s.commune(commune).Code
		if !within(s.lineage().origins(code, former.Vintage), former.Communes) {
			came, communes = append(came, code), append(communes, commune)
		}
	}
	now := s.codes()
	for _, code := range former.Communes {
		out := without(s.lineage().heirs(code, former.Vintage), now)
		if places := s.placed(out); len(places) > 0 {
			went, communes = append(went, code), append(communes, places...)
		}
	}
	if len(came)+len(went) == 0 {
		return nil
	}
	return []Finding{{
		Message: say(
			"Les membres sont ceux de l’édition %d (%d), mais leurs communes ont changé : arrivées, %s ; parties, %s.",
			"The members are those of edition %d (%d), but their communes changed: those that came, %s; that went, %s.",
			former.Edition, int(former.Vintage), s.orNone(came), s.orNone(went)),
		Units:    texts(slices.Concat(came, went)),
		Geometry: s.place(distinct(communes)),
	}}
}

// noFormer tells when there is no edition to compare with, or when its codes cannot be followed to those of today.
func noFormer(s *subject) geo.Text {
	former := s.territory.Validated
	if former == nil {
		return geo.Text{FR: "aucune édition publiée auparavant n’a ce territoire", EN: "no edition published before has this territory"}
	}
	if former.Vintage == s.ground.Edition.Vintage || len(s.ground.Edition.Movements) > 0 || slices.Equal(former.Communes, s.codes()) {
		return geo.Text{}
	}
	return say(
		"les mouvements de communes manquent pour suivre les codes de %d à %d",
		"movements of communes are missing to follow the codes from %d to %d",
		int(former.Vintage), int(s.ground.Edition.Vintage))
}

// validated gives the communes that were published before by their codes of today, ascending.
func (s *subject) validated() []geo.Code {
	var codes []geo.Code
	for _, code := range s.territory.Validated.Communes {
		codes = append(codes, s.lineage().heirs(code, s.territory.Validated.Vintage)...)
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// placed gives the communes that have a polygon.
func (c *context) placed(codes []geo.Code) []int32 {
	var communes []int32
	for _, code := range codes {
		if commune, ok := c.ground.Commune(code); ok {
			communes = append(communes, commune)
		}
	}
	return communes
}

// codes gives those of the communes of the perimeter, ascending.
func (s *subject) codes() []geo.Code {
	codes := make([]geo.Code, len(s.perimeter.Communes))
	for i, commune := range s.perimeter.Communes {
		codes[i] = s.commune(commune).Code
	}
	slices.Sort(codes)
	return codes
}

// within tells whether codes are all among others, which are ascending.
func within(codes, others []geo.Code) bool {
	return !slices.ContainsFunc(codes, func(code geo.Code) bool {
		_, in := slices.BinarySearch(others, code)
		return !in
	})
}

// orNone lists communes, or says that there is none.
func (c *context) orNone(codes []geo.Code) geo.Text {
	if len(codes) == 0 {
		return geo.Text{FR: "aucune", EN: "none"}
	}
	return say("%s", "%s", list(c.named(codes)))
}

func texts(codes []geo.Code) []string {
	texts := make([]string, len(codes))
	for i, code := range codes {
		texts[i] = string(code)
	}
	return texts
}
