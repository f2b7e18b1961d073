package report

import (
	"context"
	"fmt"

	"github.com/biaochi/biaochi/charts"
	"github.com/biaochi/biaochi/targets"
)

// evalKnown says what was known on the day judged and what came after it.
type evalKnown struct {
	Head     string
	Lines    []string
	Arrivals *evalArrivals
	Turned   *evalTurned
	Adjusted *evalAdjusted
}

// evalArrivals is the figures of periods up to the day judged that nobody knew then.
type evalArrivals struct {
	Caption Numbered
	Rows    []evalArrival
	More    int // not shown
}

// An evalArrival is one of them.
type evalArrival struct {
	Goal, Value, Was, Kind, Known, Why string
	Period                             [2]string
}

// evalTurned is the goals whose value or verdict differs by what came after.
type evalTurned struct {
	Caption Numbered
	Rows    []evalTurn
}

// An evalTurn is one of them.
type evalTurn struct {
	Goal                string
	Then, ThenState     string
	Now, NowState       string
	ThenLight, NowLight targets.Light
}

// evalAdjusted is the goals that a document changed.
type evalAdjusted struct {
	Caption Numbered
	Rows    []evalAdjustment
}

// An evalAdjustment is one change of one goal.
type evalAdjustment struct {
	Goal string
	adjustment
}

// mostArrivals bounds the table of figures that came later.
const mostArrivals = 80

func (ev *evaluation) known(ctx context.Context) (evalKnown, error) {
	k := evalKnown{Head: ev.head("评估截至日已知与事后所知", "What was known, and when")}
	k.Lines = append(k.Lines, fmt.Sprintf(ev.say("截至日 %[1]s 是所评判的那一天；数据入库截止 %[2]s 是本报告所用数据的时点。截至日以后入库的数据，只要报告期在截至日以前结束，也计入判定，并在这里逐条列出。",
		"The day evaluated, %[1]s, is what is judged; %[2]s is when the data were taken. Figures recorded after that day count too where their period ended by it, and are listed here."),
		ev.book.snap.AsOf, knownAt(ev.book.snap.KnownAt)))
	then := ev.knownThen()
	if then.IsZero() {
		k.Lines = append(k.Lines, ev.say("数据入库截止不晚于评估截至日，没有事后入库的数据。", "The data were taken no later than the day evaluated: nothing came after it."))
	} else if err := ev.since(ctx, &k); err != nil {
		return k, err
	}
	if rows := ev.adjusted(); len(rows) > 0 {
		k.Adjusted = &evalAdjusted{ev.paper.Table(ev.say("目标值调整", "Goals adjusted")), rows}
	} else {
		k.Lines = append(k.Lines, ev.say("截至评估截至日，没有登记目标值调整。", "No goal had been adjusted by the day evaluated."))
	}
	return k, nil
}

// since lists what came after the day judged, and what it changed.
func (ev *evaluation) since(ctx context.Context, k *evalKnown) error {
	then, err := ev.then(ctx)
	if err != nil {
		return err
	}
	rows, err := ev.arrivals(ctx)
	if err != nil {
		return err
	}
	turned, reported := ev.turned(then), ev.reportedSince(then)
	if len(rows) == 0 {
		k.Lines = append(k.Lines, ev.say("所用各期数据在评估截至日当天均已知悉，其后没有更正。", "All figures used were known on the day evaluated, and none was corrected since."))
	} else {
		k.Lines = append(k.Lines, fmt.Sprintf(ev.say("评估截至日以后入库或更正的数据共%d条。", "Recorded or corrected after the day evaluated: %d."), len(rows)))
		a := &evalArrivals{Caption: ev.paper.Table(ev.say("评估截至日以后入库或更正的数据", "Figures recorded or corrected after the day evaluated")), Rows: rows}
		if len(rows) > mostArrivals {
			a.Rows, a.More = rows[:mostArrivals], len(rows)-mostArrivals
		}
		k.Arrivals = a
	}
	if len(reported) > 0 {
		k.Lines = append(k.Lines, fmt.Sprintf(ev.say("评估截至日以后才登记、报告日在截至日以前的任务进展%d项：%s。", "Stages of tasks recorded after the day evaluated, of days up to it: %d (%s)."), len(reported), ev.list(reported)))
	}
	if len(turned) > 0 {
		k.Turned = &evalTurned{ev.paper.Table(ev.say("因事后所知而不同的判定", "Verdicts that differ by what came later")), turned}
	} else if len(rows)+len(reported) > 0 {
		k.Lines = append(k.Lines, ev.say("这些没有改变任何目标的判定或最近数。", "They changed no verdict and no newest value."))
	}
	return nil
}

