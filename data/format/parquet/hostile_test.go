package parquet

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	parquetformat "github.com/parquet-go/parquet-go/format"
	"pgregory.net/rapid"

	"perimetre/data/format"
)

// allocated counts the bytes that a function takes.
func allocated(do func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	do()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// withFooter is a file of that footer.
func withFooter(footer []byte) []byte {
	data := append([]byte(magic), footer...)
	return append(binary.LittleEndian.AppendUint32(data, uint32(len(footer))), magic...)
}

func TestFootersThatClaimTooMuch(t *testing.T) {
	const list, str, structure = "\x29", "\x38", "\x1c"
	for _, test := range []struct{ name, footer, want string }{
		{"a list of two billion structures", list + "\xfc\xff\xff\xff\xff\x07", "a length of 2147483647 is claimed where 0 bytes are left"},
		{"a list of more than there are numbers", list + "\xfc\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", "a length of 18446744073709551615 is claimed"},
		{"a text of two billion bytes", str + "\xff\xff\xff\xff\x07", "a length of 2147483647 is claimed where 0 bytes are left"},
		{"a structure without an end", structure, "it is cut short"},
		{"structures in each other", strings.Repeat(structure, 100), "more than 24 structures lie in each other"},
		{"lists in each other", list + strings.Repeat("\x19", 100), "lie in each other"},
		{"a list of a million empty structures", list + "\xfc\x80\x80\x40" + strings.Repeat("\x00", 1<<20), "it has more than 524288 items"},
		{"a type that nobody knows", "\x1f", "there is no type 15"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			most := uint64(1<<20 + 4*len(test.footer))
			if n := allocated(func() { got = outcome(withFooter([]byte(test.footer)), format.Options{}) }); n > most {
				t.Errorf("%d bytes are taken", n)
			}
			if len(got) != 1 || !strings.HasPrefix(got[0], "its footer cannot be read: ") || !strings.Contains(got[0], test.want) {
				t.Errorf("got  %q\nwant its footer cannot be read: %s", got, test.want)
			}
		})
	}
}

// chunkOf makes a column of those bytes.
func chunkOf(data []byte, l leaf, codec parquetformat.CompressionCodec) *chunk {
	return &chunk{leaf: l, codec: codec, unzip: &decompressor{}, left: int64(len(data)), r: bufio.NewReader(bytes.NewReader(data))}
}

// page is a header and what follows it.
func page(t testing.TB, h parquetformat.PageHeader, data []byte) []byte {
	t.Helper()
	text, err := thrift.Marshal(&thrift.CompactProtocol{}, &h)
	if err != nil {
		t.Fatal(err)
	}
	return append(text, data...)
}

func dataPage(t testing.TB, values int32, encoding parquetformat.Encoding, size int32, data []byte) []byte {
	return page(t, parquetformat.PageHeader{
		Type: parquetformat.DataPage, UncompressedPageSize: size, CompressedPageSize: int32(len(data)),
		DataPageHeader: thrift.New(parquetformat.DataPageHeader{
			NumValues: values, Encoding: encoding, DefinitionLevelEncoding: parquetformat.RLE, RepetitionLevelEncoding: parquetformat.RLE,
		}),
	}, data)
}

