package collector

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// How far Filings looks back when it is not told: an office sees three years of
// what it left open, a list of many offices a little more than one.
const (
	lookBackOwn  = 3 * 366
	lookBackMany = 400
	lastYear     = 366
)

// Filings lists the filings the person may see, the most urgent first: returned,
// overdue and open before what is settled, then by closing day and office.
func (d *Desk) Filings(ctx context.Context, p *Person, q FilingQuery) ([]FilingRow, error) {
	v, err := d.look(ctx, p)
	if err == nil {
		err = v.can(ActSeeFiling, Object{})
	}
	if err != nil {
		return nil, err
	}
	if q.Mine {
		q.Office = p.Office.ID
	}
	offices := v.officesFor(q, ActSeeFiling)
	from, to := q.window(v.today, len(offices))
	answers, err := v.answersFor(ctx, offices, from, to)
	if err != nil {
		return nil, err
	}
	var list []FilingRow
	for _, o := range offices {
		for _, filing := range v.filingsOf(o, q.Form, from, to) {
			row := v.filingRow(o, filing, answers[filing.FilingKey])
			if q.wants(&row, v.today) {
				list = append(list, row)
			}
		}
	}
	if len(offices) == 1 {
		err = v.tellOwn(ctx, offices[0], list)
	}
	slices.SortStableFunc(list, func(a, b FilingRow) int {
		return cmp.Or(cmp.Compare(urgency(a.State), urgency(b.State)), cmp.Compare(a.Filing.LastDay(), b.Filing.LastDay()),
			targets.CompareFilings(a.Filing.FilingKey, b.Filing.FilingKey))
	})
	return list, err
}

// window is the days that periods end on.
func (q *FilingQuery) window(today targets.Date, offices int) (from, to targets.Date) {
	from, to = q.From, q.To
	if to == 0 {
		to = today
	}
	if from == 0 && offices > 1 {
		from = to - lookBackMany
	} else if from == 0 {
		from = to - lookBackOwn
	}
	return from, to
}

// wants reports whether a row is asked for.
func (q *FilingQuery) wants(r *FilingRow, today targets.Date) bool {
	switch {
	case len(q.States) > 0:
		return slices.ContainsFunc(q.States, func(s targets.DutyState) bool { return r.Counts[s] > 0 })
	case q.From != 0 || q.To != 0:
		return true
	}
	switch r.State {
	case targets.DutyOpen, targets.DutyOverdue, targets.DutyReturned:
		return true
	}
	return r.State != targets.DutyUpcoming && r.Filing.LastDay() >= today-lastYear
}

// urgency orders states by what has to be done.
func urgency(s targets.DutyState) int {
	order := [...]targets.DutyState{targets.DutyReturned, targets.DutyOverdue, targets.DutyOpen, targets.DutySubmitted,
		targets.DutyUpcoming, targets.DutyMissing, targets.DutyApproved}
	return slices.Index(order[:], s)
}

// officesFor lists the offices a query asks for and the person may see for an
// action, in the register's order. Closed ones are in it only when asked for.
func (v *view) officesFor(q FilingQuery, a Action) []*targets.Office {
	var list []*targets.Office
	for i := range v.register.Offices {
		o := &v.register.Offices[i]
		switch {
		case q.Office != "" && o.ID != q.Office, q.Office == "" && o.Closed, q.Mine && o.ID != v.p.Office.ID:
		case q.Area != "" && !v.tree.Within(o.Area, q.Area):
		case v.may(v.p, a, Object{Office: o}):
			list = append(list, o)
		}
	}
	return list
}

// filingsOf lists what is asked of an office for periods that end from one day to
// another, oldest first.
func (v *view) filingsOf(o *targets.Office, form string, from, to targets.Date) []targets.Filing {
	var list []targets.Filing
	for i := range v.register.Forms {
		f := &v.register.Forms[i]
		if _, asked := slices.BinarySearch(f.Offices, o.ID); !asked || form != "" && f.ID != form {
			continue
		}
		for _, p := range f.Periods(from, to) {
			if filing, err := v.register.Filing(targets.FilingKey{Form: f.ID, Office: o.ID, Period: p}); err == nil {
				list = append(list, *filing)
			}
		}
	}
	slices.SortFunc(list, func(a, b targets.Filing) int { return targets.CompareFilings(a.FilingKey, b.FilingKey) })
	return list
}

// answersFor reads what offices handed in: of one office alone, where there is one.
func (v *view) answersFor(ctx context.Context, offices []*targets.Office, from, to targets.Date) (m map[targets.FilingKey]map[string]targets.Answer, err error) {
	switch len(offices) {
	case 0:
		return nil, nil
	case 1:
		m, err = v.d.parts.Filings.AnswersOf(ctx, offices[0].ID, from, to, time.Time{})
	default:
		m, err = v.d.parts.Filings.Answers(ctx, from, to, time.Time{})
	}
	if err != nil {
		return nil, fmt.Errorf("read what was handed in: %w", err)
	}
	return m, nil
}

// filingRow counts the duties of a filing.
func (v *view) filingRow(o *targets.Office, filing targets.Filing, answers map[string]targets.Answer) FilingRow {
	row := FilingRow{Filing: filing, Form: v.register.Form(filing.Form), Office: o, Counts: map[targets.DutyState]int{}}
	for _, duty := range row.Filing.Duties(answers) {
		state := duty.State(v.today)
		row.Counts[state]++
		if row.State == "" || urgency(state) < urgency(row.State) {
			row.State = state
		}
		row.Late = row.Late || duty.Late()
		if a := duty.Answer; a != nil {
			row.Entry = max(row.Entry, a.Entry)
			if row.FirstIn == 0 || a.First < row.FirstIn {
				row.FirstIn = a.First
			}
		}
	}
	return row
}

// tellOwn adds what only one office's list tells: drafts, and what a superior
// filled in that is not confirmed.
func (v *view) tellOwn(ctx context.Context, o *targets.Office, list []FilingRow) error {
	drafts := v.may(v.p, ActSeeDraft, Object{Office: o})
	for i := range list {
		r := &list[i]
		if drafts && r.State != targets.DutyApproved {
			draft, err := v.d.parts.Filings.FilingDraft(ctx, r.Filing.FilingKey)
			if err != nil && targets.KindOf(err) != targets.NotFound {
				return fmt.Errorf("look for a draft: %w", err)
			}
			r.Draft = err == nil && draft.Body != ""
		}
		if r.Entry == 0 {
			continue
		}
		h, err := v.d.parts.Filings.Handed(ctx, r.Entry)
		if err != nil {
			return fmt.Errorf("read the submission: %w", err)
		}
		r.FilledFor = h.FilledFor()
	}
	return nil
}

// Duties lists every duty of open offices of the last year and of what is still
// open, for metrics: it asks nobody's rights and tells no names.
func (d *Desk) Duties(ctx context.Context, today targets.Date) ([]targets.Duty, error) {
	register, err := d.parts.Filings.Register(ctx, time.Time{})
	if err != nil {
		return nil, fmt.Errorf("read the register: %w", err)
	}
	from := today - lookBackMany
	answers, err := d.parts.Filings.Answers(ctx, from, today, time.Time{})
	if err != nil {
		return nil, fmt.Errorf("read what was handed in: %w", err)
	}
	return register.Duties(from, today, answers), nil
}
