package kml

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"perimetre/data/format"
	"perimetre/data/format/geojson"
	"perimetre/geo"

	"github.com/google/go-cmp/cmp"
)

// memory is a file that lies in memory.
type memory string

func (memory) Name() string                        { return "f.kml" }
func (m memory) Open() (io.ReadCloser, error)      { return io.NopCloser(strings.NewReader(string(m))), nil }
func (memory) Path() (string, error)               { return "", errors.New("in memory") }
func (memory) Sibling(string) (format.Input, bool) { return nil, false }

// documentOf gives a file with that inside its Document.
func documentOf(text string) memory {
	return memory(`<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>` + text + `</Document></kml>`)
}

const (
	point  = `<Point><coordinates>1,2</coordinates></Point>`
	ring   = `<LinearRing><coordinates>0,0 1,0 1,1 0,0</coordinates></LinearRing>`
	square = `<Polygon><outerBoundaryIs>` + ring + `</outerBoundaryIs></Polygon>`
)

// outcome gives what is read as GeoJSON, and the texts of errors.
func outcome(m memory, o format.Options) (texts []string) {
	for f, err := range Read(m, o) {
		if err != nil {
			texts = append(texts, err.Error())
		} else {
			texts = append(texts, string(geojson.AppendFeature(nil, f)))
		}
	}
	return texts
}

// feature gives a feature as GeoJSON.
func feature(properties, geometry string) string {
	return `{"type":"Feature","properties":{` + properties + `},"geometry":` + geometry + `}`
}

const pointJSON = `{"type":"MultiPoint","coordinates":[[1,2]]}`

