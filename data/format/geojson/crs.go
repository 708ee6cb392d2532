package geojson

import (
	"encoding/json"
	"fmt"
	"strings"
)

// checkCRS reads the crs member of GeoJSON 2008 (section 3), which RFC 7946 took away and files still have:
// {"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}}. It is a fault when the system is another one
// than WGS 84 longitude and latitude.
func checkCRS(value []byte) error {
	var crs *struct {
		Properties struct {
			Name string
			Code json.Number
		}
	}
	if err := json.Unmarshal(value, &crs); err != nil {
		return &fault{"its crs member cannot be read", "write it as GeoJSON 2008 says or take it away"}
	}
	if crs == nil {
		return nil
	}
	name := crs.Properties.Name + crs.Properties.Code.String()
	code := name[strings.LastIndexAny(name, ":/")+1:]
	if code == "4326" || strings.EqualFold(code, "CRS84") {
		return nil
	}
	return &fault{
		fmt.Sprintf("the coordinate reference system is %q", name),
		"convert to WGS 84 longitude/latitude (EPSG:4326) first",
	}
}
