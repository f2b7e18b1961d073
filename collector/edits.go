package collector

import (
	"fmt"
	"slices"

	"github.com/biaochi/biaochi/targets"
)

// check holds a figure that would be handed in against the window, what was
// handed in before, its series and the areas below.
func (f *folder) check(r *GridRow) {
	if r.Figure == nil {
		return
	}
	f.checkWindow(r)
	f.checkSeen(r)
	f.checkSeries(r)
	f.checkAnswer(r)
	f.checkSum(r)
	f.checkFiles(r)
}

// checkWindow refuses what is too early or too late. What was answered before may
// be corrected at any time, though not while a reviewer has it.
func (f *folder) checkWindow(r *GridRow) {
	a, answered := f.answers[r.Indicator.ID]
	if answered && a.Stage == targets.StageWaiting {
		r.refuse(ColumnValue, "本期数据已上报，正在等待审核", "请先撤回，或等审核结束后再更正")
		return
	}
	if err := f.filing.Enterable(f.today); err != nil && !answered {
		r.refuse(ColumnValue, textOf(err), "")
	}
}

// checkSeen refuses to write over what somebody else handed in meanwhile.
func (f *folder) checkSeen(r *GridRow) {
	newest := 0
	if r.Newest != nil {
		newest = r.Newest.Revision
	}
	if r.Cell.Seen != newest {
		r.refuse(ColumnValue, fmt.Sprintf("本期数据已有第 %d 次修订，而您是在第 %d 次修订的基础上填写的", newest, r.Cell.Seen), "请核对现有数据后重新填写")
	}
}

// checkSeries is the trend's edits on the one figure: a cumulative that falls, a
// jump, two sources of one moment that differ.
func (f *folder) checkSeries(r *GridRow) {
	t := trend{
		fault: func(line int, x Finding) {
			if slices.Contains(x.Columns, ColumnNote) && r.Cell.Note != "" {
				r.ask(x.Columns[0], x.Text, x.Fix)
			} else {
				r.refuse(x.Columns[0], x.Text, x.Fix)
			}
		},
		warn: func(line int, x Finding) { r.ask(x.Columns[0], x.Text, x.Fix) },
		jump: func(line int, x Finding) { r.ask(x.Columns[0], x.Text, x.Fix) },
	}
	t.begin(r.Indicator)
	for _, p := range pointsWith(f.series[targets.SeriesKey{Indicator: r.Indicator.ID, Area: f.filing.Area}], r.Figure) {
		t.next(p)
	}
}

// pointsWith are a series' points with a figure in its place. Its note is put
// aside, so that the edits tell what there is to answer.
func pointsWith(series []targets.Figure, g *targets.Figure) []point {
	var list []point
	for i := range series {
		if series[i].Key != g.Key {
			list = append(list, pointOf(0, &series[i]))
		}
	}
	own := pointOf(1, g)
	own.explained = false
	list = append(list, own)
	slices.SortStableFunc(list, func(a, b point) int { return a.period.Compare(b.period) })
	return list
}

// checkAnswer asks about answers that are easily given by mistake.
func (f *folder) checkAnswer(r *GridRow) {
	g := r.Figure
	if g.Value.Known() && g.Value.Sign() == 0 && r.Cell.Reply == ReplyValue && r.Indicator.Measure != targets.Milestone {
		r.ask(ColumnReply, "填了零", "确为零的，请选「零报告」，或在备注说明")
	}
	switch g.Flag {
	case targets.Break, targets.Estimated, targets.Provisional, targets.DefinitionDiffer:
		r.ask(ColumnFlag, fmt.Sprintf("数据标识为 %s（%s）", g.Flag, g.Flag.Name().ZH), "请在备注说明")
	}
	if r.Newest != nil && r.Newest.Flag == targets.Break && g.Flag != targets.Break {
		r.ask(ColumnFlag, "本期原标为口径中断（B），更正会去掉这个标识，进度将跨口径计算", "请在数据标识选 B；口径确已一致的，在备注写明理由")
	}
}

// checkSum holds a 汇总 against the computed sum: what differs needs a reason.
func (f *folder) checkSum(r *GridRow) {
	if r.Sum == nil || !r.Sum.Value.Known() || !r.Figure.Value.Known() || r.Cell.Reason != "" || sumAllows(r.Sum, r.Figure.Value) {
		return
	}
	r.refuse(ColumnReason, fmt.Sprintf("与下级预汇总 %s（%d 个地区中 %d 个已报）相差 %s", r.Sum.Value, len(r.Sum.Reported)+len(r.Sum.Missing), len(r.Sum.Reported),
		difference(r.Figure.Value, r.Sum.Value)), "请写明调整理由")
}

