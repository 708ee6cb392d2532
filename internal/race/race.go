//go:build race

// Package race tells whether the race detector is on. It makes a program several times slower and larger: a test that
// would take minutes then looks at less, and says so.
package race

// Enabled is true where the program was built with -race.
const Enabled = true
