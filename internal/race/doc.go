// Package race tells whether the race detector is on. It makes a program several times slower and larger: a test that
// would take minutes then looks at less, and says so.
package race
