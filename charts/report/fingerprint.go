package report

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash"
	"math"
	"reflect"
	"slices"
	"time"
)

// A fingerprint hashes values so that equal values, and no others, have equal
// sums. It sees all of a value, its unexported fields too: whatever a template
// can reach, by a field or by a method, is in it. What a value is printed with
// later, such as a function, cannot be hashed and is refused.
type fingerprint struct {
	sum  hash.Hash
	buf  []byte
	deep int
}

// deepest is more than a page's data nests; only data that leads back to itself
// gets there.
const deepest = 64

// fingerprintOf returns the hex SHA-256 of some values.
func fingerprintOf(values ...any) (string, error) {
	f := fingerprint{sum: sha256.New(), buf: make([]byte, 0, flushAt+512)}
	for _, v := range values {
		if err := f.add(reflect.ValueOf(v)); err != nil {
			return "", err
		}
	}
	f.sum.Write(f.buf)
	return hex.EncodeToString(f.sum.Sum(nil)), nil
}

// flushAt is how much is gathered before it is hashed.
const flushAt = 8 << 10

func (f *fingerprint) number(n uint64) {
	f.buf = binary.AppendUvarint(f.buf, n)
	if len(f.buf) >= flushAt {
		f.sum.Write(f.buf)
		f.buf = f.buf[:0]
	}
}

func (f *fingerprint) text(s string) {
	f.number(uint64(len(s)))
	if len(s) < flushAt {
		f.buf = append(f.buf, s...)
		return
	}
	f.sum.Write(f.buf)
	f.buf = f.buf[:0]
	f.sum.Write([]byte(s))
}

// add hashes one value. Lengths and kinds go in too, so that no two values run
// into the same bytes.
func (f *fingerprint) add(v reflect.Value) error {
	if f.deep++; f.deep > deepest {
		return fmt.Errorf("a page's data leads back to itself")
	}
	defer func() { f.deep-- }()
	f.number(uint64(v.Kind()))
	switch v.Kind() {
	case reflect.Invalid: // a nil interface
	case reflect.Bool:
		f.number(bit(v.Bool()))
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		f.number(uint64(v.Int()))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		f.number(v.Uint())
	case reflect.Float32, reflect.Float64:
		f.number(math.Float64bits(v.Float()))
	case reflect.String:
		f.text(v.String())
	default:
		return f.compound(v)
	}
	return nil
}

func bit(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

func (f *fingerprint) compound(v reflect.Value) error {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		f.number(bit(v.IsNil()))
		if v.IsNil() {
			return nil
		}
		if v.Kind() == reflect.Interface { // the same digits of two types may print differently
			f.text(v.Elem().Type().String())
		}
		return f.add(v.Elem())
	case reflect.Struct:
		if v.Type() == timeType {
			return f.moment(v)
		}
		return f.each(v.NumField(), v.Field)
	case reflect.Array, reflect.Slice:
		f.number(uint64(v.Len()))
		if v.Type().Elem().Kind() == reflect.Uint8 && v.Kind() == reflect.Slice {
			f.text(string(v.Bytes()))
			return nil
		}
		return f.each(v.Len(), v.Index)
	case reflect.Map:
		return f.entries(v)
	}
	return fmt.Errorf("a page shows a %s, which cannot be compared with what an earlier report showed", v.Type())
}

var timeType = reflect.TypeFor[time.Time]()

// moment hashes a time.Time: its two numbers and the name of its zone, in place
// of the zone's whole table.
func (f *fingerprint) moment(v reflect.Value) error {
	f.number(v.Field(0).Uint())
	f.number(uint64(v.Field(1).Int()))
	zone := v.Field(2)
	f.number(bit(zone.IsNil()))
	if !zone.IsNil() {
		f.text(zone.Elem().Field(0).String())
	}
	return nil
}

func (f *fingerprint) each(n int, at func(int) reflect.Value) error {
	for i := range n {
		if err := f.add(at(i)); err != nil {
			return err
		}
	}
	return nil
}

// entries hashes a map in the order of its keys' own sums.
func (f *fingerprint) entries(v reflect.Value) error {
	sums := make([]string, 0, v.Len())
	for it := v.MapRange(); it.Next(); {
		one := fingerprint{sum: sha256.New(), deep: f.deep}
		if err := one.add(it.Key()); err != nil {
			return err
		}
		if err := one.add(it.Value()); err != nil {
			return err
		}
		one.sum.Write(one.buf)
		sums = append(sums, string(one.sum.Sum(nil)))
	}
	slices.Sort(sums)
	f.number(uint64(len(sums)))
	for _, s := range sums {
		f.text(s)
	}
	return nil
}
