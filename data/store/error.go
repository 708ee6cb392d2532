package store

import (
	"errors"
	"strings"
)

// The kinds of failures of a store.
var (
	// ErrNoEdition: the number names no edition. In HTTP, 404.
	ErrNoEdition = errors.New("no such edition")
	// ErrUnavailable: the file or the server does not answer. In HTTP, 503.
	ErrUnavailable = errors.New("does not answer")
	// ErrReadOnly: it can be read and not written. In HTTP, 403.
	ErrReadOnly = errors.New("cannot be written")
	// ErrForeign: it answers, and is not a store of perimetre. In HTTP, 500.
	ErrForeign = errors.New("is not a store of perimetre")
	// ErrSchema: its tables are of another version of perimetre. In HTTP, 500.
	ErrSchema = errors.New("has tables of another version of perimetre")
)

// Error is a failure that a person can mend. errors.Is finds its kind and its cause.
type Error struct {
	Store string // the file, or the server and the database; never a password
	Kind  error  // ErrNoEdition…
	Cause error  // nil when the kind says all
	Mend  string // what to do
}

// Error gives the place, the kind, the cause and the mend, in this order.
func (e *Error) Error() string {
	parts := []string{e.Store, e.Kind.Error()}
	if e.Cause != nil {
		parts = append(parts, e.Cause.Error())
	}
	return strings.Join(append(parts, e.Mend), ": ")
}

// Unwrap gives the kind and the cause.
func (e *Error) Unwrap() []error {
	if e.Cause == nil {
		return []error{e.Kind}
	}
	return []error{e.Kind, e.Cause}
}
