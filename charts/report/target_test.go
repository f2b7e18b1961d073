package report

import (
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/biaochi/biaochi/targets"
)

// textOf is what a reader sees of a part of a page, tags away, blanks single.
func textOf(content, from, to string) string {
	_, rest, _ := strings.Cut(content, from)
	part, _, _ := strings.Cut(rest, to)
	return strings.Join(strings.Fields(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(part, " ")), " ")
}

func TestABreakdownShowsPartsSumAndOwnFigure(t *testing.T) {
	page := write(t, t.TempDir(), brokenDown, fixed)["targets/zj-parks.html"]
	// 33 + 19 = 52 of Hangzhou and Ningbo; Wenzhou's newest is of 2023.
	got := textOf(page, `id="parts-head">`, "</section>")
	for _, want := range []string{
		"杭州市 ▲ 慢于序时进度 1 33个 2024", "宁波市 ▲ 慢于序时进度 2 19个 2024", "温州市 ▲ 慢于序时进度 数据偏旧 — 8个 2023",
		"下级预汇总 52个以上 2024-12-31", "覆盖面 2/3 未报：温州市", "本级数 66个 2024",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the break-down reads %q, want %q in it", got, want)
		}
	}
	if !strings.Contains(page, "3项分解目标合计95个，比本目标少5个。") || !strings.Contains(page, "相差14个。") {
		t.Error("the page does not say how the goals or the figures differ")
	}
	if strings.Contains(page, "wenzhou-parks.html") {
		t.Error("a part outside the selection is linked to; it has no page")
	}
}

func TestPlacesNeedOneMoment(t *testing.T) {
	tests := map[string]struct {
		o      Options
		change func(*targets.Snapshot)
		want   bool
	}{
		"two areas with figures of the sum's day": {fixed, func(*targets.Snapshot) {}, true},
		"an edition without ranking":              {Options{AsOf: fixed.AsOf, NoRanking: true}, func(*targets.Snapshot) {}, false},
		"one area alone has no place": {fixed, func(s *targets.Snapshot) {
			delete(s.Figures, targets.SeriesKey{Indicator: "parks", Area: "330200"})
		}, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			m := func() *targets.Snapshot {
				s := brokenDown()
				tt.change(s)
				return s
			}
			page := write(t, t.TempDir(), m, tt.o)["targets/zj-parks.html"]
			if got := strings.Contains(page, "位次"); got != tt.want {
				t.Errorf("places are shown: %v, want %v", got, tt.want)
			}
		})
	}
}

func TestAForecastNeverStandsWithoutItsCaveat(t *testing.T) {
	all := pagesOf(write(t, t.TempDir(), brokenDown, fixed))
	marks := map[string]*regexp.Regexp{
		"in words":  regexp.MustCompile(`预计可完成|完成有压力|难以完成|likely to be met|under pressure|unlikely to be met`),
		"a whisker": regexp.MustCompile(`class="whisker"`),
		"a fan":     regexp.MustCompile(`"stack":"forecast"`),
	}
	shown := 0
	for name, content := range all {
		if strings.HasSuffix(name, "method.html") {
			continue // speaks about forecasts, has none; its caveat is tested by its golden
		}
		for what, mark := range marks {
			if !mark.MatchString(content) {
				continue
			}
			shown++
			if !strings.Contains(content, targets.Caveat.ZH) && !strings.Contains(content, html.EscapeString(targets.Caveat.EN)) {
				t.Errorf("%s shows a forecast (%s) without its caveat", name, what)
			}
		}
	}
	if shown < 6 {
		t.Errorf("only %d forecasts were found on the pages: the test looks at nothing", shown)
	}
}

func TestAnEditionWithoutForecastHasNoTraceOfOne(t *testing.T) {
	o := fixed
	o.NoForecast = true
	for name, content := range pagesOf(write(t, t.TempDir(), brokenDown, o)) {
		if strings.HasSuffix(name, "method.html") {
			continue
		}
		for _, trace := range []string{"whisker", "测算", "forecast", "预计可完成", targets.Caveat.ZH, html.EscapeString(targets.Caveat.EN)} {
			if strings.Contains(content, trace) {
				t.Errorf("%s contains %q", name, trace)
			}
		}
	}
}

func TestNoForecastSaysWhy(t *testing.T) {
	page := write(t, t.TempDir(), catalogue, fixed)["targets/plan-cycle.html"]
	if got := textOf(page, `期末不作测算`, "</p>"); !strings.Contains(got, "：") || !strings.Contains(page, `method.html#forecast`) {
		t.Errorf("a target without a forecast says %q, want its reason and the way to the method", got)
	}
}

func TestTheCalibrationTableIsReadWhole(t *testing.T) {
	blocks := parseCalibration(calibrationText)
	if len(blocks) != 4 {
		t.Fatalf("%d blocks, want assumed, not assumed, pooled, published", len(blocks))
	}
	lines := 0
	for _, b := range blocks {
		for _, l := range b.Lines {
			lines++
			if l.Family.ZH == "" || l.share < 0 || l.share > 1 {
				t.Errorf("line %+v has no Chinese name, or a coverage outside 0–1", l)
			}
		}
		if b.Title.ZH == "" || len(b.Lines) == 0 {
			t.Errorf("block %q has no Chinese title or no lines", b.Title.EN)
		}
	}
	if printed := strings.Count(calibrationText, " line "); lines != printed {
		t.Errorf("%d lines read, %d printed", lines, printed)
	}
}
