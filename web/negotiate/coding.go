package negotiate

import (
	"errors"
	"fmt"
	"strings"
)

// Coding is a content coding that we can give. The zero value is Identity.
type Coding uint8

// The codings. Of those that a client likes alike, it is given the last one here.
const (
	Identity Coding = iota
	Gzip
	Brotli
)

// String gives the name that header fields use.
func (c Coding) String() string { return [...]string{"identity", "gzip", "br"}[c] }

// ErrNotAcceptable tells that the client takes none of the codings that we have.
var ErrNotAcceptable = errors.New("no coding that we have is acceptable")

// Weights of codings are in thousandths, 0 for what is excluded; what is not named has one of these.
const (
	unsaid   = -1
	fallback = 0.5 // of identity: acceptable, and less than whatever is named
)

// Encoding gives the coding that a client likes best, by the lines of its Accept-Encoding field; nil when it sent none. It fails
// with [ErrNotAcceptable], or with another error when the field is malformed.
func Encoding(lines []string) (Coding, error) {
	weights, others := [...]float32{unsaid, unsaid, unsaid}, float32(unsaid)
	for _, line := range lines {
		for rest, more := line, true; more; {
			var item string
			if item, rest, more = strings.Cut(rest, ","); strings.Trim(item, " \t") == "" {
				continue // an empty element is none (section 5.6.1.2)
			}
			name, weight, ok := parseItem(item)
			if !ok {
				return Identity, fmt.Errorf("%.40q is not a coding with a weight, as in gzip;q=0.5", item)
			}
			switch {
			case name == "*":
				others = weight
			case strings.EqualFold(name, "br"):
				weights[Brotli] = weight
			case strings.EqualFold(name, "gzip"), strings.EqualFold(name, "x-gzip"):
				weights[Gzip] = weight
			case strings.EqualFold(name, "identity"):
				weights[Identity] = weight
			}
		}
	}
	return choose(weights, others)
}

// choose gives the coding of the greatest weight; others is the weight of those that are not named.
func choose(weights [3]float32, others float32) (Coding, error) {
	best, most := Identity, float32(0)
	for i, weight := range weights {
		if weight == unsaid {
			weight = others
		}
		if weight == unsaid && Coding(i) == Identity {
			weight = fallback
		}
		if weight > 0 && weight >= most {
			best, most = Coding(i), weight
		}
	}
	if most == 0 {
		return Identity, ErrNotAcceptable
	}
	return best, nil
}

// parseItem reads "coding" or "coding;q=weight".
func parseItem(item string) (name string, weight float32, ok bool) {
	name, parameter, weighted := strings.Cut(item, ";")
	name = strings.Trim(name, " \t")
	if name == "" || strings.ContainsFunc(name, func(c rune) bool { return !isToken(c) }) {
		return "", 0, false
	}
	if !weighted {
		return name, 1000, true
	}
	parameter = strings.Trim(parameter, " \t")
	if len(parameter) < 3 || parameter[0]|0x20 != 'q' || parameter[1] != '=' {
		return "", 0, false
	}
	weight, ok = parseWeight(parameter[2:])
	return name, weight, ok
}

// parseWeight reads a qvalue (section 12.4.2): 0 to 1 with three decimals at most.
func parseWeight(text string) (thousandths float32, ok bool) {
	if len(text) > 5 || text[0] != '0' && text[0] != '1' || len(text) > 1 && text[1] != '.' {
		return 0, false
	}
	thousandths = float32(text[0]-'0') * 1000
	for i, unit := 2, float32(100); i < len(text); i, unit = i+1, unit/10 {
		if text[i] < '0' || text[i] > '9' {
			return 0, false
		}
		thousandths += float32(text[i]-'0') * unit
	}
	return thousandths, thousandths <= 1000
}

// isToken tells whether a character may be in a token (section 5.6.2).
func isToken(c rune) bool {
	return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || strings.ContainsRune("!#$%&'*+-.^_`|~", c)
}
