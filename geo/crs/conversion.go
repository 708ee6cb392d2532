package crs

import "math"

// conversion is how a projected system comes from longitudes and latitudes. The zero value is a geographic system.
type conversion struct {
	method     method
	parameters parameters
}

// method is a projection.
type method uint8

const (
	geographic         method = iota
	popularMercator           // EPSG method 1024, Popular Visualisation Pseudo-Mercator
	conformalConic            // EPSG method 9802, Lambert Conic Conformal (2SP)
	transverseMercator        // EPSG method 9807, Transverse Mercator
	equalArea                 // EPSG method 9820, Lambert Azimuthal Equal Area
	methods
)

// parameters are those of any method, by their [quantity].
type parameters [quantities]float64

// quantity is one parameter of a conversion.
type quantity uint8

const (
	lat0      quantity = iota // degrees, of the natural or false origin
	lon0                      // degrees
	parallel1                 // degrees, the northern one
	parallel2                 // degrees
	scale                     // at the natural origin, 1 for methods without one
	easting                   // metres, false
	northing                  // metres, false
	sphere                    // Auxiliary_Sphere_Type of ESRI: 0 for a sphere of the semi-major axis
	quantities
)

// wording is how definitions write a method.
type wording struct {
	ogc, esri  string
	names      []string // other names
	parameters []parameterWording
}

type parameterWording struct {
	of        quantity
	ogc, esri string
}

// wording gives the names of a method: those of OGC 01-009 as GDAL completes them, those of ESRI, and others that [Parse]
// understands, of EPSG among them.
func (m method) wording() wording {
	origin := []parameterWording{
		{easting, "false_easting", "False_Easting"},
		{northing, "false_northing", "False_Northing"},
		{lon0, "central_meridian", "Central_Meridian"},
	}
	switch m {
	case popularMercator:
		return wording{"", "Mercator_Auxiliary_Sphere", []string{"Popular Visualisation Pseudo Mercator"}, append(
			origin,
			parameterWording{scale, "scale_factor", ""},
			parameterWording{parallel1, "", "Standard_Parallel_1"},
			parameterWording{sphere, "", "Auxiliary_Sphere_Type"},
		)}
	case conformalConic:
		return wording{"Lambert_Conformal_Conic_2SP", "Lambert_Conformal_Conic", []string{"Lambert Conic Conformal (2SP)"}, append(
			origin,
			parameterWording{parallel1, "standard_parallel_1", "Standard_Parallel_1"},
			parameterWording{parallel2, "standard_parallel_2", "Standard_Parallel_2"},
			parameterWording{lat0, "latitude_of_origin", "Latitude_Of_Origin"},
		)}
	case transverseMercator:
		return wording{"Transverse_Mercator", "Transverse_Mercator", []string{"Gauss_Kruger"}, append(
			origin,
			parameterWording{scale, "scale_factor", "Scale_Factor"},
			parameterWording{lat0, "latitude_of_origin", "Latitude_Of_Origin"},
		)}
	case equalArea:
		origin[2].ogc = "longitude_of_center"
		return wording{"Lambert_Azimuthal_Equal_Area", "Lambert_Azimuthal_Equal_Area", nil, append(
			origin,
			parameterWording{lat0, "latitude_of_center", "Latitude_Of_Origin"},
		)}
	}
	return wording{}
}

// methodOf finds a method by one of its names.
func methodOf(name string) (m method, ok bool) {
	wanted := key(name)
	for m := popularMercator; m < methods; m++ {
		w := m.wording()
		for _, n := range append(w.names, w.ogc, w.esri) {
			if n != "" && key(n) == wanted {
				return m, true
			}
		}
	}
	return geographic, false
}

// quantityOf finds a parameter by its name in any flavour of WKT or in PROJJSON.
func quantityOf(name string) (q quantity, ok bool) {
	switch key(name) {
	case "latitudeoforigin", "latitudeofcenter", "latitudeoffalseorigin", "latitudeofnaturalorigin":
		return lat0, true
	case "centralmeridian", "longitudeoforigin", "longitudeofcenter", "longitudeoffalseorigin", "longitudeofnaturalorigin":
		return lon0, true
	case "standardparallel1", "latitudeof1ststandardparallel":
		return parallel1, true
	case "standardparallel2", "latitudeof2ndstandardparallel":
		return parallel2, true
	case "scalefactor", "scalefactoratnaturalorigin":
		return scale, true
	case "falseeasting", "eastingatfalseorigin":
		return easting, true
	case "falsenorthing", "northingatfalseorigin":
		return northing, true
	case "auxiliaryspheretype":
		return sphere, true
	}
	return 0, false
}

// same tells whether two conversions are one. Which of two parallels comes first does not matter.
func (c conversion) same(other conversion) bool {
	if c.method != other.method {
		return false
	}
	a, b := c.parameters.ordered(), other.parameters.ordered()
	for q := range a {
		if !(math.Abs(a[q]-b[q]) <= 1e-9) { // a ten-thousandth of a millimetre; never for what is not a number
			return false
		}
	}
	return true
}

func (p parameters) ordered() parameters {
	if p[parallel1] < p[parallel2] {
		p[parallel1], p[parallel2] = p[parallel2], p[parallel1]
	}
	return p
}

// projection is a conversion ready to compute: degrees to metres, and back.
type projection interface {
	forward(lon, lat float64) (x, y float64)
	inverse(x, y float64) (lon, lat float64)
}

// on gives the projection on an ellipsoid; nil for a geographic system.
func (c conversion) on(e ellipsoid) projection {
	switch c.method {
	case popularMercator:
		return newPseudoMercator(e)
	case conformalConic:
		return newConic(e, c.parameters)
	case transverseMercator:
		return newTransverse(e, c.parameters)
	case equalArea:
		return newAzimuthal(e, c.parameters)
	}
	return nil
}
