package geojson

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"perimetre/geo"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// outcome is what a reading gives, as texts.
func outcome(features geo.Features) (texts []string) {
	for f, err := range features {
		if err != nil {
			texts = append(texts, fmt.Sprintf("%T %v", err, err))
		} else {
			texts = append(texts, string(AppendFeature(nil, f)))
		}
	}
	return texts
}

// oneByOne reads a text feature by feature, in one goroutine.
func oneByOne(r io.Reader, limit int) geo.Features {
	return func(yield func(geo.Feature, error) bool) {
		texts := newFramer(r, 1, limit)
		b := newBatch()
		var err error
		for err == nil {
			err = texts.fill(b)
			b.parse(&parser{}, "f.geojson")
			if !b.give(yield) {
				return
			}
		}
		if !errors.Is(err, io.EOF) {
			yield(geo.Feature{}, reading{limit: limit}.textError("f.geojson", texts.count, err))
		}
	}
}

func TestWorkersAndBuffersChangeNoResult(t *testing.T) {
	parts := []string{
		feature("a", triangle), feature("b", onePoint), feature("c", prettyPoint), `{"type":"Feature","id":[]}`, triangle, "7", "[]",
		`{"type":"Feature","properties":{"n":"` + strings.Repeat("é}", 40) + `"},"geometry":null}`, feature("d", triangle)[:60], "]", "{", `"`,
		`{"type":"Feature","properties":{"insee":"e","other":1}}`,
	}
	rapid.Check(t, func(t *rapid.T) {
		features := rapid.SliceOfN(rapid.SampledFrom(parts), 0, 40).Draw(t, "features")
		frame := rapid.SampledFrom([][3]string{
			{`{"features":[`, ",", "]}"}, {`{"features":[`, " ,\n", "]"}, {"", "\n", ""}, {"\x1e", "\n\x1e", "\n"}, {"", "", ""},
		}).Draw(t, "frame")
		text := frame[0] + strings.Join(features, frame[1]) + frame[2]
		open := func() io.Reader { return strings.NewReader(text) }
		if rapid.Bool().Draw(t, "broken") {
			broken := errors.New("broken")
			open = func() io.Reader { return io.MultiReader(strings.NewReader(text), errorReader{broken}) }
		}
		limit := rapid.SampledFrom([]int{64, 1 << 20}).Draw(t, "limit")
		want := outcome(oneByOne(open(), limit))
		got := outcome(reading{
			workers: rapid.IntRange(1, 4).Draw(t, "workers"),
			buffer:  rapid.IntRange(1, 300).Draw(t, "buffer"),
			limit:   limit,
		}.features(open(), "f.geojson"))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
	})
}

type errorReader struct{ err error }

func (r errorReader) Read([]byte) (int, error) { return 0, r.err }

func TestReadingLeavesNoGoroutine(t *testing.T) {
	text := strings.Repeat(feature("a", triangle)+"\n", 20_000)
	for _, test := range []struct {
		name  string
		text  string
		stop  int // how many times the loop goes round before it is left; 0 when it goes to the end
		fails bool
	}{
		{"when it is stopped at once", text, 1, false},
		{"when it is stopped on the way", text, 7_000, false},
		{"when it is stopped at the last feature", text, 20_000, false},
		{"when it goes to the end", text, 0, false},
		{"when it goes to an error", text + "{", 0, true},
		{"when it is stopped at the error", `{"features":[` + strings.ReplaceAll(text, "\n", ","), 20_001, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			before := runtime.NumGoroutine()
			count, failed := 0, false
			for _, err := range Read(strings.NewReader(test.text), "f.geojson") {
				failed = failed || err != nil
				if count++; count == test.stop {
					break
				}
			}
			if test.stop > 0 && count != test.stop || failed != test.fails {
				t.Errorf("%d features, with an error: %v", count, failed)
			}
			// A goroutine that said that it is done may not have been taken away yet.
			for deadline := time.Now().Add(5 * time.Second); runtime.NumGoroutine() > before; runtime.Gosched() {
				if time.Now().After(deadline) {
					t.Fatalf("%d goroutines before, %d after", before, runtime.NumGoroutine())
				}
			}
		})
	}
}

func TestReadingAheadIsBounded(t *testing.T) {
	for _, test := range []struct {
		name    string
		feature string
		most    int // bytes
	}{
		{"by some buffers when features are small", feature("a", triangle) + "\n", 8 << 10},
		{"by some features when they are larger than all buffers", feature(strings.Repeat("a", 100<<10), "null") + "\n", 500 << 10},
	} {
		t.Run(test.name, func(t *testing.T) {
			text := strings.NewReader(strings.Repeat(test.feature, 1+(4<<20)/len(test.feature)))
			given := 0
			for _, err := range (reading{workers: 1, buffer: 1024, limit: 1 << 20}).features(text, "f.geojson") {
				if err != nil {
					t.Fatal(err)
				}
				given += len(test.feature)
				if ahead := int(text.Size()) - text.Len() - given; ahead > test.most {
					t.Fatalf("%d bytes are read ahead", ahead)
				}
			}
		})
	}
}
