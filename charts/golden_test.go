package charts

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/biaochi/biaochi/targets"
)

var update = flag.Bool("update", false, "write the option sets to testdata; read them before committing")

// drawings are the option sets that are kept, and drawn in a browser by
// charts/report: each picture with what is hard to draw, and what must not be drawn.
func drawings() map[string]Picture {
	list := map[string]Picture{}
	for _, more := range []map[string]Picture{
		trendDrawings(), lightsDrawings(), rankingDrawings(), bulletsDrawings(), gaugeDrawings(),
		tileDrawings(), heatDrawings(), timelineDrawings(), multiplesDrawings(),
	} {
		for name, p := range more {
			list[name] = p
		}
	}
	return list
}

const longName = "专业标准化技术委员会委员中来自国家高新技术企业、专精特新“小巨人”企业和一线生产单位的委员所占比例"

// goal judges figures against another goal than evaluate's.
func goal(of string, ind targets.Indicator, figures ...targets.Figure) *targets.Evaluation {
	e := evaluate(ind)
	t := *e.Target
	t.Goal = targets.MustDecimal(of)
	judged := targets.Evaluate(targets.Input{
		Indicator: e.Indicator, Document: e.Document, Figures: figures, Target: &t, Cuts: targets.DefaultCuts, AsOf: e.AsOf,
	})
	return &judged
}

func called(name string, e *targets.Evaluation) *targets.Evaluation {
	ind := *e.Indicator
	ind.Name = targets.Text{ZH: name, EN: name}
	e.Indicator = &ind
	return e
}

var (
	ratio = targets.Indicator{Measure: targets.Ratio, Window: targets.WindowPoint, Cadence: targets.Yearly}
	mean  = targets.Indicator{Measure: targets.Mean, Window: targets.WindowPoint, Cadence: targets.Yearly}
)

// hard are evaluations that a picture of one must draw.
func hard() map[string]*targets.Evaluation {
	missing := changed(figure("2023", ""), func(f *targets.Figure) { f.Flag = targets.Missing })
	lower := changed(figure("2024", "3600"), func(f *targets.Figure) { f.Bound = targets.Lower })
	return map[string]*targets.Evaluation{
		"plain":    evaluate(cumulative, figure("2021", "2000"), figure("2022", "2450"), figure("2023", "3000"), figure("2024", "3500")),
		"long":     called(longName, evaluate(cumulative, figure("2021", "2000"), figure("2024", "2300"))),
		"far":      goal("900000", cumulative, figure("2021", "2000"), figure("2023", "3000"), figure("2024", "3500")),
		"one":      evaluate(cumulative, figure("2024", "3500")),
		"none":     evaluate(cumulative),
		"gap":      evaluate(cumulative, figure("2021", "2000"), figure("2022", "2400"), missing, figure("2024", "3900")),
		"negative": goal("12", mean, figure("2021", "3"), figure("2023", "-8.5"), figure("2024", "-2.25")),
		"huge":     goal("250000000000", cumulative, figure("2021", "20000000000"), figure("2023", "180000000000"), figure("2024", "260000000000")),
		"ratio":    goal("0.60", ratio, figure("2021", "0.21"), figure("2023", "0.255"), figure("2024", "0.26")),
		"bound":    evaluate(cumulative, figure("2021", "2000"), figure("2023", "3000"), lower),
		"forecast": forecasted(),
	}
}

func trendDrawings() map[string]Picture {
	list := map[string]Picture{"trend-english": Trend(hard()["forecast"], targets.EN)}
	for name, e := range hard() {
		list["trend-"+name] = Trend(e, targets.ZH)
	}
	return list
}

func gaugeDrawings() map[string]Picture {
	list := map[string]Picture{"gauge-english": Gauge(hard()["plain"], targets.EN)}
	for name, e := range hard() {
		list["gauge-"+name] = Gauge(e, targets.ZH)
	}
	return list
}

func lightsDrawings() map[string]Picture {
	group := func(name string, counts ...int) Group {
		g := Group{Name: name, Count: map[targets.Light]int{}}
		for i, n := range counts {
			g.Count[targets.Lights[i]] = n
			g.All += n
		}
		return g
	}
	return map[string]Picture{
		"lights-plain": Lights([]Group{group("浙政办发〔2023〕24号", 12, 4, 2, 3, 1), group(longName, 3, 0, 9, 0, 0), group("陕西", 1)}, targets.ZH),
		"lights-huge":  Lights([]Group{group("全国", 1900, 400, 300, 300, 100), group("浙江", 1, 0, 1, 0, 0)}, targets.ZH),
		"lights-none":  Lights(nil, targets.ZH),
		"lights-english": Lights([]Group{
			group("National Standardisation Development Outline, Implementation Plan 2022–2025", 12, 4, 2, 3, 1), group("Zhejiang", 1, 0, 1, 0, 0),
		}, targets.EN),
	}
}

