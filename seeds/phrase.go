package seeds

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/biaochi/biaochi/targets"
)

// A disagreement is something that a phrase of a document says and its target does
// not. A question may be answered by a reading; what is no question is a slip.
type disagreement struct {
	key, text, fix string
	question       bool
}

// A phrase is the printed numeric phrase of a target, taken apart.
type phrase struct {
	text      string // half width, years taken out of it
	numbers   []printed
	years     []int // not those it is compared with; the last is the deadline's
	month     int   // printed after the last of years, 0: none
	base      int   // of «比2020年», 0: none
	doublings int   // of «翻一番», 0: none
	bound     targets.Comparator
	about     bool // 左右, 约
}

// A printed is one number of a phrase with what stands behind it.
type printed struct {
	value targets.Decimal
	tens  int32  // 万 is 4
	after string // the text behind the number and its ten thousands
}

var (
	yearSpan   = regexp.MustCompile(`([12]\d{3})年?[—–~至-]+([12]\d{3})年`)
	yearAlone  = regexp.MustCompile(`([比较]?)(?:到|至)?([12]\d{3})年(?:(\d{1,2})月)?`)
	doubling   = regexp.MustCompile(`翻([一两二三四1-4])番`)
	digits     = regexp.MustCompile(`\d+(?:\.\d+)?`)
	chineseNum = regexp.MustCompile(`[零〇一二两三四五六七八九十百千]+`)
)

// boundWords are looked for in this order: «不超过» before the «超过» in it.
var boundWords = []struct {
	word  string
	bound targets.Comparator
}{
	{"不低于", targets.AtLeast}, {"不少于", targets.AtLeast}, {"不小于", targets.AtLeast}, {"至少", targets.AtLeast}, {"以上", targets.AtLeast},
	{"不超过", targets.AtMost}, {"不高于", targets.AtMost}, {"不大于", targets.AtMost}, {"不多于", targets.AtMost}, {"至多", targets.AtMost},
	{"以内", targets.AtMost}, {"之内", targets.AtMost}, {"以下", targets.AtMost},
	{"超过", targets.Over}, {"高于", targets.Over}, {"大于", targets.Over}, {"多于", targets.Over}, {"突破", targets.Over},
	{"低于", targets.Under}, {"少于", targets.Under}, {"小于", targets.Under}, {"不足", targets.Under}, {"不到", targets.Under},
}

// readPhrase takes a phrase apart. What it does not know it leaves alone.
func readPhrase(s string) phrase {
	s = strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			return r - '！' + '!'
		}
		return r
	}, s)
	p := phrase{text: strings.NewReplacer(",", "", " ", "", "　", "", "％", "%", "百分之", "%").Replace(s)}
	p.takeYears()
	if m := doubling.FindStringSubmatch(p.text); m != nil {
		p.doublings = int(chinese(m[1]))
		p.text = strings.Replace(p.text, m[0], "", 1)
	}
	for _, b := range boundWords {
		if strings.Contains(p.text, b.word) {
			p.bound = b.bound
			break
		}
	}
	p.about = strings.Contains(p.text, "左右") || strings.Contains(p.text, "约") && !strings.Contains(p.text, "节约") && !strings.Contains(p.text, "集约")
	p.takeNumbers()
	return p
}

// takeYears takes the years out, so that 2025 is not taken for a number of things.
func (p *phrase) takeYears() {
	p.text = yearSpan.ReplaceAllStringFunc(p.text, func(s string) string {
		m := yearSpan.FindStringSubmatch(s)
		p.years = append(p.years, atoi(m[1]), atoi(m[2]))
		return "；"
	})
	p.text = yearAlone.ReplaceAllStringFunc(p.text, func(s string) string {
		m := yearAlone.FindStringSubmatch(s)
		if m[1] != "" {
			p.base = atoi(m[2])
			return "；"
		}
		p.years, p.month = append(p.years, atoi(m[2])), atoi(m[3])
		return "；"
	})
}

func atoi(s string) int {
	n, _ := strconv.Atoi(s) // digits by the pattern; none is 0
	return n
}

