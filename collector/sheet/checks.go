package sheet

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// check is the formula that tells in words what is wrong in a row while it is
// filled in. It is a help: what counts is checked when the workbook comes back.
func (t *template) check(i *targets.Indicator) string {
	row := t.row
	ref := func(p part) string { return at(t.layout[p], row) }
	value, upper, lower := ref(partValue), ref(partNumerator), ref(partDenominator)
	reply, note := ref(partReply), ref(partNote)
	var rules [][2]string
	add := func(condition, text string) { rules = append(rules, [2]string{condition, text}) }

	typed := fmt.Sprintf(`COUNTA(%s,%s,%s)>0`, value, upper, lower)
	add(fmt.Sprintf(`AND(COUNTA(%s,%s,%s,%s)=0%s)`, value, upper, lower, reply, t.noAdjustment(row)), todo)
	add(fmt.Sprintf(`AND(%s<>"",%s<>"数值",%s)`, reply, reply, typed), "已选答复，请清空数值")
	add(fmt.Sprintf(`AND(%s="确认缺报",%s="")`, reply, note), "请在备注写明缺报原因")
	if i.Measure == targets.Milestone {
		return nest(rules)
	}
	add(fmt.Sprintf(`OR(ISTEXT(%s),ISTEXT(%s),ISTEXT(%s))`, value, upper, lower), "应为数字，不写单位和文字")
	switch i.Measure {
	case targets.Ratio:
		add(fmt.Sprintf(`(%s="")<>(%s="")`, upper, lower), "分子、分母应同时填")
		if partOfAll(i) {
			add(fmt.Sprintf(`AND(ISNUMBER(%s),ISNUMBER(%s),%s>%s)`, upper, lower, upper, lower), "分子大于分母")
		}
	case targets.Mean:
		add(fmt.Sprintf(`(%s="")<>(%s="")`, upper, lower), "总和、个数应同时填")
	}
	checkRange(i, value, add)
	if i.Accumulation == targets.Cumulative {
		add(fmt.Sprintf(`AND(%s,%s="")`, t.fallen(row), note), "累计数低于上期，请在备注说明")
	}
	return nest(rules)
}

// checkRange adds what a value outside the indicator's range is told.
func checkRange(i *targets.Indicator, value string, add func(condition, text string)) {
	in := i.ValueRange()
	low, high := printedEnds(i, &in)
	below, above := fmt.Sprintf(`%s<%s`, value, low), fmt.Sprintf(`%s>%s`, value, high)
	switch {
	case low != "" && high != "":
		text := fmt.Sprintf("应在 %s 到 %s 之间", low, high)
		if i.Measure.PerCent() {
			text = fmt.Sprintf("应在 %s 到 %s（%%）之间", low, high)
		}
		add(fmt.Sprintf(`AND(ISNUMBER(%s),OR(%s,%s))`, value, below, above), text)
	case low == "0":
		add(fmt.Sprintf(`AND(ISNUMBER(%s),%s)`, value, below), "不能小于零")
	case low != "":
		add(fmt.Sprintf(`AND(ISNUMBER(%s),%s)`, value, below), "不能小于 "+low)
	case high != "":
		add(fmt.Sprintf(`AND(ISNUMBER(%s),%s)`, value, above), "不能大于 "+high)
	}
	if in.Whole {
		add(fmt.Sprintf(`AND(ISNUMBER(%s),%s<>INT(%s))`, value, value, value), "应为整数")
	}
}

// printedEnds are the ends of a range as the cell holds them: per cent where it is
// filled in in per cent; "" where the range has no end.
func printedEnds(i *targets.Indicator, in *targets.ValueRange) (low, high string) {
	print := func(v targets.Decimal) string {
		if v.Known() && i.Measure.PerCent() {
			v = v.Shift(2)
		}
		return v.String()
	}
	return print(in.Low), print(in.High)
}

// partOfAll reports whether the numerator of a ratio is a part of its denominator.
func partOfAll(i *targets.Indicator) bool {
	in := i.ValueRange()
	return i.Measure == targets.Ratio && in.High.Equal(targets.NewDecimal(1))
}

// todo is what the check says of a row in which nothing is filled in.
const todo = "待填"

func (t *template) noAdjustment(row int) string {
	if t.layout[partAdjustment] == 0 {
		return ""
	}
	return fmt.Sprintf(`,%s=""`, at(t.layout[partAdjustment], row))
}

// fallen is the condition that this figure is less than the last one.
func (t *template) fallen(row int) string {
	value, last := at(t.layout[partValue], row), at(t.layout[partLast], row)
	return fmt.Sprintf(`ISNUMBER(%s),ISNUMBER(%s),%s<%s`, value, last, value, last)
}

