package report

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/biaochi/biaochi/targets"
)

// A Workbook writes tables as one spreadsheet file: the same bytes for the same
// tables.
type Workbook func(w io.Writer, tables []Table) error

// A Table is one sheet of a workbook. A cell is a string, a targets.Decimal, a
// targets.Date, an int or nil.
type Table struct {
	Name    string
	Columns []Column
	Rows    [][]any
}

// A Column is the head of a column in both languages, its width in characters
// and the number format of its numbers; "" is general.
type Column struct {
	Head   string
	Width  float64
	Format string
}

// share shows a share 0–1 as pages do.
const share = "0.0%"

// pace shows 序时比 with three decimals; the cell holds six.
const pace = "0.000"

// workbookPath is where a document's workbook is, from the root of the site: one
// file for all languages.
func workbookPath(id string) string { return folders[documentKind] + id + ".xlsx" }

// workbook is where a document's workbook is; "" where there is none.
func (p page) workbook(id string) string {
	if p.book.writeWorkbook == nil {
		return ""
	}
	return p.up() + workbookPath(id) + p.book.query
}

// documentWorkbooks lists the workbooks of the documents.
func (b *book) documentWorkbooks() []work {
	if b.writeWorkbook == nil {
		return nil
	}
	var list []work
	for i := range b.snap.Documents {
		d := &b.snap.Documents[i]
		list = append(list, work{
			path: workbookPath(d.ID), salt: "workbook",
			show: func(context.Context) (any, error) { return b.tables(d), nil },
			print: func(shown any) ([]byte, error) {
				var out bytes.Buffer
				if err := b.writeWorkbook(&out, shown.([]Table)); err != nil {
					return nil, fmt.Errorf("write the workbook of %s: %w", d.ID, err)
				}
				return out.Bytes(), nil
			},
		})
	}
	return list
}

// tables are the sheets of a document's workbook. What the edition leaves out is
// in none of them.
func (b *book) tables(d *targets.Document) []Table {
	return []Table{b.goalTable(d), b.figureTable(d), b.taskTable(d), b.sourceTable(d), b.aboutTable(d)}
}

func (b *book) goalTable(d *targets.Document) Table {
	t := Table{Name: "目标 Goals", Columns: []Column{
		{"目标编号 Target", 30, ""}, {"条款", 24, ""}, {"Clause", 24, ""}, {"原文 As written", 20, ""}, {"指标编号 Indicator id", 24, ""}, {"指标", 28, ""}, {"Indicator", 28, ""},
		{"地区代码 Area code", 10, ""}, {"地区", 12, ""}, {"Area", 14, ""}, {"度量类型 Measure", 12, ""}, {"比较 Comparator", 10, ""}, {"目标值 Goal", 12, ""}, {"单位", 8, ""}, {"Unit", 10, ""},
		{"起算日 Start", 12, ""}, {"基期 Baseline period", 14, ""}, {"基期值 Baseline", 12, ""}, {"期限 Deadline", 12, ""},
		{"最近数 Value", 12, ""}, {"数据期 Period", 16, ""}, {"约数 Bound", 8, ""}, {"修订 Revision", 8, ""},
		{"完成率 Completion", 10, share}, {"完成进度 Progress", 10, share}, {"序时进度 Expected", 10, share}, {"序时比 Pace", 10, pace},
		{"状态", 12, ""}, {"State", 16, ""}, {"亮灯 Light", 8, ""}, {"判定理由", 40, ""}, {"Reason", 40, ""}, {"每月还需 Needed a month", 12, ""}, {"数据偏旧 Stale", 8, ""},
		{"牵头", 20, ""}, {"Leads", 24, ""}, {"参与", 20, ""}, {"Participants", 24, ""},
	}}
	if b.forecasts {
		t.Columns = append(t.Columns, Column{"预测中位数 Forecast", 12, ""}, Column{"预测下限 Low", 12, ""}, Column{"预测上限 High", 12, ""}, Column{"达标概率 Probability", 10, share}, Column{"预计达到 Reached on", 12, ""})
	}
	for i := range b.byDocument[d.ID] {
		t.Rows = append(t.Rows, b.goalRow(&b.byDocument[d.ID][i]))
	}
	return t
}

