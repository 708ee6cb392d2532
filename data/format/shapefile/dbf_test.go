package shapefile

import (
	"encoding/binary"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"perimetre/data/format"
	"perimetre/geo"
)

// testTable gives the bytes of a .dbf. Each record has its byte of deletion first.
func testTable(driver byte, fields []field, records ...string) []byte {
	width := 1
	for _, f := range fields {
		width += f.width
	}
	data := make([]byte, tableHeaderSize)
	data[0], data[29] = 3, driver
	binary.LittleEndian.PutUint32(data[4:], uint32(len(records)))
	binary.LittleEndian.PutUint16(data[8:], uint16(tableHeaderSize+len(fields)*fieldSize+1))
	binary.LittleEndian.PutUint16(data[10:], uint16(width))
	for _, f := range fields {
		var described [fieldSize]byte
		copy(described[:11], f.name)
		described[11], described[16], described[17] = f.kind, byte(f.width), byte(f.decimals)
		data = append(data, described[:]...)
	}
	data = append(data, endOfFields)
	for _, record := range records {
		data = append(data, record...)
	}
	return append(data, endOfRecords)
}

// testShapes gives the bytes of a .shp of points at 0 0, as many as there are records.
func testShapes(count int) []byte {
	data := header(int64(headerSize+count*28), point, format.Bounds{})
	for i := range count {
		data = binary.BigEndian.AppendUint32(data, uint32(i+1))
		data = binary.BigEndian.AppendUint32(data, 10)
		data = binary.LittleEndian.AppendUint32(data, point)
		data = append(data, make([]byte, pointSize)...)
	}
	return data
}

func TestValuesOfEveryType(t *testing.T) {
	const e9 = "\xe9" // é in Latin-1
	for _, test := range []struct {
		name  string
		field field
		text  string
		want  any
		fails string
	}{
		{"text", field{kind: 'C', width: 8}, "  Bourg ", "Bourg", ""},
		{"a code with leading zeros", field{kind: 'C', width: 5}, "01001", "01001", ""},
		{"blanks", field{kind: 'C', width: 3}, "   ", nil, ""},
		{"zeros after a text", field{kind: 'C', width: 6}, "abc\x00\x00x", "abc", ""},
		{"Latin-1", field{kind: 'C', width: 6}, "Liffr" + e9, "Liffré", ""},
		{"UTF-8", field{kind: 'C', width: 8}, "Liffré ", "Liffré", ""},
		{"UTF-8 that the field cut", field{kind: 'C', width: 8}, "Liffréé", "Liffr\u00e9", ""},
		{"Windows-1252", field{kind: 'C', width: 4}, "\x9cuf ", "œuf", ""},
		{"an integer", field{kind: 'N', width: 5}, "  806", int64(806), ""},
		{"an integer with zeros", field{kind: 'N', width: 5}, "00806", int64(806), ""},
		{"the largest integer", field{kind: 'N', width: 19}, "9223372036854775807", int64(1<<63 - 1), ""},
		{"larger than any integer", field{kind: 'N', width: 19}, "9223372036854775808", 9223372036854775808.0, ""},
		{"decimals in a field without", field{kind: 'N', width: 5}, " 1.50", 1.5, ""},
		{"a number with decimals", field{kind: 'N', width: 6, decimals: 2}, " 15.00", 15.0, ""},
		{"a floating number", field{kind: 'F', width: 13, decimals: 11}, " 1.500000e+01", 15.0, ""},
		{"a floating number without decimals", field{kind: 'F', width: 3}, " 15", int64(15), ""},
		{"no number", field{kind: 'N', width: 5}, "     ", nil, ""},
		{"the null of ESRI", field{kind: 'N', width: 5}, "*****", nil, ""},
		{"what C writes for no number", field{kind: 'N', width: 5, decimals: 2}, " -nan", nil, `attribute a: "-nan" is no number`},
		{"what Go writes for no number", field{kind: 'N', width: 5, decimals: 2}, "  NaN", nil, ""},
		{"a text in a number", field{kind: 'N', width: 5}, "12a  ", nil, `attribute a: "12a" is no number`},
		{"true", field{kind: 'L', width: 1}, "T", true, ""},
		{"false", field{kind: 'L', width: 1}, "n", false, ""},
		{"neither", field{kind: 'L', width: 1}, "?", nil, ""},
		{"a date", field{kind: 'D', width: 8}, "20240131", "2024-01-31", ""},
		{"no date", field{kind: 'D', width: 8}, "00000000", nil, ""},
		{"a blank date", field{kind: 'D', width: 8}, "        ", nil, ""},
		{"a date of another form", field{kind: 'D', width: 8}, "31/01/24", "31/01/24", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.field.name = "a"
			for len(test.text) < test.field.width {
				test.text += " "
			}
			m := memory{".shp": testShapes(1), ".dbf": testTable(0, []field{test.field}, " "+test.text[:test.field.width])}
			for f, err := range Read(m, format.Options{}) {
				fails := ""
				if test.fails != "" {
					fails = "communes.shp: feature 1: " + test.fails + ": mend the value, or name the encoding of texts in a .cpg beside it"
				}
				if err == nil && fails != "" || err != nil && err.Error() != fails {
					t.Errorf("got  %v\nwant %s", err, fails)
				}
				if got := f.Property("a"); got != test.want {
					t.Errorf("got %#v, want %#v", got, test.want)
				}
			}
		})
	}
}