// nest writes the rules as one formula: the first that fits is told.
func nest(rules [][2]string) string {
	var b strings.Builder
	for _, r := range rules {
		fmt.Fprintf(&b, `IF(%s,"%s",`, r[0], r[1])
	}
	return b.String() + `""` + strings.Repeat(")", len(rules))
}

// validate lets the cells of a row refuse what cannot be right, and offer what
// can. Pasting goes past it: the reader checks again.
func (t *template) validate(r *collector.GridRow) {
	cell := func(p part) string { return at(t.layout[p], t.row) }
	t.list(fillTab, cell(partReply), replyNames())
	t.list(fillTab, cell(partFlag), flagNames())
	t.list(fillTab, cell(partBound), []string{targets.Lower.Name().ZH, targets.Upper.Name().ZH})
	switch i := r.Indicator; i.Measure {
	case targets.Milestone:
		t.list(fillTab, cell(partValue), stageWords[:])
	case targets.Ratio:
		low, high := ends(i)
		t.bounded(cell(partValue), "decimal", fmt.Sprintf("应在 %v 到 %v 之间：60 表示 60%%", low, high), i.Name.ZH, "填 60 表示 60%；填了分子、分母的可空", low, high)
		t.bounded(cell(partNumerator), "decimal", "应为零或正数", "分子", hint(i.Numerator, "分子"), math.Min(0, low*1e13), 1e15)
		t.bounded(cell(partDenominator), "decimal", "应为正数", "分母", hint(i.Denominator, "分母"), 0, 1e15)
	case targets.Mean:
		low, high := ends(i)
		t.bounded(cell(partValue), "decimal", wrongHint(i, low, high), i.Name.ZH, unitHint(i)+"；填了总和、个数的可空", low, high)
		t.bounded(cell(partNumerator), "decimal", "应为数字", "总和", hint(i.Numerator, "总和"), math.Min(0, low*1e13), 1e15)
		t.bounded(cell(partDenominator), "decimal", "应为正数", "个数", hint(i.Denominator, "个数"), 0, 1e15)
	default:
		kind := "decimal"
		if in := i.ValueRange(); in.Whole {
			kind = "whole"
		}
		low, high := ends(i)
		t.bounded(cell(partValue), kind, wrongHint(i, low, high), i.Name.ZH, unitHint(i), low, high)
	}
}

// far is beyond every number that is filled in.
const far = 1e15

// ends are the ends of an indicator's range as the cell holds them.
func ends(i *targets.Indicator) (low, high float64) {
	in := i.ValueRange()
	from, to := printedEnds(i, &in)
	low, high = -far, far
	if v, err := strconv.ParseFloat(from, 64); err == nil {
		low = v
	}
	if v, err := strconv.ParseFloat(to, 64); err == nil {
		high = v
	}
	return low, high
}

// wrongHint says what a value should be.
func wrongHint(i *targets.Indicator, low, high float64) string {
	number, in := "数", i.ValueRange()
	if in.Whole {
		number = "整数"
	}
	switch {
	case low == 0 && high == far:
		return "应为零或正" + number + "，不写单位"
	case low == -far && high == far:
		return "应为数字，不写单位"
	case high == far:
		return fmt.Sprintf("应为不小于 %v 的%s，不写单位", low, number)
	case low == -far:
		return fmt.Sprintf("应为不大于 %v 的%s，不写单位", high, number)
	}
	return fmt.Sprintf("应为 %v 到 %v 之间的%s，不写单位", low, high, number)
}

func unitHint(i *targets.Indicator) string {
	if i.Unit.ZH == "" {
		return "填数字"
	}
	return "填数字，单位：" + i.Unit.ZH
}

func hint(t targets.Text, otherwise string) string {
	if t.ZH == "" {
		return otherwise + "（口径待明确）"
	}
	return t.ZH
}

func replyNames() []string {
	var names []string
	for _, r := range collector.Replies {
		names = append(names, r.Name().ZH)
	}
	return names
}

// flagNames are the flags beside a number; the others are replies.
func flagNames() []string {
	var names []string
	for _, f := range []targets.Flag{targets.Normal, targets.Estimated, targets.Provisional, targets.Break, targets.DefinitionDiffer} {
		names = append(names, f.Name().ZH)
	}
	return names
}

