package collector

import (
	"context"
	"fmt"
	"slices"

	"github.com/biaochi/biaochi/targets"
)

// RequestLate asks to report after the window has closed (补报).
func (d *Desk) RequestLate(ctx context.Context, p *Person, k targets.FilingKey, reason string) error {
	f, err := d.open(ctx, p, k, ActRequestLate)
	if err != nil {
		return err
	}
	reason = tidy(reason)
	if err := plainText("reason", reason, true); err != nil {
		return err
	}
	late := f.filing.Late
	switch {
	case f.today <= f.filing.LastDay():
		return &targets.Error{Kind: targets.Conflict, Text: "报送期尚未截止，不需要申请补报。"}
	case late != nil && late.State == targets.LateRequested:
		return &targets.Error{Kind: targets.Conflict, Text: "补报申请已提交，正在等待答复。"}
	case len(f.answers) == len(f.filing.Indicators):
		return &targets.Error{Kind: targets.Conflict, Text: "这张报表已全部上报，更正不需要申请补报。"}
	}
	return f.putLate(ctx, targets.Late{FilingKey: k, State: targets.LateRequested, Reason: reason, By: p.User.ID})
}

// longestLate is how many days a late filing may be put off.
const longestLate = 92

// AnswerLate grants a request until a day, or refuses it, always with a reason.
func (d *Desk) AnswerLate(ctx context.Context, p *Person, k targets.FilingKey, granted bool, answer string, until targets.Date) error {
	v, err := d.look(ctx, p)
	if err != nil {
		return err
	}
	if err := v.can(ActAnswerLate, Object{}); err != nil {
		return err
	}
	office, late := v.register.Office(k.Office), v.register.Late(k)
	if office == nil {
		return unseen()
	}
	object := v.lateObject(office, late)
	if err := v.can(ActAnswerLate, object); err != nil {
		return err
	}
	answer = tidy(answer)
	if err := plainText("answer", answer, true); err != nil {
		return err
	}
	switch {
	case late == nil || late.State != targets.LateRequested:
		return &targets.Error{Kind: targets.Conflict, Text: "没有等待答复的补报申请。"}
	case granted && (until < v.today || until > v.today+longestLate):
		return &targets.Error{Kind: targets.Invalid, Field: "until", Text: fmt.Sprintf("补报截止日应在 %s 至 %s 之间。", v.today, v.today+longestLate)}
	}
	next := *late
	next.State, next.Answer, next.Judge, next.Until = targets.LateRefused, answer, p.User.ID, 0
	next.Alone = office.ID == p.Office.ID
	if granted {
		next.State, next.Until = targets.LateGranted, until
	}
	return v.putLate(ctx, next)
}

// lateObject is a late request as what is to be answered.
func (v *view) lateObject(office *targets.Office, late *targets.Late) Object {
	o := Object{Office: office, Alone: v.alone(office)}
	if late != nil {
		o.By = []string{late.By}
	}
	return o
}

// alone reports whether no other open office is of an office's area or above it.
func (v *view) alone(office *targets.Office) bool {
	return !slices.ContainsFunc(v.register.Offices, func(o targets.Office) bool {
		return o.ID != office.ID && !o.Closed && v.tree.Within(office.Area, o.Area)
	})
}

func (v *view) putLate(ctx context.Context, l targets.Late) error {
	_, err := v.d.parts.Filings.PutRegister(ctx, v.p.User.ID, targets.RegisterChange{Lates: []targets.Late{l}}, v.now)
	if err != nil {
		return fmt.Errorf("record the late request: %w", err)
	}
	return nil
}

// Lates lists the requests the person may see: those that wait for an answer
// first, then the newest periods.
func (d *Desk) Lates(ctx context.Context, p *Person) ([]LateRow, error) {
	v, err := d.look(ctx, p)
	if err == nil {
		err = v.can(ActSeeLate, Object{})
	}
	if err != nil {
		return nil, err
	}
	names, err := v.names(ctx)
	if err != nil {
		return nil, err
	}
	var list []LateRow
	for _, l := range v.register.Lates {
		office, form := v.register.Office(l.Office), v.register.Form(l.Form)
		if office == nil || form == nil || !v.may(p, ActSeeLate, Object{Office: office}) {
			continue
		}
		row := LateRow{Late: l, Form: form, Office: office, By: nameOf(names, l.By)}
		if l.Judge != "" {
			row.Judge = nameOf(names, l.Judge)
		}
		if filing, err := v.register.Filing(l.FilingKey); err == nil {
			row.Filing = *filing
		}
		row.Answers = l.State == targets.LateRequested && v.may(p, ActAnswerLate, v.lateObject(office, &l))
		list = append(list, row)
	}
	slices.SortStableFunc(list, func(a, b LateRow) int {
		if x, y := a.Late.State == targets.LateRequested, b.Late.State == targets.LateRequested; x != y {
			if x {
				return -1
			}
			return 1
		}
		return -a.Late.Period.Compare(b.Late.Period)
	})
	return list, nil
}
