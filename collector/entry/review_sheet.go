package entry

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// sheetBody is a handover with what a reviewer reads of it in words.
type sheetBody struct {
	*collector.ReviewSheet
	Lines  []reviewLine
	Chain  []chainLine
	Scans  []fileLink // of the whole filing
	Typed  verdict
	Faults findings
	Once   string
	Judges bool // figures wait and the person may judge them
}

func newSheetBody(s *collector.ReviewSheet, typed verdict) sheetBody {
	b := sheetBody{ReviewSheet: s, Typed: typed, Once: newOnce(), Faults: findings{}, Chain: chainLines(s.Handed)}
	if !typed.approves() && typed.Do != "" && typed.Reason == "" {
		b.Faults["reason"] = []string{"退回必须写明理由。"}
	}
	b.Judges = s.Mine && s.Handed.Step > 0
	for _, row := range s.Rows {
		b.Lines = append(b.Lines, reviewLine{ReviewRow: row, sheet: s, Judged: b.Judges && row.Stage == targets.StageWaiting, Picked: slices.Contains(typed.Picked, row.Indicator.ID)})
	}
	place := func(l reviewLine) int { return slices.Index(s.Form.Indicators, l.Indicator.ID) } // as the office filled them in
	slices.SortStableFunc(b.Lines, func(x, y reviewLine) int { return place(x) - place(y) })
	b.Scans = fileLinks(s, s.Handed.Evidence)
	return b
}

// Lede says in one sentence what was handed in.
func (b sheetBody) Lede() string {
	first, corrected, same := 0, 0, 0
	for i := range b.Rows {
		switch row := &b.Rows[i]; {
		case row.Before == nil:
			first++
		case row.Figure.Value.Equal(row.Before.Value) && row.Figure.Flag == row.Before.Flag:
			same++
		default:
			corrected++
		}
	}
	var parts []string
	for _, c := range []struct {
		n    int
		text string
	}{{first, "首次上报 %d 项"}, {corrected, "更正已审核数据 %d 项"}, {same, "与已审核数据相同 %d 项"}} {
		if c.n > 0 {
			parts = append(parts, fmt.Sprintf(c.text, c.n))
		}
	}
	return fmt.Sprintf("%s于 %s 上报数据 %d 项：%s。", b.Office.Name, minute(b.Handed.At), len(b.Rows), strings.Join(parts, "，"))
}

// Next says what happens after an approval.
func (b sheetBody) Next() string {
	step := b.Handed.Step
	if step == 0 || step > len(b.Handed.Chain) {
		return ""
	}
	if step == len(b.Handed.Chain) {
		return "这是最后一级。通过后审核完成，数据立即进入公开页面和指标，替代此前审核通过的数据。"
	}
	return fmt.Sprintf("通过后转第 %d 级：%s。全部 %d 级通过以前，公开页面仍用此前审核通过的数据。", step+1, b.Handed.Chain[step].Step.Name().ZH, len(b.Handed.Chain))
}

// Step is «第 2 级，共 3 级»; "" when everything is decided.
func (b sheetBody) Step() string {
	if b.Handed.Step == 0 {
		return ""
	}
	return stepProgress(b.Handed.Step, len(b.Handed.Chain))
}

// Explained reports whether the office wrote anything of the whole.
func (b sheetBody) Explained() bool { return b.Handed.Statement != targets.Statement{} }

// Punctual is the share of the year's duties answered in time.
func (b sheetBody) Punctual() string {
	if b.Record.Due == 0 {
		return ""
	}
	return share(b.Record.OnTime, b.Record.Due)
}

// share is n of all as per cent, by the domain's rounding.
func share(n, all int) string {
	return targets.FormatShare(targets.Quotient(targets.NewDecimal(int64(n)), targets.NewDecimal(int64(all))))
}

// A chainLine is one level of review and where it stands.
type chainLine struct {
	Number int
	Name   string
	State  string // done, now, ahead, returned
	Note   string
}

