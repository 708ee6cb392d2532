package check

import (
	"slices"

	"perimetre/geo"
	"perimetre/geo/perimeter"
)

// Rule is one entry of the catalogue.
type Rule struct {
	Code     string
	Severity Severity // unless the policy sets another
	Title    geo.Text
	Basis    string // the legal text or the policy that the rule rests on

	find   func(c *subject) []Finding
	graded bool // its findings have a severity of their own
}

// Catalogue gives every rule, in the order in which findings are listed.
func Catalogue() []Rule {
	return []Rule{
		{
			"M01", Error,
			geo.Text{FR: "Identifiant de membre mal formé", EN: "Malformed member identifier"},
			"SIREN (INSEE), Luhn key; INSEE code of a commune", malformedMembers, false,
		},
		{
			"M02", Error,
			geo.Text{FR: "Membre inconnu des registres", EN: "Member unknown to the registers"},
			"DGCL register of groupings, INSEE code officiel géographique", unknownMembers, false,
		},
		{
			"M03", Error,
			geo.Text{FR: "Membre présent dans deux territoires", EN: "Member of two territories"},
			"list of the programme: a commune belongs to one territory at most", sharedMembers, false,
		},
		{
			"M05", Warning,
			geo.Text{FR: "EPCI partiellement couvert", EN: "EPCI only partly covered"},
			"policy of the programme: intercommunalities are taken whole", partlyCovered, false,
		},
		{
			"G01", Warning,
			geo.Text{FR: "Périmètre discontinu sur terre", EN: "Perimeter split on land"},
			"CGCT L5210-1-1 and L5214-1, d'un seul tenant", splitOnLand, false,
		},
		{
			"G02", Notice,
			geo.Text{FR: "Contact par un point seulement", EN: "Joined by points only"},
			"CGCT L5210-1-1 and its case law: a single point of contact is enough", joinedByPoints, false,
		},
		{
			"G03", Info,
			geo.Text{FR: "Parties que seule la mer sépare", EN: "Parts that only the sea keeps apart"},
			"an island is not split from the mainland", apartBySea, false,
		},
		{
			"G04", Warning,
			geo.Text{FR: "Enclave", EN: "Enclave"},
			"CGCT L5210-1-1 and L5214-1, sans enclave", enclaves, false,
		},
		{
			"G05", Info,
			geo.Text{FR: "Trou sans commune", EN: "Hole without a commune"},
			"foreign land or water is not an enclave", emptyHoles, false,
		},
		{
			"G07", Error,
			geo.Text{FR: "Défaut des contours de communes", EN: "Fault in the polygons of communes"},
			"communes share the ground out between them: no gap, no overlap (JTS, coverage)", faultsOfTheCoverage, true,
		},
		{
			"G08", Warning,
			geo.Text{FR: "Contour ou superficie qui ne concorde pas", EN: "Polygon or area that does not agree"},
			"a grouping is the union of its communes, a territory that of its members", disagreements, false,
		},
		{
			"A01", Warning,
			geo.Text{FR: "Plusieurs Régions", EN: "Several Regions"},
			"policy of the programme: each Region validates its part", severalRegions, false,
		},
		{
			"A02", Info,
			geo.Text{FR: "Plusieurs départements", EN: "Several départements"},
			"for the knowledge of the committee", severalDepartements, false,
		},
	}
}

// Territories runs the catalogue over the territories of an edition: findings[i] are those of territory i, whose
// perimeter is perimeters[i].
func Territories(policy Policy, ground *perimeter.Ground, perimeters []perimeter.Perimeter) [][]Finding {
	catalogue := Catalogue()
	context := newContext(policy, ground, perimeters)
	findings := make([][]Finding, len(perimeters))
	for i := range perimeters {
		findings[i] = context.run(catalogue, &ground.Edition.Territories[i], &perimeters[i], i)
	}
	return findings
}

// Alone runs the catalogue over one perimeter that is in no edition: what would be found if it were. Rules that compare
// territories see it alone.
func Alone(policy Policy, ground *perimeter.Ground, territory *geo.Territory, p *perimeter.Perimeter) []Finding {
	return newContext(policy, ground, nil).run(Catalogue(), territory, p, -1)
}

// context is what rules may ask about the policy, other territories, the coverage and the names of divisions.
type context struct {
	policy      Policy
	ground      *perimeter.Ground
	departments map[string]string
	regions     map[string]string
	holders     map[int32][]int // by commune: the territories that hold it, ascending
	defects     map[int32][]int // by commune: defects of the ground, ascending
	repairs     map[int32][]int // by commune: repairs of the edition, ascending
}

// subject is the territory that a rule looks at.
type subject struct {
	*context
	territory *geo.Territory
	perimeter *perimeter.Perimeter
	index     int // among the territories of the edition, -1 when it is in none
}

func newContext(policy Policy, ground *perimeter.Ground, perimeters []perimeter.Perimeter) *context {
	c := &context{
		policy:      policy,
		ground:      ground,
		departments: names(ground.Edition.Departements),
		regions:     names(ground.Edition.Regions),
		holders:     map[int32][]int{},
		defects:     map[int32][]int{},
		repairs:     map[int32][]int{},
	}
	for i, p := range perimeters {
		for _, commune := range p.Communes {
			c.holders[commune] = append(c.holders[commune], i)
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

func (c *context) run(catalogue []Rule, territory *geo.Territory, p *perimeter.Perimeter, index int) []Finding {
	findings := []Finding{}
	for _, rule := range catalogue {
		for _, f := range rule.find(&subject{c, territory, p, index}) {
			f.Code = rule.Code
			if !rule.graded {
				f.Severity = c.policy.Severity(rule)
			}
			if f.Geometry == nil {
				f.Geometry = envelope(p)
			}
			findings = append(findings, f)
		}
	}
	return findings
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
