package collector

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/biaochi/biaochi/targets"
)

// Columns that only a form has.
const (
	ColumnReply      Column = "reply"
	ColumnAdjustment Column = "adjustment"
	ColumnReason     Column = "reason"
	ColumnEvidence   Column = "evidence"
	ColumnStatement  Column = "statement"
	ColumnCause      Column = "cause"
	ColumnMeasure    Column = "measure"
	ColumnExpected   Column = "expected"
	ColumnBasis      Column = "basis"
	ColumnSigners    Column = "signers"
)

// tidy drops what is never meant from a cell's texts.
func (c *Cell) tidy() {
	for _, s := range [...]*string{&c.Value, &c.Numerator, &c.Denominator, &c.Flag, &c.Bound, &c.Note, &c.Adjustment, &c.Reason} {
		*s = tidy(*s)
	}
}

// checkTexts refuses texts that no draft could keep and no page show.
func (c *Cell) checkTexts(dst []Finding) []Finding {
	for _, t := range [...]struct {
		column  Column
		text    string
		longest int
	}{
		{ColumnValue, c.Value, maxTyped}, {ColumnNumerator, c.Numerator, maxTyped}, {ColumnDenominator, c.Denominator, maxTyped},
		{ColumnAdjustment, c.Adjustment, maxTyped}, {ColumnFlag, c.Flag, 1}, {ColumnBound, c.Bound, 10}, {ColumnReply, string(c.Reply), 20},
		{ColumnNote, c.Note, maxNote}, {ColumnReason, c.Reason, maxNote},
	} {
		dst = checkText(dst, t.column, t.text, t.longest)
	}
	return dst
}

// A decoder turns one cell into a figure. What cannot be read is a finding, and
// then there is no figure.
type decoder struct {
	indicator *targets.Indicator
	sum       *targets.RollUp
	figure    targets.Figure
	findings  []Finding
}

func (r *decoder) blame(c Column, text, fix string) {
	r.findings = append(r.findings, finding(c, text, fix))
}

// decode reads a cell that is not empty. The figure's key, origin and revision
// are set already.
func (r *decoder) decode(c *Cell) {
	f := &r.figure
	f.Note, f.Flag, f.Bound = c.Note, targets.Normal, targets.Bound(c.Bound)
	if c.Flag != "" {
		f.Flag = targets.Flag(strings.ToUpper(HalfWidth(c.Flag)))
	}
	if f.Bound != targets.Exact && f.Bound != targets.Lower && f.Bound != targets.Upper {
		r.blame(ColumnBound, fmt.Sprintf("上下限 %q 无法识别", c.Bound), "应为 lower（以上）、upper（以下）或不填")
	}
	switch c.Reply {
	case ReplyValue:
		r.numbers(c)
	case ReplyZero, ReplyNotApplicable, ReplyMissing:
		r.reply(c)
	default:
		r.blame(ColumnReply, fmt.Sprintf("答复方式 %q 无法识别", c.Reply), "应为数值、零报告、不适用或确认缺报")
	}
}

// reply reads an answer that is not a plain number; none stands beside another number.
func (r *decoder) reply(c *Cell) {
	f := &r.figure
	v, _ := ParseTyped(c.Value, TypedNumber)
	zero := c.Reply == ReplyZero && v.Known() && v.Sign() == 0
	if c.Value != "" && !zero || c.Numerator != "" || c.Denominator != "" || c.Adjustment != "" {
		r.blame(ColumnReply, fmt.Sprintf("已选「%s」，又填了数值", c.Reply.Name().ZH), "请清空数值，或改选「数值」")
	}
	switch c.Reply {
	case ReplyZero:
		f.Value = targets.NewDecimal(0)
	case ReplyNotApplicable:
		f.Flag = targets.NotApplicable
	case ReplyMissing:
		f.Flag = targets.Missing
	}
}

// numbers reads value, parts and adjustment.
func (r *decoder) numbers(c *Cell) {
	f := &r.figure
	switch r.indicator.Measure {
	case targets.Milestone:
		f.Value = r.stage(c.Value)
	default:
		f.Value = r.number(ColumnValue, c.Value, KindOf(r.indicator.Measure))
	}
	f.Numerator = r.number(ColumnNumerator, c.Numerator, TypedNumber)
	f.Denominator = r.number(ColumnDenominator, c.Denominator, TypedNumber)
	r.adjust(r.number(ColumnAdjustment, c.Adjustment, TypedSigned))
}

