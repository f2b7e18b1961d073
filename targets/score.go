package targets

import (
	"fmt"
	"math/big"
	"slices"
)

// A Formula (计分办法) says how completion and reporting become points (考核评分).
// An office sets it in a file; nothing of it is ours. States, verdicts and
// forecasts are never scores: points come from shares alone.
type Formula struct {
	Name       string
	Areas      []string // codes, in the order of the table
	Periods    Period   // whose duties count for OnTime and Deductions: those of periods that end within it
	Items      []ScoreItem
	OnTime     Decimal // weight of the on-time rate 及时率; absent: not scored
	Deductions []Deduction
}

// A ScoreItem turns one goal of every area into points.
type ScoreItem struct {
	Indicator string
	Document  string // whose goal, where an area has several; "" where one
	Weight    Decimal
	By        ScoreBy
	Floor     Decimal // a share below it earns nothing; absent: 0
	Cap       Decimal // no share counts for more; absent: 1
	Missing   ScoreMissing
}

// A ScoreBy is the share that earns points.
type ScoreBy string

// The shares.
const (
	ByCompletion ScoreBy = "completion" // 完成率
	ByProgress   ScoreBy = "progress"   // 完成进度
	ByPace       ScoreBy = "pace"       // 序时比
)

// Name returns the words of the share.
func (b ScoreBy) Name() Text {
	return map[ScoreBy]Text{ByCompletion: {"完成率", "completion"}, ByProgress: {"完成进度", "attained share"}, ByPace: {"序时比", "pace"}}[b]
}

// A ScoreMissing says what a goal without a share is worth. A formula has to
// choose: what is absent is never zero of itself.
type ScoreMissing string

// The choices.
const (
	MissingZero    ScoreMissing = "zero"    // 计0分
	MissingExclude ScoreMissing = "exclude" // 不计入满分
)

// A Deduction (扣分) takes points off for duties of a kind, or by a decision.
type Deduction struct {
	For    DeductionFor
	Each   Decimal // points for each duty
	Most   Decimal // no more than so many points; absent: no limit
	Area   string  // of a decision: whose
	Points Decimal // of a decision
	Reason string  // of a decision, with its document
}

// A DeductionFor is what points are taken off for.
type DeductionFor string

// The grounds.
const (
	DeductLate     DeductionFor = "late"     // 迟报
	DeductMissing  DeductionFor = "missing"  // 应报未报
	DeductDeclared DeductionFor = "declared" // 确认缺报
	DeductDecision DeductionFor = "decision" // 另行决定
)

// Name returns the words of the ground.
func (d DeductionFor) Name() Text {
	return map[DeductionFor]Text{
		DeductLate: {"迟报", "late"}, DeductMissing: {"应报未报", "not reported"}, DeductDeclared: {"确认缺报", "confirmed missing"}, DeductDecision: {"另行扣分", "by decision"},
	}[d]
}

// A Score (考核得分) is what an area earns, with every line it is made of.
type Score struct {
	Area  string
	Lines []ScoreLine
	Of    Decimal // 应得满分: the weights of the lines that count
	Total Decimal // the sum of the printed points, never below zero
	Share Decimal // Total ÷ Of, to six decimals; absent where nothing counts
}

// A ScoreLine is one line of a score. Points are rounded half to even to two
// decimals, and the total adds up what is printed.
type ScoreLine struct {
	Name    Text
	Target  *Evaluation // nil of on-time and deductions
	By      ScoreBy     // "" of on-time and deductions
	Share   Decimal     // the share, or the on-time rate
	Counted Decimal     // after floor and cap
	Weight  Decimal     // absent of deductions, and where the line does not count
	Points  Decimal     // below zero of deductions; absent where the line does not count
	Why     Text        // how the points came about
}

// Score applies the formula to evaluations and duties, as they stand at the end
// of a day. An area without a goal that an item names is not scored for it. All
// faults are returned at once, as Faults: an unknown area, several goals where
// the item names no document, a goal that has no such share by its nature.
func (f *Formula) Score(all []Evaluation, duties []Duty, areas []Area, today Date) ([]Score, error) {
	s := scoring{f: f, all: all, duties: duties, tree: NewAreaTree(areas), today: today}
	var list []Score
	for i, code := range f.Areas {
		if s.tree.Area(code) == nil {
			s.fault(fmt.Sprintf("areas[%d]", i), fmt.Sprintf("没有地区 %s", code), "写六位地区代码，如 330100")
			continue
		}
		list = append(list, s.area(CanonicalArea(code)))
	}
	if len(s.faults) > 0 {
		return nil, s.faults
	}
	return list, nil
}

