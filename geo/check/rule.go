package check

import (
	"slices"

	"perimetre/geo"
	"perimetre/geo/perimeter"
)

// Rule is one entry of the catalogue.
type Rule struct {
	Code     string
	Severity Severity
	Title    geo.Text
	Basis    string // the legal text or the policy that the rule rests on

	find func(c *subject) []Finding
}

// Catalogue gives every rule, in the order in which findings are listed.
func Catalogue() []Rule {
	return []Rule{
		{
			"M01", Error,
			geo.Text{FR: "Identifiant de membre mal formé", EN: "Malformed member identifier"},
			"SIREN (INSEE), Luhn key; INSEE code of a commune", malformedMembers,
		},
		{
			"M02", Error,
			geo.Text{FR: "Membre inconnu des registres", EN: "Member unknown to the registers"},
			"DGCL register of groupings, INSEE code officiel géographique", unknownMembers,
		},
		{
			"M03", Error,
			geo.Text{FR: "Membre présent dans deux territoires", EN: "Member of two territories"},
			"list of the programme: a commune belongs to one territory at most", sharedMembers,
		},
		{
			"M05", Warning,
			geo.Text{FR: "EPCI partiellement couvert", EN: "EPCI only partly covered"},
			"policy of the programme: intercommunalities are taken whole", partlyCovered,
		},
		{
			"G01", Warning,
			geo.Text{FR: "Périmètre discontinu sur terre", EN: "Perimeter split on land"},
			"CGCT L5210-1-1 and L5214-1, d'un seul tenant", splitOnLand,
		},
		{
			"G02", Notice,
			geo.Text{FR: "Contact par un point seulement", EN: "Joined by points only"},
			"CGCT L5210-1-1 and its case law: a single point of contact is enough", joinedByPoints,
		},
		{
			"G04", Warning,
			geo.Text{FR: "Enclave", EN: "Enclave"},
			"CGCT L5210-1-1 and L5214-1, sans enclave", enclaves,
		},
		{
			"G05", Info,
			geo.Text{FR: "Trou sans commune", EN: "Hole without a commune"},
			"foreign land or water is not an enclave", emptyHoles,
		},
		{
			"A01", Warning,
			geo.Text{FR: "Plusieurs Régions", EN: "Several Regions"},
			"policy of the programme: each Region validates its part", severalRegions,
		},
		{
			"A02", Info,
			geo.Text{FR: "Plusieurs départements", EN: "Several départements"},
			"for the knowledge of the committee", severalDepartements,
		},
	}
}

// Territories runs the catalogue over the territories of an edition: findings[i] are those of territory i, whose
// perimeter is perimeters[i].
func Territories(ground *perimeter.Ground, perimeters []perimeter.Perimeter) [][]Finding {
	catalogue := Catalogue()
	context := newContext(ground, perimeters)
	findings := make([][]Finding, len(perimeters))
	for i := range perimeters {
		findings[i] = context.run(catalogue, &ground.Edition.Territories[i], &perimeters[i], i)
	}
	return findings
}

// Alone runs the catalogue over one perimeter that is in no edition: what would be found if it were. Rules that compare
// territories see it alone.
func Alone(ground *perimeter.Ground, territory *geo.Territory, p *perimeter.Perimeter) []Finding {
	return newContext(ground, nil).run(Catalogue(), territory, p, -1)
}

// context is what rules may ask about other territories and the names of divisions.
type context struct {
	ground      *perimeter.Ground
	departments map[string]string
	regions     map[string]string
	holders     map[int32][]int // by commune: the territories that hold it, ascending
}

// subject is the territory that a rule looks at.
type subject struct {
	*context
	territory *geo.Territory
	perimeter *perimeter.Perimeter
	index     int // among the territories of the edition, -1 when it is in none
}

func newContext(ground *perimeter.Ground, perimeters []perimeter.Perimeter) *context {
	c := &context{
		ground:      ground,
		departments: names(ground.Edition.Departements),
		regions:     names(ground.Edition.Regions),
		holders:     map[int32][]int{},
	}
	for i, p := range perimeters {
		for _, commune := range p.Communes {
			c.holders[commune] = append(c.holders[commune], i)
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
			f.Code, f.Severity = rule.Code, rule.Severity
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
