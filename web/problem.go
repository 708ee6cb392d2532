package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"strings"

	"github.com/go-chi/chi/v5/middleware"

	"perimetre/geo"
)

// kind is what sort of failure a request met.
type kind uint8

const (
	internal         kind = iota // 500: the program is at fault; the log says more than the answer
	badRequest                   // 400: a parameter is unknown or has a bad value
	notFound                     // 404: nothing is at this address in the edition served
	methodNotAllowed             // 405: the address can only be read
	notAcceptable                // 406: the client takes none of the forms that the answer has
	unavailable                  // 503: right question, wrong moment
)

func (k kind) status() int {
	return [...]int{
		http.StatusInternalServerError, http.StatusBadRequest, http.StatusNotFound,
		http.StatusMethodNotAllowed, http.StatusNotAcceptable, http.StatusServiceUnavailable,
	}[k]
}

// sentence says the kind to people, who see it when a page fails.
func (k kind) sentence() geo.Text {
	return [...]geo.Text{
		{FR: "Le serveur a rencontré une erreur.", EN: "The server met an error."},
		{FR: "L’adresse de cette page contient une erreur.", EN: "The address of this page holds a mistake."},
		{FR: "Il n’y a rien à cette adresse.", EN: "There is nothing at this address."},
		{FR: "Cette adresse ne peut qu’être lue.", EN: "This address can only be read."},
		{FR: "Cette donnée n’existe pas sous la forme demandée.", EN: "This data does not have the form that was asked for."},
		{FR: "Le service n’est pas encore prêt.", EN: "The service is not ready yet."},
	}[k]
}

// problem is an error that a client is told of. The zero value is an internal one without a word.
type problem struct {
	kind      kind
	detail    string
	parameter string // at fault, when one is
	allowed   string // what the parameter could have been
}

// Error implements error.
func (p *problem) Error() string { return p.detail }

// errNoEdition tells that there is nothing to read yet.
func errNoEdition() error {
	return &problem{kind: unavailable, detail: "no edition is published yet: ask again in a moment"}
}

// errArchive tells that there are tiles and nothing else.
func errArchive(r *http.Request) error {
	return notFoundf("nothing is at %s: this server has an archive of tiles only, see /style.json and /tiles.json", brief(r.URL.Path))
}

// methods is what an address answers.
const methods = "GET, HEAD, OPTIONS"

func errMethod(r *http.Request) error {
	return &problem{kind: methodNotAllowed, detail: brief(r.Method) + " is not possible here: GET or HEAD"}
}

// brief quotes what a client wrote, cut where it becomes long.
func brief(text string) string { return fmt.Sprintf("%.80q", text) }

func notFoundf(format string, args ...any) error {
	return &problem{kind: notFound, detail: fmt.Sprintf(format, args...)}
}

// problemJSON is the body of an error (RFC 9457, section 3; parameter and allowed are ours).
type problemJSON struct {
	Type      string `json:"type"`
	Title     string `json:"title"`
	Status    int    `json:"status"`
	Detail    string `json:"detail"`
	Parameter string `json:"parameter,omitempty"`
	Allowed   string `json:"allowed,omitempty"`
}

// fail answers an error: the one place where an error becomes a status and a body, JSON for programs, a page for
// browsers. Once the answer has begun it can only be cut short, so that nobody takes half of it for the whole.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() != nil {
		panic(http.ErrAbortHandler) // the client has gone
	}
	var p *problem
	if !errors.As(err, &p) {
		s.log.Error("request failed", "path", r.URL.Path, "request", requestID(r.Context()), "error", err)
		p = &problem{detail: "the server met an error: its log has more under request " + requestID(r.Context())}
	}
	if wrapped, ok := w.(middleware.WrapResponseWriter); ok && wrapped.Status() != 0 {
		panic(http.ErrAbortHandler)
	}
	status, header := p.kind.status(), w.Header()
	header.Del("ETag")
	header.Del("Content-Disposition")
	header.Set("Cache-Control", "no-store")
	header.Add("Vary", "Accept")
	switch p.kind {
	case methodNotAllowed:
		header.Set("Allow", methods)
	case unavailable:
		header.Set("Retry-After", "5")
	case internal, badRequest, notFound, notAcceptable:
	}
	if strings.Contains(r.Header.Get("Accept"), "text/html") {
		header.Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(status)
		_ = problemPage().Execute(w, map[string]any{
			"Status": status, "Sentence": p.kind.sentence(), "Detail": p.detail, "HasHome": !s.hasArchive(),
		})
		return
	}
	header.Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(problemJSON{
		Type: "about:blank", Title: http.StatusText(status), Status: status,
		Detail: p.detail, Parameter: p.parameter, Allowed: p.allowed,
	})
}

func problemPage() *template.Template {
	return template.Must(template.New("problem").Parse(`<!doctype html>
<html lang="fr">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{.Sentence.FR}} – Périmètre</title>
<style>body { font: 1.1rem/1.6 system-ui, sans-serif; max-width: 36rem; margin: 15vh auto; padding: 0 1.5rem }</style>
<main>
<h1>{{.Sentence.FR}}</h1>
<p lang="en">{{.Sentence.EN}}</p>
<p lang="en"><code>{{.Status}} – {{.Detail}}</code></p>
{{if .HasHome}}<p><a href="/">Périmètre</a></p>{{end}}
</main>
</html>
`))
}
