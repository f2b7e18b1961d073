package seeds

import (
	"fmt"
	"io/fs"

	"github.com/biaochi/biaochi/targets"
)

// Formula reads a scoring formula 计分办法 that an office wrote, as the schema
// formula.json has it. Faults are returned all at once, as targets.Faults.
func Formula(fsys fs.FS, name string) (*targets.Formula, error) {
	books, err := rulebooks()
	if err != nil {
		return nil, err
	}
	s := readSource(fsys, name)
	if s.root == nil {
		return nil, s.faults
	}
	quoteNumbers(s.root)
	var e *entry[targets.Formula]
	if len(books["formula"].check(s)) == 0 {
		e = item[targets.Formula](s, "", s.root, "name", nil)
		each([]*entry[targets.Formula]{e}, checkFormula)
	}
	if len(s.faults) > 0 {
		return nil, (&files{sources: []*source{s}}).faults()
	}
	return e.v, nil
}

// quoteNumbers lets points be written without quotation marks: 30 is "30". Codes
// of areas stay what they are, for 330100 may not lose a leading zero.
func quoteNumbers(v any) {
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			if n, ok := number(x); ok && k != "area" {
				v[k] = n
				continue
			}
			quoteNumbers(x)
		}
	case []any:
		for _, x := range v {
			quoteNumbers(x)
		}
	}
}

// number prints a number as it would be typed.
func number(v any) (string, bool) {
	switch v := v.(type) {
	case int, int64, uint64, float64:
		return fmt.Sprint(v), true
	}
	return "", false
}

// checkFormula says what no schema can: a cap below the floor, and a weight of
// nothing.
func checkFormula(e *entry[targets.Formula]) {
	for i := range e.v.Items {
		item, at := &e.v.Items[i], fmt.Sprintf("items/%d", i)
		if item.Weight.Sign() == 0 {
			e.fault(join(at, "weight"), "满分是 0", "去掉这一项，或写出满分")
		}
		if item.Floor.Known() && item.Cap.Known() && item.Floor.Cmp(item.Cap) > 0 {
			e.fault(join(at, "floor"), fmt.Sprintf("%s 高于封顶 %s", item.Floor, item.Cap), "写成不高于封顶的数")
		}
	}
}
