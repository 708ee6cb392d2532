package source

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"

	"perimetre/data/format"
)

// Bundle is a file on disk and the files that it holds: those of a zip or 7z archive, or itself. Members are unpacked when they
// are asked for, into a folder that [Bundle.Close] removes. The zero value is not usable: [OpenBundle] makes one. It is safe for
// concurrent use.
type Bundle struct {
	path    string
	file    *os.File
	state   fs.FileInfo // of file when it was opened
	size    int64
	limits  Limits
	archive archive // nil when the file is its own only member
	members []Member
	hash    func() (string, error)

	unpacking sync.Mutex
	closed    bool
	folder    string         // that members are unpacked into, or a pipe, empty until one is
	folders   map[string]int // those of the archive, by number
	raw       map[int]string // where members lie on disk, by index, as the archive has them
	plain     map[int]string // the same, without gzip
	meter     meter          // of the archive
	total     int64          // bytes unpacked into folder
}

// OpenBundle opens an archive, or any other file. It reads the list of members and unpacks none. The caller closes it.
//
// A member that is no file, a name that leads out of a folder or occurs twice, and more members than the limit are refused. What a
// pipe gives is put into a file first.
func OpenBundle(path string, limits Limits) (*Bundle, error) {
	file, err := openFile(path)
	if err != nil {
		return nil, err
	}
	b := &Bundle{
		path: path, file: file, limits: limits.filled(),
		folders: map[string]int{}, raw: map[int]string{}, plain: map[int]string{},
	}
	b.hash = sync.OnceValues(b.sum)
	if err := b.read(); err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", path, err), b.Close())
	}
	b.meter = meter{limits: b.limits, packed: b.size}
	return b, nil
}

// read finds what the file holds.
func (b *Bundle) read() error {
	info, err := b.file.Stat()
	if err != nil {
		return err
	}
	b.state, b.size = info, info.Size()
	switch mode := info.Mode(); {
	case mode.IsDir():
		return errFolder
	case mode&(fs.ModeNamedPipe|fs.ModeSocket) != 0:
		if err := b.spool(); err != nil {
			return err
		}
	case !mode.IsRegular():
		return errors.New("is a device: give the path of a file")
	}
	if b.archive, err = openArchive(b.file, b.size, b.limits); err != nil {
		return err
	}
	if b.archive != nil {
		b.members, err = members(b.archive.entries())
		return err
	}
	b.members = []Member{{Name: b.Name(), Size: b.size}}
	magic := make([]byte, len(gzipMagic))
	if n, _ := b.file.ReadAt(magic, 0); slices.Equal(magic[:n], gzipMagic) {
		b.members[0].Size = -1
	}
	b.raw[0] = b.path
	return nil
}

// spool puts what a pipe gives into a file, in its place: a pipe is read once, and readers open a file several times.
func (b *Bundle) spool() error {
	path, err := b.write(b.Name(), io.LimitReader(b.file, b.limits.Member+1))
	if err != nil {
		return err
	}
	file, err := os.Open(path)
	if err = errors.Join(err, b.file.Close()); err != nil {
		return err
	}
	b.path, b.file = path, file
	if b.state, err = file.Stat(); err != nil {
		return err
	}
	if b.size = b.state.Size(); b.size > b.limits.Member {
		return fmt.Errorf("the pipe gives more than %s: save it to a file and give that", inBytes(b.limits.Member))
	}
	return nil
}

// Name is the base name of the file.
func (b *Bundle) Name() string { return filepath.Base(b.path) }

// Members lists the files, in the order of the archive.
func (b *Bundle) Members() []Member { return slices.Clone(b.members) }

// Find gives the members that a pattern names, in the order of the archive: a base name, after folders that lead to it or not,
// with the wildcards of [path.Match] or not ("COMMUNE.shp", "*.gpkg", "FRA/*.shp"), or an extension (".shp"). Case does not count,
// nor the .gz of a packed file.
func (b *Bundle) Find(pattern string) ([]Member, error) {
	var found []Member
	for _, m := range b.members {
		ok, err := m.matches(pattern)
		if err != nil {
			return nil, err
		}
		if ok {
			found = append(found, m)
		}
	}
	return found, nil
}

// One gives the only member that a pattern names, as [Bundle.Find] does. None, or several, are an error that lists names to choose
// from.
func (b *Bundle) One(pattern string) (format.Input, error) {
	found, err := b.Find(pattern)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: %w", b.Name(), err)
	case len(found) == 0:
		return nil, fmt.Errorf("%s: no member %q: it holds %s: give one of them", b.Name(), pattern, names(b.members))
	case len(found) > 1:
		return nil, fmt.Errorf("%s: %d members %q: %s: give the folder too, as FOLDER/NAME", b.Name(), len(found), pattern, names(found))
	}
	return b.Input(found[0]), nil
}

