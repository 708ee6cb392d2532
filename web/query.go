package web

import (
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/go-chi/chi/v5"

	"perimetre/geo"
)

// part gives a variable part of the path, unescaped: chi leaves it as the client wrote it when it has escapes.
func part(r *http.Request, name string) string {
	escaped := chi.URLParam(r, name)
	if plain, err := url.PathUnescape(escaped); err == nil && r.URL.RawPath != "" {
		return plain
	}
	return escaped
}

// longestName is how much of the name of an unknown parameter an answer repeats, in bytes.
const longestName = 80

// parameters gives the query of a request, and refuses the names that the route does not know.
func parameters(r *http.Request, known ...string) (url.Values, error) {
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, &problem{kind: badRequest, detail: fmt.Sprintf("the query string cannot be read: %v", err)}
	}
	allowed := "none"
	if len(known) > 0 {
		allowed = strings.Join(known, ", ")
	}
	for name, all := range values {
		switch {
		case !slices.Contains(known, name):
			return nil, &problem{
				kind: badRequest, parameter: name[:min(len(name), longestName)], allowed: allowed,
				detail: fmt.Sprintf("unknown parameter %s: this address takes %s", brief(name), allowed),
			}
		case len(all) > 1:
			return nil, badValue(name, strings.Join(all, "&"), "one value")
		}
	}
	return values, nil
}

func badValue(name, value, allowed string) error {
	return &problem{
		kind: badRequest, parameter: name, allowed: allowed,
		detail: fmt.Sprintf("parameter %s cannot be %s: it takes %s", name, brief(value), allowed),
	}
}

// intParameter reads an integer of a range, or gives the default when the parameter is absent.
func intParameter(values url.Values, name string, fallback, least, most int) (int, error) {
	if !values.Has(name) {
		return fallback, nil
	}
	n, err := strconv.Atoi(values.Get(name))
	if err != nil || n < least || n > most {
		return 0, badValue(name, values.Get(name), fmt.Sprintf("an integer from %d to %d", least, most))
	}
	return n, nil
}

// flagParameter reads a switch: present alone or "true" is on, absent or "false" is off.
func flagParameter(values url.Values, name string) (bool, error) {
	switch value := values.Get(name); value {
	case "":
		return values.Has(name), nil
	case "true", "false":
		return value == "true", nil
	default:
		return false, badValue(name, value, "true, false, or no value")
	}
}

// boxParameter reads bbox (OGC 17-069r4, section 7.15.3): west, south, east, north in degrees, or the same with two
// heights, which are left out. A west beyond its east crosses the antimeridian and gives two boxes. None when absent.
func boxParameter(values url.Values) ([]geo.Box, error) {
	if !values.Has("bbox") {
		return nil, nil
	}
	text := values.Get("bbox")
	bad := badValue("bbox", text, "west,south,east,north in degrees, longitudes within -180…180, latitudes within -90…90")
	var numbers []float64
	for _, field := range strings.Split(text, ",") {
		n, err := strconv.ParseFloat(strings.TrimSpace(field), 64)
		if err != nil || math.IsNaN(n) {
			return nil, bad
		}
		numbers = append(numbers, n)
	}
	switch len(numbers) {
	case 4:
	case 6:
		numbers = []float64{numbers[0], numbers[1], numbers[3], numbers[4]}
	default:
		return nil, bad
	}
	low, errLow := geo.Snap(numbers[0], numbers[1])
	high, errHigh := geo.Snap(numbers[2], numbers[3])
	switch {
	case errLow != nil || errHigh != nil || low.Y > high.Y:
		return nil, bad
	case low.X > high.X:
		return []geo.Box{
			{Min: low, Max: geo.Point{X: geo.MaxX, Y: high.Y}},
			{Min: geo.Point{X: -geo.MaxX, Y: low.Y}, Max: high},
		}, nil
	default:
		return []geo.Box{{Min: low, Max: high}}, nil
	}
}
