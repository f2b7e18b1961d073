package exporter

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// A History is what the target families would have shown on past days, for
// promtool tsdb create-blocks-from openmetrics.
type History struct {
	Days     []targets.Date // to be judged, ascending
	KnownAt  time.Time      // nothing recorded later is used; zero: the latest
	Each     bool           // in place of KnownAt: each day as it was known at its end
	Job      string         // the labels that the scrape gives, so that history and
	Instance string         // present are one series
	Internal bool           // also indicators disclosed 内部
	Below    bool           // also areas below province level
}

// Write reads and judges every day and writes the samples as OpenMetrics, family
// by family, each series whole and in the order of time. The sample of a day
// stands at its last second in Asia/Shanghai. What was absent has no sample.
// progress may be nil.
func (h History) Write(ctx context.Context, w io.Writer, src Source, progress func(done, total int)) error {
	goals := map[string]*past{}
	var order []string
	for i, day := range h.Days {
		rows, err := h.judge(ctx, src, day)
		if err != nil {
			return fmt.Errorf("judge %s: %w", day, err)
		}
		for _, r := range rows {
			if goals[r.target] == nil {
				goals[r.target] = &past{}
				order = append(order, r.target)
			}
			goals[r.target].add(day, r)
		}
		if progress != nil {
			progress(i+1, len(h.Days))
		}
	}
	slices.Sort(order)
	out := historyWriter{w: bufio.NewWriterSize(w, chunk), suffix: h.suffix()}
	for i := range families {
		f := &families[i]
		out.begin(&f.head, h.help())
		for _, id := range order {
			out.target(f, goals[id])
		}
	}
	out.w.WriteString("# EOF\n") // the buffer keeps its first error
	return out.w.Flush()
}

// judge judges the targets of one day.
func (h History) judge(ctx context.Context, src Source, day targets.Date) ([]row, error) {
	knownAt := h.KnownAt
	if h.Each {
		knownAt = day.End().Add(-time.Nanosecond)
	}
	snap, err := src.Snapshot(ctx, targets.Selection{}, day, knownAt)
	if err != nil {
		return nil, err
	}
	return judge(snap, scope{internal: h.Internal, below: h.Below}.shown(snap), nil)
}

// help says in every family what is known in its samples.
func (h History) help() string {
	switch {
	case h.Each:
		return "（每日按当日已知的数据评价 / each day as then known）"
	case h.KnownAt.IsZero():
		return "（回看：按最新数据评价 / in hindsight, by all that is known now）"
	}
	at := h.KnownAt.In(targets.Shanghai).Format("2006-01-02 15:04")
	return "（按 " + at + " 已知的数据评价 / as known at " + at + " in Asia/Shanghai）"
}

// suffix are the labels of the scrape, behind those of a family.
func (h History) suffix() []byte {
	b := []byte(`",instance="`)
	b = appendEscaped(b, repair(h.Instance), true)
	b = append(b, `",job="`...)
	b = appendEscaped(b, repair(h.Job), true)
	return append(b, `"} `...)
}

// A past is what one target was on the days judged: a row for each stretch of
// days on which it was the same.
type past struct{ stretches []stretch }

// A stretch is days, one after the other among those judged, with one row.
type stretch struct {
	days []targets.Date
	row  row
}

func (p *past) add(day targets.Date, r row) {
	if n := len(p.stretches); n > 0 && p.stretches[n-1].row == r {
		p.stretches[n-1].days = append(p.stretches[n-1].days, day)
		return
	}
	p.stretches = append(p.stretches, stretch{[]targets.Date{day}, r})
}

// A historyWriter writes samples with their times.
type historyWriter struct {
	w      *bufio.Writer
	suffix []byte
	line   encoder // only for its way of writing
}

func (o *historyWriter) begin(f *head, help string) {
	o.line.openMetrics = true
	named := *f
	named.help += help
	o.line.buf = o.line.buf[:0]
	o.line.header(&named)
	o.w.Write(o.line.buf)
}

// target writes the series of a target in a family, one after the other.
func (o *historyWriter) target(f *family, p *past) {
	series := map[string][]heldValue{}
	var order []string
	starts := labelStarts(f.labels)
	for i := range p.stretches {
		s := &p.stretches[i]
		f.samples([]row{s.row}, func(v float64, labels ...string) {
			key := []byte(f.name)
			for j, label := range labels {
				key = appendEscaped(append(key, starts[j]...), label, true)
			}
			k := string(append(key, o.suffix...))
			if series[k] == nil {
				order = append(order, k)
			}
			series[k] = append(series[k], heldValue{s.days, v})
		})
	}
	for _, k := range order {
		for _, s := range series[k] {
			o.samples(k, s)
		}
	}
}

// A heldValue is one value on several days.
type heldValue struct {
	days []targets.Date
	v    float64
}

func (o *historyWriter) samples(series string, s heldValue) {
	for _, day := range s.days {
		b := append(o.line.buf[:0], series...)
		b = o.line.appendFloat(b, s.v)
		b = append(b, ' ')
		b = strconv.AppendInt(b, day.End().Add(-time.Second).Unix(), 10)
		o.line.buf = append(b, '\n')
		o.w.Write(o.line.buf)
	}
}

// HistoryDays are the days whose values dashboards show: every day of the last
// 400 up to until, and before them the ends of months from since on. Dashboards
// bridge the gaps with last_over_time(x[32d]).
func HistoryDays(since, until targets.Date) []targets.Date {
	daily := max(since, until-daysInFull+1)
	return append(MonthEnds(since, daily-1), EveryDay(daily, until)...)
}

// daysInFull is how far back history has every day.
const daysInFull = 400

// MonthEnds are the last days of months from one day to another.
func MonthEnds(since, until targets.Date) []targets.Date {
	var days []targets.Date
	y, m, _ := since.YMD()
	for end := targets.NewDate(y, m+1, 0); end <= until; end = targets.NewDate(y, m+1, 0) {
		days = append(days, end)
		m++
	}
	return days
}

// EveryDay are the days from one to another.
func EveryDay(since, until targets.Date) []targets.Date {
	var days []targets.Date
	for d := since; d <= until; d++ {
		days = append(days, d)
	}
	return days
}
