package main

import (
	"context"
	"fmt"
	"time"

	"github.com/biaochi/biaochi/targets"
)

type targetsCmd struct {
	database
	clocks
	Area     string `help:"Only this area and the areas below it, by code." placeholder:"330000"`
	Document string `help:"Only the targets of this document." placeholder:"ID"`
	Method   string `help:"How to rate: pace (序时进度) or cagr (年均增长率, for comparison with other trackers)." enum:"pace,cagr" default:"pace"`
	Lang     string `help:"Language of names and texts." enum:"zh,en" default:"zh"`
	Format   string `help:"How to print: a table for people, JSON or CSV for programs." enum:"table,json,csv" default:"table"`
}

// Help teaches by example.
func (targetsCmd) Help() string {
	return `Examples:
  biaochi targets                                     today, as a table
  biaochi targets --as-of 2024-06-30 --format json    as judged at the end of that day, for programs
  biaochi targets --area 330000 --lang en             Zhejiang, in English
  biaochi targets --method cagr --format csv          as Eurostat and Open SDG would rate them`
}

// Run prints one row per target.
func (k targetsCmd) Run(ctx context.Context, c console) error {
	s, err := snapshot(ctx, k.database, k.clocks, c.now(), selection(k.Area, k.Document))
	if err != nil {
		return err
	}
	evaluations := s.Evaluate()
	lang := targets.Lang(k.Lang)
	if k.Method == string(targets.MethodCAGR) {
		return k.printCAGR(c, s, evaluations, lang)
	}
	if k.Format == "table" {
		return targetTable(c, s, evaluations, lang)
	}
	rows := make([]targets.Row, len(evaluations))
	for i := range evaluations {
		rows[i] = s.Row(&evaluations[i], lang)
	}
	return printRows(c.out, k.Format, rows)
}

func selection(area, document string) targets.Selection {
	var sel targets.Selection
	if area != "" {
		sel.Areas = []string{area}
	}
	if document != "" {
		sel.Documents = []string{document}
	}
	return sel
}

// snapshot reads the database once; a selection that names nothing is refused.
func snapshot(ctx context.Context, d database, k clocks, now time.Time, sel targets.Selection) (*targets.Snapshot, error) {
	asOf, knownAt, err := k.dates(now)
	if err != nil {
		return nil, err
	}
	st, err := d.read(ctx)
	if err != nil {
		return nil, err
	}
	defer st.Close()
	s, err := st.Snapshot(ctx, sel, asOf, knownAt)
	if err != nil {
		return nil, err
	}
	return s, named(s, sel)
}

// named refuses a selection of something that does not exist.
func named(s *targets.Snapshot, sel targets.Selection) error {
	for _, id := range sel.Documents {
		if s.Document(id) == nil {
			return &targets.Error{Kind: targets.NotFound, Field: "--document", Text: "没有编号为 " + id + " 的文件"}
		}
	}
	for _, code := range sel.Areas {
		if s.Area(targets.CanonicalArea(code)) == nil {
			return &targets.Error{Kind: targets.NotFound, Field: "--area", Text: "没有代码为 " + code + " 的地区"}
		}
	}
	return nil
}

func targetTable(c console, s *targets.Snapshot, evaluations []targets.Evaluation, lang targets.Lang) error {
	t := table{head: heads(lang, "状态", "State", "地区", "Area", "指标", "Indicator", "最近数", "Value", "数据期", "Period",
		"目标", "Goal", "期限", "Deadline", "完成进度", "Attained", "序时进度", "Expected", "序时比", "Pace")}
	for i := range evaluations {
		e := &evaluations[i]
		t.add(mark(e.Light())+" "+e.StateName(lang), s.AreaName(e.Target.Area, lang), e.Indicator.Name.In(lang), e.ValueText(lang), dash(e.Period.String()),
			e.GoalText(lang), dash(e.Target.Deadline.String()), targets.FormatShare(e.Progress), targets.FormatShare(e.Expected), targets.FormatPace(e.Pace))
	}
	if err := t.print(c.out); err != nil {
		return err
	}
	_, err := fmt.Fprintln(c.out, "\n"+targets.Summary(evaluations, s.AsOf, lang))
	return err
}

// mark is the shape that stands beside a colour in grey print.
func mark(l targets.Light) string {
	return map[targets.Light]string{targets.Green: "●", targets.Yellow: "▲", targets.Red: "■", targets.Blue: "◆", targets.Grey: "○"}[l]
}

func dash(s string) string {
	if s == "" {
		return "—"
	}
	return s
}

// heads takes pairs of Chinese and English column heads.
func heads(lang targets.Lang, pairs ...string) []string {
	var out []string
	for i := 0; i < len(pairs); i += 2 {
		out = append(out, targets.Text{ZH: pairs[i], EN: pairs[i+1]}.In(lang))
	}
	return out
}
