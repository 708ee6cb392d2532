package geojson

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

const (
	firstBuffer = 1 << 18 // fits the second cache of a core
	maxRecord   = 1 << 29 // a feature of 512 MiB holds 20 million points
	separators  = " \t\r\n\x1e"
)

// framer cuts a text into one piece a feature, looking no closer than it must. Its split is a [bufio.SplitFunc].
type framer struct {
	r     io.Reader
	err   error // of r
	stage bufio.SplitFunc
}

// newFramer gives a scanner whose tokens are the features of a text.
func newFramer(r io.Reader, buffer, limit int) *bufio.Scanner {
	f := &framer{r: r}
	f.stage = f.start
	scanner := bufio.NewScanner(f)
	scanner.Buffer(make([]byte, buffer), limit)
	scanner.Split(f.split)
	return scanner
}

// Read fills p: a reader that gives little at a time, as gzip does, would have a large feature looked at many times.
func (f *framer) Read(p []byte) (n int, err error) {
	for n < len(p) && f.err == nil {
		var m int
		m, f.err = f.r.Read(p[n:])
		n += m
	}
	if n > 0 {
		return n, nil
	}
	return 0, f.err
}

// split goes from stage to stage until one gives a token, fails, or needs more text.
func (f *framer) split(data []byte, atEOF bool) (advance int, token []byte, err error) {
	if atEOF && !errors.Is(f.err, io.EOF) {
		return 0, nil, nil // the stream broke: what is left of it is no feature
	}
	for {
		n, token, err := f.stage(data[advance:], atEOF)
		advance += n
		if n == 0 || token != nil || err != nil {
			return advance, token, err
		}
	}
}

// start finds out whether the text is a collection or a sequence.
func (f *framer) start(data []byte, atEOF bool) (int, []byte, error) {
	if bytes.HasPrefix(data, []byte{0xff, 0xfe}) || bytes.HasPrefix(data, []byte{0xfe, 0xff}) {
		return 0, nil, errors.New("the text is in UTF-16: save it as UTF-8")
	}
	body := bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\ufeff")), separators)
	at := len(data) - len(body)
	switch {
	case len(body) == 0 && atEOF:
		return 0, nil, errors.New("the file is empty: give one with features")
	case len(body) == 0:
		return 0, nil, nil
	case body[0] != '{':
		return 0, nil, fmt.Errorf("the text begins with %q: give a GeoJSON file", body[:min(12, len(body))])
	}

	first := 0 // index of the first feature of a collection
	errFound := errors.New("found")
	_, err := members(body, 0, func(name []byte, i int) (int, error) {
		if string(name) == "features" && body[i] == '[' {
			first = i + 1
			return i, errFound
		}
		end, err := member(body, name, i)
		if err == nil && string(name) == "type" && string(body[i:end]) == `"Feature"` {
			err = errFound
		}
		return end, err
	})
	switch {
	case errors.As(err, new(*fault)), errors.Is(err, errShort):
		return unfinished(0, err, atEOF)
	case first > 0:
		f.stage = f.element
		return at + first, nil, nil
	}
	f.stage = f.record
	n, token, err := f.record(body, atEOF)
	return at + n, token, err
}

// record gives the next feature of a sequence: up to a line that begins with { or with a record separator.
func (f *framer) record(data []byte, atEOF bool) (int, []byte, error) {
	body := bytes.TrimLeft(data, separators)
	at := len(data) - len(body)
	end := 0
	for {
		newline := bytes.IndexByte(body[end:], '\n')
		if newline < 0 || end+newline+1 == len(body) {
			break
		}
		end += newline + 1
		if body[end] == '{' || body[end] == '\x1e' {
			return at + end, bytes.TrimRight(body[:end], separators), nil
		}
	}
	if !atEOF || len(body) == 0 {
		return at, nil, nil
	}
	return len(data), bytes.TrimRight(body, separators), nil
}

// element gives the next feature of a collection. How many commas stand between two is not looked at.
func (f *framer) element(data []byte, atEOF bool) (int, []byte, error) {
	body := bytes.TrimLeft(data, " \t\r\n,")
	at := len(data) - len(body)
	if len(body) > 0 && body[0] == ']' {
		f.stage = f.trailer
		return at + 1, nil, nil
	}
	end, err := valueEnd(body, 0)
	if err != nil {
		return unfinished(at, err, atEOF)
	}
	return at + end, body[:end], nil
}

// trailer reads what follows the features of a collection.
func (f *framer) trailer(data []byte, atEOF bool) (int, []byte, error) {
	visit := func(name []byte, i int) (int, error) { return member(data, name, i) }
	i := skipSpace(data, 0)
	var err error
	if i < len(data) && data[i] == ',' {
		i, err = membersFrom(data, skipSpace(data, i+1), visit)
	} else {
		i, err = expect(data, i, '}')
	}
	if err != nil {
		return unfinished(0, err, atEOF)
	}
	f.stage = f.end
	return i, nil, nil
}

// end refuses anything after a collection.
func (f *framer) end(data []byte, _ bool) (int, []byte, error) {
	if rest := bytes.TrimLeft(data, separators); len(rest) > 0 {
		return 0, nil, fmt.Errorf("%q follows the FeatureCollection: give one collection a file", rest[:min(12, len(rest))])
	}
	return len(data), nil, nil
}

// unfinished asks for more text when there may be some, and says otherwise what is wrong with it.
func unfinished(at int, err error, atEOF bool) (int, []byte, error) {
	var unexpected *unexpected
	switch {
	case errors.Is(err, errShort) && !atEOF:
		return at, nil, nil
	case errors.Is(err, errShort):
		return 0, nil, fmt.Errorf("%w: download or export the file again", err)
	case errors.As(err, &unexpected):
		return 0, nil, fmt.Errorf("%s is due where %q stands: mend the JSON", unexpected.due, unexpected.found)
	}
	return 0, nil, err
}

// member walks over a member of a collection, other than its features.
func member(data, name []byte, i int) (int, error) {
	end, err := valueEnd(data, i)
	if err == nil && string(name) == "crs" {
		err = checkCRS(data[i:end])
	}
	return end, err
}