func (b *book) goalRow(e *targets.Evaluation) []any {
	zh, en := b.snap.Row(e, targets.ZH), b.snap.Row(e, targets.EN)
	row := []any{
		zh.ID, zh.Locator, en.Locator, zh.AsWritten, zh.Indicator, zh.IndicatorName, en.IndicatorName,
		zh.Area, zh.AreaName, en.AreaName, string(zh.Measure), string(zh.Comparator), e.Goal, e.Indicator.ValueUnit(targets.ZH), e.Indicator.ValueUnit(targets.EN),
		e.Target.Start, periodText(e.BaselinePeriod), e.Baseline, e.Target.Deadline,
		e.Value, periodText(e.Period), string(e.Bound), count0(e.Revision),
		e.Completion, e.Progress, e.Expected, e.Pace,
		e.StateName(targets.ZH), e.StateName(targets.EN), string(e.Light()), zh.Reason, en.Reason, e.RequiredPace, yes(e.Stale),
		strings.Join(zh.Leads, "、"), strings.Join(en.Leads, "; "), strings.Join(zh.Participants, "、"), strings.Join(en.Participants, "; "),
	}
	if f := zh.Forecast; b.forecasts && f != nil {
		row = append(row, targets.Decimal(f.Value), targets.Decimal(f.Low), targets.Decimal(f.High), targets.Decimal(f.Probability), e.Forecast.ReachOn)
	}
	return row
}

// count0 leaves a cell empty in place of a zero.
func count0(n int) any {
	if n == 0 {
		return nil
	}
	return n
}

func yes(b bool) string {
	if b {
		return "是 yes"
	}
	return ""
}

func periodText(p targets.Period) string {
	if p == (targets.Period{}) {
		return ""
	}
	return p.String()
}

// figureTable lists the figures of the document's goals, each series once.
func (b *book) figureTable(d *targets.Document) Table {
	t := Table{Name: "数据 Figures", Columns: []Column{
		{"指标编号 Indicator id", 24, ""}, {"指标", 28, ""}, {"Indicator", 28, ""}, {"地区代码 Area code", 10, ""}, {"数据期 Period", 16, ""},
		{"数值 Value", 12, ""}, {"分子 Numerator", 12, ""}, {"分母 Denominator", 12, ""}, {"单位 Unit", 8, ""}, {"标记", 10, ""}, {"Flag", 12, ""}, {"约数 Bound", 8, ""},
		{"发布日 Published", 12, ""}, {"修订 Revision", 8, ""}, {"说明 Note", 30, ""}, {"来源 Source", 40, ""}, {"网址 Address", 40, ""}, {"来源类别", 12, ""}, {"Origin", 14, ""},
	}}
	b.eachFigureOf(d, func(e *targets.Evaluation, f *targets.Figure) {
		note := ""
		if b.keepsNote(f) {
			note = f.Note
		}
		t.Rows = append(t.Rows, []any{
			f.Indicator, e.Indicator.Name.ZH, e.Indicator.Name.EN, f.Area, f.Period.String(),
			f.Value, f.Numerator, f.Denominator, e.Indicator.ValueUnit(targets.ZH), f.Flag.Name().ZH, f.Flag.Name().EN, string(f.Bound),
			f.Published, count0(f.Revision), note, f.SourceTitle, f.SourceURL, f.Origin.Name().ZH, f.Origin.Name().EN,
		})
	})
	return t
}

// eachFigureOf calls fn for every figure that the document's goals are judged by,
// once, in the order of the goals.
func (b *book) eachFigureOf(d *targets.Document, fn func(*targets.Evaluation, *targets.Figure)) {
	told := map[targets.SeriesKey]bool{}
	for i := range b.byDocument[d.ID] {
		e := &b.byDocument[d.ID][i]
		k := targets.SeriesKey{Indicator: e.Target.Indicator, Area: e.Target.Area}
		if told[k] {
			continue
		}
		told[k] = true
		seen := map[targets.Key]bool{}
		for _, list := range [][]targets.Figure{e.Series, e.Others} {
			for j := range list {
				if !seen[list[j].Key] {
					seen[list[j].Key] = true
					fn(e, &list[j])
				}
			}
		}
	}
}

func (b *book) taskTable(d *targets.Document) Table {
	t := Table{Name: "任务 Tasks", Columns: []Column{
		{"序号 Number", 10, ""}, {"章节", 24, ""}, {"Section", 24, ""}, {"任务", 36, ""}, {"Task", 36, ""}, {"时限 Due", 12, ""},
		{"分工事项", 24, ""}, {"Part", 24, ""}, {"牵头", 24, ""}, {"Leads", 28, ""}, {"参与", 24, ""}, {"Participants", 28, ""},
		{"进展", 12, ""}, {"Status", 16, ""}, {"报告日 Reported", 12, ""}, {"进展说明 Said", 36, ""},
	}}
	for _, task := range b.tasks[d.ID] {
		status, reported := targets.TaskStatus{}, b.statuses[task.ID]
		if reported != nil {
			status = *reported
		}
		verdict := task.Verdict(status, reported != nil, b.snap.AsOf)
		groups := task.Groups
		if len(groups) == 0 {
			groups = []targets.TaskGroup{{}}
		}
		for _, g := range groups {
			t.Rows = append(t.Rows, []any{
				task.Number, task.Section.ZH, task.Section.EN, task.Heading.ZH, task.Heading.EN, task.Due,
				g.Scope.ZH, g.Scope.EN, b.bodies(g.Leads, nil, targets.ZH), b.bodies(g.Leads, nil, targets.EN),
				b.bodies(g.Participants, g.Collective, targets.ZH), b.bodies(g.Participants, g.Collective, targets.EN),
				verdict.Name.ZH, verdict.Name.EN, status.On, b.said(&status),
			})
		}
	}
	return t
}

