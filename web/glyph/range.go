package glyph

import (
	"fmt"
	"strconv"
	"strings"
)

// Range names 256 code points of the Basic Multilingual Plane: those from 256×n to 256×n+255.
type Range uint8

// size is how many code points a range has.
const size = 256

// ParseRange reads a range as it stands in addresses: "0-255", "256-511", up to "65280-65535".
func ParseRange(text string) (Range, error) {
	first, _, _ := strings.Cut(text, "-")
	if n, err := strconv.ParseUint(first, 10, 16); err == nil {
		if r := Range(n / size); r.String() == text {
			return r, nil
		}
	}
	return 0, fmt.Errorf("%q is no range of code points: write 0-255, 256-511, …, 65280-65535", text)
}

// String writes the range as addresses have it.
func (r Range) String() string {
	return strconv.Itoa(int(r.first())) + "-" + strconv.Itoa(int(r.first())+size-1)
}

func (r Range) first() rune { return rune(r) * size }
