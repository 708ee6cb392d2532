package geo

// Code is an INSEE code of a commune: two digits (or 2A, 2B) for the département, then three; overseas
// the département takes three and the commune two. The zero value is no code.
type Code string

// Valid tells whether the code has the shape of a commune's.
func (c Code) Valid() bool {
	if len(c) != 5 {
		return false
	}
	for i := range len(c) {
		if c[i] >= '0' && c[i] <= '9' || i == 1 && c[0] == '2' && (c[i] == 'A' || c[i] == 'B') {
			continue
		}
		return false
	}
	return true
}

// Departement is the code of the département, as INSEE writes it: "01", "2A", "974".
// It is empty when the code is not valid.
func (c Code) Departement() string {
	switch {
	case !c.Valid():
		return ""
	case c[:2] == "97" || c[:2] == "98":
		return string(c[:3])
	default:
		return string(c[:2])
	}
}

// SIREN is the nine-digit number of a legal unit: an EPCI, an EPT or a commune. The zero value is no number.
type SIREN string

// Valid tells whether the number has nine digits and a right Luhn key (ISO/IEC 7812-1, annex B).
func (s SIREN) Valid() bool {
	if len(s) != 9 {
		return false
	}
	sum := 0
	for i := range len(s) {
		d := int(s[i] - '0')
		if s[i] < '0' || s[i] > '9' {
			return false
		}
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}