// bodies are the names of departments, and of bodies named only together.
func (b *book) bodies(ids []string, together []targets.Text, lang targets.Lang) string {
	names := b.snap.DepartmentNames(ids, lang)
	for _, t := range together {
		names = append(names, t.In(lang))
	}
	return strings.Join(names, targets.Text{ZH: "、", EN: "; "}.In(lang))
}

// sourceTable lists where the figures were published, in the order of the figures.
func (b *book) sourceTable(d *targets.Document) Table {
	t := Table{Name: "来源 Sources", Columns: []Column{{"来源 Source", 60, ""}, {"网址 Address", 60, ""}, {"来源类别", 14, ""}, {"Origin", 16, ""}, {"数据条数 Figures", 10, ""}}}
	type source struct {
		title, address string
		origin         targets.Origin
	}
	row := map[source]int{}
	b.eachFigureOf(d, func(_ *targets.Evaluation, f *targets.Figure) {
		s := source{f.SourceTitle, f.SourceURL, f.Origin}
		i, known := row[s]
		if !known {
			i, row[s] = len(t.Rows), len(t.Rows)
			t.Rows = append(t.Rows, []any{s.title, s.address, s.origin.Name().ZH, s.origin.Name().EN, 0})
		}
		t.Rows[i][4] = t.Rows[i][4].(int) + 1
	})
	return t
}

// aboutTable says what the workbook was made from. The latest known-at is not in
// it, as on no page that does not show everything: it moves with every figure.
func (b *book) aboutTable(d *targets.Document) Table {
	t := Table{Name: "说明 About", Columns: []Column{{"项目", 18, ""}, {"Item", 24, ""}, {"内容", 60, ""}, {"Content", 60, ""}}}
	add := func(name, text targets.Text) { t.Rows = append(t.Rows, []any{name.ZH, name.EN, text.ZH, text.EN}) }
	same := func(s string) targets.Text { return targets.Text{ZH: s, EN: s} }
	if b.snap.Demo {
		add(targets.Text{ZH: "演示数据", EN: "Training data"}, targets.Text{ZH: "不是真实上报，不得引用。", EN: "Not real figures, not to be quoted."})
	}
	add(targets.Text{ZH: "文件", EN: "Document"}, d.Title)
	add(targets.Text{ZH: "文号", EN: "Number"}, same(d.Number))
	add(targets.Text{ZH: "发文单位", EN: "Issued by"}, targets.Text{ZH: b.bodies(d.Issuers, nil, targets.ZH), EN: b.bodies(d.Issuers, nil, targets.EN)})
	add(targets.Text{ZH: "截至日", EN: "As of"}, same(b.snap.AsOf.String()))
	known := targets.Text{ZH: "最新", EN: "the latest"}
	if b.asked.KnownAt != "" {
		known = same(knownAt(b.snap.KnownAt))
	}
	add(targets.Text{ZH: "数据入库截止（北京时间）", EN: "Data known at (Beijing time)"}, known)
	add(targets.Text{ZH: "版本", EN: "Edition"}, b.editionText())
	add(targets.Text{ZH: "程序版本", EN: "Program"}, same("Biaochi "+b.version))
	add(targets.Text{ZH: "完成率", EN: "Completion"}, targets.Text{ZH: "最近数÷目标值", EN: "value ÷ goal"})
	add(targets.Text{ZH: "完成进度", EN: "Progress"}, targets.Text{ZH: "（最近数－基期值）÷（目标值－基期值）", EN: "(value − baseline) ÷ (goal − baseline)"})
	add(targets.Text{ZH: "序时进度", EN: "Expected"}, targets.Text{ZH: "同一天按时间应完成的份额", EN: "the share of the way due by time on the same day"})
	add(targets.Text{ZH: "序时比", EN: "Pace"}, targets.Text{ZH: "完成进度÷序时进度", EN: "progress ÷ expected"})
	add(targets.Text{ZH: "比率", EN: "Ratios"}, targets.Text{ZH: "以0–1表示，单位为1", EN: "run 0–1, their unit is 1"})
	if b.forecasts {
		add(targets.Text{ZH: "预测", EN: "Forecast"}, targets.Caveat)
	}
	return t
}
