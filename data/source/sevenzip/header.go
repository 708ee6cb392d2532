package sevenzip

// Identifiers of the parts of a header (7zFormat.txt, "Property IDs").
const (
	idEnd           = 0x00
	idHeader        = 0x01
	idArchive       = 0x02
	idMainStreams   = 0x04
	idFiles         = 0x05
	idPackInfo      = 0x06
	idUnpackInfo    = 0x07
	idSubStreams    = 0x08
	idSize          = 0x09
	idCRC           = 0x0a
	idFolder        = 0x0b
	idUnpackSize    = 0x0c
	idNumStreams    = 0x0d
	idEmptyStream   = 0x0e
	idEmptyFile     = 0x0f
	idNames         = 0x11
	idAttributes    = 0x15
	idEncodedHeader = 0x17
)

// mostCoders is how many coders a folder may have; 7-Zip writes four at most, and reads 32.
const mostCoders = 32

// streams is where the bytes of files lie: in each folder, files with bytes of their own.
type streams struct {
	folders []folder
	files   []File // size, folder and sum only
}

// archive reads a header after its identifier.
func (p *parser) archive() ([]File, []folder, error) {
	var held streams
	for p.err == nil {
		switch id := p.byte(); id {
		case idArchive:
			for p.err == nil && p.byte() != idEnd {
				p.bytes(p.number())
			}
		case idMainStreams:
			held = p.streams()
		case idFiles:
			files := p.files(held.files)
			return files, held.folders, p.err
		case idEnd:
			return nil, held.folders, p.err
		default:
			_ = p.fail("its header has a part %#x", id)
		}
	}
	return nil, nil, p.err
}

// streams reads a StreamsInfo.
func (p *parser) streams() streams {
	var s streams
	var packed []int64
	offset := int64(signatureSize)
	split := false
	for p.err == nil {
		switch id := p.byte(); id {
		case idPackInfo:
			offset += p.length()
			packed = p.packInfo()
		case idUnpackInfo:
			s.folders = p.unpackInfo()
			p.place(s.folders, offset, packed)
		case idSubStreams:
			s.files = p.subStreams(s.folders)
			split = true
		case idEnd:
			if !split {
				for i := range s.folders {
					s.files = append(s.files, File{Size: s.folders[i].size(), folder: i, sum: s.folders[i].sum})
				}
			}
			return s
		default:
			_ = p.fail("its header has a part %#x among streams", id)
		}
	}
	return streams{}
}

// packInfo reads the sizes of packed streams.
func (p *parser) packInfo() []int64 {
	n := p.count()
	var sizes []int64
	for p.err == nil {
		switch id := p.byte(); id {
		case idSize:
			for range n {
				sizes = append(sizes, p.length())
			}
		case idCRC:
			p.sums(n)
		case idEnd:
			return sizes
		default:
			_ = p.fail("its header has a part %#x among packed streams", id)
		}
	}
	return nil
}

// unpackInfo reads the folders, their places apart.
func (p *parser) unpackInfo() []folder {
	p.expect(idFolder)
	n := p.count()
	if p.byte() != 0 {
		_ = p.fail("its folders lie outside the header")
	}
	if n > p.most {
		p.crowded()
		return nil
	}
	var folders []folder
	for range n {
		folders = append(folders, p.folder())
		if p.err != nil {
			return nil
		}
	}
	p.expect(idUnpackSize)
	for i := range folders {
		for j := range folders[i].sizes {
			folders[i].sizes[j] = p.length()
		}
	}
	id := p.byte()
	if id == idCRC {
		for i, sum := range p.sums(len(folders)) {
			folders[i].sum = sum
		}
		id = p.byte()
	}
	if id != idEnd {
		_ = p.fail("its header has a part %#x among folders", id)
	}
	return folders
}