type scoring struct {
	f      *Formula
	all    []Evaluation
	duties []Duty
	tree   AreaTree
	today  Date
	faults Faults
}

func (s *scoring) fault(field, text, fix string) {
	s.faults = append(s.faults, Fault{Field: field, Text: text, Fix: fix})
}

func (s *scoring) area(code string) Score {
	score := Score{Area: code}
	for i := range s.f.Items {
		score.Lines = append(score.Lines, s.item(i, code))
	}
	rate := s.rate(code)
	if s.f.OnTime.Known() {
		score.Lines = append(score.Lines, onTimeLine(s.f.OnTime, rate))
	}
	for i := range s.f.Deductions {
		if line, ok := s.f.Deductions[i].line(code, rate); ok {
			score.Lines = append(score.Lines, line)
		}
	}
	score.add()
	return score
}

// add sums up what is printed.
func (s *Score) add() {
	of, total := new(big.Rat), new(big.Rat)
	for _, l := range s.Lines {
		if l.Weight.Known() {
			of.Add(of, l.Weight.Rat())
		}
		if l.Points.Known() {
			total.Add(total, l.Points.Rat())
		}
	}
	if total.Sign() < 0 {
		total.SetInt64(0)
	}
	s.Of, s.Total = exactDecimal(of), roundRat(total, 2)
	if of.Sign() > 0 {
		s.Share = roundRat(new(big.Rat).Quo(total, of), 6)
	}
}

// item scores the goal of an area that an item names.
func (s *scoring) item(i int, code string) ScoreLine {
	item := &s.f.Items[i]
	line := ScoreLine{Name: s.name(item.Indicator), By: item.By}
	e := s.goal(i, code)
	if e == nil {
		line.Why = Text{"本地区没有这个目标，不计入满分", "no such goal in this area; not counted"}
		return line
	}
	line.Name, line.Target, line.Share = e.Indicator.Name, e, item.share(e)
	if !line.Share.Known() {
		s.absent(i, &line)
		return line
	}
	line.Weight, line.Counted = item.Weight, item.counted(line.Share)
	line.Points = roundRat(new(big.Rat).Mul(item.Weight.Rat(), line.Counted.Rat()), 2)
	line.Why = Text{
		fmt.Sprintf("%s × %s", item.Weight, line.Counted), fmt.Sprintf("%s × %s", item.Weight, line.Counted),
	}
	return line
}

// name is the name of an indicator, where any goal is about it.
func (s *scoring) name(indicator string) Text {
	for i := range s.all {
		if s.all[i].Target.Indicator == indicator {
			return s.all[i].Indicator.Name
		}
	}
	return Text{indicator, indicator}
}

// goal finds the one goal of an area that item i is about; nil where there is none.
func (s *scoring) goal(i int, code string) *Evaluation {
	item, found := &s.f.Items[i], (*Evaluation)(nil)
	for j := range s.all {
		e := &s.all[j]
		if e.Target.Indicator != item.Indicator || CanonicalArea(e.Target.Area) != code || item.Document != "" && e.Target.Document != item.Document {
			continue
		}
		if found != nil {
			s.fault(fmt.Sprintf("items[%d].document", i), fmt.Sprintf("%s 在 %s 有几个目标：%s、%s……", item.Indicator, code, found.Target.ID, e.Target.ID), "用 document 写明是哪份文件的目标")
			return found
		}
		found = e
	}
	return found
}

// absent scores a goal without the share: by the choice of the formula, unless
// goals of this kind never have it.
func (s *scoring) absent(i int, line *ScoreLine) {
	item, e := &s.f.Items[i], line.Target
	if e.Value.Known() && e.Goal.Known() && item.By == ByCompletion {
		s.fault(fmt.Sprintf("items[%d].by", i), fmt.Sprintf("目标 %s（%s）没有完成率", e.Target.ID, e.GoalText(ZH)), "这类目标用 progress（完成进度）")
		return
	}
	if item.Missing == MissingExclude {
		line.Why = both("无%s，不计入满分：%s", "no %s; not counted: %s", item.By.Name(), e.Reason)
		return
	}
	line.Weight, line.Points = item.Weight, NewDecimal(0)
	line.Why = both("无%s，按办法计0分：%s", "no %s; worth nothing by the formula: %s", item.By.Name(), e.Reason)
}

