package web

import "io/fs"

// ReadPages reads another front end than the one that was built.
func ReadPages(s *Server, dist fs.FS) (err error) {
	s.pages, err = newPages(dist)
	return err
}
