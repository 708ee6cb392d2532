package geojson

import (
	"errors"
	"io"
	"strings"
	"testing"
)

// pieces gives what a framer cuts a text into, and its error.
func pieces(text string, buffer, limit int) (texts []string, err error) {
	f := newFramer(strings.NewReader(text), buffer, limit)
	for b := newBatch(); err == nil; {
		err = f.fill(b)
		for _, piece := range b.pieces {
			texts = append(texts, string(piece))
		}
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return texts, err
}

func TestFramerGrowsUpToItsLimit(t *testing.T) {
	a := feature("a", triangle)
	for _, text := range []string{a + "\n" + a, `{"features":[` + a + "," + a + "]}"} {
		got, err := pieces(text, 16, 1024)
		if len(got) != 2 || got[0] != a || got[1] != a || err != nil {
			t.Errorf("got %q and %v", got, err)
		}
		if got, err := pieces(text, 16, 64); len(got) > 0 || !errors.Is(err, errTooLong) {
			t.Errorf("a feature longer than the limit gives %q and %v", got, err)
		}
	}
}

func TestCompoundEndsAtItsBracket(t *testing.T) {
	for _, text := range []string{
		`{}`, `[]`, `{"a":{"b":{}},"c":[{}]}`, `[[],[[]],"]",{"[":0}]`, `{"}":"}{","\"}":1}`, `["\\","]"]`, `[[[0,1],[2,3]]]`, `{"[":"]]]"}`,
	} {
		if end, err := compoundEnd([]byte(text+"]}\""), 0); end != len(text) || err != nil {
			t.Errorf("%s ends at %d with error %v", text, end, err)
		}
		for short := 1; short < len(text); short++ {
			if end, err := compoundEnd([]byte(text[:short]), 0); !errors.Is(err, errShort) {
				t.Errorf("%s ends at %d with error %v", text[:short], end, err)
			}
		}
	}
}