func TestFieldsThatAreNotReadAreLeftOut(t *testing.T) {
	fields := []field{{name: "a", kind: 'C', width: 2}, {name: "memo", kind: 'M', width: 4}, {name: "b", kind: 'N', width: 1}}
	m := memory{".shp": testShapes(2), ".dbf": testTable(0, fields, " xxMMMM1", " yyMMMM2")}
	layers, err := Layers(m)
	if want := []string{"a", "b"}; err != nil || !cmp.Equal(layers[0].Fields, want) || layers[0].Features != 2 || layers[0].CRS != 0 {
		t.Errorf("%v, %v", layers, err)
	}
	got, errs := read(m, format.Options{})
	want := []geo.Feature{
		{Properties: []geo.Property{{Name: "a", Value: "xx"}, {Name: "b", Value: int64(1)}}, Geometry: geo.MultiPoint{{}}},
		{Properties: []geo.Property{{Name: "a", Value: "yy"}, {Name: "b", Value: int64(2)}}, Geometry: geo.MultiPoint{{}}},
	}
	if diff := cmp.Diff(want, got); diff != "" || errs != nil {
		t.Error(errs, diff)
	}
}

func TestDeletedRecordsAreLeftOut(t *testing.T) {
	m := memory{".shp": testShapes(3), ".dbf": testTable(0, []field{{name: "a", kind: 'N', width: 1}}, " 1", "*2", " x")}
	got, errs := read(m, format.Options{})
	if len(got) != 1 || got[0].Property("a") != int64(1) {
		t.Errorf("got %v", got)
	}
	// Deleted records count all the same.
	if want := []string{`communes.shp: feature 3: attribute a: "x" is no number: mend the value, or name the encoding of texts in a .cpg beside it`}; !cmp.Equal(errs, want) {
		t.Errorf("got %q", errs)
	}
}

