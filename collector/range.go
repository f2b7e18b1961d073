package collector

import (
	"context"
	"fmt"

	"github.com/biaochi/biaochi/targets"
)

// CheckRange appends what of a figure is outside the range of its indicator: the
// hard edit of every door, and what marks a figure that stood before there was one.
func (r *Rules) CheckRange(dst []Finding, f *targets.Figure) []Finding {
	i := r.indicators[f.Indicator]
	if i == nil || !f.Flag.HasValue() {
		return dst
	}
	in := r.ranges[f.Indicator]
	if b := in.Breach(f.Value); b != targets.NoBreach {
		dst = append(dst, valueOutside(b, i, &in, f.Value))
	}
	if i.Measure == targets.Ratio || i.Measure == targets.Mean {
		if b := in.QuotientBreach(f.Numerator, f.Denominator); b != targets.NoBreach {
			dst = append(dst, partsOutside(b, i, &in, f))
		}
	}
	return dst
}

// valueOutside tells of a value outside its range, and what to do.
func valueOutside(b targets.Breach, i *targets.Indicator, in *targets.ValueRange, v targets.Decimal) Finding {
	text, fix := RangeText(b, i, in, v)
	columns := []Column{ColumnValue}
	if i.Measure == targets.Ratio || i.Measure == targets.ChangeRate {
		columns = append(columns, ColumnUnit)
	}
	return Finding{columns, text, fix}
}

// RangeText says why a value is outside its range, and what to do.
func RangeText(b targets.Breach, i *targets.Indicator, in *targets.ValueRange, v targets.Decimal) (text, fix string) {
	switch {
	case i.Measure == targets.Milestone:
		return fmt.Sprintf("%s 不是里程碑的阶段", v), "应为 " + Stages
	case b == targets.Fractional && i.Measure == targets.Count:
		return fmt.Sprintf("%s 不是整数，「%s」是计数指标", v, i.Name.ZH), "请填整数"
	case b == targets.Fractional:
		return fmt.Sprintf("%s 不是整数，「%s」按整数计", v, i.Name.ZH), "请填整数"
	case i.Measure == targets.Ratio && naturalShare(in):
		return fmt.Sprintf("比率 %s 不在 0–1（0%%–100%%）之间", v), "请核对数值和计量单位（% 或 1）"
	case b == targets.Below && in.Low.Sign() == 0:
		return fmt.Sprintf("%s 小于零", v), "请填零或正数"
	case b == targets.Below:
		return fmt.Sprintf("%s 小于「%s」的下限 %s", v, i.Name.ZH, in.Low), "请核对数值和计量单位；下限不对的，请改指标卡的 range"
	}
	return fmt.Sprintf("%s 大于「%s」的上限 %s", v, i.Name.ZH, in.High), "请核对数值和计量单位；上限不对的，请改指标卡的 range"
}

// naturalShare reports whether a ratio runs from none to all.
func naturalShare(in *targets.ValueRange) bool {
	return in.Low.Known() && in.Low.Sign() == 0 && in.High.Equal(one)
}

// partsOutside tells of parts whose quotient is outside, though it may round into
// the range.
func partsOutside(b targets.Breach, i *targets.Indicator, in *targets.ValueRange, f *targets.Figure) Finding {
	columns := []Column{ColumnNumerator, ColumnDenominator}
	upper, lower := "分子", "分母"
	if i.Measure == targets.Mean {
		upper, lower = "总和", "个数"
	}
	switch {
	case b == targets.Below && in.Low.Sign() == 0:
		return finding(ColumnNumerator, fmt.Sprintf("%s %s 小于零", upper, f.Numerator), "请填零或正数")
	case b == targets.Above && i.Measure == targets.Ratio && naturalShare(in):
		return Finding{columns, fmt.Sprintf("分子 %s 大于分母 %s", f.Numerator, f.Denominator), "请核对，分子应是分母的一部分"}
	case b == targets.Below:
		return Finding{columns, fmt.Sprintf("%s %s 除以%s %s 小于「%s」的下限 %s", upper, f.Numerator, lower, f.Denominator, i.Name.ZH, in.Low), "请核对"}
	}
	return Finding{columns, fmt.Sprintf("%s %s 除以%s %s 大于「%s」的上限 %s", upper, f.Numerator, lower, f.Denominator, i.Name.ZH, in.High), "请核对"}
}

// A RangeRow is a standing figure outside the range of its indicator.
type RangeRow struct {
	Indicator *targets.Indicator
	Area      *targets.Area
	Figure    targets.Figure
	Text      string // why
}

// maxRangeRows is how many are listed: the first, in the order of their keys.
const maxRangeRows = 200

// OutOfRange lists to an administrator the standing figures of his area that are
// outside the range of their indicator: approved before there was one.
func (d *Desk) OutOfRange(ctx context.Context, p *Person) ([]RangeRow, error) {
	v, err := d.look(ctx, p)
	if err == nil {
		err = v.can(ActSeeAudit, Object{})
	}
	if err != nil {
		return nil, err
	}
	var list []RangeRow
	var standing targets.Figure
	flush := func() {
		if len(list) < maxRangeRows && standing.Indicator != "" && (p.Area == "" || v.areas.Within(standing.Area, p.Area)) {
			if found := v.rules.CheckRange(nil, &standing); len(found) > 0 {
				list = append(list, RangeRow{v.indicators[standing.Indicator], v.area(standing.Area), standing, found[0].Text})
			}
		}
		standing = targets.Figure{}
	}
	err = d.parts.Store.EachRevision(ctx, targets.Selection{}, func(f *targets.Figure) error {
		if f.Key != standing.Key {
			flush()
		}
		if !f.Approved.IsZero() {
			standing = *f
		}
		return nil
	})
	flush()
	if err != nil {
		return nil, fmt.Errorf("read the figures: %w", err)
	}
	return list, nil
}
