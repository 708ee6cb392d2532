package parquet

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress"
	"github.com/parquet-go/parquet-go/deprecated"

	"perimetre/data/format"
)

// Values are those of LogicalTypes.md of parquet-format.
func TestValuesOfEveryType(t *testing.T) {
	leaf := parquet.Leaf
	for _, test := range []struct {
		name  string
		node  parquet.Node
		value parquet.Value
		want  string // as JSON
	}{
		{"a boolean", leaf(parquet.BooleanType), parquet.BooleanValue(true), "true"},
		{"an integer of 32 bits", leaf(parquet.Int32Type), parquet.Int32Value(-7), "-7"},
		{"an integer of 8 bits", parquet.Int(8), parquet.Int32Value(-128), "-128"},
		{"an integer of 64 bits", leaf(parquet.Int64Type), parquet.Int64Value(-1 << 63), "-9223372036854775808"},
		{"an integer without a sign", parquet.Uint(32), parquet.Int32Value(-1), "4294967295"},
		{"one that is too large for int64", parquet.Uint(64), parquet.Int64Value(-1), "18446744073709552000"},
		{"a number of 32 bits", leaf(parquet.FloatType), parquet.FloatValue(0.1), "0.1"},
		{"a number of 64 bits", leaf(parquet.DoubleType), parquet.DoubleValue(0.1), "0.1"},
		{"a text", parquet.String(), parquet.ByteArrayValue([]byte("Œ\xff")), `"Œ�"`},
		{"a text of an enumeration", parquet.Enum(), parquet.ByteArrayValue([]byte("CC")), `"CC"`},
		{"a text of JSON", parquet.JSON(), parquet.ByteArrayValue([]byte(`[1]`)), `"[1]"`},
		{"a date", parquet.Date(), parquet.Int32Value(20_089), `"2025-01-01"`},
		{"a date before 1970", parquet.Date(), parquet.Int32Value(-1), `"1969-12-31"`},
		{"a time", parquet.Time(parquet.Millisecond), parquet.Int32Value(3_723_004), `"01:02:03.004"`},
		{"a timestamp", parquet.Timestamp(parquet.Microsecond), parquet.Int64Value(1_500_000), `"1970-01-01T00:00:01.5Z"`},
		{"a timestamp before 1970", parquet.Timestamp(parquet.Nanosecond), parquet.Int64Value(-1), `"1969-12-31T23:59:59.999999999Z"`},
		{
			"a timestamp of no zone", parquet.TimestampAdjusted(parquet.Millisecond, false), parquet.Int64Value(0), `"1970-01-01T00:00:00"`,
		},
		{
			"a timestamp as Hive has it", leaf(parquet.Int96Type), parquet.Int96Value(deprecated.Int96{1_000_000_000, 0, 2_440_589}),
			`"1970-01-02T00:00:01Z"`,
		},
		{"a decimal", parquet.Decimal(2, 9, parquet.Int32Type), parquet.Int32Value(-1), "-0.01"},
		{"a large decimal", parquet.Decimal(2, 18, parquet.Int64Type), parquet.Int64Value(1234), "12.34"},
		{
			"a decimal of bytes", parquet.Decimal(1, 20, parquet.FixedLenByteArrayType(9)),
			parquet.FixedLenByteArrayValue([]byte("\xff\xff\xff\xff\xff\xff\xff\xff\xf5")), "-1.1",
		},
		{
			"a UUID", parquet.UUID(), parquet.FixedLenByteArrayValue([]byte("\x00\x11\x22\x33\x44\x55\x66\x77\x88\x99\xaa\xbb\xcc\xdd\xee\xff")),
			`"00112233-4455-6677-8899-aabbccddeeff"`,
		},
	} {
		for _, null := range []bool{false, true} {
			want := `{"type":"Feature","properties":{"v":` + test.want + `},"geometry":{"type":"MultiPoint","coordinates":[[1,2]]}}`
			value := test.value.Level(0, 1, 1)
			if null {
				want = `{"type":"Feature","properties":{"v":null},"geometry":{"type":"MultiPoint","coordinates":[[1,2]]}}`
				value = parquet.NullValue().Level(0, 0, 1)
			}
			data := foreign(t, plainGeo, parquet.Group{
				"geometry": parquet.Leaf(parquet.ByteArrayType), "v": parquet.Optional(parquet.Encoded(test.node, &parquet.Plain)),
			}, []parquet.Row{{parquet.ByteArrayValue(place()).Level(0, 0, 0), value}}, plainPages())
			if diff := cmp.Diff([]string{want}, outcome(data, format.Options{})); diff != "" {
				t.Errorf("%s, null %t: %s", test.name, null, diff)
			}
		}
	}
}

