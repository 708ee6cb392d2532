package crs

// datum is a geodetic datum that is taken as WGS 84, with the system of its latitudes and longitudes.
type datum struct {
	code          Code   // of that system
	name, esri    string // of that system
	number        int    // of the datum in the register
	frame, esriOf string // of the datum in WKT 1 and for ESRI
	ellipsoid     ellipsoid
	keys          []string // one of them is in the key of every name of the datum or of its system, and in no other's
}

func datums() []datum {
	return []datum{worldGeodetic(), rgf93(), rgaf09(), rgfg95(), rgr92(), rgm04(), rgspm06(), etrs89()}
}

func worldGeodetic() datum {
	return datum{
		WGS84, "WGS 84", "GCS_WGS_1984", 6326, "WGS_1984", "D_WGS_1984", wgs84(),
		[]string{"wgs84", "wgs1984", "worldgeodeticsystem1984"},
	}
}

func rgf93() datum {
	return datum{
		4171, "RGF93", "GCS_RGF_1993", 6171, "Reseau_Geodesique_Francais_1993", "D_RGF_1993", grs80(),
		[]string{"rgf93", "rgf1993", "reseaugeodesiquefrancais1993"},
	}
}

func rgaf09() datum {
	const frame = "Reseau_Geodesique_des_Antilles_Francaises_2009"
	return datum{
		5489, "RGAF09", "GCS_RGAF09", 1073, frame, frame, grs80(),
		[]string{"rgaf09", "rgaf2009", "reseaugeodesiquedesantillesfrancaises2009"},
	}
}

func rgfg95() datum {
	return datum{
		4624, "RGFG95", "GCS_RGFG_1995", 6624, "Reseau_Geodesique_Francais_Guyane_1995", "D_RGFG_1995", grs80(),
		[]string{"rgfg95", "rgfg1995", "reseaugeodesiquefrancaisguyane1995"},
	}
}

func rgr92() datum {
	return datum{
		4627, "RGR92", "GCS_RGR_1992", 6627, "Reseau_Geodesique_de_la_Reunion_1992", "D_RGR_1992", grs80(),
		[]string{"rgr92", "rgr1992", "reseaugeodesiquedelareunion1992"},
	}
}

func rgm04() datum {
	const frame = "Reseau_Geodesique_de_Mayotte_2004"
	return datum{
		4470, "RGM04", "GCS_RGM_2004", 1036, frame, "D_" + frame, grs80(),
		[]string{"rgm04", "rgm2004", "reseaugeodesiquedemayotte2004"},
	}
}

func rgspm06() datum {
	return datum{
		4463, "RGSPM06", "GCS_RGSPM_2006", 1038, "Reseau_Geodesique_de_Saint_Pierre_et_Miquelon_2006",
		"D_Reseau_Geodesique_de_St_Pierre_et_Miquelon_2006", grs80(),
		[]string{"rgspm06", "rgspm2006", "saintpierreetmiquelon2006", "stpierreetmiquelon2006"},
	}
}

func etrs89() datum {
	return datum{
		4258, "ETRS89", "GCS_ETRS_1989", 6258, "European_Terrestrial_Reference_System_1989", "D_ETRS_1989", grs80(),
		[]string{"etrs89", "etrs1989", "europeanterrestrialreferencesystem1989"},
	}
}
