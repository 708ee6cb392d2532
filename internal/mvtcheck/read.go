package mvtcheck

import (
	"fmt"
	"math"
	"unicode/utf8"

	"google.golang.org/protobuf/encoding/protowire"
)

// Read decodes a tile and tells every clause that it breaks, in the order of its bytes. What is broken is read as far as it
// can be.
func Read(data []byte) (*Tile, []Fault) {
	r := &reader{tile: &Tile{}, feature: -1}
	r.readTile(data)
	return r.tile, r.faults
}

// reader holds what is being read.
type reader struct {
	tile    *Tile
	faults  []Fault
	layer   string
	feature int
}

func (r *reader) fault(c Clause, format string, args ...any) {
	r.faults = append(r.faults, Fault{c, r.layer, r.feature, fmt.Sprintf(format, args...)})
}

// field is a field of a protobuf message.
type field struct {
	number protowire.Number
	wire   protowire.Type
	number64
	bytes []byte
}

// number64 is the value of a field that is not bytes.
type number64 uint64

// wires is the wire type of each field of a message.
type wires map[protowire.Number]protowire.Type

// fields gives the fields of a message, as many as can be read. Those of extensions are left out: vector_tile.proto keeps
// numbers from 16 on for them in a tile and in a layer, from 8 on in a value.
func (r *reader) fields(message []byte, what string, wires wires, extensions protowire.Number) []field {
	var all []field
	for len(message) > 0 {
		number, wire, n := protowire.ConsumeTag(message)
		if n < 0 {
			r.fault(Protobuf, "%s: %v", what, protowire.ParseError(n))
			break
		}
		message = message[n:]
		f := field{number: number, wire: wire}
		size := protowire.ConsumeFieldValue(number, wire, message)
		if size < 0 {
			r.fault(Protobuf, "%s, field %d: %v", what, number, protowire.ParseError(size))
			break
		}
		switch wire {
		case protowire.VarintType:
			v, _ := protowire.ConsumeVarint(message)
			f.number64 = number64(v)
		case protowire.Fixed32Type:
			v, _ := protowire.ConsumeFixed32(message)
			f.number64 = number64(v)
		case protowire.Fixed64Type:
			v, _ := protowire.ConsumeFixed64(message)
			f.number64 = number64(v)
		case protowire.BytesType:
			f.bytes, _ = protowire.ConsumeBytes(message)
		}
		message = message[size:]
		want, known := wires[number]
		switch {
		case known && (want == wire || want == packed && (wire == protowire.VarintType || wire == protowire.BytesType)):
			all = append(all, f)
		case known:
			r.fault(Protobuf, "%s, field %d: wire type %d", what, number, wire)
		case extensions == 0 || number < extensions:
			r.fault(Protobuf, "%s: there is no field %d", what, number)
		}
	}
	return all
}

// packed is a repeated number, packed or not: a parser must read both (protobuf, encoding, packed repeated fields).
const packed = protowire.Type(-1)

// numbers appends the numbers of a field that may be packed.
func (r *reader) numbers(to []uint32, f field, what string) []uint32 {
	if f.wire == protowire.VarintType {
		return append(to, uint32(f.number64))
	}
	for rest := f.bytes; len(rest) > 0; {
		v, n := protowire.ConsumeVarint(rest)
		if n < 0 || v > math.MaxUint32 {
			r.fault(Protobuf, "%s: a number of it is not one of 32 bits", what)
			return to
		}
		to, rest = append(to, uint32(v)), rest[n:]
	}
	return to
}

func (r *reader) text(f field, what string) string {
	if !utf8.Valid(f.bytes) {
		r.fault(Protobuf, "%s is not UTF-8", what)
	}
	return string(f.bytes)
}

func (r *reader) readTile(data []byte) {
	names := map[string]bool{}
	for _, f := range r.fields(data, "tile", wires{3: protowire.BytesType}, 16) {
		layer, named := r.readLayer(f.bytes)
		if named && names[layer.Name] {
			r.fault(NameUnique, "a second layer is named %q", layer.Name)
		}
		names[layer.Name] = true
		r.tile.Layers = append(r.tile.Layers, layer)
	}
	if len(r.tile.Layers) == 0 {
		r.fault(LayerSome, "there is none")
	}
}

