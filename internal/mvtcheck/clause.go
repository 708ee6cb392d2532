package mvtcheck

import "fmt"

// Clause is one demand of the specification.
type Clause string

// The clauses, each with its section. LayerSome, FeatureSome, VersionFirst, KeyUnique, ValueUnique, IDUnique and RingArea are SHOULD,
// all others MUST or SHALL.
const (
	Protobuf           Clause = "2: a tile is a protobuf message of vector_tile.proto"
	LayerSome          Clause = "4.1: a tile has a layer"
	FeatureSome        Clause = "4.1: a layer has a feature"
	VersionPresent     Clause = "4.1: a layer has a version"
	VersionTwo         Clause = "4.1: the version is 2"
	VersionFirst       Clause = "4.1: the version is the first field of its layer"
	NamePresent        Clause = "4.1: a layer has a name"
	NameUnique         Clause = "4.1: no two layers have one name"
	KeyUnique          Clause = "4.1: no key is listed twice"
	ValueUnique        Clause = "4.1: no value is listed twice"
	ValueOne           Clause = "4.1: a value has exactly one type"
	ExtentPresent      Clause = "4.1: a layer has an extent"
	GeometryPresent    Clause = "4.2: a feature has a geometry"
	TypePresent        Clause = "4.2: a feature has a type"
	IDUnique           Clause = "4.2: no two features of a layer have one id"
	CommandKnown       Clause = "4.3.1: commands are MoveTo, LineTo and ClosePath"
	ParameterSupported Clause = "4.3.2: parameters are above -2^31"
	MoveToPairs        Clause = "4.3.3.1: a MoveTo is followed by as many pairs as it counts"
	LineToPairs        Clause = "4.3.3.2: a LineTo is followed by as many pairs as it counts"
	LineToMoves        Clause = "4.3.3.2: a LineTo does not stay where it is"
	ClosePathOnce      Clause = "4.3.3.3: a ClosePath counts 1"
	TypeKnown          Clause = "4.3.4: the type is one of the enum"
	PointSequence      Clause = "4.3.4.2: points are one MoveTo, of one point at least"
	LineSequence       Clause = "4.3.4.3: a line is a MoveTo of one point, and a LineTo"
	RingSequence       Clause = "4.3.4.4: a ring is a MoveTo of one point, a LineTo of two at least, and a ClosePath"
	ExteriorFirst      Clause = "4.3.4.4: the first ring is an exterior one, whose area is positive"
	InteriorAfter      Clause = "4.3.4.4: an interior ring directly follows the exterior one that it belongs to"
	InteriorEnclosed   Clause = "4.3.4.4: an interior ring is enclosed by its exterior one"
	InteriorApart      Clause = "4.3.4.4: interior rings do not intersect"
	RingSimple         Clause = "4.3.4.4: a ring neither crosses nor touches itself"
	RingClosing        Clause = "4.3.4.4: the last point of a ring is not its first"
	RingArea           Clause = "4.3.4.4: a ring has an area"
	TagsKeyUnique      Clause = "4.4: no key is twice in a feature"
	TagsEven           Clause = "4.4: tags come in pairs"
	TagsInRange        Clause = "4.4: tags name keys and values that there are"
)

// Clauses gives every clause, in the order of the specification.
func Clauses() []Clause {
	return []Clause{
		Protobuf, LayerSome, FeatureSome, VersionPresent, VersionTwo, VersionFirst, NamePresent, NameUnique, KeyUnique, ValueUnique,
		ValueOne, ExtentPresent, GeometryPresent, TypePresent, IDUnique, CommandKnown, ParameterSupported, MoveToPairs, LineToPairs,
		LineToMoves, ClosePathOnce, TypeKnown, PointSequence, LineSequence, RingSequence, ExteriorFirst, InteriorAfter, InteriorEnclosed,
		InteriorApart, RingSimple, RingClosing, RingArea, TagsKeyUnique, TagsEven, TagsInRange,
	}
}

// Fault is a place where a tile breaks a clause.
type Fault struct {
	Clause  Clause
	Layer   string // name of the layer, "" outside one
	Feature int    // index in the layer, -1 outside one
	Detail  string
}

// String writes the fault for the message of a test.
func (f Fault) String() string {
	return fmt.Sprintf("layer %q, feature %d: %s (%s)", f.Layer, f.Feature, f.Detail, f.Clause)
}
