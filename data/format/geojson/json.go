package geojson

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"unicode/utf8"
)

// The functions of this file walk over JSON text from an index to the index after what they read.
// They fail with errShort where the text ends too early, and with an *unexpected where it is not JSON.

// errShort is a text that ends in the middle of a value.
var errShort = errors.New("the JSON ends early")

// quoted is how many bytes of a text an error shows.
const quoted = 12

// unexpected is a place where something else was due.
type unexpected struct {
	due   string
	at    int // byte of the record, from 0
	found string
}

func (e *unexpected) Error() string {
	return fmt.Sprintf("%s is due at byte %d, where %q stands", e.due, e.at+1, e.found)
}

// expected says what is due at a place: an errShort when the text ends there.
func expected(due string, data []byte, at int) error {
	if at >= len(data) {
		return errShort
	}
	return &unexpected{due: due, at: at, found: string(data[at:min(at+quoted, len(data))])}
}

// skipSpace gives the index of the next byte that is not white space (RFC 8259, section 2).
func skipSpace(data []byte, i int) int {
	for i < len(data) && (data[i] == ' ' || data[i] == '\n' || data[i] == '\t' || data[i] == '\r') {
		i++
	}
	return i
}

// expect skips white space, the byte c, and white space again.
func expect(data []byte, i int, c byte) (int, error) {
	i = skipSpace(data, i)
	if i >= len(data) || data[i] != c {
		return i, expected(string(c), data, i)
	}
	return skipSpace(data, i+1), nil
}

// members calls visit for each member of the object at i, with its name and the index of its value; visit gives the
// index after the value.
func members(data []byte, i int, visit func(name []byte, i int) (int, error)) (int, error) {
	i, err := expect(data, i, '{')
	if err != nil {
		return i, err
	}
	if i < len(data) && data[i] == '}' {
		return i + 1, nil
	}
	return membersFrom(data, i, visit)
}

// membersFrom is members for an object whose first members are behind i.
func membersFrom(data []byte, i int, visit func(name []byte, i int) (int, error)) (int, error) {
	for {
		end, err := stringEnd(data, i)
		if err != nil {
			return i, err
		}
		name := data[i+1 : end-1]
		if bytes.IndexByte(name, '\\') >= 0 {
			decoded, err := text(data, i, end)
			if err != nil {
				return i, err
			}
			name = []byte(decoded)
		}
		if i, err = expect(data, end, ':'); err != nil {
			return i, err
		}
		if i == len(data) {
			return i, errShort
		}
		if i, err = visit(name, i); err != nil {
			return i, err
		}
		i = skipSpace(data, i)
		if i < len(data) && data[i] == '}' {
			return i + 1, nil
		}
		if i, err = expect(data, i, ','); err != nil {
			return i, err
		}
	}
}

// items calls visit for each item of the array at i; visit gives the index after the item.
func items(data []byte, i int, visit func(i int) (int, error)) (int, error) {
	i, err := expect(data, i, '[')
	if err != nil {
		return i, err
	}
	if i < len(data) && data[i] == ']' {
		return i + 1, nil
	}
	for {
		if i, err = visit(i); err != nil {
			return i, err
		}
		i = skipSpace(data, i)
		if i < len(data) && data[i] == ']' {
			return i + 1, nil
		}
		if i, err = expect(data, i, ','); err != nil {
			return i, err
		}
	}
}

// stringEnd gives the index after the string at i.
func stringEnd(data []byte, i int) (int, error) {
	if i >= len(data) || data[i] != '"' {
		return i, expected("a string", data, i)
	}
	for i++; i < len(data); i++ {
		switch data[i] {
		case '"':
			return i + 1, nil
		case '\\':
			i++
		}
	}
	return i, errShort
}

// valueEnd gives the index after the value at i.
func valueEnd(data []byte, i int) (int, error) {
	if i < len(data) && (data[i] == '{' || data[i] == '[') {
		return compoundEnd(data, i)
	}
	if i < len(data) && data[i] == '"' {
		return stringEnd(data, i)
	}
	end := i
	for end < len(data) && !endsScalar(data[end]) {
		end++
	}
	if end == i || end == len(data) {
		return i, expected("a value", data, end)
	}
	return end, nil
}

