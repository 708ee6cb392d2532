package check

import (
	"slices"
	"sync"

	"perimetre/geo"
	"perimetre/geo/perimeter"
)

// Territories runs the catalogue over the territories of an edition: verdicts[i] is that on territory i, whose perimeter is
// perimeters[i].
func Territories(policy Policy, ground *perimeter.Ground, perimeters []perimeter.Perimeter) []Verdict {
	catalogue := Catalogue()
	context := newContext(policy, ground, perimeters)
	verdicts := make([]Verdict, len(perimeters))
	for i := range perimeters {
		verdicts[i] = context.run(catalogue, false, &ground.Edition.Territories[i], &perimeters[i], i)
	}
	return verdicts
}

// Alone runs the catalogue over one perimeter that is in no edition: what would be found if it were. Rules that compare
// territories see it alone.
func Alone(policy Policy, ground *perimeter.Ground, territory *geo.Territory, p *perimeter.Perimeter) Verdict {
	return newContext(policy, ground, nil).run(Catalogue(), false, territory, p, -1)
}

// Edition runs the rules that are about an edition as a whole.
func Edition(policy Policy, ground *perimeter.Ground) Verdict {
	return newContext(policy, ground, nil).run(Catalogue(), true, &geo.Territory{}, &perimeter.Perimeter{}, -1)
}

// context is what rules may ask about the policy, other territories, the coverage and the names of divisions.
type context struct {
	national    Policy // where no Region has its own
	ground      *perimeter.Ground
	departments map[string]string
	regions     map[string]string
	holders     map[string][]int // by commune, and by member that no register has: the territories that list it, ascending
	defects     map[int32][]int  // by commune: defects of the ground, ascending
	repairs     map[int32][]int  // by commune: repairs of the edition, ascending

	// What few editions ask for is made when it is first asked for.
	lineage func() *lineage            // of communes
	byName  func() map[string][]string // groupings by folded name
}

// subject is the territory that a rule looks at. A rule about the whole edition sees an empty one.
type subject struct {
	*context
	policy    Policy // that of the lead Region
	territory *geo.Territory
	perimeter *perimeter.Perimeter
	index     int // among the territories of the edition, -1 when it is in none
}

func newContext(policy Policy, ground *perimeter.Ground, perimeters []perimeter.Perimeter) *context {
	c := &context{
		national:    policy,
		ground:      ground,
		departments: names(ground.Edition.Departements),
		regions:     names(ground.Edition.Regions),
		holders:     map[string][]int{},
		defects:     map[int32][]int{},
		repairs:     map[int32][]int{},
		lineage:     sync.OnceValue(func() *lineage { return newLineage(ground.Edition) }),
		byName:      sync.OnceValue(func() map[string][]string { return byName(ground.Edition.Groupings) }),
	}
	for i := range perimeters {
		members := ground.Edition.Territories[i].Members
		unknown, _ := c.unresolved(members)
		for _, unit := range append(texts(c.reached(members)), unknown...) {
			c.holders[unit] = append(c.holders[unit], i)
		}
	}
	for i, defect := range ground.Defects {
		for _, commune := range defect.Units {
			c.defects[commune] = append(c.defects[commune], i)
		}
	}
	for i, repair := range ground.Edition.Repairs {
		for _, code := range concerned(repair) {
			if commune, ok := ground.Commune(code); ok {
				c.repairs[commune] = append(c.repairs[commune], i)
			}
		}
	}
	return c
}

func names(divisions []geo.Division) map[string]string {
	names := make(map[string]string, len(divisions))
	for _, d := range divisions {
		names[d.Code] = d.Name
	}
	return names
}

// run gives what the rules say that are about territories, or those that are about the edition.
func (c *context) run(catalogue []Rule, wide bool, territory *geo.Territory, p *perimeter.Perimeter, index int) Verdict {
	verdict := Verdict{Findings: []Finding{}, NotEvaluable: []NotEvaluable{}}
	s := &subject{c, c.national.In(territory.Region), territory, p, index}
	for _, rule := range catalogue {
		if rule.wide != wide {
			continue
		}
		if rule.lacks != nil {
			if reason := rule.lacks(s); reason != (geo.Text{}) {
				verdict.NotEvaluable = append(verdict.NotEvaluable, NotEvaluable{rule.Code, reason})
			}
		}
		for _, f := range rule.find(s) {
			f.Code = rule.Code
			if !rule.graded {
				f.Severity = s.policy.Severity(rule)
			}
			if f.Hint == (geo.Text{}) {
				f.Hint = rule.Hint
			}
			if f.Geometry == nil {
				f.Geometry = envelope(p)
			}
			verdict.Findings = append(verdict.Findings, f)
		}
	}
	return verdict
}

// envelope is where to look for a finding that has no place of its own: the whole perimeter.
func envelope(p *perimeter.Perimeter) geo.Geometry {
	if len(p.Communes) == 0 {
		return nil
	}
	return geo.MultiPolygon{p.Box.Polygon()}
}

// commune gives a commune by its index.
func (c *context) commune(i int32) geo.Commune { return c.ground.Edition.Communes[i] }

func (c *context) communeNames(communes []int32) []string {
	names := make([]string, len(communes))
	for i, commune := range communes {
		names[i] = c.commune(commune).Name
	}
	slices.Sort(names)
	return names
}