// folder reads a chain of coders. The number of its packed streams is left in packed.
func (p *parser) folder() folder {
	n := p.count()
	if n == 0 || n > mostCoders {
		_ = p.fail("a folder has %d coders", n)
		return folder{}
	}
	f := folder{bound: map[int]int{}}
	in, out := 0, 0
	for range n {
		flags := p.byte()
		c := coder{method: string(p.bytes(uint64(flags & 0x0f)))}
		ins, outs := 1, 1
		if flags&0x10 != 0 {
			ins, outs = p.count(), p.count()
			f.mixed = f.mixed || ins != 1 || outs != 1
		}
		if flags&0x20 != 0 {
			c.properties = p.bytes(p.number())
		}
		if flags&0x80 != 0 {
			_ = p.fail("a folder has a coder of another version")
		}
		f.coders = append(f.coders, c)
		in, out = in+ins, out+outs
	}
	if out == 0 || in < out-1 || out > len(p.rest) && p.err == nil {
		_ = p.fail("a folder has %d inputs and %d outputs", in, out)
	}
	if p.err != nil {
		return folder{}
	}
	taken := make([]bool, out)
	for range out - 1 {
		input, output := p.number(), p.number()
		if input >= uint64(in) || output >= uint64(out) {
			_ = p.fail("a folder joins coders that it does not have")
			return folder{}
		}
		f.bound[int(input)] = int(output)
		taken[output] = true
	}
	for i, ok := range taken {
		if !ok {
			f.main = i
		}
	}
	f.packed = int64(in - (out - 1))
	if f.packed != 1 {
		f.mixed = true
		for i := int64(0); i < f.packed && p.err == nil; i++ {
			p.number()
		}
	}
	f.sizes = make([]int64, out)
	return f
}

// place gives each folder its packed streams, which lie one after the other.
func (p *parser) place(folders []folder, offset int64, packed []int64) {
	for i := range folders {
		f := &folders[i]
		n := int(f.packed)
		if n > len(packed) {
			_ = p.fail("its header has fewer packed streams than its folders take")
			return
		}
		f.offset, f.packed = offset, 0
		for _, size := range packed[:n] {
			if offset < 0 || offset > p.size || size > p.size-offset {
				if p.err == nil {
					p.err = ended(nil)
				}
				return
			}
			f.packed += size
			offset += size
		}
		packed = packed[n:]
	}
}

// subStreams reads how the bytes of each folder are shared out among files.
func (p *parser) subStreams(folders []folder) []File {
	counts := make([]int, len(folders))
	for i := range counts {
		counts[i] = 1
	}
	id := p.byte()
	if id == idNumStreams {
		for i := range counts {
			counts[i] = p.count()
		}
		id = p.byte()
	}
	var files []File
	for i, n := range counts {
		left := folders[i].size()
		for j := range n {
			size := left // of the last file, which has what the others leave
			if j < n-1 {
				if id != idSize {
					_ = p.fail("a folder of %d files does not say their sizes", n)
					return nil
				}
				size = p.length()
			}
			if size > left {
				_ = p.fail("a folder has %d bytes for files of more", folders[i].size())
			}
			if p.err != nil {
				return nil
			}
			if len(files) == p.most {
				p.crowded()
				return nil
			}
			left -= size
			files = append(files, File{Size: size, folder: i})
		}
	}
	if id == idSize {
		id = p.byte()
	}
	p.fileSums(folders, counts, files, id == idCRC)
	if id == idCRC {
		id = p.byte()
	}
	if id != idEnd {
		_ = p.fail("its header has a part %#x among files", id)
	}
	return files
}

// fileSums gives files their CRC: that of the folder to its only file, to the others those that follow, if any do.
func (p *parser) fileSums(folders []folder, counts []int, files []File, follow bool) {
	unknown := 0
	for i, n := range counts {
		if n != 1 || folders[i].sum == nil {
			unknown += n
		}
	}
	sums := make([]*uint32, unknown)
	if follow {
		sums = p.sums(unknown)
	}
	for i := range files {
		if f := files[i].folder; counts[f] == 1 && folders[f].sum != nil {
			files[i].sum = folders[f].sum
		} else {
			files[i].sum, sums = sums[0], sums[1:]
		}
	}
}