// sumAllows reports whether a value is what the areas below make together. Of
// counts without duplicates that is anything from the largest of them to their sum.
func sumAllows(sum *targets.RollUp, v targets.Decimal) bool {
	if sum.Largest == "" {
		return sum.Value.Equal(v)
	}
	return v.Cmp(sum.Value) >= 0 && (!sum.AtMost.Known() || v.Cmp(sum.AtMost) <= 0)
}

// checkFiles refuses files that were not given with this filing.
func (f *folder) checkFiles(r *GridRow) {
	for _, sum := range r.Cell.Evidence {
		if !f.knowsFile(sum) {
			r.refuse(ColumnEvidence, "佐证材料不是为这张报表上传的", "请重新上传")
			return
		}
	}
}

// knowsFile reports whether a file was uploaded to this filing, or handed in with it.
func (f *folder) knowsFile(sum string) bool {
	return slices.ContainsFunc(f.draft.Files, func(i EvidenceInfo) bool { return i.SHA256 == sum }) || f.handedFiles()[sum]
}

// checkWhole is the edits on the filing: statement, basis, signed scan.
func (f *folder) checkWhole(g *Grid) {
	refuse := func(c Column, text, fix string) {
		g.Findings = append(g.Findings, CellFinding{Column: c, Text: text, Fix: fix, Hard: true})
	}
	for _, x := range wholeTexts(g) {
		refuse(x.Columns[0], x.Text, x.Fix)
	}
	changed := slices.ContainsFunc(g.Rows, func(r GridRow) bool { return r.Changed })
	if !changed {
		return
	}
	if len(g.Behind) > 0 {
		f.checkStatement(g, refuse)
	}
	if g.FillingIn && g.Basis == "" {
		refuse(ColumnBasis, "上级代填要有依据", "请写明依据，如文件号、来函或电话记录")
	}
	if f.form.SignedScan && len(g.Evidence) == 0 {
		refuse(ColumnEvidence, "本表须附签字盖章的扫描件", "请打印、签字、盖章后上传扫描件")
	}
	for _, sum := range g.Evidence {
		if !f.knowsFile(sum) {
			refuse(ColumnEvidence, "佐证材料不是为这张报表上传的", "请重新上传")
			break
		}
	}
}

// checkStatement asks for what a 数据说明 must say of a goal that is slower than 序时.
func (f *folder) checkStatement(g *Grid, refuse func(Column, string, string)) {
	why := fmt.Sprintf("目标 %s 慢于序时进度，", g.Behind[0].ID)
	if n := len(g.Behind); n > 1 {
		why = fmt.Sprintf("目标 %s 等 %d 项慢于序时进度，", g.Behind[0].ID, n)
	}
	s := &g.Statement
	if s.Cause == "" {
		refuse(ColumnCause, why+"数据说明要写原因", "请写明滞后的原因")
	}
	if s.Measure == "" {
		refuse(ColumnMeasure, why+"数据说明要写措施", "请写明已采取或拟采取的措施")
	}
	switch {
	case s.Expected == 0:
		refuse(ColumnExpected, why+"数据说明要写预计达到序时进度的日期", "请填日期，如 2026-12-31")
	case s.Expected <= f.filing.Period.End:
		refuse(ColumnExpected, fmt.Sprintf("预计日期 %s 不晚于报告期末 %s", s.Expected, f.filing.Period.End), "请核对")
	}
}

// wholeTexts checks the texts of the filing as a whole.
func wholeTexts(g *Grid) []Finding {
	var list []Finding
	for _, t := range [...]struct {
		column  Column
		text    string
		longest int
	}{
		{ColumnBasis, g.Basis, maxNote}, {ColumnStatement, g.Statement.Text, maxNote}, {ColumnCause, g.Statement.Cause, maxNote},
		{ColumnMeasure, g.Statement.Measure, maxNote}, {ColumnSigners, g.Signers.Head, maxName}, {ColumnSigners, g.Signers.Statistician, maxName},
		{ColumnSigners, g.Signers.Filler, maxName}, {ColumnSigners, g.Signers.Phone, maxName},
	} {
		list = checkText(list, t.column, t.text, t.longest)
	}
	return list
}

// maxName is the length of a person's name or telephone number, in characters.
const maxName = 60
