package seeds

import (
	"strings"
	"testing"

	"github.com/biaochi/biaochi/targets"
)

// asks builds a target from «key=value» words as a seed writes them.
func asks(t *testing.T, written, text string) *targets.Target {
	t.Helper()
	x := &targets.Target{AsWritten: written, Deadline: targets.NewDate(2025, 12, 31)}
	for _, w := range strings.Fields(text) {
		key, v, valued := strings.Cut(w, "=")
		if !valued && key != "additive" && key != "previous" {
			x.Comparator = targets.Comparator(key)
			continue
		}
		switch key {
		case "form":
			x.Form = targets.GoalForm(v)
		case "goal":
			x.Goal = targets.MustDecimal(v)
		case "high":
			x.GoalHigh = targets.MustDecimal(v)
		case "amount":
			x.Amount = targets.MustDecimal(v)
		case "extent":
			x.Extent = targets.Comparator(v)
		case "additive":
			x.Additive = true
		case "previous":
			x.Previous = true
		case "base":
			x.BaseYear = atoi(v)
		case "deadline":
			d, err := targets.ParseDate(v)
			if v != "none" && err != nil {
				t.Fatal(err)
			}
			x.Deadline = d
		case "certainty":
			x.Certainty = targets.Certainty(v)
		case "over":
			x.Reference = targets.Reference{Indicator: "gdp", Over: targets.ReferenceSpan(v)}
		default:
			t.Fatalf("no key %q", key)
		}
	}
	return x
}

// cards are the indicators of the phrases, by a short name.
var cards = map[string]*targets.Indicator{
	"total":  {Measure: targets.Count, Accumulation: targets.Cumulative, Unit: targets.Unit{ZH: "项"}},
	"new":    {Measure: targets.Count, Accumulation: targets.Flow, Unit: targets.Unit{ZH: "项"}},
	"stock":  {Measure: targets.Count, Accumulation: targets.Stock, Unit: targets.Unit{ZH: "项"}},
	"people": {Measure: targets.Count, Accumulation: targets.Flow, Unit: targets.Unit{ZH: "人"}},
	"jobs":   {Measure: targets.Quantity, Accumulation: targets.Flow, Unit: targets.Unit{ZH: "万人"}},
	"gdp":    {Measure: targets.Quantity, Accumulation: targets.Flow, Unit: targets.Unit{ZH: "亿元"}},
	"energy": {Measure: targets.Quantity, Accumulation: targets.Stock, Unit: targets.Unit{ZH: "吨"}},
	"share":  {Measure: targets.Ratio, Unit: targets.Unit{ZH: "%"}},
	"months": {Measure: targets.Mean, Unit: targets.Unit{ZH: "个月"}},
	"growth": {Measure: targets.ChangeRate, Unit: targets.Unit{ZH: "%"}},
	"place":  {Measure: targets.RankPlace, Unit: targets.Unit{ZH: "位"}},
	"done":   {Measure: targets.Milestone},
	"term":   {Measure: targets.TimeLimit, Unit: targets.Unit{ZH: "年"}},
}

