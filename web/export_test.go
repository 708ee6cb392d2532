package web

import "io/fs"

// Current is the edition being served, to be compared.
func Current(s *Server) any { return s.shelf.current.Load() }

// ReadPages reads another front end than the one that was built.
func ReadPages(s *Server, dist fs.FS) (err error) {
	s.pages, err = newPages(dist)
	return err
}