func chainLines(h *targets.Handed) []chainLine {
	var lines []chainLine
	for i, s := range h.Chain {
		line := chainLine{Number: i + 1, Name: s.Step.Name().ZH, State: "ahead", Note: "尚未轮到"}
		if i+1 == h.Step {
			line.State, line.Note = "now", "正在审核"
		}
		for _, e := range h.Events {
			if e.Step != i+1 {
				continue
			}
			switch {
			case e.Kind == targets.HandedReturned:
				line.State, line.Note = "returned", minute(e.At)+" 有退回"
			case e.Kind == targets.HandedApproved && line.State == "ahead":
				line.State, line.Note = "done", minute(e.At)+" 通过"
			}
		}
		lines = append(lines, line)
	}
	return lines
}

// A reviewLine is one figure in words.
type reviewLine struct {
	collector.ReviewRow
	Judged bool // may be judged now
	Picked bool

	sheet *collector.ReviewSheet
}

// Now is the figure as it was handed in.
func (l reviewLine) Now() string { return figureText(&l.Figure, l.Indicator, l.Reply) }

// Was is the figure that was approved before; an em dash when there was none.
func (l reviewLine) Was() string {
	if l.Before == nil {
		return "—"
	}
	return figureText(l.Before, l.Indicator, collector.ReplyValue)
}

// figureText prints a figure with its unit and what limits it.
func figureText(f *targets.Figure, i *targets.Indicator, reply collector.Reply) string {
	if !f.Value.Known() {
		if reply != collector.ReplyValue {
			return reply.Name().ZH
		}
		return f.Flag.Name().ZH
	}
	text := targets.FormatValue(f.Value, i, targets.ZH)
	if f.Bound != targets.Exact {
		text += f.Bound.Name().ZH
	}
	return text
}

// Parts are numerator and denominator of a ratio, sum and count of a mean.
func (l reviewLine) Parts() string {
	f := &l.Figure
	if !f.Numerator.Known() {
		return ""
	}
	return targets.FormatNumber(f.Numerator) + " ÷ " + targets.FormatNumber(f.Denominator)
}

// Difference is the change against what was approved or, of a new period,
// against the last one.
func (l reviewLine) Difference() string {
	if l.Before != nil {
		return differenceText(l.Change, l.Indicator)
	}
	return differenceText(l.Since, l.Indicator)
}

// Against says what Difference compares with.
func (l reviewLine) Against() string {
	switch {
	case l.Before != nil && l.Change.Known():
		return "较此前"
	case l.Before == nil && l.Since.Known():
		return "较上期"
	}
	return ""
}

// differenceText prints a change with its sign, of a ratio in percentage points;
// "" when it is absent.
func differenceText(change targets.Decimal, i *targets.Indicator) string {
	if !change.Known() || i.Measure == targets.Milestone {
		return ""
	}
	sign := "+"
	switch change.Sign() {
	case 0:
		return "无变化"
	case -1:
		sign = "−"
	}
	if i.Measure.PerCent() {
		return sign + targets.FormatPoints(change.Rat()) + " 个百分点"
	}
	return sign + strings.TrimPrefix(targets.FormatValue(change, i, targets.ZH), "−")
}

// Relative is the change as a share of what it is compared with; "" where that
// says nothing: of ratios, stages and a zero.
func (l reviewLine) Relative() string {
	from, by := l.Before, l.Change
	if from == nil {
		from, by = l.Last, l.Since
	}
	m := l.Indicator.Measure
	if !by.Known() || by.Sign() == 0 || from == nil || from.Value.Sign() <= 0 || m.PerCent() || m == targets.Milestone {
		return ""
	}
	text := targets.FormatShare(targets.Quotient(by, from.Value))
	if by.Sign() > 0 {
		text = "+" + text
	}
	return strings.Replace(text, "-", "−", 1)
}

// Earlier is the last period's figure, shown where nothing of this period stood.
func (l reviewLine) Earlier() string {
	if l.Before != nil || l.Last == nil {
		return ""
	}
	return l.Last.Period.Label(targets.ZH) + " " + figureText(l.Last, l.Indicator, collector.ReplyValue)
}

// Kind is a word for what the figure does to what was approved.
func (l reviewLine) Kind() string {
	switch {
	case l.Before == nil:
		return "首次"
	case l.Figure.Value.Equal(l.Before.Value) && l.Figure.Flag == l.Before.Flag:
		return ""
	}
	return "更正"
}

// Files are the files of this figure.
func (l reviewLine) Files() []fileLink { return fileLinks(l.sheet, l.Row.Evidence) }

