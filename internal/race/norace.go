//go:build !race

package race

// Enabled is true where the program was built with -race.
const Enabled = false
