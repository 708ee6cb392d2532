package policy

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"

	"perimetre/data/strict"
	"perimetre/geo"
	"perimetre/geo/check"
	"perimetre/geo/inspection"
)

// severities are by the name of a rule or of a defect.
type severities map[string]check.Severity

// UnmarshalYAML reads a mapping from names that exist to severities.
func (s *severities) UnmarshalYAML(node ast.Node) error {
	entries, err := strict.Entries(node, "severities are a list of NAME: SEVERITY")
	if entries == nil {
		return err
	}
	*s = severities{}
	for _, entry := range entries {
		name := entry.Key.GetToken().Value
		if !slices.Contains(ruleNames(), name) && !slices.Contains(defectNames(), name) {
			return strict.Fault(entry.Key, fmt.Sprintf("there is no rule and no defect %q: one of %s, %s",
				name, strings.Join(ruleNames(), ", "), strings.Join(defectNames(), ", ")))
		}
		var severity check.Severity
		if err := severity.UnmarshalText([]byte(entry.Value.GetToken().Value)); err != nil {
			return strict.Fault(entry.Value, err.Error())
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
		return strict.Fault(node, fmt.Sprintf("%s is not a number from 0", node))
	}
	l.set = true
	return nil
}

// whole is a whole number from 0, when it is set.
type whole struct {
	value int
	set   bool
}

// UnmarshalYAML reads a whole number from 0.
func (w *whole) UnmarshalYAML(node ast.Node) error {
	const most = 1e6 // more than there are communes
	var value float64
	if err := yaml.NodeToValue(node, &value); err != nil || !(value >= 0 && value <= most) || value != math.Trunc(value) {
		return strict.Fault(node, fmt.Sprintf("%s is not a whole number from 0", node))
	}
	w.value, w.set = int(value), true
	return nil
}

// regions are sections by code of a Region.
type regions map[string]section

// UnmarshalYAML reads a mapping from codes to sections. A code is taken as it is written: 01 is no number.
func (r *regions) UnmarshalYAML(node ast.Node) error {
	entries, err := strict.Entries(node, "regions are a list of CODE: what the Region decides")
	if entries == nil {
		return err
	}
	*r = regions{}
	for _, entry := range entries {
		var own section
		if err := yaml.NodeToValue(entry.Value, &own, yaml.Strict()); err != nil {
			return err
		}
		(*r)[entry.Key.GetToken().Value] = own
	}
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
		return strict.Fault(node, "a place is [longitude, latitude]")
	}
	at, err := geo.Snap(degrees[0], degrees[1])
	if err != nil {
		return strict.Fault(node, err.Error())
	}
	*p = place(at)
	return nil
}

func places(list []known) []check.Place {
	places := make([]check.Place, len(list))
	for i, k := range list {
		places[i] = check.Place{Name: k.Name, At: geo.Point(k.At)}
	}
	return places
}