// Adjusted tells how a 汇总 was made of the computed sum.
func (l reviewLine) Adjusted() string {
	if !l.Row.Computed.Known() {
		return ""
	}
	text := "预汇总 " + targets.FormatValue(l.Row.Computed, l.Indicator, targets.ZH)
	if l.Row.Adjustment.Known() && l.Row.Adjustment.Sign() != 0 {
		text += "，调整 " + targets.FormatValue(l.Row.Adjustment, l.Indicator, targets.ZH)
	}
	if l.Row.Reason != "" {
		text += "，理由：" + l.Row.Reason
	}
	return text
}

// A change is what the figure would make of one target.
type change struct {
	Target   string
	Now      targets.State
	Then     targets.State
	ThenName string
	Moves    bool
	Href     string
}

// Changes are the states the figure would give.
func (l reviewLine) Changes() []change {
	var list []change
	for _, w := range l.Would {
		c := change{Target: w.Target.AsWritten, Now: w.Now, Then: w.Then, ThenName: w.Then.Name().ZH, Moves: w.Now != w.Then, Href: "/targets/" + escape(w.Target.ID) + ".html"}
		if w.After != nil {
			c.ThenName = w.After.StateName(targets.ZH)
		}
		list = append(list, c)
	}
	return list
}

// A past is one figure of the series.
type past struct{ Period, Value string }

// Past are the last figures, newest first.
func (l reviewLine) Past() []past {
	var list []past
	for _, f := range slices.Backward(l.Series) {
		list = append(list, past{f.Period.Label(targets.ZH), figureText(&f, l.Indicator, collector.ReplyValue)})
	}
	return list
}

// A spark is the course of the last figures, and of this one as a hollow dot.
// Its coordinates are in a box of sparkWidth × sparkHeight.
type spark struct {
	Points string
	Dots   []dot
	Text   string
}

type dot struct {
	X, Y string
	New  bool
}

const (
	sparkWidth, sparkHeight = 120, 32
	sparkEdge               = 4 // keeps dots inside the box
)

// Spark draws the series; nil with fewer than two numbers.
func (l reviewLine) Spark() *spark {
	var days, values []float64
	for _, f := range append(slices.Clone(l.Series), l.Figure) {
		if f.Value.Known() {
			days, values = append(days, float64(f.Period.End)), append(values, f.Value.Float())
		}
	}
	if len(days) < 2 {
		return nil
	}
	s := &spark{Text: fmt.Sprintf("近 %d 期走势，最后一点为本次上报", len(days))}
	var points []string
	for i := range days {
		x, y := scaled(days[i], days, sparkWidth), sparkHeight-scaled(values[i], values, sparkHeight)
		d := dot{coordinate(x), coordinate(y), i == len(days)-1 && l.Figure.Value.Known()}
		s.Dots, points = append(s.Dots, d), append(points, d.X+","+d.Y)
	}
	s.Points = strings.Join(points, " ")
	return s
}

// scaled places v of a range on a length, in the middle when the range is empty.
func scaled(v float64, all []float64, length float64) float64 {
	low, high := slices.Min(all), slices.Max(all)
	if high == low {
		return length / 2
	}
	return sparkEdge + (v-low)/(high-low)*(length-2*sparkEdge)
}

func coordinate(v float64) string { return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64) }

// A fileLink is a file that may be downloaded.
type fileLink struct{ Name, Href, Size string }

// fileLinks are those of a sheet's files that are named.
func fileLinks(s *collector.ReviewSheet, named []string) []fileLink {
	return linksTo(s.Files, named, fmt.Sprintf("%s%d/files/", queuePath, s.Handed.Entry))
}

func linksTo(files []collector.EvidenceInfo, named []string, folder string) []fileLink {
	var list []fileLink
	for _, f := range files {
		if slices.Contains(named, f.SHA256) {
			list = append(list, fileLink{f.Name, folder + f.SHA256, sizeText(f.Size)})
		}
	}
	return list
}

// sizeText prints a number of bytes as a person reads it.
func sizeText(n int) string {
	switch {
	case n >= 1<<20:
		return fmt.Sprintf("%.1f MiB", float64(n)/(1<<20))
	case n >= 1<<10:
		return fmt.Sprintf("%d KiB", n>>10)
	}
	return fmt.Sprintf("%d 字节", n)
}
