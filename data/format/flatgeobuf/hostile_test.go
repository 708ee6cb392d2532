package flatgeobuf

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"perimetre/data/format"
	"perimetre/geo"

	"github.com/gogama/flatgeobuf/flatgeobuf/flat"
	flatbuffers "github.com/google/flatbuffers/go"
)

// memory is a file that lies in memory.
type memory []byte

func (memory) Name() string                        { return "f.fgb" }
func (m memory) Open() (io.ReadCloser, error)      { return io.NopCloser(bytes.NewReader(m)), nil }
func (memory) Path() (string, error)               { return "", errors.New("in memory") }
func (memory) Sibling(string) (format.Input, bool) { return nil, false }

// written gives the bytes of a file.
func written(t testing.TB, s format.Schema, features ...geo.Feature) memory {
	t.Helper()
	path := filepath.Join(t.TempDir(), "f.fgb")
	w, err := Create(path, s)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range features {
		if err := w.Write(f); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// squares are features on a row, each with its code and other attributes.
func squares(codes ...string) (features []geo.Feature) {
	for i, code := range codes {
		x := int32(1000 * i)
		box := geo.Box{Min: geo.Point{X: x}, Max: geo.Point{X: x + 5, Y: 5}}
		features = append(features, geo.Feature{
			Properties: []geo.Property{{Name: "insee", Value: code}, {Name: "population", Value: int64(i)}, {Name: "nom", Value: "Nom"}},
			Geometry:   geo.MultiPolygon{box.Polygon()},
		})
	}
	return features
}

// outcome gives the codes of what is read, and the texts of errors.
func outcome(m memory) (texts []string) {
	for f, err := range Read(m, format.Options{}) {
		if err != nil {
			texts = append(texts, err.Error())
		} else {
			texts = append(texts, format.Code(f))
		}
	}
	return texts
}

// featureStart gives where the size of the first feature lies.
func featureStart(t *testing.T, m memory) int {
	t.Helper()
	header := int(binary.LittleEndian.Uint32(m[len(magic):]))
	h, err := headerOf(m[len(magic)+4:][:header])
	if err != nil {
		t.Fatal(err)
	}
	index, err := h.indexSize()
	if err != nil {
		t.Fatal(err)
	}
	return len(magic) + 4 + header + int(index)
}

func TestAFileThatIsNotWhole(t *testing.T) {
	features := squares("a", "b")
	whole := written(t, format.SchemaOf("l", features), features...)
	start := featureStart(t, whole)
	first := int(binary.LittleEndian.Uint32(whole[start:]))
	sized := func(at int, size uint32) memory {
		m := bytes.Clone(whole)
		binary.LittleEndian.PutUint32(m[at:], size)
		return m
	}
	for _, test := range []struct {
		name string
		data memory
		want []string
	}{
		{"nothing", nil, []string{`f.fgb: the file begins with "": give a FlatGeobuf file`}},
		{"another format", memory(`{"type":"Feature"}`), []string{`f.fgb: the file begins with "{\"type\":": give a FlatGeobuf file`}},
		{"an older version", memory("fgb\x02fgb\x00"), []string{"f.fgb: FlatGeobuf of version 2: export it as version 3"}},
		{"the magic alone", whole[:8], []string{
			"f.fgb: the header: the file is cut short (EOF): download or export the file again",
		}},
		{"half a header", whole[:40], []string{fmt.Sprintf(
			"f.fgb: the header: the file is cut short (unexpected EOF: 28 of its %d bytes are there): download or export the file again",
			binary.LittleEndian.Uint32(whole[8:]),
		)}},
		{"half an index", whole[:start-10], []string{
			"f.fgb: the index: the file is cut short (EOF): download or export the file again",
		}},
		{"one feature of two", whole[:start+4+first], []string{
			"b", "f.fgb: feature 2: the file is cut short (EOF): download or export the file again",
		}},
		{"a feature of 3 GB", sized(start, 3_000_000_000), []string{
			"f.fgb: feature 1: its size is said to be 3000000000 bytes, over 512 MiB: export the file again",
		}},
		{"a feature of 500 MB", sized(start, 500_000_000), []string{fmt.Sprintf(
			"f.fgb: feature 1: the file is cut short (unexpected EOF: %d of its 500000000 bytes are there): download or export the file again",
			len(whole)-start-4,
		)}},
		{"a header of 3 GB", sized(8, 3_000_000_000), []string{
			"f.fgb: the header: its size is said to be 3000000000 bytes, over 512 MiB: export the file again",
		}},
		{"a header of nothing", sized(8, 0), []string{
			"f.fgb: its header cannot be read: its FlatBuffer is broken: export the file again",
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			got := outcome(test.data)
			runtime.ReadMemStats(&after)
			if strings.Join(got, "\n") != strings.Join(test.want, "\n") {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
			if used := after.TotalAlloc - before.TotalAlloc; used > 1<<20 {
				t.Errorf("%d bytes of memory for a file of %d", used, len(test.data))
			}
		})
	}
}

func TestAFeatureThatCannotBeDecodedIsNamed(t *testing.T) {
	features := squares("a", "b", "c")
	whole := written(t, format.SchemaOf("l", features), features...) // in the order c, b, a or its reverse
	codes := outcome(whole)
	for _, test := range []struct {
		name   string
		damage func(feature []byte)
		want   string
	}{
		{"a root that is outside", func(f []byte) { binary.LittleEndian.PutUint32(f, 1<<31) }, ": its FlatBuffer is broken"},
		{"a column that is not there", func(f []byte) {
			f[bytes.Index(f, []byte("Nom"))-6] = 9 // the number of the column, then the length
		}, " (%s): its FlatBuffer is broken"},
		{"a name longer than the feature", func(f []byte) {
			binary.LittleEndian.PutUint32(f[bytes.Index(f, []byte("Nom"))-4:], 1<<30)
		}, ` (%s): the value of its column "nom" cannot be read`},
		{"a place off the globe", func(f []byte) {
			at := bytes.Index(f, binary.LittleEndian.AppendUint64(nil, math.Float64bits(geo.Point{Y: 5}.Lat())))
			binary.LittleEndian.PutUint64(f[at:], math.Float64bits(1e8))
		}, " (%s): position ("},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := memory(bytes.Clone(whole))
			start := featureStart(t, m)
			size := int(binary.LittleEndian.Uint32(m[start:]))
			test.damage(m[start+4:][:size])
			got := outcome(m)
			want := test.want
			if strings.Contains(want, "%s") {
				want = fmt.Sprintf(want, codes[0])
			}
			if len(got) != 3 || !strings.HasPrefix(got[0], "f.fgb: feature 1"+want) {
				t.Fatalf("got %q, want %q", got, want)
			}
			if got[1] != codes[1] || got[2] != codes[2] {
				t.Errorf("after it come %q, want %q", got[1:], codes[1:])
			}
		})
	}
}

// bomb is a feature of many parts that are one and the same: its points are told thousands of times, and lie there once.
func bomb(parts, points int) []byte {
	b := flatbuffers.NewBuilder(0)
	flat.GeometryStartXyVector(b, 2*points)
	for range 2 * points {
		b.PrependFloat64(1)
	}
	xy := b.EndVector(2 * points)
	flat.GeometryStart(b)
	flat.GeometryAddXy(b, xy)
	part := flat.GeometryEnd(b)
	flat.GeometryStartPartsVector(b, parts)
	for range parts {
		b.PrependUOffsetT(part)
	}
	vector := b.EndVector(parts)
	flat.GeometryStart(b)
	flat.GeometryAddType(b, flat.GeometryTypeMultiPolygon)
	flat.GeometryAddParts(b, vector)
	geometry := flat.GeometryEnd(b)
	flat.FeatureStart(b)
	flat.FeatureAddGeometry(b, geometry)
	b.FinishSizePrefixed(flat.FeatureEnd(b))
	return b.FinishedBytes()
}

func TestPartsThatShareTheirPointsAreRefused(t *testing.T) {
	empty := written(t, format.Schema{})
	got := outcome(append(bytes.Clone(empty), bomb(10_000, 10_000)...))
	want := "f.fgb: feature 1: its FlatBuffer is broken: export the file again"
	if len(got) != 1 || got[0] != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := outcome(append(bytes.Clone(empty), bomb(1, 10_000)...)); len(got) != 1 || got[0] != "" {
		t.Errorf("one part alone gives %q", got)
	}
}

func TestACountThatNoFileHasIsNotBelieved(t *testing.T) {
	header := func(features uint64, node uint16) memory {
		b := flatbuffers.NewBuilder(0)
		flat.HeaderStart(b)
		flat.HeaderAddFeaturesCount(b, features)
		flat.HeaderAddIndexNodeSize(b, node)
		b.FinishSizePrefixed(flat.HeaderEnd(b))
		return append([]byte(magic), b.FinishedBytes()...)
	}
	for _, test := range []struct {
		name string
		data memory
		want string
	}{
		{"more than there are numbers", header(1<<64-1, 16), "f.fgb: its header tells an index that cannot be: export the file again"},
		{"an index longer than any disk", header(1<<60, 16), "f.fgb: its header tells 1152921504606846976 features: export the file again"},
		{"an index longer than the file", header(1<<40, 16), "f.fgb: the index: the file is cut short (EOF): download or export the file again"},
		{"a tree of one branch", header(5, 1), "f.fgb: its header tells an index that cannot be: export the file again"},
		{"no index", header(1<<60, 0), "f.fgb: feature 1: the file is cut short (EOF): download or export the file again"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := outcome(test.data); len(got) != 1 || got[0] != test.want {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}
