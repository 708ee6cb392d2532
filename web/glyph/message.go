package glyph

import (
	"cmp"
	"slices"
	"strings"

	"google.golang.org/protobuf/encoding/protowire"
)

// message writes a file: one stack (messages glyphs and fontstack of glyphs.proto), with the glyphs of a range by code
// point, each from the first face that has it.
func message(faces []*face, r Range) []byte {
	var names []string
	var all []glyph
	for _, f := range faces {
		names = append(names, f.name)
		all = append(all, f.glyphs(r)...)
	}
	byLetter := func(a, b glyph) int { return cmp.Compare(a.letter, b.letter) }
	slices.SortStableFunc(all, byLetter)
	all = slices.CompactFunc(all, func(a, b glyph) bool { return a.letter == b.letter })

	stack := appendBytes(nil, 1, []byte(strings.Join(names, ", ")))
	stack = appendBytes(stack, 2, []byte(r.String()))
	for _, g := range all {
		stack = appendBytes(stack, 3, g.message)
	}
	return appendBytes(nil, 1, stack)
}

func appendNumber(m []byte, field protowire.Number, value uint64) []byte {
	return protowire.AppendVarint(protowire.AppendTag(m, field, protowire.VarintType), value)
}

func appendBytes(m []byte, field protowire.Number, value []byte) []byte {
	return protowire.AppendBytes(protowire.AppendTag(m, field, protowire.BytesType), value)
}