func TestPagesThatClaimTooMuch(t *testing.T) {
	const most = 1<<31 - 1
	bytesLeaf := leaf{kind: parquetformat.ByteArray}
	optional := leaf{kind: parquetformat.ByteArray, definition: 1}
	// A run of 2^30 levels of 0, in 6 bytes: as many nulls, none of which takes memory.
	run := []byte("\x06\x00\x00\x00\x80\x80\x80\x80\x08\x00")
	for _, test := range []struct {
		name  string
		leaf  leaf
		codec parquetformat.CompressionCodec
		data  []byte
		read  int // values before the error
		want  string
	}{
		{"more values than bytes", bytesLeaf, 0, dataPage(t, most, parquetformat.Plain, 5, []byte("\x01\x00\x00\x00a")), 1, "has a page that is cut short"},
		{"a value longer than the page", bytesLeaf, 0, dataPage(t, 1, parquetformat.Plain, 4, []byte("\xff\xff\xff\x7f")), 0, "has a page that is cut short"},
		{"a page larger than the column", bytesLeaf, 0, dataPage(t, 1, parquetformat.Plain, 4, []byte("\x00\x00\x00\x00"))[:20], 0, "cannot be read"},
		{"a page that is too large", bytesLeaf, parquetformat.Zstd, dataPage(t, 1, parquetformat.Plain, most, nil), 0, "cannot be read: a page is said"},
		{"a negative size", bytesLeaf, 0, dataPage(t, 1, parquetformat.Plain, -1, nil), 0, "cannot be read: a page is said"},
		{"a run of a billion nulls", optional, 0, dataPage(t, 1<<20, parquetformat.Plain, int32(len(run)), run), 1 << 20, "has fewer values"},
		{"snappy that claims too much", bytesLeaf, parquetformat.Snappy, dataPage(t, 1, parquetformat.Plain, 1<<28, []byte("\x80\x80\x80\x80\x01\x00")), 0, "its block claims 268435456 bytes"},
		{"indexes without a dictionary", bytesLeaf, 0, dataPage(t, 1, parquetformat.RLEDictionary, 3, []byte("\x01\x02\x00")), 0, "has value 0 of a dictionary of 0"},
		{"indexes of 200 bits", bytesLeaf, 0, dataPage(t, 1, parquetformat.RLEDictionary, 3, []byte("\xc8\x02\x00")), 0, "has indexes of 200 bits"},
		{"no page at all", bytesLeaf, 0, nil, 0, "has fewer values"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var err error
			read := 0
			n := allocated(func() {
				c := chunkOf(test.data, test.leaf, test.codec)
				for ; err == nil; read++ {
					_, err = c.next()
				}
			})
			if n > 1<<20 {
				t.Errorf("%d bytes are taken", n)
			}
			if !strings.Contains(err.Error(), test.want) || read-1 != test.read {
				t.Errorf("got %q after %d values, want %q after %d", err, read-1, test.want, test.read)
			}
		})
	}
}

func TestABombIsRefused(t *testing.T) {
	huge := make([]byte, largestPage+1)
	for _, codec := range []interface {
		Encode(dst, src []byte) ([]byte, error)
		CompressionCodec() parquetformat.CompressionCodec
	}{&parquet.Zstd, &parquet.Gzip} {
		small, err := codec.Encode(nil, huge)
		if err != nil {
			t.Fatal(err)
		}
		unzip := &decompressor{}
		if page, err := unzip.page(codec.CompressionCodec(), nil, small, 100); err == nil {
			t.Errorf("%s gives %d bytes", codec.CompressionCodec(), len(page))
		}
		unzip.close()
	}
}

func TestACheckSumThatIsWrongIsAnError(t *testing.T) {
	data := dataPage(t, 1, parquetformat.Plain, 5, []byte("\x01\x00\x00\x00a"))
	text := page(t, parquetformat.PageHeader{
		Type: parquetformat.DataPage, UncompressedPageSize: 5, CompressedPageSize: 5, CRC: 7,
		DataPageHeader: thrift.New(parquetformat.DataPageHeader{NumValues: 1}),
	}, data[len(data)-5:])
	if _, err := chunkOf(text, leaf{kind: parquetformat.ByteArray}, 0).next(); err == nil || !strings.Contains(err.Error(), "check sum") {
		t.Errorf("got %v", err)
	}
}

// parquet-go is the oracle: what it writes as runs and packed groups, hybrid reads.
func TestHybridReadsWhatTheLibraryWrites(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.IntRange(1, 32).Draw(t, "width")
		number := rapid.Uint32Range(0, uint32(1<<width-1))
		var want []int32
		for range rapid.IntRange(0, 8).Draw(t, "parts") {
			if rapid.Bool().Draw(t, "run") {
				want = append(want, slices.Repeat([]int32{int32(number.Draw(t, "n"))}, rapid.IntRange(1, 40).Draw(t, "times"))...)
			} else {
				for _, n := range rapid.SliceOfN(number, 1, 20).Draw(t, "numbers") {
					want = append(want, int32(n))
				}
			}
		}
		encoding := parquet.RLE
		encoding.BitWidth = width
		data, err := encoding.EncodeInt32(nil, want)
		if err != nil {
			t.Fatal(err)
		}
		h := hybrid{data: data, width: width}
		for i, n := range want {
			if got, ok := h.next(); !ok || int32(got) != n {
				t.Fatalf("number %d is %d, %t, want %d", i, got, ok, n)
			}
		}
	})
}

