// Package wkb reads and writes geometries as well-known binary (OGC 06-103r4, section 8.2), as GeoPackage, GeoParquet and
// PostGIS hold them.
//
// Its parts: [Append] writes points of the grid in any system, [Decode] reads them back to the grid.
//
// Invariants:
//
//  1. What Append writes in degrees, Decode gives back to the last step of the grid. In another system it is as exact as
//     [crs.System] is.
//  2. Whatever counts the bytes claim, Decode takes memory for those that are there only: at most six bytes for each.
//  3. Rings are given as they are: of any number of points, none included, closed or not. Heights and measures are dropped.
//  4. Curves, surfaces of triangles and collections are a [format.GeometryError]; a place off the globe is a
//     [format.CoordinateError].
//
// It reads ISO codes (1001 is a point with a height) and the flags of PostGIS (EWKB), in both byte orders. It knows no header
// around a geometry, such as that of a GeoPackage blob, and does not look at the SRID of EWKB: the file says the system.
package wkb

// Codes of geometry types (OGC 06-103r4, table 7), plane.
const (
	point = 1 + iota
	lineString
	polygon
	multiPoint
	multiLineString
	multiPolygon
	geometryCollection
)

// typeNames are the names of codes, by code less one.
func typeNames() []string {
	return []string{
		"Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon", "GeometryCollection",
		"CircularString", "CompoundCurve", "CurvePolygon", "MultiCurve", "MultiSurface", "Curve", "Surface",
		"PolyhedralSurface", "TIN", "Triangle",
	}
}
