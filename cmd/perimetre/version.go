package main

import (
	"fmt"
	"runtime/debug"
)

type versionCmd struct{}

// Run implements the verb.
func (c *versionCmd) Run(out output) error {
	_, err := fmt.Fprintln(out, "perimetre", version())
	return err
}

// version is that of the module, or the commit that it was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "(unknown)"
	}
	return info.Main.Version
}