func (r *decoder) number(c Column, s string, kind TypedKind) targets.Decimal {
	v, f := ParseTyped(s, kind)
	if f != nil {
		r.blame(c, f.Text, f.Fix)
	}
	return v
}

// stage reads how far a milestone is.
func (r *decoder) stage(s string) targets.Decimal {
	switch s {
	case "":
		return targets.Decimal{}
	case "未启动", "not_begun", "0":
		return targets.StageNotBegun
	case "推进中", "under_way", "1":
		return targets.StageUnderWay
	case "已完成", "done", "2":
		return targets.StageDone
	}
	r.blame(ColumnValue, fmt.Sprintf("%q 不是里程碑的阶段", s), "应为 "+Stages)
	return targets.Decimal{}
}

// adjust makes the 汇总 of a computed sum and an adjustment to it, and holds them
// against a value that is typed as well.
func (r *decoder) adjust(adjustment targets.Decimal) {
	f := &r.figure
	switch {
	case !adjustment.Known() || len(r.findings) > 0:
		return
	case r.sum == nil || !r.sum.Value.Known():
		r.blame(ColumnAdjustment, "没有下级预汇总数，不能填调整数", "请直接填写数值")
		return
	case r.indicator.Accumulation == "":
		r.blame(ColumnAdjustment, fmt.Sprintf("「%s」不是计数或数量指标，不按调整数汇总", r.indicator.Name.ZH), "请填写汇总后的分子和分母")
		return
	}
	total := targets.Round6(new(big.Rat).Add(r.sum.Value.Rat(), adjustment.Rat()))
	switch {
	case !f.Value.Known():
		f.Value = total
	case !f.Value.Equal(total):
		r.blame(ColumnAdjustment, fmt.Sprintf("预汇总 %s 加调整数 %s 是 %s，与所填 %s 不符", r.sum.Value, adjustment, total, f.Value), "请只填其中一个，或核对")
	}
}

// difference is a − b, absent when either is.
func difference(a, b targets.Decimal) targets.Decimal {
	if !a.Known() || !b.Known() {
		return targets.Decimal{}
	}
	return targets.Round6(new(big.Rat).Sub(a.Rat(), b.Rat()))
}

// ReplyOf says which kind of answer a figure is.
func ReplyOf(f *targets.Figure, i *targets.Indicator) Reply {
	switch {
	case f.Flag == targets.NotApplicable:
		return ReplyNotApplicable
	case f.Flag == targets.Missing:
		return ReplyMissing
	case i.Measure != targets.Milestone && f.Value.Known() && f.Value.Sign() == 0:
		return ReplyZero
	}
	return ReplyValue
}

// cellOf is the cell that says what a figure says.
func cellOf(f *targets.Figure, i *targets.Indicator) Cell {
	c := Cell{Indicator: f.Indicator, Reply: ReplyOf(f, i), Flag: string(f.Flag), Bound: string(f.Bound), Note: f.Note, Seen: f.Revision}
	if c.Reply == ReplyNotApplicable || c.Reply == ReplyMissing || f.Flag == targets.Normal {
		c.Flag = ""
	}
	c.Numerator, c.Denominator = f.Numerator.String(), f.Denominator.String()
	if c.Reply == ReplyZero && c.Numerator != "" {
		c.Reply = ReplyValue // none of so many: the parts say it
	}
	if c.Reply == ReplyValue {
		c.Value = typedOf(f, i)
	}
	return c
}

// typedOf writes a value as it would be typed; what follows from the parts is not.
func typedOf(f *targets.Figure, i *targets.Indicator) string {
	switch {
	case !f.Value.Known():
		return ""
	case f.Numerator.Known() && f.Denominator.Known() && f.Denominator.Sign() > 0 && f.Value.Equal(targets.Quotient(f.Numerator, f.Denominator)):
		return ""
	case i.Measure.PerCent():
		return f.Value.Shift(2).String() + "%"
	case i.Measure == targets.Milestone && f.Value.Equal(targets.StageDone):
		return "done"
	case i.Measure == targets.Milestone && f.Value.Equal(targets.StageUnderWay):
		return "under_way"
	case i.Measure == targets.Milestone:
		return "not_begun"
	}
	return f.Value.String()
}
