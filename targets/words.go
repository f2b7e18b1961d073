package targets

// A Lang is a language of the product: Chinese first, English on demand.
type Lang string

// The two languages.
const (
	ZH Lang = "zh"
	EN Lang = "en"
)

// A Text is something a person reads, in both languages.
type Text struct {
	ZH string `json:"zh" yaml:"zh"`
	EN string `json:"en" yaml:"en"`
}

// In returns the text in lang; a text without English stays in Chinese.
func (t Text) In(lang Lang) string {
	if lang == EN && t.EN != "" {
		return t.EN
	}
	return t.ZH
}

// IsZero reports whether there is no text.
func (t Text) IsZero() bool { return t == Text{} }

// A Measure (度量类型) is the kind of quantity an indicator measures (design §3).
type Measure string

// The measures.
const (
	Count      Measure = "count"       // whole numbers, with an Accumulation
	Quantity   Measure = "quantity"    // 数量: decimals (亿元, 万吨, 岁), with an Accumulation
	Ratio      Measure = "ratio"       // numerator ÷ denominator, 0–1
	Mean       Measure = "mean"        // sum ÷ count
	ChangeRate Measure = "change_rate" // 增速: growth over the same period before, may be negative
	RankPlace  Measure = "rank"        // 位次: whole, from 1, smaller is better
	Milestone  Measure = "milestone"   // a stage: see StageNotBegun
	Direction  Measure = "direction"   // of catalogues before there were forms: no number asked for
	TimeLimit  Measure = "time_limit"  // a duration from each unit's own start
)

// An Accumulation says what a count counts.
type Accumulation string

// The accumulations of a count. Cumulative and stock are different quantities.
const (
	Cumulative Accumulation = "cumulative" // 累计: all ever issued, never falls
	Stock      Accumulation = "stock"      // 期末现有: in force now, may fall
	Flow       Accumulation = "flow"       // 本期新增: what came in the period
)

// A Comparator says how a value is held against the goal.
type Comparator string

// The comparators. Increase and Decrease N mean a goal of baseline ± N; without
// N they name a direction only. By belongs to milestones.
const (
	AtLeast  Comparator = "at_least"
	AtMost   Comparator = "at_most"
	Over     Comparator = "over"  // 超过, 高于: the limit itself does not satisfy
	Under    Comparator = "under" // 低于, 不足: the limit itself does not satisfy
	Exactly  Comparator = "exactly"
	Between  Comparator = "between" // from Goal to GoalHigh, both ends satisfy
	By       Comparator = "by"
	Increase Comparator = "increase"
	Decrease Comparator = "decrease"
)

// A Window is the span a ratio or mean is taken over.
type Window string

// The windows. A shorter window than the indicator's is shown, never final.
const (
	WindowPoint      Window = "point"
	WindowYear       Window = "year"
	WindowYearToDate Window = "year_to_date"
	WindowSinceStart Window = "since_start"
)

// A Rollup is the rule by which figures of lower areas make that of a higher one.
type Rollup string

// The roll-up rules.
const (
	RollupSum   Rollup = "sum"
	RollupDedup Rollup = "dedup"
	RollupNone  Rollup = "none"
)

// A Cadence is how often an indicator is reported.
type Cadence string

// The cadences.
const (
	Monthly    Cadence = "monthly"
	Quarterly  Cadence = "quarterly"
	HalfYearly Cadence = "half_yearly"
	Yearly     Cadence = "yearly"
	Biennial   Cadence = "biennial" // every two years
	ByRounds   Cadence = "rounds"   // 按轮次: at the indicator's own Rounds
	Once       Cadence = "once"
)

// A Disclosure says who may see an indicator's figures.
type Disclosure string

// The disclosures.
const (
	Public   Disclosure = "public"   // 公开
	Internal Disclosure = "internal" // 内部
)

// A Basis says where a date or a baseline was taken from.
type Basis string

// The bases.
const (
	BasisPrinted   Basis = "printed"    // 文件载明: the clause itself says it
	BasisPhase     Basis = "phase"      // 文件阶段: the document's period or phase
	BasisIssueYear Basis = "issue_year" // 推定: 1 January of the year of issue
	BasisInherited Basis = "inherited"  // 承接: another sentence of the document
	BasisFigure    Basis = "figure"     // the newest exact figure at or before the start
	BasisFlowZero  Basis = "flow"       // a flow starts at zero
	BasisBaseYear  Basis = "base_year"  // 基期年: the day after a printed base year
	BasisIssued    Basis = "issued"     // of another reading: the date of issue

	BasisNewDefinition Basis = "new_definition" // of another reading: the later definition
)

