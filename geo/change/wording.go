package change

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"perimetre/geo"
	"perimetre/geo/perimeter"
)

// Sentences tells the change, a fact a sentence.
func (c Change) Sentences() []geo.Text {
	var said []geo.Text
	say := func(fr, en string) { said = append(said, geo.Text{FR: fr, EN: en}) }
	switch {
	case c.Before == nil:
		say(fmt.Sprintf("Nouveau territoire : membres %d, communes %d", c.After.Members, c.After.Communes),
			fmt.Sprintf("New territory: members %d, communes %d", c.After.Members, c.After.Communes))
	case c.After == nil:
		say(fmt.Sprintf("Territoire supprimé : membres %d, communes %d", c.Before.Members, c.Before.Communes),
			fmt.Sprintf("Territory removed: members %d, communes %d", c.Before.Members, c.Before.Communes))
	case c.Is(Renamed):
		say(fmt.Sprintf("Renommé : « %s » devient « %s »", strings.TrimSpace(c.Before.Name), strings.TrimSpace(c.After.Name)),
			fmt.Sprintf("Renamed: “%s” is now “%s”", strings.TrimSpace(c.Before.Name), strings.TrimSpace(c.After.Name)))
	}
	for _, m := range c.MembersAdded {
		say("Membre ajouté : "+m.String(), "Member added: "+m.String())
	}
	for _, m := range c.MembersRemoved {
		say("Membre retiré : "+m.String(), "Member removed: "+m.String())
	}
	for _, g := range c.Gone {
		said = append(said, g.sentence())
	}
	for _, m := range c.Unresolved {
		say(m.String()+" : un des deux côtés n'a pas le registre qui dit ses communes, qui ne sont pas comparées",
			m.String()+": one of the two sides has not the register that tells its communes, which are not compared")
	}
	said = append(said, told(c.Left, geo.Text{FR: "quitte", EN: "leaves"}, geo.Text{FR: "quittent", EN: "leave"}, Move.leaving)...)
	said = append(said, told(c.Came, geo.Text{FR: "entre dans", EN: "joins"}, geo.Text{FR: "entrent dans", EN: "join"}, Move.coming)...)
	for _, r := range c.Recoded {
		named := r.Before.String() + " → " + r.After.String()
		say(named+", sur le même terrain"+r.Event.text().FR, named+", on the same ground"+r.Event.text().EN)
	}
	if c.Is(Redigitised) {
		area := perimeter.Surface(c.RedrawnM2)
		say("Tracé repris : "+area.FR+" d'un seul des deux tracés", "Redrawn: "+area.EN+" in one of the two drawings only")
	}
	return said
}

// Todo says what the change asks of those who keep the list.
func (c Change) Todo() geo.Text {
	switch {
	case c.Is(Drifted):
		return geo.Text{
			FR: "À soumettre au comité : valider le périmètre avec les communes d'aujourd'hui, ou amender la liste",
			EN: "Submit to the committee: validate the perimeter with the communes of now, or amend the list",
		}
	case c.Is(Dissolved):
		return geo.Text{
			FR: "Remplacer dans la liste les membres qui n'existent plus par leurs successeurs",
			EN: "Replace members of the list that are no more by their successors",
		}
	case c.Is(Unresolved):
		return geo.Text{
			FR: "Charger le registre qui manque, puis comparer à nouveau",
			EN: "Load the register that is missing, then compare again",
		}
	case c.Is(Amended) || c.Is(Added) || c.Is(Removed):
		return geo.Text{FR: "À rapprocher de la décision du comité", EN: "Compare with the decision of the committee"}
	}
	return geo.Text{FR: "Rien à décider : les communes tiennent le même terrain", EN: "Nothing to decide: the communes hold the same ground"}
}

// String is the name as the list has it, trimmed, with the identifier.
func (m Member) String() string { return named(m.Name, m.ID) }

// String is the name with the code.
func (c Commune) String() string { return named(c.Name, string(c.Code)) }

