package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"perimetre/data/format/geojson"
	"perimetre/geo"
)

// Limits of a page of features.
const (
	defaultLimit = 100
	maxLimit     = 50_000 // more than the communes of France: one request can have them all
	maxOffset    = 1_000_000_000
)

// selection is what a request asks of a collection.
type selection struct {
	limit, offset int
	boxes         []geo.Box // units whose box meets one of them; all units when empty
	withGeometry  bool
	download      bool
}

func parseSelection(r *http.Request) (q selection, err error) {
	values, err := parameters(r, "limit", "offset", "bbox", "skipGeometry", "download")
	if err != nil {
		return q, err
	}
	if q.download, err = flagParameter(values, "download"); err != nil {
		return q, err
	}
	fallback := defaultLimit
	if q.download {
		fallback = maxLimit
	}
	if q.limit, err = intParameter(values, "limit", fallback, 1, maxLimit); err != nil {
		return q, err
	}
	if q.offset, err = intParameter(values, "offset", 0, 0, maxOffset); err != nil {
		return q, err
	}
	skip, err := flagParameter(values, "skipGeometry")
	if err != nil {
		return q, err
	}
	q.withGeometry = !skip
	q.boxes, err = boxParameter(values)
	return q, err
}

// indices gives the units of a level that a selection asks for, before paging, ascending.
func (q selection) indices(e *edition, level geo.Level) []int {
	if len(q.boxes) == 0 {
		all := make([]int, len(e.Units(level)))
		for i := range all {
			all[i] = i
		}
		return all
	}
	var found []int
	for _, box := range q.boxes {
		found = append(found, e.Search(level, box)...)
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// items streams a page of a collection as a GeoJSON FeatureCollection: one feature in memory at a time.
func (s *Server) items(w http.ResponseWriter, r *http.Request, e *edition) error {
	level, err := levelOf(r)
	if err != nil {
		return err
	}
	q, err := parseSelection(r)
	if err != nil {
		return err
	}
	if e.unchanged(w, r) {
		return nil
	}
	matched := q.indices(e, level)
	page := matched[min(q.offset, len(matched)):min(q.offset+q.limit, len(matched))]
	links, err := json.Marshal(s.pageLinks(r, q, len(matched)))
	if err != nil {
		return fmt.Errorf("links of %s: %w", level, err)
	}
	geoJSONHeader(w, level.String(), q.download)
	buf := fmt.Appendf(nil, `{"type":"FeatureCollection","numberMatched":%d,"numberReturned":%d,"links":%s,"features":[`,
		len(matched), len(page), links)
	for i, index := range page {
		if i > 0 {
			buf = append(buf, ',')
		}
		feature := e.Feature(level, index)
		if !q.withGeometry {
			feature.Geometry = nil
		}
		buf = geojson.AppendFeature(append(buf, '\n'), feature)
		if _, err := w.Write(buf); err != nil {
			return fmt.Errorf("write %s: %w", level, err)
		}
		buf = buf[:0]
	}
	if _, err := w.Write(append(buf, "\n]}\n"...)); err != nil {
		return fmt.Errorf("write %s: %w", level, err)
	}
	return nil
}

// pageLinks links a page to itself and to its neighbours.
func (s *Server) pageLinks(r *http.Request, q selection, matched int) []link {
	at := func(rel string, offset int) link {
		there := url.URL{Path: r.URL.Path, RawPath: r.URL.RawPath, RawQuery: r.URL.RawQuery}
		if offset != q.offset {
			values := there.Query()
			values.Set("offset", strconv.Itoa(offset))
			values.Set("limit", strconv.Itoa(q.limit))
			there.RawQuery = values.Encode()
		}
		return link{Href: s.base(r) + there.String(), Rel: rel, Type: typeGeoJSON}
	}
	links := []link{at("self", q.offset)}
	if next := q.offset + q.limit; next < matched {
		links = append(links, at("next", next))
	}
	if q.offset > 0 {
		links = append(links, at("prev", max(0, q.offset-q.limit)))
	}
	return links
}

// item answers one feature; an id that ends in .geojson, or the parameter download, makes it a file to keep.
func (s *Server) item(w http.ResponseWriter, r *http.Request, e *edition) error {
	level, err := levelOf(r)
	if err != nil {
		return err
	}
	values, err := parameters(r, "download")
	if err != nil {
		return err
	}
	download, err := flagParameter(values, "download")
	if err != nil {
		return err
	}
	id, file := strings.CutSuffix(part(r, "item"), ".geojson")
	index, err := find(e, level, id)
	if err != nil {
		return err
	}
	if e.unchanged(w, r) {
		return nil
	}
	geoJSONHeader(w, level.String()+"-"+id, download || file)
	_, _ = w.Write(append(geojson.AppendFeature(nil, e.Feature(level, index)), '\n'))
	return nil
}

func find(e *edition, level geo.Level, id string) (index int, err error) {
	index, ok := e.Find(level, id)
	if !ok {
		return 0, notFoundf("%s has no item %q in edition %d", level, id, e.Edition.Number)
	}
	return index, nil
}

// geoJSONHeader announces GeoJSON, as a file of a name when it is to be kept.
func geoJSONHeader(w http.ResponseWriter, name string, download bool) {
	w.Header().Set("Content-Type", typeGeoJSON)
	if !download {
		return
	}
	plain := strings.Map(func(c rune) rune {
		if c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '-' {
			return c
		}
		return '_'
	}, name)
	w.Header().Set("Content-Disposition", `attachment; filename="`+plain+`.geojson"`)
}
