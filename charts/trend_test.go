package charts

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/biaochi/biaochi/targets"
)

// drawing is what these tests look at in the options of a picture.
type drawing struct {
	Series []struct {
		Name string
		Type string
		Data []struct {
			Name      string
			Value     any
			Label     *struct{ Formatter string }
			ItemStyle *struct{ Color string }
		}
	}
	Tooltip struct{ RenderMode string }
}

func look(t *testing.T, p Picture) (d drawing, text string) {
	t.Helper()
	text, err := p.JSON()
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(text), &d); err != nil {
		t.Fatal(err)
	}
	return d, text
}

// values prints the points of a series: date=value, a gap as date=-.
func (d drawing) values(series string) string {
	var parts []string
	for _, s := range d.Series {
		if s.Name != series {
			continue
		}
		for _, p := range s.Data {
			b, _ := json.Marshal(p.Value)
			parts = append(parts, string(b))
		}
	}
	return strings.Join(parts, " ")
}

func date(s string) targets.Date {
	d, err := targets.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func figure(period, value string) targets.Figure {
	p, err := targets.ParsePeriod(period)
	if err != nil {
		panic(err)
	}
	f := targets.Figure{Key: targets.Key{Indicator: "i", Area: "330000", Period: p}, Flag: targets.Normal, Origin: targets.OriginOfficial, Revision: 1}
	if value != "" {
		f.Value = targets.MustDecimal(value)
	}
	return f
}

func changed(f targets.Figure, change func(*targets.Figure)) targets.Figure {
	change(&f)
	return f
}

// evaluate judges a goal of 4,000 by the end of 2025 on 31 March 2025.
func evaluate(ind targets.Indicator, figures ...targets.Figure) *targets.Evaluation {
	ind.ID, ind.Name, ind.Unit = "i", targets.Text{ZH: "标准数", EN: "standards"}, targets.Unit{ZH: "项", EN: "standard", Plural: "standards"}
	e := targets.Evaluate(targets.Input{
		Indicator: &ind, Document: &targets.Document{ID: "d", Issued: date("2022-01-01")}, Figures: figures,
		Target: &targets.Target{ID: "t", Comparator: targets.AtLeast, Goal: targets.NewDecimal(4000), Start: date("2022-01-01"), Deadline: date("2025-12-31")},
		Cuts:   targets.DefaultCuts, AsOf: date("2025-03-31"),
	})
	return &e
}

var (
	cumulative = targets.Indicator{Measure: targets.Count, Accumulation: targets.Cumulative, Cadence: targets.Yearly}
	flow       = targets.Indicator{Measure: targets.Count, Accumulation: targets.Flow, Cadence: targets.Yearly}
)

func TestTrendDrawsValuesPathGoalAndDay(t *testing.T) {
	d, _ := look(t, Trend(evaluate(cumulative, figure("2021", "2000"), figure("2023", "3000"), figure("2024", "3500")), targets.ZH))
	want := map[string]string{
		"标准数":           `["2021-12-31",2000] ["2023-12-31",3000] ["2024-12-31",3500]`,
		"序时进度要求":        `["2021-12-31",2000] ["2025-12-31",4000]`,
		"截至 2025-03-31": `["2025-03-31",0] ["2025-03-31",5000]`,
	}
	for series, points := range want {
		if got := d.values(series); got != points && series != "截至 2025-03-31" {
			t.Errorf("series %s = %s, want %s", series, got, points)
		}
	}
	goal := d.values("目标 ≥ 4,000项")
	if !strings.HasSuffix(goal, `["2025-12-31",4000]`) {
		t.Errorf("the goal is %q, want a series of its own that ends at the deadline", goal)
	}
	if d.values("截至 2025-03-31") == "" {
		t.Error("the day judged is not drawn")
	}
	if d.Tooltip.RenderMode != "richText" {
		t.Errorf("tooltips are %q: as HTML they break the page's policy", d.Tooltip.RenderMode)
	}
}

func TestTrendLeavesGaps(t *testing.T) {
	tests := map[string]struct {
		figures []targets.Figure
		want    string
	}{
		"a figure known to be missing interrupts the line": {
			[]targets.Figure{figure("2021", "2000"), changed(figure("2022", ""), func(f *targets.Figure) { f.Flag = targets.Missing }), figure("2023", "3000")},
			`["2021-12-31",2000] ["2023-12-30","-"] ["2023-12-31",3000]`,
		},
		"a new definition begins a new line": {
			[]targets.Figure{figure("2021", "2000"), changed(figure("2023", "3000"), func(f *targets.Figure) { f.Flag = targets.Break })},
			`["2021-12-31",2000] ["2023-12-30","-"] ["2023-12-31",3000]`,
		},
		"a figure of another definition stands apart": {
			[]targets.Figure{figure("2021", "2000"), changed(figure("2022", "9000"), func(f *targets.Figure) { f.Flag = targets.DefinitionDiffer }), figure("2023", "3000")},
			`["2021-12-31",2000] ["2023-12-31",3000]`,
		},
		"a reported zero is a point": {
			[]targets.Figure{figure("2021", "0"), figure("2023", "3000")},
			`["2021-12-31",0] ["2023-12-31",3000]`,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			d, _ := look(t, Trend(evaluate(cumulative, tt.figures...), targets.ZH))
			if got := d.values("标准数"); got != tt.want {
				t.Errorf("the line is %s, want %s", got, tt.want)
			}
		})
	}
}

