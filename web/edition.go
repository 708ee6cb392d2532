package web

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	"perimetre/geo"
	"perimetre/geo/atlas"
	"perimetre/geo/check"
	"perimetre/tiles"
	"perimetre/tiles/mvt"
	"perimetre/web/negotiate"
)

// edition is an atlas, or an archive of tiles alone, as it is served. It is immutable.
type edition struct {
	*atlas.Atlas // nil when tiles are all that there is
	source       tiles.Source
	description  tiles.TileJSON // of source, with the attribution
	token        string
	tag          string // opaque part of the entity tags of what is drawn from it, but for tiles
}

func newEdition(a *atlas.Atlas, config Config) *edition {
	e := &edition{Atlas: a}
	var both sync.WaitGroup
	both.Go(func() { e.token = token(a.Edition, a.Policy(), config.Version) })
	both.Go(func() { e.source = mvt.New(a, mvt.Options{}) })
	both.Wait()
	e.tag = tag(e.token, config)
	e.description = e.source.TileJSON()
	e.description.Attribution = a.Edition.Attribution()
	return e
}

// newArchive is an edition that has tiles only.
func newArchive(source tiles.Source, token string, config Config) *edition {
	return &edition{source: source, description: source.TileJSON(), token: token, tag: tag(token, config)}
}

// tag adds a digest of the public address to a token, since answers have links that start with it. Where it is that of each
// request, it needs no telling.
func tag(token string, config Config) string {
	if config.BaseURL == "" {
		return token
	}
	sum := sha256.Sum256([]byte(config.BaseURL))
	return fmt.Sprintf("%s-%x", token, sum[:4])
}

// token names an edition in tile addresses and entity tags: its number, then a digest of what it holds, of the policy that its
// findings were made under and of the program's version. The number alone would not do: two stores served in turn at one address
// both have an edition 1, and browsers keep its tiles for a year.
func token(e *geo.Edition, policy check.Policy, version string) string {
	digest := sha256.New()
	fmt.Fprintln(digest, version, policy)
	plain := *e // without its points, which are hashed as they are: ten times faster than as text
	plain.Communes = slices.Clone(plain.Communes)
	var points []byte
	for i := range plain.Communes {
		for _, polygon := range plain.Communes[i].Geometry {
			for _, ring := range polygon {
				for _, p := range ring {
					points = binary.LittleEndian.AppendUint32(points, uint32(p.X))
					points = binary.LittleEndian.AppendUint32(points, uint32(p.Y))
				}
			}
		}
		digest.Write(points)
		points = points[:0]
		plain.Communes[i].Geometry = nil
	}
	if err := json.NewEncoder(digest).Encode(plain); err != nil {
		panic(fmt.Sprintf("an edition is plain data, and yet: %v", err))
	}
	return fmt.Sprintf("%d-%x", e.Number, digest.Sum(nil)[:4])
}

// layers reads the parameter of that name: layers of the tiles, in the order of their description; nil for all of them.
func (e *edition) layers(values url.Values) ([]string, error) {
	if !values.Has("layers") {
		return nil, nil
	}
	var all, chosen []string
	for _, layer := range e.description.VectorLayers {
		all = append(all, layer.ID)
	}
	text := values.Get("layers")
	names := strings.SplitN(text, ",", len(all)+1)
	for _, name := range all {
		if slices.Contains(names, name) {
			chosen = append(chosen, name)
		}
	}
	switch {
	case len(chosen) < len(names): // one is not ours, or is there twice
		return nil, badValue("layers", text, "one or more of "+strings.Join(all, ",")+", each once, with commas between")
	case len(chosen) == len(all):
		return nil, nil
	}
	return chosen, nil
}

// gzipSuffix tells the entity tag of a compressed answer from that of the plain one (RFC 9110, section 8.8.3.3).
const gzipSuffix = "-gzip"

// unchanged is the same as the function, for an answer drawn from the edition.
func (e *edition) unchanged(w http.ResponseWriter, r *http.Request) bool {
	return unchanged(w, r, e.tag)
}

// unchanged writes an entity tag and, where the handler did not, how long the answer may be kept. It tells whether the
// client holds this answer already; it has then been told so, with 304 (RFC 9110, section 15.4.5). A tag is compared with
// its compressed form too, since both stand for the same data; the one held is told, else a cache could not tell which of its
// answers is fresh (RFC 9111, section 4.3.4).
func unchanged(w http.ResponseWriter, r *http.Request, plain string) bool {
	if w.Header().Get("Cache-Control") == "" {
		w.Header().Set("Cache-Control", revalidate)
	}
	for _, tag := range []string{plain, plain + gzipSuffix} {
		if negotiate.Match(r.Header["If-None-Match"], tag) {
			w.Header().Set("ETag", `"`+tag+`"`)
			w.WriteHeader(http.StatusNotModified)
			return true
		}
	}
	w.Header().Set("ETag", `"`+plain+`"`)
	return false
}