// areas are so many names with shares that fall, lights in turn.
func areas(n int) []Bar {
	bars := make([]Bar, n)
	for i := range bars {
		share := targets.NewDecimal(int64(1100 - 1000*i/n)).Shift(-3)
		bars[i] = Bar{Name: fmt.Sprintf("第%d市", i+1), Value: share, Light: targets.Lights[i*4/n], Href: "#a"}
	}
	return bars
}

func rankingDrawings() map[string]Picture {
	one := func(name, value string, l targets.Light) Bar {
		b := Bar{Name: name, Light: l, Href: "#a"}
		if value != "" {
			b.Value = targets.MustDecimal(value)
		}
		return b
	}
	return map[string]Picture{
		"ranking-plain": Ranking(areas(11), targets.ZH),
		"ranking-hard": Ranking([]Bar{
			one("杭州", "98.5", targets.Green), one(longName, "1.04", targets.Green), one("宁波", "0.981", targets.Yellow),
			one("温州", "0", targets.Red), one("嘉兴", "-0.35", targets.Red), one("杨凌农业高新技术产业示范区", "", targets.Grey),
		}, targets.ZH),
		"ranking-one":     Ranking(areas(1), targets.ZH),
		"ranking-none":    Ranking([]Bar{one("杭州", "", targets.Grey)}, targets.ZH),
		"ranking-many":    Ranking(areas(200), targets.ZH),
		"ranking-english": Ranking([]Bar{one("Yangling Agricultural Hi-tech Industries Demonstration Zone", "0.8", targets.Yellow), one("Hangzhou", "", targets.Grey)}, targets.EN),
	}
}

func bulletsDrawings() map[string]Picture {
	name := func(e *targets.Evaluation) string { return e.Indicator.Name.ZH }
	href := func(*targets.Evaluation) string { return "#a" }
	h := hard()
	var many []*targets.Evaluation
	for i := range 200 {
		many = append(many, called(fmt.Sprintf("第%d市", i+1), evaluate(cumulative, figure("2021", "2000"), figure("2024", fmt.Sprint(2000+11*i)))))
	}
	return map[string]Picture{
		"bullets-hard":    Bullets([]*targets.Evaluation{h["plain"], h["long"], h["far"], h["one"], h["none"], h["gap"], h["negative"], h["huge"], h["ratio"], h["bound"], h["forecast"]}, name, href, targets.ZH),
		"bullets-one":     Bullets([]*targets.Evaluation{h["forecast"]}, name, nil, targets.ZH),
		"bullets-none":    Bullets(nil, name, href, targets.ZH),
		"bullets-many":    Bullets(many, name, href, targets.ZH),
		"bullets-english": Bullets([]*targets.Evaluation{h["forecast"], h["huge"]}, func(e *targets.Evaluation) string { return e.Indicator.Name.EN }, href, targets.EN),
	}
}

func tileDrawings() map[string]Picture {
	var all []Tile
	for i, p := range places() {
		all = append(all, Tile{Code: p.code, Light: targets.Lights[i%5], N: i * 3, Words: p.name.ZH + "：" + targets.Lights[i%5].Name().ZH, Href: "#a"})
	}
	few := []Tile{{Code: "330000", Light: targets.Green, N: 4, Words: "浙江：4项目标", Href: "#a"}, {Code: "610000", Light: targets.Red, N: 12345, Words: "陕西：12345项目标"}}
	return map[string]Picture{"tiles-all": TileMap(all, targets.ZH), "tiles-few": TileMap(few, targets.ZH), "tiles-english": TileMap(all, targets.EN)}
}

func heatTable(rows, columns int, name string) HeatTable {
	h := HeatTable{}
	for c := range columns {
		h.Columns = append(h.Columns, fmt.Sprintf("%s%d", name, c+1))
	}
	for r := range rows {
		h.Rows = append(h.Rows, fmt.Sprintf("第%d市", r+1))
		var cells []HeatCell
		for c := range columns {
			l := targets.Lights[(r*7+c*3)%5]
			cells = append(cells, HeatCell{Light: l, Words: h.Rows[r] + "：" + l.Name().ZH, Href: "#a", Known: (r+c)%6 != 0})
		}
		h.Cells = append(h.Cells, cells)
	}
	return h
}

func heatDrawings() map[string]Picture {
	long := heatTable(6, 4, longName)
	long.Rows[2] = "新疆维吾尔自治区伊犁哈萨克自治州"
	return map[string]Picture{
		"heat-plain": Heat(heatTable(11, 8, "累计发布标准数"), targets.ZH),
		"heat-long":  Heat(long, targets.ZH),
		"heat-one":   Heat(HeatTable{Rows: []string{"浙江"}, Columns: []string{"标准数"}, Cells: [][]HeatCell{{{Light: targets.Red, Words: "浙江：红灯", Known: true}}}}, targets.ZH),
		"heat-none":  Heat(HeatTable{Rows: []string{"浙江"}, Columns: []string{"标准数"}, Cells: [][]HeatCell{{{}}}}, targets.ZH),
		"heat-many":  Heat(heatTable(200, 9, "目标"), targets.ZH),
	}
}

