package mvtcheck_test

import (
	"math"
	"slices"
	"testing"

	"google.golang.org/protobuf/encoding/protowire"

	"perimetre/internal/mvtcheck"
)

// message writes protobuf, field by field.
type message []byte

func (m message) number(field protowire.Number, v uint64) message {
	return protowire.AppendVarint(protowire.AppendTag(m, field, protowire.VarintType), v)
}

func (m message) bytes(field protowire.Number, b []byte) message {
	return protowire.AppendBytes(protowire.AppendTag(m, field, protowire.BytesType), b)
}

func (m message) text(field protowire.Number, s string) message { return m.bytes(field, []byte(s)) }

func (m message) packed(field protowire.Number, numbers ...uint32) message {
	var b []byte
	for _, v := range numbers {
		b = protowire.AppendVarint(b, uint64(v))
	}
	return m.bytes(field, b)
}

func tile(layers ...message) (m message) {
	for _, l := range layers {
		m = m.bytes(3, l)
	}
	return m
}

// head begins a layer that is sound.
func head(name string) message { return message{}.number(15, 2).text(1, name) }

// layer is a sound layer around features, with keys a and b, and values x and y.
func layer(features ...message) message {
	m := head("layer")
	for _, f := range features {
		m = m.bytes(2, f)
	}
	return m.text(3, "a").text(3, "b").bytes(4, message{}.text(1, "x")).bytes(4, message{}.text(1, "y")).number(5, 4096)
}

func feature(id uint64, kind mvtcheck.GeomType, geometry ...uint32) message {
	return message{}.number(1, id).number(3, uint64(kind)).packed(4, geometry...)
}

func tagged(tags ...uint32) message { return point().packed(2, tags...) }

func point() message { return feature(1, mvtcheck.PointType, path(move(25, 17))...) }

func polygon(parts ...[]uint32) message { return feature(1, mvtcheck.PolygonType, path(parts...)...) }

func path(parts ...[]uint32) []uint32 { return slices.Concat(parts...) }

func command(id uint32, pairs ...int32) []uint32 {
	all := []uint32{id | uint32(len(pairs)/2)<<3}
	for _, v := range pairs {
		all = append(all, uint32(v<<1)^uint32(v>>31))
	}
	return all
}

func move(pairs ...int32) []uint32 { return command(1, pairs...) }
func line(pairs ...int32) []uint32 { return command(2, pairs...) }
func closing() []uint32            { return []uint32{15} }

// square is an exterior ring of a side, from a place relative to the cursor; it leaves the cursor in its south-west corner.
// A hole is wound the other way, and leaves it in its north-east corner.
func square(x, y, side int32) []uint32 {
	return path(move(x, y), line(side, 0, 0, side, -side, 0), closing())
}

func hole(x, y, side int32) []uint32 {
	return path(move(x, y), line(0, side, side, 0, 0, -side), closing())
}

