package seeds

import (
	"fmt"
	"slices"

	"github.com/biaochi/biaochi/targets"
)

// formOf is the form of a target: what it says, or what a catalogue from before
// there were forms means.
func formOf(t *targets.Target, i *targets.Indicator) targets.GoalForm {
	moves := t.Comparator == targets.Increase || t.Comparator == targets.Decrease
	switch {
	case t.Form != "":
		return t.Form
	case i.Measure == targets.RankPlace:
		return targets.FormRank
	case i.Measure == targets.Direction, moves && !t.Goal.Known() && !t.Amount.Known():
		return targets.FormDirection
	case moves:
		return targets.FormChange
	}
	return targets.FormLevel
}

// A formRule says what a form may stand with. A key of the goal is required, or
// refused where it is neither required nor allowed.
type formRule struct {
	measures    []targets.Measure
	comparators []targets.Comparator
	required    []string
	allowed     []string
}

var (
	numeric   = []targets.Measure{targets.Count, targets.Quantity, targets.Ratio, targets.Mean, targets.ChangeRate}
	held      = []targets.Comparator{targets.AtLeast, targets.AtMost, targets.Over, targets.Under, targets.Exactly, targets.Between}
	moving    = []targets.Comparator{targets.Increase, targets.Decrease}
	anyway    = slices.Concat(held, moving)
	formRules = map[targets.GoalForm]formRule{
		targets.FormLevel:     {numeric, held, []string{"goal"}, []string{"goal_high"}},
		targets.FormChange:    {numeric, moving, []string{"amount"}, []string{"amount_high", "extent", "base_year"}},
		targets.FormRelative:  {numeric, anyway, []string{"amount"}, []string{"amount_high", "extent", "base_year"}},
		targets.FormAverage:   {numeric, moving, []string{"amount"}, []string{"amount_high", "extent", "base_year", "additive"}},
		targets.FormYearly:    {numeric, held, []string{"goal"}, []string{"goal_high"}},
		targets.FormVersus:    {numeric, held, []string{"reference"}, nil},
		targets.FormRank:      {[]targets.Measure{targets.RankPlace}, anyway, nil, []string{"goal", "goal_high", "amount", "base_year"}},
		targets.FormDirection: {append(slices.Clone(numeric), targets.Direction), moving, nil, []string{"base_year"}},
	}
)

// goalKeys are the keys that only some forms have, and whether a target has them.
func goalKeys(t *targets.Target) []struct {
	key   string
	known bool
} {
	return []struct {
		key   string
		known bool
	}{
		{"goal", t.Goal.Known() || t.Previous}, {"goal_high", t.GoalHigh.Known()}, {"amount", t.Amount.Known()},
		{"amount_high", t.AmountHigh.Known()}, {"extent", t.Extent != ""}, {"additive", t.Additive},
		{"base_year", t.BaseYear != 0}, {"reference", !t.Reference.IsZero() || t.Reference.Over != ""},
	}
}

// checkForm checks that the form of a goal, its measure, its comparator and its
// keys go together.
func checkForm(e *entry[targets.Target], i *targets.Indicator) {
	t := e.v
	switch i.Measure {
	case targets.Milestone, targets.TimeLimit:
		checkFormless(e, i)
		return
	}
	form := formOf(t, i)
	rule := formRules[form]
	switch {
	case t.Form != "" && !slices.Contains(rule.measures, i.Measure):
		e.fault("form", fmt.Sprintf("目标形式 %s 不能用于度量类型 %s", form, i.Measure), "应用于 "+words(rule.measures)+" 之一")
		return
	case !slices.Contains(rule.comparators, t.Comparator):
		text := fmt.Sprintf("%s 不能用于目标形式 %s", t.Comparator, form)
		if t.Form == "" {
			text = fmt.Sprintf("%s 不能用于度量类型 %s", t.Comparator, i.Measure)
		}
		e.fault("comparator", text, "应为 "+words(rule.comparators)+" 之一")
		return
	}
	if form == targets.FormChange && t.Form == "" {
		rule = formRule{required: []string{"goal"}, allowed: []string{"base_year", "extent"}} // from before there were amounts
		if t.Amount.Known() {
			e.fault("form", "有 amount 而没有写目标形式", "增减多少写 form: change，增减百分之几写 form: relative，年均写 form: average")
			return
		}
	}
	checkKeys(e, i, form, rule)
	checkEnds(e)
	checkAmounts(e, i, form)
	checkBase(e, form)
	checkReference(e, form)
}

