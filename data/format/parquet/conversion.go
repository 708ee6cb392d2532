package parquet

import (
	"encoding/binary"
	"encoding/hex"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/parquet-go/parquet-go/deprecated"
	parquetformat "github.com/parquet-go/parquet-go/format"
)

// conversion gives what a value of a column is as a [geo.Property]: nil where there is nothing to say, such as a number that
// is not one.
type conversion func(v value) any

// conversionOf gives the conversion of values of that type, nil when they are left out. A type is said by its LogicalType, or by
// the older ConvertedType alone (LogicalTypes.md of parquet-format).
func conversionOf(element *parquetformat.SchemaElement) conversion {
	logical, converted := element.LogicalType.Value, deprecated.ConvertedType(-1)
	if element.ConvertedType.Valid {
		converted = element.ConvertedType.V
	}
	switch element.Type.V {
	case parquetformat.Boolean:
		return func(v value) any { return v.bits != 0 }
	case parquetformat.Int32, parquetformat.Int64:
		return integerOf(element, logical, converted)
	case parquetformat.Int96:
		return int96
	case parquetformat.Float:
		return func(v value) any { return single(math.Float32frombits(uint32(v.bits))) }
	case parquetformat.Double:
		return func(v value) any { return number(math.Float64frombits(v.bits)) }
	}
	if scale, ok := decimalOf(element, logical, converted); ok {
		return func(v value) any { return bigDecimal(v.bytes, scale) }
	}
	switch logical.(type) {
	case *parquetformat.StringType, *parquetformat.EnumType, *parquetformat.JsonType:
		return text
	case *parquetformat.UUIDType:
		return uuid
	}
	switch converted {
	case deprecated.UTF8, deprecated.Enum, deprecated.Json:
		return text
	}
	return nil
}

func integerOf(element *parquetformat.SchemaElement, logical parquetformat.LogicalTypeValue, converted deprecated.ConvertedType) conversion {
	whole := func(v value) int64 { return int64(v.bits) }
	if element.Type.V == parquetformat.Int32 {
		whole = func(v value) int64 { return int64(int32(uint32(v.bits))) }
	}
	if scale, ok := decimalOf(element, logical, converted); ok {
		return func(v value) any { return decimal(strconv.FormatInt(whole(v), 10), scale) }
	}
	unsigned := converted == deprecated.Uint8 || converted == deprecated.Uint16 || converted == deprecated.Uint32 || converted == deprecated.Uint64
	switch t := logical.(type) {
	case *parquetformat.DateType:
		return func(v value) any { return date(whole(v)) }
	case *parquetformat.TimeType:
		if t.Unit.Value != nil {
			return func(v value) any { return clock(whole(v), t.Unit.Value.Duration()) }
		}
	case *parquetformat.TimestampType:
		if t.Unit.Value != nil {
			return func(v value) any { return timestamp(whole(v), t.Unit.Value.Duration(), t.IsAdjustedToUTC) }
		}
	case *parquetformat.IntType:
		unsigned = !t.IsSigned
	}
	if logical == nil {
		switch converted {
		case deprecated.Date:
			return func(v value) any { return date(whole(v)) }
		case deprecated.TimeMillis:
			return func(v value) any { return clock(whole(v), time.Millisecond) }
		case deprecated.TimeMicros:
			return func(v value) any { return clock(whole(v), time.Microsecond) }
		case deprecated.TimestampMillis:
			return func(v value) any { return timestamp(whole(v), time.Millisecond, true) }
		case deprecated.TimestampMicros:
			return func(v value) any { return timestamp(whole(v), time.Microsecond, true) }
		}
	}
	if unsigned {
		return func(v value) any {
			if v.bits > math.MaxInt64 {
				return float64(v.bits)
			}
			return int64(v.bits)
		}
	}
	return func(v value) any { return whole(v) }
}

// decimalOf gives the number of decimals of a type of decimals.
func decimalOf(
	element *parquetformat.SchemaElement, logical parquetformat.LogicalTypeValue, converted deprecated.ConvertedType,
) (scale int32, ok bool) {
	if t, ok := logical.(*parquetformat.DecimalType); ok {
		return t.Scale, true
	}
	return element.Scale.V, converted == deprecated.Decimal
}

func text(v value) any { return strings.ToValidUTF8(string(v.bytes), "\ufffd") }

func uuid(v value) any {
	digits := hex.EncodeToString(v.bytes)
	if len(digits) != 32 {
		return nil
	}
	return strings.Join([]string{digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]}, "-")
}

// single gives a number of 32 bits as the shortest decimal that it may come from: 0.1, not 0.10000000149011612.
func single(f float32) any {
	wide, err := strconv.ParseFloat(strconv.FormatFloat(float64(f), 'g', -1, 32), 64)
	if err != nil {
		return nil
	}
	return number(wide)
}

func number(f float64) any {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return nil
	}
	return f
}

// decimal gives a number without its decimal point as the nearest float64.
func decimal(digits string, scale int32) any {
	f, err := strconv.ParseFloat(digits+"e"+strconv.FormatInt(-int64(scale), 10), 64)
	if err != nil {
		return nil
	}
	return f
}

// bigDecimal gives a decimal in two's complement, the highest byte first.
func bigDecimal(bytes []byte, scale int32) any {
	const longest = 64 // decimals of 76 digits take 32
	if len(bytes) == 0 || len(bytes) > longest {
		return nil
	}
	n := new(big.Int).SetBytes(bytes)
	if bytes[0] >= 0x80 {
		n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(8*len(bytes))))
	}
	return decimal(n.String(), scale)
}

func date(days int64) any { return time.Unix(days*24*60*60, 0).UTC().Format(time.DateOnly) }

func clock(n int64, unit time.Duration) any {
	if n < 0 || n >= int64(24*time.Hour/unit) {
		return nil
	}
	return time.Time{}.Add(time.Duration(n) * unit).Format("15:04:05.999999999")
}

func timestamp(n int64, unit time.Duration, utc bool) any {
	perSecond := int64(time.Second / unit)
	layout := "2006-01-02T15:04:05.999999999"
	if utc {
		layout += "Z"
	}
	return time.Unix(n/perSecond, n%perSecond*int64(unit)).UTC().Format(layout)
}

// int96 gives a timestamp as Hive and Impala have it: nanoseconds of a day, then the Julian number of the day.
func int96(v value) any {
	const unixDay = 2440588
	nanoseconds := int64(binary.LittleEndian.Uint64(v.bytes))
	days := int64(int32(binary.LittleEndian.Uint32(v.bytes[8:]))) - unixDay
	if nanoseconds < 0 || nanoseconds >= int64(24*time.Hour) {
		return nil
	}
	return time.Unix(days*24*60*60, nanoseconds).UTC().Format("2006-01-02T15:04:05.999999999Z")
}

// listOf gives a list as a [geo.Property] has it: strings, or the JSON text of anything else.
func listOf(items []any) any {
	strs := make([]string, 0, len(items))
	for _, item := range items {
		if s, ok := item.(string); ok {
			strs = append(strs, s)
		}
	}
	if len(strs) == len(items) {
		return slices.Clip(strs)
	}
	return jsonText(items)
}
