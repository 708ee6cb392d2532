package geojson

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"

	"perimetre/geo/crs"
)

const separators = " \t\r\n\x1e"

// framer cuts a text into one piece a feature, looking no closer than it must. Its zero value is not usable: [newFramer]
// makes one; it is for one goroutine.
type framer struct {
	r      io.Reader
	err    error // of r
	stage  stage
	buffer int    // bytes that are read at once
	limit  int    // the longest piece in bytes
	rest   []byte // of the text of the last batch: what comes after its pieces
	count  int    // of pieces given

	system crs.System
	fixed  bool      // crs members of the collection do not count
	crs    reference // of the collection, before its features
	name   string    // of the collection, before its features
}

// stage gives the next piece of a text and the number of bytes up to its end, or the number of bytes that hold none.
// It gives zero when it needs more text, which there is unless the text is whole.
type stage func(text []byte, whole bool) (n int, piece []byte, err error)

// errTooLong is a piece that is longer than the limit.
var errTooLong = errors.New("too long")

// newFramer gives a framer of all that r gives.
func newFramer(r io.Reader, buffer, limit int) *framer {
	f := &framer{r: r, buffer: buffer, limit: limit}
	f.stage = f.start
	return f
}

// fill reads the next pieces into a batch: those that end in one buffer of text, or one that needs a larger buffer.
// Its error, io.EOF at the end of the text, comes after these pieces, and nothing comes after it.
func (f *framer) fill(b *batch) error {
	b.first, b.pieces = f.count+1, b.pieces[:0]
	b.text = append(slices.Grow(b.text[:0], max(f.buffer, 2*len(f.rest))), f.rest...)
	for {
		b.text = f.read(b.text)
		n, err := f.cut(b)
		if err == nil {
			err = f.err
		}
		if f.rest = b.text[n:]; len(b.pieces) > 0 || err != nil {
			b.system = f.system // known with the first piece
			f.count += len(b.pieces)
			return err
		}
		b.text = b.text[:copy(b.text, f.rest)]
		if len(b.text) >= f.limit {
			return errTooLong
		}
		if len(b.text) == cap(b.text) {
			b.text = slices.Grow(b.text, len(b.text))
		}
	}
}

// read reads up to the capacity of a text: a reader that gives little at a time, as gzip does, would have a large
// feature looked at many times.
func (f *framer) read(text []byte) []byte {
	full := min(cap(text), f.limit)
	for len(text) < full && f.err == nil {
		var n int
		n, f.err = f.r.Read(text[len(text):full])
		text = text[:len(text)+n]
	}
	return text
}

// cut appends the pieces of the text of a batch and gives the number of bytes up to their end. Of a stream that broke,
// what is left in the end is no piece.
func (f *framer) cut(b *batch) (int, error) {
	at := 0
	for {
		n, piece, err := f.stage(b.text[at:], errors.Is(f.err, io.EOF))
		at += n
		switch {
		case err != nil:
			return at, err
		case piece != nil:
			b.pieces = append(b.pieces, piece)
		case n == 0:
			return at, nil
		}
	}
}

// start finds out whether the text is a collection or a sequence.
func (f *framer) start(data []byte, whole bool) (int, []byte, error) {
	if bytes.HasPrefix(data, []byte{0xff, 0xfe}) || bytes.HasPrefix(data, []byte{0xfe, 0xff}) {
		return 0, nil, errors.New("the text is in UTF-16: save it as UTF-8")
	}
	body := bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\ufeff")), separators)
	at := len(data) - len(body)
	switch {
	case len(body) == 0 && whole:
		return 0, nil, errors.New("the file is empty: give one with features")
	case len(body) == 0 || body[0] != '{' && len(body) < quoted && !whole:
		return 0, nil, nil
	case body[0] != '{':
		return 0, nil, fmt.Errorf("the text begins with %q: give a GeoJSON file", body[:min(quoted, len(body))])
	}

	first := 0 // index of the first feature of a collection
	var title string
	var system reference
	var unknown error // of the system
	errFound := errors.New("found")
	_, err := members(body, 0, func(name []byte, i int) (int, error) {
		if string(name) == "features" && body[i] == '[' {
			first = i + 1
			return i, errFound
		}
		end, err := valueEnd(body, i)
		if err != nil {
			return end, err
		}
		switch string(name) {
		case "type":
			if string(body[i:end]) == `"Feature"` {
				err = errFound
			}
		case "name":
			title, _, _ = stringAt(body, i) // empty for what is no string
		case "crs":
			system, unknown = referenceOf(body[i:end])
		}
		return end, err
	})
	switch {
	case errors.Is(err, errShort):
		return unfinished(0, err, whole)
	case first > 0:
		f.name, f.crs = title, system
		if !f.fixed && unknown == nil {
			f.system, unknown = system.system()
		}
		if !f.fixed && unknown != nil {
			return 0, nil, unknown
		}
		f.stage = f.element
		return at + first, nil, nil
	}
	f.stage = f.record
	n, token, err := f.record(body, whole)
	return at + n, token, err
}