// checkFormless checks what has no form: it is done by a date, or lasts so long.
func checkFormless(e *entry[targets.Target], i *targets.Indicator) {
	t := e.v
	allowed, wants := []targets.Comparator{targets.By}, []string(nil)
	if i.Measure == targets.TimeLimit {
		allowed, wants = []targets.Comparator{targets.AtMost}, []string{"goal"}
	}
	if !slices.Contains(allowed, t.Comparator) {
		e.fault("comparator", fmt.Sprintf("%s 不能用于度量类型 %s", t.Comparator, i.Measure), "应为 "+words(allowed)+" 之一")
	}
	if t.Form != "" {
		e.fault("form", fmt.Sprintf("度量类型 %s 没有目标形式", i.Measure), "删去 form")
	}
	checkKeys(e, i, "", formRule{required: wants})
}

// checkKeys reports keys that a form must have and has not, or has and must not.
func checkKeys(e *entry[targets.Target], i *targets.Indicator, form targets.GoalForm, rule formRule) {
	for _, k := range goalKeys(e.v) {
		required := slices.Contains(rule.required, k.key)
		switch {
		case required && !k.known && k.key == "goal":
			e.fault("goal", "缺少目标值", "写成加引号的数，如 \"4000\"")
		case required && !k.known:
			e.fault(k.key, fmt.Sprintf("目标形式 %s 要写 %s", form, k.key), "补上 "+k.key)
		case k.known && !required && !slices.Contains(rule.allowed, k.key):
			if k.key == "goal" && (form == "" || i.Measure == targets.Direction) {
				e.fault("goal", fmt.Sprintf("度量类型 %s 没有目标值", i.Measure), "删去 goal")
				continue
			}
			e.fault(k.key, fmt.Sprintf("%s 不能用于目标形式 %s", k.key, form), "删去 "+k.key+"，或改正 form")
		}
	}
	if e.v.Previous && form != targets.FormYearly {
		e.fault("goal", "goal: previous 只用于目标形式 yearly", "写 form: yearly，或写出目标值")
	}
	if form == targets.FormRank && !e.v.Goal.Known() && !e.v.Amount.Known() {
		e.fault("goal", "位次目标缺少目标值", "前三写 comparator: at_most 和 goal: \"3\"；前移2位写 comparator: decrease 和 amount: \"2\"")
	}
}

// checkEnds checks that what lies between two ends has both, in order.
func checkEnds(e *entry[targets.Target]) {
	t := e.v
	between := func(key string, c targets.Comparator, low, high targets.Decimal) {
		switch {
		case c == targets.Between && low.Known() && !high.Known():
			e.fault(key+"_high", "between 要有两端", "补上 "+key+"_high")
		case c != targets.Between && high.Known():
			e.fault(key+"_high", key+"_high 只用于 between", "删去 "+key+"_high，或改为 between")
		case low.Known() && high.Known() && low.Cmp(high) >= 0:
			e.fault(key+"_high", fmt.Sprintf("上端 %s 不大于下端 %s", high, low), "小的写在 "+key)
		}
	}
	between("goal", t.Comparator, t.Goal, t.GoalHigh)
	bound := t.Comparator
	if bound == targets.Increase || bound == targets.Decrease {
		bound = t.Extent
	} else if t.Extent != "" {
		e.fault("extent", "extent 只用于 increase 和 decrease", "删去 extent")
	}
	between("amount", bound, t.Amount, t.AmountHigh)
	if t.Comparator == targets.Between && t.Previous {
		e.fault("comparator", "between 不能与上年相比", "应为 "+words(held[:len(held)-1])+" 之一")
	}
}

