package targets

// CutPoints are the limits on 序时比 between the states: the convention of
// Eurostat's EU SDG monitoring and Open SDG, applied to pace.
type CutPoints struct {
	OnTrack   Decimal // from here up: on_track
	FarBehind Decimal // below: far_behind
	Reversing Decimal // below: reversing
}

// DefaultCuts are 0.95, 0.60 and 0.
var DefaultCuts = CutPoints{MustDecimal("0.95"), MustDecimal("0.60"), MustDecimal("0")}

// Input is everything the verdict on one target depends on.
type Input struct {
	Target     *Target
	Indicator  *Indicator
	Document   *Document
	Figures    []Figure   // standing figures of indicator × area, in the order of Period.Compare
	Sister     []Figure   // standing figures of the indicator's sister cumulative
	SisterCard *Indicator // that cumulative; nil where there is none
	// Reference are the standing figures of what a versus goal is held against.
	Reference     []Figure
	ReferenceCard *Indicator
	ReferenceName Text
	// Allocations are the targets this one is broken down into, RollUps what their
	// areas' figures make together, in the order of Period.Compare.
	Allocations []*Target
	RollUps     []RollUp
	Ledger      Ledger // of the document's tasks, for a target that stands for them all
	Cuts        CutPoints
	AsOf        Date
}

// A Ledger counts the tasks of a document by what was reported.
type Ledger struct {
	All, Done, UnderWay, NotBegun int
	LastDone                      Date // when the last of the done tasks was done
	Newest                        Date // of any status
}

func (l *Ledger) add(status TaskStatus, reported bool) {
	if status.Stage == TaskCancelled && reported {
		return
	}
	l.All++
	if !reported {
		return
	}
	l.Newest = max(l.Newest, status.On)
	switch status.Stage {
	case TaskDone:
		l.Done++
		l.LastDone = max(l.LastDone, status.On)
	case TaskInProgress, TaskOngoing:
		l.UnderWay++
	case TaskNotBegun:
		l.NotBegun++
	}
}

// An Evaluation (评价) is the verdict on a target at a date, with everything a
// reader needs to recompute it by hand. Shares are exact rationals rounded once
// to six decimals; absent means not computable, and Reason says why.
type Evaluation struct {
	Target    *Target
	Indicator *Indicator
	Document  *Document
	AsOf      Date

	State       State
	AtDeadline  AtDeadline // of achieved_late only
	Reason      Text       // one sentence: what decided the state
	Provisional bool       // the final figure is provisional or estimated: 初步
	DueSoon     bool       // 临期: 90 days or less to the deadline and not met
	Stale       bool       // a further period has closed and its figure is overdue

	Goal           Decimal // resolved: baseline ± N for increase and decrease
	Baseline       Decimal
	BaselinePeriod Period // of the baseline; for a flow the day before the start
	BaselineDate   Date   // end of BaselinePeriod
	BaselineBasis  Basis
	BaselineFigure *Figure // where it was taken from a figure

	Value    Decimal
	Bound    Bound
	Period   Period // of the newest figure, or from the start to the data's end for a sum
	Figure   *Figure
	Revision int

	Completion   Decimal // 完成率: value ÷ goal
	Progress     Decimal // 完成进度: attained share from the baseline
	Expected     Decimal // 序时进度: share expected at the period's end
	Pace         Decimal // 序时比: progress ÷ expected
	Declines     int     // how many figures in a row lowered 序时比, up to the shown one; 0 without a pace
	RequiredPace Decimal // per month from AsOf to the deadline, in the unit

	RollUp *RollUp // of the areas the target is allocated to, for the shown value's moment; nil where there is none

	Forecast *Forecast // nil where nothing is ever forecast: milestones, limits, directions

	Series []Figure // the figures considered, up to AsOf, one per moment
	Used   []Figure // the figures the value was made of
	Others []Figure // 另有来源: figures of the same moment that rank lower
	// Corrections are the moments of a cumulative that a later figure lowered, up
	// to AsOf; in Series they have the later value. Doubts are not in it.
	Corrections []Correction
	Doubts      []Doubt
	Uncovered   []Period   // days of a flow without a figure
	Notes       []Text     // what else a reader should know: differences, breaks
	Path        []PathStep // the required path, for a picture and for hand computation
	Units       []UnitVerdict

	OtherVerdict *OtherVerdict // of another reading, where it differs; nil else

	GoalHigh  Decimal // the upper end of between
	Index     Decimal // of a chained change rate, whose baseline is one; Value shows its rate
	GoalIndex Decimal
	Factor    Decimal // what the baseline is multiplied by, of a relative or average goal
	Years     []YearVerdict
	// Points are the values that were judged where they are not the figures
	// themselves: the rates of an index, the sums of calendar years. A picture draws
	// them in place of Series.
	Points          []JudgedPoint
	ReferenceName   Text    // of versus: the indicator, with its area where it is another
	ReferenceValue  Decimal // of versus: what the value was held against
	ReferencePeriod Period

	twoBaselines   bool // the base year has a figure and a printed value that differ
	twoDefinitions bool // figures of an earlier and of a later definition each cover the whole
}

// Light returns the colour of the verdict.
func (e *Evaluation) Light() Light { return e.State.Light() }

// A JudgedPoint is a value that was judged, with the newest figure in it.
type JudgedPoint struct {
	Period Period
	Value  Decimal // in the unit of the indicator; of an index its rate, as the goal has it
	Figure *Figure
}

// A PathStep is a point of the required path: the share expected, and the value
// that is, at the end of a day.
type PathStep struct {
	On    Date
	Share Decimal
	Value Decimal
}

// A UnitVerdict says where one unit of a time limit stands.
type UnitVerdict struct {
	Unit   *LimitUnit
	Due    Date // end of its limit; 0 when its start is not known
	Status Text
	Late   bool
}
