package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/biaochi/biaochi/targets"
)

// notesPart is 附注: what the words and numbers mean and where they come from.
type notesPart struct {
	Head  string
	Notes []note
}

// A note is one paragraph, or a list under one heading.
type note struct {
	Head  string
	Text  string
	Items []string
}

func (w *bulletinWriter) notes() notesPart {
	part := notesPart{Head: w.say("附注", "Notes")}
	add := func(zh, en, text string, items []string) {
		if len(items) == 1 {
			text, items = items[0], nil
		}
		if text != "" || len(items) > 0 {
			part.Notes = append(part.Notes, note{w.say(zh, en), text, items})
		}
	}
	if len(w.own)+len(w.below) > 0 {
		add("名词解释", "Terms", w.terms(), nil)
		add("状态判定", "States", w.cuts(), nil)
	}
	add("指标口径", "Definitions", "", w.definitions())
	add("起始日", "Starts", w.starts(), nil)
	add("数据来源", "Sources", "", w.sources())
	add("目标值调整", "Adjusted goals", "", w.adjusted())
	add("初步数和估计数", "Provisional and estimated figures", "", w.flagged())
	add("上下限", "Bounds", "", w.bounds())
	add("另有来源", "Other sources", "", w.others())
	add("其他说明", "Also to be known", "", w.remarked())
	add("版本", "Edition", w.colophon(), nil)
	return part
}

func (w *bulletinWriter) terms() string {
	return w.say(
		"完成率＝最近数÷目标值；完成进度＝（最近数－基期数）÷（目标值－基期数）；序时进度是至该数据所属日应达到的进度，自基期至期限按天数均匀推算，文件或指标另定节点的从其规定；序时比＝完成进度÷序时进度。完成进度和序时进度都算到最近一期数据的截止日，不受报送早晚影响。",
		"Completion = newest value ÷ goal. Attained share = (newest value − baseline) ÷ (goal − baseline). Expected share = what should be attained by the figure's date, even by days from baseline to deadline, or by the document's own steps. Pace = attained ÷ expected share; both are taken at the end of the newest figure's period, so that late reporting is not slow work.")
}

func (w *bulletinWriter) cuts() string {
	c := w.book.snap.Cuts
	return fmt.Sprintf(w.say(
		"序时比不低于%s为达到或基本达到序时进度，低于%[1]s而不低于%[2]s为慢于序时进度，低于%[2]s而不低于%[3]s为严重滞后，低于%[3]s为不升反降或不降反升。绿、黄、红、蓝、灰灯分别以●▲■◆○标示；蓝灯表示期限已过、期末数待报。",
		"Pace %s or more is on track or nearly so, below %[1]s and at least %[2]s is behind, below %[2]s and at least %[3]s is far behind, below %[3]s is reversing. Lights: ● green, ▲ yellow, ■ red, ◆ blue (deadline passed, final figure awaited), ○ grey."), c.OnTrack, c.FarBehind, c.Reversing)
}

// eachIndicator calls fn once for each indicator of the own goals, in their order.
func (w *bulletinWriter) eachIndicator(fn func(*targets.Indicator)) {
	seen := map[string]bool{}
	for _, e := range w.own {
		if !seen[e.Indicator.ID] {
			seen[e.Indicator.ID] = true
			fn(e.Indicator)
		}
	}
}

// definitions tells each card, and in one line which cards the documents leave open.
func (w *bulletinWriter) definitions() []string {
	var list, open []string
	w.eachIndicator(func(ind *targets.Indicator) {
		name := ind.Name.In(w.lang)
		switch {
		case ind.Measure == targets.Milestone || ind.Measure == targets.TimeLimit:
		case ind.Definition.IsZero():
			open = append(open, name)
		default:
			list = append(list, sentence(name+w.say("：", ": ")+ind.Definition.In(w.lang), w.lang))
		}
	})
	if len(list) == 0 && len(open) > 1 {
		return []string{w.say("文件对各项指标均未作定义，口径待明确。", "The documents define none of the indicators.")}
	}
	if len(open) > 0 {
		list = append(list, fmt.Sprintf(w.say("口径待明确（文件未作定义）：%s。", "Not defined by the documents: %s."), w.list(open)))
	}
	return list
}

// sentence ends a text where it does not end yet.
func sentence(s string, lang targets.Lang) string {
	if strings.HasSuffix(s, "。") || strings.HasSuffix(s, ".") || strings.HasSuffix(s, "；") {
		return s
	}
	return s + targets.Text{ZH: "。", EN: "."}.In(lang)
}

func (w *bulletinWriter) starts() string {
	n := 0
	for _, e := range w.own {
		if e.Target.StartBasis == targets.BasisIssueYear {
			n++
		}
	}
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(w.say("有%d项目标的文件未写明起始日，按发文当年1月1日推定。", "The documents print no start for %d goals; it is presumed to be 1 January of the year of issue."), n)
}