// checkAmounts checks the printed numbers of what rises or falls.
func checkAmounts(e *entry[targets.Target], i *targets.Indicator, form targets.GoalForm) {
	t := e.v
	share := form == targets.FormRelative || form == targets.FormAverage && !t.Additive
	for _, a := range []struct {
		key string
		v   targets.Decimal
	}{{"amount", t.Amount}, {"amount_high", t.AmountHigh}} {
		switch {
		case !a.v.Known():
		case a.v.Sign() < 0 || a.v.Sign() == 0 && a.key == "amount_high":
			e.fault(a.key, a.v.String()+" 不是正数", "写原文印的数，升降写在 comparator")
		case share && t.Comparator == targets.Decrease && a.v.Cmp(targets.NewDecimal(1)) > 0:
			e.fault(a.key, fmt.Sprintf("下降 %s 倍，降到零以下", a.v), "13.5% 写 \"0.135\"；确要降到零以下的，写 form: change")
		case !share && !t.Additive && (i.Measure == targets.Count || i.Measure == targets.RankPlace) && !a.v.IsWhole():
			e.fault(a.key, a.v.String()+" 不是整数", "计数应为整数；百分之几写 form: relative")
		case !share && i.Measure == targets.Ratio && a.v.Cmp(targets.NewDecimal(1)) > 0:
			e.fault(a.key, a.v.String()+" 大于 1", "比率写 0 到 1：5个百分点写 \"0.05\"")
		}
	}
}

// checkBase checks the year that a goal is worked out from.
func checkBase(e *entry[targets.Target], form targets.GoalForm) {
	t := e.v
	if form == targets.FormAverage && t.Deadline == 0 {
		e.fault("deadline", "年均目标要有期限", "补上 deadline，年数自基期年算到期限")
	}
	if t.BaseYear == 0 {
		return
	}
	if t.Deadline != 0 && t.BaseYear >= t.Deadline.Year() {
		e.fault("base_year", fmt.Sprintf("基期年 %d 不早于期限 %s", t.BaseYear, t.Deadline), "应早于期限所在年")
	}
}

// checkReference checks what a versus goal is held against.
func checkReference(e *entry[targets.Target], form targets.GoalForm) {
	r := e.v.Reference
	if form != targets.FormVersus || r.IsZero() {
		return
	}
	if r.Over == "" {
		e.fault("reference/over", "参照缺少 over", "写 each（每年）、span（整个时期，年均）或 final（期末）")
	}
	for _, m := range []struct {
		key string
		v   targets.Decimal
	}{{"margin_low", r.MarginLow}, {"margin_high", r.MarginHigh}} {
		switch {
		case m.v.Known() && m.v.Sign() < 0:
			e.fault("reference/"+m.key, m.v.String()+" 是负数", "应为零或正数")
		case m.v.Known() && e.v.Comparator != targets.Between:
			e.fault("reference/"+m.key, m.key+" 只用于 between（同步）", "删去，或改为 between")
		}
	}
}

// reference checks that a versus goal is held against what is known and of the
// same measure, and not against itself.
func (c *checker) reference(e *entry[targets.Target], i *targets.Indicator) {
	t, r := e.v, e.v.Reference
	if r.IsZero() {
		return
	}
	refer(e, "reference/indicator", r.Indicator, c.indicators, "指标", "indicators/*.yaml")
	refer(e, "reference/area", r.Area, c.areas, "地区", "areas.yaml")
	other := c.indicators[r.Indicator]
	if i != nil && other != nil && other.v != nil && other.v.Measure != i.Measure {
		e.fault("reference/indicator", fmt.Sprintf("%s 的度量类型是 %s，这里是 %s", r.Indicator, other.v.Measure, i.Measure), "两者应同类，才能相比")
	}
	if (r.Indicator == "" || r.Indicator == t.Indicator) && (r.Area == "" || r.Area == t.Area) {
		e.fault("reference", "参照就是目标自己", "写另一个指标，或另一个地区")
	}
}

// started is a target that every door gives a start, and so are its earlier terms.
func started(t *targets.Target, d *targets.Document) targets.Target {
	full := *t.Started(d)
	full.Adjustments = slices.Clone(t.Adjustments)
	for n := range full.Adjustments {
		then := t.With(full.Adjustments[n].Was, nil).Started(d)
		full.Adjustments[n].Was.Start, full.Adjustments[n].Was.StartBasis = then.Start, then.StartBasis
	}
	return full
}

// previous turns «goal: previous» into what the target is decoded from. Nothing
// else of a target is written in two ways.
func previous(raw any) {
	m, ok := raw.(map[string]any)
	if !ok {
		return
	}
	if m["goal"] == "previous" {
		m["goal"], m["previous"] = nil, true
	}
	list, _ := m["adjustments"].([]any)
	for _, a := range list {
		previous(child(a, "was"))
	}
}
