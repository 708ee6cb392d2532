package pmtiles

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/klauspost/compress/gzip"
)

// inflater decompresses parts of an archive. It is safe for concurrent use.
type inflater struct{ readers sync.Pool } // of *gzip.Reader

// inflate gives the bytes that were compressed, of which there may be so many. What was not compressed is given as it is.
func (f *inflater) inflate(data []byte, how compression, most int) ([]byte, error) {
	if how == plain {
		return data, checkSize(len(data), most)
	}
	r, kept := f.readers.Get().(*gzip.Reader)
	if !kept {
		r = new(gzip.Reader)
	}
	defer f.readers.Put(r)
	if err := r.Reset(bytes.NewReader(data)); err != nil {
		return nil, fmt.Errorf("decompress: %w", noEOF(err))
	}
	// The last four bytes say how much is to come (RFC 1952, section 2.3.1), which is believed as far as deflate could do it.
	const ratio = 1032
	room := min(int64(binary.LittleEndian.Uint32(data[len(data)-4:])), ratio*int64(len(data)), int64(most))
	plain := bytes.NewBuffer(make([]byte, 0, room+bytes.MinRead))
	if _, err := plain.ReadFrom(io.LimitReader(r, int64(most)+1)); err != nil {
		return nil, fmt.Errorf("decompress: %w", noEOF(err))
	}
	return plain.Bytes(), checkSize(plain.Len(), most)
}

func checkSize(size, most int) error {
	if size > most {
		return fmt.Errorf("it takes more than %d bytes", most)
	}
	return nil
}

// noEOF tells of an end in the middle what it is.
func noEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
