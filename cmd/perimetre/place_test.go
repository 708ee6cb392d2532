package main

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func says(text string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	}
}

// umask sets the umask of the process until the test ends.
func umask(t *testing.T, mask int) {
	t.Helper()
	former := syscall.Umask(mask)
	t.Cleanup(func() { syscall.Umask(former) })
}

// wantNew wants a file that says "new", of a mode, with nothing left beside it.
func wantNew(t *testing.T, path string, mode fs.FileMode) {
	t.Helper()
	got, err := os.ReadFile(path)
	if err != nil || string(got) != "new" {
		t.Errorf("%s holds %q (%v), want %q", path, got, err, "new")
	}
	info, err := os.Lstat(path)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode() != mode {
		t.Errorf("%s has mode %v, want %v", path, info.Mode(), mode)
	}
	beside, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "*.part"))
	if len(beside) > 0 {
		t.Errorf("%v is left", beside)
	}
}

func TestANewFileFollowsTheUmask(t *testing.T) {
	umask(t, 0o027)
	path := filepath.Join(t.TempDir(), "x.json")
	if err := writeFile(path, says("new")); err != nil {
		t.Fatal(err)
	}
	wantNew(t, path, 0o640)
}

func TestAReplacedFileKeepsItsMode(t *testing.T) {
	umask(t, 0o077)
	path := filepath.Join(t.TempDir(), "x.json")
	if err := errors.Join(os.WriteFile(path, []byte("former"), 0o600), os.Chmod(path, 0o664)); err != nil {
		t.Fatal(err)
	}
	if err := writeFile(path, says("new")); err != nil {
		t.Fatal(err)
	}
	wantNew(t, path, 0o664)
	failure := errors.New("half way")
	if err := writeFile(path, func(io.Writer) error { return failure }); !errors.Is(err, failure) {
		t.Errorf("got %v, want %v", err, failure)
	}
	wantNew(t, path, 0o664)
}

func TestALinkIsFollowed(t *testing.T) {
	umask(t, 0o022)
	tests := []struct {
		name   string
		exists bool
	}{
		{"to a file", true},
		{"to a file that is yet to be made", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			folder := t.TempDir()
			file, link := filepath.Join(folder, "data", "x.json"), filepath.Join(folder, "link.json")
			err := errors.Join(os.Mkdir(filepath.Dir(file), 0o755), os.Symlink("data/x.json", link))
			if test.exists {
				err = errors.Join(err, os.WriteFile(file, nil, 0o644))
			}
			if err != nil {
				t.Fatal(err)
			}
			if err := writeFile(link, says("new")); err != nil {
				t.Fatal(err)
			}
			wantNew(t, file, 0o644)
			if info, err := os.Lstat(link); err != nil || info.Mode().Type() != fs.ModeSymlink {
				t.Errorf("the link became %v (%v)", info.Mode(), err)
			}
		})
	}
}

func TestAPipeIsWrittenTo(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	pipe, err := os.OpenFile(path, os.O_RDWR, 0) // which does not wait for a writer
	if err != nil {
		t.Fatal(err)
	}
	defer pipe.Close()
	if err := writeFile(path, says("through")); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(path); err != nil || info.Mode().Type() != fs.ModeNamedPipe {
		t.Fatalf("the pipe became %v (%v)", info.Mode(), err)
	}
	got := make([]byte, len("through"))
	if _, err := io.ReadFull(pipe, got); err != nil || string(got) != "through" {
		t.Errorf("got %q (%v)", got, err)
	}
}

func TestFilesAreWrittenAsAWholeOrNotAtAll(t *testing.T) {
	umask(t, 0o077)
	folder := t.TempDir()
	file, link := filepath.Join(folder, "data.shp"), filepath.Join(folder, "link.shp")
	err := errors.Join(os.WriteFile(file, []byte("former"), 0o600), os.Chmod(file, 0o664), os.Symlink("data.shp", link))
	if err != nil {
		t.Fatal(err)
	}
	failure := errors.New("half way")
	err = writeFiles(link, func(path string) error { return errors.Join(os.WriteFile(path, []byte("half"), 0o666), failure) })
	if got, _ := os.ReadFile(file); !errors.Is(err, failure) || string(got) != "former" {
		t.Errorf("a failure gives %v and leaves %q", err, got)
	}
	if err := writeFiles(link, func(path string) error { return os.WriteFile(path, []byte("new"), 0o666) }); err != nil {
		t.Fatal(err)
	}
	wantNew(t, file, 0o664)
	if info, err := os.Lstat(link); err != nil || info.Mode().Type() != fs.ModeSymlink {
		t.Errorf("the link became %v (%v)", info.Mode(), err)
	}
	pipe := filepath.Join(folder, "pipe.shp")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := writeFiles(pipe, func(string) error { return nil }); err == nil || !strings.Contains(err.Error(), "no regular file") {
		t.Errorf("a pipe in the place of a file: %v", err)
	}
}