// readLayer reads a layer, and tells whether it has a name.
func (r *reader) readLayer(message []byte) (layer Layer, named bool) {
	var versions, extents int
	var keys []string
	var values []any
	var features [][]byte
	fields := r.fields(message, "layer", wires{
		15: protowire.VarintType, 1: protowire.BytesType, 2: protowire.BytesType,
		3: protowire.BytesType, 4: protowire.BytesType, 5: protowire.VarintType,
	}, 16)
	for _, f := range fields { // faults of what comes before the name shall name the layer too
		if f.number == 1 {
			r.layer, named = string(f.bytes), true
		}
	}
	defer func() { r.layer = "" }()
	for i, f := range fields {
		switch f.number {
		case 15:
			versions++
			layer.Version = uint32(f.number64)
			if i > 0 {
				r.fault(VersionFirst, "the version is field %d of the layer", i+1)
			}
		case 1:
			layer.Name = r.text(f, "the name")
		case 2:
			features = append(features, f.bytes)
		case 3:
			keys = append(keys, r.text(f, "a key"))
		case 4:
			values = append(values, r.readValue(f.bytes))
		case 5:
			extents++
			layer.Extent = uint32(f.number64)
		}
	}
	if versions == 0 {
		r.fault(VersionPresent, "there is none")
	} else if layer.Version != 2 {
		r.fault(VersionTwo, "it is %d", layer.Version)
	}
	if !named {
		r.fault(NamePresent, "there is none")
	}
	if extents == 0 {
		r.fault(ExtentPresent, "there is none")
	}
	if twice, ok := repeated(keys); ok {
		r.fault(KeyUnique, "%q is", twice)
	}
	if twice, ok := repeated(values); ok {
		r.fault(ValueUnique, "%v is", twice)
	}
	if len(features) == 0 {
		r.fault(FeatureSome, "there is none")
	}
	ids := map[uint64]bool{}
	for i, message := range features {
		r.feature = i
		feature, identified := r.readFeature(message, keys, values)
		if identified && ids[feature.ID] {
			r.fault(IDUnique, "another feature has id %d", feature.ID)
		}
		ids[feature.ID] = ids[feature.ID] || identified
		layer.Features = append(layer.Features, feature)
	}
	r.feature = -1
	return layer, named
}

// repeated gives an element that is twice in a list. Values of different types differ.
func repeated[T comparable](list []T) (twice T, ok bool) {
	seen := make(map[T]bool, len(list))
	for _, v := range list {
		if seen[v] {
			return v, true
		}
		seen[v] = true
	}
	return twice, false
}

// Numbers whose types differ in vector_tile.proto alone.
type (
	signed   int64 // int_value
	unsigned uint64
	zigzag   int64 // sint_value
)

// readValue reads a value; nil where it has no type.
func (r *reader) readValue(message []byte) (value any) {
	fields := r.fields(message, "value", wires{
		1: protowire.BytesType, 2: protowire.Fixed32Type, 3: protowire.Fixed64Type, 4: protowire.VarintType,
		5: protowire.VarintType, 6: protowire.VarintType, 7: protowire.VarintType,
	}, 8)
	if len(fields) != 1 {
		r.fault(ValueOne, "a value has %d", len(fields))
	}
	for _, f := range fields {
		switch f.number {
		case 1:
			value = r.text(f, "a value")
		case 2:
			value = math.Float32frombits(uint32(f.number64))
		case 3:
			value = math.Float64frombits(uint64(f.number64))
		case 4:
			value = signed(f.number64)
		case 5:
			value = unsigned(f.number64)
		case 6:
			value = zigzag(protowire.DecodeZigZag(uint64(f.number64)))
		case 7:
			value = f.number64 != 0
		}
	}
	return value
}

// readFeature reads a feature, and tells whether it has an id.
func (r *reader) readFeature(message []byte, keys []string, values []any) (feature Feature, identified bool) {
	var tags, commands []uint32
	typed := false
	for _, f := range r.fields(message, "feature", wires{
		1: protowire.VarintType, 2: packed, 3: protowire.VarintType, 4: packed,
	}, 0) {
		switch f.number {
		case 1:
			feature.ID, identified = uint64(f.number64), true
		case 2:
			tags = r.numbers(tags, f, "tags")
		case 3:
			feature.Type, typed = GeomType(f.number64), true
		case 4:
			commands = r.numbers(commands, f, "geometry")
		}
	}
	feature.Properties = r.properties(tags, keys, values)
	switch {
	case !typed:
		r.fault(TypePresent, "there is none")
	case feature.Type > PolygonType:
		r.fault(TypeKnown, "it is %d", feature.Type)
	case len(commands) == 0:
		r.fault(GeometryPresent, "there is none")
	default:
		r.readGeometry(&feature, commands)
	}
	return feature, identified
}

func (r *reader) properties(tags []uint32, keys []string, values []any) map[string]any {
	if len(tags)%2 == 1 {
		r.fault(TagsEven, "there are %d", len(tags))
	}
	properties := map[string]any{}
	seen := map[uint32]bool{}
	for i := 0; i+1 < len(tags); i += 2 {
		key, value := tags[i], tags[i+1]
		if int64(key) >= int64(len(keys)) || int64(value) >= int64(len(values)) {
			r.fault(TagsInRange, "key %d of %d, value %d of %d", key, len(keys), value, len(values))
			continue
		}
		if seen[key] {
			r.fault(TagsKeyUnique, "%q is", keys[key])
		}
		seen[key] = true
		properties[keys[key]] = values[value]
	}
	return properties
}
