package main

import (
	"strconv"

	"github.com/biaochi/biaochi/targets"
)

// A cagrRow is a target's row as the method cagr rates it: state, light and
// reason are of cagr, what only pace computes is null, and method, cagr (R or P)
// and score follow.
type cagrRow struct {
	targets.Row
	Method targets.Method   `json:"method"`
	CAGR   targets.Computed `json:"cagr"`
	Score  targets.Computed `json:"score"`
}

// printCAGR prints one row per target by the method cagr.
func (k targetsCmd) printCAGR(c console, s *targets.Snapshot, evaluations []targets.Evaluation, lang targets.Lang) error {
	verdicts := make([]targets.CAGR, len(evaluations))
	rows := make([]cagrRow, len(evaluations))
	for i := range evaluations {
		verdicts[i] = s.EvaluateTargetCAGR(evaluations[i].Target)
		rows[i] = newCAGRRow(s.Row(&evaluations[i], lang), &verdicts[i], lang)
	}
	if k.Format == "table" {
		return cagrTable(c, s, evaluations, verdicts, lang)
	}
	return printRows(c.out, k.Format, rows)
}

func newCAGRRow(row targets.Row, v *targets.CAGR, lang targets.Lang) cagrRow {
	var none targets.Computed
	row.State, row.Light, row.Reason, row.AtDeadline = targets.State(v.State), v.State.Light(), v.Reason.In(lang), nil
	row.Progress, row.Expected, row.Pace, row.RequiredPace, row.Forecast = none, none, none, none, nil
	return cagrRow{row, targets.MethodCAGR, targets.Computed(v.Value), targets.Computed(v.Score)}
}

func cagrTable(c console, s *targets.Snapshot, evaluations []targets.Evaluation, verdicts []targets.CAGR, lang targets.Lang) error {
	t := table{head: heads(lang, "状态", "State", "地区", "Area", "指标", "Indicator", "基期", "Base", "基期数", "Value", "最近", "Latest", "最近数", "Value",
		"目标", "Goal", "期限", "Deadline", "R或P", "R or P", "得分", "Score")}
	for i := range evaluations {
		e, v := &evaluations[i], &verdicts[i]
		t.add(mark(v.State.Light())+" "+v.State.Name().In(lang), s.AreaName(e.Target.Area, lang), e.Indicator.Name.In(lang),
			year(v.Base), targets.FormatValue(v.Base.Value, e.Indicator, lang), year(v.Latest), targets.FormatValue(v.Latest.Value, e.Indicator, lang),
			e.GoalText(lang), dash(e.Target.Deadline.String()), dash(v.Value.String()), dash(v.Score.String()))
	}
	return t.print(c.out)
}

func year(v targets.YearValue) string {
	if !v.Value.Known() {
		return dash("")
	}
	return strconv.Itoa(v.Year)
}