func TestAPhraseIsHeldAgainstItsTarget(t *testing.T) {
	tests := map[string]struct {
		written, card, asks string
		want                string // key and beginning of what disagrees; ? before a question
	}{
		"a number of things":                     {"4000项以上", "total", "at_least goal=4000", ""},
		"a nought that was lost":                 {"4000项以上", "total", "at_least goal=400", "goal: 400 与原文"},
		"a number with separators":               {"4,000项以上", "total", "at_least goal=4000", ""},
		"a number in full width":                 {"４０００项以上", "total", "at_least goal=4000", ""},
		"months within":                          {"15个月以内", "months", "at_most goal=15", ""},
		"months within, turned round":            {"15个月以内", "months", "at_least goal=15", "comparator: at_least 与原文"},
		"a share in per cent":                    {"60%以上", "share", "at_least goal=0.60", ""},
		"a share with its point lost":            {"60%以上", "share", "at_least goal=0.06", "goal: 0.06 与原文"},
		"a share in words":                       {"百分之六十以上", "share", "at_least goal=0.60", ""},
		"a deadline":                             {"到2025年达到60%以上", "share", "at_least goal=0.60", ""},
		"a deadline with its digits turned":      {"到2025年达到60%以上", "share", "at_least goal=0.60 deadline=2052-12-31", "deadline: 期限 2052-12-31 与原文的 2025 年不符"},
		"a deadline that is missing":             {"到2025年100项以上", "total", "at_least goal=100 deadline=none", "deadline: 原文印有 2025 年"},
		"a month of the deadline":                {"2025年6月底前", "done", "by deadline=2025-12-31", "deadline: 期限 2025-12-31 与原文的 2025 年 6 月不符"},
		"a span of years ends with the deadline": {"2017—2018年", "done", "by deadline=2018-12-31", ""},
		"the number of a stage is no number":     {"第一阶段（2025年）", "done", "by", ""},
		"over is not at least":                   {"超过4000项", "total", "at_least goal=4000", "comparator: at_least 与原文"},
		"over":                                   {"超过4000项", "total", "over goal=4000", ""},
		"not over is at most":                    {"不超过4000项", "total", "at_most goal=4000", ""},
		"not over is not over":                   {"不超过4000项", "total", "over goal=4000", "comparator: over 与原文"},
		"higher than":                            {"高于60%", "share", "over goal=0.6", ""},
		"lower than":                             {"低于60%", "share", "under goal=0.6", ""},
		"not lower than is at least":             {"不低于60%", "share", "at_least goal=0.6", ""},
		"less than":                              {"不足100项", "total", "under goal=100", ""},
		"or below":                               {"100项以下", "total", "at_most goal=100", ""},
		"two ends":                               {"12%—15%", "share", "between goal=0.12 high=0.15", ""},
		"two ends of which one differs":          {"12%—15%", "share", "between goal=0.12 high=0.16", "goal_high: 0.16 与原文"},
		"about, without a bound":                 {"100项左右", "total", "at_least goal=100 certainty=about", "? reading: 原文写“左右”"},
		"about, with a bound":                    {"约100项以上", "total", "at_least goal=100 certainty=about", ""},
		"saving is not about":                    {"节约100项以上", "total", "at_least goal=100", ""},
		"to strive for":                          {"力争100项以上", "total", "at_least goal=100 certainty=strive", ""},
		"to strive for, not said":                {"力争100项以上", "total", "at_least goal=100", "? certainty: 原文写“力争”"},
		"no bound word and at most":              {"100项", "total", "at_most goal=100", "? comparator: 原文“100项”没有界限词"},
		"no bound word and at least":             {"建成100项", "total", "at_least goal=100", ""},
		"ten thousands of people":                {"1.2万人以上", "people", "at_least goal=12000", ""},
		"ten thousands that the unit counts":     {"1200万人以上", "jobs", "at_least goal=1200", ""},
		"ten thousands that were counted twice":  {"1200万人以上", "jobs", "at_least goal=12000000", "goal: 12000000 与原文"},
		"a trillion in hundred millions":         {"10万亿元以上", "gdp", "at_least goal=100000", ""},
		"another measure word":                   {"100家以上", "total", "at_least goal=100", "? as_written: 原文的单位“家”"},
		"a target without its number":            {"增加100项", "total", "increase form=direction", "? as_written: 原文印有数"},
		"a phrase without its number":            {"大幅增加", "total", "at_least goal=100", "? as_written: 原文短语里没有数"},
		"a direction":                            {"数量大幅增加", "total", "increase form=direction", ""},
		"a direction turned round":               {"数量大幅增加", "total", "decrease form=direction", "comparator: decrease 与原文"},
		"a relative fall":                        {"比2020年下降13.5%", "energy", "decrease form=relative amount=0.135 base=2020", ""},
		"a fall from another year":               {"比2020年下降13.5%", "energy", "decrease form=relative amount=0.135 base=2015", "base_year: 基期年 2015 与原文"},
		"a fall from no year":                    {"比2020年下降13.5%", "energy", "decrease form=relative amount=0.135", "base_year: 原文写“比2020年”"},
		"a fall taken for a rise":                {"比2020年下降13.5%", "energy", "increase form=relative amount=0.135 base=2020", "comparator: increase 与原文"},
		"a fall of at most so much":              {"降幅不超过2%", "energy", "decrease form=relative amount=0.02 extent=at_most", ""},
		"a fall of at least so much is not that": {"降幅不超过2%", "energy", "decrease form=relative amount=0.02", "extent: at_least 与原文"},
		"per cent of a quantity is no level":     {"增长13.5%", "energy", "at_least goal=13.5", "goal: 13.5 与原文"},
		"doubled":                                {"翻一番", "gdp", "at_least form=relative amount=2", ""},
		"doubled twice":                          {"翻两番", "gdp", "at_least form=relative amount=4", ""},
		"doubled, taken for tripled":             {"翻一番", "gdp", "increase form=relative amount=2", "amount: 2 与原文"},
		"doubled, as an increase by all":         {"翻一番", "gdp", "increase form=relative amount=1", ""},
		"doubled is no level":                    {"翻一番", "gdp", "at_least goal=2", "form: 原文写“翻番”"},
		"to three times":                         {"增长到3倍", "gdp", "at_least form=relative amount=3", ""},
		"times are no change":                    {"增长1倍", "gdp", "increase form=change amount=1", "form: 原文写“倍”"},
		"a yearly average":                       {"年均增长7%以上", "gdp", "increase form=average amount=0.07", ""},
		"a yearly average taken for the whole":   {"年均增长7%以上", "gdp", "increase form=relative amount=0.07", "form: 原文写“年均”"},
		"an average that is not printed":         {"增长7%以上", "gdp", "increase form=average amount=0.07", "? form: 原文没有写“年均”"},
		"an average in the unit":                 {"年均新增50项", "new", "increase form=average amount=50 additive", ""},
		"points are a change":                    {"提高5个百分点", "share", "increase form=change amount=0.05", ""},
		"points are not relative":                {"提高5个百分点", "share", "increase form=relative amount=0.05", "form: 原文是百分点"},
		"each year":                              {"每年1200万人以上", "jobs", "at_least form=yearly goal=1200", ""},
		"each year taken for the whole":          {"每年1200万人以上", "jobs", "at_least goal=1200", "form: 原文写“每年”"},
		"not below the year before":              {"不低于上年", "new", "at_least form=yearly previous", ""},
		"all together of what came":              {"累计新增200项以上", "new", "at_least goal=200", ""},
		"all together is no stock":               {"累计200项以上", "stock", "at_least goal=200", "indicator: 原文写“累计”"},
		"higher than growth":                     {"高于GDP增速", "growth", "over form=versus over=span", ""},
		"in step is between":                     {"与经济增长同步", "growth", "at_least form=versus over=span", "? comparator: 原文写“同步”"},
		"among the first three":                  {"全国前三", "place", "at_most goal=3", ""},
		"among the first five, not three":        {"全国前三", "place", "at_most goal=5", "goal: 5 与原文"},
		"two places forward":                     {"位次前移2位", "place", "decrease form=rank amount=2", ""},
		"three years, in words":                  {"不超过三年", "term", "at_most goal=3", ""},
		"three years are not four":               {"不超过三年", "term", "at_most goal=4", "goal: 4 与原文"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, d := range disagreements(asks(t, tt.written, tt.asks), cards[tt.card]) {
				s := d.key + ": " + d.text
				if d.question {
					s = "? " + s
				}
				got = append(got, s)
			}
			if tt.want == "" && len(got) > 0 || tt.want != "" && (len(got) != 1 || !strings.HasPrefix(got[0], tt.want)) {
				t.Errorf("«%s» against %s %s: %q; want %q", tt.written, tt.card, tt.asks, got, tt.want)
			}
		})
	}
}

