package main

import (
	"crypto/sha256"
	"encoding/binary"
	"strconv"

	"perimetre/geo"
	"perimetre/geo/atlas"
)

// tileLevels are the levels whose tiles are compared, and the attributes that our tiles have of their units: first the code.
func tileLevels() map[geo.Level][]string {
	return map[geo.Level][]string{
		geo.EPCI:     {"siren", "nom"},
		geo.Communes: {"insee", "nom", "epci", "territoire"},
	}
}

// attributes gives the values of those of a unit, "" for what it has not.
func attributes(level geo.Level, u atlas.Unit) []string {
	return []string{u.Code, u.Name, u.EPCI, u.Territory}[:len(tileLevels()[level])]
}

// number gives a unit the id that our tiles give it, or one as long: the number that its code is, else one of 53 bits.
func number(u atlas.Unit) int64 {
	if number, err := strconv.ParseInt(u.Code, 10, 64); err == nil {
		return number
	}
	digest := sha256.Sum256([]byte(u.Code))
	return int64(binary.BigEndian.Uint64(digest[:]) >> 11)
}