// then is what was known at the end of the day judged.
func (ev *evaluation) then(ctx context.Context) (*targets.Snapshot, error) {
	var ids []string
	for _, e := range ev.goals {
		ids = append(ids, e.Target.ID)
	}
	then, err := ev.book.source.Snapshot(ctx, targets.Selection{Targets: ids}, ev.book.snap.AsOf, ev.knownThen())
	if err != nil {
		return nil, fmt.Errorf("read what was known on %s: %w", ev.book.snap.AsOf, err)
	}
	return then, nil
}

// reportedSince numbers the tasks of which more was recorded later, of days up to
// the day judged.
func (ev *evaluation) reportedSince(then *targets.Snapshot) []string {
	var names []string
	for _, t := range ev.tasks {
		was, known := then.Status(t.ID)
		if known && was.On > ev.book.snap.AsOf {
			known = false
		}
		now := ev.book.statuses[t.ID]
		if now == nil || known && was == *now {
			continue
		}
		name := clauseNumber(t.Number, ev.lang)
		if ev.document == nil {
			name = short(ev.book.snap.Document(t.Document), ev.lang) + " " + name
		}
		names = append(names, name)
	}
	return names
}

// arrivals are those of the goals' series and of the cumulatives that feed them,
// each once, in the order of the goals.
func (ev *evaluation) arrivals(ctx context.Context) ([]evalArrival, error) {
	var rows []evalArrival
	seen := map[targets.SeriesKey]bool{}
	for _, e := range ev.goals {
		for _, id := range []string{e.Target.Indicator, e.Indicator.Sister} {
			key, ind := targets.SeriesKey{Indicator: id, Area: e.Target.Area}, ev.book.snap.Indicator(id)
			if ind == nil || seen[key] || ev.book.public && ind.Disclosure == targets.Internal {
				continue
			}
			seen[key] = true
			history, err := ev.book.source.History(ctx, key, ev.book.snap.KnownAt)
			if err != nil {
				return nil, fmt.Errorf("read the history of %s in %s: %w", key.Indicator, key.Area, err)
			}
			for _, a := range targets.Arrivals(history, ev.book.snap.AsOf) {
				rows = append(rows, ev.arrival(&a, e, ind))
			}
		}
	}
	return rows, nil
}

func (ev *evaluation) arrival(a *targets.Arrival, e *targets.Evaluation, ind *targets.Indicator) evalArrival {
	row := evalArrival{
		Goal: ind.Name.In(ev.lang), Period: ends(a.Period), Value: charts.FigureText(&a.Figure, ind, ev.lang),
		Kind: a.Kind.Name().In(ev.lang), Known: knownAt(a.KnownFrom),
	}
	if ev.severalAreas() {
		row.Goal = ev.bracketed(row.Goal, ev.book.snap.AreaName(e.Target.Area, ev.lang))
	}
	if a.KnownFrom.Before(a.Recorded) { // the end of its day of publication
		row.Known = a.Published.String()
	}
	if a.Replaced != nil {
		row.Was = charts.FigureText(a.Replaced, ind, ev.lang)
	}
	if r := a.Batch.Restatement; r != nil {
		row.Why = r.Document
	}
	return row
}

// turned compares every goal with what it would have been judged by on the day. A
// goal that the catalogue did not have then is one of them.
func (ev *evaluation) turned(then *targets.Snapshot) []evalTurn {
	var rows []evalTurn
	for _, now := range ev.goals {
		row := evalTurn{
			Goal: ev.goalName(now), Then: "—", ThenState: ev.say("尚未登记", "not recorded yet"), ThenLight: targets.Grey,
			Now: now.ValueText(ev.lang), NowState: now.StateName(ev.lang), NowLight: now.Light(),
		}
		if t := then.Target(now.Target.ID); t != nil {
			was := then.EvaluateTarget(t)
			row.Then, row.ThenState, row.ThenLight = was.ValueText(ev.lang), was.StateName(ev.lang), was.Light()
		}
		if row.Then != row.Now || row.ThenState != row.NowState {
			rows = append(rows, row)
		}
	}
	return rows
}

// adjusted lists the adjustments of all goals.
func (ev *evaluation) adjusted() []evalAdjustment {
	var rows []evalAdjustment
	for _, e := range ev.goals {
		for _, a := range ev.adjustments(e) {
			rows = append(rows, evalAdjustment{ev.goalName(e), a})
		}
	}
	return rows
}
