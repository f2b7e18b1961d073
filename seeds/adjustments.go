package seeds

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/biaochi/biaochi/targets"
)

// tellBefore completes the adjustments of a target. A seed writes only what a
// document changed; all else was as after it.
func tellBefore(e *entry[targets.Target], raw any) {
	if e.v == nil {
		return
	}
	written, _ := child(raw, "adjustments").([]any)
	for i := len(e.v.Adjustments) - 1; i >= 0; i-- { // the newest first: each tells of what the next found
		was, _ := child(written[i], "was").(map[string]any)
		terms, err := overlaid(e.v.TermsAfter(i), was)
		if err != nil {
			e.fault(fmt.Sprintf("adjustments/%d/was", i), err.Error(), "")
			e.v = nil
			return
		}
		e.v.Adjustments[i].Was = terms
	}
}

// overlaid is the terms with other values at some keys of a seed; null at a key
// leaves nothing there.
func overlaid(terms targets.Terms, keys map[string]any) (targets.Terms, error) {
	var was targets.Terms
	b, err := json.Marshal(terms)
	if err != nil {
		return was, fmt.Errorf("encode: %w", err)
	}
	var all map[string]any
	if err := json.Unmarshal(b, &all); err != nil {
		return was, fmt.Errorf("decode: %w", err)
	}
	for name := range all {
		if key := keyOf(keys, name); key != "" {
			all[name] = keys[key]
		}
	}
	maps.DeleteFunc(all, func(_ string, v any) bool { return v == nil })
	err = decode(all, &was)
	return was, err
}

// keyOf finds the key of a seed for a field: start_basis for StartBasis.
func keyOf(keys map[string]any, name string) string {
	for key := range keys {
		if strings.EqualFold(strings.ReplaceAll(key, "_", ""), name) {
			return key
		}
	}
	return ""
}

// checkAdjustments checks that the documents that changed a target stand in
// their order, each once, and that each changed something.
func checkAdjustments(e *entry[targets.Target]) {
	var before targets.Adjustment
	for i, a := range e.v.Adjustments {
		at := fmt.Sprintf("adjustments/%d/", i)
		switch {
		case a.On < before.On:
			e.fault(at+"on", fmt.Sprintf("%s 早于上一次调整 %s", a.On, before.On), "按先后为序，新的写在末尾")
		case slices.ContainsFunc(e.v.Adjustments[:i], func(b targets.Adjustment) bool { return a.SameDocument(&b) }):
			e.fault(at+"document", fmt.Sprintf("%s %s 写了两次", a.On, a.Document), "一件文件写一次；更正录入差错的，在文号后注明更正")
		}
		if len(targets.CompareTerms(a.Was, e.v.TermsAfter(i))) == 0 {
			e.fault(at+"was", "与调整后的内容相同", "写改动了的各项在此前的内容，此前没有的写 null；没有改动的不必列为调整")
		}
		before = a
	}
}

// checkTerms checks what a target asks for, now and before each adjustment. What
// was asked for before is looked at only once the target itself is right, so that
// a fault of both is told once.
func checkTerms(e *entry[targets.Target], i *targets.Indicator) {
	found := len(e.src.faults)
	checkAsked(e, i)
	for n := range e.v.Adjustments {
		if len(e.src.faults) > found {
			return
		}
		then := e.v.With(e.v.Adjustments[n].Was, nil)
		then.Units = nil
		checkAsked(&entry[targets.Target]{src: e.src, path: join(e.path, fmt.Sprintf("adjustments/%d/was", n)), id: e.id, v: then}, i)
	}
}

// checkAsked checks one set of terms; i is nil when the indicator is not known.
func checkAsked(e *entry[targets.Target], i *targets.Indicator) {
	checkDates(e)
	checkPath(e)
	if i != nil {
		checkGoal(e, i)
		checkLimit(e, i)
	}
}