func TestPlacemarksAreFound(t *testing.T) {
	for _, test := range []struct {
		name string
		file memory
		want []string
	}{
		{"in a document", documentOf(`<name>d</name><Placemark>` + point + `</Placemark>`), []string{feature("", pointJSON)}},
		{
			"in folders",
			documentOf(`<Folder><name>a</name><Placemark><name>1</name></Placemark><Folder><Placemark><name>2</name></Placemark></Folder></Folder>` +
				`<Placemark><name>3</name></Placemark>`),
			[]string{feature(`"name":"1"`, "null"), feature(`"name":"2"`, "null"), feature(`"name":"3"`, "null")},
		},
		{
			"of an older version, with prefixes",
			`<k:kml xmlns:k="http://earth.google.com/kml/2.1"><k:Placemark><k:Point><k:coordinates> 1,2,300 </k:coordinates></k:Point></k:Placemark></k:kml>`,
			[]string{feature("", pointJSON)},
		},
		{
			"between styles, links, overlays and comments",
			documentOf(`<Style id="s"><LineStyle><color>ff0000ff</color></LineStyle></Style><NetworkLink><name>n</name><Link><href>http://example.org/</href></Link></NetworkLink>` +
				`<!-- <Placemark/> --><GroundOverlay><name>o</name></GroundOverlay><Placemark><styleUrl>#s</styleUrl><TimeSpan><begin>2024</begin></TimeSpan>` + point + `</Placemark>`),
			[]string{feature("", pointJSON)},
		},
		{"nowhere", documentOf(``), nil},
		{
			"in Latin-1", memory("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><kml><Placemark><name>Ch\xe2teau</name></Placemark></kml>"),
			[]string{feature(`"name":"Château"`, "null")},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, outcome(test.file, format.Options{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAttributes(t *testing.T) {
	schema := `<Schema name="s" id="s"><SimpleField name="n" type="int"/><SimpleField name="x" type="double"><displayName>X</displayName></SimpleField>` +
		`<SimpleField name="b" type="bool"/><SimpleField name="t" type="string"/></Schema>`
	data := func(name, value string) string { return `<SimpleData name="` + name + `">` + value + `</SimpleData>` }
	typed := func(inside string) string {
		return `<ExtendedData><SchemaData schemaUrl="#s">` + inside + `</SchemaData></ExtendedData>`
	}
	for _, test := range []struct{ name, inside, want string }{
		{"typed by a schema", typed(data("n", " 7 ") + data("x", "1.5") + data("b", "true") + data("t", "01004")), `"n":7,"x":1.5,"b":true,"t":"01004"`},
		{"in the order of the schema", typed(data("t", "a") + data("b", "0") + data("n", "-1")), `"n":-1,"x":null,"b":false,"t":"a"`},
		{"of a number without digits", typed(data("n", "") + data("t", "")), `"n":null,"x":null,"b":null,"t":""`},
		{"of a number that is none", typed(data("n", "NC")), `"n":"NC","x":null,"b":null,"t":null`},
		{"that the schema does not have", typed(data("more", "1")), `"n":null,"x":null,"b":null,"t":null,"more":"1"`},
		{"without a schema", `<ExtendedData><Data name="insee"><displayName>INSEE</displayName><value>01004</value></Data></ExtendedData>`, `"insee":"01004"`},
		{"of a schema that is not there", `<ExtendedData><SchemaData schemaUrl="#other">` + data("insee", "01004") + `</SchemaData></ExtendedData>`, `"insee":"01004"`},
		{"with entities and sections", `<name>a &amp; &#233;<![CDATA[<b>]]></name>`, `"name":"a & é<b>"`},
		{"name and description", `<name> N </name><description>D</description>`, `"name":"N","description":"D"`},
		{"a name that an attribute says", `<name>Ambérieu</name><ExtendedData><Data name="nom"><value>Ambérieu</value></Data></ExtendedData>`, `"nom":"Ambérieu"`},
		{"a name beside an attribute name", `<name>N</name><ExtendedData><Data name="name"><value>M</value></Data></ExtendedData>`, `"name":"M"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := outcome(documentOf(schema+`<Placemark>`+test.inside+`</Placemark>`), format.Options{})
			if diff := cmp.Diff([]string{feature(test.want, "null")}, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestGeometries(t *testing.T) {
	polygon := `[[[0,0],[1,0],[1,1],[0,0]]]`
	for _, test := range []struct{ name, inside, want string }{
		{"a point", point, pointJSON},
		{"a line", `<LineString><tessellate>1</tessellate><coordinates>0,0,5` + "\n\t" + `1,1,5</coordinates></LineString>`, `{"type":"MultiLineString","coordinates":[[[0,0],[1,1]]]}`},
		{"a ring alone", ring, `{"type":"MultiLineString","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}`},
		{"a polygon", square, `{"type":"MultiPolygon","coordinates":[` + polygon + `]}`},
		{
			"a polygon with its hole first",
			`<Polygon><innerBoundaryIs><LinearRing><coordinates>0.5,0.5 0.6,0.6 0.6,0.5 0.5,0.5</coordinates></LinearRing></innerBoundaryIs><outerBoundaryIs>` + ring + `</outerBoundaryIs></Polygon>`,
			`{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1],[0,0]],[[0.5,0.5],[0.6,0.6],[0.6,0.5],[0.5,0.5]]]]}`,
		},
		{"a ring that is not closed", `<Polygon><outerBoundaryIs><LinearRing><coordinates>0,0 1,0</coordinates></LinearRing></outerBoundaryIs></Polygon>`, `{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0]]]]}`},
		{"polygons inside each other's collections", `<MultiGeometry>` + square + `<MultiGeometry>` + square + `</MultiGeometry></MultiGeometry>`, `{"type":"MultiPolygon","coordinates":[` + polygon + `,` + polygon + `]}`},
		{"a polygon and the point of its label", `<MultiGeometry>` + point + square + `</MultiGeometry>`, `{"type":"MultiPolygon","coordinates":[` + polygon + `]}`},
		{"white space after commas", `<LineString><coordinates>0, 0 1, 1</coordinates></LineString>`, `{"type":"MultiLineString","coordinates":[[[0,0],[1,1]]]}`},
		{"white space after commas, with heights", `<LineString><coordinates>0, 0, 5 1, 1, 5</coordinates></LineString>`, `{"type":"MultiLineString","coordinates":[[[0,0],[1,1]]]}`},
		{"a comma after each position", `<LineString><coordinates>0,0, 1,1,</coordinates></LineString>`, `{"type":"MultiLineString","coordinates":[[[0,0],[1,1]]]}`},
		{"an empty polygon", `<Polygon/>`, `null`},
		{"an empty collection", `<MultiGeometry/>`, `null`},
		{"no coordinates", `<Point><coordinates/></Point>`, `null`},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := outcome(documentOf(`<Placemark>`+test.inside+`</Placemark>`), format.Options{})
			if diff := cmp.Diff([]string{feature("", test.want)}, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAPlacemarkThatCannotBeTakenIsNamed(t *testing.T) {
	code := `<ExtendedData><Data name="insee"><value>01004</value></Data></ExtendedData>`
	for _, test := range []struct{ name, inside, want string }{
		{"a collection", `<MultiGeometry><LineString><coordinates>0,0 1,1</coordinates></LineString>` + square + `</MultiGeometry>`, `geometry of type "MultiGeometry": keep one kind of geometry, polygons for a unit`},
		{"a model", `<Model><Link><href>a</href></Link></Model>`, `geometry of type "Model": keep one kind of geometry, polygons for a unit`},
		{"a word", `<Point><coordinates>a,2</coordinates></Point>`, `position "a,2": write a longitude and a latitude with a comma between them`},
		{"a longitude and no latitude", `<Point><coordinates>1, </coordinates></Point>`, `position "1,": write a longitude and a latitude with a comma between them`},
		{"one number", `<Point><coordinates>1</coordinates></Point>`, `position "1": write a longitude and a latitude with a comma between them`},
		{"a line of one point", `<LineString><coordinates>1,2</coordinates></LineString>`, `a line of 1 point: give it at least 2 or remove it`},
		{"a hole alone", `<Polygon><innerBoundaryIs>` + ring + `</innerBoundaryIs></Polygon>`, `a polygon with 0 outer boundaries: give it one`},
		{"two shells", `<Polygon><outerBoundaryIs>` + ring + ring + `</outerBoundaryIs></Polygon>`, `a polygon with 2 outer boundaries: give it one`},
		{"swapped axes", `<Point><coordinates>-21,165</coordinates></Point>`, `position (-21 165) is outside longitudes -180…180 and latitudes -90…90: coordinates look swapped: write the longitude first`},
		{"an attribute twice", `<ExtendedData><Data name="nom"><value>a</value></Data><Data name="nom"><value>b</value></Data></ExtendedData>`, `attribute "nom" occurs twice: keep one of the two`},
	} {
		t.Run(test.name, func(t *testing.T) {
			file := documentOf(`<Placemark>` + test.inside + code + `</Placemark><Placemark>` + point + `</Placemark>`)
			want := []string{"f.kml: feature 1 (01004): " + test.want, feature("", pointJSON)}
			if diff := cmp.Diff(want, outcome(file, format.Options{})); diff != "" {
				t.Error(diff)
			}
			for _, err := range Read(file, format.Options{}) {
				if !errors.As(err, new(*format.RecordError)) {
					t.Errorf("got %T", err)
				}
				break
			}
		})
	}
}

func TestAFileThatCannotBeRead(t *testing.T) {
	lol := `<!DOCTYPE kml [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;"><!ENTITY x SYSTEM "file:///etc/passwd">]>`
	for _, test := range []struct {
		name string
		file memory
		o    format.Options
		want string
	}{
		{"nothing", "", format.Options{}, "f.kml: there is no element: give a KML file"},
		{"text", "hello", format.Options{}, "f.kml: there is no element: give a KML file"},
		{"another format", `<gpx><wpt/></gpx>`, format.Options{}, "f.kml: the file begins with the element gpx: give a KML file"},
		{"an archive", "PK\x03\x04rest", format.Options{}, "f.kml: the file is an archive, maybe a KMZ: unpack it and give the .kml file"},
		{"a file that is cut short", documentOf(``)[:100], format.Options{}, "f.kml: line 1 is not XML (unexpected EOF): mend it or export the file again"},
		{
			"entities of its own", memory(lol + "\n<kml><Placemark><name>&lol2;</name></Placemark></kml>"),
			format.Options{},
			"f.kml: line 2 is not XML (invalid character entity &lol2;): mend it or export the file again",
		},
		{
			"an entity that is a file", memory(lol + "\n<kml><Placemark><name>&x;</name></Placemark></kml>"),
			format.Options{},
			"f.kml: line 2 is not XML (invalid character entity &x;): mend it or export the file again",
		},
		{"folders inside each other", memory(`<kml>` + strings.Repeat("<Folder>", 1000)), format.Options{}, "f.kml: elements are nested more than 100 deep: export the file again"},
		{"geometries inside each other", memory(`<kml><Placemark>` + strings.Repeat("<MultiGeometry>", 1000)), format.Options{}, "f.kml: elements are nested more than 100 deep: export the file again"},
		{"styles inside each other", memory(`<kml>` + strings.Repeat("<Style>", 1000)), format.Options{}, "f.kml: elements are nested more than 100 deep: export the file again"},
		{"another layer", documentOf(`<name>d</name><Placemark/>`), format.Options{Layer: "e"}, `f.kml: no layer "e": the file has "d"`},
		{"an encoding that is none", documentOf(``), format.Options{Encoding: "klingon"}, `f.kml: the encoding "klingon" is not known: save the file as UTF-8`},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff([]string{test.want}, outcome(test.file, test.o)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestASystemThatIsNotKnown(t *testing.T) {
	got := outcome(documentOf(`<Placemark/>`), format.Options{CRS: 1})
	if len(got) != 1 || !strings.HasPrefix(got[0], "f.kml: EPSG:1 is not a known reference system: ") {
		t.Errorf("got %q", got)
	}
}

func TestAFileThatIsCutShortGivesWhatComesBefore(t *testing.T) {
	whole := documentOf("<Placemark>" + point + "</Placemark>\n<Placemark>" + point + "</Placemark>")
	got := outcome(whole[:len(whole)-40], format.Options{})
	want := []string{feature("", pointJSON), "f.kml: after feature 1: line 2 is not XML (unexpected EOF): mend it or export the file again"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestOptions(t *testing.T) {
	latin := memory("<kml><Placemark><name>Ch\xe2teau</name><Point><coordinates>111319.49079327358,0</coordinates></Point></Placemark></kml>")
	got := outcome(latin, format.Options{Encoding: "ISO-8859-1", CRS: 3857})
	want := []string{feature(`"name":"Château"`, `{"type":"MultiPoint","coordinates":[[1,0]]}`)}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAPlacemarkHasALimit(t *testing.T) {
	s, err := newStream(strings.NewReader("<kml>"+strings.Repeat("<a/>", 1<<16)+"</kml>"), "")
	if err != nil {
		t.Fatal(err)
	}
	s.longest, s.meter.left = 1<<17, 1<<17
	d := document{in: s}
	if err := d.read(func(geo.Feature, error) bool { return true }); err != nil {
		t.Errorf("elements between Placemarks give %v", err)
	}
	s, err = newStream(strings.NewReader("<kml><Placemark><name>"+strings.Repeat("a", 1<<20)), "")
	if err != nil {
		t.Fatal(err)
	}
	s.longest, s.meter.left = 1000, 1<<17
	d = document{in: s}
	if err := d.read(func(geo.Feature, error) bool { return true }); !errors.Is(err, errTooLong) {
		t.Errorf("a long Placemark gives %v", err)
	}
}

func TestLayersTellTheDocument(t *testing.T) {
	schema := `<Schema id="s"><SimpleField name="insee" type="string"/><SimpleField name="n" type="int"/></Schema>`
	for _, test := range []struct {
		name string
		file memory
		want format.Layer
	}{
		{"name and schema", documentOf(`<name> d </name>` + schema + `<Placemark/>no end`), format.Layer{Name: "d", CRS: 4326, Features: -1, Fields: []string{"insee", "n"}}},
		{"neither", documentOf(`<Placemark/>`), format.Layer{Name: "f", CRS: 4326, Features: -1}},
		{"no Placemark", documentOf(`<name>d</name>`), format.Layer{Name: "d", CRS: 4326, Features: -1}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := Layers(test.file)
			if diff := cmp.Diff([]format.Layer{test.want}, got); diff != "" || err != nil {
				t.Error(err, diff)
			}
		})
	}
	if _, err := Layers(memory("<gpx/>")); err == nil || err.Error() != "f.kml: the file begins with the element gpx: give a KML file" {
		t.Errorf("got %v", err)
	}
}

func TestCreateTakesLongitudesAndLatitudesOnly(t *testing.T) {
	path := t.TempDir() + "/f.kml"
	_, err := Create(path, format.Schema{CRS: 2154})
	want := fmt.Sprintf("create %s: KML holds longitudes and latitudes, not EPSG:2154: write it in EPSG:4326", path)
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

// FuzzRead holds that no file makes the reader panic, that every error about a record says what to do, and that geometries and
// attributes come back once they are written.
func FuzzRead(f *testing.F) {
	for _, seed := range []memory{
		"", documentOf(`<name>d</name><Schema id="s"><SimpleField name="n" type="int"/></Schema><Placemark id="a"><name>N</name><ExtendedData><SchemaData schemaUrl="#s">` +
			`<SimpleData name="n">1</SimpleData></SchemaData><Data name="insee"><value>01004</value></Data></ExtendedData>` + square + `</Placemark>`),
		documentOf(`<Folder><Placemark><MultiGeometry>` + point + point + `</MultiGeometry></Placemark><Placemark>` + ring + `</Placemark></Folder>`),
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var features []geo.Feature
		for f, err := range Read(memory(data), format.Options{}) {
			if record := (*format.RecordError)(nil); errors.As(err, &record) && (record.Problem == "" || record.Mend == "") {
				t.Fatalf("%v does not say what to do", err)
			}
			if err == nil {
				f.ID = ""
				features = append(features, f)
			}
		}
		path := t.TempDir() + "/f.kml"
		w, err := Create(path, format.SchemaOf("l", features))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range features {
			if err := w.Write(f); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		i := 0
		for again, err := range Read(format.File(path), format.Options{}) {
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(features[i].Geometry, again.Geometry); diff != "" {
				t.Fatal(diff)
			}
			for _, p := range features[i].Properties {
				if got, want := fmt.Sprint(again.Property(p.Name)), fmt.Sprint(p.Value); got != want {
					t.Fatalf("%q is %q, want %q", p.Name, got, want)
				}
			}
			i++
		}
		if i != len(features) {
			t.Fatalf("%d features come back, want %d", i, len(features))
		}
	})
}
