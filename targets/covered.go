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

// Text says it in one sentence.
func (c Coverage) Text(lang Lang) string {
	if lang == EN {
		return fmt.Sprintf("Of %d goals that a number decides, %d have figures (%d of them ageing), %d have none; %d can be rated.", c.All, c.WithFigure, c.Stale, c.Without, c.Rated)
	}
	return fmt.Sprintf("以数值衡量的目标共%d项：%d项有数据（其中%d项偏旧），%d项暂无数据；可评价的%d项。", c.All, c.WithFigure, c.Stale, c.Without, c.Rated)
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
