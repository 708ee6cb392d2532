package shapefile

import (
	"encoding/binary"
	"errors"
	"io"
)

// places reads a .shx entry by entry: where each record of the .shp begins, and how long it is, in words of 16 bits (Technical
// Description, page 23). A file that was edited in place has records that are in no order, and some that are no more.
type places struct {
	r    io.Reader
	left int // entries
}

var errNoIndex = errors.New("it is no index of a Shapefile: take all files from one export, or remove it")

// openIndex reads the header of a .shx.
func openIndex(r io.Reader) (*places, error) {
	header, err := readHeader(r)
	if err != nil {
		if errors.Is(err, errNoShapefile) {
			err = errNoIndex
		}
		return nil, err
	}
	const entrySize = 8
	return &places{r, max(0, 2*int(binary.BigEndian.Uint32(header[24:]))-headerSize) / entrySize}, nil
}

// next gives the byte at which the next record begins. It fails with io.EOF after the last one.
func (x *places) next() (offset int64, err error) {
	if x.left == 0 {
		return 0, io.EOF
	}
	x.left--
	var entry [8]byte
	if _, err := io.ReadFull(x.r, entry[:]); err != nil {
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			err = errors.New("its .shx is cut short: take all files from one export, or remove it")
		}
		return 0, err
	}
	return 2 * int64(binary.BigEndian.Uint32(entry[:])), nil
}