// A Flag (数据标识) is what is to be known about a figure, as SDMX OBS_STATUS.
type Flag string

// The flags.
const (
	Normal           Flag = "A"
	Estimated        Flag = "E"
	Provisional      Flag = "P"
	Break            Flag = "B" // 口径中断: a new definition begins with this figure
	DefinitionDiffer Flag = "D" // shown, never used for a verdict
	Missing          Flag = "O" // 缺报: owed and not given
	NotCollected     Flag = "L" // exists but is not collected
	NotApplicable    Flag = "M"
)

// HasValue reports whether a figure of this flag carries a number.
func (f Flag) HasValue() bool { return f != Missing && f != NotCollected && f != NotApplicable }

// Valid reports whether f is one of the flags.
func (f Flag) Valid() bool { return flagNames[f] != Text{} }

// A Bound says that the true value is at least (lower) or at most (upper) the
// figure: «600余» is a lower bound, «近30» an upper one. "" is an exact figure.
type Bound string

// The bounds.
const (
	Exact Bound = ""
	Lower Bound = "lower"
	Upper Bound = "upper"
)

// An Origin ranks the sources of one moment.
type Origin string

// The origins, best first. Demo marks a training copy.
const (
	OriginOffice   Origin = "office"   // reported by an office and approved
	OriginOfficial Origin = "official" // published by a government body
	OriginMedia    Origin = "media"    // anybody else's publication
	OriginDemo     Origin = "demo"
	OriginRollUp   Origin = "rollup" // computed from lower areas, never stored
)

// A State (状态) is the verdict on a target (design §4).
type State string

// The states, in the order in which they are tried.
const (
	NotStarted    State = "not_started"
	Unrated       State = "unrated"
	Achieved      State = "achieved"
	AchievedLate  State = "achieved_late"
	Missed        State = "missed"
	AwaitingFinal State = "awaiting_final"
	NoData        State = "no_data"
	Met           State = "met"
	InProgress    State = "in_progress"
	OnTrack       State = "on_track"
	Behind        State = "behind"
	FarBehind     State = "far_behind"
	Reversing     State = "reversing"
)

// States lists every State in the order of design §4.
var States = [...]State{NotStarted, Unrated, Achieved, AchievedLate, Missed, AwaitingFinal, NoData,
	Met, InProgress, OnTrack, Behind, FarBehind, Reversing}

// A Light (灯) is the colour a State is shown in.
type Light string

// The lights.
const (
	Green  Light = "green"
	Yellow Light = "yellow"
	Red    Light = "red"
	Blue   Light = "blue"
	Grey   Light = "grey"
)

// Lights lists every Light in the order of a legend.
var Lights = [...]Light{Green, Yellow, Red, Blue, Grey}

// Light returns the colour of the state.
func (s State) Light() Light {
	switch s {
	case Achieved, AchievedLate, Met, InProgress, OnTrack:
		return Green
	case Behind:
		return Yellow
	case FarBehind, Reversing, Missed:
		return Red
	case AwaitingFinal:
		return Blue
	}
	return Grey
}

// AtDeadline says, for a goal reached late, what is known of the deadline itself.
type AtDeadline string

// What is known at the deadline.
const (
	DeadlineShort   AtDeadline = "short"   // 逾期完成
	DeadlineUnknown AtDeadline = "unknown" // 期后达标，期末数缺
)

// Name returns the words of the measure.
func (m Measure) Name() Text { return measureNames[m] }

// Name returns the words of the accumulation.
func (a Accumulation) Name() Text { return accumulationNames[a] }

// Name returns the words of the comparator.
func (c Comparator) Name() Text { return comparatorNames[c] }

// Name returns the words of the window.
func (w Window) Name() Text { return windowNames[w] }

// Name returns the words of the roll-up rule.
func (r Rollup) Name() Text { return rollupNames[r] }

// Name returns the words of the cadence.
func (c Cadence) Name() Text { return cadenceNames[c] }

// Name returns the words of the disclosure.
func (d Disclosure) Name() Text { return disclosureNames[d] }

// Name returns the words of the basis.
func (b Basis) Name() Text { return basisNames[b] }

// Name returns the words of the flag.
func (f Flag) Name() Text { return flagNames[f] }

// Name returns the words of the bound.
func (b Bound) Name() Text { return boundNames[b] }

// Name returns the words of the origin.
func (o Origin) Name() Text { return originNames[o] }

// Name returns the words of the state.
func (s State) Name() Text { return stateNames[s] }

// Name returns the words of the light.
func (l Light) Name() Text { return lightNames[l] }

