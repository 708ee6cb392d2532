package source

import (
	"cmp"
	"fmt"
	"io"
)

// Limits bound what an archive may unpack to, so that a small file cannot fill the disk. They count the bytes that come out, not
// those that the archive claims. A field that is 0 takes the default, which leaves room for a national file many times over.
type Limits struct {
	Total   int64 // bytes of all members that are unpacked: 16 GiB
	Member  int64 // bytes of one member: 8 GiB
	Members int   // members that an archive may have: 10000
	Ratio   int64 // bytes unpacked a byte packed, looked at past 64 MiB: 200. Files of boundaries reach 5, tables 30

	ratioFrom int64 // bytes that come out before the ratio is looked at: blank padding packs well in a short file
}

func (l Limits) filled() Limits {
	return Limits{
		Total: cmp.Or(l.Total, 16<<30), Member: cmp.Or(l.Member, 8<<30), Members: cmp.Or(l.Members, 10_000), Ratio: cmp.Or(l.Ratio, 200),
		ratioFrom: cmp.Or(l.ratioFrom, 64<<20),
	}
}

// meter counts the bytes that come out of one archive, or of one gzip stream.
type meter struct {
	limits   Limits
	packed   int64 // bytes that they come from
	unpacked int64
}

// metered reads one member, and fails past a limit.
type metered struct {
	io.Reader
	*meter
	total *int64 // bytes unpacked in all, out of this stream and others
	size  int64  // bytes of the member
	of    string // begins an error that nobody else names
}

func (m *metered) Read(p []byte) (int, error) {
	n, err := m.Reader.Read(p)
	read := int64(n)
	m.size, m.unpacked, *m.total = m.size+read, m.unpacked+read, *m.total+read
	switch {
	case m.size > m.limits.Member:
		return n, m.tooMuch("it unpacks to more than %s", inBytes(m.limits.Member))
	case *m.total > m.limits.Total:
		return n, m.tooMuch("with those before it, it unpacks to more than %s", inBytes(m.limits.Total))
	case m.unpacked > m.limits.ratioFrom && m.unpacked/m.limits.Ratio > m.packed:
		return n, m.tooMuch("the archive unpacks to more than %d times its size", m.limits.Ratio)
	}
	return n, err
}

func (m *metered) tooMuch(format string, args ...any) error {
	return fmt.Errorf("%s%s: if you trust it, unpack it by hand and give the file", m.of, fmt.Sprintf(format, args...))
}

// inBytes words a number of bytes by the largest unit that divides it.
func inBytes(n int64) string {
	unit, units := n, []string{"bytes", "KiB", "MiB", "GiB"}
	for unit >= 1024 && unit%1024 == 0 && len(units) > 1 {
		unit, units = unit/1024, units[1:]
	}
	return fmt.Sprintf("%d %s", unit, units[0])
}