// sources tells where the figures come from, each source once with what it is of.
func (w *bulletinWriter) sources() []string {
	var titles []string
	of := map[string][]string{}
	for _, e := range w.own {
		figures := e.Used
		if e.BaselineFigure != nil {
			figures = append(slices.Clone(figures), *e.BaselineFigure)
		}
		for i := range figures {
			f := &figures[i]
			title := w.sourceOf(f)
			if of[title] == nil {
				titles = append(titles, title)
			}
			if name := e.Indicator.Name.In(w.lang); !slices.Contains(of[title], name) {
				of[title] = append(of[title], name)
			}
		}
	}
	if len(titles) == 1 {
		return []string{fmt.Sprintf(w.say("各项数据均来自%s。", "All figures: %s."), titles[0])}
	}
	var list []string
	for _, title := range titles {
		list = append(list, fmt.Sprintf(w.say("%s：%s。", "%s: %s."), title, w.list(of[title])))
	}
	return list
}

// sourceOf names a figure's source; what offices reported has no other than the
// office's report.
func (w *bulletinWriter) sourceOf(f *targets.Figure) string {
	origin := f.Origin.Name().In(w.lang)
	if f.SourceTitle == "" || f.SourceTitle == f.Origin.Name().ZH {
		return origin
	}
	return fmt.Sprintf(w.say("%s（%s）", "%s (%s)"), f.SourceTitle, origin)
}

func (w *bulletinWriter) adjusted() []string {
	var list []string
	for _, e := range w.own {
		for i := range e.Target.Adjustments {
			a := &e.Target.Adjustments[i]
			if a.On > w.book.snap.AsOf {
				continue
			}
			text := fmt.Sprintf(w.say("%s：%s由%s调整", "%s: adjusted on %s by %s"), e.Indicator.Name.In(w.lang), w.prose(a.On), a.Document)
			if reason := a.Reason.In(w.lang); reason != "" {
				text += w.say("，", "; ") + reason
			}
			list = append(list, sentence(text, w.lang))
		}
	}
	return list
}

// flagged lists the provisional and estimated figures among those judged.
func (w *bulletinWriter) flagged() []string {
	return w.eachUsed(func(f *targets.Figure) string {
		if f.Flag == targets.Provisional || f.Flag == targets.Estimated {
			return f.Flag.Name().In(w.lang)
		}
		return ""
	})
}

func (w *bulletinWriter) bounds() []string {
	return w.eachUsed(func(f *targets.Figure) string {
		switch f.Bound {
		case targets.Lower:
			return w.say("只公布了下限", "only a lower bound was published")
		case targets.Upper:
			return w.say("只公布了上限", "only an upper bound was published")
		}
		return ""
	})
}

// eachUsed lists the figures that the values are made of and that something is to
// be said of.
func (w *bulletinWriter) eachUsed(say func(*targets.Figure) string) []string {
	var list []string
	for _, e := range w.own {
		for i := range e.Used {
			if words := say(&e.Used[i]); words != "" {
				list = append(list, w.figureLine(e, &e.Used[i], words))
			}
		}
	}
	return list
}

func (w *bulletinWriter) figureLine(e *targets.Evaluation, f *targets.Figure, words string) string {
	return fmt.Sprintf(w.say("%s：%s%s，%s。", "%s, %s: %s, %s."), e.Indicator.Name.In(w.lang), f.Period.Label(w.lang), targets.FormatValue(f.Value, e.Indicator, w.lang), words)
}

func (w *bulletinWriter) others() []string {
	var list []string
	for _, e := range w.own {
		for i := range e.Others {
			f := &e.Others[i]
			if !f.Value.Known() {
				continue
			}
			list = append(list, w.figureLine(e, f, fmt.Sprintf(w.say("来源为%s，未采用", "from %s, not used"), w.sourceOf(f))))
		}
	}
	return list
}

func (w *bulletinWriter) remarked() []string {
	var list []string
	for _, e := range w.own {
		for _, n := range e.Notes {
			text := n.In(w.lang)
			if w.lang == targets.ZH {
				text = targets.Prose(text)
			}
			list = append(list, sentence(e.Indicator.Name.In(w.lang)+w.say("：", ": ")+text, w.lang))
		}
	}
	return list
}

// colophon says what the edition leaves out.
func (w *bulletinWriter) colophon() string {
	var s string
	if w.book.public {
		s = w.say("本通报为公开版，不含内部指标、填报单位说明和任务进展文字。", "This is the public edition: it leaves out internal indicators, notes of offices and texts of tasks. ")
	}
	if w.book.snap.Demo {
		s += w.say("数据为演示数据，不得用于实际工作。", "The figures are training data.")
	}
	return strings.TrimSpace(s)
}