var measureNames = map[Measure]Text{
	Count: {"计数", "count"}, Quantity: {"数量", "quantity"}, Ratio: {"比率", "ratio"}, Mean: {"均值", "mean"},
	ChangeRate: {"增速", "change rate"}, RankPlace: {"位次", "rank"},
	Milestone: {"里程碑", "milestone"}, Direction: {"方向性", "direction"}, TimeLimit: {"期限", "time limit"},
}

var accumulationNames = map[Accumulation]Text{
	Cumulative: {"累计", "cumulative"}, Stock: {"期末现有", "stock"}, Flow: {"本期新增", "flow"},
}

var comparatorNames = map[Comparator]Text{
	AtLeast: {"不低于", "at least"}, AtMost: {"不高于", "at most"}, Exactly: {"等于", "exactly"},
	Over: {"高于", "over"}, Under: {"低于", "under"}, Between: {"介于", "between"},
	By: {"按期完成", "done by"}, Increase: {"增加", "increase"}, Decrease: {"减少", "decrease"},
}

var windowNames = map[Window]Text{
	WindowPoint: {"时点", "point"}, WindowYear: {"全年", "year"},
	WindowYearToDate: {"当年累计", "year to date"}, WindowSinceStart: {"自起始日累计", "since start"},
}

var rollupNames = map[Rollup]Text{
	RollupSum: {"逐级相加", "sum"}, RollupDedup: {"去重后汇总", "deduplicated"}, RollupNone: {"不汇总", "none"},
}

var cadenceNames = map[Cadence]Text{
	Monthly: {"月", "monthly"}, Quarterly: {"季", "quarterly"}, HalfYearly: {"半年", "half-yearly"},
	Yearly: {"年", "yearly"}, Biennial: {"两年", "every two years"}, ByRounds: {"按轮次", "by rounds"}, Once: {"一次", "once"},
}

var disclosureNames = map[Disclosure]Text{Public: {"公开", "public"}, Internal: {"内部", "internal"}}

var basisNames = map[Basis]Text{
	BasisPrinted: {"文件载明", "printed"}, BasisPhase: {"文件阶段", "phase of the document"},
	BasisIssueYear: {"推定（发文当年1月1日）", "presumed (1 January of the year of issue)"},
	BasisInherited: {"承接文件总期限", "inherited from the document"},
	BasisFigure:    {"起始日及以前最近的精确数据", "newest exact figure at or before the start"},
	BasisFlowZero:  {"新增量自零起算", "a flow starts at zero"},
	BasisBaseYear:  {"基期年次日", "the day after the base year"},
	BasisIssued:    {"自发文日起算", "counted from the date of issue"},

	BasisNewDefinition: {"按新口径", "by the later definition"},
}

var flagNames = map[Flag]Text{
	Normal: {"正常", "normal"}, Estimated: {"估计", "estimated"}, Provisional: {"初步", "provisional"},
	Break: {"口径中断", "break in series"}, DefinitionDiffer: {"口径不同", "definition differs"},
	Missing: {"缺报", "missing"}, NotCollected: {"未采集", "not collected"}, NotApplicable: {"不适用", "not applicable"},
}

var boundNames = map[Bound]Text{Exact: {"精确", "exact"}, Lower: {"以上", "or more"}, Upper: {"以下", "or less"}}

var originNames = map[Origin]Text{
	OriginOffice: {"填报单位", "office"}, OriginOfficial: {"官方发布", "official publication"},
	OriginMedia: {"其他媒体", "other media"}, OriginDemo: {"演示数据", "training data"}, OriginRollUp: {"下级预汇总", "sum of the areas below"},
}

var stateNames = map[State]Text{
	NotStarted: {"未起算", "not started"}, Unrated: {"暂不评价", "not yet rated"},
	Achieved: {"按期完成", "achieved"}, AchievedLate: {"逾期完成", "achieved late"},
	Missed: {"未完成", "missed"}, AwaitingFinal: {"待报期末数", "awaiting final figure"},
	NoData: {"暂无数据", "no data"}, Met: {"已达目标值", "goal value met"}, InProgress: {"推进中", "in progress"},
	OnTrack: {"达到序时进度", "on track"}, Behind: {"慢于序时进度", "behind"},
	FarBehind: {"严重滞后", "far behind"}, Reversing: {"不升反降", "reversing"},
}

var lightNames = map[Light]Text{
	Green: {"绿灯", "green"}, Yellow: {"黄灯", "yellow"}, Red: {"红灯", "red"}, Blue: {"蓝灯", "blue"}, Grey: {"灰灯", "grey"},
}
