package source

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"perimetre/internal/race"
	"perimetre/internal/shared"
)

// noise is text that gzip cannot pack much, so that a packed file is longer than any buffer.
func noise() []byte {
	random := rand.New(rand.NewPCG(1, 2))
	text := make([]byte, 300_000)
	for i := range text {
		text[i] = byte(random.Uint32())
	}
	return text
}

func pack(t *testing.T, text []byte) []byte {
	t.Helper()
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := w.Write(text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return packed.Bytes()
}

func write(t *testing.T, name string, raw []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func openHashed(t *testing.T, path string) *Hashed {
	t.Helper()
	f, err := OpenHashed(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	return f
}

func TestFileGivesUnpackedBytesAndHashesRawOnes(t *testing.T) {
	text := noise()
	packed := pack(t, text)
	for _, test := range []struct {
		name, file string
		raw, want  []byte
	}{
		{"a plain file is given as it is", "a.csv", text, text},
		{"a gzip file is unpacked", "a.csv.gz", packed, text},
		{"a gzip file is known by its bytes whatever its name", "a.csv", packed, text},
		{"a plain file named gz is plain", "a.csv.gz", []byte("a,b\n"), []byte("a,b\n")},
		{"two gzip streams in a row are one file", "a.gz", append(pack(t, []byte("a")), pack(t, []byte("b"))...), []byte("ab")},
		{"an empty file has no bytes", "a.csv", nil, nil},
		{"a file of one byte is plain", "a.csv", []byte{0x1f}, []byte{0x1f}},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := openHashed(t, write(t, test.file, test.raw))
			got, err := io.ReadAll(f)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, test.want) {
				t.Errorf("read %d bytes that differ from the %d wanted", len(got), len(test.want))
			}
			if f.Name() != test.file {
				t.Errorf("name %q, want %q", f.Name(), test.file)
			}
			if read, total := f.Progress(); read != int64(len(test.raw)) || total != read {
				t.Errorf("progress %d of %d, want %d of the same", read, total, len(test.raw))
			}
			checkSHA256(t, f, test.raw)
		})
	}
}

func TestSHA256HashesWhatWasNotRead(t *testing.T) {
	for _, raw := range [][]byte{noise(), pack(t, noise())} {
		f := openHashed(t, write(t, "a", raw))
		if _, err := io.ReadFull(f, make([]byte, 10)); err != nil {
			t.Fatal(err)
		}
		if read, total := f.Progress(); read <= 0 || read >= total {
			t.Errorf("progress %d of %d after ten bytes, want a part", read, total)
		}
		checkSHA256(t, f, raw)
	}
}

func checkSHA256(t *testing.T, f *Hashed, raw []byte) {
	t.Helper()
	sum := sha256.Sum256(raw)
	for range 2 { // asking twice gives the same
		got, err := f.SHA256()
		if err != nil {
			t.Fatal(err)
		}
		if want := hex.EncodeToString(sum[:]); got != want {
			t.Errorf("sha256 %s, want %s", got, want)
		}
	}
}

func TestGzipThatIsNotWholeIsAnError(t *testing.T) {
	packed := pack(t, noise())
	damaged := bytes.Clone(packed)
	damaged[len(damaged)-8] ^= 1 // the checksum
	for _, test := range []struct {
		name, want string
		raw        []byte
	}{
		{"cut in its header", "the gzip stream ends early: download the file again", packed[:5]},
		{"cut in its middle", "the gzip stream ends early: download the file again", packed[:200_000]},
		{"cut in its trailer", "the gzip stream ends early: download the file again", packed[:len(packed)-3]},
		{"with a wrong checksum", "the gzip stream is damaged: download the file again", damaged},
		{"followed by something else", "the gzip stream is damaged: download the file again", append(bytes.Clone(packed), "something else"...)},
		{"with a wrong block", "the gzip stream cannot be read: download the file again", append(bytes.Clone(packed[:10]), 0xff, 0xff)},
	} {
		t.Run(test.name, func(t *testing.T) {
			f, err := Open(write(t, "a.geojson.gz", test.raw))
			if err == nil {
				_, err = io.ReadAll(f)
				if closing := f.Close(); closing != nil {
					t.Error(closing)
				}
			}
			if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "a.geojson.gz") {
				t.Errorf("error %v, want one that names a.geojson.gz and says %q", err, test.want)
			}
		})
	}
}

func TestOpenRefusesWhatIsNotAFile(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "missing.csv")
	if _, err := Open(missing); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "check the path") {
		t.Errorf("a missing file gives %v", err)
	}
	if _, err := Open(t.TempDir()); err == nil || !strings.Contains(err.Error(), "is a folder: give the path of a file") {
		t.Errorf("a folder gives %v", err)
	}
}

func TestRealFileIsUnpacked(t *testing.T) {
	race.LeaveOut(t)
	f := openHashed(t, shared.File(t, "communes-2018.geojsonl.gz"))
	n, err := io.Copy(io.Discard, f)
	if err != nil {
		t.Fatal(err)
	}
	if read, total := f.Progress(); read != total || n < 3*total {
		t.Errorf("unpacked %d bytes out of %d of %d", n, read, total)
	}
}
