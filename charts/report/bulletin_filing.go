package report

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/biaochi/biaochi/targets"
)

// filingPart is 四、报送情况: who reported for the period, in time or not.
type filingPart struct {
	Head     string
	Text     []string
	Table    Numbered
	Rows     []filingRow
	Silent   []string // who has not reported what
	Declared []string // what was declared missing
}

// A filingRow is one office, or one area where there are many.
type filingRow struct {
	Area, Office string
	Rate         targets.Rate
	Punctual     string
}

// mostOffices is how many lines the table of offices has; of more the areas
// directly below are told.
const mostOffices = 40

// readDuties takes the duties of the period in the area and below, as they stand
// on the day judged or, where that is later, on the day of the last entry known:
// what a period asks for comes in after it.
func (w *bulletinWriter) readDuties(ctx context.Context, o Options) error {
	snap := w.book.snap
	w.told = max(snap.AsOf, targets.DateOf(snap.KnownAt))
	if snap.Register == nil {
		return nil
	}
	answers, err := w.book.source.Answers(ctx, w.period.Start, w.period.End, o.KnownAt)
	if err != nil {
		return fmt.Errorf("read what was handed in: %w", err)
	}
	for _, d := range snap.Register.Duties(w.period.Start, w.period.End, answers) {
		ind := snap.Indicator(d.Indicator)
		if !w.tree.Within(d.Filing.Area, w.area) || ind == nil || w.book.public && ind.Disclosure == targets.Internal {
			continue
		}
		w.duties = append(w.duties, d)
	}
	return nil
}

func (w *bulletinWriter) filing() filingPart {
	part := filingPart{Head: w.head("报送情况", "Reporting")}
	if len(w.duties) == 0 {
		part.Text = []string{fmt.Sprintf(w.say("%s没有登记的填报任务。", "No duties are registered for %s."), w.period.Label(w.lang))}
		return part
	}
	rate := w.rate(w.duties)
	part.Text = append(part.Text, fmt.Sprintf(w.say("%s共有填报任务%d项，报送情况统计至%s。%s", "There are %[2]d duties for %[1]s, as they stand on %[3]s. %[4]s"), w.period.Label(w.lang), len(w.duties), w.prose(w.told), rate.Text(w.lang)))
	if rate.Declared > 0 && w.book.public {
		part.Text = append(part.Text, fmt.Sprintf(w.say("已报的当中，确认缺报%d项。", "Of those reported %d are confirmed missing."), rate.Declared))
	} else if rate.Declared > 0 {
		part.Text = append(part.Text, fmt.Sprintf(w.say("已报的当中，确认缺报%d项，理由见下一部分。", "Of those reported %d are confirmed missing; the reasons stand in the next part."), rate.Declared))
	}
	if rate.Due > 0 {
		part.Rows = w.filingRows()
		part.Table = w.paper.Table(fmt.Sprintf(w.say("%s报送情况（单位：项）", "Reporting for %s (number of figures)"), w.period.Label(w.lang)))
	}
	part.Silent = w.byFiling(targets.DutyOverdue)
	part.Declared = w.byFiling(targets.DutyMissing)
	return part
}

func (w *bulletinWriter) rate(duties []targets.Duty) targets.Rate {
	var r targets.Rate
	for i := range duties {
		r.Add(&duties[i], w.told)
	}
	return r
}

// filingRows tells of the offices with a figure due, by area code, or of the areas
// directly below where the offices are many.
func (w *bulletinWriter) filingRows() []filingRow {
	rows := w.filingRowsBy(func(d *targets.Duty) string { return d.Filing.Area + "/" + d.Filing.Office })
	if len(rows) <= mostOffices {
		return rows
	}
	return w.filingRowsBy(func(d *targets.Duty) string { return w.childOf(d.Filing.Area) })
}

func (w *bulletinWriter) filingRowsBy(key func(*targets.Duty) string) []filingRow {
	groups := map[string][]targets.Duty{}
	var keys []string
	for i := range w.duties {
		k := key(&w.duties[i])
		if groups[k] == nil {
			keys = append(keys, k)
		}
		groups[k] = append(groups[k], w.duties[i])
	}
	slices.Sort(keys)
	var rows []filingRow
	for _, k := range keys {
		rate := w.rate(groups[k])
		if rate.Due == 0 {
			continue
		}
		code, office, _ := strings.Cut(k, "/")
		if code == "" {
			code = w.area
		}
		row := filingRow{Area: w.book.snap.AreaName(code, w.lang), Rate: rate, Punctual: targets.FormatShare(rate.Punctual())}
		if office != "" {
			row.Office = w.office(office)
		}
		rows = append(rows, row)
	}
	return rows
}

func (w *bulletinWriter) office(id string) string {
	if o := w.book.snap.Register.Office(id); o != nil {
		return o.Name
	}
	return id
}

// byFiling names, filing by filing, the duties of a state: 杭州市××局：《季报》2025年第一季度，2项（指标、指标）。
func (w *bulletinWriter) byFiling(state targets.DutyState) []string {
	var keys []targets.FilingKey
	names := map[targets.FilingKey][]string{}
	for i := range w.duties {
		d := &w.duties[i]
		if d.State(w.told) != state {
			continue
		}
		k := d.Filing.FilingKey
		if names[k] == nil {
			keys = append(keys, k)
		}
		names[k] = append(names[k], w.book.snap.Indicator(d.Indicator).Name.In(w.lang))
	}
	var lines []string
	for _, k := range keys {
		lines = append(lines, fmt.Sprintf(w.say("%s：%s，%s，%d项（%s）", "%s: %s, %s, %d (%s)"), w.office(k.Office), w.form(k.Form), k.Period.Label(w.lang), len(names[k]), w.list(names[k])))
	}
	return lines
}

func (w *bulletinWriter) form(id string) string {
	if f := w.book.snap.Register.Form(id); f != nil {
		return w.say("《"+f.Name+"》", f.Name)
	}
	return id
}
