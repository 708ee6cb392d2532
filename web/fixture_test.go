package web_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"perimetre/data/policy"
	"perimetre/geo"
	"perimetre/geo/atlas"
	"perimetre/web"
)

// edition is a row of five square communes, one tenth of a degree wide, each an EPCI of its own:
//
//	 0     0.1   0.2   0.3   0.4   0.5
//	┌─────┬─────┬─────┬─────┬─────┐
//	│  A  │  B  │  C  │  D  │  E  │
//	└─────┴─────┴─────┴─────┴─────┘
//
// Territory t1 is A and B; t2 is C and E, in two parts, and a member that no register knows.
func edition() *geo.Edition {
	e := &geo.Edition{
		Number:       7,
		Vintage:      2025,
		Sources:      []geo.Provenance{{Role: "communes", Licence: "Pays imaginaire"}, {Role: "epci", Licence: "Pays imaginaire"}},
		Departements: []geo.Division{{Code: "01", Name: "Ain"}},
		Regions:      []geo.Division{{Code: "84", Name: "Région d’essai"}},
		Territories: []geo.Territory{
			{ID: "t1", Name: "Ouest <&> Cie", Region: "84", Members: []geo.Member{{ID: "100000009"}, {ID: "100000017"}}},
			{ID: "t2", Name: "Épars", Region: "84", Members: []geo.Member{{ID: "100000025"}, {ID: "100000041"}, {ID: "100000058"}}},
		},
	}
	sirens := []geo.SIREN{"100000009", "100000017", "100000025", "100000033", "100000041"}
	const side = geo.GridPerDegree / 10
	for i, siren := range sirens {
		name := string(rune('A' + i))
		code := geo.Code("0100" + string(rune('1'+i)))
		west := int32(i * side)
		square := geo.Box{Min: geo.Point{X: west}, Max: geo.Point{X: west + side, Y: side}}.Polygon()
		e.Communes = append(e.Communes, geo.Commune{
			Code: code, Name: name, Population: 1000, Departement: "01", Region: "84", Geometry: geo.MultiPolygon{square},
		})
		e.Groupings = append(e.Groupings, geo.Grouping{SIREN: siren, Name: "CC " + name, Nature: "CC", Communes: []geo.Code{code}})
	}
	return e
}

// serve starts a server on the edition of this file.
func serve(t *testing.T, config web.Config) *client {
	t.Helper()
	return listen(t, published(t, config))
}

// published is a server that is not started, with the edition of this file.
func published(t testing.TB, config web.Config) *web.Server {
	t.Helper()
	if config.Logger == nil {
		config.Logger = slog.New(slog.NewTextHandler(t.Output(), nil))
	}
	config.Policy = policy.France()
	server := web.New(config)
	server.Publish(numbered(t, 7))
	return server
}

// numbered is the atlas of the edition of this file under another number; its communes have the number in their names, so that
// its tiles are not those of any other.
func numbered(t testing.TB, number int64) *atlas.Atlas {
	t.Helper()
	a, defects := atlas.Build(stored(number), policy.France())
	if len(defects) > 0 {
		t.Fatalf("the edition has defects: %v", defects)
	}
	return a
}

// stored is the edition of numbered.
func stored(number int64) *geo.Edition {
	e := edition()
	e.Number = number
	if number != 7 {
		for i := range e.Communes {
			e.Communes[i].Name = fmt.Sprintf("%s no %d", e.Communes[i].Name, number)
		}
	}
	return e
}

func listen(t *testing.T, server *web.Server) *client {
	t.Helper()
	listener := httptest.NewServer(server.Handler())
	t.Cleanup(listener.Close)
	return &client{t, listener.URL}
}

type client struct {
	t    testing.TB
	base string
}

type answer struct {
	*http.Response
	body string
}

// ask sends a request; headers are "Name: value". The transport adds none and unpacks nothing.
func (c *client) ask(method, path string, headers ...string) answer {
	c.t.Helper()
	request, err := http.NewRequestWithContext(c.t.Context(), method, c.base+path, nil)
	if err != nil {
		c.t.Fatal(err)
	}
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		request.Header.Set(name, value)
	}
	plain := &http.Client{Transport: &http.Transport{DisableCompression: true}}
	defer plain.CloseIdleConnections()
	response, err := plain.Do(request)
	if err != nil {
		c.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return answer{response, string(body)}
}

func (c *client) get(path string, headers ...string) answer {
	c.t.Helper()
	return c.ask(http.MethodGet, path, headers...)
}

// newRequest is a request as a server reads it from the wire; nil when it would not be one.
func newRequest(t *testing.T, path, query, accept string) *http.Request {
	t.Helper()
	if strings.ContainsAny(path+query+accept, "\r\n") {
		return nil
	}
	target := path
	if query != "" {
		target += "?" + query
	}
	request, err := http.ReadRequest(bufio.NewReader(strings.NewReader("GET " + target + " HTTP/1.1\r\nHost: x\r\nAccept-Encoding: " + accept + "\r\n\r\n")))
	if err != nil || !strings.HasPrefix(request.URL.Path, "/tiles/") {
		return nil
	}
	return request.WithContext(t.Context())
}

func record(handler http.Handler, request *http.Request) *httptest.ResponseRecorder {
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, request)
	return recorder
}

// decode reads the body of an answer of status 200 as JSON.
func decode[T any](t *testing.T, a answer) (value T) {
	t.Helper()
	if a.StatusCode != http.StatusOK {
		t.Fatalf("GET %s: status %d: %s", a.Request.URL, a.StatusCode, a.body)
	}
	if err := json.Unmarshal([]byte(a.body), &value); err != nil {
		t.Fatalf("GET %s: %v in %s", a.Request.URL, err, a.body)
	}
	return value
}

// newestTiles is what the addresses of the tiles of the current edition begin with.
func newestTiles(t *testing.T, handler http.Handler) string {
	t.Helper()
	request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/tiles.json", nil)
	var described tileJSON
	if err := json.NewDecoder(record(handler, request).Body).Decode(&described); err != nil {
		t.Fatal(err)
	}
	root, _, _ := strings.Cut(strings.TrimPrefix(described.Tiles[0], "http://"+request.Host), "{z}")
	return root
}
