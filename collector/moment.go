package collector

import (
	"fmt"

	"github.com/biaochi/biaochi/targets"
)

// A moment holds what the sources of one moment say, the first of each rank.
type moment struct {
	end  targets.Date
	held uint8 // a bit for each rank in said
	said [targets.Ranks]point
}

func (m *moment) begin(end targets.Date) { m.end, m.held = end, 0 }

// momentary reports whether figures of the indicator are told apart by the end
// of their period alone: 2024 and 2024-12-31 are one moment.
func momentary(i *targets.Indicator) bool {
	switch i.Measure {
	case targets.Count, targets.Quantity:
		return atMoment(i.Accumulation)
	case targets.Ratio, targets.Mean:
		return i.Window == targets.WindowPoint
	}
	return false
}

// atMoment reports whether what is counted so is counted at the end of a period.
func atMoment(a targets.Accumulation) bool { return a == targets.Cumulative || a == targets.Stock }

// otherForm is another way to write a moment, if there is one: 2024 for
// 2024-12-31 and the reverse.
func otherForm(p targets.Period) (targets.Period, bool) {
	if p.Start != p.End {
		return targets.Day(p.End), true
	}
	y, m, _ := p.End.YMD()
	for _, n := range [...]int{12, 1} {
		if form := targets.Months(y, m-n+1, n); form.End == p.End && (n == 1 || m == n) {
			return form, true
		}
	}
	return targets.Period{}, false
}

// checkMoment refuses two sources of one moment that are equally good and
// differ: no rule can say which is right. What stands already is not blamed.
func (t *trend) checkMoment(p point) {
	m := &t.moment
	if p.period.End != m.end {
		m.begin(p.period.End)
	}
	bit := uint8(1) << p.rank
	if m.held&bit == 0 {
		m.held |= bit
		m.said[p.rank] = p
		return
	}
	q := m.said[p.rank]
	if p.line < q.line {
		p, q = q, p // the later row is asked about, never what stands
	}
	if p.line == 0 || p.value.Equal(q.value) {
		return
	}
	t.fault(p.line, Finding{[]Column{ColumnValue, ColumnOrigin}, fmt.Sprintf("%s 与 %s 的 %s（%s）是同一时点、同一级来源（%s），数值不同",
		p.value, q.period, q.value, q.where(), p.rank.Name().ZH), "由人认定：以同一写法更正其中一条；来源不同的，如实填写来源类别（origin）"})
}
