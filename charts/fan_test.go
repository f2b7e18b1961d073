package charts

import (
	"strings"
	"testing"

	"github.com/biaochi/biaochi/targets"
)

// forecasted is a target at 3,500 of 4,000 with a forecast of 4,100 (3,900–4,400).
func forecasted() *targets.Evaluation {
	e := evaluate(cumulative, figure("2021", "2000"), figure("2023", "3000"), figure("2024", "3500"))
	e.Forecast = &targets.Forecast{Value: targets.NewDecimal(4100), Low: targets.NewDecimal(3900), High: targets.NewDecimal(4400), Probability: targets.MustDecimal("0.84")}
	return e
}

func TestTheFanLeadsFromTheNewestFigureToTheInterval(t *testing.T) {
	d, text := look(t, Trend(forecasted(), targets.ZH))
	// The band is stacked on its lower edge: 3500 + 0 at the newest figure, 3900 + 500 at the deadline.
	want := `["2024-12-31",3500] ["2025-12-31",3900] ["2024-12-31",0] ["2025-12-31",500]`
	if got := d.values(""); got != want {
		t.Errorf("the band is %s, want %s", got, want)
	}
	if got, want := d.values("模型测算"), `["2024-12-31",3500] ["2025-12-31",4100]`; got != want {
		t.Errorf("the middle is %s, want %s", got, want)
	}
	if !strings.Contains(text, `模型测算 4,100项\n80%区间3,900项至4,400项\n2025-12-31`) {
		t.Errorf("the middle's end does not say the numbers: %s", text)
	}
}

func TestWithoutAForecastThereIsNoFan(t *testing.T) {
	e := forecasted()
	e.Forecast = &targets.Forecast{Why: targets.Text{ZH: "只有4期", EN: "only 4"}}
	d, text := look(t, Trend(e, targets.ZH))
	if d.values("") != "" || strings.Contains(text, "模型测算") {
		t.Errorf("a forecast that was not made is drawn: %s", text)
	}
	if got := ForecastRange(e, targets.ZH); got != "" {
		t.Errorf("ForecastRange = %q, want nothing", got)
	}
}

func TestAYearsNumberStandsInItsMiddle(t *testing.T) {
	p := Trend(evaluate(cumulative, figure("2021", "2000"), figure("2024", "3500")), targets.ZH)
	axis := p.Options["xAxis"].(map[string]any)
	labels := axis["axisLabel"].(map[string]any)["customValues"].([]string)
	ticks := axis["axisTick"].(map[string]any)["customValues"].([]string)
	if got, want := strings.Join(labels, " "), "2022-07-01 2023-07-01 2024-07-01 2025-07-01"; got != want {
		t.Errorf("the years stand at %s, want %s", got, want)
	}
	if got, want := strings.Join(ticks, " "), "2022-01-01 2023-01-01 2024-01-01 2025-01-01"; got != want {
		t.Errorf("the ticks stand at %s, want %s", got, want)
	}
}
