package sevenzip

import (
	"bytes"
	"encoding/binary"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"perimetre/internal/archives"
)

// text packs well, but not to nothing.
func text(n int) string {
	random := rand.New(rand.NewPCG(1, 2))
	var s strings.Builder
	for s.Len() < n {
		s.WriteString([]string{"commune;", "canton;", "région;", "01001\n"}[random.IntN(4)])
	}
	return s.String()
}

// country is a folder with files in the layout that IGN delivers.
func country() map[string]string {
	return map[string]string{
		"ADMIN-EXPRESS/1_DONNEES/FRA/COMMUNE.shp": text(200_000),
		"ADMIN-EXPRESS/1_DONNEES/FRA/COMMUNE.dbf": text(50_000),
		"ADMIN-EXPRESS/1_DONNEES/FRA/EPCI.shp":    text(80_000),
		"ADMIN-EXPRESS/LISEZ-MOI été.txt":         "Licence Ouverte",
		"ADMIN-EXPRESS/empty.txt":                 "",
	}
}

func pack(t *testing.T, files map[string]string, options ...string) []byte {
	t.Helper()
	folder := t.TempDir()
	for name, content := range files {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return archives.Pack(t, folder, options...)
}

// unpackAll gives the content of each file by its name.
func unpackAll(raw []byte) (map[string]string, error) {
	a, err := Open(bytes.NewReader(raw), int64(len(raw)), 1000)
	if err != nil {
		return nil, err
	}
	files := map[string]string{}
	err = a.Unpack(func(i int) bool { return !a.Files[i].Mode.IsDir() }, func(i int, r io.Reader) error {
		content, err := io.ReadAll(r)
		files[a.Files[i].Name] = string(content)
		return err
	})
	return files, err
}

func TestWhatSevenZipPacksIsReadBack(t *testing.T) {
	for _, test := range []struct {
		name    string
		options []string
	}{
		{"LZMA2, all files in one stream", []string{"-m0=LZMA2"}},
		{"LZMA2 on several threads", []string{"-m0=LZMA2", "-mmt=2", "-mx=1"}},
		{"LZMA", []string{"-m0=LZMA"}},
		{"LZMA with a dictionary of 1 GiB, which the files do not fill", []string{"-m0=LZMA:d=30", "-mmt=1", "-mx=1"}},
		{"each file in a stream of its own", []string{"-ms=off"}},
		{"a header that is not packed", []string{"-mhc=off"}},
		{"Deflate", []string{"-m0=Deflate"}},
		{"BZip2", []string{"-m0=BZip2"}},
		{"files as they are", []string{"-m0=Copy"}},
		{"no times", []string{"-mtm=off"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := unpackAll(pack(t, country(), test.options...))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(country(), got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWhatIsNotReadIsTold(t *testing.T) {
	for _, test := range []struct {
		name    string
		options []string
		want    string
	}{
		{"a password", []string{"-psecret"}, "is encrypted: give one without a password"},
		{"a password on the names too", []string{"-psecret", "-mhe=on"}, "is encrypted: give one without a password"},
		{"PPMd", []string{"-m0=PPMd"}, "takes PPMd, which is not read: pack the files again (7z a -m0=LZMA2)"},
		{"a filter for programs", []string{"-mf=BCJ2"}, "takes a filter for programs (BCJ2), which is not read"},
		{"another filter", []string{"-mf=Delta:4"}, "takes method 03, which is not read"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := unpackAll(pack(t, country(), test.options...))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want one that says %q", err, test.want)
			}
		})
	}
}

func entries() []archives.Entry {
	return []archives.Entry{
		{Name: "a", Mode: fs.ModeDir},
		{Name: "a/b.csv", Bytes: []byte("one")},
		{Name: "a/empty"},
		{Name: "a/link", Bytes: []byte("b.csv"), Mode: fs.ModeSymlink},
		{Name: "a/disk", Mode: fs.ModeDevice},
		{Name: "c.csv", Bytes: []byte("three")},
	}
}

func TestEntriesKeepTheirKind(t *testing.T) {
	raw := archives.SevenZip(entries()...)
	a, err := Open(bytes.NewReader(raw), int64(len(raw)), 1000)
	if err != nil {
		t.Fatal(err)
	}
	type file struct {
		Name string
		Size int64
		Mode fs.FileMode
	}
	var got []file
	for _, f := range a.Files {
		got = append(got, file{f.Name, f.Size, f.Mode.Type()})
	}
	want := []file{
		{"a", 0, fs.ModeDir},
		{"a/b.csv", 3, 0},
		{"a/empty", 0, 0},
		{"a/link", 5, fs.ModeSymlink},
		{"a/disk", 0, fs.ModeDevice},
		{"c.csv", 5, 0},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAnArchiveThatIsCutOrAlteredNeverGivesOtherBytes(t *testing.T) {
	whole := archives.SevenZip(entries()...)
	want, err := unpackAll(whole)
	if err != nil {
		t.Fatal(err)
	}
	for n := range whole {
		if _, err := unpackAll(whole[:n]); err == nil {
			t.Errorf("cut after %d bytes it is read", n)
		}
		altered := bytes.Clone(whole)
		altered[n] ^= 0x40
		got, err := unpackAll(altered)
		if err == nil && !cmp.Equal(got, want) {
			t.Errorf("with byte %d altered it gives %q", n, got)
		}
	}
}

func TestOnlyWhatLiesBeforeTheLastWantedFileIsRead(t *testing.T) {
	raw := archives.SevenZip(
		archives.Entry{Name: "a", Bytes: make([]byte, 1000)}, archives.Entry{Name: "b", Bytes: make([]byte, 50<<20)})
	counted := &counter{ReaderAt: bytes.NewReader(raw)}
	a, err := Open(counted, int64(len(raw)), 1000)
	if err != nil {
		t.Fatal(err)
	}
	err = a.Unpack(func(i int) bool { return i == 0 }, func(int, io.Reader) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	if counted.read > 1<<20 {
		t.Errorf("%d bytes were read for the first thousand", counted.read)
	}
}

type counter struct {
	io.ReaderAt
	read int
}

func (c *counter) ReadAt(p []byte, at int64) (int, error) {
	n, err := c.ReaderAt.ReadAt(p, at)
	c.read += n
	return n, err
}

// TestMemoryFollowsTheBytes has a header of a few bytes claim billions of things.
func TestMemoryFollowsTheBytes(t *testing.T) {
	many := binary.LittleEndian.AppendUint32([]byte{0xf0}, 1<<32-1)
	header := func(parts ...[]byte) []byte { return bytes.Join(parts, nil) }
	for _, test := range []struct {
		name   string
		header []byte
	}{
		{"packed streams with sums", header([]byte{1, 4, 6, 0}, many, []byte{0x0a, 1})},
		{"folders", header([]byte{1, 4, 7, 0x0b}, many, []byte{0})},
		{"coders", header([]byte{1, 4, 7, 0x0b, 1, 0}, many)},
		{"properties", header([]byte{1, 4, 7, 0x0b, 1, 0, 1, 0x21, 0x21}, many)},
		{"outputs", header([]byte{1, 4, 7, 0x0b, 1, 0, 1, 0x11, 0x21}, many, many)},
		{"files", header([]byte{1, 5}, many)},
		{"files in a folder", header([]byte{1, 4, 7, 0x0b, 1, 0, 1, 1, 0, 0x0c, 8, 0, 8, 0x0d}, many, []byte{9})},
		{"a packed header of an exabyte", header([]byte{0x17, 6, 0, 1, 9, 4, 0, 7, 0x0b, 1, 0, 1, 1, 0, 0x0c, 0xfe, 1, 1, 1, 1, 1, 1, 1, 0, 0})},
	} {
		t.Run(test.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := unpackAll(archives.Framed([]byte("data"), test.header))
			runtime.ReadMemStats(&after)
			if err == nil || !strings.Contains(err.Error(), "download it again") {
				t.Errorf("error %v, want one that says to download the archive again", err)
			}
			if got := after.TotalAlloc - before.TotalAlloc; got > 1<<20 {
				t.Errorf("%d bytes were allocated for %d", got, len(test.header))
			}
		})
	}
}

func TestADictionaryOverTheLimitIsRefused(t *testing.T) {
	f := folder{
		coders: []coder{{method: "\x21", properties: []byte{40}}}, sizes: []int64{1 << 40}, packed: 1,
	}
	_, err := f.open(strings.NewReader("\x00"))
	if err == nil || !strings.Contains(err.Error(), "dictionary of 4096 MiB, over 512") {
		t.Errorf("error %v", err)
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(archives.SevenZip(entries()...))
	f.Add(archives.SevenZip())
	f.Add(archives.Framed(nil, nil))
	f.Fuzz(func(t *testing.T, raw []byte) {
		a, err := Open(bytes.NewReader(raw), int64(len(raw)), 100)
		if err != nil {
			return
		}
		_ = a.Unpack(func(int) bool { return true }, func(i int, r io.Reader) error {
			n, err := io.Copy(io.Discard, io.LimitReader(r, 1<<20))
			if n > a.Files[i].Size {
				t.Errorf("%d bytes out of a file of %d", n, a.Files[i].Size)
			}
			if err == nil && n == 1<<20 {
				return io.ErrShortBuffer
			}
			return err
		})
	})
}

// FuzzHeader reads headers behind a checksum that is right, which FuzzOpen would hardly find.
func FuzzHeader(f *testing.F) {
	whole := archives.SevenZip(entries()...)
	f.Add([]byte("onethree"), whole[signatureSize+len("oneb.csvthree"):])
	f.Add([]byte{0, 0, 0}, []byte{0x17, 6, 0, 1, 9, 3, 0, 7, 0x0b, 1, 0, 1, 0x21, 0x21, 1, 8, 0x0c, 10, 0, 0})
	f.Fuzz(func(t *testing.T, packed, header []byte) {
		raw := archives.Framed(packed, header)
		a, err := Open(bytes.NewReader(raw), int64(len(raw)), 100)
		if err != nil {
			return
		}
		if len(a.Files) > 100 {
			t.Errorf("%d files", len(a.Files))
		}
		_ = a.Unpack(func(i int) bool { return a.Files[i].Size < 1<<20 }, func(_ int, r io.Reader) error {
			_, err := io.Copy(io.Discard, r)
			return err
		})
	})
}
