package sevenzip

import (
	"encoding/binary"
	"io/fs"
	"unicode/utf16"
)

// files reads a FilesInfo: names and attributes of files, whose bytes are held by streams.
func (p *parser) files(held []File) []File {
	n := p.count() // a name takes two bytes
	if n > p.most {
		p.crowded()
		return nil
	}
	files := make([]File, n)
	empty := make([]bool, n)
	var emptyFile []bool
	attributes := make([]uint32, n)
	for p.err == nil {
		id := p.byte()
		if id == idEnd {
			break
		}
		part := &parser{rest: p.bytes(p.number())}
		switch id {
		case idEmptyStream:
			empty = part.bits(n)
		case idEmptyFile:
			count := 0
			for _, e := range empty {
				if e {
					count++
				}
			}
			emptyFile = part.bits(count)
		case idNames:
			part.names(files)
		case idAttributes:
			part.attributes(attributes)
		}
		if part.err != nil {
			p.err = part.err
		}
	}
	for i := range files {
		if p.err != nil {
			return nil
		}
		directory := false
		if empty[i] {
			files[i].folder = -1
			directory = len(emptyFile) == 0 || !emptyFile[0]
			emptyFile = emptyFile[min(1, len(emptyFile)):]
		} else {
			if len(held) == 0 {
				_ = p.fail("it has more files than bytes for them")
				return nil
			}
			files[i].Size, files[i].folder, files[i].sum = held[0].Size, held[0].folder, held[0].sum
			held = held[1:]
		}
		files[i].Mode = mode(attributes[i], directory)
	}
	return files
}

// names reads the name of each file: UTF-16, little end first, up to a zero.
func (p *parser) names(files []File) {
	if p.byte() != 0 {
		_ = p.fail("its names lie outside the header")
	}
	for i := range files {
		var units []uint16
		for p.err == nil {
			pair := p.bytes(2)
			if pair == nil {
				return
			}
			unit := binary.LittleEndian.Uint16(pair)
			if unit == 0 {
				break
			}
			units = append(units, unit)
		}
		files[i].Name = string(utf16.Decode(units))
	}
}

func (p *parser) attributes(values []uint32) {
	defined := p.defined(len(values))
	if p.byte() != 0 {
		_ = p.fail("its attributes lie outside the header")
	}
	for i, ok := range defined {
		if ok {
			values[i] = p.uint32()
		}
	}
}

// mode reads attributes: those of Windows in the low half, and the mode of a Unix system in the high one where bit 15 says so.
func mode(attributes uint32, directory bool) fs.FileMode {
	const (
		windowsDirectory = 0x10
		windowsReparse   = 0x400 // a link of some kind
		unix             = 0x8000
	)
	var m fs.FileMode
	if attributes&unix != 0 {
		m = fs.FileMode(attributes >> 16 & 0o777)
		switch attributes >> 28 { // S_IFMT of stat(2)
		case 0o04:
			m |= fs.ModeDir
		case 0o12:
			m |= fs.ModeSymlink
		case 0o10, 0:
		default:
			m |= fs.ModeDevice
		}
	}
	if attributes&windowsReparse != 0 {
		m |= fs.ModeSymlink
	}
	if directory || attributes&windowsDirectory != 0 {
		m |= fs.ModeDir
	}
	return m
}
