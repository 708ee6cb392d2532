package flatgeobuf

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"perimetre/data/format"
	"perimetre/geo/crs"

	"github.com/gogama/flatgeobuf/flatgeobuf/flat"
	"github.com/gogama/flatgeobuf/packedrtree"
)

// magic begins every file: the fourth byte is the major version of the specification, the last a patch of it.
const magic = "fgb\x03fgb\x00"

// checkMagic looks at the first bytes of a file.
func checkMagic(begin []byte) error {
	text := string(begin)
	switch {
	case len(text) != len(magic) || text[:3] != magic[:3] || text[4:7] != magic[4:7]:
		return fmt.Errorf("the file begins with %q: give a FlatGeobuf file", text)
	case text[3] != magic[3]:
		return fmt.Errorf("FlatGeobuf of version %d: export it as version 3", text[3])
	}
	return nil
}

// header is the part of the header table (header.fbs) that readers need.
type header struct {
	name     string
	geometry flat.GeometryType // Unknown when features have each its own
	columns  schema
	features int // 0 when it does not say
	node     int // children of a node of the index, 0 when there is none
	system   reference
}

// reference is the reference system of a file as it tells it.
type reference struct {
	org, wkt string
	code     int32
	text     string // of a code that is no number
}

// headerOf reads a header, without its size.
func headerOf(data []byte) (header, error) {
	t := rootOf(data)
	system := t.table(10)
	h := header{
		name:     t.text(0),
		geometry: flat.GeometryType(t.uint8(2)),
		columns:  schemaOf(t.tables(7)),
		node:     int(t.uint16(9, 16)),
		system:   reference{org: system.text(0), code: system.int32(1), wkt: system.text(4), text: system.text(5)},
	}
	features := t.uint64(8)
	switch {
	case t.in.err != nil:
		return header{}, fmt.Errorf("its header cannot be read: %w: export the file again", t.in.err)
	case features > math.MaxInt || h.node == 1:
		return header{}, errors.New("its header tells an index that cannot be: export the file again")
	}
	h.features = int(features)
	return h, nil
}

// indexSize gives the size of the index in bytes.
func (h header) indexSize() (int64, error) {
	if h.node == 0 || h.features == 0 {
		return 0, nil
	}
	size, err := packedrtree.Size(h.features, uint16(h.node))
	if err != nil {
		return 0, fmt.Errorf("its header tells %d features: export the file again", h.features)
	}
	return int64(size), nil
}

// crs gives the code of the reference system, 0 when the file does not say.
func (r reference) crs() (crs.Code, error) {
	registered := r.code > 0 && (r.org == "" || strings.EqualFold(r.org, "EPSG"))
	if registered {
		for _, definition := range [...]string{"EPSG:" + strconv.Itoa(int(r.code)), r.wkt} {
			if code, err := crs.Parse(definition); err == nil {
				return code, nil
			}
		}
		return crs.Code(r.code), nil // which nobody knows
	}
	switch {
	case r.wkt != "":
		return crs.Parse(r.wkt)
	case r.code != 0:
		return crs.Parse(r.org + ":" + strconv.Itoa(int(r.code)))
	case r.text != "":
		return crs.Parse(r.org + ":" + r.text)
	}
	return 0, nil
}

// open gives the reference system that a file is read in.
func (h header) open(o format.Options) (system crs.System, err error) {
	code := o.CRS
	if code == 0 {
		code, err = h.system.crs()
	}
	if err == nil {
		system, err = crs.New(code)
	}
	return system, err
}