// names lists the first names of members.
func names(members []Member) string {
	list := make([]string, len(members))
	for i, m := range members {
		list[i] = m.Name
	}
	return some(list)
}

// some lists the first of some names.
func some(names []string) string {
	const most = 12
	if more := len(names) - most; more > 0 {
		names = append(slices.Clone(names[:most]), fmt.Sprintf("%d more", more))
	}
	return strings.Join(names, ", ")
}

// Input gives a member to a reader. It is unpacked when it is opened, and can be until the bundle is closed.
func (b *Bundle) Input(m Member) format.Input { return input{b, m} }

// SHA256 gives the hash of the file on disk in hexadecimal, which is computed once. It is an error when the file changed since the
// bundle was opened: what was read may be of another.
func (b *Bundle) SHA256() (string, error) { return b.hash() }

func (b *Bundle) sum() (string, error) {
	sum := sha256.New()
	if _, err := io.Copy(sum, io.NewSectionReader(b.file, 0, b.size)); err != nil {
		return "", fmt.Errorf("hash %s: %w", b.Name(), err)
	}
	if err := b.sameStill(); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// sameStill looks whether the file is as it was and, unless it is an archive, whether readers that open its path find it.
func (b *Bundle) sameStill() error {
	info, err := b.file.Stat()
	if err == nil && b.archive == nil {
		info, err = os.Stat(b.path)
	}
	if err != nil {
		return err
	}
	if !os.SameFile(info, b.state) || info.Size() != b.size || !info.ModTime().Equal(b.state.ModTime()) {
		return fmt.Errorf("%s changed while it was read: start again once nothing writes to it", b.Name())
	}
	return nil
}

// Close closes the file and removes what was unpacked.
func (b *Bundle) Close() error {
	b.unpacking.Lock()
	defer b.unpacking.Unlock()
	b.closed = true
	err := b.file.Close()
	if b.folder != "" {
		err = errors.Join(err, os.RemoveAll(b.folder))
	}
	return err
}

// Unpack unpacks members ahead of their opening, in one pass over the archive: several members of a 7z archive may be packed as
// one stream, and each pass reads it from its start. Those that were unpacked are left as they are.
func (b *Bundle) Unpack(members ...Member) error {
	b.unpacking.Lock()
	defer b.unpacking.Unlock()
	return b.unpack(members)
}

// unpack does what Unpack does while the caller holds the lock.
func (b *Bundle) unpack(members []Member) error {
	wanted := map[int]Member{}
	for _, m := range members {
		if _, ok := b.raw[m.index]; !ok {
			wanted[m.index] = m
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	err := b.archive.unpack(func(i int) bool { _, ok := wanted[i]; return ok }, func(i int, r io.Reader) error {
		path, err := b.write(wanted[i].Name, &metered{Reader: r, meter: &b.meter, total: &b.total})
		if err != nil {
			return fmt.Errorf("member %q: %w", wanted[i].Name, err)
		}
		b.raw[i] = path
		return nil
	})
	if err != nil {
		return fmt.Errorf("%s: %w", b.Name(), err)
	}
	return nil
}

// write writes a member into the folder of the bundle, and gives its path there. Members of a folder lie in one folder, under
// their own names. A failure leaves nothing.
func (b *Bundle) write(name string, r io.Reader) (string, error) {
	if b.closed {
		return "", fs.ErrClosed
	}
	if b.folder == "" {
		folder, err := os.MkdirTemp("", "perimetre-")
		if err != nil {
			return "", fmt.Errorf("%w: set TMPDIR to a folder that can be written", err)
		}
		b.folder = folder
	}
	number, ok := b.folders[path.Dir(name)]
	if !ok {
		number = len(b.folders)
		b.folders[path.Dir(name)] = number
	}
	folder := filepath.Join(b.folder, strconv.Itoa(number))
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", err
	}
	to := filepath.Join(folder, path.Base(name))
	file, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return "", err
	}
	_, err = io.Copy(file, r)
	if err = errors.Join(err, file.Close()); err != nil {
		if errors.Is(err, syscall.ENOSPC) {
			err = fmt.Errorf("%w: set TMPDIR to a folder with more room", err)
		}
		return "", errors.Join(err, os.Remove(to))
	}
	return to, nil
}

// errFolder is a folder where a file is due.
var errFolder = errors.New("is a folder: give the path of a file")

// openFile opens a file, and says how to mend what keeps it from being opened.
func openFile(path string) (*os.File, error) {
	file, err := os.Open(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("open %s: %w: check the path", path, fs.ErrNotExist)
	case errors.Is(err, fs.ErrPermission):
		return nil, fmt.Errorf("open %s: %w: make the file readable", path, fs.ErrPermission)
	}
	return file, err
}
