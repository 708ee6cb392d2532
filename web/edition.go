package web

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"perimetre/geo/atlas"
	"perimetre/tiles/mvt"
)

// edition is an atlas as it is served. It is immutable.
type edition struct {
	*atlas.Atlas
	pyramid *mvt.Pyramid
	token   string
}

func newEdition(a *atlas.Atlas, version string) *edition {
	return &edition{Atlas: a, pyramid: mvt.New(a, mvt.Options{}), token: token(a, version)}
}

// token names an edition in tile addresses and entity tags: its number, then a digest of what it holds and of the
// program's version. The number alone would not do: two stores served in turn at one address both have an edition 1,
// and browsers keep its tiles for a year.
func token(a *atlas.Atlas, version string) string {
	digest := sha256.New()
	fmt.Fprintln(digest, version)
	plain := *a.Edition // without its points, which are hashed as they are: ten times faster than as text
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
	return fmt.Sprintf("%d-%x", a.Edition.Number, digest.Sum(nil)[:4])
}

// attribution is the mention that licences ask for: those of the edition's sources, each once, in the order of files.
func (e *edition) attribution() string {
	var licences []string
	for _, source := range e.Edition.Sources {
		if source.Licence != "" && !slices.Contains(licences, source.Licence) {
			licences = append(licences, source.Licence)
		}
	}
	return strings.Join(licences, " ; ")
}

// gzipSuffix tells the entity tag of a compressed answer from that of the plain one (RFC 9110, section 8.8.3.3).
const gzipSuffix = "-gzip"

// unchanged is the same as the function, for an answer drawn from the edition.
func (e *edition) unchanged(w http.ResponseWriter, r *http.Request) bool {
	return unchanged(w, r, e.token)
}

// unchanged writes an entity tag and, where the handler did not, how long the answer may be kept. It tells whether the
// client holds this answer already; it has then been told so, with 304 (RFC 9110, section 15.4.5). A tag is compared with
// its compressed form too: both stand for the same data.
func unchanged(w http.ResponseWriter, r *http.Request, token string) bool {
	w.Header().Set("ETag", `"`+token+`"`)
	if w.Header().Get("Cache-Control") == "" {
		w.Header().Set("Cache-Control", revalidate)
	}
	for _, tag := range strings.Split(r.Header.Get("If-None-Match"), ",") {
		tag = strings.Trim(strings.TrimPrefix(strings.TrimSpace(tag), "W/"), `"`)
		if tag == "*" || strings.TrimSuffix(tag, gzipSuffix) == token {
			w.WriteHeader(http.StatusNotModified)
			return true
		}
	}
	return false
}