// compoundEnd gives the index after the object or the array at i. It looks only at strings and at brackets of the same
// kind: in right JSON those of the other kind are paired between them. From a string or a closing bracket it leaps to the
// next, over the coordinates of a geometry at once.
func compoundEnd(data []byte, i int) (int, error) {
	opening, closing := data[i:i+1], data[i]+2 // in ASCII, for both kinds
	for depth, end := 0, -1; ; {
		if end < i {
			next := bytes.IndexByte(data[i:], closing)
			if next < 0 {
				return len(data), errShort
			}
			end = i + next
		}
		text := data[i:end]
		if quote := bytes.IndexByte(text, '"'); quote >= 0 {
			depth += bytes.Count(text[:quote], opening)
			var err error
			if i, err = stringEnd(data, i+quote); err != nil {
				return i, err
			}
			continue
		}
		depth += bytes.Count(text, opening) - 1
		if i = end + 1; depth == 0 {
			return i, nil
		}
	}
}

// endsScalar tells whether a byte ends a number, true, false or null.
func endsScalar(c byte) bool {
	switch c {
	case ' ', '\n', '\t', '\r', ',', ':', '"', '{', '}', '[', ']':
		return true
	}
	return false
}

// checked is valueEnd for a value that must be right JSON throughout.
func checked(data []byte, i int) (int, error) {
	end, err := valueEnd(data, i)
	if err == nil && !json.Valid(data[i:end]) {
		err = expected("a value", data, i)
	}
	return end, err
}

// text decodes the string data[i:end]. Malformed UTF-8 becomes U+FFFD.
func text(data []byte, i, end int) (string, error) {
	quoted := data[i:end]
	if plain(quoted[1 : len(quoted)-1]) {
		return string(quoted[1 : len(quoted)-1]), nil
	}
	var decoded string
	if err := json.Unmarshal(quoted, &decoded); err != nil {
		return "", expected("a string", data, i)
	}
	return decoded, nil
}

// plain tells whether the inside of a string stands for itself.
func plain(inside []byte) bool {
	for _, c := range inside {
		if c < ' ' || c == '\\' {
			return false
		}
	}
	return utf8.Valid(inside)
}

// stringAt reads the string at i.
func stringAt(data []byte, i int) (string, int, error) {
	end, err := stringEnd(data, i)
	if err != nil {
		return "", i, err
	}
	decoded, err := text(data, i, end)
	return decoded, end, err
}

// valueAt reads the value of a property: nil, a string, a bool, an int64 when it is written as an integer that fits,
// a float64, a []string, or the text of any other array or object.
func valueAt(data []byte, i int) (any, int, error) {
	if data[i] == '"' {
		return stringAt(data, i)
	}
	end, err := checked(data, i)
	if err != nil {
		return nil, i, err
	}
	switch token := data[i:end]; token[0] {
	case 'n':
		return nil, end, nil
	case 't', 'f':
		return token[0] == 't', end, nil
	case '[', '{':
		return compound(token), end, nil
	default:
		if n, err := strconv.ParseInt(string(token), 10, 64); err == nil {
			return n, end, nil
		}
		n, err := strconv.ParseFloat(string(token), 64)
		if err != nil {
			return nil, i, expected("a number that a computer holds", data, i)
		}
		return n, end, nil
	}
}

// compound gives an array of strings as such, and any other right array or object as its text without white space.
func compound(token []byte) any {
	var list []any
	if json.Unmarshal(token, &list) == nil {
		texts := make([]string, 0, len(list))
		for _, item := range list {
			if s, ok := item.(string); ok {
				texts = append(texts, s)
			}
		}
		if len(texts) == len(list) {
			return texts
		}
	}
	var compact bytes.Buffer
	_ = json.Compact(&compact, token) // cannot fail: the token is right
	return compact.String()
}