func timelineDrawings() map[string]Picture {
	point := func(name, on string, l targets.Light) TimelinePoint {
		return TimelinePoint{Name: name, On: date(on), Light: l, Href: "#a"}
	}
	full := TimelineOf{
		AsOf: date("2025-03-31"),
		Bars: []TimelineBar{
			{Name: "文件执行期", From: date("2021-10-10"), To: date("2025-12-31")},
			{Name: "阶段", From: date("2022-01-01"), To: date("2023-12-31")}, {Name: "阶段", From: date("2024-01-01"), To: date("2025-12-31")},
		},
		Points: []TimelinePoint{
			point("中期评估", "2023-12-31", ""), point("终期评估", "2025-12-31", ""), point("任务到期", "2022-06-30", targets.Green),
			point("任务到期", "2023-12-31", targets.Yellow), point("任务到期", "2024-12-31", targets.Red), point("任务到期", "2025-06-30", targets.Blue),
			point("任务到期", "2025-12-31", targets.Grey), point(longName, "2022-03-01", targets.Red),
		},
	}
	var many TimelineOf
	many.AsOf = date("2025-03-31")
	for i := range 48 {
		many.Points = append(many.Points, point(fmt.Sprintf("任务%d", i+1), date("2022-01-01").AddMonths(i).String(), targets.Lights[i%5]))
	}
	return map[string]Picture{
		"timeline-full":    Timeline(full, targets.ZH),
		"timeline-many":    Timeline(many, targets.ZH),
		"timeline-one":     Timeline(TimelineOf{AsOf: date("2025-03-31"), Points: []TimelinePoint{point("印发", "2025-03-31", "")}}, targets.ZH),
		"timeline-none":    Timeline(TimelineOf{AsOf: date("2025-03-31")}, targets.ZH),
		"timeline-english": Timeline(full, targets.EN),
	}
}

func multiplesDrawings() map[string]Picture {
	name := func(e *targets.Evaluation) string { return e.Indicator.Name.ZH }
	href := func(*targets.Evaluation) string { return "#a" }
	h := hard()
	var many []*targets.Evaluation
	for i := range 34 {
		many = append(many, called(places()[i].name.ZH, goal(fmt.Sprint(2500+50*i), cumulative, figure("2021", "2000"), figure("2023", fmt.Sprint(2100+30*i)), figure("2024", fmt.Sprint(2200+50*i)))))
	}
	return map[string]Picture{
		"multiples-hard":    Multiples([]*targets.Evaluation{h["plain"], h["long"], h["one"], h["none"], h["gap"], h["bound"]}, name, href, targets.ZH),
		"multiples-ratio":   Multiples([]*targets.Evaluation{h["ratio"], goal("0.85", ratio, figure("2022", "0.7"), figure("2024", "0.9"))}, name, href, targets.ZH),
		"multiples-far":     Multiples([]*targets.Evaluation{h["plain"], h["far"], h["huge"], h["negative"]}, name, href, targets.ZH),
		"multiples-many":    Multiples(many, name, href, targets.ZH),
		"multiples-none":    Multiples([]*targets.Evaluation{h["none"]}, name, href, targets.ZH),
		"multiples-english": Multiples([]*targets.Evaluation{h["plain"], h["one"]}, func(*targets.Evaluation) string { return "National Standardisation Development Outline" }, href, targets.EN),
	}
}

func TestOptionSetsAreAsKept(t *testing.T) {
	for name, p := range drawings() {
		t.Run(name, func(t *testing.T) {
			var got bytes.Buffer
			e := json.NewEncoder(&got)
			e.SetIndent("", " ")
			if err := e.Encode(p); err != nil {
				t.Fatal(err)
			}
			file := filepath.Join("testdata", name+".json")
			if *update {
				if err := os.WriteFile(file, got.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatalf("%v: go test ./charts -update writes it", err)
			}
			if !bytes.Equal(got.Bytes(), want) {
				t.Errorf("the options of %s are not those of %s:\n%s", name, file, firstDifference(got.String(), string(want)))
			}
		})
	}
}

// firstDifference shows the first line that differs.
func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			return fmt.Sprintf("line %d: got %s, want %s", i+1, g[i], w[i])
		}
	}
	return fmt.Sprintf("got %d lines, want %d", len(g), len(w))
}

func TestNothingToDrawIsNoPicture(t *testing.T) {
	for name, p := range drawings() {
		if got, want := p.Empty(), strings.HasSuffix(name, "-none"); got != want {
			t.Errorf("%s is empty: %v, want %v", name, got, want)
		}
	}
}
