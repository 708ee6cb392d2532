package parquet

import "encoding/binary"

// hybrid gives small numbers one by one from runs of one value and groups of eight packed bits
// (https://parquet.apache.org/docs/file-format/data-pages/encodings/#RLE). However long a run claims to be, it takes no memory.
type hybrid struct {
	data   []byte // after the current run or packed group
	width  int    // bits of a number, 32 at most
	run    int    // numbers left of the current run
	packed []byte // of which the numbers are read; nil in a run of one value
	bit    int    // in packed
	value  uint32
}

// longestRun is more than the numbers of any page, and stays far from the end of int when multiplied by 8 × 32 bits.
const longestRun = 1 << 40

// next gives the next number; ok is false when there is none.
func (h *hybrid) next() (n uint32, ok bool) {
	for h.run == 0 {
		if !h.begin() {
			return 0, false
		}
	}
	h.run--
	if h.packed == nil {
		return h.value, true
	}
	var bytes [8]byte
	copy(bytes[:], h.packed[min(h.bit/8, len(h.packed)):])
	n = uint32(binary.LittleEndian.Uint64(bytes[:]) >> (h.bit % 8) & (1<<h.width - 1))
	h.bit += h.width
	return n, true
}

// begin begins a run or some packed groups.
func (h *hybrid) begin() bool {
	head, n := binary.Uvarint(h.data)
	if n <= 0 {
		return false
	}
	h.data = h.data[n:]
	count := int(min(head>>1, longestRun))
	if head&1 == 0 {
		size := (h.width + 7) / 8
		if size > len(h.data) {
			return false
		}
		var bytes [4]byte
		copy(bytes[:], h.data[:size])
		h.value, h.packed, h.run = binary.LittleEndian.Uint32(bytes[:]), nil, count
		h.data = h.data[size:]
		return true
	}
	// Some writers cut the bytes of the last group after the last number: what is missing is read as zero.
	size := min(count*h.width, len(h.data))
	h.packed, h.bit, h.run = h.data[:size:size], 0, 8*count
	h.data = h.data[size:]
	return true
}
