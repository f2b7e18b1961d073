package exporter

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// noon is the moment of the tests: 1 March 2023, 12:00 in Asia/Shanghai.
var noon = time.Date(2023, 3, 1, 12, 0, 0, 0, targets.Shanghai)

// memory is a Source in memory. Its hooks run inside Snapshot.
type memory struct {
	snap       targets.Snapshot
	generation atomic.Int64
	fail       atomic.Pointer[error]
	reads      atomic.Int64
	during     func()
}

func (m *memory) Generation(context.Context) (int64, error) { return m.generation.Load(), nil }

func (m *memory) Snapshot(_ context.Context, _ targets.Selection, asOf targets.Date, _ time.Time) (*targets.Snapshot, error) {
	m.reads.Add(1)
	if m.during != nil {
		m.during()
	}
	if err := m.fail.Load(); err != nil {
		return nil, *err
	}
	snap := m.snap // a copy of the head; nobody writes to the rest
	snap.AsOf, snap.Generation = asOf, m.generation.Load()
	snap.Seal()
	return &snap, nil
}

// files are a StoreSource in memory.
type files struct{ fail atomic.Pointer[error] }

func (f *files) State(context.Context) (StoreState, error) {
	if err := f.fail.Load(); err != nil {
		return StoreState{}, *err
	}
	return StoreState{Database: 4096, WAL: 32, LastEntry: noon}, nil
}

// few is a Source with one document and a target for each case of the page.
func few() *memory {
	m := &memory{snap: targets.Snapshot{
		Cuts: targets.DefaultCuts,
		Catalogue: targets.Catalogue{
			Areas: []targets.Area{
				{ID: "330000", Code: "330000", Name: targets.Text{ZH: "浙江省", EN: "Zhejiang"}, Level: targets.LevelProvince},
				{ID: "610000", Code: "610000", Name: targets.Text{ZH: "陕西省", EN: "Shaanxi"}, Level: targets.LevelProvince},
			},
			Documents: []targets.Document{{
				ID: "plan-2021", Number: "省发〔2021〕1号", Title: targets.Text{ZH: "标准化规划", EN: "Plan for standards"},
				Issued: date("2021-01-01"),
			}},
			Indicators: []targets.Indicator{
				{ID: "issued", Name: targets.Text{ZH: "累计发布“浙江制造”标准", EN: "Standards issued"}, Measure: targets.Count,
					Accumulation: targets.Cumulative, Unit: targets.Unit{ZH: "项", EN: "standard", Plural: "standards"},
					Cadence: targets.Yearly, Rollup: targets.RollupSum, Disclosure: targets.Public},
				{ID: "rate", Name: targets.Text{ZH: "形成标准的比率", EN: "Share that yields standards"}, Measure: targets.Ratio,
					Unit: targets.Unit{ZH: "%", EN: "%", Plural: "%"}, Cadence: targets.Yearly, Disclosure: targets.Public},
				{ID: "wish", Name: targets.Text{ZH: "主导制定国际标准", EN: "International standards led"}, Measure: targets.Direction,
					Unit: targets.Unit{ZH: "项", EN: "standard", Plural: "standards"}, Cadence: targets.Yearly,
					Disclosure: targets.Public, Rising: true},
				{ID: "secret", Name: targets.Text{ZH: "内部指标", EN: "Internal"}, Measure: targets.Count,
					Accumulation: targets.Cumulative, Unit: targets.Unit{ZH: "项", EN: "item", Plural: "items"},
					Cadence: targets.Yearly, Disclosure: targets.Internal},
			},
			Targets: []targets.Target{
				goal("z-issued", "issued", "330000", "2000", "1000"),
				goal("z-issued-too", "issued", "330000", "4000", "1000"),
				goal("s-issued", "issued", "610000", "2000", ""),
				goal("z-rate", "rate", "330000", "0.60", ""),
				{ID: "z-wish", Document: "plan-2021", Indicator: "wish", Area: "330000", AsWritten: "大幅增加",
					Comparator: targets.Increase, Start: date("2021-01-01"), StartBasis: targets.BasisPrinted},
				goal("z-secret", "secret", "330000", "10", "1"),
			},
		},
		Figures: map[targets.SeriesKey][]targets.Figure{
			{Indicator: "issued", Area: "330000"}: {figure("issued", "330000", "2018", "800"), figure("issued", "330000", "2019", "900"),
				figure("issued", "330000", "2020", "1000"), figure("issued", "330000", "2021", "1200"), figure("issued", "330000", "2022", "1500")},
			{Indicator: "issued", Area: "330100"}: {figure("issued", "330100", "2022", "700")},
			{Indicator: "secret", Area: "330000"}: {figure("secret", "330000", "2022", "7")},
		},
	}}
	for _, city := range []string{"330100", "330200"} { // one of two has reported
		part := goal("z-issued-"+city, "issued", city, "1000", "")
		part.AllocatedFrom = "z-issued"
		m.snap.Allocated = append(m.snap.Allocated, part)
	}
	m.generation.Store(1)
	return m
}

