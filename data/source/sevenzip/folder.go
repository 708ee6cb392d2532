package sevenzip

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"io"

	"github.com/ulikunitz/xz/lzma"
)

// mostDictionary is the longest dictionary: twice what the highest level of 7-Zip takes.
const mostDictionary = 512 << 20

// folder is bytes that one chain of coders packed.
type folder struct {
	coders []coder
	bound  map[int]int // the output that each input of a coder takes, both numbered over all coders
	offset int64       // in the archive, of its only packed stream
	packed int64       // bytes of it
	sizes  []int64     // bytes that each output gives
	sum    *uint32     // CRC-32 of the bytes unpacked
	main   int         // the output that gives them
	mixed  bool        // it has coders with several inputs or outputs, or several packed streams
}

// coder is one step of a chain.
type coder struct {
	method     string // its identifier, as bytes
	properties []byte
}

// size counts the bytes that the folder unpacks to.
func (f *folder) size() int64 { return f.sizes[f.main] }

// open gives the unpacked bytes of a folder, from its start.
func (f *folder) open(r io.ReaderAt) (stream io.Reader, err error) {
	defer recovered(&err)
	if f.mixed {
		return nil, unread("a filter for programs (BCJ2)")
	}
	var chain []int // from the packed stream on
	for at := f.main; ; {
		chain = append(chain, at)
		if len(chain) > len(f.coders) {
			return nil, damaged("its coders run in a circle")
		}
		next, ok := f.bound[at]
		if !ok {
			break
		}
		at = next
	}
	stream = bufio.NewReaderSize(io.NewSectionReader(r, f.offset, f.packed), 1<<16)
	for i := len(chain) - 1; i >= 0; i-- {
		if stream, err = f.coders[chain[i]].open(stream, f.sizes[chain[i]]); err != nil {
			return nil, err
		}
	}
	return stream, nil
}

// open gives what a coder makes of a stream, of which size bytes will be read.
func (c coder) open(stream io.Reader, size int64) (io.Reader, error) {
	switch c.method {
	case "\x00":
		return stream, nil
	case "\x03\x01\x01":
		return c.lzma(stream, size)
	case "\x21":
		return c.lzma2(stream, size)
	case "\x04\x01\x08":
		return flate.NewReader(stream), nil
	case "\x04\x02\x02":
		return bzip2.NewReader(stream), nil
	case "\x06\xf1\x07\x01":
		return nil, fmt.Errorf("the 7z archive is encrypted: give one without a password")
	case "\x03\x04\x01":
		return nil, unread("PPMd")
	}
	return nil, unread(fmt.Sprintf("method %x", c.method))
}

// lzma makes the header of an .lzma file, which the library reads: the properties, then the size.
func (c coder) lzma(stream io.Reader, size int64) (io.Reader, error) {
	if len(c.properties) != 5 {
		return nil, damaged("LZMA has %d bytes of properties", len(c.properties))
	}
	dictionary := min(int64(binary.LittleEndian.Uint32(c.properties[1:])), max(size, lzma.MinDictCap)) // more would stay empty
	if dictionary > mostDictionary {
		return nil, tooWide(dictionary)
	}
	header := binary.LittleEndian.AppendUint32([]byte{c.properties[0]}, uint32(dictionary))
	header = binary.LittleEndian.AppendUint64(header, uint64(size))
	r, err := lzma.NewReader(bufio.NewReader(io.MultiReader(bytes.NewReader(header), stream)))
	if err != nil {
		return nil, unreadable(err)
	}
	return r, nil
}

// lzma2 reads the dictionary from the property as Lzma2Dec.c of 7-Zip does.
func (c coder) lzma2(stream io.Reader, size int64) (io.Reader, error) {
	if len(c.properties) != 1 || c.properties[0] > 40 {
		return nil, damaged("LZMA2 has properties %x", c.properties)
	}
	bits := c.properties[0]
	dictionary := min(int64(2|bits&1)<<(bits/2+11), max(size, lzma.MinDictCap)) // more would stay empty
	if dictionary > mostDictionary {
		return nil, tooWide(dictionary)
	}
	r, err := lzma.Reader2Config{DictCap: int(dictionary)}.NewReader2(stream)
	if err != nil {
		return nil, unreadable(err)
	}
	return r, nil
}

func tooWide(dictionary int64) error {
	return fmt.Errorf("the 7z archive takes a dictionary of %d MiB, over %d: pack the files again (7z a -md=64m)",
		dictionary>>20, mostDictionary>>20)
}

func unread(method string) error {
	return fmt.Errorf("the 7z archive takes %s, which is not read: pack the files again (7z a -m0=LZMA2)", method)
}
