package check

import (
	"slices"

	"perimetre/geo"
)

// Verdict is what the rules say of one territory, or of a whole edition. Its zero value says nothing. What it holds is in the
// order of the catalogue.
type Verdict struct {
	Findings     []Finding
	NotEvaluable []NotEvaluable
}

// NotEvaluable is a rule that had not the data to judge, or to judge all that it looks at: silence of it means nothing.
type NotEvaluable struct {
	Code   string   `json:"code"` // of the rule
	Reason geo.Text `json:"reason"`
}

// Common gives the rules that could not judge any of some territories, for one and the same reason: what is told once for all of
// them.
func Common(verdicts []Verdict) []NotEvaluable {
	if len(verdicts) == 0 {
		return []NotEvaluable{}
	}
	return slices.DeleteFunc(slices.Clone(verdicts[0].NotEvaluable), func(n NotEvaluable) bool {
		return slices.ContainsFunc(verdicts, func(v Verdict) bool { return !slices.Contains(v.NotEvaluable, n) })
	})
}
