// Package storetest is the conformance suite of stores: what one must do, whatever it is made of.
//
// [Run] tries a store on [Country], an edition of a few square communes that holds every difficulty. [RunFrance] loads and
// reads the real communes. [Survive] kills a process in the middle of a load. [Benchmark] measures [Grid], an edition of
// the size of France.
//
// It is not a test of SQL nor of files: what only one store does is tested beside that store.
package storetest
