package geojson

import (
	"encoding/json"
	"math/big"
	"strings"
	"testing"

	"perimetre/geo"
)

func TestDegreesRoundsTheDecimalDigitsOnce(t *testing.T) {
	for _, test := range []struct {
		number string
		want   int64
		why    string
	}{
		{"0", 0, "zero"},
		{"-0.0", 0, "there is one zero"},
		{"5", 50_000_000, "an integer"},
		{"-61.5", -615_000_000, "a negative number"},
		{"5.54554", 55_455_400, "five decimals, as in the communes"},
		{"180", geo.MaxX, "the limit"},
		{"48.316944447086115", 483_169_444, "fifteen decimals"},
		{"0.00000005", 1, "half a step goes away from zero"},
		{"-0.00000005", -1, "half a step goes away from zero"},
		{"0.000000049999999999999999999999", 0, "less than half a step, though not to a float64"},
		{"0.99999995", 10_000_000, "the carry goes up to the unit"},
		{"2.675000050000000000000001", 26_750_001, "more digits than a float64 holds"},
		{"5.0e-5", 500, "an exponent, as in the communes"},
		{"-5.0E-05", -500, "an exponent in capitals"},
		{"1.5e+1", 150_000_000, "a positive exponent"},
		{"12345e-3", 123_450_000, "an exponent without a point"},
		{"0.0000000123e8", 12_300_000, "zeros before the digits"},
		{"5e-8", 1, "half a step by its exponent"},
		{"4.99e-8", 0, "less than half a step by its exponent"},
		{"1e-99999999999999999999", 0, "an exponent that no int holds"},
		{"0e99999999999999999999", 0, "zero whatever its exponent"},
		{"1e99999999999999999999", farAway, "infinite as far as we can see"},
		{"-1e400", -farAway, "infinite as far as we can see"},
		{"1234.5", 12_345_000_000, "beyond the globe, told by position"},
	} {
		got, end, err := degrees([]byte(test.number+"]"), 0)
		before, endBefore, errBefore := degrees([]byte(test.number+",0.00000000000000000000"), 0)
		if before != got || endBefore != end || errBefore != nil {
			t.Errorf("%s gives %d up to byte %d with error %v before another number", test.number, before, endBefore, errBefore)
		}
		if err != nil || got != test.want || end != len(test.number) {
			t.Errorf("%s gives %d up to byte %d with error %v, want %d: %s", test.number, got, end, err, test.want, test.why)
		}
	}
}

func TestDegreesRefusesWhatIsNoJSONNumber(t *testing.T) {
	for _, text := range []string{"", "-", "+1", ".5", "1.", "01", "-01.5", "0000123", "1e", "1e+", "0x1", "1_0", "NaN", "null", `"1"`} {
		if got, end, err := degrees([]byte(text+"]"), 0); err == nil && end == len(text) {
			t.Errorf("%q gives %d", text, got)
		}
	}
}

// steps is degrees by rational arithmetic.
func steps(number string) *big.Int {
	value, ok := new(big.Rat).SetString(number)
	if !ok {
		return nil
	}
	value.Mul(value, big.NewRat(geo.GridPerDegree, 1))
	// Half away from zero: trunc(2|v|+1) / 2, with the sign of v.
	twice := new(big.Rat).Abs(value)
	twice.Add(twice, twice).Add(twice, big.NewRat(1, 1))
	rounded := new(big.Int).Quo(twice.Num(), twice.Denom())
	rounded.Rsh(rounded, 1)
	if value.Sign() < 0 {
		rounded.Neg(rounded)
	}
	return rounded
}

func FuzzDegrees(f *testing.F) {
	for _, seed := range []string{"0", "-0.0", "5.54554", "5.0e-5", "-61.536656948293022", "0.00000005", "1e30", "12E-2", "01", "1."} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, end, err := degrees([]byte(text+"]"), 0)
		before, endBefore, errBefore := degrees([]byte(text+"],[5.54554,45.71359]"), 0)
		if before != got || endBefore != end || (errBefore == nil) != (err == nil) {
			t.Fatalf("%q gives %d up to byte %d, and %d up to byte %d before another position", text, got, end, before, endBefore)
		}
		var number json.Number
		if json.Unmarshal([]byte(text), &number) != nil || text == "null" || text[0] == '"' || strings.TrimSpace(text) != text {
			return
		}
		if err != nil || end != len(text) {
			t.Fatalf("%q gives error %v up to byte %d", text, err, end)
		}
		mantissa, exponent, _ := strings.Cut(strings.ToLower(text), "e")
		if len(exponent) > 4 || len(mantissa) > 100 {
			return // too long for the oracle
		}
		want := steps(text)
		if limit := big.NewInt(geo.MaxX); want.CmpAbs(limit) > 0 {
			if got >= -geo.MaxX && got <= geo.MaxX {
				t.Fatalf("%q gives %d, want %v", text, got, want)
			}
			return
		}
		if want.Cmp(big.NewInt(got)) != 0 {
			t.Fatalf("%q gives %d, want %v", text, got, want)
		}
	})
}
