package kml

import (
	"bufio"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/transform"
)

const (
	deepest = 100     // elements inside each other
	longest = 1 << 28 // bytes of one Placemark, and of what stands between two
)

// stream is the elements of an XML text, in their order. Namespaces are not looked at: files have many for one KML.
type stream struct {
	tokens  *xml.Decoder
	meter   *meter
	longest int // bytes of one Placemark
	depth   int // of elements that are open
}

// newStream reads a text, in the named encoding or, where it is empty, that which the text declares.
func newStream(r io.Reader, encodingName string) (*stream, error) {
	s := &stream{meter: &meter{r: r, left: longest}, longest: longest}
	in := bufio.NewReaderSize(s.meter, 1<<16)
	if begin, _ := in.Peek(4); string(begin) == "PK\x03\x04" {
		return nil, errors.New("the file is an archive, maybe a KMZ: unpack it and give the .kml file")
	}
	if encodingName == "" {
		s.tokens = xml.NewDecoder(in)
		s.tokens.CharsetReader = func(name string, in io.Reader) (io.Reader, error) { return decoded(in, name) }
		return s, nil
	}
	text, err := decoded(in, encodingName)
	if err != nil {
		return nil, err
	}
	s.tokens = xml.NewDecoder(text)
	s.tokens.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	return s, nil
}

// decoded gives a text of that encoding in UTF-8.
func decoded(r io.Reader, name string) (io.Reader, error) {
	e, err := ianaindex.IANA.Encoding(name)
	if err != nil || e == nil {
		return nil, fmt.Errorf("the encoding %q is not known: save the file as UTF-8", name)
	}
	return transform.NewReader(r, e.NewDecoder()), nil
}

// token gives the next token. It fails with io.EOF at the end of a whole text.
func (s *stream) token() (xml.Token, error) {
	token, err := s.tokens.Token()
	if err != nil {
		if syntax := (*xml.SyntaxError)(nil); errors.As(err, &syntax) {
			return nil, fmt.Errorf("line %d is not XML (%s): mend it or export the file again", syntax.Line, syntax.Msg)
		}
		return nil, err
	}
	switch token.(type) {
	case xml.StartElement:
		if s.depth++; s.depth > deepest {
			return nil, fmt.Errorf("elements are nested more than %d deep: export the file again", deepest)
		}
	case xml.EndElement:
		s.depth--
	}
	return token, nil
}

// children calls visit for each element inside the one that was opened last, up to its end. Visit reads to the end of the
// element that it is given.
func (s *stream) children(visit func(e xml.StartElement) error) error {
	for {
		token, err := s.token()
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case xml.StartElement:
			if err := visit(token); err != nil {
				return err
			}
		case xml.EndElement:
			return nil
		}
	}
}

// skip passes over the element that was opened last.
func (s *stream) skip() error {
	for outer := s.depth - 1; s.depth > outer; {
		if _, err := s.token(); err != nil {
			return err
		}
	}
	return nil
}

// text gives the text of the element that was opened last, without that of elements inside.
func (s *stream) text() (string, error) {
	var text strings.Builder
	for inner := s.depth; ; {
		token, err := s.token()
		if err != nil {
			return "", err
		}
		switch token := token.(type) {
		case xml.CharData:
			if s.depth == inner {
				text.Write(token)
			}
		case xml.EndElement:
			if s.depth < inner {
				return text.String(), nil
			}
		}
	}
}

// attribute gives the value of an attribute, empty when the element does not have it.
func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// meter is a reader that gives so many bytes until more are granted.
type meter struct {
	r    io.Reader
	left int
}

// errTooLong is a Placemark that is longer than the limit.
var errTooLong = fmt.Errorf("more than %d MiB without the end of a Placemark: look for an element that is not closed", longest>>20)

// Read implements [io.Reader].
func (m *meter) Read(p []byte) (int, error) {
	if m.left <= 0 {
		return 0, errTooLong
	}
	n, err := m.r.Read(p[:min(len(p), m.left)])
	m.left -= n
	return n, err
}
