package demo

import (
	"strings"

	"github.com/biaochi/biaochi/targets"
)

// publishedAfter is how many days after a period its figure is published.
const publishedAfter = 40

// A goalSeries is the invented history of one target.
type goalSeries struct {
	target string
	points []point
}

// A point is one figure as it is written below: 2023=12, a ratio or mean
// 2023=45/100, a provisional figure 2025=12P, an estimate 2025=12E, a lower
// bound 2025=20+.
type point string

// series has one entry for each target that figures are reported of, with what
// it is to show. A target that stands for a ledger, and a time limit, have none.
var series = []goalSeries{
	{"gov-2017-27-voluntary-standards", points("2016=120 2017=110 2018=100")},
	{"gov-2017-27-consistency", points("2016=70 2018=75")},
	{"gov-2017-27-consumer-goods-consistency", points("2016=800/1000 2017=880/1000 2018=953/1000")}, // achieved
	{"gov-2017-27-equipment-conversion", points("2016=700/1000 2017=800/1000 2018=880/1000")},       // missed
	{"gov-2017-27-making-time", points("2016=36 2018=24")},
	{"sac-2022-29-fewer-standards", points("2022=500 2023=480 2024=470")},
	{"sac-2022-29-science-projects", points("2022=30 2024=36")},
	{"samr-2022-64-mandatory-sector-standards", points("2021=80 2022=70 2023=60")},
	{"samr-2022-64-enterprises-self-declaring", points("2021=3000 2022=3600 2023=4100")},

	{"shaanxi-2022-opinions-national-sector-standards", points("2022=20 2023=25 2024=30 2025=28")},                    // on_track, then achieved
	{"shaanxi-2022-opinions-local-standards", points("2022=60 2023=70 2024=80 2025=90")},                              // behind, then missed
	{"shaanxi-2022-opinions-association-standards", points("2022=10 2023=12 2024=15")},                                // far_behind, then awaiting_final
	{"shaanxi-2022-opinions-science-projects", points("2021=40/100 2022=38/100 2023=44/100 2024=47/100 2025=52/100")}, // reversing, then achieved
	{"shaanxi-2022-opinions-front-runners", points("2022=30 2023=40 2024=35")},                                        // met, then achieved
	{"shaanxi-2022-opinions-mechanisms", points("2024=1 2025-11-28=2")},                                               // in_progress, then achieved
	{"shaanxi-2022-opinions-pilot-projects", nil},                                                                     // no_data, then awaiting_final
	{"shaanxi-2022-opinions-international-standards", points("2022=8 2023=11 2024=15")},                               // unrated
	{"shaanxi-2022-opinions-secretariats", points("2022=1 2023=2 2024=3 2025=2 2026-S1=3")},                           // missed, then achieved_late
	{"shaanxi-2022-opinions-service-bodies", points("2022=0 2023=1 2024=2 2025=2")},
	{"shaanxi-2022-opinions-curricula", points("2023=0 2024=1 2026-03-31=1")}, // missed
	{"shaanxi-2022-opinions-personnel", points("2022=3100 2023=2600 2024=2500 2025=2100P")},
	{"shaanxi-2022-opinions-vision-2035", points("2024=1 2025=1")}, // in_progress

	{"zhejiang-2023-24-city-pilots", points("2023=6 2024=7 2025=8")},
	{"zhejiang-2023-24-technical-organizations", points("2023=1 2024=1")},                                              // awaiting_final
	{"zhejiang-2023-24-international-standards", points("2023=12 2024=19 2025=14")},                                    // met
	{"zhejiang-2023-24-national-standards", points("2023=80 2024=90 2025=100")},                                        // missed
	{"zhejiang-2023-24-zhejiang-standards", points("2023=100 2025=104")},                                               // by rounds
	{"zhejiang-2023-24-made-in-zhejiang", points("2022-12-31=2900 2023-12-31=3250 2024-12-31=3600 2025-12-31=3950")},   // short, later quarters reach it
	{"zhejiang-2023-24-front-runners", points("2023=10 2024=15 2025=20+")},                                             // an undecided bound
	{"zhejiang-2023-24-local-standard-making-time", points("2022=3600/200 2023=3780/200 2024=3200/200 2025=3000/200")}, // reversing, then achieved
	{"zhejiang-2023-24-science-projects", points("2022=45/100 2023=50/100 2024=61/100 2025=58/100")},                   // met, then missed
	{"zhejiang-2023-24-international-organizations", points("2023=3 2024=4")},
	{"zhejiang-2023-24-international-experts", points("2023=210 2024=240E")},
	{"zhejiang-2023-24-phase-1", points("2023-12-20=2")},
	{"zhejiang-2023-24-cities-and-counties", points("2023-10-31=1 2024-03-15=2")},          // achieved_late
	{"zhejiang-2023-24-innovative-enterprise-scheme", points("2023-10-31=1 2024-02-29=1")}, // missed
	{"zhejiang-2023-24-phase-2", points("2024-06-30=1 2024-12-25=2")},
	{"zhejiang-2023-24-mid-term-evaluation", nil},        // awaiting_final
	{"zhejiang-2023-24-phase-3", points("2025-06-30=1")}, // in_progress, then awaiting_final
	{"zhejiang-2023-24-final-evaluation", points("2025-06-30=0")},
}

func points(s string) []point {
	var list []point
	for word := range strings.FieldsSeq(s) {
		list = append(list, point(word))
	}
	return list
}

// figure reads a point; a test reads every one, so that none is written wrongly.
func (p point) figure(t *targets.Target, card *targets.Indicator) targets.Figure {
	period, value, _ := strings.Cut(string(p), "=")
	when, err := targets.ParsePeriod(period)
	if err != nil {
		panic("demo: " + string(p) + ": " + err.Error())
	}
	f := targets.Figure{
		Key:  targets.Key{Indicator: t.Indicator, Area: t.Area, Period: when},
		Flag: targets.Normal, Origin: targets.OriginDemo, Published: when.End + publishedAfter, Note: "演示数据",
	}
	if card.Measure == targets.Milestone {
		f.Period, f.Published = targets.Day(when.End), when.End+1
	}
	for end, flag := range map[string]targets.Flag{"P": targets.Provisional, "E": targets.Estimated} {
		if cut, ok := strings.CutSuffix(value, end); ok {
			value, f.Flag = cut, flag
		}
	}
	if cut, ok := strings.CutSuffix(value, "+"); ok {
		value, f.Bound = cut, targets.Lower
	}
	numerator, denominator, parts := strings.Cut(value, "/")
	if !parts {
		f.Value = targets.MustDecimal(value)
		return f
	}
	f.Numerator, f.Denominator = targets.MustDecimal(numerator), targets.MustDecimal(denominator)
	f.Value = targets.Quotient(f.Numerator, f.Denominator)
	return f
}