// goal is a target from the end of 2020 to the end of 2024.
func goal(id, indicator, area, value, baseline string) targets.Target {
	t := targets.Target{
		ID: id, Document: "plan-2021", Indicator: indicator, Area: area,
		Locator: targets.Text{ZH: "一、总体要求", EN: "Section 1"}, AsWritten: value + "项以上",
		Comparator: targets.AtLeast, Goal: targets.MustDecimal(value),
		Start: date("2020-12-31"), StartBasis: targets.BasisPrinted,
		Deadline: date("2024-12-31"), DeadlineBasis: targets.BasisPrinted,
	}
	if baseline != "" {
		t.Baseline, t.BaselinePeriod = targets.MustDecimal(baseline), targets.Day(date("2020-12-31"))
	}
	return t
}

// figure is recorded at 08:00 UTC on the first day after its period.
func figure(indicator, area, period, value string) targets.Figure {
	p, err := targets.ParsePeriod(period)
	if err != nil {
		panic(err)
	}
	y, mo, d := p.End.YMD()
	at := time.Date(y, time.Month(mo), d+1, 8, 0, 0, 0, time.UTC)
	return targets.Figure{
		Key:      targets.Key{Indicator: indicator, Area: area, Period: p},
		Revision: 1, Value: targets.MustDecimal(value), Flag: targets.Normal,
		Origin: targets.OriginOffice, Recorded: at, Approved: at,
	}
}

func date(s string) targets.Date {
	d, err := targets.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// many is a Source with n targets and 12 figures each: a cumulative count every
// quarter of 2021 to 2023.
func many(n int) *memory {
	m := few()
	m.snap.Targets, m.snap.Figures = nil, map[targets.SeriesKey][]targets.Figure{}
	m.snap.Indicators = nil
	for i := range n {
		indicator := fmt.Sprintf("standards-issued-%05d", i)
		m.snap.Indicators = append(m.snap.Indicators, targets.Indicator{
			ID: indicator, Name: targets.Text{ZH: fmt.Sprintf("累计发布标准第%d类", i), EN: fmt.Sprintf("Standards issued, kind %d", i)},
			Measure: targets.Count, Accumulation: targets.Cumulative, Cadence: targets.Quarterly, Disclosure: targets.Public,
			Unit: targets.Unit{ZH: "项", EN: "standard", Plural: "standards"},
		})
		m.snap.Targets = append(m.snap.Targets, goal(fmt.Sprintf("plan-2021-issued-%05d", i), indicator, "330000", "2000", "1000"))
		key := targets.SeriesKey{Indicator: indicator, Area: "330000"}
		for q := range 12 {
			m.snap.Figures[key] = append(m.snap.Figures[key], figure(indicator, "330000",
				fmt.Sprintf("%d-Q%d", 2021+q/4, 1+q%4), fmt.Sprint(1000+q*(40+i%90))))
		}
	}
	return m
}

// newTest is an Exporter at noon whose log is a test's.
func newTest(t testing.TB, src Source, o Options) *Exporter {
	if o.Now == nil {
		o.Now = func() time.Time { return noon }
	}
	if o.Log == nil {
		o.Log, _ = testLog(t)
	}
	return New(src, o)
}

// series returns the line of the page that begins with prefix, or "".
func series(page, prefix string) string {
	for line := range strings.Lines(page) {
		if strings.HasPrefix(line, prefix) {
			return strings.TrimSuffix(line, "\n")
		}
	}
	return ""
}
