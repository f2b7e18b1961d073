package collector

import (
	"fmt"
	"strings"

	"github.com/biaochi/biaochi/targets"
)

// Rules are the hard edits on one figure, taken alone. They hold for every way
// in: sheet, form, API and command line. Rules may be shared by goroutines.
type Rules struct {
	indicators map[string]*targets.Indicator
	ranges     map[string]targets.ValueRange // by indicator
	areas      map[string]bool
	today      targets.Date
	demo       bool
}

// NewRules returns the rules of a database on a day in Shanghai: demo says that
// it is a training copy, whose figures all say so.
func NewRules(c *targets.Catalogue, today targets.Date, demo bool) *Rules {
	r := &Rules{
		indicators: make(map[string]*targets.Indicator, len(c.Indicators)),
		ranges:     make(map[string]targets.ValueRange, len(c.Indicators)),
		areas:      make(map[string]bool, len(c.Areas)),
		today:      today, demo: demo,
	}
	for i := range c.Indicators {
		r.indicators[c.Indicators[i].ID] = &c.Indicators[i]
		r.ranges[c.Indicators[i].ID] = c.Indicators[i].ValueRange()
	}
	for i := range c.Areas {
		r.areas[c.Areas[i].Code] = true
	}
	return r
}

// Complete computes the value of a ratio or mean that is given by its parts
// alone. It comes before Check; what cannot be computed stays absent.
func (r *Rules) Complete(f *targets.Figure) {
	if f.Value.Known() || !f.Numerator.Known() || !f.Denominator.Known() || f.Denominator.Sign() <= 0 || !f.Flag.HasValue() {
		return
	}
	if i := r.indicators[f.Indicator]; i != nil && (i.Measure == targets.Ratio || i.Measure == targets.Mean) {
		f.Value = targets.Quotient(f.Numerator, f.Denominator)
	}
}

// Check appends to dst what is wrong with the figure, and returns it. A part of
// the key that is missing is not judged: whoever read the figure has said so.
func (r *Rules) Check(dst []Finding, f *targets.Figure) []Finding {
	return r.CheckRange(r.checkWriting(dst, f), f)
}

// checkWriting is Check without CheckRange: how the figure is written. What stands
// outside its range since before there was one is left where it is not touched, so
// that the doors hold a row against what stands before they look at its range.
func (r *Rules) checkWriting(dst []Finding, f *targets.Figure) []Finding {
	indicator := r.indicators[f.Indicator]
	if indicator == nil {
		if f.Indicator != "" {
			dst = append(dst, finding(ColumnIndicator, fmt.Sprintf("没有编号为 %q 的指标", f.Indicator), ""))
		}
		indicator = &targets.Indicator{}
	}
	if f.Area != "" && !r.areas[f.Area] {
		dst = append(dst, finding(ColumnArea, fmt.Sprintf("没有代码为 %q 的地区", f.Area), ""))
	}
	dst = checkDigits(dst, f)
	dst = checkPresence(dst, f)
	dst = checkParts(dst, indicator, f)
	dst = r.checkPeriod(dst, indicator, f)
	dst = r.checkPublished(dst, f)
	dst = r.checkOrigin(dst, f)
	return checkTexts(dst, f)
}

func finding(c Column, text, fix string) Finding {
	return Finding{Columns: []Column{c}, Text: text, Fix: fix}
}

// MaxDigits is how many digits a number may have: what targets.ParseDecimal reads.
const MaxDigits = 30

// checkDigits refuses numbers that could be written but not read back, such as
// 30 digits of per cent.
func checkDigits(dst []Finding, f *targets.Figure) []Finding {
	for _, n := range [...]struct {
		column Column
		value  targets.Decimal
	}{{ColumnValue, f.Value}, {ColumnNumerator, f.Numerator}, {ColumnDenominator, f.Denominator}} {
		if !n.value.Known() {
			continue
		}
		if _, _, small := n.value.Small(); !small {
			if _, err := targets.ParseDecimal(n.value.String()); err != nil {
				dst = append(dst, finding(n.column, fmt.Sprintf("%s 的位数过多", n.value), fmt.Sprintf("最多 %d 位", MaxDigits)))
			}
		}
	}
	return dst
}

// checkPresence holds the value against its flag: absent is never zero, and a
// flag that says "no number" cannot stand beside one.
func checkPresence(dst []Finding, f *targets.Figure) []Finding {
	columns := []Column{ColumnValue, ColumnFlag, ColumnNumerator, ColumnDenominator}
	switch {
	case !f.Flag.Valid():
		return append(dst, finding(ColumnFlag, fmt.Sprintf("数据标识 %q 无法识别", f.Flag), "应为 A、E、P、B、D、O、L、M 之一"))
	case f.Flag.HasValue() && !f.Value.Known() && f.Numerator.Known() != f.Denominator.Known():
		return dst // half of the parts: checkParts says it, once
	case f.Flag.HasValue() && !f.Value.Known():
		return append(dst, Finding{columns, "值缺失", "零请填 0；比率和均值可只填分子和分母；确实没有数据请在数据标识列填 O（缺报）、L（未采集）或 M（不适用）"})
	case !f.Flag.HasValue() && (f.Value.Known() || f.Numerator.Known() || f.Denominator.Known()):
		return append(dst, Finding{columns, fmt.Sprintf("数据标识 %s（%s）表示没有数值，却填了数值", f.Flag, f.Flag.Name().ZH), "请清空数值，或改正数据标识"})
	case !f.Flag.HasValue() && f.Bound != targets.Exact:
		return append(dst, Finding{[]Column{ColumnBound, ColumnFlag}, "没有数值，不应填上下限", "请清空上下限"})
	case f.Flag == targets.Missing && strings.TrimSpace(f.Note) == "":
		return append(dst, Finding{[]Column{ColumnNote, ColumnFlag}, "确认缺报要写理由", "请在备注（note）列说明为什么没有数据"})
	}
	return dst
}

