// Package archives makes zip and 7z archives for tests: sound ones, and such as no good program writes.
//
// [Zip] and [SevenZip] lay an archive out entry by entry, and let an entry lie about itself; [Pack] has 7-Zip pack a folder.
//
// It is not a packer: SevenZip stores bytes as they are.
package archives

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"unicode/utf16"
)

// Entry is one entry of an archive. A Mode of 0 is a plain file.
type Entry struct {
	Name  string
	Bytes []byte
	Mode  fs.FileMode
}

// Zip makes a zip archive, packed by Deflate.
func Zip(t testing.TB, entries ...Entry) []byte {
	t.Helper()
	var archive bytes.Buffer
	w := zip.NewWriter(&archive)
	for _, e := range entries {
		header := &zip.FileHeader{Name: e.Name, Method: zip.Deflate}
		if e.Mode != 0 {
			header.SetMode(e.Mode)
		}
		part, err := w.CreateHeader(header)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write(e.Bytes); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return archive.Bytes()
}

// SevenZip makes a 7z archive: all files in one folder, stored as they are. A folder has the mode fs.ModeDir.
func SevenZip(entries ...Entry) []byte {
	var packed []byte
	var sizes, sums, names, attributes []byte
	empty := make([]byte, (len(entries)+7)/8)     // entries without bytes
	emptyFile := make([]byte, (len(entries)+7)/8) // those of them that are no folder
	files, none := 0, 0
	for i, e := range entries {
		if e.Mode.IsDir() || len(e.Bytes) == 0 {
			empty[i/8] |= 0x80 >> (i % 8)
			if !e.Mode.IsDir() {
				emptyFile[none/8] |= 0x80 >> (none % 8)
			}
			none++
		} else {
			packed = append(packed, e.Bytes...)
			sizes = append(sizes, number(len(e.Bytes))...)
			sums = binary.LittleEndian.AppendUint32(sums, crc32.ChecksumIEEE(e.Bytes))
			files++
		}
		for _, unit := range utf16.Encode([]rune(e.Name + "\x00")) {
			names = binary.LittleEndian.AppendUint16(names, unit)
		}
		attributes = binary.LittleEndian.AppendUint32(attributes, unix(e.Mode))
	}
	h := []byte{0x01}
	if files > 0 {
		h = append(h, 0x04, 0x06)
		h = append(h, number(0)...)
		h = append(h, 1, 0x09)
		h = append(h, number(len(packed))...)
		h = append(h, 0x00, 0x07, 0x0b, 1, 0, 1, 0x01, 0x00, 0x0c)
		h = append(h, number(len(packed))...)
		h = append(h, 0x00, 0x08, 0x0d)
		h = append(h, number(files)...)
		h = append(h, 0x09)
		h = append(h, withoutLast(sizes, files)...)
		h = append(h, 0x0a, 1)
		h = append(h, sums...)
		h = append(h, 0x00, 0x00)
	}
	h = append(h, 0x05)
	h = append(h, number(len(entries))...)
	h = append(h, property(0x0e, empty)...)
	h = append(h, property(0x0f, emptyFile[:(none+7)/8])...)
	h = append(h, property(0x11, append([]byte{0}, names...))...)
	h = append(h, property(0x15, append([]byte{1, 0}, attributes...))...)
	h = append(h, 0x00, 0x00)
	return Framed(packed, h)
}

// Framed makes a 7z archive of what comes after its first bytes, and a header.
func Framed(packed, header []byte) []byte {
	start := make([]byte, 20)
	binary.LittleEndian.PutUint64(start, uint64(len(packed)))
	binary.LittleEndian.PutUint64(start[8:], uint64(len(header)))
	binary.LittleEndian.PutUint32(start[16:], crc32.ChecksumIEEE(header))
	archive := []byte("7z\xbc\xaf\x27\x1c\x00\x04")
	archive = binary.LittleEndian.AppendUint32(archive, crc32.ChecksumIEEE(start))
	archive = append(archive, start...)
	archive = append(archive, packed...)
	return append(archive, header...)
}

// number writes a NUMBER of 7zFormat.txt, nine bytes whatever it is.
func number(n int) []byte { return binary.LittleEndian.AppendUint64([]byte{0xff}, uint64(n)) }

// withoutLast leaves the last of n numbers out, as the format does.
func withoutLast(numbers []byte, n int) []byte { return numbers[:len(numbers)/n*(n-1)] }

func property(id byte, value []byte) []byte {
	return append(append([]byte{id}, number(len(value))...), value...)
}

// unix gives the attributes of an entry that a Unix system packed.
func unix(mode fs.FileMode) uint32 {
	kind := uint32(0o100000)
	switch {
	case mode.IsDir():
		kind = 0o040000
	case mode&fs.ModeSymlink != 0:
		kind = 0o120000
	case mode&fs.ModeDevice != 0:
		kind = 0o060000
	}
	return (kind|uint32(mode.Perm()))<<16 | 0x8000
}

// Pack has 7-Zip pack a folder, whose own name is left out, with options (-m0=LZMA…), and gives the bytes of the archive. Where
// 7-Zip is not installed the test is skipped aloud; where CI=true that is a failure.
func Pack(t testing.TB, folder string, options ...string) []byte {
	t.Helper()
	program, err := exec.LookPath("7z")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("7-Zip is required where CI=true, apt-get install p7zip-full: %v", err)
		}
		t.Skipf("no 7-Zip, apt-get install p7zip-full: %v", err)
	}
	to := filepath.Join(t.TempDir(), "packed.7z")
	cmd := exec.Command(program, append(append([]string{"a", "-bd", "-y"}, options...), to, ".")...)
	cmd.Dir = folder
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("7z: %v\n%s", err, said)
	}
	archive, err := os.ReadFile(to)
	if err != nil {
		t.Fatal(err)
	}
	return archive
}