// takeNumbers reads the numbers in digits, or where there are none the Chinese ones
// that count something.
func (p *phrase) takeNumbers() {
	add := func(v targets.Decimal, before, after string) {
		n := printed{value: v, after: after}
		for _, w := range [...]struct {
			word string
			tens int32
		}{{"万亿", 12}, {"亿", 8}, {"万", 4}} {
			if rest, ok := strings.CutPrefix(n.after, w.word); ok {
				n.tens, n.after = w.tens, rest
				break
			}
		}
		if strings.HasSuffix(before, "%") { // 百分之五
			n.after = "%" + n.after
		}
		p.numbers = append(p.numbers, n)
	}
	for _, at := range digits.FindAllStringIndex(p.text, -1) {
		if v, err := targets.ParseDecimal(p.text[at[0]:at[1]]); err == nil {
			add(v, p.text[:at[0]], p.text[at[1]:])
		}
	}
	if len(p.numbers) > 0 {
		return
	}
	for _, at := range chineseNum.FindAllStringIndex(p.text, -1) {
		word, before, after := p.text[at[0]:at[1]], p.text[:at[0]], p.text[at[1]:]
		if v := chinese(word); v > 0 && counts(word, before, after) {
			add(targets.NewDecimal(v), before, after)
		}
	}
}

// counts reports whether a Chinese number counts something, as in 三年, 前三, not in
// 第一阶段, 一批 or 统一.
func counts(word, before, after string) bool {
	if strings.HasSuffix(before, "前") || strings.HasSuffix(before, "%") {
		return true
	}
	if strings.HasSuffix(before, "第") {
		return !strings.HasPrefix(after, "阶段") && !strings.HasPrefix(after, "批")
	}
	return slices.ContainsFunc(measureWords[:], func(w string) bool { return strings.HasPrefix(strings.TrimLeft(after, "万亿"), w) })
}

// measureWords are what is counted in the phrases of plans.
var measureWords = [...]string{"个百分点", "个月", "项", "个", "家", "人", "名", "件", "户", "次", "所", "座", "位", "年", "天", "倍", "%", "元", "吨", "公里", "平方", "岁", "台", "套", "种", "辆"}

// chinese reads a Chinese number below ten thousand; 0 for what is none.
func chinese(s string) int64 {
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return n
	}
	var total, n int64
	for _, r := range s {
		if d := strings.IndexRune("零一二三四五六七八九", r); d >= 0 {
			n = int64(d / len("一"))
			continue
		}
		switch r {
		case '两':
			n = 2
		case '〇':
			n = 0
		case '十':
			total, n = total+10*max(n, 1), 0
		case '百':
			total, n = total+100*max(n, 1), 0
		case '千':
			total, n = total+1000*max(n, 1), 0
		default:
			return 0
		}
	}
	return total + n
}

// disagreements lists what the phrase of a target says and the target does not.
func disagreements(t *targets.Target, i *targets.Indicator) []disagreement {
	d := comparison{t: t, i: i, p: readPhrase(t.AsWritten), form: formOf(t, i)}
	d.dates()
	if i.Measure == targets.Milestone {
		return d.found
	}
	d.digits()
	d.bounds()
	if i.Measure != targets.TimeLimit {
		d.forms()
		d.moves()
	}
	return d.found
}

// A comparison holds one phrase against its target.
type comparison struct {
	t     *targets.Target
	i     *targets.Indicator
	p     phrase
	form  targets.GoalForm
	found []disagreement
}

func (d *comparison) fault(key, text, fix string) {
	d.found = append(d.found, disagreement{key, text, fix, false})
}

func (d *comparison) ask(key, text, fix string) {
	d.found = append(d.found, disagreement{key, text, fix + "；另有理由的写明 reading", true})
}

func (d *comparison) says(words ...string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(d.p.text, w) })
}

// dates holds the printed years against deadline and base year.
func (d *comparison) dates() {
	p, t := &d.p, d.t
	if n := len(p.years); n > 0 {
		last := p.years[n-1]
		y, m, _ := t.Deadline.YMD()
		switch {
		case t.Deadline == 0:
			d.fault("deadline", fmt.Sprintf("原文印有 %d 年，而目标没有期限", last), "补上 deadline")
		case y != last:
			d.fault("deadline", fmt.Sprintf("期限 %s 与原文的 %d 年不符", t.Deadline, last), "改正期限")
		case p.month != 0 && m != p.month:
			d.fault("deadline", fmt.Sprintf("期限 %s 与原文的 %d 年 %d 月不符", t.Deadline, last, p.month), "改正期限")
		}
	}
	switch {
	case p.base == 0:
	case t.BaseYear == p.base:
	case t.BaseYear != 0:
		d.fault("base_year", fmt.Sprintf("基期年 %d 与原文的“比%d年”不符", t.BaseYear, p.base), "改正 base_year")
	case t.BaselinePeriod.IsZero() || t.BaselinePeriod.End.Year() != p.base:
		d.fault("base_year", fmt.Sprintf("原文写“比%d年”，目标没有基期年", p.base), "补上 base_year")
	}
}

