package entry

import (
	"net/http"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

const ratesPath = "/work/rates/"

func (h *handler) ratePages() []page {
	return []page{{method: http.MethodGet, pattern: ratesPath + "{$}", answer: h.rates}}
}

// ratesBody is how areas report, with what it was narrowed to.
type ratesBody struct {
	Lines    []rateLine
	Forms    []option
	Form     string
	Periods  []option // of the chosen form
	Period   string
	Area     string
	Whole    *rateLine // the area itself, when it was narrowed to one
	Narrowed bool
}

// A rateLine is one area and its rates.
type rateLine struct {
	collector.AreaRate
	Href string // narrows to the area; "" where it is narrowed already
}

// Share is 报送率: what was answered of what was due, in time or late.
func (l rateLine) Share() string { return rateShare(l.All.OnTime+l.All.Late, l.All.Due) }

// Punctual is 按时率.
func (l rateLine) Punctual() string { return rateShare(l.All.OnTime, l.All.Due) }

// rateShare is an em dash where nothing was due.
func rateShare(n, due int) string {
	if due == 0 {
		return "—"
	}
	return share(n, due)
}

// Light marks what needs a look: something missing, something late.
func (l rateLine) Light() targets.Light {
	switch {
	case l.All.Due == 0:
		return targets.Grey
	case l.All.Missing > 0:
		return targets.Red
	case l.All.Late > 0:
		return targets.Yellow
	}
	return targets.Green
}

func (h *handler) rates(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	q := r.URL.Query()
	body := ratesBody{Form: q.Get("form"), Area: q.Get("area")}
	query := collector.RateQuery{Form: body.Form, Area: body.Area}
	if s := q.Get("period"); s != "" && body.Form != "" {
		period, err := targets.ReadPeriod(s)
		if err != nil {
			return err
		}
		query.Period, body.Period = period, period.String()
	}
	found, err := h.Desk.Rates(r.Context(), p, query)
	if err != nil {
		return err
	}
	forms, err := h.Desk.Forms(r.Context(), p)
	if err != nil {
		return err
	}
	body.fill(found, forms, h.today())
	return h.show(w, r, p, view{Name: "rates", Title: "报送率", Crumbs: []link{{Text: "报送率"}}, Body: body})
}

// fill puts the areas and the choices into words.
func (b *ratesBody) fill(found []collector.AreaRate, forms []targets.Form, today targets.Date) {
	for _, f := range forms {
		b.Forms = append(b.Forms, option{f.ID, f.Name, f.ID == b.Form})
		if f.ID != b.Form {
			continue
		}
		for _, p := range lastPeriods(&f, today) {
			b.Periods = append(b.Periods, option{p.String(), p.Label(targets.ZH), p.String() == b.Period})
		}
	}
	b.Narrowed = b.Form != "" || b.Area != ""
	for _, one := range found {
		line := rateLine{AreaRate: one}
		if one.Area.Code == b.Area {
			b.Whole = &line
		} else {
			line.Href = withQuery(ratesPath, "form", b.Form, "period", b.Period, "area", one.Area.Code)
		}
		b.Lines = append(b.Lines, line)
	}
}

// shownYears is how far back periods can be chosen.
const shownYears = 3

// lastPeriods are the periods of a form that are over, newest first.
func lastPeriods(f *targets.Form, today targets.Date) []targets.Period {
	all := f.Periods(today.AddYears(-shownYears), today)
	newest := make([]targets.Period, 0, len(all))
	for i := range all {
		newest = append(newest, all[len(all)-1-i])
	}
	return newest
}
