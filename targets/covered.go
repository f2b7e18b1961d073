package targets

import (
	"cmp"
	"fmt"
	"slices"
)

// A Coverage (数据覆盖) counts how many of the goals that a number decides have one.
type Coverage struct {
	All        int // goals that a number decides: no milestones, no time limits
	WithFigure int // = Fresh + Stale
	Fresh      int
	Stale      int // a further period has closed and its figure is overdue
	Without    int // = All − WithFigure
	Rated      int // with a verdict on pace or result: green, yellow or red
}

// CoverageOf counts evaluations.
func CoverageOf(all []Evaluation) Coverage {
	var c Coverage
	for i := range all {
		e := &all[i]
		if e.Indicator.Measure == Milestone || e.Indicator.Measure == TimeLimit {
			continue
		}
		c.All++
		switch {
		case !e.Value.Known():
			c.Without++
		case e.Stale:
			c.Stale++
		default:
			c.Fresh++
		}
		switch e.Light() {
		case Green, Yellow, Red:
			c.Rated++
		}
	}
	c.WithFigure = c.Fresh + c.Stale
	return c
}

// Text says it in one sentence; what there is none of is not counted.
func (c Coverage) Text(lang Lang) string {
	if c.All == 0 {
		return Text{"没有以数值衡量的目标。", "No goal is decided by a number."}.In(lang)
	}
	stale := Text{}
	if c.Stale > 0 {
		stale = Text{fmt.Sprintf("（其中%d项偏旧）", c.Stale), fmt.Sprintf(" (%d of them ageing)", c.Stale)}
	}
	have := Text{fmt.Sprintf("：%d项有数据%s，%d项暂无数据", c.WithFigure, stale.ZH, c.Without),
		fmt.Sprintf(", %d with figures%s and %d without", c.WithFigure, stale.EN, c.Without)}
	switch {
	case c.Without == 0:
		have = Text{"，均有数据" + stale.ZH, ", all with figures" + stale.EN}
	case c.WithFigure == 0:
		have = Text{"，均暂无数据", ", none with figures"}
	}
	return Text{fmt.Sprintf("以数值衡量的目标共%d项%s；可评价的%d项。", c.All, have.ZH, c.Rated),
		fmt.Sprintf("Goals decided by a number: %d%s; %d can be rated.", c.All, have.EN, c.Rated)}.In(lang)
}

// Newest lists the evaluations with the newest figures, at most n: by the day on
// which the figure was published, or recorded where no publication is known, the
// latest first; sums stand by the newest figure in them.
func Newest(all []Evaluation, n int) []*Evaluation {
	var list []*Evaluation
	for i := range all {
		if all[i].Heard() != 0 {
			list = append(list, &all[i])
		}
	}
	slices.SortStableFunc(list, func(a, b *Evaluation) int { return cmp.Compare(b.Heard(), a.Heard()) })
	return list[:min(n, len(list))]
}

// Heard is the day on which the newest figure behind the value became known to
// the public, or was recorded where no publication is known; 0 without a figure.
func (e *Evaluation) Heard() Date {
	var day Date
	for i := range e.Used {
		day = max(day, heard(&e.Used[i]))
	}
	if e.Figure != nil {
		day = max(day, heard(e.Figure))
	}
	return day
}

func heard(f *Figure) Date {
	if f.Published != 0 || f.Recorded.IsZero() {
		return f.Published
	}
	return DateOf(f.Recorded)
}
