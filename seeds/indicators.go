package seeds

import (
	"fmt"
	"slices"
	"strings"

	"github.com/biaochi/biaochi/targets"
)

// indicator checks one indicator card.
func (c *checker) indicator(e *entry[targets.Indicator]) {
	i := e.v
	refer(e, "responsible", i.Responsible, c.departments, "部门", "departments.yaml")
	c.sister(e)
	counted := i.Measure == targets.Count || i.Measure == targets.Quantity
	has(e, "accumulation", i.Accumulation != "", counted, "计数（count）和数量（quantity）")
	averaged := i.Measure == targets.Ratio || i.Measure == targets.Mean
	has(e, "window", i.Window != "", averaged && i.Window != "", "比率和均值（ratio、mean）")
	has(e, "numerator", !i.Numerator.IsZero(), averaged && !i.Numerator.IsZero(), "比率和均值（ratio、mean）")
	has(e, "denominator", !i.Denominator.IsZero(), averaged && !i.Denominator.IsZero(), "比率和均值（ratio、mean）")
	has(e, "rising", e.written("rising"), i.Measure == targets.Direction, "方向性指标（direction）")
	has(e, "rounds", len(i.Rounds) > 0, i.Cadence == targets.ByRounds, "按轮次报告的指标（cadence: rounds）")
	rate := i.Measure == targets.ChangeRate
	has(e, "span", i.Span != "", rate && i.Span != "", "增速（change_rate）")
	has(e, "sense", i.Sense != "", rate && i.Sense != "", "增速（change_rate）")
	checkCardRange(e)
	if i.Unit.ZH == "" && (counted || averaged || i.Measure == targets.TimeLimit) {
		e.fault("unit", "缺少计量单位", "写中文单位、英文单数和复数")
	}
	if !slices.IsSortedFunc(i.Rounds, targets.Period.Compare) {
		e.fault("rounds", "轮次没有按时间先后排列", "由早到晚排列")
	}
}

// checkCardRange checks that the range of a card has its ends in order, within
// what its measure can be at all.
func checkCardRange(e *entry[targets.Indicator]) {
	i := e.v
	low, high, in := i.Range.Low, i.Range.High, i.ValueRange()
	outside := func(key string, v, end targets.Decimal) {
		if v.Known() && !v.Equal(end) {
			e.fault("range/"+key, fmt.Sprintf("%s 超出度量类型 %s 固有的界限 %s", v, i.Measure, end), "固有的界限只能收窄；放宽的，改正度量类型")
		}
	}
	outside("low", low, in.Low)
	outside("high", high, in.High)
	if low.Known() && high.Known() && low.Cmp(high) >= 0 {
		e.fault("range/high", fmt.Sprintf("上限 %s 不大于下限 %s", high, low), "小的写在 low")
	}
	if in.Whole && (low.Known() && !low.IsWhole() || high.Known() && !high.IsWhole()) {
		e.fault("range", "按整数计的指标，范围的两端应为整数", "改为整数")
	}
}

// has reports a key that is missing where it must stand, or stands where it has
// no meaning; only names the indicators it belongs to.
func has(e *entry[targets.Indicator], key string, got, want bool, only string) {
	switch {
	case got && !want:
		e.fault(key, key+" 只用于"+only, "删去，或改正度量类型")
	case want && !got:
		e.fault(key, only+"要写 "+key, "补上 "+key)
	}
}

// written reports whether a key of the item stands in the file.
func (e *entry[T]) written(key string) bool {
	_, ok := e.src.lines[join(e.path, key)]
	return ok
}

// sister checks that a flow is fed by a cumulative of the same unit: never by a
// stock, which may fall.
func (c *checker) sister(e *entry[targets.Indicator]) {
	i := e.v
	if i.Sister == "" {
		return
	}
	refer(e, "sister", i.Sister, c.indicators, "指标", "indicators/*.yaml")
	s := c.indicators[i.Sister]
	switch {
	case i.Accumulation != targets.Flow:
		e.fault("sister", "只有新增量（accumulation: flow）可以有累计孪生指标", "删去 sister")
	case s == nil || s.v == nil:
	case s.v.Accumulation != targets.Cumulative:
		e.fault("sister", fmt.Sprintf("%s 不是累计数（accumulation: cumulative）", i.Sister), "新增量只能由累计数之差得出，现有数不行")
	case s.v.Unit.ZH != i.Unit.ZH:
		e.fault("sister", fmt.Sprintf("%s 的单位是 %s，这里是 %s", i.Sister, s.v.Unit.ZH, i.Unit.ZH), "两者单位应相同")
	}
}

// warnings names what the documents leave open, in the order of the files.
func (f *files) warnings() []targets.Fault {
	out := f.startHints() // first: a check lists the first ones only
	warn := func(s *source, path, text, fix string) {
		out = append(out, targets.Fault{File: s.name, Line: s.line(path), Field: field(path), Text: text, Fix: fix})
	}
	for _, e := range f.indicators {
		open := e.v.Undefined()
		if e.v.Window == "" && (e.v.Measure == targets.Ratio || e.v.Measure == targets.Mean) {
			open = append(open, "window")
		}
		if e.v.Measure == targets.Direction {
			warn(e.src, join(e.path, "measure"), "度量类型 direction 是旧写法："+e.id, "写实际的度量类型，目标写 form: direction；现在的写法仍可用")
		}
		if len(open) > 0 {
			warn(e.src, e.path, "口径待明确："+e.id+" 的 "+strings.Join(open, "、"), "文件有界定时补上，没有则留空")
		}
	}
	for _, e := range f.documents {
		if e.v.Number == "" {
			warn(e.src, e.path, "文件未印文号", "查到正式文号后补上")
		}
	}
	return out
}

// startHints tells which start the targets that say none are given.
func (f *files) startHints() []targets.Fault {
	var out []targets.Fault
	documents := index(f.documents)
	for _, e := range f.targets {
		document := documents[e.v.Document]
		if e.v.Start != 0 || document == nil {
			continue
		}
		t := e.v.Started(document.v)
		out = append(out, targets.Fault{File: e.src.name, Line: e.src.line(e.path), Field: field(join(e.path, "start")),
			Text: fmt.Sprintf("目标 %s 未写起始日，取 %s（%s）", e.id, t.Start, t.StartBasis.Name().ZH), Fix: "原文载明起始日的，写 start 和 start_basis"})
	}
	return out
}
