package collector

import (
	"fmt"
	"strings"

	"github.com/biaochi/biaochi/targets"
)

// A restater walks with a merger through a batch that restates history
// (历史数据调整), series by series in the order of the periods, and sees to it
// that old and new definitions never touch unmarked:
//
//   - A series must have a figure that the batch restates; new periods of such a
//     series may be in the batch too.
//   - Where older figures stand that the batch leaves alone, the first figure of
//     the batch becomes a break (B).
//   - Figures of periods that end on or after the effective day are of the new
//     definition already and may be left alone. Older ones behind the first
//     figure of the batch may not; flag D takes one that cannot be restated out
//     of the verdicts.
type restater struct {
	restatement *targets.Restatement
	fault       func(line int, f Finding)

	series targets.SeriesKey
	line   int            // of the first row of the series; 0: no row yet
	known  bool           // a figure of the series is restated
	older  targets.Period // the newest figure of the old definition before the first one of the batch
	first  targets.Period // the first figure of the batch
	mixed  []string       // periods of the old definition among those of the new one, the first few
	more   int            // further ones
	breaks int            // series in which a break was marked
}

// newRestater returns the restater of an input. Of one that is faulty already
// nothing more can be told: what seems left alone may be a row at fault.
func newRestater(r *targets.Restatement, faulty bool, fault func(line int, f Finding)) *restater {
	if faulty {
		fault = func(int, Finding) {}
	}
	return &restater{restatement: r, fault: fault}
}

// checkRestatement refuses a restatement that does not say by what, why and
// from when, in texts that a page can carry.
func checkRestatement(r *targets.Restatement, today targets.Date) error {
	invalid := func(field, text string) error {
		return &targets.Error{Kind: targets.Invalid, Field: field, Text: text}
	}
	for _, t := range [...]struct {
		field, text, what string
		longest           int
	}{{"--adjust", r.Document, "文号或标题", maxTitle}, {"--reason", r.Reason, "理由", maxNote}} {
		if strings.TrimSpace(t.text) == "" {
			return invalid(t.field, "历史数据调整要写明"+t.what)
		}
		if bad := checkText(nil, ColumnNote, t.text, t.longest); len(bad) > 0 {
			return invalid(t.field, bad[0].Text+"，"+bad[0].Fix)
		}
	}
	switch {
	case r.Effective == 0:
		return invalid("--effective", "历史数据调整要写明生效日期")
	case r.Effective > today:
		return invalid("--effective", fmt.Sprintf("生效日期 %s 晚于今天（%s），请到生效后再导入", r.Effective, today))
	}
	return nil
}

// at turns to the series of a key, having closed the one before.
func (s *restater) at(key targets.Key) {
	series := targets.SeriesKey{Indicator: key.Indicator, Area: key.Area}
	if series == s.series {
		return
	}
	s.close()
	s.series, s.line, s.known, s.older, s.first = series, 0, false, targets.Period{}, targets.Period{}
	s.mixed, s.more = nil, 0
}

// close judges a series as a whole.
func (s *restater) close() {
	switch {
	case s.line == 0:
	case !s.known:
		s.fault(s.line, Finding{[]Column{ColumnPeriod}, fmt.Sprintf("指标 %s、地区 %s 没有可调整的历史数据", s.series.Indicator, s.series.Area),
			"新的序列请去掉 --adjust 另行导入"})
	case len(s.mixed) > 0:
		periods := strings.Join(s.mixed, "、")
		if s.more > 0 {
			periods += fmt.Sprintf(" 等 %d 期", len(s.mixed)+s.more)
		}
		s.fault(s.line, Finding{[]Column{ColumnPeriod}, fmt.Sprintf("指标 %s、地区 %s 的 %s 未列入本批，新旧口径会交错", s.series.Indicator, s.series.Area, periods),
			fmt.Sprintf("请补上各期的调整数，没有的以标识 D（口径不同）列入；%s 起已是新口径的不必列入", s.restatement.Effective)})
	}
}

// row takes a row of the batch before it is compared and reports whether its
// flag became a break.
func (s *restater) row(line int, f *targets.Figure) (broken bool) {
	s.at(f.Key)
	if s.line == 0 {
		s.line = line
	}
	if !s.first.IsZero() || !f.Evidence() {
		return false
	}
	s.first = f.Period
	switch {
	case s.older.IsZero() || f.Flag == targets.Break:
		return false
	case s.older.End == f.Period.End:
		s.leftAlone(s.older)
		return false
	case f.Flag != targets.Normal:
		s.fault(line, Finding{[]Column{ColumnFlag}, fmt.Sprintf("%s 是调整后新口径的第一期，此前 %s 未调整，应标口径中断（B），现为 %s（%s）",
			f.Period, s.older, f.Flag, f.Flag.Name().ZH), "请填 B，或使本批从一期正常数据开始"})
		return false
	}
	s.breaks++
	f.Flag = targets.Break
	return true
}

// restated takes a key that the batch has and the store knows.
func (s *restater) restated(key targets.Key) {
	s.at(key)
	s.known = true
}

// alone takes what stands and is not in the batch, if it is of the old definition.
func (s *restater) alone(key targets.Key, p point) {
	if !p.value.Known() || p.flag == targets.DefinitionDiffer || key.Period.End >= s.restatement.Effective {
		return
	}
	s.at(key)
	if s.first.IsZero() {
		s.older = key.Period
		return
	}
	s.leftAlone(key.Period)
}

// leftAlone notes a figure of the old definition among those of the new one.
func (s *restater) leftAlone(p targets.Period) {
	const told = 5
	if len(s.mixed) == told {
		s.more++
		return
	}
	s.mixed = append(s.mixed, p.String())
}

// warnBaselines asks about baselines that documents printed in the old definition.
func (s *restater) warnBaselines(c *targets.Catalogue, series []targets.SeriesKey, warn func(text, fix string)) {
	for _, key := range series {
		for i := range c.Targets {
			t := &c.Targets[i]
			if t.Indicator == key.Indicator && t.Area == key.Area && t.Baseline.Known() && t.BaselinePeriod.End < s.restatement.Effective {
				warn(fmt.Sprintf("目标 %s 的基数 %s（%s）照文件所载，仍是旧口径", t.ID, t.Baseline, t.BaselinePeriod), "文件另有规定的，请以目标值调整（adjustments）登记")
			}
		}
	}
}
