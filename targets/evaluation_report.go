package targets

import (
	"fmt"
	"slices"
)

// A ReviewKind says whether an evaluation of a document stands inside its term
// or at its end.
type ReviewKind string

// The kinds.
const (
	ReviewInterim ReviewKind = "interim" // 中期（阶段）评估: the document's term has not come to its end
	ReviewFinal   ReviewKind = "final"   // 终期（期满）评估
)

// Name returns the words of the kind.
func (k ReviewKind) Name() Text {
	return map[ReviewKind]Text{ReviewInterim: {"阶段评估", "Interim evaluation"}, ReviewFinal: {"期满评估", "Evaluation at the end of the term"}}[k]
}

// A ReviewDay is the day as of which a document is evaluated, and which of the
// evaluations the document calls for that is.
type ReviewDay struct {
	On   Date
	Kind ReviewKind
	// Event is the dated evaluation in whose period the day lies; nil where it
	// lies in none.
	Event *DocumentEvent

	document *Document
}

// ReviewDay chooses the day a document is evaluated as of: the day asked for;
// else the last day of the newest evaluation that the document dates and that
// has passed by today; else today. The goals tell where the term ends of a
// document that does not say so itself.
func (d *Document) ReviewDay(asked, today Date, goals []Target) ReviewDay {
	r := ReviewDay{On: asked, Kind: ReviewInterim, document: d}
	if asked == 0 {
		r.On = today
		if e := d.lastReview(today); e != nil {
			r.On = e.Period.End
		}
	}
	r.Event = d.reviewOn(r.On)
	if end := d.TermEnd(goals); end != 0 && r.On >= end {
		r.Kind = ReviewFinal
	}
	return r
}

// TermEnd is the last day of what a document covers; of its phases; of the
// evaluations it dates; or the last deadline of its goals. 0 where it has none.
func (d *Document) TermEnd(goals []Target) Date {
	if !d.Covers.IsZero() {
		return d.Covers.End
	}
	for _, list := range [][]DocumentEvent{d.Phases, d.Evaluations} {
		var end Date
		for i := range list {
			end = max(end, list[i].Period.End)
		}
		if end != 0 {
			return end
		}
	}
	var end Date
	for i := range goals {
		if goals[i].Document == d.ID {
			end = max(end, goals[i].Deadline)
		}
	}
	return end
}

// lastReview is the dated evaluation that ended last by a day, or nil.
func (d *Document) lastReview(by Date) *DocumentEvent {
	var last *DocumentEvent
	for i := range d.Evaluations {
		e := &d.Evaluations[i]
		if !e.Period.IsZero() && e.Period.End <= by && (last == nil || e.Period.End >= last.Period.End) {
			last = e
		}
	}
	return last
}

// reviewOn is the dated evaluation whose period holds a day, of several the one
// that ends first; or nil.
func (d *Document) reviewOn(day Date) *DocumentEvent {
	var found *DocumentEvent
	for i := range d.Evaluations {
		e := &d.Evaluations[i]
		if !e.Period.IsZero() && e.Period.Start <= day && day <= e.Period.End && (found == nil || e.Period.End < found.Period.End) {
			found = e
		}
	}
	return found
}

// Name is what the evaluation is called: as the document calls it, else by kind.
func (r *ReviewDay) Name() Text {
	if r.Event != nil {
		return r.Event.Name
	}
	return r.Kind.Name()
}

// Why says which evaluation the day belongs to. It depends on the day and the
// document only, not on how the day was chosen.
func (r *ReviewDay) Why() Text {
	day := Text{Day(r.On).Label(ZH), r.On.String()}
	switch last := r.document.lastReview(r.On); {
	case r.Event != nil && r.Event.Period.End == r.On:
		e := r.Event.quoted()
		return Text{fmt.Sprintf("评估截至日%s为文件所列%s期间的最后一天。", day.ZH, e.ZH), fmt.Sprintf("The day evaluated, %s, is the last day of the document's %s.", day.EN, e.EN)}
	case r.Event != nil:
		e := r.Event.quoted()
		return Text{fmt.Sprintf("评估截至日%s在文件所列%s期间之内，该期间尚未结束。", day.ZH, e.ZH), fmt.Sprintf("The day evaluated, %s, lies in the period of the document's %s, which has not ended.", day.EN, e.EN)}
	case last != nil:
		e := last.quoted()
		return Text{fmt.Sprintf("评估截至日%s在文件所列%s之后，不是文件所列评估的日期。", day.ZH, e.ZH), fmt.Sprintf("The day evaluated, %s, comes after the document's %s and is no date of an evaluation it calls for.", day.EN, e.EN)}
	}
	return r.whyUndated(day)
}

