package sheet

import (
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"

	"github.com/biaochi/biaochi/targets"
)

// A Figures is a template for the figures of an area and a period, in the columns
// of the figure file: for whoever has no office or form, such as the operator.
type Figures struct {
	Area       *targets.Area
	Period     targets.Period
	Indicators []*targets.Indicator // a row each
	Demo       bool
}

// WriteFigures writes the template. Rows that are left as they are, import skips.
func WriteFigures(w io.Writer, t Figures) error {
	s := &figuresTemplate{template: template{f: excelize.NewFile()}, Figures: t}
	defer s.f.Close()
	for _, write := range []func() error{s.begin, s.writeAdvice, s.writeTable, s.finish} {
		if err := write(); err != nil {
			return fmt.Errorf("write template: %w", err)
		}
	}
	if err := s.f.Write(w); err != nil {
		return fmt.Errorf("write template: %w", err)
	}
	return nil
}

// A figuresTemplate is such a workbook on its way out.
type figuresTemplate struct {
	template
	Figures
}

func (s *figuresTemplate) begin() (err error) {
	if s.looks, err = looks(s.f); err != nil {
		return err
	}
	err = s.f.SetSheetName("Sheet1", figuresTab)
	for _, name := range []string{adviceTab, keyTab} {
		if err == nil {
			_, err = s.f.NewSheet(name)
		}
	}
	return err
}

func (s *figuresTemplate) writeAdvice() error {
	s.width(adviceTab, 1, 100)
	lines := []string{
		fmt.Sprintf("%s（%s）%s的数据。在「数据」表的浅黄色单元格里填，存为 xlsx，用 biaochi import 文件名.xlsx 导入；先加 --dry-run 只检查不写入。", s.Area.Name.ZH, s.Area.Code, s.Period.Label(targets.ZH)),
		"没有数的行不用管，导入时跳过；零填 0；确认缺报、未采集、不适用的，数值空着，「数据标识」选 缺报、未采集 或 不适用，并写备注。",
		"比率：数值填 60、计量单位填 %，或直接把单元格设为百分比格式；填了分子、分母的，数值可空。",
		"里程碑：数值填 未启动、推进中 或 已完成。",
		"同一份文件可重复导入，内容相同的行自动跳过。",
	}
	for i, text := range lines {
		s.put(adviceTab, 1, i+1, text, lookAdvice)
		s.height(adviceTab, i+1, rowHeight(text, 100))
	}
	return s.done()
}

func (s *figuresTemplate) writeTable() error {
	for i, c := range columns {
		s.put(figuresTab, i+1, 1, c.chinese[0], lookHead)
		s.width(figuresTab, i+1, widths[i])
	}
	for n, i := range s.Indicators {
		s.writeRow(n+2, i)
	}
	return s.done()
}

func (s *figuresTemplate) writeRow(row int, i *targets.Indicator) {
	unit := i.Unit.ZH
	if i.Measure.PerCent() {
		unit = "%"
	}
	given := map[int]string{colIndicator: s.name(i), colArea: s.Area.Code, colPeriod: s.Period.String(), colUnit: unit}
	for c := range columnCount {
		l := lookInputText
		switch c {
		case colIndicator, colArea, colPeriod:
			l = lookLocked
		case colValue, colNumerator, colDenominator:
			l = lookInput
		}
		parts := i.Measure == targets.Ratio || i.Measure == targets.Mean
		if (c == colNumerator || c == colDenominator) && !parts {
			l = lookClosed
		}
		text := given[c]
		if c == colOrigin && s.Demo {
			text = string(targets.OriginDemo)
		}
		s.put(figuresTab, c+1, row, text, l)
	}
	s.offer(row, i)
	s.height(figuresTab, row, rowHeight(given[colIndicator], widths[colIndicator]))
}

// offer lets the cells that hold one of a few words offer them.
func (s *figuresTemplate) offer(row int, i *targets.Indicator) {
	flags := append(flagNames(), targets.Missing.Name().ZH, targets.NotCollected.Name().ZH, targets.NotApplicable.Name().ZH)
	s.list(figuresTab, at(colFlag+1, row), flags)
	s.list(figuresTab, at(colBound+1, row), []string{targets.Lower.Name().ZH, targets.Upper.Name().ZH})
	if i.Measure == targets.Milestone {
		s.list(figuresTab, at(colValue+1, row), stageWords[:])
	}
}

// name is what the row calls its indicator: its name, or its id where two share
// a name.
func (s *figuresTemplate) name(i *targets.Indicator) string {
	for _, other := range s.Indicators {
		if other != i && other.Name.ZH == i.Name.ZH {
			return i.ID
		}
	}
	return i.Name.ZH
}

func (s *figuresTemplate) finish() error {
	if err := s.f.SetPanes(figuresTab, &excelize.Panes{Freeze: true, XSplit: 1, YSplit: 1, TopLeftCell: "B2", ActivePane: "bottomRight"}); err != nil {
		return err
	}
	if err := s.f.ProtectSheet(figuresTab, &excelize.SheetProtectionOptions{SelectLockedCells: true, SelectUnlockedCells: true, FormatColumns: true, FormatRows: true, FormatCells: true}); err != nil {
		return err
	}
	if err := fitPage(s.f, figuresTab, "landscape"); err != nil {
		return err
	}
	return writeKeyTab(s.f, [][]string{{"biaochi", formatVersion, kindFigures}})
}
