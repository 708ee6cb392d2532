package shapefile

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"

	"perimetre/data/format"
)

// The header of a .shp and of a .shx: Technical Description, table 1. Lengths are in words of 16 bits.
const (
	headerSize       = 100
	fileCode         = 9994
	version          = 1000
	recordHeaderSize = 8 // a number and a length
)

// Types of shapes (page 4), plane. Those with heights are 10 more, those with measures 20 more.
const (
	nullShape  = 0
	point      = 1
	polyLine   = 3
	polygon    = 5
	multiPoint = 8
	multiPatch = 31
)

// appendBounds appends the sides of a box: Xmin, Ymin, Xmax, Ymax.
func appendBounds(dst []byte, b format.Bounds) []byte {
	for _, side := range [...]float64{b.MinX, b.MinY, b.MaxX, b.MaxY} {
		dst = appendFloat(dst, side)
	}
	return dst
}

func appendFloat(dst []byte, x float64) []byte {
	return binary.LittleEndian.AppendUint64(dst, math.Float64bits(x))
}

// header gives the header of a file of so many bytes.
func header(size int64, shape uint32, bounds format.Bounds) []byte {
	dst := binary.BigEndian.AppendUint32(make([]byte, 0, headerSize), fileCode)
	dst = append(dst, make([]byte, 20)...) // unused
	dst = binary.BigEndian.AppendUint32(dst, uint32(size/2))
	dst = binary.LittleEndian.AppendUint32(dst, version)
	dst = binary.LittleEndian.AppendUint32(dst, shape)
	dst = appendBounds(dst, bounds)
	return append(dst, make([]byte, 32)...) // no heights, no measures
}

var errNoShapefile = errors.New("it is no Shapefile: give the .shp of one")

// readHeader reads the header of a .shp or of a .shx.
func readHeader(r io.Reader) ([]byte, error) {
	first := make([]byte, headerSize)
	if _, err := io.ReadFull(r, first); err != nil {
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return nil, errNoShapefile
		}
		return nil, err
	}
	if binary.BigEndian.Uint32(first) != fileCode {
		return nil, errNoShapefile
	}
	return first, nil
}

// records reads a .shp record by record: those of its index in the order of it, else one after the other.
type records struct {
	r       io.Reader
	at      int64   // the byte of the file that r gives next
	index   *places // nil when there is none
	move    func(offset int64) (io.Reader, error)
	count   int // of records that were read
	limit   int64
	content []byte
}

// find goes to the next record. It fails with io.EOF after the last one. A record that is not where the one before it ends must
// have its own number, and so must all where no index says where they are.
func (r *records) find() (numbered bool, err error) {
	if r.index == nil {
		return true, nil
	}
	offset, err := r.index.next()
	if err != nil || offset == r.at {
		return false, err
	}
	r.at = offset
	r.r, err = r.move(offset)
	return true, err
}

// next gives the content of the next record, until the one after it is read. It fails with io.EOF after the last one.
func (r *records) next() ([]byte, error) {
	numbered, err := r.find()
	if err != nil {
		return nil, err
	}
	var header [recordHeaderSize]byte
	if _, err := io.ReadFull(r.r, header[:]); err != nil {
		if errors.Is(err, io.ErrUnexpectedEOF) || r.index != nil && errors.Is(err, io.EOF) {
			return nil, r.cutShort()
		}
		return nil, err
	}
	if number := binary.BigEndian.Uint32(header[:]); numbered && int64(number) != int64(r.count)+1 {
		mend := "give the .shx beside it, which says where records are, or export the file again"
		if r.index != nil {
			mend = "its .shx is of another file: take all files from one export"
		}
		return nil, fmt.Errorf("record %d has the number %d: %s", r.count+1, number, mend)
	}
	size := 2 * int64(binary.BigEndian.Uint32(header[4:]))
	if size > r.limit {
		return nil, fmt.Errorf("record %d is %d MiB long, over %d: export the file again", r.count+1, size>>20, r.limit>>20)
	}
	const step = 1 << 20 // what is taken before it is seen to be there
	r.content = r.content[:0]
	for missing := size; missing > 0; missing = size - int64(len(r.content)) {
		have := len(r.content)
		r.content = append(r.content, make([]byte, min(missing, max(step, int64(have))))...)
		if n, err := io.ReadFull(r.r, r.content[have:]); err != nil {
			r.content = r.content[:have+n]
			if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
				return nil, r.cutShort()
			}
			return nil, err
		}
	}
	r.count++
	r.at += recordHeaderSize + size
	return r.content, nil
}

func (r *records) cutShort() error {
	return fmt.Errorf("record %d is cut short: download or export the file again", r.count+1)
}