func named(name, code string) string {
	if name = strings.TrimSpace(name); name == "" {
		return code
	}
	return name + " (" + code + ")"
}

// told words moves: one sentence each, but those that an amendment brings by the dozen in one.
func told(moves []Move, one, many geo.Text, words func(Move) (name string, where geo.Text)) []geo.Text {
	const most, named = 3, 5
	var said []geo.Text
	var amended []string
	for _, m := range moves {
		name, where := words(m)
		if m.Cause == Amended && m.Event == nil {
			amended = append(amended, name)
		}
		said = append(said, geo.Text{
			FR: name + " " + one.FR + " le territoire" + where.FR + m.Event.text().FR,
			EN: name + " " + one.EN + " the territory" + where.EN + m.Event.text().EN,
		})
	}
	if len(amended) <= most || len(amended) < len(moves) {
		return said
	}
	list, more := strings.Join(amended[:min(named, len(amended))], ", "), len(amended)-named
	text := geo.Text{
		FR: fmt.Sprintf("%d communes %s le territoire : %s", len(amended), many.FR, list),
		EN: fmt.Sprintf("%d communes %s the territory: %s", len(amended), many.EN, list),
	}
	if more > 0 {
		text.FR += fmt.Sprintf(" et %d de plus", more)
		text.EN += fmt.Sprintf(" and %d more", more)
	}
	return []geo.Text{text}
}

// leaving names a commune that left, and says where it is now.
func (m Move) leaving() (name string, where geo.Text) {
	name = m.Before.String()
	if m.After != (Commune{}) && m.After.Code != m.Before.Code {
		name += " → " + m.After.String()
	}
	fr, en := m.where("pour", m.To).FR, m.where("for", m.To).EN
	return name, geo.Text{FR: fr, EN: en}
}

// coming names a commune that came, and says where it was.
func (m Move) coming() (name string, where geo.Text) {
	name = m.After.String()
	if m.Before != (Commune{}) && m.After.Code != m.Before.Code {
		name = m.Before.String() + " → " + name
	}
	fr, en := m.where("depuis", m.From).FR, m.where("from", m.From).EN
	return name, geo.Text{FR: fr, EN: en}
}

// where tells the other territory, and the EPCI before and after where they differ.
func (m Move) where(preposition string, other Place) geo.Text {
	text := ""
	if len(other.Territories) > 0 {
		text = " " + preposition + " " + strings.Join(other.Territories, ", ")
	}
	if m.From.EPCI == m.To.EPCI {
		return geo.Text{FR: text, EN: text}
	}
	epci := func(none string) string {
		return fmt.Sprintf(" [%s → %s]", cmp.Or(m.From.EPCIName, none), cmp.Or(m.To.EPCIName, none))
	}
	return geo.Text{FR: text + epci("aucun EPCI"), EN: text + epci("no EPCI")}
}

func (e *Event) text() geo.Text {
	if e == nil {
		return geo.Text{}
	}
	other := "MOD " + strconv.Itoa(e.Mod)
	return geo.Text{
		FR: fmt.Sprintf(" (%s, %s)", cmp.Or(e.Kind.FR, other), e.Date),
		EN: fmt.Sprintf(" (%s, %s)", cmp.Or(e.Kind.EN, other), e.Date),
	}
}

func (g Gone) sentence() geo.Text {
	if len(g.Heirs) == 0 {
		return geo.Text{
			FR: g.String() + " n'existe plus ; aucun groupement n'a ses communes",
			EN: g.String() + " is no more; no grouping has its communes",
		}
	}
	french, english := make([]string, len(g.Heirs)), make([]string, len(g.Heirs))
	for i, h := range g.Heirs {
		part := fmt.Sprintf("%s %.0f", named(h.Name, string(h.SIREN)), 100*h.Part)
		french[i], english[i] = part+" %", part+"%"
	}
	return geo.Text{
		FR: g.String() + " n'existe plus ; ses communes sont dans : " + strings.Join(french, ", "),
		EN: g.String() + " is no more; its communes are in: " + strings.Join(english, ", "),
	}
}