// asked are the numbers a target asks for, with their keys.
func (d *comparison) asked() (keys []string, values []targets.Decimal) {
	add := func(key string, v targets.Decimal) {
		if v.Known() {
			keys, values = append(keys, key), append(values, v)
		}
	}
	add("goal", d.t.Goal)
	add("goal_high", d.t.GoalHigh)
	add("amount", d.t.Amount)
	add("amount_high", d.t.AmountHigh)
	return keys, values
}

// digits holds the printed numbers against those of the target.
func (d *comparison) digits() {
	keys, values := d.asked()
	if d.p.doublings > 0 {
		d.doubling()
		return
	}
	switch {
	case len(values) == 0 && len(d.p.numbers) > 0 && d.form != targets.FormVersus:
		d.ask("as_written", "原文印有数，而目标没有数", "补上目标值")
		return
	case len(values) > 0 && len(d.p.numbers) == 0:
		d.ask("as_written", "原文短语里没有数，而目标有数", "把数写进 as_written")
		return
	}
	for n, v := range values {
		if !slices.ContainsFunc(d.p.numbers, func(p printed) bool { return d.equal(p, v) }) {
			d.fault(keys[n], fmt.Sprintf("%s 与原文“%s”的数不符", v, d.t.AsWritten), "改正数值；60% 写 \"0.60\"")
		}
	}
	if len(values) > 0 {
		d.units()
	}
}

// doubling holds «翻一番» against a factor of 2, or an increase by 1.
func (d *comparison) doubling() {
	want := int64(1) << d.p.doublings
	if d.t.Comparator == targets.Increase {
		want--
	}
	switch {
	case d.form != targets.FormRelative:
		d.fault("form", fmt.Sprintf("原文写“翻番”，而目标形式是 %s", d.form), "应为 relative")
	case !d.t.Amount.Equal(targets.NewDecimal(want)):
		d.fault("amount", fmt.Sprintf("%s 与原文“%s”不符", d.t.Amount, d.t.AsWritten), fmt.Sprintf("应为 \"%d\"", want))
	}
}

// shares reports whether the target's printed number is a share of the base.
func (d *comparison) shares() bool {
	return d.form == targets.FormRelative || d.form == targets.FormAverage && !d.t.Additive
}

// equal reports whether a printed number is one of the target's: per cent as a
// share, ten thousands as its unit counts them.
func (d *comparison) equal(p printed, v targets.Decimal) bool {
	value := p.value
	if !strings.HasPrefix(p.after, "倍") {
		value = p.value.Shift(p.tens - tensOf(d.i.Unit.ZH))
	}
	if strings.HasPrefix(p.after, "%") || strings.HasPrefix(p.after, "个百分点") {
		value = p.value
		if d.shares() || d.i.Measure.PerCent() {
			value = value.Shift(-2)
		} else if !strings.Contains(d.i.Unit.ZH, "%") {
			return false
		}
	}
	return value.Equal(v)
}

// tensOf is how many zeros a unit stands for: 万人 is 4.
func tensOf(unit string) int32 {
	switch {
	case strings.HasPrefix(unit, "万亿"):
		return 12
	case strings.HasPrefix(unit, "亿"):
		return 8
	case strings.HasPrefix(unit, "万"):
		return 4
	}
	return 0
}

// units asks about a printed measure word that is not the indicator's.
func (d *comparison) units() {
	if d.shares() || d.i.Unit.ZH == "" || d.i.Measure.PerCent() {
		if d.form == targets.FormRelative && d.says("个百分点") {
			d.fault("form", "原文是百分点，而目标形式是 relative（百分之几）", "应为 change")
		}
		return
	}
	unit := strings.TrimLeft(d.i.Unit.ZH, "万亿")
	for _, p := range d.p.numbers {
		for _, w := range measureWords {
			if !strings.HasPrefix(p.after, w) {
				continue
			}
			if !strings.HasPrefix(p.after, unit) && !strings.HasPrefix(unit, w) && w != "%" && w != "倍" {
				d.ask("as_written", fmt.Sprintf("原文的单位“%s”不是指标的单位“%s”", w, d.i.Unit.ZH), "核对指标")
			}
			break
		}
	}
}

