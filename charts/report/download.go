package report

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/biaochi/biaochi/targets"
)

// A download is what the page's script makes files from: the figures as the
// contract's CSV, and what must stand on a picture that leaves the page.
type download struct {
	Name     string           `json:"name"` // stem of the file names
	Title    string           `json:"title"`
	Subtitle string           `json:"subtitle"`
	CSV      string           `json:"csv"`      // "" where there are no figures
	Pictures []pictureCaption `json:"pictures"` // that can be taken away
	Words    downloadWords    `json:"words"`
}

// A pictureCaption is what stands beneath a picture in a file of its own.
type pictureCaption struct {
	ID    string   `json:"id"`
	Lines []string `json:"lines"`
}

// downloadWords are what the script's buttons say.
type downloadWords struct {
	Figures string `json:"figures"`
	Picture string `json:"picture"`
	SVG     string `json:"svg"`
	PNG     string `json:"png"`
	Failed  string `json:"failed"`
}

// download gathers the files of a target's page; nil where there is nothing to
// take away.
func (p page) download(e *targets.Evaluation, pictures ...*picture) *download {
	d := &download{
		Name: e.Target.ID + "-" + p.book.snap.AsOf.String(), CSV: figuresCSV(e, p.book.keepsNote),
		Title:    e.Indicator.Name.In(p.lang) + p.say("（", " (") + p.book.snap.AreaName(e.Target.Area, p.lang) + p.say("）", ")"),
		Subtitle: p.say("目标 ", "goal ") + e.GoalText(p.lang) + p.say("，期限 ", ", deadline ") + p.deadline(e.Target) + p.say("，", ", ") + short(e.Document, p.lang),
		Words: downloadWords{
			Figures: p.say("下载数据（CSV）", "Download figures (CSV)"), Picture: p.say("下载图：", "Download picture: "), SVG: "SVG", PNG: "PNG",
			Failed: p.say("图未能生成。", "The picture could not be made."),
		},
	}
	for _, pic := range pictures {
		if pic != nil {
			d.Pictures = append(d.Pictures, pictureCaption{pic.ID, p.caption(e, pic)})
		}
	}
	if d.CSV == "" && d.Pictures == nil {
		return nil
	}
	return d
}

// caption is what a picture must not be seen without: the caveat of a forecast, a
// cut axis, training data, where it comes from.
func (p page) caption(e *targets.Evaluation, pic *picture) []string {
	lines := []string{p.pictureKey(e, pic)}
	if e.Forecast.Known() && pic.ID == trendID {
		lines = append(lines, p.say("浅色带为期末测算（80%区间）：", "The pale band is the forecast (80% interval): ")+targets.Caveat.In(p.lang))
	}
	if pic.CutAxis {
		lines = append(lines, p.say("纵轴不从零开始", "The vertical axis does not begin at zero"))
	}
	if s := p.sourcesOf(e); s != "" {
		lines = append(lines, p.say("数据来源：", "Source: ")+s)
	}
	last := p.say("标尺，截至", "Biaochi, as of ") + p.book.snap.AsOf.String() + p.say("，", ", ") + p.edition()
	lines = append(lines, last)
	if p.book.snap.Demo {
		lines = append(lines, p.say("演示数据：不是真实上报，不得引用", "Training data: not real figures, not to be quoted"))
	}
	return lines
}

// The pictures of a target's page.
const (
	trendID   = "trend"
	aloneID   = "alone"
	rankingID = "ranking"
)

// pictureKey says what is drawn.
func (p page) pictureKey(e *targets.Evaluation, pic *picture) string {
	switch {
	case pic.ID == rankingID:
		return p.say("各地区完成进度（较基期）；● 达标或达到序时进度，▲ 慢于序时进度，■ 严重滞后", "Attained share since the baseline; ● met or on track, ▲ behind, ■ far behind")
	case pic.ID == aloneID:
		return p.say("弧长为最近数，短线为目标值", "The arc is the newest value, the tick the goal")
	case len(e.Path) > 0:
		return p.say("带点的线：实际数；虚线：序时进度要求", "Line with points: value; dashed line: required path")
	}
	return p.say("带点的线：实际数", "Line with points: value")
}

// sourcesOf names where the figures of a series were published, each once, the
// newest first, at most three.
func (p page) sourcesOf(e *targets.Evaluation) string {
	var list []string
	for _, f := range slices.Backward(e.Series) {
		if f.SourceTitle != "" && !slices.Contains(list, f.SourceTitle) {
			list = append(list, f.SourceTitle)
		}
	}
	s := strings.Join(list[:min(3, len(list))], p.say("；", "; "))
	if len(list) > 3 {
		s += p.say("等", " and others")
	}
	return s
}

// figureColumns are the columns in which figures travel (design §5).
var figureColumns = [...]string{
	"indicator", "area", "period", "value", "numerator", "denominator", "unit", "flag", "bound", "published", "note", "source_title", "source_url", "origin",
}

// figuresCSV prints the standing figures of a series and of its other sources as
// `biaochi export` does, so that `biaochi import` reads them. Sums of other areas
// are computed and no figures. It is empty of none.
func figuresCSV(e *targets.Evaluation, keepsNote func(*targets.Figure) bool) string {
	var list []*targets.Figure
	for _, figures := range [][]targets.Figure{e.Series, e.Others} {
		for i := range figures {
			f := &figures[i]
			known := slices.ContainsFunc(list, func(g *targets.Figure) bool { return g.Key == f.Key })
			if f.Origin != targets.OriginRollUp && f.Indicator == e.Indicator.ID && !known {
				list = append(list, f)
			}
		}
	}
	if len(list) == 0 {
		return ""
	}
	slices.SortStableFunc(list, func(a, b *targets.Figure) int { return targets.CompareKeys(a.Key, b.Key) })
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.Write(figureColumns[:])
	for _, f := range list {
		w.Write(figureCells(f, e.Indicator, keepsNote(f)))
	}
	w.Flush() // into memory: it cannot fail
	return out.String()
}

func figureCells(f *targets.Figure, ind *targets.Indicator, withNote bool) []string {
	value, unit := printed(ind, f.Value)
	note := ""
	if withNote {
		note = neutral(f.Note)
	}
	return []string{
		f.Indicator, f.Area, f.Period.String(), value, f.Numerator.String(), f.Denominator.String(), unit,
		string(f.Flag), string(f.Bound), f.Published.String(), note, neutral(f.SourceTitle), neutral(f.SourceURL), string(f.Origin),
	}
}

// stageWords are a milestone's values in a figure file.
var stageWords = map[string]string{
	targets.StageNotBegun.String(): "not_begun", targets.StageUnderWay.String(): "under_way", targets.StageDone.String(): "done",
}

// printed is a value and its unit as a figure file has them: every ratio as per
// cent, so that one indicator has one unit.
func printed(ind *targets.Indicator, v targets.Decimal) (value, unit string) {
	s := v.String()
	if word := stageWords[s]; ind.Measure == targets.Milestone && word != "" {
		return word, ind.Unit.ZH
	}
	if ind.Measure.PerCent() {
		return targets.Percent(v).String(), "%"
	}
	return s, ind.Unit.ZH
}

// formulaStart are the characters by which spreadsheets take a cell for a
// formula, their full-width forms included.
const formulaStart = "=+-@\t\r\n＝＋－＠"

// neutral is a text that no spreadsheet runs: one apostrophe before what looks
// like a formula, or like a text that was given one. An import takes it off.
func neutral(s string) string {
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, "'"))
	if strings.ContainsRune(formulaStart, first) {
		return "'" + s
	}
	return s
}
