package parquet

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"os"

	"github.com/parquet-go/parquet-go/encoding/thrift"
	parquetformat "github.com/parquet-go/parquet-go/format"

	"perimetre/data/format"
)

const (
	magic         = "PAR1"
	tail          = 8       // bytes of the length of the footer and of the magic word after it
	longestFooter = 1 << 26 // 64 MiB, where a row group takes some kilobytes of it
	rowsPerByte   = 1 << 10 // more than the features of any file, were they all alike
)

// file is a Parquet file whose footer was read.
type file struct {
	name   string
	bytes  io.ReaderAt
	size   int64
	footer parquetformat.FileMetaData
	meta   *metadata
	schema schema
}

// open opens the file of an input. The caller closes the second result.
func open(in format.Input) (*file, io.Closer, error) {
	path, err := in.Path()
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", in.Name(), err)
	}
	onDisk, err := os.Open(path)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", in.Name(), err)
	}
	info, err := onDisk.Stat()
	if err == nil {
		var f *file
		if f, err = read(onDisk, info.Size()); err == nil {
			f.name = in.Name()
			return f, onDisk, nil
		}
	}
	_ = onDisk.Close()
	return nil, nil, fmt.Errorf("%s: %w", in.Name(), err)
}

// read reads the footer of a file (https://parquet.apache.org/docs/file-format/).
func read(r io.ReaderAt, size int64) (*file, error) {
	f := &file{bytes: r, size: size}
	text, err := f.footerBytes()
	if err != nil {
		return nil, err
	}
	screen := compact{r: bufio.NewReader(bytes.NewReader(text)), left: int64(len(text))}
	if err := screen.structure(0, 0); err != nil {
		return nil, fmt.Errorf("its footer cannot be read: %w: get the file again", err)
	}
	if err := thrift.Unmarshal(&thrift.CompactProtocol{}, text, &f.footer); err != nil {
		return nil, fmt.Errorf("its footer cannot be read: %w: get the file again", err)
	}
	if f.meta, err = readMetadata(f.footer.KeyValueMetadata); err != nil {
		return nil, err
	}
	if f.schema, err = readSchema(f.footer.Schema, f.meta); err != nil {
		return nil, err
	}
	return f, f.check()
}

func (f *file) footerBytes() ([]byte, error) {
	begin, end := make([]byte, len(magic)), make([]byte, tail)
	if f.size < int64(len(magic)) {
		return nil, fmt.Errorf("it is no Parquet file: it has %d bytes", f.size)
	}
	if _, err := f.bytes.ReadAt(begin, 0); err != nil {
		return nil, err
	}
	switch string(begin) {
	case magic:
	case "PARE":
		return nil, fmt.Errorf("it is encrypted: get one that is not")
	default:
		return nil, fmt.Errorf("it is no Parquet file: it does not begin with %s", magic)
	}
	if f.size < int64(len(magic)+tail) {
		return nil, fmt.Errorf("it is cut short: it has %d bytes: get the file again", f.size)
	}
	if _, err := f.bytes.ReadAt(end, f.size-tail); err != nil {
		return nil, err
	}
	if string(end[4:]) != magic {
		return nil, fmt.Errorf("it is cut short: it does not end with %s: get the file again", magic)
	}
	length := int64(binary.LittleEndian.Uint32(end))
	if length > f.size-int64(len(magic)+tail) || length > longestFooter {
		return nil, fmt.Errorf("its footer is said to have %d bytes, of %d: get the file again", length, f.size)
	}
	text := make([]byte, length)
	_, err := f.bytes.ReadAt(text, f.size-tail-length)
	return text, err
}

// check holds what the footer says of row groups against the schema and the size of the file.
func (f *file) check() error {
	rows := int64(0)
	for i, group := range f.footer.RowGroups {
		if len(group.Columns) != f.schema.leaves {
			return fmt.Errorf("row group %d has %d columns, its schema %d: get the file again", i+1, len(group.Columns), f.schema.leaves)
		}
		if group.NumRows < 0 || group.NumRows > f.size*rowsPerByte-rows {
			return fmt.Errorf("row group %d is said to have %d rows in a file of %d bytes: get the file again", i+1, group.NumRows, f.size)
		}
		rows += group.NumRows
		for _, c := range f.schema.columns {
			if _, _, err := f.extent(group.Columns[c.leaf.chunk].MetaData); err != nil {
				return fmt.Errorf("column %s of row group %d %w: get the file again", c.name, i+1, err)
			}
		}
	}
	return nil
}

// extent tells where the pages of a column chunk lie: a dictionary, if there is one, comes first.
func (f *file) extent(m parquetformat.ColumnMetaData) (from, length int64, err error) {
	from = m.DataPageOffset
	if m.DictionaryPageOffset > 0 {
		from = min(from, m.DictionaryPageOffset)
	}
	length = m.TotalCompressedSize
	if from < int64(len(magic)) || length < 0 || length > f.size || from > f.size-length {
		return 0, 0, fmt.Errorf("lies at %d, %d bytes long, outside the file", from, length)
	}
	return from, length, nil
}