func TestAReadingAnswersAQuestionAndNoSlip(t *testing.T) {
	reading := targets.Text{ZH: "按不少于计", EN: "Read as at least"}
	about := asks(t, "100项左右", "at_least goal=100 certainty=about")
	slip := asks(t, "4000项以上", "at_least goal=400")
	about.Reading, slip.Reading = reading, reading
	if left := open(about, cards["total"]); len(left) > 0 {
		t.Errorf("a read question is left open: %+v", left)
	}
	if left := open(slip, cards["total"]); len(left) != 1 {
		t.Errorf("a reading hides a slip: %+v", left)
	}
}

func TestAPhraseMayBeThatOfAnEarlierDocument(t *testing.T) {
	adjusted := "adjustments: [{on: 2024-06-30, document: 甲, reason: {zh: 上调, en: Raised}, was: {goal: \"4000\"}}]"
	if _, _, err := Catalogue(withTarget(t, "made", "4000项以上", `comparator: at_least; goal: "5000"; `+adjusted)); err != nil {
		t.Errorf("a phrase from before an adjustment: %v", err)
	}
	if _, _, err := Catalogue(withTarget(t, "made", "4500项以上", `comparator: at_least; goal: "5000"; `+adjusted)); err == nil {
		t.Error("a phrase that no document ever said is taken")
	}
}

func FuzzPhrase(f *testing.F) {
	for _, s := range []string{"4000项以上", "翻一番", "2017—2018年", "百分之六十", "年均增长7%以上", "前三", "10万亿元", "第十二"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p := readPhrase(s)
		for _, n := range p.numbers {
			if !n.value.Known() || n.value.Sign() < 0 {
				t.Errorf("readPhrase(%q) has the number %s", s, n.value)
			}
		}
		for _, c := range cards {
			disagreements(&targets.Target{AsWritten: s, Comparator: targets.AtLeast, Goal: targets.NewDecimal(1)}, c)
		}
	})
}
