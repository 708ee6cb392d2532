package check

import (
	"slices"

	"perimetre/geo"
	"perimetre/geo/perimeter"
)

// drifted compares the communes that the members of the edition published before have today with those that they had then: what
// an amendment of the list brings or takes is no drift. A commune that merged into another is still there, where all that it
// merged with was in the perimeter too. Codes that no register has today are not missed.
func drifted(s *subject) []Finding {
	if noFormer(s) != (geo.Text{}) {
		return nil
	}
	former := s.territory.Validated
	now, same := s.listed(), s.reached(former.Members)
	var came, went, moved []geo.Code
	for _, code := range same {
		if within([]geo.Code{code}, now) && !within(s.lineage().origins(code, former.Vintage), former.Communes) {
			came, moved = append(came, code), append(moved, code)
		}
	}
	for _, code := range former.Communes {
		out := without(without(s.lineage().heirs(code, former.Vintage), now), same)
		if out = slices.DeleteFunc(out, func(code geo.Code) bool { return !s.ground.Known(code) }); len(out) > 0 {
			went, moved = append(went, code), append(moved, out...)
		}
	}
	if len(came)+len(went) == 0 {
		return nil
	}
	f := Finding{
		Message: say(
			"Les membres sont ceux de l’édition %d (%d), mais leurs communes ont changé : arrivées, %s ; parties, %s.",
			"The members are those of edition %d (%d), but their communes changed: those that came, %s; that went, %s.",
			former.Edition, int(former.Vintage), s.orNone(came), s.orNone(went)),
		Units:    texts(slices.Concat(came, went)),
		Geometry: s.place(distinct(s.placed(moved))),
	}
	if !sameMembers(s.territory.Members, former.Members) {
		f.Message = say(
			"Sans compter la modification de la liste, les communes des membres de l’édition %d (%d) ont changé : arrivées, %s ; parties, %s.",
			"The amendment of the list aside, the communes of the members of edition %d (%d) changed: those that came, %s; that went, %s.",
			former.Edition, int(former.Vintage), s.orNone(came), s.orNone(went))
	}
	return []Finding{f}
}

// noFormer tells when there is no edition to compare with, when its codes cannot be followed to those of today, or when the
// registers of one of the two tell nothing of a member.
func noFormer(s *subject) geo.Text {
	former, e := s.territory.Validated, s.ground.Edition
	if former == nil {
		return geo.Text{FR: "aucune édition publiée auparavant n’a ce territoire", EN: "no edition published before has this territory"}
	}
	if !covers(e.Movements, former.Vintage, e.Vintage) && !slices.Equal(former.Communes, s.reached(former.Members)) {
		return say(
			"les mouvements de communes manquent pour suivre les codes de %d à %d",
			"movements of communes are missing to follow the codes from %d to %d",
			int(former.Vintage), int(e.Vintage))
	}
	if unread := s.unread(former); len(unread) > 0 {
		return say(
			"les registres de cette édition, ou ceux de l’édition %d, ne disent pas les communes de %s",
			"the registers of this edition, or those of edition %d, do not tell the communes of %s",
			former.Edition, unread)
	}
	return geo.Text{}
}

// unread gives the members of an edition published before of which one register tells nothing: groupings that reached none of
// their communes then, and SIREN that may be those of EPT where no register of EPT was given.
func (s *subject) unread(former *geo.Validation) list {
	var unread list
	for _, m := range former.Members {
		member := s.ground.Resolve(m)
		missing := member.Kind == perimeter.Unresolved && geo.SIREN(m.ID).Valid() && !s.registersEPT()
		if member.Kind == perimeter.EPCI || member.Kind == perimeter.EPT {
			missing = !slices.ContainsFunc(s.registered(member), func(code geo.Code) bool {
				origins := s.lineage().origins(code, former.Vintage)
				return len(without(origins, former.Communes)) < len(origins)
			})
		}
		if missing {
			unread = append(unread, identified(m.ID, m.Name))
		}
	}
	return unread
}

// registersEPT tells whether a register of EPT was given.
func (c *context) registersEPT() bool {
	return slices.ContainsFunc(c.ground.Edition.Groupings, func(g geo.Grouping) bool { return g.Nature == geo.NatureEPT })
}

// reached gives the codes of the communes that members have in the registers of today, ascending, those without a polygon too.
func (c *context) reached(members []geo.Member) []geo.Code {
	var codes []geo.Code
	for _, m := range members {
		codes = append(codes, c.registered(c.ground.Resolve(m))...)
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// registered gives the codes of the communes that the registers give a member, those without a polygon too.
func (c *context) registered(m perimeter.Member) []geo.Code {
	switch m.Kind {
	case perimeter.EPCI, perimeter.EPT:
		return c.ground.Grouping(geo.SIREN(m.Code)).Grouping.Communes
	case perimeter.Commune:
		return []geo.Code{geo.Code(m.Code)}
	case perimeter.Unresolved:
	}
	return nil
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
