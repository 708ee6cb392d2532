package policy

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"

	"perimetre/geo"
	"perimetre/geo/check"
	"perimetre/geo/inspection"
)

// severities are by the name of a rule or of a defect.
type severities map[string]check.Severity

// UnmarshalYAML reads a mapping from names that exist to severities.
func (s *severities) UnmarshalYAML(node ast.Node) error {
	var entries []*ast.MappingValueNode
	switch node := node.(type) {
	case *ast.NullNode:
		return nil
	case *ast.MappingNode:
		entries = node.Values
	case *ast.MappingValueNode:
		entries = []*ast.MappingValueNode{node}
	default:
		return fault(node, "severities are a list of NAME: SEVERITY")
	}
	*s = severities{}
	for _, entry := range entries {
		name := entry.Key.GetToken().Value
		if !slices.Contains(ruleNames(), name) && !slices.Contains(defectNames(), name) {
			return fault(entry.Key, fmt.Sprintf("there is no rule and no defect %q: one of %s, %s",
				name, strings.Join(ruleNames(), ", "), strings.Join(defectNames(), ", ")))
		}
		var severity check.Severity
		if err := severity.UnmarshalText([]byte(entry.Value.GetToken().Value)); err != nil {
			return fault(entry.Value, err.Error())
		}
		(*s)[name] = severity
	}
	return nil
}

// ruleNames gives the codes of the rules that have a severity.
func ruleNames() []string {
	var names []string
	for _, rule := range check.Catalogue() {
		names = append(names, rule.Code)
	}
	for _, kind := range inspection.Kinds() {
		names = append(names, kind.Rule)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func defectNames() []string {
	var names []string
	for _, kind := range inspection.Kinds() {
		names = append(names, kind.Code)
	}
	return names
}

// limit is a number from 0, when it is set.
type limit struct {
	value float64
	set   bool
}

// UnmarshalYAML reads a number from 0.
func (l *limit) UnmarshalYAML(node ast.Node) error {
	if err := yaml.NodeToValue(node, &l.value); err != nil || !(l.value >= 0) || math.IsInf(l.value, 1) {
		return fault(node, fmt.Sprintf("%s is not a number from 0", node))
	}
	l.set = true
	return nil
}

// known is a named place.
type known struct {
	Name string `yaml:"name"`
	At   place  `yaml:"at"`
}

type place geo.Point

// UnmarshalYAML reads a longitude and a latitude in degrees.
func (p *place) UnmarshalYAML(node ast.Node) error {
	var degrees []float64
	if err := yaml.NodeToValue(node, &degrees); err != nil || len(degrees) != 2 {
		return fault(node, "a place is [longitude, latitude]")
	}
	at, err := geo.Snap(degrees[0], degrees[1])
	if err != nil {
		return fault(node, err.Error())
	}
	*p = place(at)
	return nil
}

func places(list []known) []check.KnownAbsence {
	places := make([]check.KnownAbsence, len(list))
	for i, k := range list {
		places[i] = check.KnownAbsence{Name: k.Name, At: geo.Point(k.At)}
	}
	return places
}

func fault(node ast.Node, problem string) error {
	return &yaml.SyntaxError{Message: problem, Token: node.GetToken()}
}