// whyUndated speaks of a document none of whose dated evaluations has begun.
func (r *ReviewDay) whyUndated(day Text) Text {
	events := r.document.Evaluations
	if len(events) == 0 {
		return Text{fmt.Sprintf("文件没有列出评估；评估截至日%s是所指定的日期，未指定时是生成当日。", day.ZH),
			fmt.Sprintf("The document calls for no evaluation; the day evaluated, %s, is the one asked for, or that of generation.", day.EN)}
	}
	first := slices.IndexFunc(events, func(e DocumentEvent) bool { return !e.Period.IsZero() })
	if first < 0 {
		e := events[0].quoted()
		return Text{fmt.Sprintf("文件所列%s没有写明日期；评估截至日%s是所指定的日期，未指定时是生成当日。", e.ZH, day.ZH),
			fmt.Sprintf("The document's %s has no date; the day evaluated, %s, is the one asked for, or that of generation.", e.EN, day.EN)}
	}
	e := events[first].quoted()
	return Text{fmt.Sprintf("文件所列%s尚未开始；评估截至日%s是所指定的日期，未指定时是生成当日。", e.ZH, day.ZH),
		fmt.Sprintf("The document's %s has not begun; the day evaluated, %s, is the one asked for, or that of generation.", e.EN, day.EN)}
}

// quoted names an event with its period and clause: “试点中期评估”（2024年，三、（二））.
func (e *DocumentEvent) quoted() Text {
	zh, en := e.Locator, "clause "+e.Locator
	if !e.Period.IsZero() {
		zh, en = e.Period.Label(ZH)+"，"+zh, e.Period.Label(EN)+", "+en
	}
	return Text{"“" + e.Name.ZH + "”（" + zh + "）", "“" + e.Name.EN + "” (" + en + ")"}
}

// A Due says where a goal's deadline lies from the day judged.
type Due string

// What is known of a deadline on a day.
const (
	DuePast Due = "past" // 期限已过: the verdict is on the result
	// DueNow (当日届满): the last day is not over until its end, so that the verdict
	// is on the result where the final figure is in, and else still on the pace.
	DueNow  Due = "now"
	DueOpen Due = "open" // 期限未到: the verdict is on the pace, and nothing is called missed
	DueNone Due = "none" // 未定期限
)

// Dues lists them in the order of a report.
var Dues = [...]Due{DuePast, DueNow, DueOpen, DueNone}

// Name returns the words.
func (d Due) Name() Text { return dueNames[d] }

var dueNames = map[Due]Text{
	DuePast: {"期限已过的目标", "Goals past their deadline"}, DueNow: {"期限在评估截至日届满的目标", "Goals whose deadline is the day evaluated"},
	DueOpen: {"期限未到的目标", "Goals whose deadline has not come"}, DueNone: {"文件未定期限的目标", "Goals without a deadline"},
}

// Due says where the deadline lies from the day judged. A time limit runs for each
// unit apart: it is past once one of them has exceeded it, for good.
func (e *Evaluation) Due() Due {
	switch {
	case slices.ContainsFunc(e.Units, func(u UnitVerdict) bool { return u.Late }):
		return DuePast
	case e.Target.Deadline == 0:
		return DueNone
	case e.AsOf > e.Target.Deadline:
		return DuePast
	case e.AsOf == e.Target.Deadline:
		return DueNow
	}
	return DueOpen
}

// On is where the duty stood at the end of a day: what was first handed in later
// had not been then.
func (d *Duty) On(day Date) DutyState {
	then := *d
	if then.Answer != nil && then.Answer.First > day {
		then.Answer = nil
	}
	return then.State(day)
}