// record gives the next feature of a sequence: up to a line that begins with { or with a record separator.
func (f *framer) record(data []byte, whole bool) (int, []byte, error) {
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
	if !whole || len(body) == 0 {
		return at, nil, nil
	}
	return len(data), bytes.TrimRight(body, separators), nil
}

// element gives the next feature of a collection. How many commas stand between two is not looked at.
func (f *framer) element(data []byte, whole bool) (int, []byte, error) {
	body := bytes.TrimLeft(data, " \t\r\n,")
	at := len(data) - len(body)
	if len(body) > 0 && body[0] == ']' {
		f.stage = f.trailer
		return at + 1, nil, nil
	}
	end, err := valueEnd(body, 0)
	if err != nil {
		return unfinished(at, err, whole)
	}
	return at + end, body[:end], nil
}

// trailer reads what follows the features of a collection.
func (f *framer) trailer(data []byte, whole bool) (int, []byte, error) {
	visit := func(name []byte, i int) (int, error) { return f.after(data, name, i) }
	i := skipSpace(data, 0)
	var err error
	if i < len(data) && data[i] == ',' {
		i, err = membersFrom(data, skipSpace(data, i+1), visit)
	} else {
		i, err = expect(data, i, '}')
	}
	if err != nil {
		return unfinished(0, err, whole)
	}
	f.stage = f.end
	return i, nil, nil
}

// end refuses anything after a collection.
func (f *framer) end(data []byte, whole bool) (int, []byte, error) {
	rest := bytes.TrimLeft(data, separators)
	switch {
	case len(rest) == 0:
		return len(data), nil, nil
	case len(rest) < quoted && !whole:
		return 0, nil, nil
	}
	return 0, nil, fmt.Errorf("%q follows the FeatureCollection: give one collection a file", rest[:min(quoted, len(rest))])
}

// unfinished asks for more text when there may be some, and says otherwise what is wrong with it. It also does when an
// error would show less than it can: how the text came must not be seen in it.
func unfinished(at int, err error, whole bool) (int, []byte, error) {
	var unexpected *unexpected
	switch {
	case errors.Is(err, errShort) && !whole:
		return at, nil, nil
	case errors.Is(err, errShort):
		return 0, nil, fmt.Errorf("%w: download or export the file again", err)
	case errors.As(err, &unexpected) && len(unexpected.found) < quoted && !whole:
		return at, nil, nil
	case errors.As(err, &unexpected):
		return 0, nil, fmt.Errorf("%s is due where %q stands: mend the JSON", unexpected.due, unexpected.found)
	}
	return 0, nil, err
}

// after walks over a member that follows the features of a collection. These are read: it is too late to tell their system.
func (f *framer) after(data, name []byte, i int) (int, error) {
	end, err := valueEnd(data, i)
	if err != nil || f.fixed || string(name) != "crs" {
		return end, err
	}
	system, err := systemOf(data[i:end])
	if err == nil && system.Code() != f.system.Code() && (projected(system) || projected(f.system)) {
		err = &fault{fmt.Sprintf("the crs member, %s, follows the features", system.Code()), "write it before them"}
	}
	return end, err
}