func (item *ScoreItem) share(e *Evaluation) Decimal {
	switch item.By {
	case ByCompletion:
		return e.Completion
	case ByProgress:
		return e.Progress
	}
	return e.Pace
}

// counted is the share between floor and cap.
func (item *ScoreItem) counted(share Decimal) Decimal {
	floor, most := NewDecimal(0), NewDecimal(1)
	if item.Floor.Known() {
		floor = item.Floor
	}
	if item.Cap.Known() {
		most = item.Cap
	}
	switch {
	case share.Cmp(floor) < 0:
		return NewDecimal(0)
	case share.Cmp(most) > 0:
		return most
	}
	return share
}

// rate counts the duties of an area and of what lies below it.
func (s *scoring) rate(code string) Rate {
	var r Rate
	for i := range s.duties {
		d := &s.duties[i]
		if p := d.Filing.Period; p.End >= s.f.Periods.Start && p.End <= s.f.Periods.End && s.tree.Within(d.Filing.Area, code) {
			r.Add(d, s.today)
		}
	}
	return r
}

func onTimeLine(weight Decimal, r Rate) ScoreLine {
	line := ScoreLine{Name: Text{"及时报送", "reported on time"}}
	if r.Due == 0 {
		line.Why = Text{"没有到期的填报任务，不计入满分", "no duty was due; not counted"}
		return line
	}
	rate := big.NewRat(int64(r.OnTime), int64(r.Due))
	line.Weight, line.Share = weight, roundRat(rate, 6)
	line.Counted = line.Share
	line.Points = roundRat(new(big.Rat).Mul(weight.Rat(), rate), 2)
	line.Why = both("%s × %d ÷ %d（及时 ÷ 到期）", "%s × %d ÷ %d (on time ÷ due)", weight.String(), r.OnTime, r.Due)
	return line
}

// line is what a deduction takes from an area; ok is false where it is nothing.
func (d *Deduction) line(code string, r Rate) (line ScoreLine, ok bool) {
	line.Name = d.For.Name()
	if d.For == DeductDecision {
		line.Points, line.Why = negative(d.Points.Rat()), Text{d.Reason, d.Reason}
		return line, CanonicalArea(d.Area) == code
	}
	n := map[DeductionFor]int{DeductLate: r.Late, DeductMissing: r.Missing, DeductDeclared: r.Declared}[d.For]
	points := new(big.Rat).Mul(d.Each.Rat(), big.NewRat(int64(n), 1))
	line.Why = both("%d次 × %s", "%d × %s", n, d.Each.String())
	if d.Most.Known() && points.Cmp(d.Most.Rat()) > 0 {
		points.Set(d.Most.Rat())
		line.Why = both("%d次 × %s，最多扣%s分", "%d × %s, at most %s", n, d.Each.String(), d.Most.String())
	}
	line.Points = negative(points)
	return line, n > 0
}

func negative(points *big.Rat) Decimal { return roundRat(new(big.Rat).Neg(points), 2) }

// Weights is the sum of all weights: what an area earns at most without what
// goes beyond the whole.
func (f *Formula) Weights() Decimal {
	sum := new(big.Rat)
	for i := range f.Items {
		sum.Add(sum, f.Items[i].Weight.Rat())
	}
	if f.OnTime.Known() {
		sum.Add(sum, f.OnTime.Rat())
	}
	return exactDecimal(sum)
}

// Unknown lists the indicators and documents of the formula that a catalogue
// does not have, as Faults, all at once.
func (f *Formula) Unknown(s *Snapshot) Faults {
	var faults Faults
	for i := range f.Items {
		item := &f.Items[i]
		if s.Indicator(item.Indicator) == nil {
			faults = append(faults, Fault{Field: fmt.Sprintf("items[%d].indicator", i), Text: fmt.Sprintf("没有指标 %s", item.Indicator), Fix: "指标编号见 biaochi targets --format json"})
		}
		if item.Document != "" && !slices.ContainsFunc(s.Documents, func(d Document) bool { return d.ID == item.Document }) {
			faults = append(faults, Fault{Field: fmt.Sprintf("items[%d].document", i), Text: fmt.Sprintf("没有文件 %s", item.Document), Fix: "文件编号见 biaochi targets --format json"})
		}
	}
	return faults
}
