package source

import (
	"bytes"
	"encoding/binary"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"perimetre/internal/archives"
)

func TestArchivesThatAreNotToBeTrustedAreRefused(t *testing.T) {
	entry := func(name string) []archives.Entry { return []archives.Entry{{Name: name, Bytes: []byte("x")}} }
	for _, test := range []struct {
		name    string
		entries []archives.Entry
		want    string
	}{
		{"a name that climbs", entry("../../etc/passwd"), `member "../../etc/passwd" climbs out of the archive`},
		{"a name that climbs from within", entry("a/../../b"), `member "a/../../b" climbs out of the archive`},
		{"an absolute name", entry("/etc/passwd"), `member "/etc/passwd" has an absolute path`},
		{"a name that climbs by backslashes", entry(`a\..\..\b`), `member "a\\..\\..\\b" climbs out of the archive`},
		{"an absolute name of a share", entry(`\\server\a`), `member "\\\\server\\a" has an absolute path`},
		{"a name twice, once by backslashes", append(entry("a/b.csv"), entry(`a\b.csv`)...), `members "a/b.csv" and "a\\b.csv" have the same name`},
		{"a drive letter", entry("C:a.csv"), `member "C:a.csv" has a drive letter`},
		{"a control character", entry("a\x1b[2J.csv"), "has a control character"},
		{"a name too long for a disk", entry(strings.Repeat("a", 256)), "has a name over 255 bytes"},
		{"no name", entry(""), `member "" has no name`},
		{"a link", []archives.Entry{{Name: "a", Bytes: []byte("/etc/passwd"), Mode: fs.ModeSymlink}}, `member "a" is a link`},
		{"a device", []archives.Entry{{Name: "a", Mode: fs.ModeDevice}}, `member "a" is a device`},
		{"a name twice", append(entry("A.csv"), entry("a.csv")...), `members "A.csv" and "a.csv" have the same name: remove one`},
		{"no file", []archives.Entry{{Name: "a/", Mode: fs.ModeDir}}, "there is no file in the archive"},
		{"nothing", nil, "there is no file in the archive"},
		{"too many members", append(entry("a"), append(entry("b"), append(entry("c"), entry("d")...)...)...), "over 3"},
	} {
		for kind, path := range containers(t, test.entries...) {
			t.Run(kind+" with "+test.name, func(t *testing.T) {
				b, err := OpenBundle(path, Limits{Members: 3})
				if err == nil {
					t.Fatal("it is opened", b.Close())
				}
				if !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), filepath.Base(path)) {
					t.Errorf("error %v, want one that names the archive and says %q", err, test.want)
				}
			})
		}
	}
}

func TestWhatUnpacksToTooMuchIsStopped(t *testing.T) {
	zeros := make([]byte, 4<<20) // that zip packs a thousand times
	bomb := map[string]string{
		"zip":  write(t, "bomb.zip", archives.Zip(t, archives.Entry{Name: "a.csv", Bytes: zeros}, archives.Entry{Name: "b.csv", Bytes: zeros[:10]})),
		"gzip": write(t, "bomb.csv.gz", pack(t, zeros)),
	}
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "a.csv"), zeros, 0o600); err != nil {
		t.Fatal(err)
	}
	bomb["7z"] = write(t, "bomb.7z", archives.Pack(t, folder, "-mx=1"))
	for kind, path := range bomb {
		for _, test := range []struct {
			limits Limits
			want   string
		}{
			{Limits{Member: 1 << 20}, "it unpacks to more than 1 MiB: if you trust it, unpack it by hand"},
			{Limits{Total: 2 << 20}, "it unpacks to more than 2 MiB"},
			{Limits{ratioFrom: 2 << 20}, "unpacks to more than 200 times its size"},
		} {
			t.Run(kind+" "+test.want, func(t *testing.T) {
				b := openBundle(t, path, test.limits)
				in := b.Input(b.Members()[0])
				_, err := in.Path()
				if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "bomb.") {
					t.Errorf("error %v, want one that says %q", err, test.want)
				}
				left := 0
				_ = filepath.WalkDir(os.TempDir(), func(_ string, entry fs.DirEntry, err error) error {
					if err == nil && !entry.IsDir() {
						left++
					}
					return nil
				})
				if left > 0 {
					t.Errorf("%d files are left", left)
				}
				if kind != "gzip" {
					return
				}
				r, err := in.Open()
				if err != nil {
					t.Fatal(err)
				}
				defer r.Close()
				n, err := io.Copy(io.Discard, r)
				if err == nil || !strings.Contains(err.Error(), test.want) || n > 3<<20 {
					t.Errorf("%d bytes are read, then %v", n, err)
				}
			})
		}
	}
}

