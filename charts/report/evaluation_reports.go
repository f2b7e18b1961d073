package report

import (
	"context"
	"fmt"
	"slices"

	"github.com/biaochi/biaochi/charts"
	"github.com/biaochi/biaochi/targets"
)

// evalReports is how the areas of a regional report report (报送情况).
type evalReports struct {
	Head    string
	Lines   []string
	Caption Numbered
	Areas   []evalReport
}

// An evalReport is the duties of one area by how they were answered.
type evalReport struct {
	Area string
	targets.Rate
}

// reports is nil outside regional and field reports, and where nobody had to report.
func (ev *evaluation) reports() *evalReports {
	if ev.document != nil || len(ev.duties) == 0 {
		return nil
	}
	rates, codes := ev.rates()
	if len(codes) == 0 {
		return nil
	}
	r := &evalReports{Head: ev.head("报送情况", "Reporting"), Lines: []string{ev.dutySentence()}, Caption: ev.paper.Table(ev.say("各地区应报数据的报送情况（项次）", "Figures due by area"))}
	for _, code := range codes {
		r.Areas = append(r.Areas, evalReport{ev.book.snap.AreaName(code, ev.lang), *rates[code]})
	}
	return r
}

// rates counts the duties of each area that had closed or were answered, in the
// order of the catalogue.
func (ev *evaluation) rates() (map[string]*targets.Rate, []string) {
	rates := map[string]*targets.Rate{}
	for i := range ev.duties {
		d := ev.asThen(&ev.duties[i])
		code := targets.CanonicalArea(d.Filing.Area)
		if rates[code] == nil {
			rates[code] = &targets.Rate{}
		}
		rates[code].Add(d, ev.book.snap.AsOf)
	}
	var codes []string
	for i := range ev.book.snap.Areas {
		code := ev.book.snap.Areas[i].Code
		if r := rates[code]; r != nil && r.Due > 0 && !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	return rates, codes
}

// asThen is a duty without what was handed in after the day judged.
func (ev *evaluation) asThen(d *targets.Duty) *targets.Duty {
	then := *d
	if then.Answer != nil && then.Answer.First > ev.book.snap.AsOf {
		then.Answer = nil
	}
	return &then
}

// dutySentence counts the duties that had closed by the day judged.
func (ev *evaluation) dutySentence() string {
	var all targets.Rate
	for i := range ev.duties {
		all.Add(ev.asThen(&ev.duties[i]), ev.book.snap.AsOf)
	}
	if all.Due == 0 {
		return ""
	}
	line := fmt.Sprintf(ev.say("%s以来的报告期，到评估截至日已到期的应报数据%d项次：按时%d项次，迟报%d项次，应报未报%d项次",
		"Of periods that ended since %s, %d figures were due by the day evaluated: %d came on time, %d late, %d are overdue"),
		targets.Day(ev.from).Label(ev.lang), all.Due, all.OnTime, all.Late, all.Missing)
	if all.Declared > 0 {
		line += fmt.Sprintf(ev.say("；已报的含确认缺报%d项次", "; %d of those that came were declared missing"), all.Declared)
	}
	return line + ev.say("。", ".")
}

// evalCompared sets the areas side by side where their figures compare.
type evalCompared struct {
	Head       string
	Caption    Numbered
	Indicators []evalComparison
	Sized      bool // some of them grow with the area
}

// An evalComparison is one indicator of several areas for one period.
type evalComparison struct {
	Name, Period string
	Sized        bool
	Areas        []evalAreaFigure
	Others       string // areas whose figures are of other periods
}

// An evalAreaFigure is an area with its figure, and the share of its own goal's
// way where it has one.
type evalAreaFigure struct{ Area, Value, Completion string }

// compared is nil outside regional and field reports. Areas are compared only
// with others of their level; no order is given.
func (ev *evaluation) compared(ctx context.Context) (*evalCompared, error) {
	if ev.document != nil {
		return nil, nil
	}
	series, err := ev.series(ctx)
	if err != nil {
		return nil, err
	}
	c := &evalCompared{}
	for i := range ev.book.snap.Indicators {
		ind := &ev.book.snap.Indicators[i]
		for _, level := range []targets.AreaLevel{targets.LevelProvince, targets.LevelPrefecture, targets.LevelCounty} {
			if found := targets.Compare(ind, ev.ofLevel(series, ind.ID, level), ev.book.snap.AsOf); found != nil {
				line := ev.comparison(found)
				c.Sized = c.Sized || line.Sized
				c.Indicators = append(c.Indicators, line)
			}
		}
	}
	if len(c.Indicators) == 0 {
		return nil, nil
	}
	c.Head = ev.head("可比指标的地区数据", "Areas side by side")
	c.Caption = ev.paper.Table(ev.say("同一报告期、同一口径的地区数据（不排名次）", "Figures of one period and definition by area (no ranking)"))
	return c, nil
}

// series reads the standing figures of the areas and the field.
func (ev *evaluation) series(ctx context.Context) (map[targets.SeriesKey][]targets.Figure, error) {
	var sel targets.Selection
	if ev.area != "" {
		sel.Areas = []string{ev.area}
	}
	tree := targets.NewAreaTree(ev.book.snap.Areas)
	return ev.book.seriesOf(ctx, sel, ev.book.snap.KnownAt, func(k targets.SeriesKey, ind *targets.Indicator) bool {
		return ev.inField(ind.Field) && (ev.area == "" || tree.Within(k.Area, ev.area))
	})
}

// ofLevel are the series of an indicator in the areas of a level, in the order of
// the catalogue.
func (ev *evaluation) ofLevel(all map[targets.SeriesKey][]targets.Figure, indicator string, level targets.AreaLevel) [][]targets.Figure {
	var list [][]targets.Figure
	for i := range ev.book.snap.Areas {
		a := &ev.book.snap.Areas[i]
		if a.Level != level || ev.book.snap.Area(a.Code) != a {
			continue
		}
		if s := all[targets.SeriesKey{Indicator: indicator, Area: a.Code}]; len(s) > 0 {
			list = append(list, s)
		}
	}
	return list
}

func (ev *evaluation) comparison(c *targets.Comparison) evalComparison {
	line := evalComparison{Name: c.Indicator.Name.In(ev.lang), Period: c.Period.Label(ev.lang), Sized: c.Sized}
	for i := range c.Figures {
		f := &c.Figures[i]
		row := evalAreaFigure{Area: ev.book.snap.AreaName(f.Area, ev.lang), Value: charts.FigureText(f, c.Indicator, ev.lang)}
		for _, e := range ev.goals {
			if e.Target.Indicator == f.Indicator && e.Target.Area == f.Area && e.Period.End == f.Period.End && e.Completion.Known() {
				row.Completion = targets.FormatShare(e.Completion)
			}
		}
		line.Areas = append(line.Areas, row)
	}
	others := make([]string, len(c.Others))
	for i := range c.Others {
		others[i] = ev.bracketed(ev.book.snap.AreaName(c.Others[i].Area, ev.lang), c.Others[i].Period.Label(ev.lang))
	}
	line.Others = ev.list(others)
	return line
}