// list offers a choice of words.
func (t *template) list(tab, cell string, words []string) {
	if t.err != nil {
		return
	}
	dv := excelize.NewDataValidation(true)
	dv.SetSqref(cell)
	if t.err = dv.SetDropList(words); t.err != nil {
		return
	}
	dv.SetError(excelize.DataValidationErrorStyleStop, "请从列表中选择", strings.Join(words, "、"))
	t.err = t.f.AddDataValidation(tab, dv)
}

// Longest texts that a validation may show, in characters.
const (
	longestTitle  = 32
	longestPrompt = 200
)

// bounded lets a cell take numbers between two bounds only, both allowed.
func (t *template) bounded(cell, kind, wrong, title, prompt string, low, high float64) {
	if t.err != nil {
		return
	}
	dv := excelize.NewDataValidation(true)
	dv.SetSqref(cell)
	of := excelize.DataValidationTypeDecimal
	if kind == "whole" {
		of = excelize.DataValidationTypeWhole
	}
	if t.err = dv.SetRange(low, high, of, excelize.DataValidationOperatorBetween); t.err != nil {
		return
	}
	dv.SetError(excelize.DataValidationErrorStyleStop, "填写有误", wrong)
	dv.SetInput(cut(title, longestTitle), cut(prompt, longestPrompt))
	t.err = t.f.AddDataValidation(fillTab, dv)
}

func cut(s string, longest int) string {
	runes := []rune(s)
	if len(runes) <= longest {
		return s
	}
	return string(runes[:longest-1]) + "…"
}

// guard colours what is wrong, protects what is not to be changed and lets the
// head stand still.
func (t *template) guard() error {
	first, last := t.head+1, t.head+len(t.grid.Rows)
	if last >= first {
		if err := t.colour(first, last); err != nil {
			return err
		}
	}
	err := t.f.SetPanes(fillTab, &excelize.Panes{Freeze: true, XSplit: t.layout[partName], YSplit: t.head,
		TopLeftCell: at(t.layout[partName]+1, t.head+1), ActivePane: "bottomRight",
		Selection: []excelize.Selection{{SQRef: at(t.layout[partValue], first), ActiveCell: at(t.layout[partValue], first), Pane: "bottomRight"}}})
	if err != nil {
		return err
	}
	// Without a password: it keeps slips out, not people.
	for _, tab := range []string{fillTab, adviceTab} {
		err := t.f.ProtectSheet(tab, &excelize.SheetProtectionOptions{SelectLockedCells: true, SelectUnlockedCells: true, FormatColumns: true, FormatRows: true})
		if err != nil {
			return err
		}
	}
	return nil
}

// colour marks by conditional formats: checks that say something, a numerator
// above its denominator, a cumulative that fell.
func (t *template) colour(first, last int) error {
	red, err := t.f.NewConditionalStyle(&excelize.Style{Fill: pattern(paleRed), Font: &excelize.Font{Color: "9C0006"}})
	if err != nil {
		return err
	}
	amber, err := t.f.NewConditionalStyle(&excelize.Style{Fill: pattern(paleAmber)})
	if err != nil {
		return err
	}
	check := "$" + at(t.layout[partCheck], first)
	rules := []conditional{
		{partCheck, partCheck, fmt.Sprintf(`AND(%s<>"",%s<>"%s")`, check, check, todo), red, first, last},
	}
	for n := range t.grid.Rows {
		row := first + n
		switch i := t.grid.Rows[n].Indicator; {
		case partOfAll(i):
			rules = append(rules, conditional{partNumerator, partDenominator, t.numeratorAbove(row), red, row, row})
		case i.Accumulation == targets.Cumulative:
			rules = append(rules, conditional{partValue, partValue, "AND(" + t.fallen(row) + ")", amber, row, row})
		}
	}
	for _, r := range rules {
		if err := t.colourWhere(r); err != nil {
			return err
		}
	}
	return nil
}

// A conditional colours columns by a formula on the first row.
type conditional struct {
	from, to part
	formula  string
	style    int
	first    int // row
	last     int
}

func (t *template) numeratorAbove(row int) string {
	upper, lower := "$"+at(t.layout[partNumerator], row), "$"+at(t.layout[partDenominator], row)
	return fmt.Sprintf(`AND(ISNUMBER(%s),ISNUMBER(%s),%s>%s)`, upper, lower, upper, lower)
}

// colourWhere adds one conditional format.
func (t *template) colourWhere(c conditional) error {
	area := at(t.layout[c.from], c.first) + ":" + at(t.layout[c.to], c.last)
	return t.f.SetConditionalFormat(fillTab, area, []excelize.ConditionalFormatOptions{{Type: "formula", Criteria: c.formula, Format: &c.style}})
}