// bounds holds the bound word against the comparator, or against the extent of
// what rises or falls.
func (d *comparison) bounds() {
	t, key := d.t, "comparator"
	has := t.Comparator
	if has == targets.Increase || has == targets.Decrease {
		if key, has = "extent", t.Extent; has == "" {
			has = targets.AtLeast
		}
		if !t.Amount.Known() && !t.Goal.Known() {
			return
		}
	}
	switch bound := d.p.bound; {
	case bound != "" && has != bound:
		d.fault(key, fmt.Sprintf("%s 与原文“%s”的界限词不符", has, t.AsWritten), "应为 "+string(bound))
	case bound != "":
	case d.form == targets.FormRank && (has == targets.AtMost || key == "extent"), has == targets.Between && len(d.p.numbers) > 1:
	case d.p.about:
		d.ask("reading", "原文写“左右”“约”而没有界限词", "写明怎样算达到：at_least、at_most，或 between 及其幅度")
	case d.form == targets.FormVersus && d.says("同步") && has != targets.Between:
		d.ask("comparator", "原文写“同步”", "应为 between 及其幅度")
	case key == "comparator" && has != targets.AtLeast && has != targets.Exactly && d.form != targets.FormVersus && !d.says("降到", "降至", "降低到", "下降到", "控制在"):
		d.ask("comparator", fmt.Sprintf("原文“%s”没有界限词，而比较方式是 %s", t.AsWritten, has), "核对比较方式")
	}
	if d.p.about && t.Certainty != targets.About {
		d.ask("certainty", "原文写“左右”“约”", "写 certainty: about")
	}
	if d.says("力争") && t.Certainty != targets.Strive {
		d.ask("certainty", "原文写“力争”", "写 certainty: strive")
	}
}

// forms holds the words of the forms against the form.
func (d *comparison) forms() {
	t, f := d.t, d.form
	average := f == targets.FormAverage || f == targets.FormVersus && t.Reference.Over == targets.OverSpan || d.i.Span == targets.SpanAverage
	switch {
	case d.says("年均", "平均每年") && !average:
		d.fault("form", fmt.Sprintf("原文写“年均”，而目标形式是 %s", f), "应为 average")
	case d.says("每年", "各年", "逐年") && f == targets.FormAverage:
		d.ask("form", "原文写“每年”，而目标形式是 average（年均）", "应为 yearly")
	case d.says("每年", "各年") && f != targets.FormYearly && (f != targets.FormVersus || t.Reference.Over != targets.OverEach):
		d.fault("form", fmt.Sprintf("原文写“每年”，而目标形式是 %s", f), "应为 yearly")
	case f == targets.FormAverage && !d.says("年均", "平均每年", "每年"):
		d.ask("form", "原文没有写“年均”", "核对目标形式")
	case f == targets.FormYearly && !d.says("每年", "各年", "年度", "上年", "逐年", "当年"):
		d.ask("form", "原文没有写“每年”", "核对目标形式")
	}
	if d.says("上年", "上一年") && !t.Previous {
		d.fault("goal", "原文与上年相比", "写 form: yearly 和 goal: previous")
	}
	if d.says("累计") && d.i.Accumulation == targets.Stock {
		d.fault("indicator", "原文写“累计”，而指标是期末现有数", "换用累计数或新增量的指标")
	}
	times := slices.ContainsFunc(d.p.numbers, func(p printed) bool { return strings.HasPrefix(p.after, "倍") })
	if times && f != targets.FormRelative && !strings.Contains(d.i.Unit.ZH, "倍") {
		d.fault("form", fmt.Sprintf("原文写“倍”，而目标形式是 %s", f), "应为 relative")
	}
}

// moves holds the words of rising and falling against increase and decrease.
func (d *comparison) moves() {
	up := d.says("增长", "增加", "提高", "提升", "新增", "上升", "扩大", "更多", "增幅")
	down := d.says("下降", "降低", "减少", "缩减", "缩短", "压减", "精简", "前移", "降幅")
	c := d.t.Comparator
	switch {
	case up == down:
	case c == targets.Decrease && up, c == targets.Increase && down && d.i.Sense == "":
		d.fault("comparator", fmt.Sprintf("%s 与原文“%s”的升降相反", c, d.t.AsWritten), "改正升降")
	case d.form == targets.FormLevel && down && c == targets.AtLeast && d.i.Sense == "" && !d.says("降到", "降至", "降低到", "减少到", "下降到"):
		d.ask("form", "原文写下降，而目标是数值本身达到", "下降百分之几写 form: relative，下降多少写 form: change")
	}
}

// checkPhrase reports where a target disagrees with its own phrase. The phrase may
// be that of the document, or of a later one that changed the goal.
func checkPhrase(e *entry[targets.Target], i *targets.Indicator) {
	found := open(e.v, i)
	for n := 0; len(found) > 0 && n < len(e.v.Adjustments); n++ {
		if len(open(e.v.With(e.v.Adjustments[n].Was, nil), i)) == 0 {
			return
		}
	}
	for _, x := range found {
		e.fault(x.key, x.text, x.fix)
	}
}

// open are the disagreements that no reading answers.
func open(t *targets.Target, i *targets.Indicator) []disagreement {
	return slices.DeleteFunc(disagreements(t, i), func(x disagreement) bool { return x.question && !t.Reading.IsZero() })
}
