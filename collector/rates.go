package collector

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/biaochi/biaochi/targets"
)

// Rates counts how areas report: the area asked for (the person's own, when none
// is) and those directly below it that have an office, each with everything
// below it.
func (d *Desk) Rates(ctx context.Context, p *Person, q RateQuery) ([]AreaRate, error) {
	v, err := d.look(ctx, p)
	if err == nil {
		err = v.can(ActSeeRates, Object{})
	}
	if err != nil {
		return nil, err
	}
	if q.Area == "" {
		q.Area = cmp.Or(p.Area, targets.Country)
	}
	if err := v.can(ActSeeRates, Object{Area: q.Area}); err != nil {
		return nil, err
	}
	from, to := v.today-lastYear, v.today
	if !q.Period.IsZero() {
		from, to = q.Period.End, q.Period.End
	}
	offices := v.officesFor(FilingQuery{Area: q.Area}, ActSeeRates)
	answers, err := v.answersFor(ctx, offices, from, to)
	if err != nil {
		return nil, err
	}
	rates := map[string]*AreaRate{}
	for _, o := range offices {
		for _, filing := range v.filingsOf(o, q.Form, from, to) {
			if !q.Period.IsZero() && filing.Period != q.Period {
				continue
			}
			for _, duty := range filing.Duties(answers[filing.FilingKey]) {
				v.count(rates, q.Area, &duty)
			}
		}
	}
	return sortedRates(rates, q.Area), nil
}

// count adds a duty to the area asked for and to the one directly below it that
// the duty's area is or lies in.
func (v *view) count(rates map[string]*AreaRate, whole string, duty *targets.Duty) {
	whole = targets.CanonicalArea(whole)
	of := func(code string) *AreaRate {
		if rates[code] == nil {
			rates[code] = &AreaRate{Area: v.area(code)}
		}
		return rates[code]
	}
	for _, code := range [...]string{whole, v.directlyBelow(duty.Filing.Area, whole)} {
		if code == "" {
			continue
		}
		r := of(code)
		r.All.Add(duty, v.today)
		if duty.Filing.Area == code {
			r.Own.Add(duty, v.today)
		}
	}
}

// directlyBelow is the area directly below another one that a code is or lies in;
// "" for that one itself.
func (v *view) directlyBelow(code, whole string) string {
	for range deepest {
		parent := v.tree.Parent(code)
		if parent == nil || code == whole {
			return ""
		}
		if parent.Code == whole {
			return code
		}
		code = parent.Code
	}
	return ""
}

func sortedRates(rates map[string]*AreaRate, whole string) []AreaRate {
	list := make([]AreaRate, 0, len(rates))
	for _, r := range rates {
		list = append(list, *r)
	}
	slices.SortFunc(list, func(a, b AreaRate) int {
		if x, y := a.Area.Code == whole, b.Area.Code == whole; x != y {
			if x {
				return -1
			}
			return 1
		}
		return cmp.Compare(a.Area.Code, b.Area.Code)
	})
	return list
}

// soon is how many days ahead a duty is called soon due.
const soon = 7

// Reminders lists the filings with unanswered duties that are overdue, the oldest
// first, then those due within seven days, with whom to call.
func (d *Desk) Reminders(ctx context.Context, p *Person, today targets.Date) ([]Reminder, error) {
	v, err := d.look(ctx, p)
	if err == nil {
		err = v.can(ActSeeReminders, Object{})
	}
	if err != nil {
		return nil, err
	}
	offices := v.officesFor(FilingQuery{}, ActSeeReminders)
	from := today - lookBackMany
	answers, err := v.answersFor(ctx, offices, from, today)
	if err != nil {
		return nil, err
	}
	var list []Reminder
	for _, o := range offices {
		for _, filing := range v.filingsOf(o, "", from, today) {
			if r, ok := v.reminder(o, filing, answers[filing.FilingKey], today); ok {
				list = append(list, r)
			}
		}
	}
	slices.SortStableFunc(list, func(a, b Reminder) int {
		if a.Overdue != b.Overdue {
			if a.Overdue {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(a.Filing.LastDay(), b.Filing.LastDay()), targets.CompareFilings(a.Filing.FilingKey, b.Filing.FilingKey))
	})
	return list, v.addContacts(ctx, list)
}

// reminder is what an office has to be reminded of, if anything.
func (v *view) reminder(o *targets.Office, filing targets.Filing, answers map[string]targets.Answer, today targets.Date) (Reminder, bool) {
	r := Reminder{Filing: filing, Form: v.register.Form(filing.Form), Office: o, Days: int(filing.LastDay() - today)}
	if r.Days < 0 {
		r.Overdue, r.Days = true, -r.Days
	}
	if !r.Overdue && r.Days > soon {
		return r, false
	}
	for _, duty := range filing.Duties(answers) {
		switch duty.State(today) {
		case targets.DutyOpen, targets.DutyOverdue, targets.DutyReturned:
			r.Missing = append(r.Missing, duty.Indicator)
		}
	}
	return r, len(r.Missing) > 0
}

// addContacts adds each office's contacts, read once.
func (v *view) addContacts(ctx context.Context, list []Reminder) error {
	known := map[string][]targets.Contact{}
	for i := range list {
		id := list[i].Office.ID
		if _, ok := known[id]; !ok {
			contacts, err := v.d.parts.People.Contacts(ctx, id)
			if err != nil {
				return fmt.Errorf("read the contacts: %w", err)
			}
			known[id] = contacts
		}
		list[i].Contacts = known[id]
	}
	return nil
}