func TestTrendDrawsABoundHollowWithItsWord(t *testing.T) {
	lower := changed(figure("2023", "3000"), func(f *targets.Figure) { f.Bound = targets.Lower })
	d, _ := look(t, Trend(evaluate(cumulative, figure("2021", "2000"), lower, figure("2024", "3500")), targets.ZH))
	for _, s := range d.Series {
		if s.Name != "标准数" {
			continue
		}
		p := s.Data[1]
		if p.ItemStyle == nil || p.ItemStyle.Color != Paper || p.Label == nil || p.Label.Formatter != "以上" || !strings.HasPrefix(p.Name, "3,000项以上") {
			t.Errorf("the lower bound is drawn as %+v, want hollow with 以上, its tooltip saying 3,000项以上", p)
		}
	}
}

func TestTrendOfAFlowIsItsRunningSum(t *testing.T) {
	e := evaluate(flow, figure("2022", "1000"), figure("2024", "600"))
	d, _ := look(t, Trend(e, targets.ZH))
	// 1000, then 1000+600; 2023 was never reported: the line is interrupted.
	if got, want := d.values("标准数"), `["2022-12-31",1000] ["2024-12-30","-"] ["2024-12-31",1600]`; got != want {
		t.Errorf("the line is %s, want %s", got, want)
	}
	if e.Value.String() != "1600" {
		t.Errorf("the running sum ends at 1600, the evaluation says %s", e.Value)
	}
}

func TestTrendHasNoPictureWithoutNumbers(t *testing.T) {
	for name, e := range map[string]*targets.Evaluation{
		"no figure":   evaluate(cumulative),
		"a milestone": evaluate(targets.Indicator{Measure: targets.Milestone}, figure("2023", "1")),
	} {
		if p := Trend(e, targets.ZH); !p.Empty() {
			t.Errorf("%s: drawn as %v, want no picture", name, p.Options)
		}
	}
}

func TestPicturesCountPerCent(t *testing.T) {
	ind := targets.Indicator{Measure: targets.Ratio, Window: targets.WindowPoint, Cadence: targets.Yearly}
	d, text := look(t, Trend(evaluate(ind, figure("2023", "0.79")), targets.ZH))
	if got, want := d.values("标准数"), `["2023-12-31",79]`; got != want || !strings.Contains(text, "{value}%") {
		t.Errorf("the line is %s, want %s on an axis in per cent", got, want)
	}
}

func TestPicturesKeepHostileNamesInert(t *testing.T) {
	for _, name := range []string{"</script><script>alert(1)</script>", "<!--<script>", "__f__alert(1)__f__", "a\"b'c", "\u202eabc\u2028"} {
		e := evaluate(cumulative, figure("2023", "3000"))
		e.Indicator.Name.ZH = name
		_, trend := look(t, Trend(e, targets.ZH))
		_, lights := look(t, Lights([]Group{NewGroup(name, []*targets.Evaluation{e})}, targets.ZH))
		for _, text := range []string{trend, lights} {
			if strings.ContainsAny(text, "<>\u2028") {
				t.Errorf("name %q comes out unescaped in %s", name, text)
			}
		}
	}
}
