package sheet

import (
	"encoding/csv"
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// A Scorecard (考核评分) is a table of points: one row a line of a score, one row
// the sum of an area.
type Scorecard struct {
	Formula *targets.Formula
	Scores  []targets.Score
	Area    func(code string) string // the name of an area
	Lang    targets.Lang
	Facts   [][2]string // what stands on the sheet 说明, such as the day judged
}

// scoreColumns are the heads of the table; the numbers among them are written as
// numbers into a workbook.
var scoreColumns = [...]struct {
	name   targets.Text
	width  float64
	number bool
}{
	{targets.Text{ZH: "地区代码", EN: "area"}, 10, false}, {targets.Text{ZH: "地区", EN: "area name"}, 16, false}, {targets.Text{ZH: "计分项", EN: "item"}, 36, false},
	{targets.Text{ZH: "目标编号", EN: "target"}, 34, false}, {targets.Text{ZH: "数据", EN: "value"}, 12, false}, {targets.Text{ZH: "数据期", EN: "period"}, 12, false},
	{targets.Text{ZH: "目标值", EN: "goal"}, 14, false}, {targets.Text{ZH: "计分依据", EN: "scored by"}, 10, false}, {targets.Text{ZH: "比率", EN: "share"}, 10, true},
	{targets.Text{ZH: "计分比率", EN: "counted share"}, 10, true}, {targets.Text{ZH: "满分", EN: "weight"}, 8, true}, {targets.Text{ZH: "得分", EN: "points"}, 8, true},
	{targets.Text{ZH: "说明", EN: "how"}, 60, false},
}

// WriteCSV writes the table as CSV, every text safe against formulas.
func (c Scorecard) WriteCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	out.Write(c.heads()) // the writer keeps its first error
	for _, row := range c.rows() {
		for i := range row {
			if !scoreColumns[i].number {
				row[i] = collector.Neutral(row[i])
			}
		}
		out.Write(row)
	}
	out.Flush()
	return out.Error()
}

func (c Scorecard) heads() []string {
	heads := make([]string, len(scoreColumns))
	for i := range scoreColumns {
		heads[i] = scoreColumns[i].name.In(c.Lang)
	}
	return heads
}

// rows are the lines of every score, each followed by its sum.
func (c Scorecard) rows() [][]string {
	var rows [][]string
	for i := range c.Scores {
		s := &c.Scores[i]
		for j := range s.Lines {
			rows = append(rows, c.row(s.Area, &s.Lines[j]))
		}
		sum := make([]string, len(scoreColumns))
		copy(sum, []string{s.Area, c.Area(s.Area), targets.Text{ZH: "合计", EN: "total"}.In(c.Lang)})
		sum[8], sum[10], sum[11] = s.Share.String(), s.Of.String(), s.Total.String()
		sum[12] = targets.Text{ZH: "比率为得分÷应得满分", EN: "share = points ÷ weights that count"}.In(c.Lang)
		rows = append(rows, sum)
	}
	return rows
}

func (c Scorecard) row(area string, l *targets.ScoreLine) []string {
	row := make([]string, len(scoreColumns))
	copy(row, []string{area, c.Area(area), l.Name.In(c.Lang)})
	if e := l.Target; e != nil {
		copy(row[3:], []string{e.Target.ID, e.ValueText(c.Lang), e.Period.String(), e.GoalText(c.Lang), l.By.Name().In(c.Lang)})
	}
	copy(row[8:], []string{l.Share.String(), l.Counted.String(), l.Weight.String(), l.Points.String(), l.Why.In(c.Lang)})
	return row
}

// The sheets of a scorecard's workbook.
const (
	scoreTab = "考核得分"
	factsTab = "说明"
)

// WriteBook writes the table as a workbook, its numbers as numbers, with a second
// sheet that says what it was made from.
func (c Scorecard) WriteBook(w io.Writer) error {
	f := excelize.NewFile()
	defer f.Close()
	err := f.SetSheetName("Sheet1", scoreTab)
	if err == nil {
		err = c.fill(f)
	}
	if err == nil {
		err = c.explain(f)
	}
	if err == nil {
		err = f.Write(w)
	}
	if err != nil {
		return fmt.Errorf("write scorecard: %w", err)
	}
	return nil
}

// fill writes the table.
func (c Scorecard) fill(f *excelize.File) error {
	looks, err := looks(f)
	if err != nil {
		return err
	}
	for i, head := range c.heads() {
		column, _ := excelize.ColumnNumberToName(i + 1)
		if err := f.SetColWidth(scoreTab, column, column, scoreColumns[i].width); err != nil {
			return err
		}
		if err := f.SetCellStr(scoreTab, at(i+1, 1), head); err != nil {
			return err
		}
	}
	if err := f.SetCellStyle(scoreTab, at(1, 1), at(len(scoreColumns), 1), looks[lookHead]); err != nil {
		return err
	}
	for n, row := range c.rows() {
		for i, text := range row {
			var value any = text
			if scoreColumns[i].number {
				value = numeric(text)
			}
			if err := f.SetCellValue(scoreTab, at(i+1, n+2), value); err != nil {
				return err
			}
		}
	}
	return f.SetPanes(scoreTab, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
}

// explain writes the second sheet.
func (c Scorecard) explain(f *excelize.File) error {
	if _, err := f.NewSheet(factsTab); err != nil {
		return err
	}
	for i, fact := range c.Facts {
		for j, text := range fact {
			if err := f.SetCellStr(factsTab, at(j+1, i+1), text); err != nil {
				return err
			}
		}
	}
	return f.SetColWidth(factsTab, "A", "B", 40)
}
