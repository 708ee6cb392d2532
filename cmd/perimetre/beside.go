package main

import (
	"fmt"
	"strings"

	"github.com/alecthomas/kong"
)

// Validate refuses a command line with a flag that means nothing beside the others: to pass it over would leave its user in error.
// Tags of flags name them: needs:"a" is of a flag that asks for nothing unless a is there, excludes:"a,b" of one beside which a and
// b ask for nothing. Variables of the environment are for all verbs, and are passed over where they mean nothing.
func (*cli) Validate(line *kong.Context) error {
	written, flags := map[string]bool{}, map[string]*kong.Flag{}
	for _, part := range line.Path {
		if part.Flag != nil {
			written[part.Flag.Name] = true
		}
	}
	for _, f := range line.Flags() {
		flags[f.Name] = f
	}
	for _, f := range line.Flags() {
		if needed := f.Tag.Get("needs"); needed != "" && written[f.Name] && flags[needed].Target.IsZero() {
			return fmt.Errorf("--%s means nothing without --%s: give that too, or leave --%[1]s out", f.Name, needed)
		}
		if f.Target.IsZero() {
			continue
		}
		for name := range strings.SplitSeq(f.Tag.Get("excludes"), ",") {
			if written[name] {
				return fmt.Errorf("--%s means nothing with --%s (or %s): leave --%[1]s out", name, f.Name, strings.Join(f.Envs, ", "))
			}
		}
	}
	return nil
}
