package format

import (
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"

	"perimetre/geo"
)

// Codes gives the codes that a cell holds, in their order; none when it is empty or says that there is none: NR, NC, NULL,
// None, ZZZZZZZZZ and their like, whatever their case.
//
// Codes stand apart by a slash, a semicolon, a comma, a bar, white space, or as items of an array: 200054781/200057974, ["200054781"].
// A SIREN in groups of three digits is one code. A code that a spreadsheet made a number is its digits again: 200054781.0,
// 2.00054781E8. Whether codes are well formed is not looked at.
func Codes(cell string) []string {
	cell = strings.TrimSpace(cell)
	if none(cell) {
		return nil
	}
	if number := strings.Replace(cell, ",", ".", 1); whole(number) != number { // a number in French
		cell = number
	}
	var codes []string
	for part := range strings.FieldsFuncSeq(cell, func(r rune) bool { return strings.ContainsRune(`/;,|[]{}()"'=`, r) }) {
		words := strings.Fields(part)
		if grouped := strings.Join(words, ""); geo.SIREN(grouped).Valid() {
			words = []string{grouped}
		}
		for _, word := range words {
			if word = code(word); !none(word) {
				codes = append(codes, word)
			}
		}
	}
	return codes
}

// none tells whether a word stands for nothing.
func none(word string) bool {
	switch strings.ToUpper(word) {
	case "", "NR", "NC", "ND", "NA", "N/A", "#N/A", "NAN", "NULL", "NONE", "NIL", "-", "0":
		return true
	}
	return len(word) >= 5 && strings.Trim(word, "Zz") == "" // ZZZZZ in the place of an INSEE code, ZZZZZZZZZ of a SIREN
}

// code gives a code without what a spreadsheet did to it, the letter of Corsica in capitals.
func code(word string) string {
	if upper := strings.ToUpper(word); geo.Code(upper).Valid() {
		return upper
	}
	return whole(word)
}

// whole gives the digits of a whole number that is written with a point or with a signed exponent; any other word as it is. The
// letter of 2E004 is no exponent.
func whole(word string) string {
	if !strings.ContainsAny(word, ".+") || strings.Trim(word, "0123456789.eE+") != "" || word[0] < '0' || word[0] > '9' {
		return word
	}
	const most = 1e14 // SIRET have fourteen digits, and nothing that is looked for here has more
	f, err := strconv.ParseFloat(word, 64)
	if err != nil || f != math.Trunc(f) || f >= most {
		return word
	}
	return strconv.FormatFloat(f, 'f', 0, 64)
}

// Padded gives the INSEE code of a commune that a word is. One of four digits that a leading zero makes a code of the
// départements 01 to 09 lost it in a spreadsheet: it is given back, and mended is true. The code is not always valid.
func Padded(word string) (code geo.Code, mended bool) {
	code = geo.Code(word)
	if padded := "0" + code; len(word) == 4 && word[0] != '0' && padded.Valid() {
		return padded, true
	}
	return code, false
}

// PaddedDivision gives the code of a département or of a région that a word is. One of a single digit lost its leading zero in a
// spreadsheet: it is given back, and mended is true.
func PaddedDivision(word string) (code string, mended bool) {
	if len(word) == 1 && word[0] >= '1' && word[0] <= '9' {
		return "0" + word, true
	}
	return word, false
}

// Number reads a number from 0 in the French or the English way: 1 234,5 or 1234.5. ok is false when the cell holds none.
func Number(cell string) (number float64, ok bool) {
	digits := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, cell)
	if strings.Count(digits, ",")+strings.Count(digits, ".") > 1 {
		return 0, false
	}
	number, err := strconv.ParseFloat(strings.Replace(digits, ",", ".", 1), 64)
	return number, err == nil && number >= 0 && !math.IsInf(number, 0) && !strings.ContainsAny(digits, "xX_pP")
}

// Day reads a day: 2024-01-31, 31/01/2024, 20240131, with a time of the day or without, or the number that a spreadsheet saves for
// it, counted from 30 December 1899. It is in UTC. ok is false when the cell holds none.
func Day(cell string) (day time.Time, ok bool) {
	cell = strings.TrimSpace(cell)
	for _, layout := range []string{time.DateOnly, "02/01/2006", "2/1/2006", "20060102", time.DateTime, "02/01/2006 15:04:05", "2006-01-02T15:04:05", time.RFC3339} {
		if t, err := time.Parse(layout, cell); err == nil {
			return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC), true
		}
	}
	const first, last = 10_000, 100_000 // 1927, 2173
	if days, err := strconv.ParseFloat(cell, 64); err == nil && days >= first && days < last {
		return time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(days)), true
	}
	return time.Time{}, false
}
