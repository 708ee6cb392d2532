package mvt

import (
	"encoding/binary"
	"math"

	"perimetre/geo"
)

// dictionary is the keys and the values of a layer, each once and encoded once, and numbered (section 4.1 asks for distinct
// ones in each tile). It is immutable once the pyramid is made.
type dictionary struct {
	keys, values words
	value, field []byte // that is being numbered
}

// words is fields of a layer, one after the other.
type words struct {
	bytes   []byte
	first   []int32 // first[n]:first[n+1] are the bytes of number n
	numbers map[string]int32
}

func (w *words) at(number int32) []byte { return w.bytes[w.first[number]:w.first[number+1]] }

// len is how many there are; first is nil where there is none.
func (w *words) len() int { return max(0, len(w.first)-1) }

// number gives the number of a field, a new one at first sight.
func (w *words) number(field []byte) int32 {
	if w.numbers == nil {
		w.numbers, w.first = map[string]int32{}, []int32{0}
	}
	number, ok := w.numbers[string(field)]
	if !ok {
		number = int32(len(w.numbers))
		w.numbers[string(field)] = number
		w.bytes = append(w.bytes, field...)
		w.first = append(w.first, int32(len(w.bytes)))
	}
	return number
}

// done forgets what is needed to number more.
func (d *dictionary) done() {
	d.keys.numbers, d.values.numbers = nil, nil
	d.value, d.field = nil, nil
}

// tag is a property of a feature: numbers of a dictionary.
type tag struct{ key, value int32 }

func (d *dictionary) numberKey(name string) int32 {
	d.value = append(d.value[:0], name...)
	d.field = appendField(d.field[:0], layerKey, d.value)
	return d.keys.number(d.field)
}

// numberValue gives the number of a value: a string, a bool, an uint64 or a float64 (section 4.1).
func (d *dictionary) numberValue(value any) int32 {
	v := d.value[:0]
	switch value := value.(type) {
	case string:
		v = append(binary.AppendUvarint(append(v, valueString), uint64(len(value))), value...)
	case bool:
		v = append(v, valueBool, 0)
		if value {
			v[1] = 1
		}
	case uint64:
		v = binary.AppendUvarint(append(v, valueUint), value)
	case float64:
		v = binary.LittleEndian.AppendUint64(append(v, valueDouble), math.Float64bits(value))
	}
	d.value, d.field = v, appendField(d.field[:0], layerValue, v)
	return d.values.number(d.field)
}

// tags gives the properties of a feature, those that are nil left out.
func (d *dictionary) tags(properties []geo.Property) []tag {
	tags := make([]tag, 0, len(properties))
	for _, p := range properties {
		if p.Value != nil {
			tags = append(tags, tag{d.numberKey(p.Name), d.numberValue(p.Value)})
		}
	}
	return tags
}

// appendField appends a field of bytes.
func appendField(dst []byte, field byte, bytes []byte) []byte {
	return append(binary.AppendUvarint(append(dst, field), uint64(len(bytes))), bytes...)
}

// selection is the words that a tile uses of those of a dictionary, numbered by their first use.
type selection struct {
	number []int32 // by number of the dictionary: 1 + its own, 0 when it is not used
	used   []int32 // numbers of the dictionary
}

// of gives the number of a word.
func (s *selection) of(word int32) uint64 {
	if s.number[word] == 0 {
		s.used = append(s.used, word)
		s.number[word] = int32(len(s.used))
	}
	return uint64(s.number[word] - 1)
}

func (s *selection) reset(words int) {
	if s.number == nil {
		s.number = make([]int32, words)
	}
	for _, word := range s.used {
		s.number[word] = 0
	}
	s.used = s.used[:0]
}

// appendTo appends the words, in the order of their numbers.
func (s *selection) appendTo(dst []byte, w *words) []byte {
	for _, word := range s.used {
		dst = append(dst, w.at(word)...)
	}
	return dst
}
