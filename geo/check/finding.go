package check

import (
	"fmt"

	"perimetre/geo"
)

// Severity says how much a finding matters. The zero value is Info.
type Severity uint8

// The severities, in growing order.
const (
	Info Severity = iota
	Notice
	Warning
	Error
)

var severityNames = [...]string{"info", "notice", "warning", "error"}

// String is the severity's name in every output: info, notice, warning, error.
func (s Severity) String() string { return severityNames[s] }

// MarshalText implements encoding.TextMarshaler.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (s *Severity) UnmarshalText(text []byte) error {
	for i, name := range severityNames {
		if name == string(text) {
			*s = Severity(i)
			return nil
		}
	}
	return fmt.Errorf("severity %q is not one of %v", text, severityNames)
}

// State is what people decided about a finding. The zero value is Open.
type State uint8

// The states.
const (
	Open   State = iota
	Waived       // accepted for a reason
)

var stateNames = [...]string{"open", "waived"}

// String is the state's name in every output: open, waived.
func (s State) String() string { return stateNames[s] }

// MarshalText implements encoding.TextMarshaler.
func (s State) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Finding is a problem, or a fact worth knowing, about one territory or about a whole edition.
type Finding struct {
	Code     string       `json:"code"` // of the rule: M02, G01…
	Severity Severity     `json:"severity"`
	State    State        `json:"state"`
	Message  geo.Text     `json:"message"`
	Hint     geo.Text     `json:"hint"`     // how to mend it; empty when there is nothing to mend
	Units    []string     `json:"units"`    // codes of the communes, groupings, divisions or territories concerned; roles of sources
	Geometry geo.Geometry `json:"geometry"` // where to zoom; nil when it has no place
}

// Worst gives the highest severity of some findings; ok is false when there is none.
func Worst(findings []Finding) (worst Severity, ok bool) {
	for _, f := range findings {
		worst, ok = max(worst, f.Severity), true
	}
	return worst, ok
}
