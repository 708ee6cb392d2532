package source

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"unicode"
)

// Member is one file of a [Bundle]. It is a value.
type Member struct {
	Name  string // with the folders that lead to it in an archive, joined by slashes
	Size  int64  // in bytes, unpacked, as the archive claims; -1 when it does not say
	index int    // in the bundle
}

// entry is what an archive says of one of its entries.
type entry struct {
	name string
	size int64
	mode fs.FileMode
}

// members gives the files among the entries of an archive, index being that of the entry. Folders, and what macOS adds, are left
// out; backslashes are slashes. It refuses entries that are no files, names that would lead out of a folder, and names that occur
// twice.
func members(entries []entry) ([]Member, error) {
	var list []Member
	known := map[string]string{} // names by what is left of them where case does not count
	for i, e := range entries {
		named := strings.ReplaceAll(e.name, `\`, "/") // that old packers of Windows write against APPNOTE.TXT, section 4.4.17.1
		name := path.Clean(named)
		if problem := unsafe(named); problem != "" {
			return nil, fmt.Errorf("member %q %s: such an archive is not to be trusted: get it from its publisher", e.name, problem)
		}
		switch {
		case e.mode.IsDir(), strings.HasSuffix(named, "/"):
			continue
		case e.mode&fs.ModeSymlink != 0:
			return nil, fmt.Errorf("member %q is a link: pack the file that it leads to", e.name)
		case !e.mode.IsRegular():
			return nil, fmt.Errorf("member %q is a device: pack files only", e.name)
		case strings.HasPrefix(name, "__MACOSX/"):
			continue
		}
		folded := strings.ToLower(name)
		if former, ok := known[folded]; ok {
			return nil, fmt.Errorf("members %q and %q have the same name: remove one of the two", former, e.name)
		}
		known[folded] = e.name
		list = append(list, Member{name, e.size, i})
	}
	if len(list) == 0 {
		return nil, errors.New("there is no file in the archive: give one that holds data")
	}
	return list, nil
}

// drive begins a path of Windows.
var drive = regexp.MustCompile(`^[A-Za-z]:`)

// unsafe says what is wrong with a name that is to become a path on any system; nothing when all is well.
func unsafe(name string) string {
	switch {
	case name == "":
		return "has no name"
	case strings.HasPrefix(name, "/"):
		return "has an absolute path"
	case drive.MatchString(name):
		return "has a drive letter"
	case strings.ContainsFunc(name, unicode.IsControl):
		return "has a control character"
	case len(path.Base(name)) > 255:
		return "has a name over 255 bytes"
	}
	for part := range strings.SplitSeq(name, "/") {
		if part == ".." {
			return "climbs out of the archive"
		}
	}
	return ""
}

// matches tells whether a pattern names the member: by its last folders and its base name, as many as the pattern has, whatever
// their case, with or without the .gz of a packed file.
func (m Member) matches(pattern string) (bool, error) {
	name := strings.ToLower(m.Name)
	pattern = strings.ToLower(pattern)
	if strings.HasPrefix(pattern, ".") {
		pattern = "*" + pattern
	}
	parts := strings.Split(name, "/")
	tail := strings.Join(parts[max(0, len(parts)-1-strings.Count(pattern, "/")):], "/")
	ok, err := path.Match(pattern, tail)
	if err == nil && !ok {
		ok, err = path.Match(pattern, strings.TrimSuffix(tail, gz))
	}
	if err != nil {
		return false, fmt.Errorf("pattern %q: %w: close its brackets", pattern, err)
	}
	return ok, nil
}

// gz ends the name of a packed file.
const gz = ".gz"

// isNamedPacked tells whether the name ends as that of a packed file.
func (m Member) isNamedPacked() bool { return strings.EqualFold(path.Ext(m.Name), gz) }

// base is the base name without the .gz of a packed file.
func (m Member) base() string {
	name := path.Base(m.Name)
	if m.isNamedPacked() {
		name = name[:len(name)-len(gz)]
	}
	return name
}

// title is the base name without its extension and the .gz of a packed file.
func (m Member) title() string { return strings.TrimSuffix(m.base(), path.Ext(m.base())) }

// stem is the name without its extension, where case does not count.
func stem(name string) string {
	return strings.ToLower(strings.TrimSuffix(name, path.Ext(name)))
}