// Stages tells what may be written for the stage of a milestone.
const Stages = "未启动（not_begun 或 0）、推进中（under_way 或 1）、已完成（done 或 2）"

var one = targets.NewDecimal(1)

// checkParts holds numerator and denominator (sum and count of a mean) against
// each other and against the value.
func checkParts(dst []Finding, i *targets.Indicator, f *targets.Figure) []Finding {
	columns := []Column{ColumnNumerator, ColumnDenominator}
	switch {
	case !f.Numerator.Known() && !f.Denominator.Known():
		return dst
	case i.Measure == "":
		return dst
	case i.Measure != targets.Ratio && i.Measure != targets.Mean:
		return append(dst, Finding{columns, fmt.Sprintf("「%s」不是比率或均值，没有分子和分母", i.Name.ZH), "请清空分子和分母"})
	case !f.Numerator.Known():
		return append(dst, Finding{columns, "有分母而没有分子", "分子和分母应同时填写，或都不填"})
	case !f.Denominator.Known():
		return append(dst, Finding{[]Column{ColumnDenominator, ColumnNumerator}, "有分子而没有分母", "分子和分母应同时填写，或都不填"})
	case f.Denominator.Sign() <= 0:
		return append(dst, finding(ColumnDenominator, fmt.Sprintf("分母 %s 应大于零", f.Denominator), "没有对象时请留空，数据标识填 M（不适用）"))
	}
	return checkAgreement(dst, f)
}

// checkAgreement holds a printed value against its parts at the digits printed.
func checkAgreement(dst []Finding, f *targets.Figure) []Finding {
	if !f.Value.Known() || agrees(f.Value, f.Numerator, f.Denominator) {
		return dst
	}
	return append(dst, Finding{
		Columns: []Column{ColumnValue, ColumnNumerator, ColumnDenominator, ColumnUnit},
		Text: fmt.Sprintf("数值 %s 与分子÷分母（%s÷%s=%s）不符", f.Value, f.Numerator, f.Denominator,
			targets.Round6(quotient(f.Numerator, f.Denominator))),
		Fix: "三者应按所印位数一致，请核对",
	})
}

// checkPeriod refuses a range for what is counted at a moment, and a period
// that is not over: its figure would pass for the final one.
func (r *Rules) checkPeriod(dst []Finding, i *targets.Indicator, f *targets.Figure) []Finding {
	if f.Period.IsZero() {
		return dst
	}
	if atMoment(i.Accumulation) && isRange(f.Period) {
		return append(dst, finding(ColumnPeriod, fmt.Sprintf("「%s」是%s数，按截止日填报，不用起止区间 %s", i.Name.ZH, i.Accumulation.Name().ZH, f.Period),
			"应填 "+f.Period.End.String()))
	}
	if f.Period.End > r.today && f.Flag != targets.Estimated {
		return append(dst, Finding{[]Column{ColumnPeriod, ColumnFlag}, fmt.Sprintf("报告期 %s 尚未结束（今天是 %s）", f.Period, r.today),
			"请填实际的截止日或起止区间，预计数的数据标识填 E"})
	}
	return dst
}

// isRange reports whether the period has no shorter form than two dates.
func isRange(p targets.Period) bool {
	if p.Start == p.End {
		return false
	}
	y, m, _ := p.Start.YMD()
	for _, n := range [...]int{1, 3, 6, 12} {
		if (m-1)%n == 0 && p == targets.Months(y, m, n) {
			return false
		}
	}
	return true
}

// checkPublished refuses days of publication that cannot be.
func (r *Rules) checkPublished(dst []Finding, f *targets.Figure) []Finding {
	columns := []Column{ColumnPublished, ColumnPeriod}
	switch {
	case f.Published == 0:
		return dst
	case f.Published > r.today:
		return append(dst, finding(ColumnPublished, fmt.Sprintf("发布日期 %s 晚于今天（%s）", f.Published, r.today), "请核对；尚未发布的请留空"))
	case !f.Period.IsZero() && f.Published < f.Period.Start:
		return append(dst, Finding{columns, fmt.Sprintf("发布日期 %s 早于报告期 %s 的起始日", f.Published, f.Period), "请核对发布日期或报告期"})
	}
	return dst
}

// checkOrigin keeps training figures out of a real database and real ones out
// of a training copy.
func (r *Rules) checkOrigin(dst []Finding, f *targets.Figure) []Finding {
	switch {
	case f.Origin.Name().IsZero():
		return append(dst, finding(ColumnOrigin, fmt.Sprintf("数据来源类别 %q 无法识别", f.Origin), "应为 office、official 或 media"))
	case f.Origin == targets.OriginDemo && !r.demo:
		return append(dst, finding(ColumnOrigin, "演示数据不能导入正式库", "请删去这一行"))
	case f.Origin != targets.OriginDemo && r.demo:
		return append(dst, finding(ColumnOrigin, "演示库只收演示数据", "每一行都应填 demo，真实数据请导入正式库"))
	}
	return dst
}