func TestWhatHasNoTypeIsLeftOut(t *testing.T) {
	bytes := parquet.ByteArrayValue([]byte("x"))
	data := foreign(t, plainGeo, parquet.Group{
		"bytes": parquet.Leaf(parquet.ByteArrayType), "fixed": parquet.Leaf(parquet.FixedLenByteArrayType(1)),
		"geometry": parquet.Leaf(parquet.ByteArrayType),
		"lists":    parquet.List(parquet.List(parquet.Encoded(parquet.String(), &parquet.Plain))),
		"struct":   parquet.Group{"a": parquet.String(), "b": parquet.String()},
	}, []parquet.Row{{
		bytes.Level(0, 0, 0), parquet.FixedLenByteArrayValue([]byte("x")).Level(0, 0, 1), parquet.ByteArrayValue(place()).Level(0, 0, 2),
		bytes.Level(0, 2, 3), bytes.Level(0, 0, 4), bytes.Level(0, 0, 5),
	}}, plainPages())
	want := []string{`{"type":"Feature","properties":{},"geometry":{"type":"MultiPoint","coordinates":[[1,2]]}}`}
	if diff := cmp.Diff(want, outcome(data, format.Options{})); diff != "" {
		t.Error(diff)
	}
}

// Lists are optional, of optional items: item is defined at level 3, a null one at 2, an empty list at 1, a null one at 0.
func TestLists(t *testing.T) {
	list := func(values ...parquet.Value) parquet.Row {
		row := parquet.Row{parquet.ByteArrayValue(place()).Level(0, 0, 0)}
		for i, v := range values {
			row = append(row, v.Level(min(i, 1), v.DefinitionLevel(), 1))
		}
		return row
	}
	text := func(s string) parquet.Value { return parquet.ByteArrayValue([]byte(s)).Level(0, 3, 1) }
	number := func(n int64) parquet.Value { return parquet.Int64Value(n).Level(0, 3, 1) }
	null := func(level int) parquet.Value { return parquet.NullValue().Level(0, level, 1) }
	for _, test := range []struct {
		name string
		item parquet.Node
		rows []parquet.Row
		want []string
	}{
		{
			"of texts", parquet.String(),
			[]parquet.Row{list(text("a"), text("b")), list(null(0)), list(null(1)), list(text("a"), null(2)), list(text("c"))},
			[]string{`["a","b"]`, "null", "[]", `"[\"a\",null]"`, `["c"]`},
		},
		{
			"of numbers", parquet.Leaf(parquet.Int64Type),
			[]parquet.Row{list(number(1), number(2)), list(null(0)), list(number(3))},
			[]string{`"[1,2]"`, "null", `"[3]"`},
		},
	} {
		for _, codec := range []compress.Codec{&parquet.Uncompressed, &parquet.Snappy, &parquet.Gzip, &parquet.Zstd} {
			for _, version := range []int{1, 2} {
				for _, encoding := range []parquet.Node{parquet.Encoded(test.item, &parquet.Plain), parquet.Encoded(test.item, &parquet.RLEDictionary)} {
					data := foreign(t, plainGeo, parquet.Group{
						"geometry": parquet.Leaf(parquet.ByteArrayType), "v": parquet.Optional(parquet.List(parquet.Optional(encoding))),
					}, test.rows, plainPages(), parquet.Compression(codec), parquet.DataPageVersion(version), parquet.PageBufferSize(1))
					var want []string
					for _, v := range test.want {
						want = append(want, `{"type":"Feature","properties":{"v":`+v+`},"geometry":{"type":"MultiPoint","coordinates":[[1,2]]}}`)
					}
					if diff := cmp.Diff(want, outcome(data, format.Options{})); diff != "" {
						t.Errorf("%s, %v, version %d: %s", test.name, codec, version, diff)
					}
				}
			}
		}
	}
}

func TestCodecsAndEncodingsThatAreRefused(t *testing.T) {
	for _, test := range []struct {
		name    string
		options []parquet.WriterOption
		want    string
	}{
		{"brotli", []parquet.WriterOption{plainPages(), parquet.Compression(&parquet.Brotli)}, "compressed with BROTLI: write the file again with zstd, snappy or gzip"},
		{"lz4", []parquet.WriterOption{plainPages(), parquet.Compression(&parquet.Lz4Raw)}, "compressed with LZ4_RAW: write the file again with zstd, snappy or gzip"},
		{"lengths as differences", nil, "encoded as DELTA_LENGTH_BYTE_ARRAY: write the file again with the encodings PLAIN or RLE_DICTIONARY"},
	} {
		t.Run(test.name, func(t *testing.T) {
			data := foreign(t, plainGeo, parquet.Group{"geometry": parquet.Leaf(parquet.ByteArrayType)},
				[]parquet.Row{{parquet.ByteArrayValue(place()).Level(0, 0, 0)}}, test.options...)
			want := []string{"record 1: column geometry is " + test.want}
			if diff := cmp.Diff(want, outcome(data, format.Options{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}