// FuzzChunk holds that no bytes of a column make the reader panic or take much memory, and that an error says so.
func FuzzChunk(f *testing.F) {
	text := []byte("\x02\x00\x00\x00\x03\x05\x01\x00\x00\x00a\x02\x00\x00\x00bc")
	f.Add(dataPage(f, 8, parquetformat.Plain, int32(len(text)), text), uint8(parquetformat.ByteArray), uint8(0), uint8(1), uint8(0))
	dictionary := page(f, parquetformat.PageHeader{
		Type: parquetformat.DictionaryPage, UncompressedPageSize: 8, CompressedPageSize: 8,
		DictionaryPageHeader: thrift.New(parquetformat.DictionaryPageHeader{NumValues: 2}),
	}, []byte("\x01\x00\x00\x00\x02\x00\x00\x00"))
	f.Add(append(dictionary, dataPage(f, 8, parquetformat.RLEDictionary, 3, []byte("\x01\x03\x55"))...), uint8(parquetformat.Int32), uint8(0), uint8(0), uint8(0))
	v2 := page(f, parquetformat.PageHeader{
		Type: parquetformat.DataPageV2, UncompressedPageSize: 8, CompressedPageSize: 8,
		DataPageHeaderV2: thrift.New(parquetformat.DataPageHeaderV2{
			NumValues: 3, NumNulls: 1, NumRows: 2, DefinitionLevelsByteLength: 2, RepetitionLevelsByteLength: 2,
		}),
	}, []byte("\x03\x02\x03\x07\x01\x02\x03\x04"))
	f.Add(v2, uint8(parquetformat.Int32), uint8(1), uint8(1), uint8(0))
	for _, codec := range []interface {
		Encode(dst, src []byte) ([]byte, error)
		CompressionCodec() parquetformat.CompressionCodec
	}{&parquet.Zstd, &parquet.Gzip, &parquet.Snappy} {
		packed, err := codec.Encode(nil, text)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(dataPage(f, 8, parquetformat.Plain, int32(len(text)), packed), uint8(parquetformat.ByteArray), uint8(0), uint8(1), uint8(codec.CompressionCodec()))
	}
	f.Fuzz(func(t *testing.T, data []byte, kind, repetition, definition, codec uint8) {
		l := leaf{kind: parquetformat.Type(kind % 8), size: 3, repetition: int(repetition % 3), definition: int(definition % 4)}
		c := chunkOf(data, l, parquetformat.CompressionCodec(codec%8))
		defer c.unzip.close()
		for range 1 << 16 {
			if _, err := c.next(); err != nil {
				if err.Error() == "" {
					t.Fatal("an error says nothing")
				}
				return
			}
		}
	})
}

// FuzzFooter holds that no footer makes the reader panic.
func FuzzFooter(f *testing.F) {
	for _, data := range [][]byte{simple(f, plainGeo, place()), foreign(f, plainGeo, parquet.Group{
		"geometry": parquet.Leaf(parquet.ByteArrayType), "v": parquet.Optional(parquet.List(parquet.String())), "w": parquet.Timestamp(parquet.Millisecond),
	}, nil)} {
		length := int(binary.LittleEndian.Uint32(data[len(data)-tail:]))
		f.Add(data[len(data)-tail-length : len(data)-tail])
	}
	f.Fuzz(func(t *testing.T, footer []byte) {
		for _, text := range outcome(withFooter(footer), format.Options{CRS: 4326}) {
			if text == "" {
				t.Fatal("an error says nothing")
			}
		}
	})
}

// FuzzRead holds that no bytes of a file make the reader panic.
func FuzzRead(f *testing.F) {
	f.Add(simple(f, plainGeo, place()))
	f.Add(foreign(f, plainGeo, parquet.Group{
		"geometry": parquet.Optional(parquet.Leaf(parquet.ByteArrayType)), "v": parquet.Optional(parquet.List(parquet.String())), "w": parquet.Date(),
	}, []parquet.Row{{
		parquet.ByteArrayValue(place()).Level(0, 1, 0), parquet.ByteArrayValue([]byte("a")).Level(0, 2, 1), parquet.Int32Value(1).Level(0, 0, 2),
	}}, parquet.DefaultEncodingFor(parquet.ByteArray, &parquet.RLEDictionary), parquet.DataPageVersion(1), parquet.Compression(&parquet.Snappy)))
	f.Add([]byte("PAR1PAR1"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, text := range outcome(data, format.Options{CRS: 4326}) {
			if text == "" {
				t.Fatal("an error says nothing")
			}
		}
	})
}