func TestEncodings(t *testing.T) {
	const text = "Orl\xe9ans" // in Latin-1; in code page 850 é is 0x82
	for _, test := range []struct {
		name, text, cpg, given string
		driver                 byte
		want                   string // the text, or the error
	}{
		{name: "nothing says it", text: text, want: "Orléans"},
		{name: "nothing says it, in UTF-8", text: "Orléans", want: "Orléans"},
		{name: "a .cpg of Latin-1", text: text, cpg: "ISO-8859-1", want: "Orléans"},
		{name: "a .cpg with a number", text: text, cpg: "1252\r\n", want: "Orléans"},
		{name: "a .cpg as ESRI writes it", text: text, cpg: "ANSI 1252", want: "Orléans"},
		{name: "a .cpg of GDAL that names a driver", text: text, cpg: "LDID/87", want: "Orléans"},
		{name: "a .cpg of UTF-8 after a mark", text: "Orléans", cpg: "\ufeffutf8", want: "Orléans"},
		{name: "a .cpg wins over the driver", text: "Orléans", cpg: "UTF-8", driver: 0x57, want: "Orléans"},
		{name: "the driver wins over a guess", text: "Orl\x82ans", driver: 0x02, want: "Orléans"},
		{name: "the driver of Windows", text: text, driver: 0x57, want: "Orléans"},
		{name: "a driver that nobody knows", text: text, driver: 0xff, want: "Orléans"},
		{name: "the user wins over all", text: "Orl\x82ans", cpg: "UTF-8", driver: 0x57, given: "CP850", want: "Orléans"},
		{name: "an euro of Latin-9", text: "1\xa4", given: "iso-8859-15", want: "1€"},
		{
			name: "a .cpg that is wrong", text: text, cpg: "UTF-8",
			want: `communes.shp: feature 1: attribute nom: "Orl\xe9ans" is not UTF-8: mend the value, or name the encoding of texts in a .cpg beside it`,
		},
		{
			name: "a byte that is no character", text: "a\x81", cpg: "1252",
			want: `communes.shp: feature 1: attribute nom: byte 0x81 of "a\x81" is no character in the encoding of the file: ` +
				`mend the value, or name the encoding of texts in a .cpg beside it`,
		},
		{name: "a .cpg that nobody knows", text: text, cpg: "KOI8", want: "Orléans"},
		{
			name: "a .cpg that nobody knows, and a byte that is no character", text: "a\x81", cpg: "KOI8",
			want: `communes.shp: feature 1: attribute nom: byte 0x81 of "a\x81" is no character in the encoding of the file; ` +
				`communes.cpg: encoding "KOI8" is not known: name one of UTF-8, ISO-8859-1, Windows-1252, ISO-8859-15, CP850, CP437: ` +
				`mend the value, or name the encoding of texts in a .cpg beside it`,
		},
		{
			name: "an encoding of the user that nobody knows", text: text, given: "latin",
			want: `communes.dbf: encoding "latin" is not known: name one of UTF-8, ISO-8859-1, Windows-1252, ISO-8859-15, CP850, CP437`,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			record := " " + test.text
			for len(record) < 11 {
				record += " "
			}
			m := memory{".shp": testShapes(1), ".dbf": testTable(test.driver, []field{{name: "nom", kind: 'C', width: 10}}, record)}
			if test.cpg != "" {
				m[".cpg"] = []byte(test.cpg)
			}
			for f, err := range Read(m, format.Options{Encoding: test.given}) {
				got := f.Property("nom")
				if err != nil {
					got = err.Error()
				}
				if got != test.want {
					t.Errorf("got  %v\nwant %v", got, test.want)
				}
			}
		})
	}
}

func TestNamesOfFieldsAreDecoded(t *testing.T) {
	m := memory{".shp": testShapes(0), ".dbf": testTable(0x57, []field{{name: "r\xe9gion", kind: 'C', width: 2}})}
	layers, err := Layers(m)
	if want := []string{"région"}; err != nil || !cmp.Equal(layers[0].Fields, want) {
		t.Errorf("%v, %v", layers, err)
	}
}

// Texts with something in the byte of decimals, which makes them longer in FoxPro.
func TestTextsWithDecimalsAreAsLongAsTheRecordHasRoom(t *testing.T) {
	for _, test := range []struct {
		name   string
		record int // bytes
		width  int // of the text
	}{
		{"a text of another program", 1 + 5, 5},
		{"a long text of FoxPro", 1 + 5 + 256, 5 + 256},
	} {
		t.Run(test.name, func(t *testing.T) {
			table := testTable(0, []field{{name: "nom", kind: 'C', width: 5, decimals: 1}})
			binary.LittleEndian.PutUint32(table[4:], 1)
			binary.LittleEndian.PutUint16(table[10:], uint16(test.record))
			text := strings.Repeat("a", test.width)
			table = append(table[:len(table)-1], " "+text...)
			got, errs := read(memory{".shp": testShapes(1), ".dbf": table}, format.Options{})
			if errs != nil || len(got) != 1 || got[0].Property("nom") != text {
				t.Errorf("%v, %q", got, errs)
			}
		})
	}
}
