package web

import (
	"errors"
	"net/http"
	"strings"

	"perimetre/web/glyph"
	"perimetre/web/style"
)

const typeGlyphs = "application/x-protobuf"

// style answers how the map looks (MapLibre style specification, version 8).
func (s *Server) style(w http.ResponseWriter, r *http.Request) error {
	if _, err := parameters(r); err != nil {
		return err
	}
	e, err := s.edition(r.Context(), "")
	if err != nil {
		return err
	}
	base := s.base(r)
	return writeJSON(w, r, e, style.New(
		base+"/tiles.json", base+"/fonts/"+s.fonts.Digest()+"/{fontstack}/{range}.pbf", e.description))
}

// glyphs answers the letters of a stack of fonts. The address in the style carries a digest of them all, and such an answer
// may be kept for good; that of a former digest, or of none, is that of today.
func (s *Server) glyphs(w http.ResponseWriter, r *http.Request) error {
	if _, err := parameters(r); err != nil {
		return err
	}
	text, isFile := strings.CutSuffix(part(r, "file"), ".pbf")
	if !isFile {
		return notFoundf("%s is no file of glyphs: fonts/{fontstack}/{range}.pbf", r.URL.Path)
	}
	letters, err := glyph.ParseRange(text)
	if err != nil {
		return &problem{kind: badRequest, parameter: "range", allowed: "0-255, 256-511, …, 65280-65535", detail: err.Error()}
	}
	body, err := s.fonts.Glyphs(part(r, "fontstack"), letters)
	var unknown *glyph.UnknownFontError
	if errors.As(err, &unknown) {
		return &problem{kind: notFound, parameter: "fontstack", allowed: strings.Join(unknown.Known, ", "), detail: err.Error()}
	}
	if err != nil {
		return err
	}
	digest := s.fonts.Digest()
	if part(r, "digest") == digest {
		w.Header().Set("Cache-Control", forever)
	}
	if unchanged(w, r, digest) {
		return nil
	}
	w.Header().Set("Content-Type", typeGlyphs)
	_, _ = w.Write(body)
	return nil
}
