package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// A Reader reads the figures of one CSV file or workbook. It is a collector.Rows.
type Reader struct {
	records  source
	encoding encoding
	header   header
	names    *directory
	words    *vocabulary
	seen     memory
	notices  []string
	prepared bool // a template of ours: rows that were left as they were are none

	row       collector.Row
	figure    targets.Figure
	indicator *targets.Indicator // of the row, nil when it could not be found
}

// Open begins to read a figure file: CSV, a workbook with the same columns, or
// the filled template of a filing.
func Open(name string, r io.ReadSeeker, c *targets.Catalogue) (collector.Rows, error) {
	book, err := isBook(r)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	if book {
		return openBookRows(name, r, c)
	}
	reader, err := NewReader(name, r, c)
	if err != nil {
		return nil, err
	}
	return reader, nil
}

// NewReader begins to read a CSV file. It reads r through once to find the
// encoding, returns to the start and reads the header. A file that is no CSV,
// or whose columns are wrong, is targets.Faults under that name.
func NewReader(name string, r io.ReadSeeker, c *targets.Catalogue) (*Reader, error) {
	form, bad, err := inspect(r)
	if err == nil && bad == nil {
		_, err = r.Seek(0, io.SeekStart)
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	if bad != nil {
		return nil, targets.Faults{{File: name, Line: bad.line, Text: bad.text, Fix: bad.fix}}
	}
	rows := newRecords(decoder(io.LimitReader(r, MaxFile), form))
	rows.skip(utf8Mark) // that some programs put before UTF-8
	return newReader(name, rows, form.encoding, c)
}

func newReader(name string, rows source, e encoding, c *targets.Catalogue) (*Reader, error) {
	s := &Reader{records: rows, encoding: e, names: newDirectory(c), words: newVocabulary(), seen: newMemory()}
	if e == encGBK {
		s.notices = append(s.notices, "文件不是 UTF-8，已按 GBK（GB 18030）读取，请核对中文是否正确")
	}
	if faults := s.readHeader(); len(faults) > 0 {
		return nil, named(name, faults)
	}
	return s, nil
}

// readHeader reads the header.
func (r *Reader) readHeader() targets.Faults {
	line, cells, err := r.records.next()
	if err == nil && isSeparatorHint(cells) {
		line, cells, err = r.records.next()
	}
	switch {
	case err == io.EOF:
		return targets.Faults{{Text: "文件没有内容", Fix: "第一行应为表头：" + columnNames()}}
	case err != nil:
		return targets.Faults{{Line: line, Text: "表头读不出来：" + explainRecord(err).Text, Fix: "第一行应为表头：" + columnNames()}}
	}
	texts := textsOf(cells)
	var faults targets.Faults
	if r.header, faults = readHeader(line, texts); len(faults) > 0 && knownColumns(texts) < headColumns && wrongSeparator(line, texts) == nil {
		if below := r.headerBelow(); below > 0 {
			return targets.Faults{{Line: line, Text: fmt.Sprintf("这一行不是表头，表头似乎在第 %d 行", below), Fix: fmt.Sprintf("请删去第 %d 行以上的标题和说明", below)}}
		}
	}
	return faults
}

// headerBelow looks for a header in the next few records and returns its line, 0 for none.
func (r *Reader) headerBelow() int {
	for range headRows {
		line, cells, err := r.records.next()
		if err != nil {
			return 0
		}
		if knownColumns(textsOf(cells)) >= headColumns {
			return line
		}
	}
	return 0
}

func textsOf(cells [][]byte) []string {
	texts := make([]string, len(cells))
	for i, cell := range cells {
		texts[i] = string(cell)
	}
	return texts
}

// isSeparatorHint recognises the line «sep=,» by which spreadsheets are told what
// separates the cells.
func isSeparatorHint(cells [][]byte) bool {
	return bytes.EqualFold(bytes.TrimSpace(bytes.Join(cells, []byte{','})), []byte("sep=,"))
}

// Header returns the column as the file names it.
func (r *Reader) Header(c collector.Column) string {
	for i := range columns {
		if columns[i].name == c {
			return r.header.names[i]
		}
	}
	return string(c)
}

// Notices says what was guessed of the file.
func (r *Reader) Notices() []string { return r.notices }

// Next returns the next row. Row and figure are valid until the call after.
func (r *Reader) Next() (*collector.Row, error) {
	line, cells, err := r.records.next()
	for err == nil && r.prepared && r.untouched(cells) {
		line, cells, err = r.records.next()
	}
	r.row = collector.Row{Line: line, Findings: r.row.Findings[:0]}
	switch {
	case err == io.EOF:
		return nil, io.EOF
	case errors.Is(err, errLongRecord), errors.Is(err, errQuotes), errors.Is(err, errBareQuote):
		r.row.Findings = append(r.row.Findings, explainRecord(err))
		return &r.row, nil
	case err != nil:
		return nil, fmt.Errorf("line %d: %w", line, err)
	}
	if len(cells) < r.header.width || len(bytes.Join(cells[r.header.width:], nil)) > 0 {
		r.row.Findings = append(r.row.Findings, explainWidth(len(cells), r.header.width))
		return &r.row, nil
	}
	r.findBroken()
	r.read(cells)
	r.row.Figure = &r.figure
	return &r.row, nil
}

// untouched reports whether a row of a template has nothing but what the template
// wrote: the key and the unit.
func (r *Reader) untouched(cells [][]byte) bool {
	for i := range columns {
		at := r.header.at[i]
		given := i == colIndicator || i == colArea || i == colPeriod || i == colUnit
		if !given && at >= 0 && at < len(cells) && len(cells[at]) > 0 || at >= 0 && r.records.broken(at) != nil {
			return false
		}
	}
	return true
}

// findBroken tells of cells that cannot be read at all, such as a formula without
// a result.
func (r *Reader) findBroken() {
	for i, at := range r.header.at {
		if at >= 0 {
			r.find(i, r.records.broken(at))
		}
	}
}

// whole is the column of a finding on a whole line.
var whole = []collector.Column{""}

func explainRecord(err error) collector.Finding {
	switch {
	case errors.Is(err, errLongRecord):
		return collector.Finding{Columns: whole, Text: "一行超过 64 KiB", Fix: "请核对换行和引号"}
	case errors.Is(err, errBareQuote):
		return collector.Finding{Columns: whole, Text: "单元格中间有半角引号", Fix: `含引号的单元格应整个加引号，其中的引号写两次："他说""好"""`}
	}
	return collector.Finding{Columns: whole, Text: "半角引号不成对", Fix: "含逗号、引号或换行的单元格应整个加引号，其中的引号写两次"}
}

func explainWidth(got, want int) collector.Finding {
	fix := "空单元格也要保留逗号"
	if got > want {
		fix = "含逗号的文字应加引号，数值不带千位分隔符"
	}
	return collector.Finding{Columns: whole, Text: fmt.Sprintf("本行有 %d 列，表头有 %d 列", got, want), Fix: fix}
}

// find records what is wrong with a cell.
func (r *Reader) find(column int, f *collector.Finding) {
	if f != nil && !r.isBroken(column) {
		f.Columns = []collector.Column{columns[column].name}
		r.row.Findings = append(r.row.Findings, *f)
	}
}

// isBroken reports whether the row's first findings already told of a cell that
// cannot be read: that it seems empty is no news.
func (r *Reader) isBroken(column int) bool {
	at := r.header.at[column]
	return len(r.row.Findings) > 0 && at >= 0 && r.records.broken(at) != nil &&
		r.blamed(columns[column].name)
}

func (r *Reader) blamed(c collector.Column) bool {
	return slices.ContainsFunc(r.row.Findings, func(f collector.Finding) bool { return slices.Contains(f.Columns, c) })
}

// code returns a cell without the spaces around it.
func (r *Reader) code(cells [][]byte, column int) []byte {
	if at := r.header.at[column]; at >= 0 {
		return bytes.TrimSpace(cells[at])
	}
	return nil
}

// read fills the figure from a record, cell by cell.
func (r *Reader) read(cells [][]byte) {
	r.figure = targets.Figure{}
	r.readKey(cells)
	r.readWords(cells)
	r.readNumbers(cells)
	published, bad := r.seen.date(r.code(cells, colPublished))
	r.figure.Published = published
	r.find(colPublished, bad)
	r.figure.Note = r.text(cells, colNote)
	r.figure.SourceTitle = r.text(cells, colSourceTitle)
	r.figure.SourceURL = r.text(cells, colSourceURL)
}

// readKey reads indicator, area and period.
func (r *Reader) readKey(cells [][]byte) {
	f := &r.figure
	cell := r.code(cells, colIndicator)
	if list := r.names.indicators[string(cell)]; len(list) == 1 {
		r.indicator = list[0]
	} else {
		var text, fix string
		if r.indicator, text, fix = r.names.indicator(collector.Restore(string(cell))); r.indicator == nil {
			r.find(colIndicator, &collector.Finding{Text: text, Fix: fix})
		}
	}
	if r.indicator != nil {
		f.Indicator = r.indicator.ID
	}
	f.Area = r.area(r.code(cells, colArea))
	period, bad := r.seen.period(r.code(cells, colPeriod))
	f.Period = period
	r.find(colPeriod, bad)
}

func (r *Reader) area(cell []byte) string {
	if list := r.names.areas[string(cell)]; len(list) == 1 {
		return list[0].Code
	}
	a, text, fix := r.names.area(strings.TrimPrefix(string(cell), "'")) // how Excel marks 330000 as text
	if a == nil {
		r.find(colArea, &collector.Finding{Text: text, Fix: fix})
		return ""
	}
	return a.Code
}

// readWords reads the columns that hold one of a few words.
func (r *Reader) readWords(cells [][]byte) {
	f := &r.figure
	var ok bool
	if f.Flag, ok = r.words.flags[string(r.code(cells, colFlag))]; !ok {
		r.find(colFlag, unknownWord("数据标识", r.code(cells, colFlag),
			"应为 A（正常）、E（估计）、P（初步）、B（口径中断）、D（口径不同）、O（缺报）、L（未采集）、M（不适用），空着为 A"))
		f.Flag = targets.Normal
	}
	if f.Bound, ok = r.words.bounds[string(r.code(cells, colBound))]; !ok {
		r.find(colBound, unknownWord("上下限", r.code(cells, colBound), "应为 lower（以上）、upper（以下），精确数空着"))
	}
	if f.Origin, ok = r.words.origins[string(r.code(cells, colOrigin))]; !ok {
		r.find(colOrigin, unknownWord("数据来源类别", r.code(cells, colOrigin),
			"应为 office（填报单位）、official（官方发布）、media（其他媒体）或 demo（演示数据），空着为 office"))
		f.Origin = targets.OriginOffice
	}
}

func unknownWord(what string, cell []byte, fix string) *collector.Finding {
	return &collector.Finding{Text: fmt.Sprintf("%s %q 无法识别", what, cell), Fix: fix}
}

// readNumbers reads value, parts and unit.
func (r *Reader) readNumbers(cells [][]byte) {
	f := &r.figure
	f.Value = r.value(r.code(cells, colValue))
	var bad *collector.Finding
	f.Numerator, bad = number(r.code(cells, colNumerator))
	r.findNumber(colNumerator, bad)
	f.Denominator, bad = number(r.code(cells, colDenominator))
	r.findNumber(colDenominator, bad)
	if r.indicator != nil {
		r.readUnit(r.code(cells, colUnit))
	}
}

// findNumber records what is wrong with a number, and what its cell holds where
// it displays more than that.
func (r *Reader) findNumber(column int, f *collector.Finding) {
	if at := r.header.at[column]; f != nil && at >= 0 {
		if c, name := r.records.displayed(at); c != nil {
			f.Text = fmt.Sprintf("单元格 %s 显示为「%s」，存的是 %s：%s", name, c.text, c.stored, f.Text)
		}
	}
	r.find(column, f)
}

// withoutUnit is the number of a cell that displays the indicator's unit behind it.
func (r *Reader) withoutUnit(cell []byte) []byte {
	if at := r.header.at[colValue]; at >= 0 && r.indicator != nil {
		if c, _ := r.records.displayed(at); c != nil && c.unit != "" && unitNames(r.indicator.Unit, c.unit) {
			return []byte(c.bare)
		}
	}
	return cell
}

// value reads a number, or the stage of a milestone in words.
func (r *Reader) value(cell []byte) targets.Decimal {
	v, bad := number(r.withoutUnit(cell))
	if bad == nil {
		return v
	}
	milestone := r.indicator != nil && r.indicator.Measure == targets.Milestone
	if stage, ok := r.words.stages[string(cell)]; ok && (r.indicator == nil || milestone) {
		return stage
	}
	if unit := r.unitOf(); bad != nil && strings.ContainsAny(unit, "万亿") && bytes.ContainsAny(cell, "万亿") {
		bad.Fix = fmt.Sprintf("本指标以「%s」计，请照此写全部数字，不带「万」「亿」", unit)
	}
	if milestone {
		bad = &collector.Finding{Text: fmt.Sprintf("里程碑的阶段 %q 无法识别", cell), Fix: "应为 " + collector.Stages}
	}
	r.findNumber(colValue, bad)
	return targets.Decimal{}
}

// unitOf is the unit of the row's indicator.
func (r *Reader) unitOf() string {
	if r.indicator == nil {
		return ""
	}
	return r.indicator.Unit.ZH
}

// readUnit holds the unit against the indicator's. A ratio must say how it is
// printed, so that 0.6 is never taken for 0.6 %.
func (r *Reader) readUnit(cell []byte) {
	i, f := r.indicator, &r.figure
	if i.Measure.PerCent() {
		r.readRatioUnit(cell)
		return
	}
	if r.percent() {
		r.find(colValue, &collector.Finding{Text: fmt.Sprintf("单元格是百分比格式，而「%s」不是比率", i.Name.ZH), Fix: "请把单元格改为常规格式，再填数"})
	}
	if len(cell) == 0 || unitNames(i.Unit, string(cell)) || !f.Value.Known() && !f.Flag.HasValue() {
		return
	}
	fix := "应为 " + i.Unit.ZH
	if i.Unit.ZH == "" {
		fix = "请留空"
	}
	r.find(colUnit, &collector.Finding{Text: fmt.Sprintf("计量单位 %q 不是「%s」的单位", cell, i.Name.ZH), Fix: fix})
}

func (r *Reader) readRatioUnit(cell []byte) {
	f := &r.figure
	switch string(cell) {
	case "%", "％":
		if f.Value.Known() && !r.percent() {
			f.Value = f.Value.Shift(-2)
		}
	case "1":
	case "":
		if f.Value.Known() && !r.percent() {
			r.find(colUnit, &collector.Finding{Text: fmt.Sprintf("比率 %s 没有写计量单位", f.Value), Fix: "60% 应填 60 和 %，或 0.60 和 1"})
		}
	default:
		r.find(colUnit, &collector.Finding{Text: fmt.Sprintf("计量单位 %q 不能用于比率", cell), Fix: "应为 %（如 60）或 1（如 0.60）"})
	}
}

// percent reports whether the value is displayed as per cent: it is then a number
// from 0 to 1, whatever the unit's cell says.
func (r *Reader) percent() bool {
	at := r.header.at[colValue]
	return at >= 0 && r.records.percent(at)
}

// text reads a cell that holds free text.
func (r *Reader) text(cells [][]byte, column int) string {
	at := r.header.at[column]
	if at < 0 || len(cells[at]) == 0 {
		return ""
	}
	s := collector.Restore(r.seen.text(cells[at]))
	if r.encoding == encGBK && strings.ContainsRune(s, utf8.RuneError) {
		r.find(column, &collector.Finding{Text: "含有既不是 UTF-8 也不是 GBK 的字节", Fix: "请用 UTF-8 重新保存整个文件"})
	}
	return s
}
