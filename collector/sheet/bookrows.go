package sheet

import (
	"bytes"
	"fmt"
	"io"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// openBookRows reads a workbook of figures: the columns of a figure file, or the
// filled template of a filing, whose rows are figures of the office's area.
func openBookRows(name string, r io.Reader, c *targets.Catalogue) (collector.Rows, error) {
	at, size, err := holdBook(r)
	if err != nil {
		return nil, faultsOf(name, err)
	}
	b, err := openBook(at, size)
	if err != nil {
		return nil, faultsOf(name, err)
	}
	return b.openRows(name, c)
}

// holdBook holds a workbook in memory: its directory stands at its end.
func holdBook(r io.Reader) (io.ReaderAt, int64, error) {
	b, err := io.ReadAll(io.LimitReader(r, MaxBook+1)) // one too many is refused by name
	if err != nil {
		return nil, 0, fmt.Errorf("read workbook: %w", err)
	}
	return bytes.NewReader(b), int64(len(b)), nil
}

func (b *book) openRows(name string, c *targets.Catalogue) (collector.Rows, error) {
	f, err := b.readFilled(name, catalogueShare(c))
	if err != nil {
		return nil, faultsOf(name, err)
	}
	if f != nil {
		return f.figures(c)
	}
	s, err := b.readStamp()
	if err != nil {
		return nil, faultsOf(name, err)
	}
	tab, found, err := b.figureTab()
	if err != nil {
		return nil, faultsOf(name, err)
	}
	reader, err := newReader(name, &tabSource{tab: found, rows: found.rows, at: -1}, encUTF8, c)
	if err != nil {
		return nil, err
	}
	reader.prepared = s.kind == kindFigures
	reader.notices = b.bookNotices(tab, found, &reader.header)
	return reader, nil
}

func catalogueShare(c *targets.Catalogue) func(string) bool {
	return func(indicator string) bool {
		for i := range c.Indicators {
			if c.Indicators[i].ID == indicator {
				return c.Indicators[i].Measure.PerCent()
			}
		}
		return false
	}
}

// A filledRows reads the filled template of a filing as figures: how the operator
// takes in what an office sent. What explains the figures and who signs stays in
// the workbook: figures alone go through an import.
type filledRows struct {
	filled  *filled
	demo    bool
	measure map[string]targets.Measure
	at      int
	row     collector.Row
	figure  targets.Figure
}

// figures begins to read the rows. Cells that cannot be read are faults at once.
func (f *filled) figures(c *targets.Catalogue) (collector.Rows, error) {
	if len(f.faults) > 0 {
		return nil, f.faults
	}
	rows := &filledRows{filled: f, demo: f.stamp.demo, measure: map[string]targets.Measure{}}
	for i := range c.Indicators {
		rows.measure[c.Indicators[i].ID] = c.Indicators[i].Measure
	}
	return rows, nil
}

// Header returns a column's head in the template.
func (s *filledRows) Header(c collector.Column) string { return parts[s.filled.layout.partOf(c)].head }

// Notices says how the template is taken.
func (s *filledRows) Notices() []string {
	k := s.filled.stamp.key
	notices := []string{fmt.Sprintf("按填报模板读取：报表 %s，单位 %s，报告期 %s。数据说明和签署人%s不随导入登记；由单位上报的请在填报页面上传",
		k.Form, k.Office, k.Period, s.filled.unregistered())}
	for _, r := range s.filled.remarks {
		notices = append(notices, r.Text)
	}
	return notices
}

// Next returns the next row that is filled in.
func (s *filledRows) Next() (*collector.Row, error) {
	for s.at < len(s.filled.rows) && !s.filled.rows[s.at].given {
		s.at++
	}
	if s.at >= len(s.filled.rows) {
		return nil, io.EOF
	}
	r := &s.filled.rows[s.at]
	s.at++
	s.row = collector.Row{Line: r.number, Figure: &s.figure, Findings: s.row.Findings[:0]}
	s.read(&r.cell)
	return &s.row, nil
}

// read makes a figure of what was typed.
func (s *filledRows) read(c *collector.Cell) {
	k := s.filled.stamp
	s.figure = targets.Figure{
		Key:  targets.Key{Indicator: c.Indicator, Area: k.area, Period: k.key.Period},
		Flag: targets.Normal, Bound: targets.Bound(c.Bound), Note: c.Note, Origin: targets.OriginOffice,
	}
	f := &s.figure
	if c.Flag != "" {
		f.Flag = targets.Flag(c.Flag)
	}
	if s.demo {
		f.Origin = targets.OriginDemo
	}
	if c.Adjustment != "" {
		s.find(columnAdjustment, &collector.Finding{Text: "调整数只能由单位在填报页面上报", Fix: "请把汇总数填在本期数"})
	}
	f.Value = s.value(c)
	f.Numerator = s.number(collector.ColumnNumerator, c.Numerator, collector.TypedNumber)
	f.Denominator = s.number(collector.ColumnDenominator, c.Denominator, collector.TypedNumber)
	s.reply(c)
}

func (s *filledRows) find(c collector.Column, f *collector.Finding) {
	f.Columns = []collector.Column{c}
	s.row.Findings = append(s.row.Findings, *f)
}

func (s *filledRows) number(c collector.Column, typed string, kind collector.TypedKind) targets.Decimal {
	v, bad := collector.ParseTyped(typed, kind)
	if bad != nil {
		s.find(c, bad)
	}
	return v
}

func (s *filledRows) value(c *collector.Cell) targets.Decimal {
	switch s.measure[c.Indicator] {
	case targets.Ratio, targets.ChangeRate:
		return s.number(collector.ColumnValue, c.Value, collector.KindOf(s.measure[c.Indicator]))
	case targets.Milestone:
		if stage, ok := newVocabulary().stages[c.Value]; ok {
			return stage
		}
	}
	return s.number(collector.ColumnValue, c.Value, collector.TypedNumber)
}

// reply says what an answer without a number is.
func (s *filledRows) reply(c *collector.Cell) {
	f := &s.figure
	if c.Reply != collector.ReplyValue && (f.Value.Known() || f.Numerator.Known() || f.Denominator.Known()) {
		s.find(collector.ColumnValue, &collector.Finding{Text: "已选答复「" + c.Reply.Name().ZH + "」，又填了数", Fix: "请清空数值，或清空答复"})
		return
	}
	switch c.Reply {
	case collector.ReplyZero:
		f.Value = targets.NewDecimal(0)
	case collector.ReplyNotApplicable:
		f.Flag = targets.NotApplicable
	case collector.ReplyMissing:
		f.Flag = targets.Missing
	}
}

// A Stamp is what a template says it is of.
type Stamp struct {
	targets.FilingKey
	Area string
	Seen map[targets.Key]int // the newest revision of each figure when it was written; only of those filled in
}

// StampOf reads what filing a workbook is the filled template of; nil when it is
// none, or no workbook at all. Faults of the file are left to whoever reads it.
func StampOf(r io.ReadSeeker) (*Stamp, error) {
	if is, err := isBook(r); err != nil || !is {
		return nil, err
	}
	at, size, err := holdBook(r)
	if err != nil {
		return nil, err
	}
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return nil, fmt.Errorf("read workbook: %w", err)
	}
	f, err := readFilled("", at, size, func(string) bool { return false })
	if f == nil || err != nil {
		return nil, nil // told by whoever reads the figures
	}
	s := &Stamp{FilingKey: f.stamp.key, Area: f.stamp.area, Seen: map[targets.Key]int{}}
	for _, row := range f.rows {
		if row.given {
			s.Seen[targets.Key{Indicator: row.cell.Indicator, Area: s.Area, Period: s.Period}] = row.cell.Seen
		}
	}
	return s, nil
}