func TestEveryClauseCanFail(t *testing.T) {
	failed := map[mvtcheck.Clause]bool{}
	for _, test := range []struct {
		name string
		tile message
		want []mvtcheck.Clause
	}{
		{"a field that is cut", tile(layer(point()))[:20], []mvtcheck.Clause{mvtcheck.LayerSome, mvtcheck.Protobuf}},
		{"a field that the schema does not have", tile(layer(point())).number(7, 1), []mvtcheck.Clause{mvtcheck.Protobuf}},
		{"a name that is a number", tile(layer(point()).number(1, 1)), []mvtcheck.Clause{mvtcheck.Protobuf}},
		{
			"a name that is not UTF-8", tile(head("\xff").bytes(2, point()).number(5, 4096)),
			[]mvtcheck.Clause{mvtcheck.Protobuf},
		},
		{
			"a command of more than 32 bits", tile(layer(message{}.number(3, 1).bytes(4, protowire.AppendVarint(nil, 1<<40)))),
			[]mvtcheck.Clause{mvtcheck.GeometryPresent, mvtcheck.Protobuf},
		},
		{"no layer", message{}, []mvtcheck.Clause{mvtcheck.LayerSome}},
		{"no feature", tile(layer()), []mvtcheck.Clause{mvtcheck.FeatureSome}},
		{
			"no version", tile(message{}.text(1, "layer").bytes(2, point()).number(5, 4096)),
			[]mvtcheck.Clause{mvtcheck.VersionPresent},
		},
		{
			"version 1", tile(message{}.number(15, 1).text(1, "layer").bytes(2, point()).number(5, 4096)),
			[]mvtcheck.Clause{mvtcheck.VersionTwo},
		},
		{
			"a version after the name", tile(message{}.text(1, "layer").number(15, 2).bytes(2, point()).number(5, 4096)),
			[]mvtcheck.Clause{mvtcheck.VersionFirst},
		},
		{"no name", tile(message{}.number(15, 2).bytes(2, point()).number(5, 4096)), []mvtcheck.Clause{mvtcheck.NamePresent}},
		{"two layers of one name", tile(layer(point()), layer(point())), []mvtcheck.Clause{mvtcheck.NameUnique}},
		{"a key that is listed twice", tile(layer(point()).text(3, "a")), []mvtcheck.Clause{mvtcheck.KeyUnique}},
		{
			"a value that is listed twice", tile(layer(point()).bytes(4, message{}.text(1, "x"))),
			[]mvtcheck.Clause{mvtcheck.ValueUnique},
		},
		{"a value of no type", tile(layer(point()).bytes(4, nil)), []mvtcheck.Clause{mvtcheck.ValueOne}},
		{
			"a value of two types", tile(layer(point()).bytes(4, message{}.text(1, "z").number(7, 1))),
			[]mvtcheck.Clause{mvtcheck.ValueOne},
		},
		{"no extent", tile(head("layer").bytes(2, point())), []mvtcheck.Clause{mvtcheck.ExtentPresent}},
		{"no geometry", tile(layer(message{}.number(3, 1))), []mvtcheck.Clause{mvtcheck.GeometryPresent}},
		{"an empty geometry", tile(layer(feature(1, mvtcheck.PointType))), []mvtcheck.Clause{mvtcheck.GeometryPresent}},
		{"no type", tile(layer(message{}.packed(4, move(1, 1)...))), []mvtcheck.Clause{mvtcheck.TypePresent}},
		{"two features of one id", tile(layer(point(), point())), []mvtcheck.Clause{mvtcheck.IDUnique}},
		{
			"a command 3", tile(layer(feature(1, mvtcheck.LineString, path(move(1, 1), line(1, 1), command(3, 1, 1))...))),
			[]mvtcheck.Clause{mvtcheck.CommandKnown},
		},
		{
			"a parameter of -2^31", tile(layer(feature(1, mvtcheck.PointType, 9, math.MaxUint32, 0))),
			[]mvtcheck.Clause{mvtcheck.ParameterSupported},
		},
		{
			"a MoveTo of two points with a pair and a half", tile(layer(feature(1, mvtcheck.PointType, 17, 2, 2, 2))),
			[]mvtcheck.Clause{mvtcheck.MoveToPairs},
		},
		{
			"a LineTo of two points with one pair", tile(layer(feature(1, mvtcheck.LineString, path(move(1, 1), []uint32{18, 2, 2})...))),
			[]mvtcheck.Clause{mvtcheck.LineToPairs},
		},
		{
			"a LineTo of 500 million points",
			tile(layer(feature(1, mvtcheck.LineString, path(move(1, 1), []uint32{2 | 500_000_000<<3, 2, 2})...))),
			[]mvtcheck.Clause{mvtcheck.LineToPairs},
		},
		{
			"a line that stays", tile(layer(feature(1, mvtcheck.LineString, path(move(1, 1), line(1, 0, 0, 0))...))),
			[]mvtcheck.Clause{mvtcheck.LineToMoves},
		},
		{
			"a ring that is closed twice", tile(layer(polygon(move(0, 0), line(9, 0, 0, 9), []uint32{7 | 2<<3}))),
			[]mvtcheck.Clause{mvtcheck.ClosePathOnce},
		},
		{"a type 4", tile(layer(feature(1, 4, move(1, 1)...))), []mvtcheck.Clause{mvtcheck.TypeKnown}},
		{
			"points in two commands", tile(layer(feature(1, mvtcheck.PointType, path(move(1, 1), move(1, 1))...))),
			[]mvtcheck.Clause{mvtcheck.PointSequence},
		},
		{"no point", tile(layer(feature(1, mvtcheck.PointType, move()...))), []mvtcheck.Clause{mvtcheck.PointSequence}},
		{
			"a point that is a line", tile(layer(feature(1, mvtcheck.PointType, path(move(1, 1), line(1, 1))...))),
			[]mvtcheck.Clause{mvtcheck.PointSequence},
		},
		{
			"a line of one point", tile(layer(feature(1, mvtcheck.LineString, move(1, 1)...))),
			[]mvtcheck.Clause{mvtcheck.LineSequence},
		},
		{
			"a line from two points", tile(layer(feature(1, mvtcheck.LineString, path(move(1, 1, 1, 1), line(1, 1))...))),
			[]mvtcheck.Clause{mvtcheck.LineSequence},
		},
		{
			"a line that is closed", tile(layer(feature(1, mvtcheck.LineString, path(move(1, 1), line(1, 1, 2, 3), closing())...))),
			[]mvtcheck.Clause{mvtcheck.LineSequence},
		},
		{
			"a ring of two points", tile(layer(polygon(move(0, 0), line(9, 0), closing()))),
			[]mvtcheck.Clause{mvtcheck.RingSequence},
		},
		{
			"a ring that is not closed", tile(layer(polygon(move(0, 0), line(9, 0, 0, 9)))),
			[]mvtcheck.Clause{mvtcheck.RingSequence},
		},
		{"a hole without a shell", tile(layer(polygon(hole(0, 0, 9)))), []mvtcheck.Clause{mvtcheck.ExteriorFirst}},
		// The first square is (0,0)-(9,9), the second (20,0)-(29,9); the hole is in the first one.
		{
			"a hole after the shell of another polygon", tile(layer(polygon(square(0, 0, 9), square(20, -9, 9), hole(-18, -7, 3)))),
			[]mvtcheck.Clause{mvtcheck.InteriorAfter},
		},
		{"a hole outside", tile(layer(polygon(square(0, 0, 9), hole(20, 0, 3)))), []mvtcheck.Clause{mvtcheck.InteriorEnclosed}},
		{
			"a hole that leaves its shell", tile(layer(polygon(square(0, 0, 9), hole(7, -5, 3)))),
			[]mvtcheck.Clause{mvtcheck.InteriorEnclosed},
		},
		// All corners of the hole are on the shell, a U of two arms: one side of the hole is between the arms.
		{"a hole across a bay, corners on the shell", tile(layer(polygon(
			path(move(0, 0), line(3, 0, 0, 6, 3, 0, 0, -6, 3, 0, 0, 9, -9, 0), closing()),
			path(move(3, -9), line(0, 6, 3, 0, 0, -6), closing())))), []mvtcheck.Clause{mvtcheck.InteriorEnclosed}},
		{
			"two holes that overlap", tile(layer(polygon(square(0, 0, 20), hole(2, -18, 6), hole(-2, 2, 6)))),
			[]mvtcheck.Clause{mvtcheck.InteriorApart},
		},
		{
			"a hole in a hole", tile(layer(polygon(square(0, 0, 20), hole(2, -18, 9), hole(-7, 2, 3)))),
			[]mvtcheck.Clause{mvtcheck.InteriorApart},
		},
		{
			"a hole that is twice there", tile(layer(polygon(square(0, 0, 20), hole(2, -18, 9), hole(-9, 0, 9)))),
			[]mvtcheck.Clause{mvtcheck.InteriorApart},
		},
		{
			"a ring that crosses itself", tile(layer(polygon(move(0, 0), line(10, 0, 0, 10, -2, 0, 0, -12, -8, 9), closing()))),
			[]mvtcheck.Clause{mvtcheck.RingSimple},
		},
		{
			"a ring that passes twice through a point", tile(layer(polygon(move(0, 0), line(5, 5, 5, -5, 0, 10, -5, -5, -5, 5), closing()))),
			[]mvtcheck.Clause{mvtcheck.RingSimple},
		},
		{
			"a ring whose corner lies on a side", tile(layer(polygon(move(0, 0), line(10, 0, 0, 10, -5, -10, -5, 10), closing()))),
			[]mvtcheck.Clause{mvtcheck.RingSimple},
		},
		{
			"a spike", tile(layer(polygon(move(0, 0), line(10, 0, 5, 0, -5, 0, 0, 10, -10, 0), closing()))),
			[]mvtcheck.Clause{mvtcheck.RingSimple},
		},
		{
			"a spike where the ring begins", tile(layer(polygon(move(-5, 0), line(15, 0, 0, 10, -10, 0, 0, -10), closing()))),
			[]mvtcheck.Clause{mvtcheck.RingSimple},
		},
		{
			"a last point that is the first", tile(layer(polygon(move(0, 0), line(9, 0, 0, 9, -9, -9), closing()))),
			[]mvtcheck.Clause{mvtcheck.RingClosing},
		},
		{
			"a ring without area", tile(layer(polygon(move(0, 0), line(9, 0, 9, 0), closing()))),
			[]mvtcheck.Clause{mvtcheck.RingArea},
		},
		{"a key that is twice in a feature", tile(layer(tagged(0, 0, 0, 1))), []mvtcheck.Clause{mvtcheck.TagsKeyUnique}},
		{"three tags", tile(layer(tagged(0, 0, 1))), []mvtcheck.Clause{mvtcheck.TagsEven}},
		{"a key that there is not", tile(layer(tagged(2, 0))), []mvtcheck.Clause{mvtcheck.TagsInRange}},
		{"a value that there is not", tile(layer(tagged(0, 2))), []mvtcheck.Clause{mvtcheck.TagsInRange}},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, faults := mvtcheck.Read(test.tile)
			var got []mvtcheck.Clause
			for _, f := range faults {
				got = append(got, f.Clause)
				failed[f.Clause] = true
			}
			slices.Sort(got)
			slices.Sort(test.want)
			if !slices.Equal(slices.Compact(got), test.want) {
				t.Errorf("faults %v, want %v", faults, test.want)
			}
		})
	}
	for _, clause := range mvtcheck.Clauses() {
		if !failed[clause] {
			t.Errorf("nothing breaks %q", clause)
		}
	}
}
