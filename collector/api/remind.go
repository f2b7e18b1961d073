package api

import (
	"context"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// A Reminder (催报) is a filing that is overdue or soon due.
type Reminder struct {
	Filing   FilingName `json:"filing"`
	Contacts []Contact  `json:"contacts" nullable:"false"`
	Overdue  bool       `json:"overdue"`
	Days     int        `json:"days" doc:"Over since, or left"`
	Missing  []string   `json:"missing" doc:"Indicators not answered" nullable:"false"`
}

// A Contact is a person of an office to call.
type Contact struct {
	Name  string `json:"name" maxLength:"200"`
	Post  string `json:"post,omitempty" maxLength:"200" doc:"职务"`
	Phone string `json:"phone,omitempty" maxLength:"100"`
}

// A Rate counts duties whose window has closed, or that are answered already.
type Rate struct {
	Due      int `json:"due" doc:"on_time + late + missing"`
	OnTime   int `json:"on_time"`
	Late     int `json:"late"`
	Missing  int `json:"missing" doc:"应报未报"`
	Declared int `json:"declared_missing" doc:"Of those answered, 确认缺报"`
}

// An AreaRate is how well an area and everything below it reports.
type AreaRate struct {
	Area string       `json:"area"`
	Name targets.Text `json:"name"`
	Own  Rate         `json:"own" doc:"Of the area's own offices"`
	All  Rate         `json:"all" doc:"With everything below"`
}

type ratesInput struct {
	Paging
	Form   string `query:"form" maxLength:"60"`
	Period string `query:"period" maxLength:"40" doc:"Of the last year when absent"`
	Area   string `query:"area" maxLength:"12" doc:"Code: this area and those directly below it"`
}

func (a *api) remindOperations() {
	get(a, operation{id: "list-reminders", path: "/reminders", tag: tagReview, summary: "催报：逾期的和七天内到期的 / Reminders"}, a.listReminders)
	get(a, operation{id: "list-rates", path: "/rates", tag: tagReview, summary: "报送率 / Reporting rates"}, a.listRates)
}

func reminderOf(r *collector.Reminder) Reminder {
	out := Reminder{Overdue: r.Overdue, Days: r.Days, Missing: listOf(r.Missing), Contacts: contactsOf(r.Contacts)}
	out.Filing = nameOf(&r.Filing, r.Form, r.Office)
	return out
}

func contactsOf(list []targets.Contact) []Contact {
	out := make([]Contact, len(list))
	for i, one := range list {
		out[i] = Contact(one)
	}
	return out
}

func (a *api) listReminders(ctx context.Context, c *call, in *Paging) (*listAnswer[Reminder], error) {
	rows, err := a.Desk.Reminders(ctx, c.p, targets.DateOf(a.Now()))
	if err != nil {
		return nil, err
	}
	page, link, err := pageOf(c, *in, rows, func(r *collector.Reminder) string { return r.Filing.FilingKey.String() })
	return answerPage(page, link, err, reminderOf)
}

func (a *api) listRates(ctx context.Context, c *call, in *ratesInput) (*listAnswer[AreaRate], error) {
	q := collector.RateQuery{Form: in.Form, Area: in.Area}
	if in.Period != "" {
		var err error
		if q.Period, err = targets.ParsePeriod(in.Period); err != nil {
			return nil, newProblem("invalid", asError(err).Text).at("query.period", asError(err).Text)
		}
	}
	rows, err := a.Desk.Rates(ctx, c.p, q)
	if err != nil {
		return nil, err
	}
	page, link, err := pageOf(c, in.Paging, rows, func(r *collector.AreaRate) string { return r.Area.Code })
	return answerPage(page, link, err, func(r *collector.AreaRate) AreaRate {
		return AreaRate{r.Area.Code, r.Area.Name, Rate(r.Own), Rate(r.All)}
	})
}
