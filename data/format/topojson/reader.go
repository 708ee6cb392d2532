package topojson

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"perimetre/data/format"
	"perimetre/data/format/geojson"
	"perimetre/geo"
	"perimetre/geo/crs"
)

// Layers gives the objects of a topology, in the order of the file. The system is not told: TopoJSON has no member for it.
func Layers(in format.Input) ([]format.Layer, error) {
	t, err := open(in)
	if err != nil {
		return nil, err
	}
	layers := make([]format.Layer, len(t.objects))
	for i, o := range t.objects {
		layers[i] = format.Layer{Name: o.name, Features: len(o.geometries)}
	}
	return layers, nil
}

// Read gives the features of one object, in their order: o.Layer, or the only one. Coordinates are longitudes and latitudes
// unless o.CRS says otherwise.
//
// A geometry that cannot be read gives a [*format.RecordError], and the reading goes on. Any other error is the only thing given.
func Read(in format.Input, o format.Options) geo.Features {
	return func(yield func(geo.Feature, error) bool) {
		r, err := newReader(in, o)
		if err != nil {
			yield(geo.Feature{}, err)
			return
		}
		if len(r.layer.geometries) == 0 {
			return
		}
		record := 0
		for feature, err := range geojson.Read(bytes.NewReader(r.described()), in.Name()) {
			if err == nil {
				feature, err = r.placed(feature, record)
			}
			if record++; !yield(feature, err) {
				return
			}
		}
	}
}

// text is a topology as its JSON has it.
type text struct {
	arcs      json.RawMessage
	transform *transform
	objects   []layer
}

// layer is an object of a topology: the geometries of a collection, or one alone.
type layer struct {
	name       string
	geometries []geometry
}

// geometry is a geometry object (section 2.2).
type geometry struct {
	Type        *string           `json:"type"` // nil when there is no geometry
	ID          json.RawMessage   `json:"id"`
	Properties  json.RawMessage   `json:"properties"`
	Arcs        json.RawMessage   `json:"arcs"`
	Coordinates json.RawMessage   `json:"coordinates"`
	Geometries  []json.RawMessage `json:"geometries"`
}

// transform says what positions are in coordinates (section 2.1.2).
type transform struct {
	Scale     [2]float64 `json:"scale"`
	Translate [2]float64 `json:"translate"`
}

// open reads the text of an input as far as its arcs.
func open(in format.Input) (*text, error) {
	file, err := in.Open()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", in.Name(), err)
	}
	defer func() { _ = file.Close() }()
	data, err := io.ReadAll(file)
	if err == nil {
		var t *text
		if t, err = parse(bytes.TrimPrefix(data, []byte("\ufeff"))); err == nil {
			return t, nil
		}
	}
	return nil, fmt.Errorf("%s: %w", in.Name(), err)
}

func parse(data []byte) (*text, error) {
	var topology struct {
		Type      string          `json:"type"`
		Transform *transform      `json:"transform"`
		Objects   json.RawMessage `json:"objects"`
		Arcs      json.RawMessage `json:"arcs"`
	}
	if err := json.Unmarshal(data, &topology); err != nil {
		return nil, fmt.Errorf("it is no TopoJSON: %w: mend the JSON or get the file again", err)
	}
	if topology.Type != "Topology" {
		return nil, fmt.Errorf("it is no TopoJSON: its type is %q: give an object of type Topology", topology.Type)
	}
	t := &text{arcs: topology.Arcs, transform: topology.Transform}
	objects := json.NewDecoder(bytes.NewReader(topology.Objects))
	if start, err := objects.Token(); err != nil || start != json.Delim('{') {
		return nil, errors.New("its member objects is no JSON object: give each object a name")
	}
	for objects.More() {
		name, err := objects.Token()
		if err != nil {
			return nil, err
		}
		var root geometry
		if err := objects.Decode(&root); err != nil {
			return nil, fmt.Errorf("its object %q cannot be read: %w: mend its JSON", name, err)
		}
		l := layer{name: fmt.Sprint(name)}
		if l.geometries, err = root.collection(); err != nil {
			return nil, fmt.Errorf("its object %q cannot be read: %w: mend its JSON", name, err)
		}
		t.objects = append(t.objects, l)
	}
	return t, nil
}

// collection gives the geometries of a collection, or the only one that the geometry is.
func (g geometry) collection() ([]geometry, error) {
	if g.Type == nil || *g.Type != "GeometryCollection" {
		return []geometry{g}, nil
	}
	members := make([]geometry, len(g.Geometries))
	for i, member := range g.Geometries {
		if err := json.Unmarshal(member, &members[i]); err != nil {
			return nil, fmt.Errorf("geometry %d: %w", i+1, err)
		}
	}
	return members, nil
}

// reader reads the geometries of one layer.
type reader struct {
	name  string
	layer layer
	arcs  []arc
	most  int // points of a geometry
	positions
}

func newReader(in format.Input, o format.Options) (*reader, error) {
	t, err := open(in)
	if err != nil {
		return nil, err
	}
	l, err := t.layer(o.Layer)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", in.Name(), err)
	}
	system, err := crs.New(o.CRS)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", in.Name(), err)
	}
	r := &reader{name: in.Name(), layer: l, positions: positions{transform: t.transform, system: system}}
	var points int
	if r.arcs, points, err = r.positions.arcs(t.arcs); err != nil {
		return nil, fmt.Errorf("%s: %w", in.Name(), err)
	}
	r.most = 2 * points // a border is in a geometry once, or twice where its two sides are
	return r, nil
}

// layer finds a layer by its name; the only one has no need of it.
func (t *text) layer(name string) (layer, error) {
	names := make([]string, len(t.objects))
	for i, o := range t.objects {
		names[i] = o.name
	}
	i := slices.Index(names, name)
	switch {
	case i >= 0:
		return t.objects[i], nil
	case name != "":
		return layer{}, fmt.Errorf("it has no object %q: it has %s: give one of them", name, strings.Join(names, ", "))
	case len(names) == 0:
		return layer{}, errors.New("it has no object: give one with a collection of geometries")
	case len(names) > 1:
		return layer{}, fmt.Errorf("it has %d objects, %s: say which", len(names), strings.Join(names, ", "))
	}
	return t.objects[0], nil
}

// described gives the geometries as features of GeoJSON without a geometry, one a line: ids and properties are the same there.
func (r *reader) described() []byte {
	var out bytes.Buffer
	for _, g := range r.layer.geometries {
		out.WriteString(`{"type":"Feature","geometry":null`)
		for _, member := range []struct {
			name string
			text json.RawMessage
		}{{"id", g.ID}, {"properties", g.Properties}} {
			if member.text != nil {
				out.WriteString(`,"` + member.name + `":`)
				_ = json.Compact(&out, member.text) // it was decoded: it is right
			}
		}
		out.WriteString("}\n")
	}
	return out.Bytes()
}

// placed gives a feature its geometry, or an error that names it.
func (r *reader) placed(f geo.Feature, record int) (geo.Feature, error) {
	var err error
	if f.Geometry, err = r.geometry(r.layer.geometries[record]); err == nil {
		return f, nil
	}
	f.Geometry = nil
	return geo.Feature{}, format.Fault(r.name, record+1, f, err, "mend its arcs")
}
