// Package policy reads what a programme decides about its checks: severities, tolerances, limits, known absences.
//
// A policy is a YAML file. [France] is the one that is built in, and the one that a file starts from: [Read] gives
// France's with what the file says instead.
//
// Invariants:
//
//  1. A file is read strictly: a field, a rule or a defect that does not exist is an error with its line, never passed over.
//  2. A list in a file takes the place of France's, and so do its Regions; everything else is taken one by one.
//  3. What a Region does not say is as in the rest of the file, then as in France.
//
// Which Regions there are depends on the country: [Fit] tells. What a policy means is for geo/check to say.
package policy

import (
	_ "embed"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"perimetre/data/strict"
	"perimetre/geo"
	"perimetre/geo/check"
)

//go:embed france.yaml
var france string

// France gives the policy of France. The caller owns it.
func France() check.Policy {
	policy, err := read(check.Policy{}, strings.NewReader(france), "france.yaml")
	if err != nil {
		panic(err) // the file is part of the program, and a test reads it
	}
	return policy
}

// Read reads a policy: that of France, with what the text says instead. Errors name the file and the line.
func Read(r io.Reader, file string) (check.Policy, error) {
	return read(France(), r, file)
}

// document is the form of the file.
type document struct {
	Section       section `yaml:",inline"`
	KnownAbsences []known `yaml:"known_absences"`
	KnownStrays   []known `yaml:"known_strays"`
	Regions       regions `yaml:"regions"`
}

// section is what a Region may decide for the territories that it leads.
type section struct {
	Severities severities `yaml:"severities"`
	Tolerances struct {
		SliverM    limit `yaml:"sliver_m"`
		VertexM    limit `yaml:"vertex_m"`
		Declared   limit `yaml:"declared"`
		Area       limit `yaml:"area"`
		Population limit `yaml:"population"`
	} `yaml:"tolerances"`
	Limits struct {
		StrayKm limit `yaml:"stray_km"`
		Members whole `yaml:"members"`
	} `yaml:"limits"`
}

func read(base check.Policy, r io.Reader, file string) (check.Policy, error) {
	var d document
	if err := strict.Decode(r, file, "mend it as in the policy of France", &d); err != nil {
		return check.Policy{}, err
	}
	policy := d.Section.over(base)
	if d.KnownAbsences != nil {
		policy.KnownAbsences = places(d.KnownAbsences)
	}
	if d.KnownStrays != nil {
		policy.KnownStrays = places(d.KnownStrays)
	}
	if d.Regions != nil {
		policy.Regions = map[string]check.Policy{}
		for code, own := range d.Regions {
			regional := own.over(policy)
			regional.Regions = nil
			policy.Regions[code] = regional
		}
	}
	return policy, nil
}

// over gives a policy with what the section says instead.
func (d section) over(base check.Policy) check.Policy {
	policy := base
	policy.Severities, policy.Defects = d.Severities.over(base)
	for _, l := range []struct {
		limit  limit
		target *float64
	}{
		{d.Tolerances.SliverM, &policy.SliverM},
		{d.Tolerances.VertexM, &policy.VertexM},
		{d.Tolerances.Declared, &policy.Declared},
		{d.Tolerances.Area, &policy.Area},
		{d.Tolerances.Population, &policy.Population},
		{d.Limits.StrayKm, &policy.StrayKm},
	} {
		if l.limit.set {
			*l.target = l.limit.value
		}
	}
	if d.Limits.Members.set {
		policy.Members = d.Limits.Members.value
	}
	return policy
}

// over gives the severities of rules and of defects: those of a policy, with these instead.
func (s severities) over(base check.Policy) (rules, defects map[string]check.Severity) {
	rules, defects = map[string]check.Severity{}, map[string]check.Severity{}
	maps.Copy(rules, base.Severities)
	maps.Copy(defects, base.Defects)
	for name, severity := range s {
		if slices.Contains(ruleNames(), name) {
			rules[name] = severity
		} else {
			defects[name] = severity
		}
	}
	return rules, defects
}

// Fit tells the Regions of a policy that a country does not have; nil when there is none.
func Fit(p check.Policy, regions []geo.Division) error {
	for _, code := range slices.Sorted(maps.Keys(p.Regions)) {
		if !slices.ContainsFunc(regions, func(d geo.Division) bool { return d.Code == code }) {
			return fmt.Errorf("policy: there is no Region %q: give its INSEE code", code)
		}
	}
	return nil
}