func TestAZipThatLiesAboutASizeIsAnError(t *testing.T) {
	raw := archives.Zip(t, archives.Entry{Name: "a.csv", Bytes: noise()})
	directory := bytes.LastIndex(raw, []byte("PK\x01\x02"))
	binary.LittleEndian.PutUint32(raw[directory+24:], 10) // APPNOTE.TXT, section 4.3.12: uncompressed size
	b := openBundle(t, write(t, "a.zip", raw), Limits{})
	_, err := b.Input(b.Members()[0]).Open()
	if err == nil || !strings.Contains(err.Error(), `a.zip: member "a.csv": the zip archive is damaged: download it again`) {
		t.Errorf("error %v", err)
	}
}

func TestDamagedArchivesAreErrors(t *testing.T) {
	for kind, path := range containers(t, archives.Entry{Name: "a.csv", Bytes: noise()}) {
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		altered := bytes.Clone(raw)
		altered[len(raw)/2] ^= 0x10
		for name, damaged := range map[string][]byte{"cut": raw[:len(raw)/2], "altered": altered} {
			t.Run(kind+" "+name, func(t *testing.T) {
				t.Setenv("TMPDIR", t.TempDir())
				b, err := OpenBundle(write(t, "a.bin", damaged), Limits{})
				if err == nil {
					_, err = b.Input(b.Members()[0]).Open()
					if closing := b.Close(); closing != nil {
						t.Error(closing)
					}
				}
				if err == nil || !strings.Contains(err.Error(), "download it again") || !strings.Contains(err.Error(), "a.bin") {
					t.Errorf("error %v, want one that names a.bin and says to download it again", err)
				}
			})
		}
	}
}

func TestAClosedBundleUnpacksNothing(t *testing.T) {
	for kind, path := range containers(t, delivered()...) {
		t.Run(kind, func(t *testing.T) {
			t.Setenv("TMPDIR", t.TempDir())
			b, err := OpenBundle(path, Limits{})
			if err != nil {
				t.Fatal(err)
			}
			if err := b.Close(); err != nil {
				t.Fatal(err)
			}
			if _, err := b.Input(b.Members()[0]).Open(); err == nil {
				t.Error("a member is opened")
			}
			if left, _ := os.ReadDir(os.TempDir()); len(left) > 0 {
				t.Errorf("%v is left", left)
			}
		})
	}
}

func TestABundleIsAFile(t *testing.T) {
	if _, err := OpenBundle(filepath.Join(t.TempDir(), "missing.7z"), Limits{}); err == nil || !strings.Contains(err.Error(), "check the path") {
		t.Errorf("a missing file gives %v", err)
	}
	if _, err := OpenBundle(t.TempDir(), Limits{}); err == nil || !strings.Contains(err.Error(), "is a folder: give the path of a file") {
		t.Errorf("a folder gives %v", err)
	}
}

func FuzzOpenBundle(f *testing.F) {
	f.Add(archives.Zip(f, delivered()...))
	f.Add(archives.SevenZip(delivered()...))
	f.Add([]byte("\x1f\x8b\x08\x00"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		b := openBundleOrNil(t, raw)
		if b == nil {
			return
		}
		for _, m := range b.Members() {
			path, err := b.Input(m).Path()
			if err == nil && path != b.path && !strings.HasPrefix(path, b.folder+string(filepath.Separator)) {
				t.Errorf("%q is unpacked to %s", m.Name, path)
			}
		}
		if b.total > 1<<20+1<<16 {
			t.Errorf("%d bytes were unpacked", b.total)
		}
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	})
}

func openBundleOrNil(t *testing.T, raw []byte) *Bundle {
	t.Helper()
	b, err := OpenBundle(write(t, "a.bin", raw), Limits{Total: 1 << 20, Members: 50})
	if err != nil {
		return nil
	}
	return b
}
