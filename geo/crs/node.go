package crs

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// node is one element of well-known text, WKT 1 (OGC 01-009) or 2 (ISO 19162): KEYWORD["text",1.5,OTHER[…]].
type node struct {
	keyword string   // in capitals
	values  []string // texts, numbers and bare words, in order
	nodes   []node
}

// child gives the first element inside that has one of the keywords; the zero value when there is none.
func (n node) child(keywords ...string) node {
	for _, keyword := range keywords {
		for _, c := range n.nodes {
			if c.keyword == keyword {
				return c
			}
		}
	}
	return node{}
}

// value gives a text; empty when there is none.
func (n node) value(i int) string {
	if i >= len(n.values) {
		return ""
	}
	return n.values[i]
}

// number gives a number; not a number when there is none.
func (n node) number(i int) float64 {
	f, err := strconv.ParseFloat(n.value(i), 64)
	if err != nil {
		return math.NaN()
	}
	return f
}

// deepest is more elements than any definition has inside one another.
const deepest = 32

// parseNode reads one element. Those after it, which ESRI writes for heights, must be whole, and are left out.
func parseNode(text string) (node, error) {
	p := nodeParser{rest: text}
	n, err := p.element(p.word(), 1)
	if err != nil {
		return node{}, err
	}
	for p.take(",") {
		if _, err := p.element(p.word(), 1); err != nil {
			return node{}, err
		}
	}
	if p.skip(); p.rest != "" {
		return node{}, errors.New("there is text after its end")
	}
	return n, nil
}

type nodeParser struct{ rest string }

func (p *nodeParser) skip() { p.rest = strings.TrimLeft(p.rest, " \t\r\n") }

// next tells whether one of some signs comes next.
func (p *nodeParser) next(signs string) bool {
	p.skip()
	return strings.IndexAny(p.rest, signs) == 0
}

// take consumes one of some signs, when it comes next.
func (p *nodeParser) take(signs string) bool {
	ok := p.next(signs)
	if ok {
		p.rest = p.rest[1:]
	}
	return ok
}

// word reads a keyword, a number or a bare word.
func (p *nodeParser) word() string {
	p.skip()
	end := strings.IndexFunc(p.rest, func(r rune) bool {
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', strings.ContainsRune("_+-.", r):
			return false
		}
		return true
	})
	if end < 0 {
		end = len(p.rest)
	}
	word := p.rest[:end]
	p.rest = p.rest[end:]
	return word
}

// quoted reads a text after its opening quote; a doubled quote stands for one.
func (p *nodeParser) quoted() (string, error) {
	var text strings.Builder
	for {
		before, after, ok := strings.Cut(p.rest, `"`)
		if !ok {
			return "", errors.New("a quoted text has no end")
		}
		text.WriteString(before)
		p.rest = after
		if !strings.HasPrefix(p.rest, `"`) {
			return text.String(), nil
		}
		text.WriteByte('"')
		p.rest = p.rest[1:]
	}
}

// element reads what follows a keyword.
func (p *nodeParser) element(keyword string, depth int) (node, error) {
	n := node{keyword: strings.ToUpper(keyword)}
	if depth > deepest {
		return n, errors.New("its elements lie too deep inside one another")
	}
	if !p.take("[(") {
		return n, fmt.Errorf("there is no bracket after %s", excerpt(keyword))
	}
	for !p.take("])") {
		if (len(n.values) > 0 || len(n.nodes) > 0) && !p.take(",") {
			return n, fmt.Errorf("%s has no end", n.keyword)
		}
		if p.take(`"`) {
			text, err := p.quoted()
			if err != nil {
				return n, err
			}
			n.values = append(n.values, text)
			continue
		}
		word := p.word()
		switch {
		case word == "":
			return n, fmt.Errorf("%s holds neither a text nor a number nor an element where one is due", n.keyword)
		case p.next("[("):
			inner, err := p.element(word, depth+1)
			if err != nil {
				return n, err
			}
			n.nodes = append(n.nodes, inner)
		default:
			n.values = append(n.values, word)
		}
	}
	return n, nil
}
